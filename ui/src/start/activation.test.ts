import { render, screen, waitFor, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { afterEach, expect, test, vi } from 'vitest';
import App from '../app/App.svelte';
import type { Commands, ErrorCode } from '../bindings/ipc';
import { expectAccessible } from '../host/axe';
import { memoryHost, memoryPassword, type MemoryHost, type MemoryOptions } from '../host/memory';
import { localDirectory } from '../host/memory/directory';
import { memoryActivationCode } from '../host/memory/outbox';
import { invented } from '../host/memory/people';
import { refusal } from '../host/memory/world';
import { errors } from '../words/en-errors';
import { ownDeviceErrorText } from '../words/en-activation';

const newcomer = invented(4);
const heading = (name: string) => screen.findByRole('heading', { level: 1, name });
const button = (name: string) => screen.getByRole('button', { name });
const field = (label: string) => screen.getByLabelText<HTMLInputElement>(label);
const number = () => screen.getByRole<HTMLInputElement>('textbox', { name: 'Mobile Phone' });
const code = () => screen.getByRole<HTMLInputElement>('textbox', { name: 'Code' });
const called = (host: MemoryHost, command: keyof Commands) => host.calls.filter((call) => call.command === command);

afterEach(() => vi.useRealTimers());

function open(options: MemoryOptions = {}) {
  const host = memoryHost({ phase: 'sign_in', ...options });
  render(App, { host });
  return host;
}

/** The form is open and the three are typed; nothing was sent yet. */
async function filled(options: MemoryOptions = {}, user = userEvent.setup({ delay: null })) {
  const host = open(options);
  await heading('Sign in');
  await user.click(button('I have an activation code'));
  await heading('Activate your account');
  await user.keyboard(`${newcomer.email}{Tab}${memoryActivationCode}{Tab}${memoryPassword}`);
  return { host, user };
}

/** The newcomer has come as far as this. */
async function at(activationStep: MemoryOptions['activationStep'], title: string, options: MemoryOptions = {}) {
  const host = open({ phase: 'activation', activationStep, ...options });
  await heading(title);
  if (activationStep === 'offer_device') {
    await waitFor(() => expect(screen.getByRole('combobox', { name: 'Country' })).toHaveValue('Germany +49'));
  }
  return { host, user: userEvent.setup({ delay: null }) };
}

test('from the code of the email to the pages, all by keyboard', async () => {
  const user = userEvent.setup({ delay: null });
  const host = open({ gateway: 'twilio' });
  await heading('Sign in');
  await user.keyboard(newcomer.email);
  button('I have an activation code').focus();
  await user.keyboard('{Enter}');
  await heading('Activate your account');
  expect(field('Email')).toHaveValue(newcomer.email);
  expect(field('Activation code')).toHaveFocus();
  await expectAccessible();
  await user.keyboard('k7q mt4xwzb');
  expect(field('Activation code')).toHaveValue('K7QMT-4XWZB');
  await user.keyboard(`{Tab}${memoryPassword}{Enter}`);

  await heading('Choose your password');
  expect(screen.getByText(new RegExp(`^Welcome, ${newcomer.firstName}\\.`))).toBeVisible();
  expect(field('New Password')).toHaveFocus();
  await user.keyboard('Quartz#Lagoon_77x');
  await waitFor(() => expect(screen.getByText('An uppercase letter')).toHaveTextContent(', met'));
  expect(screen.queryByRole('button', { name: 'Auto-Generate' })).not.toBeInTheDocument();
  await expectAccessible();
  await user.tab();
  await user.tab();
  await user.keyboard('Quartz#Lagoon_77x{Enter}');

  const active = await heading('Your account is active');
  await waitFor(() => expect(active).toHaveFocus());
  await waitFor(() => expect(screen.getByRole('combobox', { name: 'Country' })).toHaveValue('Germany +49'));
  await expectAccessible();
  number().focus();
  await user.keyboard('015123456789{Enter}');
  await waitFor(() => expect(code()).toHaveFocus());
  await expectAccessible();
  await user.keyboard('123456');

  await waitFor(() => expect(button('Sign in')).toHaveFocus());
  expect(button('Sign in')).toHaveAccessibleDescription(/active\. .* Your phone, \+49 1512 3456789, is registered/);
  await expectAccessible();
  await user.keyboard('{Enter}');

  await heading('Sign in');
  expect(field('Email')).toHaveValue(newcomer.email);
  expect(field('Password')).toHaveFocus();
  expect(screen.queryByRole('alert')).not.toBeInTheDocument();
  await user.keyboard(`${memoryPassword}{Enter}`);
  await heading('Users');
  expect(called(host, 'rate_password')).toEqual([]);
  const [sent, registered] = [called(host, 'send_own_code'), called(host, 'register_own_device')];
  expect(sent).toHaveLength(1);
  const { device } = sent[0]?.args as Commands['send_own_code']['args'];
  expect((registered[0]?.args as Commands['register_own_device']['args']).device.draftId).toBe(device.draftId);
});

test('the code is shown in its groups however it is pasted, and sent as it stands', async () => {
  const host = open();
  const user = userEvent.setup({ delay: null });
  await heading('Sign in');
  await user.click(button('I have an activation code'));
  expect(field('Email')).toHaveFocus();
  await user.keyboard(`${newcomer.email}{Tab}`);
  await user.paste('  k7qmt 4xw-zb ');
  expect(field('Activation code')).toHaveValue('K7QMT-4XWZB');
  await user.keyboard(`{Tab}${memoryPassword}`);
  await user.click(screen.getByRole('button', { name: 'Show password' }));
  expect(field('Initial password')).toHaveAttribute('type', 'text');
  await user.click(button('Continue'));
  await heading('Choose your password');
  expect(called(host, 'begin_activation')[0]?.args).toMatchObject({ code: 'K7QMT-4XWZB' });
});

test('what is missing is said at its field, and nothing is asked', async () => {
  const host = open();
  const user = userEvent.setup({ delay: null });
  await heading('Sign in');
  await user.click(button('I have an activation code'));
  await user.click(button('Continue'));
  expect(field('Email')).toHaveFocus();
  expect(field('Email')).toHaveAccessibleDescription('Enter your email address');
  expect(field('Activation code')).toHaveAccessibleDescription('Enter the code of the email');
  expect(field('Initial password')).toHaveAccessibleDescription('Enter the initial password');
  await expectAccessible();
  expect(called(host, 'begin_activation')).toEqual([]);
  await user.click(button('Back to sign-in'));
  await heading('Sign in');
  await waitFor(() => expect(field('Email')).toHaveFocus());
});

test('of three that do not fit none is named, and what was typed stays', async () => {
  const { user } = await filled();
  await user.keyboard('x{Enter}');
  const says = await screen.findByRole('alert');
  expect(says).toHaveTextContent(/^Email, activation code or initial password is wrong/);
  expect(field('Activation code')).toHaveFocus();
  expect(field('Activation code')).toHaveValue(memoryActivationCode);
  await expectAccessible();
});

test.each([
  ['activation_expired', /This activation code has expired\. Ask your administrator to send you a new email/],
  ['sign_in_locked', /This sign-in is locked/],
  ['account_disabled', /This account is disabled/],
  ['directory_busy', /Another program is using the directory/],
] as const)('%s is said', async (error, words) => {
  const { user } = await filled({ fail: { begin_activation: error } });
  await user.keyboard('{Enter}');
  expect(await screen.findByRole('alert')).toHaveTextContent(words);
});

test('a slow-down counts down, and then it can be tried again', async () => {
  vi.useFakeTimers({ shouldAdvanceTime: true });
  const user = userEvent.setup({ advanceTimers: vi.advanceTimersByTime });
  await filled({ fail: { begin_activation: 'slow_down' } }, user);
  await user.keyboard('{Enter}');
  const waiting = await screen.findByRole('button', { name: /Wait 5 s/ });
  expect(waiting).toHaveAccessibleDescription(/Too many tries/);
  await vi.advanceTimersByTimeAsync(5100);
  expect(button('Continue')).not.toHaveAttribute('aria-disabled');
});

test('where no own password is chosen, the account is active at once', async () => {
  const { user } = await filled({ ownPassword: false });
  await user.keyboard('{Enter}');
  await heading('Your account is active');
});

test('what is wrong with the own password is said at its field, and gone once it is mended', async () => {
  const { user } = await at('own_password', 'Choose your password');
  await user.click(button('Activate Account'));
  expect(await screen.findByText('Enter a password')).toBeVisible();
  await waitFor(() => expect(field('New Password')).toHaveFocus());
  expect(field('New Password')).toHaveAccessibleDescription('Enter a password');
  expect(field('Confirm Password')).toHaveAccessibleDescription('Enter the password again');
  await expectAccessible();
  await user.type(field('New Password'), memoryPassword);
  expect(screen.queryByText('Enter a password')).not.toBeInTheDocument();
  await user.type(field('Confirm Password'), `${memoryPassword}{Enter}`);
  expect(await screen.findByText('Choose another password than the one that you were given')).toBeVisible();
  await user.type(field('New Password'), 'x{Enter}');
  expect(await screen.findByText('The two passwords differ')).toBeVisible();
  await waitFor(() => expect(field('Confirm Password')).toHaveFocus());
});

test('cancelling leads back to the sign-in without reproach', async () => {
  const { host, user } = await at('own_password', 'Choose your password');
  await user.click(button('Cancel'));
  await heading('Sign in');
  expect(field('Email')).toHaveValue('');
  expect(screen.queryByRole('alert')).not.toBeInTheDocument();
  expect(called(host, 'leave_activation')).toHaveLength(1);
});

test('the offer can be declined, and the sign-in knows who it is', async () => {
  const { user } = await at('offer_device', 'Your account is active');
  expect(screen.getByText(/^You can sign in now\. Would you like/)).toBeVisible();
  await user.click(button('Not now'));
  await heading('Sign in');
  expect(field('Email')).toHaveValue(newcomer.email);
  expect(field('Password')).toHaveFocus();
  expect(screen.queryByText(/time to register/)).not.toBeInTheDocument();
});

test('where no SMS leaves the computer, that is said, before and after', async () => {
  const { user } = await at('offer_device', 'Your account is active');
  expect(await screen.findByText(/^No SMS leaves this computer: the code is kept in the Outbox\. Ask somebody/)).toBeVisible();
  await user.type(number(), '015123456789{Enter}');
  await waitFor(() => expect(code()).toHaveFocus());
  expect(screen.queryByRole('button', { name: 'Read the code' })).not.toBeInTheDocument();
  await user.keyboard('123456');
  expect(await screen.findByText(/each code is kept in the Outbox, where an operator can read it for you/)).toBeVisible();
});

test('a number that is none is said at its field; another number has no code yet, and the first gets its code back', async () => {
  const { user } = await at('offer_device', 'Your account is active');
  expect(button('Validate')).toHaveAccessibleDescription('Enter a mobile number first');
  await user.type(number(), '0151{Enter}');
  await waitFor(() => expect(number()).toHaveAccessibleDescription('The number is too short; add what is missing'));
  expect(number()).toBeInvalid();
  await expectAccessible();
  await user.clear(number());
  await user.type(number(), '015123456789');
  await user.click(button('Validate'));
  await waitFor(() => expect(code()).toHaveFocus());
  await user.keyboard('000000');
  await waitFor(() => expect(code()).toHaveAccessibleDescription(/This is not the code\. 4 tries are left/));
  await user.type(number(), '1');
  await waitFor(() => expect(screen.queryByRole('textbox', { name: 'Code' })).not.toBeInTheDocument());
  await user.type(number(), '{Backspace}');
  expect(await screen.findByRole('textbox', { name: 'Code' })).toBeVisible();
});

test('a gateway that fails asks nothing of the newcomer that they cannot do', async () => {
  const { user } = await at('offer_device', 'Your account is active', { fail: { send_own_code: 'sms_credentials' } });
  await user.type(number(), '015123456789{Enter}');
  const says = await screen.findByRole('alert');
  expect(says).toHaveTextContent(/refused the credentials\. Try again, or sign in without registering a phone/);
  expect(says).not.toHaveTextContent(/settings|21408/);
});

test.each((Object.keys(errors) as ErrorCode[]).filter((one) => /^(sms_|too_many|number_|code_)/.test(one)))(
  '%s is worded for a newcomer',
  (one) => {
    const { title, body } = ownDeviceErrorText(refusal(one, { data: { seconds: '540', left: '2', said: '550' } }));
    expect(title + body).not.toMatch(/in the settings|the user|can be created|550|undefined/i);
    expect(body).toMatch(/\.$/);
  },
);

const password = 'Quartz#Lagoon_77x';

test('too late for the own password leads back, and says why', async () => {
  const { host, user } = await at('own_password', 'Choose your password', {
    fail: { choose_own_password: 'activation_too_late' },
  });
  await user.keyboard(`${password}{Tab}{Tab}${password}{Enter}`);
  await heading('Sign in');
  expect(await screen.findByRole('alert')).toHaveTextContent(/was not activated in time.*Begin again/);
  expect(called(host, 'leave_activation')).toHaveLength(1);
  await expectAccessible();
});

test.each(['send_own_code', 'register_own_device'] as const)(
  'too late for %s has cost nothing but the phone, and that is said',
  async (command) => {
    const { user } = await at('offer_device', 'Your account is active', { fail: { [command]: 'activation_too_late' } });
    await user.type(number(), '015123456789{Enter}');
    if (command === 'register_own_device') {
      await waitFor(() => expect(code()).toHaveFocus());
      await user.keyboard('123456');
    }
    await heading('Sign in');
    expect(await screen.findByText(/Your account is active\. The time to register a phone is over/)).toBeVisible();
    expect(screen.queryByRole('alert')).not.toBeInTheDocument();
    expect(field('Email')).toHaveValue(newcomer.email);
  },
);

test.each([
  ['own_password', 'Choose your password', /was not activated in time/],
  ['offer_device', 'Your account is active', /The time to register a phone is over/],
] as const)('the end of %s that comes by itself says why', async (step, title, words) => {
  const { host } = await at(step, title);
  host.answer('start_state', () => ({ phase: 'sign_in', directory: localDirectory }));
  host.emit('start-changed');
  await heading('Sign in');
  expect(await screen.findByText(words)).toBeVisible();
});

test('what tells that something changed keeps what was typed', async () => {
  const { host, user } = await at('own_password', 'Choose your password');
  await user.keyboard('Quartz');
  host.emit('start-changed');
  await waitFor(() => expect(host.calls.at(-1)?.command).toBe('rate_own_password'));
  expect(field('New Password')).toHaveValue('Quartz');
});

test('a way out that fails says so and can be tried again', async () => {
  const { host, user } = await at('done', 'Your account is active', { fail: { leave_activation: 'directory_busy' } });
  await user.click(button('Sign in'));
  expect(await screen.findByRole('alert')).toHaveTextContent(/Another program is using the directory/);
  delete host.fail.leave_activation;
  await user.click(button('Sign in'));
  await heading('Sign in');
});

test('the sample has nobody to activate', async () => {
  const host = memoryHost({ phase: 'sign_in' });
  host.answer('start_state', () => ({ phase: 'sign_in', directory: { ...localDirectory, sample: true } }));
  render(App, { host });
  await heading('Sign in');
  expect(within(screen.getByRole('main')).queryByText('I have an activation code')).not.toBeInTheDocument();
});
