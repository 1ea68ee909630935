import { render, screen } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { expect, test } from 'vitest';
import type { Session } from '../bindings/ipc';
import { expectAccessible } from '../host/axe';
import { memoryHost, type MemoryOptions } from '../host/memory';
import { allPermissions } from '../host/memory/catalogue';
import OutboxPage from './OutboxPage.svelte';

async function open(options: MemoryOptions = {}) {
  const host = memoryHost(options);
  const permissions = [...(options.permissions ?? allPermissions)];
  const operator = { id: 'o', email: 'ada@example.com', firstName: 'Ada', lastName: 'Lovelace' };
  const session: Session = { operator, permissions, locked: false, directory: { kind: 'local', sample: false } };
  render(OutboxPage, { host, session });
  await screen.findAllByRole('row');
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

test('the page is accessible', async () => {
  await open();
  await expectAccessible();
});
