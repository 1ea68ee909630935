import { render, screen, waitFor } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { afterEach, expect, test, vi } from 'vitest';
import type { ErrorCode } from '../bindings/ipc';
import { expectAccessible } from '../host/axe';
import { memoryHost, memoryPassword } from '../host/memory';
import { localDirectory } from '../host/memory/directory';
import { errors } from '../words/en-errors';
import FirstRun from './FirstRun.svelte';
import Locked from './Locked.svelte';
import Opening from './Opening.svelte';
import Passphrase from './Passphrase.svelte';
import SignIn from './SignIn.svelte';
import StartProblem from './StartProblem.svelte';

const button = (name: string) => screen.getByRole('button', { name });
const field = (label: string) => screen.getByLabelText<HTMLInputElement>(label);

afterEach(() => vi.useRealTimers());

test('the first run asks one question', async () => {
  const host = memoryHost({ phase: 'first_run' });
  render(FirstRun, { host, keychain: 'available', onstart: vi.fn() });
  expect(button('Start a local directory on this computer')).toHaveFocus();
  expect(button('Connect to a directory on a server')).toHaveAccessibleDescription(/PostgreSQL/);
  await expectAccessible();
});

test('looking around signs in to the sample', async () => {
  const onstart = vi.fn();
  render(FirstRun, { host: memoryHost({ phase: 'first_run' }), keychain: 'available', onstart });
  await userEvent.click(button('Look around with sample data'));
  await waitFor(() => expect(onstart).toHaveBeenCalledOnce());
  expect(onstart.mock.calls[0]?.[0]).toMatchObject({ phase: 'signed_in', session: { directory: { sample: true } } });
});

test('a local directory is ready after one form', async () => {
  const onstart = vi.fn();
  render(FirstRun, { host: memoryHost({ phase: 'first_run' }), keychain: 'available', onstart });
  await userEvent.keyboard('{Enter}');
  expect(field('First Name')).toHaveFocus();
  await userEvent.keyboard('Ada{Tab}Lovelace{Tab}ada@example.com{Tab}Violet-Kettle_73{Tab}{Tab}Violet-Kettle_73');
  await expectAccessible();
  await userEvent.keyboard('{Enter}');
  await waitFor(() => expect(onstart).toHaveBeenCalledOnce());
  expect(onstart.mock.calls[0]?.[0]).toMatchObject({ phase: 'signed_in', session: { operator: { firstName: 'Ada' } } });
});

test('a form that is not ready lists what is missing, each a link to its field', async () => {
  const onstart = vi.fn();
  render(FirstRun, { host: memoryHost({ phase: 'first_run' }), keychain: 'available', onstart });
  await userEvent.click(button('Start a local directory on this computer'));
  await userEvent.type(field('First Name'), 'Ada');
  await userEvent.click(button('Create Directory'));
  const item = await screen.findByRole('button', { name: 'Email: Enter an email address' });
  expect(screen.getByRole('region', { name: '4 things need your attention' })).toHaveFocus();
  await expectAccessible();
  await userEvent.click(item);
  expect(field('Email')).toHaveFocus();
  expect(field('Email')).toHaveAccessibleDescription('Enter an email address');
  expect(onstart).not.toHaveBeenCalled();
});

test('where no keychain answers a passphrase is asked for, and said why', async () => {
  const host = memoryHost({ phase: 'first_run', keychain: 'locked' });
  render(FirstRun, { host, keychain: 'locked', onstart: vi.fn() });
  await userEvent.click(button('Start a local directory on this computer'));
  expect(screen.getByText(/The keychain of this computer is locked/)).toBeInTheDocument();
  await userEvent.type(field('Passphrase'), 'short{Tab}');
  expect(await screen.findByText('Use at least 15 characters')).toBeInTheDocument();
  await userEvent.type(field('Confirm Passphrase'), 'other{Tab}');
  expect(await screen.findByText('The two passphrases differ')).toBeInTheDocument();
  await expectAccessible();
  await userEvent.click(button('Try Again'));
  expect(host.calls.map((call) => call.command)).toContain('retry_opening');
});

test('a directory that cannot be made says what to do', async () => {
  const host = memoryHost({ phase: 'first_run', fail: { start_local_directory: 'disk_full' } });
  render(FirstRun, { host, keychain: 'available', onstart: vi.fn() });
  await userEvent.click(button('Start a local directory on this computer'));
  await userEvent.click(button('Create Directory'));
  expect(await screen.findByText(/Free some space/)).toBeInTheDocument();
});

test('signing in hands the new state on', async () => {
  const onstart = vi.fn();
  render(SignIn, { host: memoryHost({ phase: 'sign_in' }), directory: localDirectory, onstart });
  expect(field('Email')).toHaveFocus();
  await userEvent.keyboard(`ada.almeida@example.com{Tab}${memoryPassword}{Enter}`);
  await waitFor(() => expect(onstart).toHaveBeenCalledOnce());
  await expectAccessible();
});

