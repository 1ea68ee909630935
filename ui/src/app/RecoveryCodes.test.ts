import { render, screen, waitFor, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { expect, test } from 'vitest';
import { expectAccessible } from '../host/axe';
import { memoryHost, memoryPassword, type MemoryOptions } from '../host/memory';
import App from './App.svelte';

const dialog = () => screen.findByRole('dialog', { name: 'Your recovery codes' });
const gone = () => expect(screen.queryByRole('dialog', { name: 'Your recovery codes' })).not.toBeInTheDocument();
const list = async () => within(await dialog()).findByRole('list', { name: 'Recovery codes' });
const button = async (name: string) => within(await dialog()).getByRole('button', { name });

function open(options: MemoryOptions = {}) {
  const host = memoryHost({ recoveryCodesDue: true, ...options });
  render(App, { host });
  return host;
}

const codes = async () => within(await list()).getAllByRole('listitem').map((item) => item.textContent ?? '');

test('codes that are due are shown once, and kept only when they are put away', async () => {
  const host = open();
  expect(await codes()).toHaveLength(10);
  expect(screen.getByRole('heading', { name: 'Your recovery codes' })).toHaveFocus();
  expect(await dialog()).toHaveAccessibleDescription(/They will not be shown again/);
  expect(await button('Done')).toHaveAccessibleDescription('Put the codes away and tick the box first');
  await userEvent.click(await button('Done'));
  expect(host.calls.map((call) => call.command)).not.toContain('keep_recovery_codes');
  await expectAccessible();
  await userEvent.click(screen.getByRole('checkbox', { name: 'I have put these codes away' }));
  await userEvent.click(await button('Done'));
  await waitFor(gone);
  expect(screen.getByRole('main')).toHaveFocus();
  expect(host.calls.filter((call) => call.command === 'new_recovery_codes')).toHaveLength(1);
});

test('neither Esc nor a shortcut gets past them', async () => {
  open();
  await list();
  await userEvent.keyboard('{Escape}{Control>}n{/Control}');
  expect(await list()).toBeVisible();
  expect(screen.queryByRole('dialog', { name: 'Create New User' })).not.toBeInTheDocument();
  expect(within(await dialog()).queryByRole('button', { name: 'Close' })).not.toBeInTheDocument();
});

test('they are copied by the shell, one a line, and it is said for how long', async () => {
  const host = open();
  const shown = await codes();
  await userEvent.click(await button('Copy'));
  expect(await screen.findByText(/^Copied\. The clipboard is cleared after 30 seconds/)).toBeVisible();
  expect(host.calls).toContainEqual({ command: 'copy_password', args: { password: shown.join('\n') } });
  host.emit('clipboard-cleared');
  expect(await screen.findByText('The clipboard was cleared.')).toBeVisible();
});

test('the lock takes them away, and afterwards there are others', async () => {
  open();
  const before = await codes();
  await userEvent.keyboard('{Control>}l{/Control}');
  await screen.findByRole('heading', { level: 1, name: 'Locked' });
  gone();
  expect(document.body).not.toHaveTextContent(before[0] as string);
  await userEvent.keyboard(`${memoryPassword}{Enter}`);
  const after = await codes();
  expect(after).not.toContain(before[0]);
  expect(screen.getByRole('checkbox', { name: 'I have put these codes away' })).not.toBeChecked();
});

test('codes that cannot be made are asked for again, and there is a way out', async () => {
  const host = open({ fail: { new_recovery_codes: 'directory_busy' } });
  expect(await screen.findByText(/Another program is using the directory/)).toBeVisible();
  expect(screen.queryByRole('checkbox')).not.toBeInTheDocument();
  delete host.fail.new_recovery_codes;
  await userEvent.click(await button('Try Again'));
  expect(await codes()).toHaveLength(10);
  await userEvent.click(await button('Sign Out'));
  expect(await screen.findByRole('heading', { level: 1, name: 'Sign in' })).toBeInTheDocument();
});

test('codes that could not be kept are shown for another try', async () => {
  const host = open({ fail: { keep_recovery_codes: 'disk_full' } });
  const before = await codes();
  await userEvent.click(screen.getByRole('checkbox', { name: 'I have put these codes away' }));
  await userEvent.click(await button('Done'));
  expect(await screen.findByText(/The disk is full/)).toBeVisible();
  expect(await codes()).toEqual(before);
  host.fail.keep_recovery_codes = 'wrong_state';
  await userEvent.click(await button('Done'));
  expect(await screen.findByText(/The codes shown before were not kept/)).toBeVisible();
  expect(await codes()).not.toContain(before[0]);
  expect(screen.getByRole('checkbox', { name: 'I have put these codes away' })).not.toBeChecked();
});

test('nothing is asked for where the window is locked; afterwards whoever signs in may copy the codes', async () => {
  const host = open({ phase: 'locked', permissions: ['activity.view'] });
  await screen.findByRole('heading', { level: 1, name: 'Locked' });
  gone();
  expect(host.calls.map((call) => call.command)).not.toContain('new_recovery_codes');
  await userEvent.keyboard(`${memoryPassword}{Enter}`);
  await list();
  expect(await button('Copy')).toBeVisible();
});
