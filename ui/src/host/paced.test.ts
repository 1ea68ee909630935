import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { pace, Paced, patience } from './paced';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('one event is answered at once, and a flood once in each pace', async () => {
  const work = vi.fn(() => Promise.resolve(true));
  const paced = new Paced(work);
  paced.ask();
  expect(work).toHaveBeenCalledTimes(1);
  for (let event = 0; event < 20; event += 1) {
    paced.ask();
    await vi.advanceTimersByTimeAsync(pace / 10);
  }
  expect(work).toHaveBeenCalledTimes(3);
  paced.ask();
  await vi.advanceTimersByTimeAsync(3 * pace);
  expect(work).toHaveBeenCalledTimes(4);
});

test('one turn at a time, however long it takes, and one more for what came meanwhile', async () => {
  const ends: (() => void)[] = [];
  const work = vi.fn(() => new Promise<boolean>((resolve) => ends.push(() => resolve(true))));
  const paced = new Paced(work);
  paced.ask();
  paced.ask();
  paced.ask();
  await vi.advanceTimersByTimeAsync(10 * pace);
  expect(work).toHaveBeenCalledTimes(1);
  ends[0]?.();
  await vi.advanceTimersByTimeAsync(pace);
  expect(work).toHaveBeenCalledTimes(2);
  ends[1]?.();
  await vi.advanceTimersByTimeAsync(10 * pace);
  expect(work).toHaveBeenCalledTimes(2);
});

test('what was in vain is done again after a while, and at once where something has changed', async () => {
  const work = vi.fn(() => Promise.resolve(false));
  const paced = new Paced(work);
  paced.ask();
  await vi.advanceTimersByTimeAsync(patience - 1);
  expect(work).toHaveBeenCalledTimes(1);
  await vi.advanceTimersByTimeAsync(1);
  expect(work).toHaveBeenCalledTimes(2);
  await vi.advanceTimersByTimeAsync(pace);
  paced.ask();
  expect(work).toHaveBeenCalledTimes(3);
  await vi.advanceTimersByTimeAsync(patience - 1);
  expect(work).toHaveBeenCalledTimes(3);
});

test('nothing is done once it has stopped', async () => {
  const work = vi.fn(() => Promise.resolve(false));
  const paced = new Paced(work);
  paced.ask();
  paced.ask();
  paced.stop();
  paced.ask();
  await vi.advanceTimersByTimeAsync(3 * patience);
  expect(work).toHaveBeenCalledTimes(1);
});
