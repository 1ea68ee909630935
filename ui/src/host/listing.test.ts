import { describe, expect, it } from 'vitest';
import { Listing } from './listing.svelte';

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
});
