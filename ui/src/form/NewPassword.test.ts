import { render, screen, waitFor } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { expect, test, vi } from 'vitest';
import type { Problem } from '../bindings/ipc';
import { expectAccessible } from '../host/axe';
import { memoryHost, type MemoryHost } from '../host/memory';
import NewPassword from './NewPassword.svelte';

const mismatch: Problem = { field: 'confirm_password', code: 'mismatch', data: {} };
const ada = { firstName: 'Ada', lastName: 'Lovelace', email: 'ada@example.com' };

function show(host: MemoryHost, more: { problems?: Problem[]; insist?: boolean; oninput?: () => void } = {}) {
  render(NewPassword, { host, password: '', confirm: '', idPrefix: 'owner', ...ada, ...more });
}

const field = (name: string) => screen.getByLabelText<HTMLInputElement>(name);

test('the requirements tick themselves off and the strength is said in words', async () => {
  show(memoryHost());
  expect(await screen.findByText('An uppercase letter')).toHaveTextContent('not met yet');
  await userEvent.type(field('New Password'), 'Violet-Kettle_73');
  await waitFor(() => expect(screen.getByText('An uppercase letter')).toHaveTextContent(', met'));
  expect(screen.getByRole('meter', { name: 'Strength' })).toHaveAttribute('aria-valuetext', 'Very strong');
  await expectAccessible();
});

test('what makes a password weak is said', async () => {
  show(memoryHost());
  await userEvent.type(field('New Password'), 'Lovelace1');
  expect(await screen.findByText('It contains a name, the email or the organisation')).toBeInTheDocument();
});

test('a mismatch shows only once the second field was left', async () => {
  show(memoryHost(), { problems: [mismatch] });
  await userEvent.type(field('Confirm Password'), 'Viol');
  expect(screen.queryByText('The two passwords differ')).not.toBeInTheDocument();
  await userEvent.tab();
  expect(screen.getByText('The two passwords differ')).toBeInTheDocument();
  await userEvent.click(field('Confirm Password'));
  expect(screen.queryByText('The two passwords differ')).not.toBeInTheDocument();
});

test('an answer about an older text is dropped', async () => {
  const host = memoryHost();
  const rating = (score: number) => ({ score, rules: [], weaknesses: [] });
  let release = (): void => {};
  host.answer('rate_password', async ({ form }) => {
    if (form.password === 'a') await new Promise<void>((resolve) => (release = resolve));
    return rating(form.password === 'a' ? 0 : 4);
  });
  show(host);
  await userEvent.type(field('New Password'), 'ab');
  await waitFor(() => expect(screen.getByText('Very strong')).toBeInTheDocument());
  release();
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(screen.getByText('Very strong')).toBeInTheDocument();
});

test('Auto-Generate fills both fields, shows itself once and offers a copy', async () => {
  const host = memoryHost();
  const oninput = vi.fn();
  show(host, { oninput });
  await userEvent.click(screen.getByRole('button', { name: 'Auto-Generate' }));
  const shown = await screen.findByLabelText('Generated password');
  const generated = shown.textContent;
  expect(generated).toHaveLength(20);
  expect(field('New Password')).toHaveValue(generated);
  expect(field('Confirm Password')).toHaveValue(generated);
  expect(oninput).toHaveBeenCalled();
  expect(screen.getByText(/it will not be shown again/)).toBeInTheDocument();
  await waitFor(() => expect(screen.getByRole('button', { name: 'Copy' })).toHaveFocus());
  await userEvent.keyboard('{Enter}');
  expect(await screen.findByText(/cleared after 30 seconds/)).toBeInTheDocument();
  expect(host.calls).toContainEqual({ command: 'copy_password', args: { password: generated } });
  host.emit('clipboard-cleared');
  expect(await screen.findByText('The clipboard was cleared.')).toBeInTheDocument();
  await expectAccessible();

  await userEvent.click(screen.getByRole('button', { name: 'Done' }));
  expect(screen.queryByText(generated)).not.toBeInTheDocument();
  expect(screen.getByRole('button', { name: 'Auto-Generate' })).toHaveFocus();
  expect(field('New Password')).toHaveValue(generated);
});

test('the length has its limits, and words are another shape', async () => {
  const host = memoryHost();
  show(host);
  await userEvent.click(screen.getByRole('button', { name: 'Auto-Generate' }));
  const length = await screen.findByLabelText('Characters (12 to 64)');
  await userEvent.clear(length);
  await userEvent.type(length, '65');
  const again = screen.getByRole('button', { name: 'Generate Again' });
  expect(again).toHaveAccessibleDescription('Enter a whole number from 12 to 64');
  await userEvent.clear(length);
  await userEvent.type(length, '64{Enter}');
  await waitFor(() => expect(screen.getByLabelText('Generated password').textContent).toHaveLength(64));
  await userEvent.selectOptions(screen.getByLabelText('Made of'), 'Words');
  await userEvent.click(again);
  const options = { shape: 'words', words: 6 };
  await waitFor(() =>
    expect(host.calls.at(-1)?.args).toMatchObject({ form: { password: expect.stringMatching(/-/) } }),
  );
  expect(host.calls.findLast((call) => call.command === 'generate_password')?.args).toMatchObject({ options });
});

test('Esc closes only the generator', async () => {
  show(memoryHost());
  await userEvent.click(screen.getByRole('button', { name: 'Auto-Generate' }));
  await screen.findByLabelText('Generated password');
  await userEvent.keyboard('{Escape}');
  expect(screen.queryByRole('dialog')).not.toBeInTheDocument();
});

test('a clipboard that cannot be used is said', async () => {
  show(memoryHost({ fail: { copy_password: 'clipboard_unavailable' } }));
  await userEvent.click(screen.getByRole('button', { name: 'Auto-Generate' }));
  await userEvent.click(await screen.findByRole('button', { name: 'Copy' }));
  expect(await screen.findByText(/The clipboard cannot be used/)).toBeInTheDocument();
});
