import { render, screen, waitFor, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { expect, test, vi } from 'vitest';
import type { Session } from '../bindings/ipc';
import { expectAccessible } from '../host/axe';
import { memoryHost, type MemoryOptions } from '../host/memory';
import { allPermissions } from '../host/memory/catalogue';
import { invented } from '../host/memory/people';
import UserView from './UserView.svelte';

/** The view of the invented user with this index; the one with index 3 is locked out. */
async function open(index: number, options: MemoryOptions = {}) {
  const host = memoryHost(options);
  const permissions = [...(options.permissions ?? allPermissions)];
  const operator = { id: 'o', email: 'ada@example.com', firstName: 'Ada', lastName: 'Lovelace' };
  const session: Session = { operator, permissions, locked: false, directory: { kind: 'local', sample: false } };
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
