import { render, screen, waitFor } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import type { Component } from 'svelte';
import { expect, test, vi } from 'vitest';
import { Later, loadWhenIdle } from '../design/later.svelte';
import Lazy from './Lazy.svelte';

interface Label {
  label: string;
  delay?: number;
}

const source = (): Promise<{ default: Component<Label> }> => import('./Spinner.svelte');
const LazySpinner: Component<{ of: Later<Label>; props: Label }> = Lazy;

test('a view is loaded when it is shown, and once only', async () => {
  const load = vi.fn(source);
  const of = new Later(load);
  expect(load).not.toHaveBeenCalled();
  const first = render(LazySpinner, { props: { of, props: { label: 'Counting', delay: 0 } } });
  await waitFor(() => expect(of.view).toBeDefined());
  first.unmount();
  render(LazySpinner, { props: { of, props: { label: 'Counting', delay: 0 } } });
  expect(load).toHaveBeenCalledOnce();
});

test('a view that does not come is said, and can be asked for again', async () => {
  const load = vi.fn(source).mockRejectedValueOnce(new Error('gone'));
  const of = new Later(load);
  render(LazySpinner, { props: { of, props: { label: 'Counting' } } });
  expect(await screen.findByRole('alert')).toHaveTextContent(/could not be loaded.*restart Frontdesk/);
  await userEvent.click(screen.getByRole('button', { name: 'Try Again' }));
  await waitFor(() => expect(screen.queryByRole('alert')).not.toBeInTheDocument());
  expect(load).toHaveBeenCalledTimes(2);
});

test('views are loaded one after the other while nothing else is to be done', async () => {
  vi.useFakeTimers();
  const loads = [vi.fn(source), vi.fn(source)];
  const stop = loadWhenIdle(loads.map((load) => new Later(load)));
  expect(loads[0]).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(600);
  vi.useRealTimers();
  await waitFor(() => expect(loads[1]).toHaveBeenCalledOnce());
  stop();
});
