import { fireEvent, render, screen, waitFor, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { afterEach, expect, test, vi } from 'vitest';
import type { DirectoryCondition } from '../bindings/ipc';
import { expectAccessible } from '../host/axe';
import { memoryHost, type MemoryHost, type MemoryOptions } from '../host/memory';
import { refusal } from '../host/memory/world';
import App from './App.svelte';

afterEach(() => void vi.useRealTimers());

const answering: DirectoryCondition = { answers: true, fault: null, nextTrySeconds: null };
const asking: DirectoryCondition = { answers: false, fault: null, nextTrySeconds: null };
const refused: DirectoryCondition = {
  ...{ answers: false, nextTrySeconds: 8 },
  fault: refusal('connection_refused', { data: { host: 'db.example.com:5432' } }),
};

async function open(options: MemoryOptions = {}) {
  const host = memoryHost({ remote: true, ...options });
  render(App, { host });
  await screen.findByRole('heading', { level: 1, name: 'Users' });
  await screen.findByRole('grid');
  return { host, user: userEvent.setup({ delay: null }) };
}

function become(host: MemoryHost, condition: DirectoryCondition): void {
  host.answer('directory_condition', () => condition);
  host.emit('condition-changed');
}

const directory = () => screen.getByRole('region', { name: 'Directory' });
const alert = () => screen.findByRole('alert');
const back = () => screen.queryByText('The directory answers again.');
const count = (host: MemoryHost, command: string) => host.calls.filter((call) => call.command === command).length;
const page = (name: string) => within(screen.getByRole('navigation', { name: 'Pages' })).getByRole('link', { name });

test('the window always says which directory is open, where it is, and whether it answers', async () => {
  const { host } = await open();
  expect(directory()).toHaveTextContent(/On a server: Head office .*frontdesk@db\.example\.com:5432\/users/);
  expect(within(directory()).getByTitle(/frontdesk@db\.example\.com/)).toBeVisible();
  expect(directory()).toHaveTextContent(/Answers$/);
  become(host, asking);
  await waitFor(() => expect(directory()).toHaveTextContent(/Reconnecting…$/));
  become(host, refused);
  await waitFor(() => expect(directory()).toHaveTextContent(/Not answering$/));
  await expectAccessible();
});

test('a local directory and the sample are told apart from a server', async () => {
  await open({ remote: false });
  expect(directory()).toHaveTextContent(/On this computer: This computer/);
});

test('the sample says that it is one', async () => {
  await open({ remote: false, sample: true });
  expect(directory()).toHaveTextContent(/Sample data/);
});

test('a lost connection is said at once, then why, and when it is tried again', async () => {
  const { host } = await open();
  become(host, asking);
  const notice = await alert();
  expect(notice).toHaveTextContent(/Head office does not answer\. What you have typed stays/);
  expect(screen.getByText('Frontdesk is trying to reach it.')).toBeVisible();
  become(host, refused);
  await waitFor(() => expect(notice).toHaveTextContent(/The server cannot be reached.*db\.example\.com:5432/));
  expect(screen.getByText(/tries again by itself in 8 seconds/)).toBeVisible();
  // Only what is new is read out, and no seconds.
  expect(notice).toHaveAttribute('aria-atomic', 'false');
  expect(notice).not.toHaveTextContent(/seconds/);
  expect(within(screen.getByRole('main')).queryByRole('alert')).not.toBeInTheDocument();
});

test('the seconds count down', async () => {
  const { host } = await open();
  vi.useFakeTimers();
  become(host, refused);
  await vi.advanceTimersByTimeAsync(100);
  expect(screen.getByText(/in 8 seconds/)).toBeVisible();
  await vi.advanceTimersByTimeAsync(7000);
  expect(screen.getByText(/in 1 second\./)).toBeVisible();
  await vi.advanceTimersByTimeAsync(3000);
  expect(screen.getByText('Frontdesk is trying to reach it.')).toBeVisible();
});

test('that it answers again is said for a moment, and what is shown is asked for anew', async () => {
  const { host } = await open();
  become(host, refused);
  await alert();
  await new Promise((resolve) => setTimeout(resolve, 700));
  const asked = count(host, 'list_users');
  vi.useFakeTimers();
  become(host, answering);
  await vi.advanceTimersByTimeAsync(400);
  expect(screen.queryByRole('alert')).not.toBeInTheDocument();
  expect(back()?.closest('[role="status"]')).toBeVisible();
  expect(count(host, 'list_users')).toBe(asked + 1);
  await vi.advanceTimersByTimeAsync(6000);
  expect(back()).not.toBeInTheDocument();
});

test('lists keep what they had, and a page that could not be loaded comes by itself', async () => {
  const { host, user } = await open();
  host.fail.list_users = host.fail.list_outbox = host.fail.list_roles = host.fail.list_activity = 'directory_unreachable';
  become(host, refused);
  await alert();
  host.emit('directory-changed');
  expect(screen.getAllByRole('row').length).toBeGreaterThan(20);
  for (const name of ['Roles', 'Outbox', 'Activity']) {
    await user.click(page(name));
    expect(await screen.findByText('This comes as soon as the directory answers.')).toBeVisible();
    expect(screen.getAllByRole('alert')).toHaveLength(1);
  }
  for (const command of ['list_users', 'list_outbox', 'list_roles', 'list_activity'] as const) delete host.fail[command];
  become(host, answering);
  expect((await screen.findAllByRole('row')).length).toBeGreaterThan(20);
  expect(screen.queryByText(/as soon as the directory answers/)).not.toBeInTheDocument();
});

test('another filter that could not be loaded comes by itself, and nothing of it is lost', async () => {
  const { host, user } = await open();
  host.fail.list_users = 'directory_unreachable';
  become(host, refused);
  await alert();
  await user.selectOptions(screen.getByRole('combobox', { name: 'Status' }), 'Disabled');
  expect(await screen.findByText('This comes as soon as the directory answers.')).toBeVisible();
  delete host.fail.list_users;
  become(host, answering);
  await screen.findByRole('grid');
  expect(screen.getByRole('combobox', { name: 'Status' })).toHaveDisplayValue('Disabled');
  expect(screen.queryAllByRole('row', { name: /Yes Yes Yes$/ })).toHaveLength(0);
});

test('dialogs stay open with what was typed in them, and the wizard says that nothing answers', async () => {
  const { host, user } = await open();
  await user.click(screen.getByRole('button', { name: '+ New User' }));
  await user.type(await screen.findByLabelText(/First Name/), 'Grace');
  become(host, refused);
  const dialog = screen.getByRole('dialog', { name: 'Create New User' });
  expect(await within(dialog).findByText(/The directory does not answer\. What you have typed stays/)).toBeVisible();
  expect(within(dialog).getByLabelText(/First Name/)).toHaveValue('Grace');
  become(host, answering);
  await waitFor(() => expect(within(dialog).queryByText(/does not answer/)).not.toBeInTheDocument());
  expect(within(dialog).getByLabelText(/First Name/)).toHaveFocus();
});

test.each(['users-changed', 'outbox-changed', 'directory-changed'] as const)('%s brings the page up to date', async (event) => {
  const { host, user } = await open();
  for (const [name, command] of [
    ['Roles', 'list_roles'],
    ['Outbox', 'list_outbox'],
    ['Activity', 'list_activity'],
    ['Users', 'list_users'],
  ] as const) {
    await user.click(page(name));
    await screen.findByRole('heading', { level: 1, name });
    await waitFor(() => expect(screen.queryByText(/^Loading/)).not.toBeInTheDocument());
    await new Promise((resolve) => setTimeout(resolve, 350));
    const [before, users] = [count(host, command), count(host, 'list_users')];
    host.emit(event);
    await waitFor(() => expect(count(host, command)).toBe(before + 1));
    // What is not shown is not asked for.
    if (name !== 'Users') expect(count(host, 'list_users')).toBe(users);
  }
});

test('a flood of changes is answered by few questions', async () => {
  const { host } = await open();
  const before = count(host, 'list_users');
  for (let change = 0; change < 50; change += 1) {
    host.emit('directory-changed');
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  await new Promise((resolve) => setTimeout(resolve, 400));
  expect(count(host, 'list_users') - before).toBeLessThanOrEqual(4);
});

test('nothing is asked for while the window is locked, and all of it afterwards', async () => {
  const { host, user } = await open();
  await user.keyboard('{Control>}l{/Control}');
  await screen.findByRole('heading', { name: 'Locked' });
  const before = count(host, 'list_users');
  host.emit('directory-changed');
  await new Promise((resolve) => setTimeout(resolve, 350));
  expect(count(host, 'list_users')).toBe(before);
  await user.keyboard('Violet-Kettle_73{Enter}');
  await waitFor(() => expect(count(host, 'list_users')).toBe(before + 1));
});

test('the focus stays where it is when the directory falls silent and comes back', async () => {
  const { host } = await open();
  const row = screen.getAllByRole('row')[3] as HTMLElement;
  row.focus();
  become(host, refused);
  await alert();
  await fireEvent.focus(row);
  become(host, answering);
  await waitFor(() => expect(back()).toBeVisible());
  expect(row).toHaveFocus();
});
