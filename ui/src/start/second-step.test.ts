import { render, screen, waitFor } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { afterEach, expect, test, vi } from 'vitest';
import type { ErrorCode } from '../bindings/ipc';
import App from '../app/App.svelte';
import { expectAccessible } from '../host/axe';
import { memoryHost, memoryPassword, type MemoryOptions } from '../host/memory';
import { localDirectory } from '../host/memory/directory';
import { memoryRecoveryCode } from '../host/memory/second-step';
import { refusal } from '../host/memory/world';
import { errors } from '../words/en-errors';
import { secondStepErrorText } from '../words/en-second-step';

const heading = (name: string) => screen.findByRole('heading', { level: 1, name });
const button = (name: string) => screen.getByRole('button', { name });
const code = () => screen.getByRole<HTMLInputElement>('textbox', { name: 'Code' });
const recovery = () => screen.getByRole<HTMLInputElement>('textbox', { name: 'Recovery code' });

afterEach(() => vi.useRealTimers());

/** The password was right; the code is awaited. */
async function halfway(options: MemoryOptions = {}) {
  const host = memoryHost({ phase: 'second_step', ...options });
  render(App, { host });
  await heading('Enter the code');
  const sends = () => host.calls.filter((call) => call.command === 'send_sign_in_code').length;
  return { host, sends };
}

test('after the password a code is sent once, and it lets in, all by keyboard', async () => {
  const host = memoryHost({ phase: 'sign_in', secondStep: true, gateway: 'twilio' });
  render(App, { host });
  await heading('Sign in');
  await userEvent.keyboard(`ada.almeida@example.com{Tab}${memoryPassword}{Enter}`);
  await heading('Enter the code');
  expect(await screen.findByText('A code is on its way by SMS to your phone, +1…42. It may take a minute to arrive.')).toBeVisible();
  await waitFor(() => expect(code()).toHaveFocus());
  expect(screen.getByText(/^A code is on its way by SMS .* The code is good for 10 minutes\.$/)).toHaveRole('status');
  await expectAccessible();
  await userEvent.keyboard('123456');
  await heading('Users');
  expect(host.calls.filter((call) => call.command === 'send_sign_in_code')).toHaveLength(1);
});

test('what tells that something changed sends no second code', async () => {
  const { host, sends } = await halfway();
  await waitFor(() => expect(code()).toHaveFocus());
  host.emit('start-changed');
  await waitFor(() => expect(host.calls.at(-1)?.command).toBe('start_state'));
  await userEvent.keyboard('12');
  host.emit('start-changed');
  await userEvent.click(button('Use a recovery code instead'));
  await userEvent.click(button('Back to the code'));
  await waitFor(() => expect(code()).toHaveFocus());
  expect(sends()).toBe(1);
});

test('where no SMS leaves the computer, it is said who can read the code', async () => {
  await halfway();
  expect(await screen.findByText(/^No SMS leaves this computer: .* Another operator can read it/)).toBeVisible();
});

test('a wrong code says how many tries are left, and can be entered again', async () => {
  await halfway();
  await waitFor(() => expect(code()).toHaveFocus());
  await userEvent.keyboard('111111');
  expect(await screen.findByText(/This is not the code\. 4 tries are left/)).toBeVisible();
  expect(code()).toHaveValue('');
  expect(code()).toHaveFocus();
  await expectAccessible();
});

test('a gateway that fails leaves two ways on, and what it said stays hidden', async () => {
  vi.useFakeTimers({ shouldAdvanceTime: true });
  const user = userEvent.setup({ advanceTimers: vi.advanceTimersByTime });
  const { host } = await halfway({ fail: { send_sign_in_code: 'sms_unreachable' } });
  const says = await screen.findByRole('alert');
  expect(says).toHaveTextContent(/The SMS gateway cannot be reached\. Try again, or use a recovery code/);
  expect(says).not.toHaveTextContent('21408');
  expect(screen.getByText('No code was sent to your phone, +1…42.')).toBeVisible();
  await user.click(button('Use a recovery code instead'));
  expect(recovery()).toHaveFocus();
  await user.click(button('Back to the code'));
  delete host.fail.send_sign_in_code;
  host.answer('send_sign_in_code', () => ({
    ...{ number: '+1 202 555 0142', messageId: 'm', secondsValid: 600, secondsToResend: 30, triesLeft: 5 },
    ...{ gateway: 'http', uncertain: refusal('sms_no_answer') },
  }));
  await vi.advanceTimersByTimeAsync(6000);
  await user.click(button('Try Again'));
  expect(await screen.findByText('A code may be on its way by SMS to your phone, +1…42.')).toBeVisible();
  await waitFor(() => expect(code()).toHaveFocus());
  expect(screen.queryByText(/0142/)).not.toBeInTheDocument();
});