test('what is missing to sign in is said at the field', async () => {
  const host = memoryHost({ phase: 'sign_in' });
  render(SignIn, { host, directory: localDirectory, onstart: vi.fn() });
  await userEvent.keyboard('{Enter}');
  expect(field('Email')).toHaveAccessibleDescription('Enter your email address');
  expect(field('Password')).toHaveAccessibleDescription('Enter your password');
  expect(host.calls.map(({ command }) => command)).not.toContain('sign_in');
});

test('a wrong password is wiped, the email stays, and neither is named', async () => {
  render(SignIn, { host: memoryHost({ phase: 'sign_in' }), directory: localDirectory, onstart: vi.fn() });
  await userEvent.keyboard('ada@example.com{Tab}wrong{Enter}');
  expect(await screen.findByText('Email or password is wrong.')).toBeInTheDocument();
  expect(field('Email')).toHaveValue('ada@example.com');
  expect(field('Password')).toHaveValue('');
  await waitFor(() => expect(field('Password')).toHaveFocus());
});

test('a slow-down counts down, and then it can be tried again', async () => {
  vi.useFakeTimers({ shouldAdvanceTime: true });
  const host = memoryHost({ phase: 'sign_in', fail: { sign_in: 'slow_down' } });
  render(SignIn, { host, directory: localDirectory, onstart: vi.fn() });
  await userEvent.setup({ advanceTimers: vi.advanceTimersByTime }).keyboard('ada@example.com{Tab}wrong{Enter}');
  const waiting = await screen.findByRole('button', { name: /Wait 5 s/ });
  expect(waiting).toHaveAttribute('aria-disabled', 'true');
  expect(waiting).toHaveAccessibleDescription(/Too many tries/);
  await vi.advanceTimersByTimeAsync(5100);
  expect(button('Sign In')).not.toHaveAttribute('aria-disabled');
  expect(screen.getByRole('status')).toHaveTextContent('You can try again now.');
});

test('the passphrase opens the directory, and a wrong one is said at the field', async () => {
  const onstart = vi.fn();
  render(Passphrase, { host: memoryHost({ phase: 'passphrase' }), onstart });
  await userEvent.keyboard('wrong{Enter}');
  expect(await screen.findByText(/not the passphrase of this directory/)).toBeInTheDocument();
  await expectAccessible();
  await userEvent.keyboard(`${memoryPassword}{Enter}`);
  await waitFor(() => expect(onstart).toHaveBeenCalledOnce());
});

test.each(Object.keys(errors) as ErrorCode[])(
  'the start problem %s says what to do and can be tried again',
  async (code) => {
    const onstart = vi.fn();
    const error = { code, fields: [], retryable: true, data: { path: '/home/ada/directory.db' } };
    render(StartProblem, { host: memoryHost({ phase: 'problem' }), error, onstart });
    expect(screen.getByRole('heading', { level: 1 })).toHaveTextContent(errors[code](error.data).title);
    expect(button('Try Again')).toHaveFocus();
    await userEvent.keyboard('{Enter}');
    await waitFor(() => expect(onstart).toHaveBeenCalledOnce());
  },
);

test('the lock opens by the password only', async () => {
  const host = memoryHost({ phase: 'locked' });
  const start = await host.call('start_state', {});
  if (start.phase !== 'signed_in') throw new Error('not signed in');
  const onstart = vi.fn();
  render(Locked, { host, session: start.session, unsaved: false, onstart });
  expect(screen.getByRole('dialog', { name: 'Locked' })).toBeInTheDocument();
  await userEvent.keyboard('{Escape}wrong{Enter}');
  expect(await screen.findByText(/This is not your password/)).toBeInTheDocument();
  expect(onstart).not.toHaveBeenCalled();
  await expectAccessible();
  await userEvent.keyboard(`${memoryPassword}{Enter}`);
  await waitFor(() => expect(onstart).toHaveBeenCalledOnce());
});

test('a locked sample has no password to ask for and can be left', async () => {
  const host = memoryHost({ phase: 'locked', sample: true });
  const start = await host.call('start_state', {});
  if (start.phase !== 'signed_in') throw new Error('not signed in');
  const onstart = vi.fn();
  render(Locked, { host, session: start.session, unsaved: false, onstart });
  expect(button('Leave')).toHaveFocus();
  expect(screen.queryByLabelText('Password')).not.toBeInTheDocument();
  await userEvent.keyboard('{Enter}');
  await waitFor(() => expect(onstart).toHaveBeenCalledWith(expect.objectContaining({ phase: 'first_run' })));
});

test('signing out of a locked window asks first where something would be lost', async () => {
  const host = memoryHost({ phase: 'locked' });
  const start = await host.call('start_state', {});
  if (start.phase !== 'signed_in') throw new Error('not signed in');
  const onstart = vi.fn();
  render(Locked, { host, session: start.session, unsaved: true, onstart });
  await userEvent.click(button('Sign Out'));
  expect(screen.getByRole('alertdialog', { name: 'Sign out?' })).toBeInTheDocument();
  expect(onstart).not.toHaveBeenCalled();
});

test('opening shows that it goes on', async () => {
  render(Opening);
  await expectAccessible();
});
