import { render, screen, waitFor, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { expect, test } from 'vitest';
import type { GatewayCondition, GatewayKind } from '../../bindings/ipc';
import { expectAccessible } from '../../host/axe';
import { memoryHost, type MemoryOptions } from '../../host/memory';
import { signedIn } from '../../host/signed-in';
import { SmsEditing } from './editing.svelte';
import SmsSettings from './SmsSettings.svelte';

async function open(options: MemoryOptions = {}) {
  const host = memoryHost(options);
  const session = await signedIn(host);
  render(SmsSettings, { host, session, editing: new SmsEditing(host) });
  const part = await screen.findByRole('region', { name: 'Send a test message' });
  const user = userEvent.setup({ delay: null });
  const send = () => user.click(within(part).getByRole('button', { name: 'Send' }));
  return { host, user, part, number: screen.getByRole('textbox', { name: 'Mobile Phone' }), send };
}

test('a test in the Outbox is kept, and can be read', async () => {
  const { user, number, part, send } = await open();
  expect(within(part).getByRole('button', { name: 'Send' })).toHaveAccessibleDescription('Enter a mobile number first');
  await user.type(number, '015123456789');
  await send();
  expect(await screen.findByText(/kept in the Outbox. It was not sent/)).toBeVisible();
  await user.click(screen.getByRole('button', { name: 'Read it' }));
  expect(await screen.findByText(/This is a test of the SMS gateway/)).toBeVisible();
  expect(screen.getByRole('dialog', { name: 'Message' })).toHaveTextContent('Kept here');
});

test('who may not read it is told what it needs', async () => {
  const { user, number, send } = await open({ permissions: ['settings.edit'] });
  await user.type(number, '015123456789');
  await send();
  expect(await screen.findByText(/needs the right “Read messages”/)).toBeVisible();
  expect(screen.queryByRole('button', { name: 'Read it' })).not.toBeInTheDocument();
});

const outcomes: [string, 'status' | 'alert', RegExp][] = [
  ['015123456789', 'status', /gateway has taken the message to \+49 1512 3456789/],
  ['015123456798', 'status', /may arrive or not.*did not answer in time/s],
  ['015123456799', 'alert', /was not sent.*The gateway said: “Permission to send is denied \(21408\)”.*Outbox keeps/s],
];

test.each(outcomes)('what became of a test to %s is said', async (typed, role, says) => {
  const { host, user, number, send } = await open({ gateway: 'twilio' });
  await user.type(number, typed);
  await send();
  const said = await screen.findByText(/The message to|has taken/);
  expect(said.closest('.banner')).toHaveAttribute('role', role);
  expect(said.closest('.banner')?.textContent).toMatch(says);
  expect(host.calls.filter(({ command }) => command === 'send_test_message')).toHaveLength(1);
  await expectAccessible();
  await user.type(number, '1');
  expect(said).not.toBeInTheDocument();
});

test('a number that is none is refused at its field', async () => {
  const { user, number, send } = await open({ gateway: 'twilio' });
  await user.type(number, '01512');
  await send();
  expect(await screen.findByText(/too short/)).toBeVisible();
  expect(number).toBeInvalid();
  expect(number).toHaveFocus();
});

test('unsaved changes are to be saved first', async () => {
  const { host, user, number, part } = await open();
  await user.type(number, '015123456789');
  await user.click(screen.getByRole('radio', { name: 'GSM modem' }));
  expect(within(part).getByRole('button', { name: 'Send' })).toHaveAccessibleDescription(/Save or discard your changes/);
  await user.type(number, '{Enter}');
  expect(host.calls.map(({ command }) => command)).not.toContain('send_test_message');
});

async function condition(gateway: GatewayKind, answer?: GatewayCondition) {
  const { host, user } = await open({ gateway });
  if (answer) host.answer('gateway_condition', () => answer);
  await user.click(screen.getByRole('button', { name: 'Check' }));
  return screen.getByRole('region', { name: 'How the gateway is doing' });
}

test('a gateway that was reached is ready, and the Outbox always is', async () => {
  const part = await condition('twilio');
  expect(await within(part).findByText(/^Ready: the gateway was reached/)).toBeVisible();
});

test('the Outbox is ready and sends nothing', async () => {
  expect(await within(await condition('outbox')).findByText(/Nothing leaves this computer/)).toBeVisible();
});

test('of some gateways only a message tells', async () => {
  expect(await within(await condition('http')).findByText(/Only a message shows/)).toBeVisible();
});

test('a modem tells its network and its signal', async () => {
  const part = await condition('modem');
  expect(await within(part).findByText(/Example Mobile/)).toBeVisible();
  expect(part).toHaveTextContent('not roaming');
  expect(part).toHaveTextContent('61 %, good');
  await expectAccessible();
});

test('a faulty gateway is told in words', async () => {
  const fault = { code: 'sms_puk_needed', fields: [], retryable: false, data: {} } as const;
  const part = await condition('modem', { state: 'faulty', fault: { ...fault, fields: [] } });
  expect(await within(part).findByRole('alert')).toHaveTextContent(/SIM card of the modem is locked/);
});

test('a PIN that the SIM refused is kept no more, and the field says so', async () => {
  const { host, user } = await open({ gateway: 'modem' });
  const pin = screen.getByLabelText('PIN of the SIM card');
  expect(pin).toHaveAccessibleDescription(/Leave it empty to keep it/);
  const fault = { code: 'sms_pin_wrong', fields: [], retryable: true, data: {} } as const;
  host.answer('gateway_condition', () => ({ state: 'faulty', fault: { ...fault, fields: [] } }));
  await user.click(screen.getByRole('button', { name: 'Check' }));
  await waitFor(() => expect(pin).not.toHaveAccessibleDescription(/Leave it empty to keep it/));
});
