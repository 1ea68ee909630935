/** What changes in the directory while somebody looks at the users. */
import { render, screen, waitFor, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { expect, test, vi } from 'vitest';
import type { UserRow } from '../bindings/ipc';
import { memoryHost } from '../host/memory';
import { signedIn } from '../host/signed-in';
import UsersPage from './UsersPage.svelte';
import { rowHeight } from './window';

/** A directory that can be changed from outside, in the order of its list: cursors are places in that order. */
async function open(count = 300, { sort = '' } = {}) {
  const host = memoryHost();
  const session = await signedIn(host);
  const { rows } = await host.call('list_users', {
    query: { search: '', status: 'all', sort: 'name', descending: false, after: null, limit: 100 },
  });
  const like = rows[0] as UserRow;
  const person = (key: number, name = `User ${key}`): [number, UserRow] => [
    key,
    { ...like, id: String(key), firstName: name, lastName: '', email: `u${key}@example.com` },
  ];
  const people = new Map<number, UserRow>(Array.from({ length: count }, (_, index) => person(index * 10)));
  host.answer('count_users', () => ({ total: people.size, active: people.size, pending: 0, disabled: 0 }));
  host.answer('list_users', ({ query: { after, limit } }) => {
    const keys = [...people.keys()].sort((a, b) => a - b).filter((key) => after === null || key > Number(after));
    const found = keys.slice(0, limit);
    const next = keys.length > limit ? String(found.at(-1)) : null;
    return { rows: found.map((key) => people.get(key) as UserRow), next };
  });
  let changes = 0;
  const { rerender } = render(UsersPage, { host, session, onnew: vi.fn(), refresh: changes });
  const user = userEvent.setup({ delay: null });
  await screen.findByRole('grid');
  if (sort) await user.selectOptions(screen.getByRole('combobox', { name: 'Sort' }), sort);
  await waitFor(() => expect(grid()).toHaveAttribute('aria-busy', 'false'));
  const asked = () => host.calls.filter(({ command }) => command === 'list_users').length;
  /** Changes people, and waits until the list has followed. */
  const change = async (work: (people: Map<number, UserRow>) => void) => {
    work(people);
    const before = asked();
    await rerender({ refresh: (changes += 1) });
    await waitFor(() => expect(asked()).toBeGreaterThan(before));
    await waitFor(() => expect(counts()).toHaveTextContent(`${people.size} users`));
  };
  return { host, user, person, change, asked, rerender };
}

const grid = () => screen.getByRole('grid', { name: 'Users' });
const scroller = () => grid().parentElement as HTMLElement;
const counts = () => screen.getByRole('status', { name: 'Users found' });
const row = (key: number) => within(grid()).getByText(`u${key}@example.com`).closest('tr') as HTMLElement;

async function scrollTo(top: number): Promise<void> {
  scroller().scrollTop = top;
  scroller().dispatchEvent(new Event('scroll'));
  await waitFor(() => expect(row(Math.floor(top / rowHeight) * 10)).toBeInTheDocument());
}

/** How far below the upper edge of what is seen a row stands, in pixels. */
const below = (key: number) => (Number(row(key).getAttribute('aria-rowindex')) - 2) * rowHeight - scroller().scrollTop;

test('what is in sight stays where it is when rows come above it', async () => {
  const { change, person } = await open();
  await scrollTo(50 * rowHeight + 7);
  const [here, there] = [row(500), row(510)];
  expect(below(500)).toBe(-7);
  await change((people) => {
    for (const key of [401, 402, 403, 404, 405]) people.set(...person(key));
  });
  await waitFor(() => expect(scroller().scrollTop).toBe(55 * rowHeight + 7));
  expect(below(500)).toBe(-7);
  // They are the same rows, and not drawn anew.
  expect(row(500)).toBe(here);
  expect(row(510)).toBe(there);
  expect(screen.queryByText('Loading users')).not.toBeInTheDocument();
});

test('and when rows above it go, its own among them', async () => {
  const { change } = await open();
  await scrollTo(50 * rowHeight);
  await change((people) => {
    for (const key of [440, 450, 500]) people.delete(key);
  });
  await waitFor(() => expect(scroller().scrollTop).toBe(47 * rowHeight));
  expect(below(510)).toBe(rowHeight);
});

test('at the very top of a list by name nothing moves, and of the newest the newest are seen', async () => {
  const { change, person } = await open();
  await change((people) => people.set(...person(-5)));
  await waitFor(() => expect(scroller().scrollTop).toBe(rowHeight));
  expect(below(0)).toBe(0);
});

test('at the very top of the newest the newest come into sight', async () => {
  const { change, person } = await open(300, { sort: 'Created, newest first' });
  await change((people) => people.set(...person(-5)));
  expect(row(-5)).toHaveAttribute('aria-rowindex', '2');
  expect(scroller().scrollTop).toBe(0);
});

test('the row of the keyboard stays that of the same user, with the focus', async () => {
  const { change, person, user } = await open();
  const here = row(70);
  here.focus();
  await change((people) => {
    for (const key of [21, 22, 23, 24, 25]) people.set(...person(key));
  });
  await waitFor(() => expect(row(70)).toHaveAttribute('aria-rowindex', '14'));
  expect(row(70)).toHaveFocus();
  expect(row(70)).toBe(here);
  await user.keyboard('{ArrowDown}');
  expect(row(80)).toHaveFocus();
});

test('when the user of the keyboard is gone it says so gently, and the focus goes to whom follows', async () => {
  const { change, user } = await open();
  row(70).focus();
  await change((people) => people.delete(70));
  const says = await screen.findByText('No longer here: User 70');
  expect(says).toHaveAttribute('role', 'status');
  expect(row(80)).toHaveFocus();
  await user.keyboard('{ArrowDown}');
  expect(row(90)).toHaveFocus();
  await waitFor(() => expect(screen.queryByText(/No longer here/)).not.toBeInTheDocument());
});

test('a user who is changed elsewhere is shown so at once, also where it is open', async () => {
  const { host, change, user } = await open();
  const shown = await host.call('show_user', {
    id: (await host.call('role_holders', { id: 'owner' }))[0]?.id ?? '',
  });
  let name = 'User 30';
  host.answer('show_user', () => ({ ...shown, user: { ...shown.user, id: '30', firstName: name, lastName: '' } }));
  await user.click(row(30));
  await screen.findByRole('dialog', { name: 'User 30' });
  name = 'Renamed';
  await change((people) => people.set(30, { ...(people.get(30) as UserRow), firstName: name }));
  expect(await screen.findByRole('dialog', { name: 'Renamed' })).toBeVisible();
  await waitFor(() => expect(row(30)).toHaveTextContent('Renamed'));
});

test('open menus and what is typed stay', async () => {
  const { change, person, user } = await open();
  await user.type(screen.getByRole('searchbox', { name: 'Search' }), 'u');
  await waitFor(() => expect(grid()).toHaveAttribute('aria-busy', 'false'));
  await change((people) => people.set(...person(5)));
  expect(screen.getByRole('searchbox', { name: 'Search' })).toHaveFocus();
  expect(screen.getByRole('searchbox', { name: 'Search' })).toHaveValue('u');
});

test('counts that change of themselves are not read out', async () => {
  const { change, person, user } = await open();
  expect(counts()).toHaveAttribute('aria-live', 'polite');
  await change((people) => people.set(...person(5)));
  expect(counts()).toHaveAttribute('aria-live', 'off');
  await user.selectOptions(screen.getByRole('combobox', { name: 'Status' }), 'Active');
  await waitFor(() => expect(counts()).toHaveAttribute('aria-live', 'polite'));
});

test('only what is in sight is asked for, and the rest when one scrolls there', async () => {
  const { change, person, asked } = await open();
  for (const top of [90, 190, 280]) await scrollTo(top * rowHeight);
  await waitFor(() => expect(asked()).toBe(4));
  const before = asked();
  await change((people) => people.set(...person(15)));
  expect(asked()).toBe(before + 1);
  await scrollTo(0);
  await waitFor(() => expect(row(15)).toBeInTheDocument());
  expect(asked()).toBe(before + 2);
});

test('a silent directory is not complained of in the list, and asked again by itself', async () => {
  const { host, change, person, rerender } = await open();
  host.fail.list_users = 'directory_unreachable';
  await rerender({ refresh: 99 });
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect(screen.queryByRole('alert')).not.toBeInTheDocument();
  expect(row(10)).toBeVisible();
  delete host.fail.list_users;
  await change((people) => people.set(...person(5)));
  expect(row(5)).toBeVisible();
});
