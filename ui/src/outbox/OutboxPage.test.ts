import { render, screen, waitFor } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { expect, test } from 'vitest';
import type { Session } from '../bindings/ipc';
import { expectAccessible } from '../host/axe';
import { memoryHost, type MemoryOptions } from '../host/memory';
import { allPermissions } from '../host/memory/catalogue';
import OutboxPage from './OutboxPage.svelte';

async function open(options: MemoryOptions = {}, shows: 'row' | 'heading' | 'alert' = 'row', name?: string) {
  const host = memoryHost(options);
  const permissions = [...(options.permissions ?? allPermissions)];
  const operator = { id: 'o', email: 'ada@example.com', firstName: 'Ada', lastName: 'Lovelace' };
  const session: Session = { operator, permissions, locked: false, directory: { kind: 'local', sample: false } };
  render(OutboxPage, { host, session });
  await screen.findAllByRole(shows, { name });
  return { host, user: userEvent.setup({ delay: null }) };
}

test('a message is opened and shows its facts, and that it was recorded', async () => {
  const { user } = await open();
  const [first] = screen.getAllByRole('button', { name: /^Open the message to/ });
  if (!first) throw new Error('there is no message');
  await user.click(first);
  const dialog = await screen.findByRole('dialog', { name: 'Message' });
  expect(await screen.findByText(/is recorded in the activity/)).toBeVisible();
  expect(dialog).toHaveTextContent('Confirmation of the address');
  await expectAccessible();
  await user.keyboard('{Escape}');
  expect(screen.queryByRole('dialog')).not.toBeInTheDocument();
});

test('without the right no message is opened, and it says so', async () => {
  await open({ permissions: ['outbox.view'] });
  expect(screen.queryByRole('button', { name: /^Open the message to/ })).not.toBeInTheDocument();
  expect(screen.getByText(/needs the right “Read messages”/)).toBeVisible();
});

test('without the right each row says why', async () => {
  await open({ permissions: ['outbox.view'] });
  const [first] = screen.getAllByRole('cell', { name: /@example\.com/ });
  expect(first).toHaveAccessibleDescription(/needs the right “Read messages”/);
});

test('more messages are shown on demand', async () => {
  const { user } = await open({ users: 1400 });
  const rows = screen.getAllByRole('row').length;
  await user.click(screen.getByRole('button', { name: 'Show more' }));
  await waitFor(() => expect(screen.getAllByRole('row').length).toBeGreaterThan(rows));
});

test('a message that does not come is asked for again', async () => {
  const { host, user } = await open({ fail: { read_message: 'directory_busy' } });
  const [first] = screen.getAllByRole('button', { name: /^Open the message to/ });
  if (!first) throw new Error('there is no message');
  await user.click(first);
  const again = await screen.findByRole('button', { name: 'Try Again' });
  delete host.fail.read_message;
  await user.click(again);
  expect(await screen.findByText(/is recorded in the activity/)).toBeVisible();
});

test('an empty outbox says what will wait there, and that nothing is delivered yet', async () => {
  await open({ users: 1 }, 'heading', 'No message waits');
  expect(screen.getByText(/does not deliver them yet/)).toBeVisible();
  await expectAccessible();
});

test('a list that does not come is asked for again', async () => {
  const { host, user } = await open({ fail: { list_outbox: 'directory_busy' } }, 'alert');
  delete host.fail.list_outbox;
  await user.click(screen.getByRole('button', { name: 'Try Again' }));
  expect((await screen.findAllByRole('row')).length).toBeGreaterThan(1);
});

test('the page is accessible', async () => {
  await open();
  await expectAccessible();
});
