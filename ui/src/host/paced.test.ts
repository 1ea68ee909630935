import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { pace, Paced } from './paced';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('one event is answered at once, and a flood once in each pace', async () => {
  const work = vi.fn();
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

test('nothing is done once it has stopped', async () => {
  const work = vi.fn();
  const paced = new Paced(work);
  paced.ask();
  paced.ask();
  paced.stop();
  await vi.advanceTimersByTimeAsync(3 * pace);
  expect(work).toHaveBeenCalledTimes(1);
});
