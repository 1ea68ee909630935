import { render, screen, waitFor } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { expect, test } from 'vitest';
import type { OutboxRow } from '../bindings/ipc';
import { expectAccessible } from '../host/axe';
import { memoryHost, type MemoryOptions } from '../host/memory';
import { signedIn } from '../host/signed-in';
import OutboxPage from './OutboxPage.svelte';

async function open(options: MemoryOptions = {}, shows: 'row' | 'heading' | 'alert' = 'row', name?: string) {
  const host = memoryHost(options);
  const session = await signedIn(host);
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

test('what is kept is read, and its text is gone once it does not matter', async () => {
  const { host, user } = await open({ latency: 20 });
  const row: OutboxRow = {
    id: 'm',
    kind: 'code',
    state: 'kept',
    recipient: '+49 1512 3456789',
    user: null,
    createdAt: '2026-11-23T14:05:00Z',
    tries: 0,
    fault: null,
  };
  let text: string | null = '042137 is your Frontdesk code.';
  host.answer('list_outbox', () => ({ rows: [row], next: null }));
  host.answer('read_message', () => ({ row, text }));
  host.emit('outbox-changed');
  await user.click(await screen.findByRole('button', { name: 'Open the message to +49 1512 3456789' }));
  expect(await screen.findByText('042137 is your Frontdesk code.')).toBeVisible();
  expect(screen.getByRole('dialog')).toHaveTextContent('Kept here');
  await expectAccessible();
  await user.keyboard('{Escape}');
  text = null;
  await user.click(screen.getByRole('button', { name: 'Open the message to +49 1512 3456789' }));
  expect(await screen.findByText(/The text is gone: its code was used/)).toBeVisible();
});

const faulty: OutboxRow = {
  ...{ id: 'f', kind: 'test', state: 'failed', recipient: '+49 1512 3456799', user: null },
  ...{ createdAt: '2026-11-23T14:05:00Z', tries: 1 },
  fault: { code: 'sms_sender', fields: [], retryable: false, data: { said: 'Sender not allowed (111)' } },
};

test('what became of a message to a telephone is said in words, with what the gateway said', async () => {
  const { host, user } = await open({ permissions: ['outbox.view', 'outbox.read'] });
  const states = ['sending', 'sent', 'uncertain', 'failed'] as const;
  const rows = states.map((state): OutboxRow => ({ ...faulty, id: state, state, fault: state === 'failed' ? faulty.fault : null }));
  host.answer('list_outbox', () => ({ rows, next: null }));
  host.answer('read_message', () => ({ row: faulty, text: null }));
  host.emit('outbox-changed');
  expect(await screen.findByRole('cell', { name: /Last error: .*refused the sender.*Sender not allowed \(111\)/ })).toBeVisible();
  for (const state of ['Sending', 'Sent', 'Uncertain', 'Failed', 'Test']) {
    expect(screen.getAllByRole('cell', { name: state }).length).toBeGreaterThan(0);
  }
  await expectAccessible();
  await user.click(screen.getAllByRole('button', { name: /^Open the message/ })[3] as HTMLElement);
  const dialog = await screen.findByRole('dialog', { name: 'Message' });
  await waitFor(() => expect(dialog).toHaveTextContent('did not leave'));
  expect(dialog).toHaveTextContent('Test of the SMS gateway');
  expect(dialog).toHaveTextContent('Sender not allowed (111)');
  await expectAccessible();
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
