import { render, screen, waitFor, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { expect, test, vi } from 'vitest';
import type { ConnectionForm } from '../../bindings/ipc';
import { expectAccessible } from '../../host/axe';
import { memoryHost, type MemoryHost, type MemoryOptions } from '../../host/memory';
import { signedIn } from '../../host/signed-in';
import SettingsPage from '../SettingsPage.svelte';

async function open(options: MemoryOptions = {}) {
  const host = memoryHost({ servers: 2, ...options });
  const session = await signedIn(host);
  const onstart = vi.fn();
  const { rerender } = render(SettingsPage, { host, session, onstart });
  const user = userEvent.setup({ delay: null });
  await user.click(screen.getByRole('tab', { name: 'Directories' }));
  if (!options.fail?.connections) await screen.findByRole('listitem', { name: 'This computer' });
  const lock = (locked: boolean) => rerender({ host, session: { ...session, locked }, onstart });
  return { host, user, onstart, lock };
}

type User = ReturnType<typeof userEvent.setup>;

const text = (name: string) => screen.getByRole('textbox', { name });
const secret = () => screen.getByLabelText('Password', { selector: 'input' });
const button = (name: string | RegExp) => screen.getByRole('button', { name });
const row = (name: string) => within(screen.getByRole('listitem', { name }));
const asked = (host: MemoryHost, command: string) => host.calls.filter((call) => call.command === command);

function lastSent(host: MemoryHost, command = 'save_connection'): ConnectionForm | undefined {
  return (host.calls.findLast((call) => call.command === command)?.args as { form: ConnectionForm } | undefined)?.form;
}

async function retype(user: User, name: string, typed: string) {
  await user.clear(text(name));
  await user.type(text(name), typed);
}

async function add(options: MemoryOptions = {}) {
  const all = await open(options);
  await all.user.click(button('Add a Directory'));
  await screen.findByRole('heading', { name: 'Add a directory on a server' });
  return all;
}

async function fill(user: User, host = 'db2.example.com') {
  await user.type(text('Name'), 'Second site');
  await user.type(text('Host 1'), host);
  await user.type(text('Database'), 'users');
  await user.type(text('User'), 'frontdesk');
  await user.type(secret(), 's3cret-4711');
}

test('each directory says where it is, whether it is open and whether its password is known', async () => {
  await open();
  expect(row('This computer').getByText('Open')).toBeVisible();
  expect(row('Head office').getByText('frontdesk@db.example.com:5432/users')).toBeVisible();
  expect(row('Head office').getByText(/PostgreSQL server/)).toBeVisible();
  expect(row('Head office').getByText('Password known on this computer')).toBeVisible();
  expect(row('Head office').queryByText('Open')).not.toBeInTheDocument();
  await expectAccessible();
});

test('without the right they are shown, and nothing can be changed', async () => {
  await open({ permissions: ['users.view'] });
  expect(screen.getByText(/needs the right “Edit settings”/, { selector: '.small' })).toBeVisible();
  expect(row('Head office').queryByRole('button')).not.toBeInTheDocument();
  expect(screen.queryByRole('button', { name: /Add|Copy/ })).not.toBeInTheDocument();
});

test('a list that does not come is asked for again', async () => {
  const { host, user } = await open({ fail: { connections: 'directory_busy' } });
  const again = await screen.findByRole('button', { name: 'Try Again' });
  delete host.fail.connections;
  await user.click(again);
  expect(await screen.findByRole('listitem', { name: 'Head office' })).toBeVisible();
});

test('a server is added, its password is gone from the page, and the focus returns', async () => {
  const { host, user } = await add();
  expect(text('Paste a connection address')).toHaveFocus();
  await expectAccessible();
  await fill(user);
  await user.click(button('Add Server'));
  expect(text('Host 2')).toHaveFocus();
  await user.type(text('Host 2'), 'standby.example.com');
  await user.click(button('Save'));
  expect(await screen.findByText('“Second site” was saved.')).toBeVisible();
  expect(row('Second site').getByText(/db2\.example\.com:5432,standby/)).toBeVisible();
  await waitFor(() => expect(button('Add a Directory')).toHaveFocus());
  const hosts = [
    { name: 'db2.example.com', port: 5432 },
    { name: 'standby.example.com', port: 5432 },
  ];
  expect(lastSent(host)).toEqual({
    ...{ id: null, name: 'Second site', password: 's3cret-4711', key: null },
    server: { hosts, database: 'users', user: 'frontdesk', tls: 'verify_full', authority: '', certificate: '' },
  });
  expect(document.body.innerHTML).not.toContain('s3cret-4711');
});

test('servers are eight at most, and each but the last can be removed', async () => {
  const { user } = await add();
  expect(screen.queryByRole('button', { name: /Remove server/ })).not.toBeInTheDocument();
  for (let more = 0; more < 7; more += 1) await user.click(button('Add Server'));
  expect(text('Host 8')).toHaveFocus();
  expect(button('Add Server')).toHaveAccessibleDescription(/8 servers at most/);
  await user.click(button('Remove server 8'));
  expect(screen.queryByRole('textbox', { name: 'Host 8' })).not.toBeInTheDocument();
  expect(text('Host 7')).toHaveFocus();
});

test('what is missing is listed, stands at each field, and the list leads there', async () => {
  const { user } = await add();
  await user.click(button('Save'));
  const summary = await screen.findByRole('region', { name: '5 things need your attention' });
  await waitFor(() => expect(summary).toHaveFocus());
  expect(text('Host 1')).toBeInvalid();
  expect(text('Host 1')).toHaveAccessibleDescription(/Enter a host/);
  expect(secret()).toHaveAccessibleDescription(/good only for the connection/);
  await expectAccessible();
  await user.click(button(/^Database: Enter the name/));
  expect(text('Database')).toHaveFocus();
  await user.type(text('Database'), 'users');
  expect(text('Database')).toBeValid();
  expect(screen.getByText('4 things need your attention')).toBeVisible();
});

test('a port that is none is said at its row, and nothing is sent', async () => {
  const { host, user } = await add();
  await fill(user);
  await retype(user, 'Port 1', '70000');
  expect(text('Port 1')).toHaveAccessibleDescription(/from 1 to 65535/);
  await user.click(button('Save'));
  expect(lastSent(host)).toBeUndefined();
});

test('a pasted address fills the form and is gone, and its password is put aside', async () => {
  const { host, user } = await add();
  await user.click(text('Paste a connection address'));
  await user.paste('postgresql://desk:pass-4711@db9.example.com:6000/people');
  await waitFor(() => expect(text('Host 1')).toHaveValue('db9.example.com'));
  expect(text('Port 1')).toHaveValue('6000');
  expect(text('Database')).toHaveValue('people');
  expect(text('User')).toHaveValue('desk');
  expect(text('Name')).toHaveValue('db9.example.com');
  await waitFor(() => expect(text('Paste a connection address')).toHaveValue(''));
  expect(text('Paste a connection address')).toHaveAccessibleDescription(/password was taken out .*keychain/);
  expect(secret()).toHaveValue('');
  expect(secret()).toHaveAccessibleDescription(/Kept in this computer’s keychain/);
  expect(document.body.innerHTML).not.toContain('pass-4711');
  await expectAccessible();
  await user.click(button('Save'));
  expect(await screen.findByText('“db9.example.com” was saved.')).toBeVisible();
  expect(lastSent(host)?.password).toBeNull();
});

test('a password that an address brought is not for another user', async () => {
  const { user } = await add();
  await user.click(text('Paste a connection address'));
  await user.paste('postgresql://desk:pass-4711@db9.example.com/people');
  await waitFor(() => expect(text('User')).toHaveValue('desk'));
  await user.type(text('User'), '2');
  expect(secret()).not.toHaveAccessibleDescription(/Kept in/);
});

test('an address that is none is said, and stays to be mended', async () => {
  const { user } = await add();
  await user.type(text('Paste a connection address'), 'mysql://db/x{Enter}');
  await waitFor(() => expect(text('Paste a connection address')).toBeInvalid());
  expect(text('Paste a connection address')).toHaveAccessibleDescription(/looks like postgresql/);
  expect(text('Paste a connection address')).toHaveValue('mysql://db/x');
});

test('without encryption the risk is named and has to be confirmed', async () => {
  const { host, user } = await add();
  await fill(user);
  expect(screen.getByRole('radio', { name: /Encrypted and verified/ })).toBeChecked();
  await user.click(screen.getByRole('radio', { name: 'Not encrypted' }));
  expect(screen.getByText(/read all names, addresses and hashes of passwords, change them, and act as any/)).toBeVisible();
  const known = screen.getByRole('checkbox', { name: /connect without encryption/ });
  expect(known).not.toHaveAccessibleDescription();
  await user.click(button('Test connection'));
  expect(known).toHaveAccessibleDescription(/Tick that you know the risk/);
  await user.click(button('Save'));
  expect(asked(host, 'try_connection')).toHaveLength(0);
  expect(asked(host, 'save_connection')).toHaveLength(0);
  await expectAccessible();
  await user.click(known);
  await user.click(button('Test connection'));
  expect(await screen.findByText('The server is ready: every step passed.')).toBeVisible();
  expect(screen.getAllByText('– passed')).toHaveLength(5);
  await user.click(button('Save'));
  expect(await screen.findByText('“Second site” was saved.')).toBeVisible();
  expect(lastSent(host)?.server.tls).toBe('plain');
});

test('a server is tried as entered, step by step, before it is saved', async () => {
  const { host, user } = await add();
  await fill(user, 'expired.example.com');
  await user.click(button('Test connection'));
  expect(await screen.findByText('The server is not ready: a step failed.')).toBeVisible();
  const steps = screen.getAllByRole('listitem').filter((item) => item.textContent?.includes('–'));
  expect(steps).toHaveLength(6);
  expect(steps[1]).toHaveTextContent(/listens at the port – passed/);
  expect(steps[2]).toHaveTextContent(/trusted – failed.*The certificate of the server is not valid today/);
  expect(steps[3]).toHaveTextContent(/not tried/);
  expect(lastSent(host, 'try_connection')).toMatchObject({ id: null, password: 's3cret-4711' });
  expect(lastSent(host)).toBeUndefined();
  await expectAccessible();
  await retype(user, 'Host 1', 'db.example.com');
  expect(screen.queryByText(/a step failed/)).not.toBeInTheDocument();
});

test('the server’s own words are shown', async () => {
  const { user } = await add();
  await fill(user);
  await user.clear(secret());
  await user.type(secret(), 'wrong');
  await user.click(button('Test connection'));
  expect(await screen.findByText(/The server said: “password authentication failed/)).toBeVisible();
});

test('own authority and client certificate are folded away until they are wrong', async () => {
  const { host, user } = await add();
  await fill(user);
  await user.click(screen.getByText('Own authority or client certificate'));
  expect(screen.queryByRole('textbox', { name: 'Private key' })).not.toBeInTheDocument();
  await user.type(text('Client certificate'), 'nonsense');
  await user.type(text('Private key'), 'key-4711');
  await user.click(screen.getByText('Own authority or client certificate'));
  expect(text('Client certificate')).not.toBeVisible();
  await user.click(button('Save'));
  await waitFor(() => expect(text('Client certificate')).toBeVisible());
  expect(text('Client certificate')).toHaveAccessibleDescription(/no certificate in this/);
  await user.clear(text('Client certificate'));
  await user.type(text('Client certificate'), '-----BEGIN CERTIFICATE-----');
  await user.click(button('Save'));
  expect(await screen.findByText('“Second site” was saved.')).toBeVisible();
  expect(lastSent(host)?.key).toBe('key-4711');
});

test('a known server is edited, and its password stays where it is for the same server', async () => {
  const { host, user } = await open();
  await user.click(button('Edit Head office'));
  expect(await screen.findByRole('heading', { name: 'Edit “Head office”' })).toBeVisible();
  expect(text('Name')).toHaveFocus();
  expect(text('Host 1')).toHaveValue('db.example.com');
  expect(secret()).toHaveAccessibleDescription(/Kept in this computer’s keychain/);
  await retype(user, 'Host 1', 'db3.example.com');
  expect(secret()).not.toHaveAccessibleDescription(/Kept in/);
  await retype(user, 'Host 1', 'db.example.com');
  await retype(user, 'Name', 'Main office');
  await user.click(button('Save'));
  expect(await screen.findByText('“Main office” was saved.')).toBeVisible();
  expect(lastSent(host)).toMatchObject({ id: 'office', name: 'Main office', password: null });
  await waitFor(() => expect(button('Edit Main office')).toHaveFocus());
});

test('a form is left without a trace, and the focus returns', async () => {
  const { host, user } = await open();
  await user.click(button('Edit Head office'));
  await user.type(secret(), 'abc');
  await user.click(button('Cancel'));
  await waitFor(() => expect(button('Edit Head office')).toHaveFocus());
  expect(asked(host, 'save_connection')).toHaveLength(0);
});

test('what is typed outlasts a look at another section, a secret does not, and a lock wipes it', async () => {
  const { user, lock } = await add();
  await fill(user);
  await user.click(screen.getByRole('tab', { name: 'General' }));
  await user.click(screen.getByRole('tab', { name: 'Directories' }));
  expect(text('Database')).toHaveValue('users');
  expect(secret()).toHaveValue('');
  await user.type(secret(), 'abc');
  await user.type(text('Paste a connection address'), 'postgresql://a:b@');
  await lock(true);
  expect(secret()).toHaveValue('');
  expect(text('Paste a connection address')).toHaveValue('');
});

test('where no keychain answers it is said that passwords are asked for at every start', async () => {
  const { user } = await open({ keychain: 'missing' });
  expect(screen.getByText(/passwords of servers are asked for at every start/)).toBeVisible();
  await user.click(button('Add a Directory'));
  expect(screen.getByText(/the password is asked for at every start of Frontdesk/)).toBeVisible();
});

test('a save that fails says why and keeps what was typed', async () => {
  const { user } = await add({ fail: { save_connection: 'disk_full' } });
  await fill(user);
  await user.click(button('Save'));
  expect(await screen.findByRole('alert')).toHaveTextContent(/The disk is full/);
  expect(text('Database')).toHaveValue('users');
});

test('a directory is renamed, and an empty or taken name is said at the field', async () => {
  const { user } = await open();
  await user.click(button('Rename This computer'));
  const dialog = within(await screen.findByRole('dialog', { name: 'Rename “This computer”' }));
  const name = dialog.getByRole('textbox', { name: 'Name' });
  expect(name).toHaveFocus();
  await user.clear(name);
  await user.keyboard('{Enter}');
  await waitFor(() => expect(name).toHaveAccessibleDescription(/Enter a name/));
  await user.type(name, 'Branch{Enter}');
  await waitFor(() => expect(name).toHaveAccessibleDescription(/directory of this name exists already/));
  await expectAccessible();
  await user.type(name, ' 2{Enter}');
  expect(await screen.findByText('It is called “Branch 2” now.')).toBeVisible();
  await waitFor(() => expect(button('Rename Branch 2')).toHaveFocus());
});

test('switching asks first, and hands the new state on', async () => {
  const { host, user, onstart } = await open();
  expect(button('Switch to This computer')).toHaveAccessibleDescription('It is open');
  await user.click(button('Switch to Head office'));
  const question = within(await screen.findByRole('alertdialog', { name: 'Switch to “Head office”?' }));
  expect(question.getByText(/signed out of “This computer”/)).toBeVisible();
  expect(asked(host, 'switch_connection')).toHaveLength(0);
  await user.click(question.getByRole('button', { name: 'Switch' }));
  await waitFor(() => expect(onstart).toHaveBeenCalledOnce());
  expect(onstart.mock.calls[0]?.[0]).toMatchObject({ phase: 'sign_in', directory: { name: 'Head office' } });
});

test('a switch that fails says why, and everything stays', async () => {
  const { host, user, onstart } = await open();
  host.fail.switch_connection = 'directory_busy';
  await user.click(button('Switch to Head office'));
  await user.click(within(await screen.findByRole('alertdialog')).getByRole('button', { name: 'Switch' }));
  expect(await screen.findByRole('alert')).toHaveTextContent(/Another program/);
  expect(onstart).not.toHaveBeenCalled();
});

test('removing asks in words that name it, and says what stays', async () => {
  const { user } = await open();
  await user.click(button('Remove Branch'));
  const question = within(await screen.findByRole('alertdialog', { name: 'Remove “Branch”?' }));
  expect(question.getByText(/its users stay on the server/)).toBeVisible();
  expect(question.getByRole('button', { name: 'Cancel' })).toHaveFocus();
  await expectAccessible();
  await user.click(question.getByRole('button', { name: 'Remove' }));
  expect(await screen.findByText('“Branch” was removed from this computer.')).toBeVisible();
  expect(screen.queryByRole('listitem', { name: 'Branch' })).not.toBeInTheDocument();
});

test('the open directory and a local one cannot be removed, and each says why', async () => {
  const { user } = await open({ remote: true });
  expect(button('Remove Head office')).toHaveAccessibleDescription(/Switch to another directory first/);
  expect(button('Remove This computer')).toHaveAccessibleDescription(/its files in .+ would stay/);
  await user.click(button('Remove This computer'));
  expect(screen.queryByRole('alertdialog')).not.toBeInTheDocument();
});
