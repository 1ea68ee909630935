import { fireEvent, render, screen } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { CommandError, ErrorCode } from '../bindings/ipc';
import { expectAccessible } from '../host/axe';
import CodeEntry from './CodeEntry.svelte';

const failure = (code: ErrorCode, data: CommandError['data'] = {}): CommandError => ({
  ...{ code, data, fields: [], retryable: false },
});

function open(more: Record<string, unknown> = {}) {
  const onconfirm = vi.fn<(code: string) => void>();
  const onresend = vi.fn();
  const now = Date.now();
  const props = {
    ...{ id: 'code', says: 'The code is good for 10 minutes.', failure: null, resendFailure: null },
    ...{ expiresAt: now + 600_000, resendAt: now + 30_000, confirming: false, resending: false },
    ...{ onconfirm, onresend },
    ...more,
  };
  return { onconfirm, onresend, props, ...render(CodeEntry, props) };
}

const field = () => screen.getByRole<HTMLInputElement>('textbox', { name: 'Code' });
const confirm = () => screen.getByRole('button', { name: 'Confirm' });
const resend = () => screen.getByRole('button', { name: 'Send a new code' });
const type = (text: string) => fireEvent.input(field(), { target: { value: text } });

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'Date'] });
});

afterEach(() => {
  vi.useRealTimers();
});

test('the sixth digit submits, and nothing before it', async () => {
  const user = userEvent.setup();
  const { onconfirm } = open();
  expect(confirm()).toHaveAttribute('aria-disabled', 'true');
  expect(confirm()).toHaveAccessibleDescription('Enter all six digits first');
  await user.type(field(), '12345');
  expect(onconfirm).not.toHaveBeenCalled();
  await user.type(field(), '6');
  expect(onconfirm).toHaveBeenCalledExactlyOnceWith('123456');
  await expectAccessible();
});

test.each([
  ['042 137', '042137'],
  ['042-137', '042137'],
  ['042137 is your Frontdesk code. It is valid for 10 minutes.', '042137'],
  ['０４２１３７', '042137'],
  ['٠٤٢١٣٧', '042137'],
  ['۰۴۲۱۳۷', '042137'],
])('a paste of %s is taken in the place of what was there', async (pasted, code) => {
  const user = userEvent.setup();
  const { onconfirm } = open();
  await user.type(field(), '99');
  await user.paste(pasted);
  expect(field()).toHaveValue(code);
  expect(onconfirm).toHaveBeenCalledExactlyOnceWith(code);
});

test('letters are not taken, and a digit typed in the middle stays where it was typed', async () => {
  const user = userEvent.setup();
  open();
  await user.type(field(), '1a2 b4');
  expect(field()).toHaveValue('124');
  field().setSelectionRange(2, 2);
  await user.keyboard('x3');
  expect(field()).toHaveValue('1234');
  expect(field().selectionStart).toBe(3);
});

test('Enter tries again what could not be tried, and Ctrl+Enter is left to the form', async () => {
  const user = userEvent.setup();
  const { onconfirm, rerender } = open();
  await user.type(field(), '123456');
  await rerender({ failure: failure('directory_busy') });
  expect(field()).toHaveValue('123456');
  await user.keyboard('{Control>}{Enter}{/Control}');
  expect(onconfirm).toHaveBeenCalledTimes(1);
  await user.keyboard('{Enter}');
  expect(onconfirm).toHaveBeenCalledTimes(2);
});

test('while a code is tried nothing is sent twice', async () => {
  const { onconfirm } = open({ confirming: true });
  await type('123456');
  await fireEvent.click(confirm());
  expect(onconfirm).not.toHaveBeenCalled();
  expect(field()).toHaveAttribute('readonly');
});

test('a wrong code says how many tries are left, and makes room for the next', async () => {
  const { rerender } = open();
  await type('111111');
  await rerender({ failure: failure('code_wrong', { left: '3' }) });
  expect(field()).toBeInvalid();
  expect(field()).toHaveAccessibleDescription(/This is not the code. 3 tries are left/);
  expect(field()).toHaveValue('');
  await expectAccessible();
});

test.each([
  ['code_expired', /The code has expired/],
  ['code_ended', /There were too many wrong tries/],
  ['code_missing', /No code waits for this number/],
  ['number_locked', /This number is locked.*in 3 hours/],
] as const)('%s ends the code in its own words', async (code, says) => {
  const { rerender, onconfirm } = open();
  await rerender({ failure: failure(code, { seconds: '10800' }) });
  expect(field()).toHaveAccessibleDescription(says);
  expect(confirm()).toHaveAccessibleDescription('This code is no longer accepted; send a new one');
  expect(screen.queryByRole('timer')).not.toBeInTheDocument();
  await type('123456');
  expect(onconfirm).not.toHaveBeenCalled();
});

test('the time left counts down in silence; a minute before its end and the end are told', async () => {
  open();
  await expect.poll(() => screen.getByText('The code is good for 10 minutes.')).toBeInTheDocument();
  expect(screen.getByRole('timer')).toHaveTextContent('10:00 left');
  expect(screen.getByRole('timer')).toHaveAttribute('aria-live', 'off');
  await vi.advanceTimersByTimeAsync(62_000);
  expect(screen.getByRole('timer')).toHaveTextContent('8:58 left');
  expect(screen.queryByText(/1 more minute/)).not.toBeInTheDocument();
  await vi.advanceTimersByTimeAsync(478_000);
  expect(screen.getByText('The code is good for 1 more minute.')).toHaveAttribute('role', 'status');
  await vi.advanceTimersByTimeAsync(60_000);
  expect(field()).toHaveAccessibleDescription('The code has expired. Send a new one.');
  expect(confirm()).toHaveAttribute('aria-disabled', 'true');
});

test('a new code can be sent once its countdown is over, and takes the place of the old one', async () => {
  const { onresend, rerender, props } = open();
  expect(resend()).toHaveAttribute('aria-disabled', 'true');
  expect(screen.getByText('in 0:30')).toBeVisible();
  await vi.advanceTimersByTimeAsync(12_000);
  expect(screen.getByText('in 0:18')).toBeVisible();
  await fireEvent.click(resend());
  expect(onresend).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(18_000);
  await fireEvent.click(resend());
  expect(onresend).toHaveBeenCalledOnce();
  await type('123');
  await rerender({ expiresAt: props.expiresAt + 30_000, resendAt: Date.now() + 30_000 });
  expect(field()).toHaveValue('');
  expect(field()).toHaveFocus();
  expect(screen.getByText(/A new code was sent/)).toHaveAttribute('role', 'status');
  expect(resend()).toHaveAttribute('aria-disabled', 'true');
});

test('why no new code was sent is told with the words of the gateway', async () => {
  open({ resendFailure: failure('sms_blocked', { said: 'Unsubscribed recipient' }) });
  expect(screen.getByRole('alert')).toHaveTextContent(
    /^This number takes no messages from the SMS gateway\..*The gateway said: “Unsubscribed recipient”$/,
  );
  await expectAccessible();
});
