import { render, screen, waitFor, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { expect, test, vi } from 'vitest';
import type { Session } from '../bindings/ipc';
import { expectAccessible } from '../host/axe';
import { memoryHost, type MemoryOptions } from '../host/memory';
import { localDirectory } from '../host/memory/directory';
import { allPermissions } from '../host/memory/catalogue';
import { invented } from '../host/memory/people';
import UserView from './UserView.svelte';

/** The view of the invented user with this index; the one with index 3 is locked out. */
async function open(index: number, options: MemoryOptions = {}, operatorId = 'o') {
  const host = memoryHost(options);
  const permissions = [...(options.permissions ?? allPermissions)];
  const operator = { id: operatorId, email: 'ada@example.com', firstName: 'Ada', lastName: 'Lovelace' };
  const directory = localDirectory;
  const session: Session = { operator, permissions, locked: false, recoveryCodesDue: false, directory };
  const catalogue = await memoryHost().call('list_roles', {});
  const person = invented(index);
  const name = `${person.firstName} ${person.lastName}`;
  const onclose = vi.fn();
  render(UserView, { host, session, catalogue, id: person.id, name, refresh: 0, onclose });
  if (!options.fail) await screen.findByText(person.email);
  return { host, person, name, onclose, user: userEvent.setup({ delay: null }) };
}

const unlock = () => screen.queryByRole('button', { name: 'Unlock sign-in' });

test('a user is shown with status, rights and where they come from', async () => {
  const { name } = await open(8);
  const dialog = screen.getByRole('dialog', { name });
  expect(within(dialog).getByText('Active')).toBeVisible();
  expect(within(dialog).getByText('The address is confirmed')).toBeVisible();
  expect(within(dialog).getAllByText('Member').length).toBeGreaterThan(0);
  expect(within(dialog).getByText('assigned singly')).toBeVisible();
  expect(unlock()).not.toBeInTheDocument();
  await expectAccessible();
});

test('who has not confirmed the address waits for activation', async () => {
  await open(4);
  expect(screen.getByText('Pending activation')).toBeVisible();
  expect(screen.getByText('The address is not confirmed yet')).toBeVisible();
  expect(screen.getByText('Never')).toBeVisible();
});

test('when the address was confirmed is told', async () => {
  await open(8);
  expect(screen.getByText(/^Confirmed on .*2026/)).toBeVisible();
  expect(resend()).not.toBeInTheDocument();
});

const resend = () => screen.queryByRole('button', { name: 'Resend the confirmation email' });

test.each([
  [4, 'Waiting', /waits in the Outbox to be sent/],
  [13, 'Sent', /was sent on .*2026/],
  [22, 'Failed', /was not sent.* The server said: “550 5\.1\.1 no such user here”/],
  [31, 'Waiting', /waits for another try\. The last one failed\. .*greylisted/],
  [40, 'Given up', /was given up on .*after a day of tries/],
  [49, 'Cancelled', /was cancelled on/],
] as const)('what became of the confirmation of user %i: %s', async (index, state, words) => {
  await open(index, { mail: true });
  expect(screen.getByText(state)).toBeVisible();
  expect(screen.getByText(words)).toBeVisible();
  await expectAccessible();
});

test('a confirmation is sent again, and the keyboard stays', async () => {
  const { user, host, person } = await open(13, { mail: true });
  await user.click(resend() as HTMLElement);
  expect(await screen.findByText('A new email is on its way; the earlier link and code are void.')).toBeVisible();
  expect(await screen.findByText('Waiting')).toBeVisible();
  expect(resend()).toHaveFocus();
  expect(host.calls).toContainEqual({ command: 'resend_confirmation', args: { id: person.id } });
  await expectAccessible();
});

test('who has confirmed meanwhile gets no further email, and the view shows it', async () => {
  const { user, host } = await open(4);
  const details = await host.call('show_user', { id: invented(4).id });
  const confirmed = { ...details.user, confirmed: true, confirmedAt: '2026-11-23T14:05:00Z', confirmation: null };
  host.answer('show_user', () => ({ ...details, user: confirmed }));
  host.fail.resend_confirmation = 'already_confirmed';
  await user.click(resend() as HTMLElement);
  expect(await screen.findByText(/This user has confirmed the address meanwhile/)).toBeVisible();
  expect(await screen.findByText(/^Confirmed on .*2026/)).toBeVisible();
  expect(resend()).not.toBeInTheDocument();
});

test.each([['outbox.retry'], ['users.create']])('with the right %s it may be sent again', async (right) => {
  await open(4, { permissions: ['users.view', right] });
  expect(resend()).toBeVisible();
});

test('without either right it says what it needs', async () => {
  await open(4, { permissions: ['users.view'] });
  expect(resend()).not.toBeInTheDocument();
  expect(screen.getByText(/needs the right “Retry messages” or “Create users”/)).toBeVisible();
});

test('a device is shown with how its number was confirmed', async () => {
  await open(9);
  expect(screen.getByText('+1 202-555-0109')).toBeVisible();
  expect(screen.getByText(/^Confirmed on .* by SMS, through a Twilio gateway\.$/)).toBeVisible();
  await expectAccessible();
});

test('a number confirmed through the Outbox proves nothing, and that is said', async () => {
  await open(6);
  expect(screen.getByText(/through the Outbox: no SMS was sent, so this does not prove/)).toBeVisible();
});

const removeDevice = () => screen.queryByRole('button', { name: 'Remove device' });

test('a lost device is removed after a question that names the user and the number', async () => {
  const { user, host, person, name } = await open(9);
  await user.click(removeDevice() as HTMLElement);
  const question = screen.getByRole('alertdialog', { name: `Remove the device of ${name}?` });
  expect(question).toHaveAccessibleDescription(/\+1 202-555-0109: .* by password alone .* recovery codes .* recorded/);
  expect(within(question).getByRole('button', { name: 'Cancel' })).toHaveFocus();
  await expectAccessible();
  await user.keyboard('{Escape}');
  expect(host.calls.map((call) => call.command)).not.toContain('remove_device');
  await user.click(removeDevice() as HTMLElement);
  await user.click(within(screen.getByRole('alertdialog')).getByRole('button', { name: 'Remove device' }));
  expect(await screen.findByText('The 2FA device was removed, and the recovery codes with it.')).toBeVisible();
  expect(screen.getByText('Not registered')).toBeVisible();
  expect(screen.queryByRole('alertdialog')).not.toBeInTheDocument();
  expect(removeDevice()).not.toBeInTheDocument();
  await waitFor(() => expect(screen.getByRole('dialog')).toContainElement(document.activeElement as HTMLElement));
  expect(host.calls).toContainEqual({ command: 'remove_device', args: { id: person.id } });
});

test('a refused removal says why, and the device is still there', async () => {
  const { user, host } = await open(9);
  host.fail.remove_device = 'directory_busy';
  await user.click(removeDevice() as HTMLElement);
  await user.click(within(screen.getByRole('alertdialog')).getByRole('button', { name: 'Remove device' }));
  expect(await screen.findByText(/Another program is using the directory/)).toBeVisible();
  expect(removeDevice()).toBeVisible();
});

test('without the right no device is removed', async () => {
  await open(9, { permissions: ['users.view'] });
  expect(removeDevice()).not.toBeInTheDocument();
});

test('the own device is left to another operator', async () => {
  await open(0, {}, invented(0).id);
  expect(screen.getByText('Your own device can be removed only by another operator.')).toBeVisible();
  expect(removeDevice()).not.toBeInTheDocument();
});

test('what has happened is told in words', async () => {
  await open(8);
  const history = screen.getByRole('list', { name: 'History' });
  expect(within(history).getAllByRole('listitem')[0]).toHaveTextContent(/^User created .* by a…@example\.com/);
});

test('without the right to see the activity it says why there is no history', async () => {
  await open(8, { permissions: ['users.view'] });
  expect(screen.getByText(/you need the right to see the activity/)).toBeVisible();
});

test('a locked sign-in is unlocked', async () => {
  const { user, host, person } = await open(3);
  expect(screen.getByText('Sign-in locked')).toBeVisible();
  await expectAccessible();
  await user.click(unlock() as HTMLElement);
  expect(await screen.findByText('Sign-in is unlocked.')).toBeVisible();
  expect(unlock()).not.toBeInTheDocument();
  expect(screen.queryByText('Sign-in locked')).not.toBeInTheDocument();
  await waitFor(() => expect(screen.getByRole('dialog')).toContainElement(document.activeElement as HTMLElement));
  expect(host.calls).toContainEqual({ command: 'unlock_sign_in', args: { id: person.id } });
});

test('a refused unlocking says why, and can be tried again', async () => {
  const { user, host } = await open(3);
  host.fail.unlock_sign_in = 'directory_busy';
  await user.click(unlock() as HTMLElement);
  expect(await screen.findByText(/Another program is using the directory/)).toBeVisible();
  expect(unlock()).toBeVisible();
});

test('without the right nobody is unlocked', async () => {
  await open(3, { permissions: ['users.view'] });
  expect(screen.getByText(/you need the right to do so/)).toBeVisible();
  expect(unlock()).not.toBeInTheDocument();
});

test('a failure to load says what to do and tries again', async () => {
  const { user, host, person } = await open(8, { fail: { show_user: 'directory_busy' } });
  expect(await screen.findByText(/Another program is using the directory/)).toBeVisible();
  delete host.fail.show_user;
  await user.click(screen.getByRole('button', { name: 'Try Again' }));
  expect(await screen.findByText(person.email)).toBeVisible();
});

test('it closes by its button and by Esc', async () => {
  const { user, onclose } = await open(8);
  const [, close] = screen.getAllByRole('button', { name: 'Close' });
  await user.click(close as HTMLElement);
  await user.keyboard('{Escape}');
  await waitFor(() => expect(onclose).toHaveBeenCalledTimes(2));
});