test('a code that was sent a moment ago has to be waited for', async () => {
  await halfway({ fail: { send_sign_in_code: 'code_too_soon' } });
  await screen.findByText(/A code was sent to this number a moment ago/);
  expect(await screen.findByRole('button', { name: 'Try Again' })).toHaveAttribute('aria-disabled', 'true');
  expect(button('Try Again')).toHaveAccessibleDescription(/once the time beside this button is over/);
  await expectAccessible();
});

test('a recovery code is taken however it is typed', async () => {
  const { host } = await halfway();
  await userEvent.click(button('Use a recovery code instead'));
  await heading('Use a recovery code');
  expect(recovery()).toHaveFocus();
  expect(recovery()).toHaveAttribute('autocomplete', 'off');
  expect(recovery()).toHaveAttribute('spellcheck', 'false');
  await userEvent.keyboard('{Enter}');
  expect(recovery()).toHaveAccessibleDescription('Enter a recovery code');
  await expectAccessible();
  await userEvent.paste(memoryRecoveryCode.toLowerCase().replaceAll('-', ' '));
  await userEvent.keyboard('{Enter}');
  await heading('Users');
  expect(host.calls.filter((call) => call.command === 'use_recovery_code')).toHaveLength(1);
});

test('a wrong recovery code is said at the field, and many of them slow down', async () => {
  vi.useFakeTimers({ shouldAdvanceTime: true });
  const user = userEvent.setup({ advanceTimers: vi.advanceTimersByTime });
  const { host } = await halfway();
  await user.click(button('Use a recovery code instead'));
  await user.keyboard('WXYZ{Enter}');
  expect(await screen.findByText(/^This is not one of your recovery codes\. Each is good once/)).toBeVisible();
  await waitFor(() => expect(recovery()).toHaveFocus());
  expect(recovery()).toHaveValue('WXYZ');
  host.fail.use_recovery_code = 'slow_down';
  await user.keyboard('{Enter}');
  const waiting = await screen.findByRole('button', { name: /Wait 5 s/ });
  expect(waiting).toHaveAccessibleDescription(/Too many tries/);
  await vi.advanceTimersByTimeAsync(5100);
  expect(button('Sign In')).not.toHaveAttribute('aria-disabled');
});

test.each(['send_sign_in_code', 'confirm_sign_in', 'use_recovery_code'] as const)(
  'too late for %s leads back to the password and says why',
  async (command) => {
    const { host } = await halfway({ fail: { [command]: 'sign_in_too_late' } });
    if (command !== 'send_sign_in_code') await waitFor(() => expect(code()).toHaveFocus());
    if (command === 'confirm_sign_in') await userEvent.keyboard('123456');
    if (command === 'use_recovery_code') {
      await userEvent.click(button('Use a recovery code instead'));
      await userEvent.keyboard('WXYZ{Enter}');
    }
    await heading('Sign in');
    expect(await screen.findByText(/The code was not entered in time/)).toBeVisible();
    expect(host.calls.map((call) => call.command)).toContain('cancel_sign_in');
    await expectAccessible();
  },
);

test('the way back to the password is no reproach, and begins anew', async () => {
  const { host } = await halfway();
  await userEvent.click(button('Back to sign-in'));
  await heading('Sign in');
  expect(screen.queryByRole('alert')).not.toBeInTheDocument();
  expect(host.calls.at(-1)?.command).not.toBe('send_sign_in_code');
});

test('what happened elsewhere meanwhile is shown', async () => {
  const { host } = await halfway({ fail: { confirm_sign_in: 'wrong_state' } });
  await waitFor(() => expect(code()).toHaveFocus());
  host.answer('start_state', () => ({ phase: 'passphrase', directory: localDirectory }));
  await userEvent.keyboard('123456');
  await heading('Open the directory');
});

test.each((Object.keys(errors) as ErrorCode[]).filter((one) => /^(sms_|too_many|number_|code_|invalid)/.test(one)))(
  '%s asks nothing of whoever signs in that they cannot do',
  (one) => {
    const { title, body } = secondStepErrorText(refusal(one, { data: { seconds: '540', left: '2', said: '+12025550142' } }));
    expect(title + body).not.toMatch(/another number|created without|in the settings|0142|undefined/i);
    expect(body).toMatch(/\.$/);
  },
);
