import { render, screen, waitFor, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { expect, test } from 'vitest';
import type { Gateway, SmsSettings } from '../../bindings/ipc';
import { expectAccessible } from '../../host/axe';
import { memoryHost, type MemoryOptions } from '../../host/memory';
import { signedIn } from '../../host/signed-in';
import SettingsPage from '../SettingsPage.svelte';

async function open(options: MemoryOptions = {}) {
  const host = memoryHost(options);
  const session = await signedIn(host);
  const { rerender } = render(SettingsPage, { host, session });
  const user = userEvent.setup({ delay: null });
  await user.click(screen.getByRole('tab', { name: 'SMS' }));
  if (!options.permissions && !options.fail) await screen.findByRole('radio', { name: 'Outbox' });
  const lock = (locked: boolean) => rerender({ host, session: { ...session, locked } });
  return { host, user, lock };
}

const text = (name: string) => screen.getByRole('textbox', { name });
const secret = (name: string) => screen.getByLabelText(name, { selector: 'input' });
const button = (name: string) => screen.getByRole('button', { name });

/** What was sent to be saved last. */
function lastSaved(host: ReturnType<typeof memoryHost>): { settings: SmsSettings; secret: string | null } | undefined {
  return host.calls.findLast(({ command }) => command === 'save_sms_settings')?.args as never;
}

async function saved(host: ReturnType<typeof memoryHost>, user: ReturnType<typeof userEvent.setup>) {
  await user.click(button('Save'));
  expect(await screen.findByText('The SMS settings were saved and hold at once.')).toBeVisible();
  return lastSaved(host);
}

test('without the right it says what is needed, and nothing is asked', async () => {
  const { host } = await open({ permissions: ['users.view'] });
  expect(screen.getByText(/shown to operators with the right “Edit settings”/)).toBeVisible();
  expect(host.calls.map(({ command }) => command)).not.toContain('sms_settings');
});

test('settings that do not come are asked for again', async () => {
  const { host, user } = await open({ fail: { sms_settings: 'directory_busy' } });
  const again = await screen.findByRole('button', { name: 'Try Again' });
  delete host.fail.sms_settings;
  await user.click(again);
  expect(await screen.findByRole('radio', { name: 'Outbox' })).toBeChecked();
});

test('the Outbox is honest, asks for no countries, and there is nothing to save at first', async () => {
  await open();
  expect(screen.getByRole('radio', { name: 'Outbox' })).toHaveAccessibleDescription(/Nothing leaves this computer/);
  expect(screen.queryByRole('listbox', { name: 'Countries' })).not.toBeInTheDocument();
  expect(button('Save')).toHaveAccessibleDescription(/Nothing has changed/);
  expect(screen.getByText(/123456 is your Frontdesk code/)).toBeVisible();
  await expectAccessible();
});

test('an HTTP request is saved as described', async () => {
  const { host, user } = await open();
  await user.click(screen.getByRole('radio', { name: 'HTTP request' }));
  expect(text('Status codes that mean success')).toHaveValue('200-299');
  await user.selectOptions(screen.getByRole('combobox', { name: 'Method' }), 'post');
  await user.selectOptions(screen.getByRole('combobox', { name: 'Form of the body' }), 'json');
  await user.click(text('Address'));
  await user.paste('https://sms.example.com/send');
  await user.click(text('Body'));
  await user.paste('{"to":"{to}","text":"{text}"}');
  await user.click(button('Add a header'));
  expect(text('Name of header 1')).toHaveFocus();
  await user.paste('Authorization');
  await user.click(text('Value of header 1'));
  await user.paste('Bearer {secret}');
  await user.click(button('Add a header'));
  await user.type(text('The answer must contain'), 'OK');
  await user.type(secret('Secret'), 's3cret');
  await expectAccessible();
  expect(await saved(host, user)).toEqual({
    secret: 's3cret',
    settings: {
      ...{ countries: ['DE'], language: 'en', host: '' },
      gateway: {
        ...{ kind: 'http', method: 'post', url: 'https://sms.example.com/send', bodyForm: 'json' },
        body: '{"to":"{to}","text":"{text}"}',
        headers: [{ name: 'Authorization', value: 'Bearer {secret}' }],
        ...{ successStatus: '200-299', successContains: 'OK' },
      },
    },
  });
  await user.click(button('Remove header 1'));
  expect(button('Add a header')).toHaveFocus();
});

test('a GET has no body', async () => {
  const { host, user } = await open();
  await user.click(screen.getByRole('radio', { name: 'HTTP request' }));
  await user.selectOptions(screen.getByRole('combobox', { name: 'Method' }), 'post');
  await user.type(text('Body'), 'left over');
  await user.selectOptions(screen.getByRole('combobox', { name: 'Method' }), 'get');
  expect(screen.queryByRole('textbox', { name: 'Body' })).not.toBeInTheDocument();
  await user.type(text('Address'), 'https://sms.example.com/');
  expect((await saved(host, user))?.settings.gateway).toMatchObject({ body: '', bodyForm: 'form' });
});

const others: { name: string; fill: [string, string][]; secret: string; gateway: Gateway }[] = [
  {
    name: 'Twilio or compatible',
    fill: [
      ['Account SID', 'AC12'],
      ['Sender', 'Frontdesk'],
    ],
    secret: 'Auth token',
    gateway: { kind: 'twilio', baseUrl: 'https://api.twilio.com', account: 'AC12', from: 'Frontdesk' },
  },
  {
    name: 'SMPP 3.4',
    fill: [
      ['Host', 'smsc.example.com'],
      ['System ID', 'front'],
      ['System type', 'VMA'],
      ['Sender', '12345'],
    ],
    secret: 'Password',
    gateway: {
      ...{ kind: 'smpp', host: 'smsc.example.com', port: 2775, tls: true },
      ...{ systemId: 'front', systemType: 'VMA', from: '12345' },
    },
  },
  {
    name: 'GSM modem',
    fill: [],
    secret: 'PIN of the SIM card',
    gateway: { kind: 'modem', port: 'COM3', baud: 57_600 },
  },
];

test.each(others)('$name is saved as entered, and its secret is gone from the page', async ({ name, fill, ...is }) => {
  const { host, user } = await open();
  await user.click(screen.getByRole('radio', { name }));
  for (const [label, value] of fill) await user.type(text(label), value);
  if (is.gateway.kind === 'modem') {
    const port = screen.getByRole('combobox', { name: 'Serial port' });
    expect(port).toHaveAccessibleDescription(/\/dev\/ttyUSB0/);
    await user.type(port, 'COM3');
    await user.selectOptions(screen.getByRole('combobox', { name: 'Speed' }), '57600');
  }
  await user.type(secret(is.secret), 's3cret-4711');
  await expectAccessible();
  const sent = await saved(host, user);
  expect(sent?.settings.gateway).toEqual(is.gateway);
  expect(sent?.secret).toBe('s3cret-4711');
  expect(secret(is.secret)).toHaveValue('');
  expect(secret(is.secret)).toHaveAccessibleDescription(/Kept in this computer’s keychain/);
  expect(document.body.innerHTML).not.toContain('s3cret-4711');
});

test('a line without TLS is warned of', async () => {
  const { user } = await open({ gateway: 'smpp' });
  await user.click(screen.getByRole('checkbox', { name: 'Encrypt with TLS' }));
  expect(screen.getByText(/can be read by everybody on the way/)).toBeVisible();
});

test('a port that is none is refused at its field, and nothing is sent', async () => {
  const { host, user } = await open({ gateway: 'smpp' });
  await user.clear(text('Port'));
  await user.type(text('Port'), '70000');
  await user.click(button('Save'));
  await waitFor(() => expect(text('Port')).toHaveFocus());
  expect(text('Port')).toHaveAccessibleDescription(/from 1 to 65535/);
  expect(lastSaved(host)).toBeUndefined();
});

test('each problem stands beside its field until that is another, and the focus goes to the first', async () => {
  const { user } = await open();
  await user.click(screen.getByRole('radio', { name: 'Twilio or compatible' }));
  await user.type(text('Host for the last line'), 'no host');
  await user.click(button('Clear'));
  await user.click(button('Save'));
  const account = text('Account SID');
  await waitFor(() => expect(account).toHaveFocus());
  expect(account).toBeInvalid();
  expect(account).toHaveAccessibleDescription(/such as|AC and 32/);
  expect(text('Sender')).toHaveAccessibleDescription(/Enter the sender, such as/);
  expect(text('Host for the last line')).toHaveAccessibleDescription(/such as login\.example\.com/);
  expect(screen.getByRole('searchbox', { name: 'Search countries' })).toHaveAccessibleDescription(/at least one country/);
  await expectAccessible();
  await user.type(account, 'A');
  expect(account).toBeValid();
  expect(text('Sender')).toBeInvalid();
});

test('an address that would be read on the way is refused', async () => {
  const { user } = await open({ gateway: 'http' });
  await user.clear(text('Address'));
  await user.type(text('Address'), 'http://sms.example.com');
  await user.click(button('Save'));
  await waitFor(() => expect(text('Address')).toHaveAccessibleDescription(/begin a web address with https/));
});

test('another place asks for the secret anew, and says why', async () => {
  const { host, user } = await open({ gateway: 'twilio' });
  expect(secret('Auth token')).toHaveAccessibleDescription(/Leave it empty to keep it/);
  await user.type(text('Sender'), '9');
  expect((await saved(host, user))?.secret).toBeNull();
  await user.type(text('Account SID'), '9');
  await user.click(button('Save'));
  await waitFor(() => expect(secret('Auth token')).toHaveFocus());
  expect(secret('Auth token')).toHaveAccessibleDescription(/good only for the address and the account/);
});

test('where there is no keychain the secret is not said to last', async () => {
  const { host, user, lock } = await open({ gateway: 'twilio' });
  const state = await host.call('sms_settings', {});
  host.answer('save_sms_settings', () => ({ ...state, secretLasts: false }));
  await user.type(text('Sender'), '9');
  await user.type(secret('Auth token'), 'abc');
  await saved(host, user);
  expect(secret('Auth token')).toHaveAccessibleDescription(/Known until Frontdesk is closed/);
  await user.type(secret('Auth token'), 'abc');
  await lock(true);
  expect(secret('Auth token')).toHaveValue('');
});

test('a secret is forgotten when the section or the gateway is left, the rest stays', async () => {
  const { user } = await open({ gateway: 'twilio' });
  await user.type(text('Sender'), '9');
  await user.type(secret('Auth token'), 'abc');
  await user.click(screen.getByRole('tab', { name: 'General' }));
  await user.click(screen.getByRole('tab', { name: 'SMS' }));
  expect(text('Sender')).toHaveValue('+141555501239');
  expect(secret('Auth token')).toHaveValue('');
  await user.type(secret('Auth token'), 'abc');
  await user.click(screen.getByRole('radio', { name: 'SMPP 3.4' }));
  expect(secret('Password')).toHaveValue('');
});

test('changes are discarded', async () => {
  const { user } = await open({ gateway: 'twilio' });
  await user.type(text('Sender'), '9');
  await user.click(screen.getByRole('radio', { name: 'GSM modem' }));
  await user.click(button('Discard changes'));
  expect(screen.getByRole('radio', { name: 'Twilio or compatible' })).toBeChecked();
  expect(text('Sender')).toHaveValue('+14155550123');
  expect(button('Save')).toHaveAccessibleDescription(/Nothing has changed/);
});

test('a failed save keeps what was typed, the secret too', async () => {
  const { user } = await open({ gateway: 'twilio', fail: { save_sms_settings: 'sms_keychain_failed' } });
  await user.type(await screen.findByRole('textbox', { name: 'Sender' }), '9');
  await user.type(secret('Auth token'), 'abc');
  await user.click(button('Save'));
  expect(await screen.findByRole('alert')).toHaveTextContent(/keychain did not/);
  expect(secret('Auth token')).toHaveValue('abc');
});

test('countries are searched and ticked, one’s own first', async () => {
  const { host, user } = await open({ gateway: 'http' });
  const list = screen.getByRole('listbox', { name: 'Countries' });
  const options = () => within(list).getAllByRole('option');
  expect(options()[0]).toHaveAccessibleName(/Germany.*\+49/);
  expect(options()[0]).toHaveAttribute('aria-selected', 'true');
  const search = screen.getByRole('searchbox', { name: 'Search countries' });
  await user.type(search, 'fra{Enter}');
  await user.click(within(list).getByRole('option', { name: /France/ }));
  expect(screen.getByText('2 countries')).toBeVisible();
  await user.clear(search);
  await user.type(search, '+43');
  await user.click(button('Select all'));
  expect((await saved(host, user))?.settings.countries).toEqual(['AT', 'DE', 'FR']);
  await user.clear(search);
  await user.click(button('Clear'));
  expect(button('Clear')).toHaveAccessibleDescription('No country yet');
});

test('countries are ticked by keyboard', async () => {
  const { user } = await open({ gateway: 'http' });
  const search = screen.getByRole('searchbox', { name: 'Search countries' });
  await user.type(search, '{ArrowDown}');
  const list = screen.getByRole('listbox', { name: 'Countries' });
  expect(list).toHaveFocus();
  await user.keyboard('{ArrowDown}{ArrowDown} ');
  const active = document.getElementById(list.getAttribute('aria-activedescendant') ?? '');
  expect(active).toHaveAttribute('aria-selected', 'true');
  expect(active).toHaveAttribute('aria-posinset', '3');
  await user.keyboard('{End}');
  expect(document.getElementById(list.getAttribute('aria-activedescendant') ?? '')).toHaveAccessibleName(/Åland|Zimbabwe/);
  expect(screen.getByText('2 countries')).toBeVisible();
});

test('the example is as saved, in its language', async () => {
  const { user, host } = await open();
  await user.selectOptions(screen.getByRole('combobox', { name: 'Language of the messages' }), 'ar');
  await user.type(text('Host for the last line'), 'login.example.com');
  expect(screen.getByText(/It will show your changes once they are saved/)).toBeVisible();
  await saved(host, user);
  const example = screen.getByText(/@login\.example\.com #123456/);
  expect(example).toHaveAttribute('lang', 'ar');
  expect(example).toHaveAttribute('dir', 'auto');
});
