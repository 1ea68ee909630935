import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { UserPage, UserQuery, UserRow } from '../bindings/ipc';
import { memoryHost, type MemoryHost, type MemoryOptions } from '../host/memory';
import { orderAfter, searchDelay, UserPages } from './pages.svelte';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function open(options: MemoryOptions = {}): { host: MemoryHost; pages: UserPages } {
  const host = memoryHost(options);
  return { host, pages: new UserPages(host) };
}

async function settled(work: Promise<void>): Promise<void> {
  await vi.runAllTimersAsync();
  await work;
}

function queries(host: MemoryHost): UserQuery[] {
  return host.calls
    .filter(({ command }) => command === 'list_users')
    .map(({ args }) => (args as { query: UserQuery }).query);
}

test('pages follow each other until there are no more', async () => {
  const { host, pages } = open();
  await settled(pages.load());
  expect(pages.rows).toHaveLength(100);
  expect(pages.expected).toBe(240);
  await settled(pages.loadMore());
  await settled(pages.loadMore());
  expect(pages.rows).toHaveLength(240);
  expect(pages.more).toBe(false);
  await settled(pages.loadMore());
  expect(queries(host).map(({ after }) => after !== null)).toEqual([false, true, true]);
  expect(new Set(pages.rows?.map((row) => row.id)).size).toBe(240);
});

test('the next page is asked for once at a time', async () => {
  const { host, pages } = open();
  await settled(pages.load());
  await settled(Promise.all([pages.loadMore(), pages.loadMore()]).then(() => undefined));
  expect(queries(host)).toHaveLength(2);
});

test('typing asks once, a moment after the last key', async () => {
  const { host, pages } = open();
  for (const typed of ['g', 'gr', 'grace']) {
    pages.search = typed;
    pages.typed();
    await vi.advanceTimersByTimeAsync(searchDelay - 1);
  }
  expect(host.calls).toEqual([]);
  await vi.runAllTimersAsync();
  expect(queries(host).map(({ search }) => search)).toEqual(['grace']);
  expect(pages.rows?.every((row) => row.firstName === 'Grace')).toBe(true);
});

test('an answer to an older question is dropped', async () => {
  const { host, pages } = open();
  const waiting: ((page: UserPage) => void)[] = [];
  host.answer('list_users', () => new Promise((resolve) => waiting.push(resolve)));
  const first = pages.load();
  const second = pages.filter('disabled');
  await vi.runAllTimersAsync();
  waiting[1]?.({ rows: [], next: null });
  await settled(second);
  waiting[0]?.({ rows: [], next: 'older' });
  await settled(first);
  expect(pages.rows).toEqual([]);
  expect(pages.more).toBe(false);
});

test('counts are those of the search, whatever the status', async () => {
  const { pages } = open();
  await settled(pages.filter('disabled'));
  expect(pages.counts?.total).toBe(240);
  expect(pages.expected).toBe(pages.counts?.disabled);
  expect(pages.rows?.every((row) => !row.enabled)).toBe(true);
});

test('more rows are those of the question that is shown, not of what is being typed', async () => {
  const { host, pages } = open();
  await settled(pages.load());
  pages.search = 'zzz';
  await settled(pages.loadMore());
  expect(queries(host).at(-1)?.search).toBe('');
});

test('a failure takes away rows that answer another question, and is tried again', async () => {
  const { host, pages } = open();
  await settled(pages.load());
  host.fail.list_users = 'directory_busy';
  await settled(pages.filter('active'));
  expect(pages.rows).toBeNull();
  expect(pages.failure?.code).toBe('directory_busy');
  delete host.fail.list_users;
  await settled(pages.retry());
  expect(pages.rows).toHaveLength(100);
  expect(pages.failure).toBeNull();
});

test('a failure of a later page keeps the rows and goes on from there', async () => {
  const { host, pages } = open();
  await settled(pages.load());
  host.fail.list_users = 'directory_busy';
  await settled(pages.loadMore());
  expect(pages.rows).toHaveLength(100);
  delete host.fail.list_users;
  await settled(pages.retry());
  expect(pages.rows).toHaveLength(200);
});

