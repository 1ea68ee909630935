import { render, screen, waitFor, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { afterEach, expect, test, vi } from 'vitest';
import type { CommandError, ErrorCode } from '../bindings/ipc';
import App from '../app/App.svelte';
import { expectAccessible } from '../host/axe';
import { memoryHost, type MemoryHost, type MemoryOptions } from '../host/memory';
import { serverDirectory } from '../host/memory/directory';

type User = ReturnType<typeof userEvent.setup>;

function open(options: MemoryOptions = {}) {
  const host = memoryHost(options);
  render(App, { host });
  return { host, user: userEvent.setup({ delay: null }) };
}

const heading = (name: string | RegExp) => screen.findByRole('heading', { level: 1, name });
const button = (name: string | RegExp) => screen.getByRole('button', { name });
const text = (name: string) => screen.getByRole('textbox', { name });
const secret = (name: string) => screen.getByLabelText(name, { selector: 'input' });
const asked = (host: MemoryHost, command: string) => host.calls.filter((call) => call.command === command);
const error = (code: ErrorCode, data = {}): CommandError => ({ code, fields: [], retryable: true, data });

afterEach(() => vi.useRealTimers());

/** The list of the known directories, once it has come. */
async function toList() {
  await heading('Choose a directory');
  await waitFor(() => expect(screen.getAllByRole('button').length).toBeGreaterThan(1));
}

/** From the first run to the form of a server. */
async function toForm(options: MemoryOptions = {}) {
  const all = open({ phase: 'first_run', ...options });
  await heading('Welcome to Frontdesk');
  await all.user.click(button('Connect to a directory on a server'));
  await heading('Connect to a directory on a server');
  await screen.findByRole('textbox', { name: 'Name' });
  return all;
}

async function fill(user: User, host: string, database = 'users') {
  await user.type(text('Name'), 'Head office');
  await user.type(text('Host 1'), host);
  await user.type(text('Database'), database);
  await user.type(text('User'), 'frontdesk');
  await user.type(secret('Password'), 's3cret-4711');
  await user.click(button('Connect'));
}

test('the first run leads to the form of a server, and back to where it came from', async () => {
  const { user } = await toForm();
  expect(text('Paste a connection address')).toHaveFocus();
  await expectAccessible();
  await user.click(button('Back'));
  await heading('Welcome to Frontdesk');
  await waitFor(() => expect(button('Connect to a directory on a server')).toHaveFocus());
});

test('a server that is kept is opened, and signing in names it', async () => {
  const { host, user } = await toForm();
  await fill(user, 'db.example.com');
  await heading('Sign in');
  expect(screen.getByText('Head office')).toBeVisible();
  expect(asked(host, 'save_connection')).toHaveLength(1);
  expect(asked(host, 'switch_connection')).toHaveLength(1);
});

test('a pasted address is enough to connect', async () => {
  const { user } = await toForm();
  await user.click(text('Paste a connection address'));
  await user.paste('postgresql://frontdesk:pass-4711@db.example.com/users');
  await waitFor(() => expect(text('Host 1')).toHaveValue('db.example.com'));
  await user.click(button('Connect'));
  await heading('Sign in');
});

test('the connection can be tried before it is kept', async () => {
  const { host, user } = await toForm();
  await user.type(text('Host 1'), 'closed.example.com');
  await user.type(text('Database'), 'users');
  await user.type(text('User'), 'frontdesk');
  await user.type(secret('Password'), 'abc');
  await user.click(button('Test connection'));
  expect(await screen.findByText('The server is not ready: a step failed.')).toBeVisible();
  expect(screen.getByText(/The server cannot be reached/)).toBeVisible();
  expect(asked(host, 'save_connection')).toHaveLength(0);
});

test('what is missing is listed, and stands at its field', async () => {
  const { user } = await toForm();
  await user.click(button('Connect'));
  const summary = await screen.findByRole('region', { name: '5 things need your attention' });
  await waitFor(() => expect(summary).toHaveFocus());
  expect(text('Database')).toHaveAccessibleDescription(/Enter the name of the database/);
});

test('a directory that nobody is in yet gets its owner, and is named', async () => {
  const { host, user } = await toForm();
  await fill(user, 'db.example.com', 'empty');
  await heading('Create the owner');
  expect(screen.getByText(/“Head office” \(frontdesk@db\.example\.com:5432\/empty\) has no users yet/)).toBeVisible();
  expect(screen.queryByLabelText('Passphrase')).not.toBeInTheDocument();
  await waitFor(() => expect(text('First Name')).toHaveFocus());
  await user.keyboard('Ada{Tab}Lovelace{Tab}ada@example.com{Tab}Violet-Kettle_73{Tab}{Tab}Violet-Kettle_73{Enter}');
  await heading('Users');
  expect(asked(host, 'start_local_directory')).toHaveLength(0);
  const [made] = asked(host, 'start_remote_directory');
  expect(made?.args).toMatchObject({ form: { email: 'ada@example.com', passphrase: null } });
});

test('who was not quick enough is told, and led to sign in', async () => {
  const { host, user } = open({ phase: 'vacant', fail: { start_remote_directory: 'directory_founded' } });
  await heading('Create the owner');
  await user.type(text('First Name'), 'Ada');
  await user.click(button('Create Owner'));
  expect(await screen.findByRole('alert')).toHaveTextContent(/Somebody else was quicker/);
  await expectAccessible();
  await user.click(button('Go to Sign-In'));
  await heading('Sign in');
  expect(asked(host, 'retry_opening')).toHaveLength(1);
});

test('from a directory without users there is a way to another', async () => {
  const { user } = open({ phase: 'vacant' });
  await heading('Create the owner');
  await user.click(button('Choose another directory'));
  await toList();
  expect(button('Head office')).toHaveAccessibleDescription(/Chosen now/);
  await user.click(button('This computer'));
  await heading('Sign in');
});

test.each([
  ['available', /holds no password for it/],
  ['missing', /asked for at each start/],
  ['locked', /is locked\. Unlock it and try again/],
  ['timed_out', /did not answer in time/],
] as const)('with a keychain that is %s the password is asked for, and said why', async (keychain, why) => {
  open({ phase: 'credentials', keychain });
  await heading('Connect to the server');
  expect(screen.getByText(why)).toBeVisible();
  expect(screen.getByText(/“Head office” is at frontdesk@db\.example\.com:5432\/users/)).toBeVisible();
  await waitFor(() => expect(secret('Password of the database')).toHaveFocus());
  await expectAccessible();
});

test('the password connects, and nothing of it stays', async () => {
  const { host, user } = open({ phase: 'credentials' });
  await heading('Connect to the server');
  await user.keyboard('{Enter}');
  expect(secret('Password of the database')).toHaveAccessibleDescription('Enter the password');
  await user.type(secret('Password of the database'), 's3cret-4711{Enter}');
  await heading('Sign in');
  expect(asked(host, 'enter_credentials')[0]?.args).toEqual({ password: 's3cret-4711', key: null });
  expect(document.body.innerHTML).not.toContain('s3cret-4711');
});

test('a password that was refused is said and wiped, and the field has the focus', async () => {
  const { user } = open({ phase: 'credentials' });
  await heading('Connect to the server');
  await user.type(secret('Password of the database'), 'wrong{Enter}');
  expect(await screen.findByRole('alert')).toHaveTextContent(/User or password is wrong.*password authentication failed/);
  await waitFor(() => expect(secret('Password of the database')).toHaveValue(''));
  await waitFor(() => expect(secret('Password of the database')).toHaveFocus());
});

test('the private key is asked for where a certificate is shown', async () => {
  const { host, user } = open({ phase: 'opening' });
  host.answer('start_state', () => ({
    ...{ phase: 'credentials', directory: serverDirectory, keychain: 'missing', fault: null, key: true },
  }));
  host.emit('start-changed');
  await heading('Connect to the server');
  await user.type(secret('Password of the database'), 'abc{Enter}');
  expect(text('Private key of the client certificate')).toHaveAccessibleDescription('Paste the private key');
  await waitFor(() => expect(text('Private key of the client certificate')).toHaveFocus());
  await user.type(text('Private key of the client certificate'), 'pem');
  await user.click(button('Connect'));
  await waitFor(() => expect(asked(host, 'enter_credentials')[0]?.args).toEqual({ password: 'abc', key: 'pem' }));
});

test('a certificate may be enough, without a password', async () => {
  const { host, user } = open({ phase: 'opening' });
  host.answer('start_state', () => ({
    ...{ phase: 'credentials', directory: serverDirectory, keychain: 'missing', fault: null, key: true },
  }));
  host.emit('start-changed');
  await heading('Connect to the server');
  await user.type(text('Private key of the client certificate'), 'pem');
  await user.click(button('Connect'));
  await waitFor(() => expect(asked(host, 'enter_credentials')[0]?.args).toEqual({ password: null, key: 'pem' }));
});

test('an unlocked keychain is asked again', async () => {
  const { host, user } = open({ phase: 'credentials', keychain: 'locked' });
  await heading('Connect to the server');
  await user.click(button('Try Again'));
  await heading('Sign in');
  expect(asked(host, 'retry_opening')).toHaveLength(1);
});

test('a server that does not answer is tried again by itself, and the seconds are counted', async () => {
  vi.useFakeTimers({ shouldAdvanceTime: true });
  const { host } = open({ phase: 'problem', remote: true, problem: 'connection_no_answer' });
  await heading('The server did not answer in time');
  expect(screen.getByText(/It is db\.example\.com:5432/)).toBeVisible();
  expect(screen.getByText('Frontdesk tries again by itself in 8 s.')).toBeVisible();
  await vi.advanceTimersByTimeAsync(3000);
  expect(screen.getByText('Frontdesk tries again by itself in 5 s.')).toBeVisible();
  await vi.advanceTimersByTimeAsync(5100);
  expect(screen.getByText('Frontdesk is trying again…')).toBeVisible();
  const failed = error('connection_refused');
  host.answer('start_state', () => ({ phase: 'problem', error: failed, directory: serverDirectory, nextTrySeconds: 8 }));
  host.emit('start-changed');
  await heading('The server cannot be reached');
  expect(await screen.findByText('Frontdesk tries again by itself in 8 s.')).toBeVisible();
});

test('a problem of a server offers another try, the form and the other directories', async () => {
  const { user } = open({ phase: 'problem', remote: true, servers: 3, problem: 'connection_credentials' });
  await heading('User or password is wrong');
  expect(button('Try Again')).toHaveFocus();
  await expectAccessible();
  await user.click(button('Edit this connection'));
  await heading('Edit “Head office”');
  expect(await screen.findByRole('textbox', { name: 'Host 1' })).toHaveValue('db.example.com');
  await user.click(button('Back'));
  await heading('User or password is wrong');
  await waitFor(() => expect(button('Try Again')).toHaveFocus());
  await user.click(button('Choose another directory'));
  await toList();
  await waitFor(() => expect(button('This computer')).toHaveFocus());
  await expectAccessible();
  await user.click(button('Laboratory'));
  await heading('The name of the server has no address');
});

test('a connection that is told without its details is filled in by its place, and says what is missing', async () => {
  const { host, user } = open({ phase: 'problem', remote: true, problem: 'connection_refused' });
  await heading('The server cannot be reached');
  const known = await host.call('connections', {});
  host.answer('connections', () => ({
    ...known,
    connections: known.connections.map((one) => ({ ...one, server: null })),
  }));
  await user.click(button('Edit this connection'));
  await heading('Edit “Head office”');
  expect(text('Host 1')).toHaveValue('db.example.com');
  expect(text('User')).toHaveValue('frontdesk');
  expect(screen.getByText(/Certificates are not shown here/)).toBeVisible();
  expect(secret('Password')).toHaveAccessibleDescription(/Kept in this computer’s keychain/);
});

test('an edited connection is opened anew', async () => {
  const { host, user } = open({ phase: 'problem', remote: true, problem: 'connection_refused' });
  await heading('The server cannot be reached');
  await user.click(button('Edit this connection'));
  await heading('Edit “Head office”');
  await user.type(text('Name'), ' 2');
  await user.click(button('Connect'));
  await heading('Sign in');
  expect(screen.getByText('Head office 2')).toBeVisible();
  expect(asked(host, 'save_connection')[0]?.args).toMatchObject({ form: { id: 'office' } });
});

test('where only a server is known a local directory can be started too', async () => {
  const { user } = await toForm();
  await fill(user, 'nowhere.example.com');
  await heading('The name of the server has no address');
  await user.click(button('Choose another directory'));
  await toList();
  await user.click(button('Start a local directory on this computer'));
  await heading('Create the owner');
  await user.click(button('Back'));
  await toList();
});

test('a list of directories that does not come can be asked for again', async () => {
  const { host, user } = open({ phase: 'problem', remote: true, fail: { connections: 'directory_busy' } });
  await heading('Another program is using the directory');
  await user.click(button('Choose another directory'));
  expect(await screen.findByRole('alert')).toBeVisible();
  delete host.fail.connections;
  await user.click(button('Try Again'));
  expect(await screen.findByRole('button', { name: 'Head office' })).toBeVisible();
});

test('signing in names the directory, and offers others only where there are some', async () => {
  open({ phase: 'sign_in' });
  await heading('Sign in');
  expect(screen.getByText('This computer')).toBeVisible();
  await waitFor(() => expect(screen.getByText('This computer')).toBeVisible());
  expect(screen.queryByRole('button', { name: 'Choose another directory' })).not.toBeInTheDocument();
});

test('another directory is chosen before signing in, and no password goes with it', async () => {
  const { host, user } = open({ phase: 'sign_in', servers: 1 });
  await heading('Sign in');
  const choose = await screen.findByRole('button', { name: 'Choose another directory' });
  await user.type(secret('Password'), 'abc');
  await user.click(choose);
  await toList();
  // Once a directory is open, only who has signed in to it may add another.
  expect(screen.queryByRole('button', { name: 'Connect to a directory on a server' })).not.toBeInTheDocument();
  await user.click(button('Head office'));
  await heading('Sign in');
  expect(await screen.findByText('Head office')).toBeVisible();
  expect(secret('Password')).toHaveValue('');
  await waitFor(() => expect(text('Email')).toHaveFocus());
  expect(asked(host, 'switch_connection')[0]?.args).toEqual({ id: 'office' });
});

test('a directory that cannot be switched to is said', async () => {
  const { user } = open({ phase: 'sign_in', servers: 1, fail: { switch_connection: 'directory_busy' } });
  await user.click(await screen.findByRole('button', { name: 'Choose another directory' }));
  await toList();
  await user.click(button('Head office'));
  expect(await screen.findByRole('alert')).toHaveTextContent(/Another program/);
  expect(within(document.body).getByRole('button', { name: 'Back' })).toBeEnabled();
});
