import { render, screen, waitFor, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { expect, test } from 'vitest';
import type { MailSettings } from '../../bindings/ipc';
import { expectAccessible } from '../../host/axe';
import { memoryHost, type MemoryHost, type MemoryOptions } from '../../host/memory';
import { signedIn } from '../../host/signed-in';
import SettingsPage from '../SettingsPage.svelte';

async function open(options: MemoryOptions = {}) {
  const host = memoryHost(options);
  const session = await signedIn(host);
  const { rerender } = render(SettingsPage, { host, session });
  const user = userEvent.setup({ delay: null });
  await user.click(screen.getByRole('tab', { name: 'Email' }));
  if (!options.permissions && !options.fail) await screen.findByRole('radio', { name: 'A mail server' });
  const lock = (locked: boolean) => rerender({ host, session: { ...session, locked } });
  return { host, user, lock };
}

const text = (name: string) => screen.getByRole('textbox', { name });
const list = (name: string) => screen.getByRole('combobox', { name });
const secret = (name = 'Password') => screen.getByLabelText(name, { selector: 'input' });
const button = (name: string) => screen.getByRole('button', { name });

function lastSaved(host: MemoryHost): { settings: MailSettings; secret: string | null } | undefined {
  return host.calls.findLast(({ command }) => command === 'save_mail_settings')?.args as never;
}

async function saved(host: MemoryHost, user: ReturnType<typeof userEvent.setup>) {
  await user.click(button('Save'));
  expect(await screen.findByText('The email settings were saved and hold at once.')).toBeVisible();
  return lastSaved(host);
}

async function retype(user: ReturnType<typeof userEvent.setup>, name: string, typed: string) {
  await user.clear(text(name));
  await user.type(text(name), typed);
}

test('without the right it says what is needed, and nothing is asked', async () => {
  const { host } = await open({ permissions: ['users.view'] });
  expect(screen.getByText(/shown to operators with the right “Edit settings”/)).toBeVisible();
  expect(host.calls.map(({ command }) => command)).not.toContain('mail_settings');
});

test('settings that do not come are asked for again', async () => {
  const { host, user } = await open({ fail: { mail_settings: 'directory_busy' } });
  const again = await screen.findByRole('button', { name: 'Try Again' });
  delete host.fail.mail_settings;
  await user.click(again);
  expect(await screen.findByRole('radio', { name: /No server/ })).toBeChecked();
});

test('without a server nothing is asked for, and nothing is to be saved', async () => {
  await open();
  expect(screen.getByRole('radio', { name: /No server/ })).toHaveAccessibleDescription(/Nothing leaves this computer/);
  expect(screen.queryByRole('textbox', { name: 'Host' })).not.toBeInTheDocument();
  expect(button('Save')).toHaveAccessibleDescription(/Nothing has changed/);
  await expectAccessible();
});

test('a server is set up by its provider, and its secret is gone from the page', async () => {
  const { host, user } = await open();
  await user.click(screen.getByRole('radio', { name: 'A mail server' }));
  await user.selectOptions(list('Provider'), 'Gmail, Google Workspace');
  expect(list('Provider')).toHaveAccessibleDescription(/app password/);
  expect(text('Host')).toHaveValue('smtp.gmail.com');
  await user.type(text('Account'), 'desk@example.com');
  await user.type(secret(), 's3cret-4711');
  await user.type(text('Address of the sender'), 'desk@example.com');
  await user.type(text('Name of the sender'), 'Example Ltd');
  await expectAccessible();
  expect(await saved(host, user)).toEqual({
    secret: 's3cret-4711',
    settings: {
      server: {
        ...{ host: 'smtp.gmail.com', port: 587, security: 'start_tls', auth: 'password', account: 'desk@example.com' },
        ...{ sender: 'desk@example.com', senderName: 'Example Ltd', hello: '', authority: '' },
      },
    },
  });
  expect(secret()).toHaveValue('');
  expect(secret()).toHaveAccessibleDescription(/Kept in this computer’s keychain/);
  expect(document.body.innerHTML).not.toContain('s3cret-4711');
});

test('another encryption moves the usual port, and no sign-in asks for no account', async () => {
  const { host, user } = await open({ mail: true });
  await user.selectOptions(list('Encryption'), 'TLS');
  expect(text('Port')).toHaveValue('465');
  await user.selectOptions(list('Sign-in'), 'None');
  expect(screen.queryByRole('textbox', { name: 'Account' })).not.toBeInTheDocument();
  expect((await saved(host, user))?.settings.server).toMatchObject({ port: 465, auth: 'none', account: '' });
});

test('each problem stands beside its field until that is another, and the focus goes to the first', async () => {
  const { user } = await open();
  await user.click(screen.getByRole('radio', { name: 'A mail server' }));
  await user.selectOptions(list('Encryption'), 'None');
  await user.type(text('Host'), 'smtp.example.com');
  await user.click(button('Save'));
  await waitFor(() => expect(list('Encryption')).toHaveFocus());
  expect(list('Encryption')).toHaveAccessibleDescription(/the server has to be on this computer/);
  expect(text('Account')).toHaveAccessibleDescription(/Enter the account/);
  expect(text('Address of the sender')).toBeInvalid();
  expect(screen.getByText('3 things need your attention')).toBeVisible();
  await expectAccessible();
  await user.type(text('Account'), 'a');
  expect(text('Account')).toBeValid();
  expect(text('Address of the sender')).toBeInvalid();
});

test('a port that is none is refused at its field, and nothing is sent', async () => {
  const { host, user } = await open({ mail: true });
  await retype(user, 'Port', '70000');
  await user.click(button('Save'));
  await waitFor(() => expect(text('Port')).toHaveFocus());
  expect(text('Port')).toHaveAccessibleDescription(/from 1 to 65535/);
  expect(lastSaved(host)).toBeUndefined();
});

test('what is folded away is opened where it is wrong, and cleared', async () => {
  const { user } = await open({ mail: true });
  await user.click(screen.getByText('More'));
  const pem = text('Certificates of your own authority');
  await user.type(pem, 'nonsense');
  await user.click(screen.getByText('More'));
  expect(pem).not.toBeVisible();
  await user.click(button('Save'));
  await waitFor(() => expect(pem).toHaveFocus());
  expect(pem).toBeVisible();
  expect(pem).toHaveAccessibleDescription(/no certificate in this/);
  await user.click(button('Clear the certificates'));
  expect(pem).toHaveValue('');
  expect(pem).toHaveFocus();
});

test('another server asks for the secret anew, and says why', async () => {
  const { host, user } = await open({ mail: true });
  await user.type(text('Name of the sender'), '!');
  expect((await saved(host, user))?.secret).toBeNull();
  await retype(user, 'Host', 'mail.example.com');
  await user.click(button('Save'));
  await waitFor(() => expect(secret()).toHaveFocus());
  expect(secret()).toHaveAccessibleDescription(/good only for the server and the account/);
});

test('where there is no keychain the secret is not said to last, and a lock wipes it', async () => {
  const { host, user, lock } = await open({ mail: true });
  const state = await host.call('mail_settings', {});
  host.answer('save_mail_settings', () => ({ ...state, secretLasts: false }));
  await user.type(secret(), 'abc');
  await saved(host, user);
  expect(secret()).toHaveAccessibleDescription(/Known until Frontdesk is closed/);
  await user.type(secret(), 'abc');
  await lock(true);
  expect(secret()).toHaveValue('');
});

test('what is typed outlasts a look at another section, the secret does not', async () => {
  const { user } = await open({ mail: true });
  await user.type(text('Name of the sender'), '!');
  await user.type(secret(), 'abc');
  await user.click(screen.getByRole('tab', { name: 'General' }));
  await user.click(screen.getByRole('tab', { name: 'Email' }));
  expect(text('Name of the sender')).toHaveValue('Example Ltd!');
  expect(secret()).toHaveValue('');
  await user.click(button('Discard changes'));
  expect(text('Name of the sender')).toHaveValue('Example Ltd');
});

test('a server is tried as entered, step by step, before it is saved', async () => {
  const { host, user } = await open({ mail: true });
  await user.click(button('Test connection'));
  expect(await screen.findByText('The mail server is ready: every step passed.')).toBeVisible();
  expect(screen.getAllByText('– passed')).toHaveLength(6);
  await retype(user, 'Host', 'expired.example.com');
  expect(screen.queryByText(/every step passed/)).not.toBeInTheDocument();
  await user.type(secret(), 'abc');
  await user.click(button('Test connection'));
  expect(await screen.findByText('The mail server is not ready: a step failed.')).toBeVisible();
  const steps = screen.getAllByRole('listitem').filter((item) => item.textContent?.includes('–'));
  expect(steps).toHaveLength(6);
  expect(steps[2]).toHaveTextContent(/It speaks SMTP – passed/);
  expect(steps[3]).toHaveTextContent(/certificate is trusted – failed.*The mail server cannot be trusted/);
  expect(steps[4]).toHaveTextContent(/not tried/);
  expect(host.calls.findLast(({ command }) => command === 'try_mail_server')?.args).toMatchObject({ secret: 'abc' });
  expect(lastSaved(host)).toBeUndefined();
  await expectAccessible();
});

test('the server’s own words are shown', async () => {
  const { user } = await open({ mail: true });
  await user.type(secret(), 'wrong');
  await user.click(button('Test connection'));
  expect(await screen.findByText(/The server said: “535 5\.7\.8/)).toBeVisible();
});

test('what cannot be tried is said beside its field', async () => {
  const { user } = await open({ mail: true });
  await retype(user, 'Account', 'other@example.com');
  await user.click(button('Test connection'));
  await waitFor(() => expect(secret()).toHaveFocus());
  expect(secret()).toBeInvalid();
});

test('a trial that fails is said', async () => {
  const { user } = await open({ mail: true, fail: { try_mail_server: 'mail_keychain_failed' } });
  await user.click(await screen.findByRole('button', { name: 'Test connection' }));
  expect(await screen.findByRole('alert')).toHaveTextContent(/keychain did not/);
});

test('a test goes to oneself, through what is saved', async () => {
  const { host, user } = await open({ mail: true });
  await user.type(text('Name of the sender'), '!');
  expect(button('Send me a test')).toHaveAccessibleDescription(/Save or discard your changes first/);
  await saved(host, user);
  await user.click(button('Send me a test'));
  expect(await screen.findByText(/The server has taken the email for .+@example\.com/)).toBeVisible();
  await expectAccessible();
});

test('a test that was not taken says why', async () => {
  const { host, user } = await open({ mail: true });
  const fault = { code: 'mail_sender', fields: [], retryable: false, data: { said: '550 not yours' } } as const;
  host.answer('send_mail_test', () => ({ to: 'ada@example.com', messageId: 'm', fault: { ...fault, fields: [] } }));
  await user.click(button('Send me a test'));
  const alert = await screen.findByRole('alert');
  expect(alert).toHaveTextContent(/The email for ada@example\.com was not sent/);
  expect(within(alert).getByText(/The server said: “550 not yours”/)).toBeVisible();
});

test('the server is given up, and its secret is not sent', async () => {
  const { host, user } = await open({ mail: true });
  await user.click(screen.getByRole('radio', { name: /No server/ }));
  expect(await saved(host, user)).toEqual({ settings: { server: null }, secret: null });
});