/** Answers from a directory of rows `0`, `1`, … in their order, where cursors are keys, as in the real one. */
function ordered(host: MemoryHost, like: UserRow, keys: number[]): void {
  host.answer('count_users', () => ({ total: keys.length, active: keys.length, pending: 0, disabled: 0 }));
  host.answer('list_users', ({ query: { after, limit } }) => {
    keys.sort((a, b) => a - b);
    const left = after === null ? keys : keys.filter((key) => key > Number(after));
    const rows = left.slice(0, limit).map((key) => ({ ...like, id: String(key) }));
    return { rows, next: left.length > limit ? String(rows.at(-1)?.id) : null };
  });
}

async function openOrdered(count: number) {
  const { host, pages } = open({ users: 1 });
  await settled(pages.load());
  const keys = Array.from({ length: count }, (_, index) => index * 10);
  ordered(host, (pages.rows as UserRow[])[0] as UserRow, keys);
  await settled(pages.load());
  while (pages.more) await settled(pages.loadMore());
  const shown = () => pages.rows?.map(({ id }) => Number(id)) ?? [];
  const renew = async () => {
    const work = pages.renew();
    await vi.runAllTimersAsync();
    return work;
  };
  return { host, pages, keys, shown, renew };
}

test('only the pages in sight are asked for anew, and those after them stay and follow on', async () => {
  const { host, pages, keys, shown, renew } = await openOrdered(1000);
  pages.see({ from: 320, to: 350 });
  const asked = queries(host).length;
  keys.push(3351, 3352, 3353, 3354, 3355);
  pages.outdate();
  expect(await renew()).toBe(true);
  expect(queries(host).slice(asked).map(({ after }) => after)).toEqual(['2990']);
  expect(shown()).toEqual(keys);
  expect(pages.counts?.total).toBe(1005);
  expect(pages.more).toBe(false);
});

test('what is gone is gone, and nobody is left out or shown twice', async () => {
  const { pages, keys, shown, renew } = await openOrdered(1000);
  pages.see({ from: 280, to: 320 });
  keys.splice(285, 20);
  pages.outdate();
  await renew();
  expect(shown()).toEqual(keys);
});

test('pages out of sight are asked for anew when they come in sight', async () => {
  const { host, pages, keys, shown, renew } = await openOrdered(1000);
  pages.see({ from: 500, to: 530 });
  keys.push(1, 2, 3);
  pages.outdate();
  await renew();
  expect(shown()).not.toContain(2);
  const asked = queries(host).length;
  expect(pages.see({ from: 510, to: 540 })).toBe(false);
  expect(pages.see({ from: 0, to: 30 })).toBe(true);
  await renew();
  expect(shown()).toEqual(keys);
  expect(queries(host)).toHaveLength(asked + 1);
  expect(pages.see({ from: 0, to: 30 })).toBe(false);
});

test('where the last row asked for is new, the gap after it is closed as soon as it is in sight', async () => {
  const { pages, keys, shown, renew } = await openOrdered(400);
  pages.see({ from: 120, to: 150 });
  // The page ends among the new ones.
  keys.push(...Array.from({ length: 60 }, (_, index) => 1905 + index / 100));
  pages.outdate();
  await renew();
  expect(shown().length).toBeLessThan(keys.length);
  expect(pages.see({ from: 180, to: 210 })).toBe(true);
  await renew();
  expect(shown()).toEqual(keys);
});

test('a directory that is empty shows whoever comes', async () => {
  const { pages, keys, shown, renew } = await openOrdered(0);
  keys.push(7);
  pages.outdate();
  await renew();
  expect(shown()).toEqual([7]);
});

test('more rows may come while others are asked for anew', async () => {
  const { host, pages } = await openOrdered(150);
  await settled(pages.load());
  pages.see({ from: 0, to: 30 });
  pages.outdate();
  const both = Promise.all([pages.renew(), pages.loadMore()]);
  await vi.runAllTimersAsync();
  await both;
  expect(pages.rows).toHaveLength(150);
  expect(new Set(pages.rows?.map((row) => row.id)).size).toBe(150);
  expect(host.fail).toEqual({});
});

