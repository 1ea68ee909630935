import { render, screen, waitFor, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { expect, test, vi } from 'vitest';
import { expectAccessible } from '../host/axe';
import { memoryHost, memoryPassword, type MemoryOptions } from '../host/memory';
import { localDirectory } from '../host/memory/directory';
import App from './App.svelte';

function open(options: MemoryOptions = {}) {
  const host = memoryHost(options);
  render(App, { host });
  return host;
}

const heading = (name: string) => screen.findByRole('heading', { level: 1, name });
const count = (host: ReturnType<typeof open>, command: string) =>
  host.calls.filter((call) => call.command === command).length;

test.each([
  ['first_run', 'Welcome to Frontdesk'],
  ['passphrase', 'Open the directory'],
  ['credentials', 'Connect to the server'],
  ['vacant', 'Create the owner'],
  ['problem', 'Another program is using the directory'],
  ['sign_in', 'Sign in'],
  ['signed_in', 'Users'],
  ['locked', 'Locked'],
] as const)('the phase %s has its view', async (phase, title) => {
  open({ phase });
  expect(await heading(title)).toBeInTheDocument();
});

test('the opening waits for the event that it is over', async () => {
  const host = open({ phase: 'opening' });
  await waitFor(() => expect(count(host, 'start_state')).toBe(1));
  host.answer('start_state', () => ({ phase: 'passphrase', directory: localDirectory }));
  host.emit('start-changed');
  expect(await heading('Open the directory')).toBeInTheDocument();
});

test('a state that cannot be asked for is a problem with words', async () => {
  open({ fail: { start_state: 'unexpected' } });
  expect(await heading('Something went wrong in Frontdesk')).toBeInTheDocument();
});

test('the whole way: first run, owner, lock, unlock, sign out', async () => {
  const host = open({ phase: 'first_run' });
  await heading('Welcome to Frontdesk');
  await userEvent.keyboard('{Enter}');
  await userEvent.keyboard(
    'Ada{Tab}Lovelace{Tab}ada@example.com{Tab}Violet-Kettle_73{Tab}{Tab}Violet-Kettle_73{Enter}',
  );
  await heading('Users');
  await userEvent.keyboard('{Control>}l{/Control}');
  await heading('Locked');
  await userEvent.keyboard(`${memoryPassword}{Enter}`);
  await waitFor(() => expect(screen.queryByRole('heading', { name: 'Locked' })).not.toBeInTheDocument());
  await userEvent.click(screen.getByRole('button', { name: 'Sign Out' }));
  expect(await heading('Sign in')).toBeInTheDocument();
  expect(host.calls.map((call) => call.command)).toContain('sign_out');
});

test('each page is reached by keyboard, takes the focus and names the window', async () => {
  open();
  await heading('Users');
  const pages = within(screen.getByRole('navigation', { name: 'Pages' }));
  for (const name of ['Roles', 'Outbox', 'Activity', 'Settings', 'Users']) {
    pages.getByRole('link', { name }).focus();
    await userEvent.keyboard('{Enter}');
    await waitFor(async () => expect(await heading(name)).toHaveFocus());
    expect(pages.getByRole('link', { name })).toHaveAttribute('aria-current', 'page');
    expect(document.title).toBe(`${name} – Frontdesk`);
  }
  await expectAccessible();
});

test('only pages that the operator may see are offered', async () => {
  open({ permissions: ['activity.view'] });
  await heading('Activity');
  const links = within(screen.getByRole('navigation', { name: 'Pages' })).getAllByRole('link');
  expect(links.map((link) => link.textContent?.trim())).toEqual(['Activity', 'Settings']);
});

test('the sample says so and can be left, and has no lock that nobody could open', async () => {
  open({ sample: true });
  await heading('Users');
  expect(screen.getByText(/every user is invented/)).toBeInTheDocument();
  expect(screen.queryByRole('button', { name: 'Lock' })).not.toBeInTheDocument();
  await expectAccessible();
  await userEvent.click(screen.getByRole('button', { name: 'Leave' }));
  expect(await heading('Welcome to Frontdesk')).toBeInTheDocument();
});

test('Ctrl+N opens the wizard over any page, Cmd+N on macOS', async () => {
  open({ platform: 'macos' });
  await heading('Users');
  await userEvent.keyboard('{Control>}n{/Control}');
  expect(screen.queryByRole('dialog', { name: 'Create New User' })).not.toBeInTheDocument();
  await userEvent.keyboard('{Meta>}n{/Meta}');
  expect(await screen.findByRole('dialog', { name: 'Create New User' })).toBeInTheDocument();
});

test('nobody without the right gets the wizard', async () => {
  open({ permissions: ['users.view'] });
  await heading('Users');
  await userEvent.keyboard('{Control>}n{/Control}');
  expect(screen.queryByRole('dialog')).not.toBeInTheDocument();
});

test('Ctrl+F goes to the search of the users', async () => {
  open();
  await heading('Users');
  await userEvent.click(screen.getByRole('link', { name: 'Settings' }));
  await heading('Settings');
  await userEvent.keyboard('{Control>}f{/Control}');
  await waitFor(() => expect(screen.getByRole('searchbox')).toHaveFocus());
});

test('input tells that the operator is at work, at most every 15 s', async () => {
  const now = vi.spyOn(performance, 'now').mockReturnValue(1000);
  const host = open();
  await heading('Users');
  await userEvent.keyboard('abc');
  expect(count(host, 'keep_alive')).toBe(1);
  now.mockReturnValue(15_999);
  await userEvent.keyboard('d');
  expect(count(host, 'keep_alive')).toBe(1);
  now.mockReturnValue(16_000);
  await userEvent.keyboard('e');
  expect(count(host, 'keep_alive')).toBe(2);
});

test('a locked window does not claim that somebody is at work', async () => {
  const host = open({ phase: 'locked' });
  await heading('Locked');
  await userEvent.keyboard('abc');
  expect(count(host, 'keep_alive')).toBe(0);
});
