import { render, screen, waitFor } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { expect, test } from 'vitest';
import type { Session } from '../bindings/ipc';
import { expectAccessible } from '../host/axe';
import { memoryHost, type MemoryOptions } from '../host/memory';
import { localDirectory } from '../host/memory/directory';
import { allPermissions } from '../host/memory/catalogue';
import ActivityPage from './ActivityPage.svelte';

function open(options: MemoryOptions = {}) {
  const host = memoryHost(options);
  const permissions = [...(options.permissions ?? allPermissions)];
  const operator = { id: 'o', email: 'ada@example.com', firstName: 'Ada', lastName: 'Lovelace' };
  const directory = localDirectory;
  const session: Session = { operator, permissions, locked: false, recoveryCodesDue: false, directory };
  const { rerender } = render(ActivityPage, { host, session, refresh: 0 });
  const refresh = () => rerender({ refresh: 1 });
  return { host, user: userEvent.setup({ delay: null }), refresh };
}

test('entries are listed newest first, in words, and more are shown on demand', async () => {
  const { user } = open();
  const rows = await screen.findAllByRole('row');
  expect(rows).toHaveLength(101);
  expect(rows[1]).toHaveTextContent(/User created with/);
  await user.click(screen.getByRole('button', { name: 'Show more' }));
  await waitFor(() => expect(screen.getAllByRole('row').length).toBeGreaterThan(101));
});

test('the record is verified and exported, and both say what came of it', async () => {
  const { user } = open();
  await user.click(await screen.findByRole('button', { name: 'Verify' }));
  expect(await screen.findByText(/The record is whole/)).toBeVisible();
  await user.click(screen.getByRole('button', { name: 'Export' }));
  expect(await screen.findByText(/entries were written to/)).toBeVisible();
});

test('without the right there is no export', async () => {
  open({ permissions: ['activity.view'] });
  await screen.findAllByRole('row');
  expect(screen.queryByRole('button', { name: 'Export' })).not.toBeInTheDocument();
});

test('a failure says what to do and tries again', async () => {
  const { host, user } = open({ fail: { list_activity: 'directory_busy' } });
  expect(await screen.findByRole('alert')).toBeVisible();
  delete host.fail.list_activity;
  await user.click(screen.getByRole('button', { name: /again|retry/i }));
  expect((await screen.findAllByRole('row')).length).toBeGreaterThan(1);
});

test('a broken record says at which entry, and what that means', async () => {
  const { host, user } = open();
  host.answer('verify_activity', () => ({ result: 'broken', at: 7 }));
  await user.click(await screen.findByRole('button', { name: 'Verify' }));
  expect(await screen.findByRole('alert')).toHaveTextContent(/broken at entry 7.*changed, removed or moved/);
});

test('a failed export is said, and the list stays', async () => {
  const { user } = open({ fail: { export_activity: 'cannot_write_file' } });
  await screen.findAllByRole('row');
  await user.click(screen.getByRole('button', { name: 'Export' }));
  expect(await screen.findByRole('alert')).toBeVisible();
  expect(screen.getAllByRole('row')).toHaveLength(101);
});

test('an entry that cannot be read claims neither a time nor anybody', async () => {
  const at = '1970-01-01T00:00:00Z';
  const { host } = open({ latency: 20 });
  host.answer('list_activity', () => ({
    rows: [{ number: 3, at, actor: null, action: 'unreadable', subject: null, details: {} }],
    next: null,
  }));
  const row = await screen.findByRole('row', { name: /cannot be read/ });
  expect(row).not.toHaveTextContent(/19(70|69)|Frontdesk/);
});

test('an empty record says so', async () => {
  const { host } = open({ latency: 20 });
  host.answer('list_activity', () => ({ rows: [], next: null }));
  expect(await screen.findByRole('heading', { name: 'Nothing was recorded yet' })).toBeVisible();
  await expectAccessible();
});

test('the page is accessible', async () => {
  open();
  await screen.findAllByRole('row');
  await expectAccessible();
});

test('what is recorded meanwhile is added as far as one has read, without waiting', async () => {
  const { host, user, refresh } = open();
  await screen.findAllByRole('row');
  await user.click(screen.getByRole('button', { name: 'Show more' }));
  await waitFor(() => expect(screen.getAllByRole('row')).toHaveLength(201));
  const known = screen.getAllByRole('row')[1] as HTMLElement;
  const { rows, next } = await host.call('list_activity', { after: null, limit: 100 });
  const [newest] = rows;
  if (!newest) throw new Error('nothing is recorded');
  const added = { ...newest, number: 9999, action: 'signed_out' as const };
  host.answer('list_activity', ({ after }) =>
    after === null ? { rows: [added, ...rows.slice(0, -1)], next } : { rows: rows.map((row) => ({ ...row, number: -row.number })), next: null },
  );
  await refresh();
  expect(screen.getByRole('button', { name: 'Show more' })).not.toHaveAttribute('aria-busy');
  expect(await screen.findByText('9,999')).toBeVisible();
  expect(screen.getAllByRole('row')[2]).toBe(known);
  expect(screen.getAllByRole('row')).toHaveLength(201);
});

test('a silent directory is not complained of while something is shown', async () => {
  const { host, refresh } = open();
  await screen.findAllByRole('row');
  host.fail.list_activity = 'directory_unreachable';
  await refresh();
  await new Promise((resolve) => setTimeout(resolve, 30));
  expect(screen.queryByRole('alert')).not.toBeInTheDocument();
  expect(screen.getAllByRole('row')).toHaveLength(101);
});
