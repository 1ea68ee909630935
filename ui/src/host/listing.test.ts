import { describe, expect, it } from 'vitest';
import { Listing, mostRefreshed } from './listing.svelte';

describe('a list that is read a page at a time', () => {
  it('goes on where the last page ended', async () => {
    const asked: (string | null)[] = [];
    const listing = new Listing((after) => {
      asked.push(after);
      return Promise.resolve(after === null ? { rows: [3, 2], next: '2' } : { rows: [1], next: null });
    });
    await listing.load();
    await listing.more();
    expect(asked).toEqual([null, '2']);
    expect(listing.rows).toEqual([3, 2, 1]);
    expect(listing.next).toBeNull();
  });

  it('drops an answer that comes after a newer question', async () => {
    const waiting: ((rows: number[]) => void)[] = [];
    const listing = new Listing<number>(
      () => new Promise((resolve) => waiting.push((rows) => resolve({ rows, next: null }))),
    );
    const old = listing.load();
    const newer = listing.load();
    waiting[1]?.([2]);
    waiting[0]?.([1]);
    await Promise.all([old, newer]);
    expect(listing.rows).toEqual([2]);
    expect(listing.loading).toBe(false);
  });

  it('keeps what was shown when the next page fails', async () => {
    let fails = false;
    const listing = new Listing(() =>
      fails ? Promise.reject(new Error('gone')) : Promise.resolve({ rows: [1], next: '1' }),
    );
    await listing.load();
    fails = true;
    await listing.more();
    expect(listing.rows).toEqual([1]);
    expect(listing.failure).not.toBeNull();
  });

  it('is refreshed as far as it was read', async () => {
    let newest = 5;
    const listing = new Listing((after) => {
      const from = after === null ? newest : Number(after) - 1;
      const rows = [from, from - 1].filter((row) => row > 0);
      return Promise.resolve({ rows, next: from > 2 ? String(from - 1) : null });
    });
    await listing.load();
    await listing.more();
    newest = 6;
    await listing.refresh();
    expect(listing.rows).toEqual([6, 5, 4, 3]);
    expect(listing.next).toBe('3');
    expect(listing.asked).toBe(0);
  });

  it('is refreshed without a word: neither waiting nor a silent directory is shown', async () => {
    let fails = false;
    const silent = { code: 'directory_unreachable', fields: [], retryable: true, data: {} };
    const listing = new Listing(() => (fails ? Promise.reject(silent) : Promise.resolve({ rows: [1], next: null })));
    await listing.load();
    fails = true;
    const refreshed = listing.refresh();
    expect(listing.loading).toBe(false);
    expect(await refreshed).toBe(false);
    expect(listing.rows).toEqual([1]);
    expect(listing.failure).toBeNull();
    fails = false;
    expect(await listing.refresh()).toBe(true);
  });

  it('says why it could not be refreshed otherwise', async () => {
    let fails = false;
    const listing = new Listing(() =>
      fails ? Promise.reject(new Error('gone')) : Promise.resolve({ rows: [1], next: null }),
    );
    await listing.load();
    fails = true;
    expect(await listing.refresh()).toBe(true);
    expect(listing.rows).toEqual([1]);
    expect(listing.failure).not.toBeNull();
  });

  it('lets somebody who asks for more go first', async () => {
    const waiting: ((rows: number[]) => void)[] = [];
    const listing = new Listing<number>(
      () => new Promise((resolve) => waiting.push((rows) => resolve({ rows, next: String(rows[0]) }))),
    );
    const first = listing.load();
    waiting[0]?.([2]);
    await first;
    const more = listing.more();
    expect(await listing.refresh()).toBe(false);
    waiting[1]?.([1]);
    await more;
    expect(listing.rows).toEqual([2, 1]);
  });

  it('keeps what is too far down to be loaded again', async () => {
    const all = Array.from({ length: 2 * mostRefreshed }, (_, index) => index);
    const listing = new Listing((after) => {
      const from = after === null ? 0 : Number(after);
      return Promise.resolve({ rows: all.slice(from, from + 500), next: String(from + 500) });
    });
    await listing.load();
    for (let page = 0; page < 3; page += 1) await listing.more();
    await listing.refresh();
    expect(listing.rows).toEqual(all);
    expect(listing.next).toBe('2000');
  });

  it('shows no rows of another question', async () => {
    let fails = false;
    const listing = new Listing(() =>
      fails ? Promise.reject(new Error('gone')) : Promise.resolve({ rows: [1], next: null }),
    );
    await listing.load();
    fails = true;
    await listing.restart();
    expect(listing.rows).toBeNull();
    expect(listing.failure).not.toBeNull();
    expect(listing.asked).toBe(1);
  });
});
