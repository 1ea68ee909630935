import { render, screen, waitFor, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { expect, test, vi } from 'vitest';
import type { OutboxRow } from '../bindings/ipc';
import { expectAccessible } from '../host/axe';
import { memoryHost, type MemoryOptions } from '../host/memory';
import { invented } from '../host/memory/people';
import { signedIn } from '../host/signed-in';
import OutboxPage from './OutboxPage.svelte';

async function open(
  options: MemoryOptions = {},
  shows: 'row' | 'heading' | 'alert' = 'row',
  name?: string,
  onmail = vi.fn(),
) {
  const host = memoryHost(options);
  const session = await signedIn(host);
  const { rerender } = render(OutboxPage, { host, session, onmail, refresh: 0 });
  await screen.findAllByRole(shows, { name });
  let changes = 0;
  const refresh = () => rerender({ host, session, onmail, refresh: (changes += 1) });
  return { host, user: userEvent.setup({ delay: null }), refresh };
}

function first(): HTMLElement {
  const [button] = screen.getAllByRole('button', { name: /^Open the message to/ });
  if (!button) throw new Error('there is no message');
  return button;
}

test('a message is opened and shows its facts, and that it was recorded', async () => {
  const { user } = await open();
  await user.click(first());
  const dialog = await screen.findByRole('dialog', { name: 'Message' });
  expect(await screen.findByText(/is recorded in the activity/)).toBeVisible();
  expect(dialog).toHaveTextContent('Confirmation of the address');
  await expectAccessible();
  await user.keyboard('{Escape}');
  expect(screen.queryByRole('dialog')).not.toBeInTheDocument();
});

const plainRow: OutboxRow = {
  ...{ id: 'm', kind: 'code', state: 'kept', recipient: '+49 1512 3456789', user: null, causedBy: null },
  ...{ createdAt: '2026-11-23T14:05:00Z', changedAt: '2026-11-23T14:05:00Z', dueAt: null, open: false, tries: 0 },
  fault: null,
};

test('what is kept is read, and its text is gone once it does not matter', async () => {
  const { host, user, refresh } = await open({ latency: 20 });
  let text: string | null = '042137 is your Frontdesk code.';
  host.answer('list_outbox', () => ({ rows: [plainRow], next: null }));
  host.answer('read_message', () => ({ row: plainRow, text }));
  await refresh();
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
  ...plainRow,
  ...{ id: 'f', kind: 'test', state: 'failed', recipient: '+49 1512 3456799', tries: 1 },
  fault: { code: 'sms_sender', fields: [], retryable: false, data: { said: 'Sender not allowed (111)' } },
};

test('what became of a message to a telephone is said in words, with what the gateway said', async () => {
  const { host, user, refresh } = await open({ permissions: ['outbox.view', 'outbox.read'] });
  const states = ['sending', 'sent', 'uncertain', 'failed', 'given_up', 'cancelled'] as const;
  const rows = states.map((state): OutboxRow => ({ ...faulty, id: state, state, fault: state === 'failed' ? faulty.fault : null }));
  host.answer('list_outbox', () => ({ rows, next: null }));
  host.answer('read_message', () => ({ row: faulty, text: null }));
  await refresh();
  expect(await screen.findByRole('cell', { name: /Last error: .*refused the sender.*Sender not allowed \(111\)/ })).toBeVisible();
  for (const state of ['Sending', 'Sent', 'Uncertain', 'Failed', 'Given up', 'Cancelled', 'Test Frontdesk']) {
    expect(screen.getAllByRole('cell', { name: state }).length).toBeGreaterThan(0);
  }
  await expectAccessible();
  await user.click(screen.getAllByRole('button', { name: /^Open the message/ })[3] as HTMLElement);
  const dialog = await screen.findByRole('dialog', { name: 'Message' });
  await waitFor(() => expect(dialog).toHaveTextContent('did not leave'));
  expect(dialog).toHaveTextContent('Test message');
  expect(dialog).toHaveTextContent('Sender not allowed (111)');
  await expectAccessible();
});

test('without the right the text stays closed, and it says so; the facts are there', async () => {
  const { host, user } = await open({ permissions: ['outbox.view'] });
  await user.click(first());
  const dialog = await screen.findByRole('dialog', { name: 'Message' });
  expect(dialog).toHaveTextContent('Reading the text needs the right “Read messages”.');
  expect(dialog).toHaveTextContent('Confirmation of the address');
  expect(within(dialog).queryByRole('button', { name: 'Retry Now' })).not.toBeInTheDocument();
  expect(within(dialog).queryByText(/is recorded/)).not.toBeInTheDocument();
  expect(host.calls.map((call) => call.command)).not.toContain('read_message');
  await expectAccessible();
});

test('each row says for whom, what, who caused it, and what became of it', async () => {
  await open({ mail: true });
  const name = (words: string | RegExp) => screen.getAllByRole('cell', { name: words });
  expect(name(/^elif.*@example\.com/)[0]).toHaveTextContent(invented(4).firstName);
  expect(name('Confirmation Created by Ada Almeida').length).toBeGreaterThan(5);
  expect(name(/^Waiting next try in (2 min|90 s|89 s)$/).length).toBeGreaterThan(0);
  expect(name(/Last error: .*550 5\.1\.1 no such user here/).length).toBeGreaterThan(0);
});

test('the time to the next try counts down', async () => {
  vi.useFakeTimers({ shouldAdvanceTime: true });
  const { host, refresh } = await open();
  const dueAt = new Date(Date.now() + 30_000).toISOString();
  host.answer('list_outbox', () => ({ rows: [{ ...plainRow, state: 'waiting', tries: 2, dueAt, open: true }], next: null }));
  await refresh();
  expect(await screen.findByText(/^next try in (30|29) s$/)).toBeVisible();
  await vi.advanceTimersByTimeAsync(10_000);
  expect(screen.getByText(/^next try in (20|19) s$/)).toBeVisible();
  await vi.advanceTimersByTimeAsync(25_000);
  expect(screen.getByText('next try now')).toBeVisible();
  vi.useRealTimers();
});

const filter = () => screen.getByRole('combobox', { name: 'State' });

test('only messages of one state are shown where that is wished', async () => {
  const { host, user } = await open({ mail: true });
  const options = within(filter()).getAllByRole('option').map((option) => option.textContent);
  expect(options).toEqual(['All', 'Waiting', 'Sending', 'Sent', 'Failed', 'Given up', 'Cancelled', 'Kept here', 'Uncertain']);
  await user.selectOptions(filter(), 'Failed');
  await waitFor(() => expect(screen.queryByRole('cell', { name: 'Sent' })).not.toBeInTheDocument());
  expect(screen.getAllByRole('cell', { name: 'Failed' }).length).toBeGreaterThan(0);
  expect(host.calls.at(-1)).toEqual({ command: 'list_outbox', args: { state: 'failed', after: null, limit: 100 } });
  await user.selectOptions(filter(), 'Uncertain');
  expect(await screen.findByRole('heading', { name: 'No message is in the state “Uncertain”' })).toBeVisible();
  await expectAccessible();
});

/** Opens the first message of a state. */
async function openOf(state: string, options: MemoryOptions = {}) {
  const shown = await open({ mail: true, ...options });
  await shown.user.selectOptions(filter(), state);
  await waitFor(() => expect(screen.getAllByRole('row')[1]).toHaveTextContent(state));
  await shown.user.selectOptions(filter(), 'All');
  await waitFor(() => expect(screen.getAllByRole('row').length).toBeGreaterThan(20));
  const row = screen.getAllByRole('row').find((one) => one.textContent.includes(state));
  if (!row) throw new Error('there is no such message');
  await shown.user.click(within(row).getByRole('button', { name: /^Open the message to/ }));
  const dialog = await screen.findByRole('dialog', { name: 'Message' });
  return { ...shown, dialog };
}

test('a message that failed is tried again, and what became of it is said', async () => {
  const { user, dialog, host } = await openOf('Failed');
  expect(dialog).toHaveTextContent(/The server said: “550 5\.1\.1 no such user here”/);
  await user.click(within(dialog).getByRole('button', { name: 'Retry Now' }));
  expect(await screen.findByText(/^The message to .*@example\.com is tried now\.$/)).toBeVisible();
  await waitFor(() => expect(within(dialog).queryByRole('button', { name: 'Retry Now' })).not.toBeInTheDocument());
  expect(dialog).toHaveTextContent('Sent');
  await waitFor(() => expect(dialog).toContainElement(document.activeElement as HTMLElement));
  expect(host.calls.filter((call) => call.command === 'read_message')).toHaveLength(1);
  await expectAccessible();
});

test('a message is cancelled after a question that names the recipient', async () => {
  const { user, dialog, host } = await openOf('Waiting');
  await user.click(within(dialog).getByRole('button', { name: 'Cancel Message' }));
  const question = screen.getByRole('alertdialog', { name: /^Cancel the message to .*@example\.com\?$/ });
  expect(question).toHaveAccessibleDescription(/stays pending until another confirmation .* is recorded/);
  expect(within(question).getByRole('button', { name: 'Keep It' })).toHaveFocus();
  await expectAccessible();
  await user.keyboard('{Enter}');
  expect(host.calls.map((call) => call.command)).not.toContain('cancel_message');
  await user.click(within(dialog).getByRole('button', { name: 'Cancel Message' }));
  await user.click(within(screen.getByRole('alertdialog')).getByRole('button', { name: 'Cancel Message' }));
  expect(await screen.findByText(/was cancelled and will not be sent\.$/)).toBeVisible();
  await waitFor(() => expect(screen.queryByRole('alertdialog')).not.toBeInTheDocument());
  expect(dialog).toHaveTextContent('Cancelled');
  await waitFor(() => expect(dialog).toContainElement(document.activeElement as HTMLElement));
});

test.each(['retry_message', 'cancel_message'] as const)('%s that comes too late says so, and the row is fresh', async (command) => {
  const { user, dialog, host } = await openOf('Waiting', { fail: { [command]: 'not_found' } });
  const listed = host.calls.filter((call) => call.command === 'list_outbox').length;
  await user.click(within(dialog).getByRole('button', { name: command === 'retry_message' ? 'Retry Now' : 'Cancel Message' }));
  const question = screen.queryByRole('alertdialog');
  if (question) await user.click(within(question).getByRole('button', { name: 'Cancel Message' }));
  expect(await screen.findByText('Meanwhile this message was sent or changed, so nothing was done.')).toBeVisible();
  expect(host.calls.filter((call) => call.command === 'list_outbox').length).toBeGreaterThan(listed);
});

test('a refusal says why', async () => {
  const { user, dialog } = await openOf('Failed', { fail: { retry_message: 'directory_busy' } });
  await user.click(within(dialog).getByRole('button', { name: 'Retry Now' }));
  expect(await screen.findByText(/Another program is using the directory/)).toBeVisible();
  expect(within(dialog).getByRole('button', { name: 'Retry Now' })).toBeVisible();
});

test('who may read but not retry has no such buttons', async () => {
  const { dialog } = await openOf('Failed', { permissions: ['outbox.view', 'outbox.read'] });
  expect(within(dialog).queryByRole('button', { name: 'Retry Now' })).not.toBeInTheDocument();
  expect(within(dialog).queryByRole('button', { name: 'Cancel Message' })).not.toBeInTheDocument();
});

test('what happens meanwhile is seen in the list and in the open message, read once', async () => {
  const { host, user, dialog, refresh } = await openOf('Waiting');
  const rows = screen.getAllByRole('row', { hidden: true }).length;
  const { rows: before } = await host.call('list_outbox', { state: null, after: null, limit: 100 });
  const waiting = before.find((row) => row.state === 'waiting') as OutboxRow;
  const now = before.map((row) => (row.id === waiting.id ? { ...row, state: 'sent' as const, open: false, dueAt: null } : row));
  host.answer('list_outbox', () => ({ rows: now, next: null }));
  await refresh();
  await waitFor(() => expect(within(dialog).getByText('Sent')).toBeVisible());
  expect(within(dialog).queryByRole('button', { name: 'Retry Now' })).not.toBeInTheDocument();
  expect(screen.getAllByRole('row', { hidden: true })).toHaveLength(rows);
  host.answer('list_outbox', () => ({ rows: now.filter((row) => row.id !== waiting.id), next: null }));
  await refresh();
  expect(await within(dialog).findByText(/no longer among those listed/)).toBeVisible();
  expect(within(dialog).queryByText('Sent')).not.toBeInTheDocument();
  expect(host.calls.filter((call) => call.command === 'read_message')).toHaveLength(1);
  await user.keyboard('{Escape}');
});

test('a change loads again as far as one has read', async () => {
  const { host, user, refresh } = await open({ users: 1400 });
  await user.click(screen.getByRole('button', { name: 'Show more' }));
  await waitFor(() => expect(screen.getAllByRole('row').length).toBeGreaterThan(120));
  const rows = screen.getAllByRole('row').length;
  const asked = host.calls.length;
  await refresh();
  await waitFor(() => expect(host.calls.length).toBeGreaterThan(asked + 1));
  await waitFor(() => expect(screen.getAllByRole('row')).toHaveLength(rows));
});

test('where there is no mail server, whoever may set one up is led there', async () => {
  const onmail = vi.fn();
  const { user } = await open({}, 'row', undefined, onmail);
  await user.click(await screen.findByRole('button', { name: 'Set Up Email' }));
  expect(onmail).toHaveBeenCalledOnce();
  await expectAccessible();
});

test('where there is one, or nobody may set it up, nothing is said of it', async () => {
  const { host } = await open({ permissions: ['outbox.view'] });
  expect(screen.queryByText(/No mail server is set up/)).not.toBeInTheDocument();
  expect(host.calls.map((call) => call.command)).not.toContain('mail_settings');
});

test('more messages are shown on demand', async () => {
  const { user } = await open({ users: 1400 });
  const rows = screen.getAllByRole('row').length;
  await user.click(screen.getByRole('button', { name: 'Show more' }));
  await waitFor(() => expect(screen.getAllByRole('row').length).toBeGreaterThan(rows));
});

test('a message that does not come is asked for again', async () => {
  const { host, user } = await open({ fail: { read_message: 'directory_busy' } });
  await user.click(first());
  const again = await screen.findByRole('button', { name: 'Try Again' });
  delete host.fail.read_message;
  await user.click(again);
  expect(await screen.findByText(/is recorded in the activity/)).toBeVisible();
});

test('an empty outbox says what will be there', async () => {
  await open({ users: 1 }, 'heading', 'No messages yet');
  expect(screen.getByText(/each with what became of it/)).toBeVisible();
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