test('a silent directory leaves everything as it was, without a word', async () => {
  const { host, pages, keys, shown, renew } = await openOrdered(200);
  pages.see({ from: 0, to: 30 });
  keys.push(5);
  pages.outdate();
  host.fail.list_users = 'directory_unreachable';
  expect(await renew()).toBe(false);
  expect(pages.failure).toBeNull();
  expect(shown()).toHaveLength(200);
  // It is not asked again for each row that comes in sight, but once something has changed.
  expect(pages.see({ from: 1, to: 31 })).toBe(false);
  delete host.fail.list_users;
  pages.outdate();
  expect(await renew()).toBe(true);
  expect(shown()).toEqual(keys);
});

test('another failure is told, and the same is tried again', async () => {
  const { host, pages, keys, shown, renew } = await openOrdered(200);
  keys.push(5);
  pages.outdate();
  host.fail.list_users = 'directory_busy';
  await renew();
  expect(pages.failure?.code).toBe('directory_busy');
  expect(shown()).toHaveLength(200);
  delete host.fail.list_users;
  await settled(pages.retry());
  expect(shown()).toEqual(keys);
  expect(pages.failure).toBeNull();
});

test('a user whose place changed between two pages is shown once', async () => {
  const { host, pages } = open({ users: 3 });
  await settled(pages.load());
  const rows = [...(pages.rows ?? [])];
  host.answer('list_users', ({ query }) => ({ rows, next: query.after === null ? 'on' : null }));
  await settled(pages.load());
  await settled(pages.loadMore());
  expect(pages.rows).toEqual(rows);
});

test('a new user who has a place among the rows is shown there', async () => {
  const { pages } = open();
  await settled(pages.load());
  const id = pages.rows?.[70]?.id ?? '';
  await settled(pages.show(id));
  expect(pages.added).toBe(id);
  expect(pages.order.sort).toBe('name');
});

test('a new user whom the rows do not hold is shown at the top of the newest', async () => {
  const { host, pages } = open();
  pages.search = 'grace';
  await settled(pages.load());
  const newest = { ...(pages.rows?.[0] as UserRow), id: 'new' };
  host.answer('list_users', ({ query }) => ({ rows: query.sort === 'created' ? [newest] : [], next: null }));
  await settled(pages.show('new'));
  expect(pages.rows).toEqual([newest]);
  expect(pages.added).toBe('new');
  expect(queries(host).at(-1)).toMatchObject({ search: '', sort: 'created', descending: true });
  await settled(pages.clear());
  expect(pages.added).toBeNull();
});

test('a new user who is already gone is not looked for without end', async () => {
  const { host, pages } = open();
  await settled(pages.load());
  await settled(pages.show('gone'));
  expect(queries(host)).toHaveLength(3);
  expect(pages.added).toBeNull();
});

test('a new user is shown although a newer refresh overtakes, and not once another question is asked', async () => {
  const { pages } = open();
  await settled(pages.load());
  const [first, second] = [pages.rows?.[1]?.id ?? '', pages.rows?.[2]?.id ?? ''];
  await settled(Promise.all([pages.show(first), pages.renew()]).then(() => undefined));
  expect(pages.added).toBe(first);
  await settled(Promise.all([pages.show(second), pages.filter('disabled')]).then(() => undefined));
  expect(pages.added).toBeNull();
  expect(pages.status).toBe('disabled');
});

test('clearing shows all again in the same order', async () => {
  const { host, pages } = open();
  pages.search = 'grace';
  await settled(pages.sortBy({ sort: 'email', descending: true }));
  expect(pages.narrowed).toBe(true);
  await settled(pages.clear());
  expect(pages.narrowed).toBe(false);
  expect(queries(host).at(-1)).toMatchObject({ search: '', status: 'all', sort: 'email', descending: true });
});

test('nothing is asked once it has stopped', async () => {
  const { host, pages } = open();
  pages.typed();
  pages.stop();
  await vi.runAllTimersAsync();
  expect(host.calls).toEqual([]);
});

test('a header sorts dates from the newest and turns round at the second press', () => {
  const byName = { sort: 'name', descending: false } as const;
  expect(orderAfter(byName, 'created')).toEqual({ sort: 'created', descending: true });
  expect(orderAfter(byName, 'email')).toEqual({ sort: 'email', descending: false });
  expect(orderAfter(byName, 'name')).toEqual({ sort: 'name', descending: true });
});
