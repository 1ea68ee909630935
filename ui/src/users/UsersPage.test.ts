import { render, screen, waitFor, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { expect, test, vi } from 'vitest';
import type { CreatedUser, Session, UserQuery } from '../bindings/ipc';
import { expectAccessible } from '../host/axe';
import { memoryHost, type MemoryOptions } from '../host/memory';
import { localDirectory } from '../host/memory/directory';
import { allPermissions } from '../host/memory/catalogue';
import UsersPage from './UsersPage.svelte';

async function open(options: MemoryOptions = {}) {
  const host = memoryHost(options);
  const permissions = [...(options.permissions ?? allPermissions)];
  const operator = { id: 'o', email: 'ada@example.com', firstName: 'Ada', lastName: 'Lovelace' };
  const directory = localDirectory;
  const session: Session = { operator, permissions, locked: false, recoveryCodesDue: false, directory };
  const onnew = vi.fn();
  const { rerender } = render(UsersPage, { host, session, onnew, refresh: 0 });
  const user = userEvent.setup({ delay: null });
  if (!options.fail && options.users !== 0) await screen.findByRole('grid');
  const refresh = (figure: number, created?: CreatedUser) =>
    rerender({ host, session, onnew, refresh: figure, created });
  return { host, user, onnew, refresh };
}

const press = (name: string) => screen.getByRole('button', { name });
const grid = () => screen.getByRole('grid', { name: 'Users' });
const rows = () => within(grid()).getAllByRole('row').slice(1);
const row = (name: RegExp) => screen.getByRole('row', { name });
const search = () => screen.getByRole('searchbox', { name: 'Search' });
const header = (name: string) => screen.getByRole('columnheader', { name });

function listed(host: { calls: { command: string; args: unknown }[] }): UserQuery[] {
  return host.calls
    .filter(({ command }) => command === 'list_users')
    .map(({ args }) => (args as { query: UserQuery }).query);
}

test('users are listed with all that the table says of them', async () => {
  await open();
  await userEvent.type(search(), 'ada almeida');
  const [first] = await waitFor(() => {
    expect(rows().length).toBeLessThan(5);
    return rows();
  });
  const texts = within(first as HTMLElement).getAllByRole('cell').map((cell) => cell.textContent.trim());
  expect(texts).toHaveLength(8);
  expect(texts[0]).toMatch(/^ada\.almeida.*@example\.com$/);
  expect(texts[1]).toBe('Ada Almeida');
});

test('only the rows in sight are there, and what is left out is told', async () => {
  await open();
  expect(rows().length).toBeLessThan(40);
  expect(grid()).toHaveAttribute('aria-rowcount', '241');
  expect(rows()[0]).toHaveAttribute('aria-rowindex', '2');
  expect(document.querySelectorAll('[style]:not(tr)')).toHaveLength(0);
});

test('more pages come as one scrolls', async () => {
  const { host } = await open();
  const scroller = grid().parentElement as HTMLElement;
  scroller.scrollTop = 80 * 36;
  scroller.dispatchEvent(new Event('scroll'));
  await waitFor(() => expect(listed(host)).toHaveLength(2));
  expect(listed(host)[1]?.after).not.toBeNull();
});

test('roles are badges, and those that have no room are counted', async () => {
  await open({ users: 8 });
  const badge = screen.getByText('+1 more');
  expect(badge).toHaveAttribute('title', expect.stringMatching(/, Auditor$/));
});

test('the status leaves the others out, and the counts stay those of the search', async () => {
  const { user } = await open();
  const counts = screen.getByRole('status', { name: 'Users found' });
  await waitFor(() => expect(counts).toHaveTextContent('240 users'));
  await user.selectOptions(screen.getByRole('combobox', { name: 'Status' }), 'Disabled');
  await waitFor(() => expect(grid()).not.toHaveAttribute('aria-rowcount', '241'));
  expect(counts).toHaveTextContent('240 users');
  expect(counts).toHaveTextContent(`${Number(grid().getAttribute('aria-rowcount')) - 1} disabled`);
});

test('headers and the list of orders sort the same', async () => {
  const { user, host } = await open();
  expect(header('Name')).toHaveAttribute('aria-sort', 'ascending');
  await user.click(press('Created'));
  await waitFor(() => expect(header('Created')).toHaveAttribute('aria-sort', 'descending'));
  expect(screen.getByRole('combobox', { name: 'Sort' })).toHaveDisplayValue('Created, newest first');
  await user.selectOptions(screen.getByRole('combobox', { name: 'Sort' }), 'Email, Z to A');
  await waitFor(() => expect(header('Email')).toHaveAttribute('aria-sort', 'descending'));
  expect(header('Name')).toHaveAttribute('aria-sort', 'none');
  expect(header('Roles')).not.toHaveAttribute('aria-sort');
  expect(listed(host).at(-1)).toMatchObject({ sort: 'email', descending: true });
});

test('no match says so, and Clear brings everybody back', async () => {
  const { user } = await open();
  expect(press('Clear')).toBeDisabled();
  await user.type(search(), 'nobody of this name');
  expect(await screen.findByRole('heading', { name: 'Nobody matches' })).toBeVisible();
  await expectAccessible();
  await user.click(screen.getAllByRole('button', { name: 'Clear' })[1] as HTMLElement);
  await screen.findByRole('grid');
  expect(search()).toHaveValue('');
  expect(search()).toHaveFocus();
});

test('a directory without users offers to create one', async () => {
  const { user, onnew } = await open({ users: 0 });
  expect(await screen.findByRole('heading', { name: 'No users yet' })).toBeVisible();
  await user.click(screen.getAllByRole('button', { name: '+ New User' })[0] as HTMLElement);
  expect(onnew).toHaveBeenCalledOnce();
});

test('without the right there is no button to create', async () => {
  await open({ permissions: ['users.view'] });
  expect(screen.queryByRole('button', { name: '+ New User' })).not.toBeInTheDocument();
});

test('rows are walked through and opened by keyboard', async () => {
  const { user } = await open();
  const [first, second] = rows();
  expect(rows().filter((one) => one.tabIndex === 0)).toEqual([first]);
  first?.focus();
  await user.keyboard('{ArrowDown}');
  expect(second).toHaveFocus();
  await user.keyboard('{End}');
  expect(document.activeElement).toHaveAttribute('aria-rowindex', '101');
  await user.keyboard('{Home}');
  expect(document.activeElement).toHaveAttribute('aria-rowindex', '2');
  const name = (document.activeElement as HTMLElement).querySelectorAll('td')[1]?.textContent ?? '';
  await user.keyboard('{Enter}');
  expect(screen.getByRole('dialog', { name })).toBeVisible();
  await user.keyboard('{Escape}');
  expect(screen.queryByRole('dialog')).not.toBeInTheDocument();
  expect(document.activeElement).toHaveAttribute('aria-rowindex', '2');
});

test('a failure says what to do and tries again', async () => {
  const { user, host } = await open({ fail: { list_users: 'directory_busy' } });
  expect(await screen.findByText(/Another program is using the directory/)).toBeVisible();
  expect(screen.queryByRole('grid')).not.toBeInTheDocument();
  delete host.fail.list_users;
  await user.click(press('Try Again'));
  expect(await screen.findByRole('grid')).toBeVisible();
  expect(screen.queryByRole('alert')).not.toBeInTheDocument();
});

test('waiting shows the shape of the table after a moment', async () => {
  vi.useFakeTimers();
  const host = memoryHost({ latency: 5000 });
  const operator = { id: 'o', email: 'ada@example.com', firstName: 'Ada', lastName: 'Lovelace' };
  const directory = localDirectory;
  const session: Session = { operator, permissions: [], locked: false, recoveryCodesDue: false, directory };
  render(UsersPage, { host, session, onnew: () => undefined });
  await vi.advanceTimersByTimeAsync(250);
  expect(screen.queryByText('Loading users')).not.toBeInTheDocument();
  await vi.advanceTimersByTimeAsync(100);
  expect(screen.getByText('Loading users')).toBeInTheDocument();
  vi.useRealTimers();
});

test('what has changed is loaded again without leaving the place', async () => {
  const { host, refresh } = await open({ users: 5 });
  rows()[2]?.focus();
  const here = document.activeElement;
  const before = listed(host).length;
  await refresh(1);
  await waitFor(() => expect(listed(host)).toHaveLength(before + 1));
  await waitFor(() => expect(grid()).toHaveAttribute('aria-busy', 'false'));
  expect(here).toHaveFocus();
});

test('who has not confirmed yet is shown with what became of the email, in full as a tooltip', async () => {
  const { user } = await open({ mail: true });
  await user.selectOptions(screen.getByRole('combobox', { name: 'Status' }), 'Pending activation');
  const confirmed = () => rows().map((one) => one.querySelectorAll('td')[3]?.textContent.replace(/\s+/g, ' ').trim() ?? '');
  await waitFor(() => expect(confirmed()).not.toContain('Yes'));
  const cells = confirmed();
  for (const words of [/^Not yet: Waiting$/, /^Not yet: Sent ./, /^Not yet: Failed: The (mail )?server/, /^Not yet: Given up: /]) {
    expect(cells).toContainEqual(expect.stringMatching(words));
  }
  const failed = screen.getAllByText(/^Failed: /)[0]?.closest('[title]');
  expect(failed).toHaveAttribute('title', expect.stringMatching(/550 5\.1\.1 no such user here/));
  await expectAccessible();
});

test('what becomes of emails is seen without leaving the place', async () => {
  const { host, refresh } = await open({ mail: true, users: 12 });
  const grown = rows().length;
  rows()[4]?.focus();
  const here = document.activeElement;
  const { rows: before } = await host.call('list_users', { query: { ...(listed(host)[0] as UserQuery) } });
  host.answer('list_users', () => ({
    rows: before.map((one) => (one.confirmed ? one : { ...one, confirmed: true, confirmation: null })),
    next: null,
  }));
  expect(screen.getByText('Waiting')).toBeVisible();
  await refresh(1);
  await waitFor(() => expect(screen.queryByText('Waiting')).not.toBeInTheDocument());
  expect(rows()).toHaveLength(grown);
  expect(here).toHaveFocus();
});

test('a new user is shown in the list, marked, and the keyboard leads there', async () => {
  const { host, refresh } = await open();
  const password = 'Copper-Lantern_58';
  const draft = {
    ...{ firstName: 'Zoë', lastName: 'Zweig', email: 'zoe.zweig@example.com', password, confirmPassword: password },
    device: { draftId: crypto.randomUUID(), country: null, number: '' },
    ...{ roles: ['member'], permissions: [], takenEmail: null, lookalikeConfirmed: false },
  };
  const created = await host.call('create_user', { draft, requestId: 'one' });
  await refresh(1, created);
  // Looked for by its mark: the names of all rows take long to tell.
  const added = (await screen.findByText('New')).closest('tr');
  expect(added).toHaveAccessibleName(/zoe\.zweig@example\.com New Zoë Zweig/);
  expect(added).toHaveAttribute('tabindex', '0');
  expect(screen.getByRole('combobox', { name: 'Sort' })).toHaveDisplayValue('Created, newest first');
  await expectAccessible();
});

test('the page is accessible', async () => {
  await open();
  await waitFor(() => expect(screen.getByText('240 users')).toBeVisible());
  await expectAccessible();
  expect(row(/ada\.almeida@example\.com/)).toBeVisible();
});
