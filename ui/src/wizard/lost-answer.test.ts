/** The answer to the creation of a user is lost. */
import { render, screen, waitFor, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { expect, test, vi } from 'vitest';
import type { Commands, CreatedUser, Session } from '../bindings/ipc';
import { expectAccessible } from '../host/axe';
import { memoryHost, type MemoryHost } from '../host/memory';
import { refusal } from '../host/memory/world';
import { signedIn } from '../host/signed-in';
import { DraftForm } from './draft.svelte';
import Wizard from './Wizard.svelte';

const password = 'Quartz#Lagoon_77x';
const email = 'nadia@example.com';

type Create = Commands['create_user']['args'];

/** Creates the account and loses the answer, or is lost before; afterwards it answers as the real one does. */
function losing(host: MemoryHost, { created, times = 1 }: { created: boolean; times?: number }) {
  const accounts = new Map<string, CreatedUser>();
  let left = times;
  host.answer('create_user', ({ draft, requestId }) => {
    const before = accounts.get(requestId);
    if (left === 0 && before) return { ...before, earlier: true };
    if (left === 0 || created) {
      if (draft.password === '') throw refusal('invalid', { fields: [{ field: 'password', code: 'required', data: {} }] });
      accounts.set(requestId, before ?? { id: crypto.randomUUID(), email: draft.email, earlier: false });
    }
    if (left === 0) return accounts.get(requestId) as CreatedUser;
    left -= 1;
    throw refusal('directory_unreachable', { retryable: true });
  });
  return accounts;
}

async function open() {
  const host = memoryHost();
  const session = await signedIn(host);
  const onclose = vi.fn();
  const oncreated = vi.fn();
  const props = { host, session, onclose, oncreated, answers: true, refresh: 0 };
  const { rerender } = render(Wizard, props);
  const user = userEvent.setup({ delay: null });
  for (const [name, value] of [
    ['First Name', 'Nadia'],
    ['Last Name', 'Nowak'],
    ['Email', email],
    ['New Password', password],
    ['Confirm Password', password],
  ] as const) {
    await user.type(field(name), value);
  }
  await user.click(screen.getByRole('tab', { name: 'Roles & Permissions' }));
  await waitFor(() => expect(button('Edit Roles & Permissions')).not.toHaveAttribute('aria-disabled'));
  await user.click(button('Edit Roles & Permissions'));
  await user.click(screen.getByRole('treeitem', { name: 'Member' }));
  await user.click(button('Apply'));
  await user.click(screen.getByRole('tab', { name: 'General' }));
  await waitFor(() => expect(create()).not.toHaveAttribute('aria-disabled'));
  const become = (answers: boolean, now: Session = session) => rerender({ ...props, session: now, answers });
  const requests = () =>
    host.calls.filter(({ command }) => command === 'create_user').map(({ args }) => (args as Create).requestId);
  return { host, user, session, onclose, oncreated, become, requests };
}

const button = (name: string) => screen.getByRole('button', { name });
const create = () => button('Create User');
const field = (name: string) => screen.getByLabelText(name, { exact: false, selector: 'input' });
const waiting = () => screen.findByRole('heading', { name: 'The answer was lost' });
/** Whether what was typed can be changed. */
const isOpen = () => !screen.getByRole('tablist', { hidden: true }).closest<HTMLElement>('.wizard')?.inert;

test('a lost answer is waited for, and as soon as the directory answers the one account is told', async () => {
  const { host, user, oncreated, become, requests } = await open();
  const accounts = losing(host, { created: true });
  await become(false);
  await user.click(create());
  expect(await waiting()).toHaveFocus();
  expect(screen.getByText(/The connection was lost while the account was being created/)).toBeVisible();
  expect(isOpen()).toBe(false);
  expect(field('First Name')).toHaveValue('Nadia');
  await expectAccessible();
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(requests()).toHaveLength(1);
  await become(true);
  expect(await screen.findByRole('heading', { name: 'User created' })).toHaveFocus();
  expect(screen.getByText(`${email} was created before the connection was lost. It was not created twice.`)).toBeVisible();
  expect(new Set(requests()).size).toBe(1);
  expect(requests()).toHaveLength(2);
  expect(accounts.size).toBe(1);
  expect(oncreated).toHaveBeenCalledOnce();
  await expectAccessible();
});

test('an account that was not created before is created then, and it says only that', async () => {
  const { host, user, become, requests } = await open();
  losing(host, { created: false });
  await become(false);
  await user.click(create());
  await waiting();
  await become(true);
  expect(await screen.findByText(`${email} was created.`)).toBeVisible();
  expect(screen.queryByText(/not created twice/)).not.toBeInTheDocument();
  expect(new Set(requests()).size).toBe(1);
});

test('while the directory seems to answer it is asked by itself after a moment', async () => {
  const { host, user, requests } = await open();
  losing(host, { created: true });
  await user.click(create());
  await waiting();
  expect(await screen.findByText(/It was not created twice/)).toBeVisible();
  expect(requests()).toHaveLength(2);
});

test('pauses grow while it is lost again and again, and begin anew once the directory was silent', () => {
  const form = new DraftForm(memoryHost());
  const pauses = [0, 1, 2, 3, 4, 5, 6, 7].map((tries) => {
    form.tries = tries;
    return form.pause / 1000;
  });
  expect(pauses).toEqual([0, 1, 2, 4, 8, 16, 30, 30]);
});

test('waiting is cancelled: the form comes back with a warning, and creating again is safe', async () => {
  const { host, user, become, requests } = await open();
  const accounts = losing(host, { created: true });
  await become(false);
  await user.click(create());
  await waiting();
  await user.click(button('Cancel waiting'));
  expect(create()).toHaveFocus();
  expect(screen.getByText(/Whether nadia@example\.com was created is not known/)).toBeVisible();
  expect(isOpen()).toBe(true);
  await expectAccessible();
  await become(true);
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(requests()).toHaveLength(1);
  await user.type(field('Last Name'), 'a');
  await waitFor(() => expect(create()).not.toHaveAttribute('aria-disabled'));
  await user.click(create());
  expect(await screen.findByText(/It was not created twice/)).toBeVisible();
  expect(screen.getByText(/What you changed in the form afterwards is not part of the account/)).toBeVisible();
  expect(new Set(requests()).size).toBe(1);
  expect(accounts.size).toBe(1);
});

test('another email is another request, and the same email again is the same', async () => {
  const { host, user, become, requests } = await open();
  losing(host, { created: true });
  await become(false);
  await user.click(create());
  await waiting();
  await user.click(button('Cancel waiting'));
  await become(true);
  await user.type(field('Email'), 'x');
  await user.type(field('Email'), '{Backspace}');
  await waitFor(() => expect(create()).not.toHaveAttribute('aria-disabled'));
  await user.click(create());
  expect(await screen.findByText(/It was not created twice/)).toBeVisible();
  await user.click(button('Create another'));
  for (const [name, value] of [
    ['First Name', 'Joan'],
    ['Last Name', 'Clarke'],
    ['Email', 'joan@example.com'],
    ['New Password', password],
    ['Confirm Password', password],
  ] as const) {
    await user.type(field(name), value);
  }
  await waitFor(() => expect(create()).not.toHaveAttribute('aria-disabled'));
  await user.click(create());
  expect(await screen.findByText('joan@example.com was created.')).toBeVisible();
  expect(new Set(requests()).size).toBe(2);
});

test('closing while nothing is known says so', async () => {
  const { host, user, become, onclose } = await open();
  losing(host, { created: true });
  await become(false);
  await user.click(create());
  await waiting();
  await user.keyboard('{Escape}');
  const asked = screen.getByRole('alertdialog', { name: 'Discard this user?' });
  expect(asked).toHaveTextContent(/Whether nadia@example\.com was created is not known/);
  await user.click(within(asked).getByRole('button', { name: 'Keep editing' }));
  expect(onclose).not.toHaveBeenCalled();
  expect(await waiting()).toBeVisible();
});

test('a refusal that comes instead is told as always, and the account is known not to exist', async () => {
  const { host, user, become } = await open();
  losing(host, { created: false });
  await become(false);
  await user.click(create());
  await waiting();
  host.answer('create_user', () => {
    throw refusal('invalid', { fields: [{ field: 'email', code: 'email_taken', data: {} }] });
  });
  await become(true);
  await waitFor(() => expect(field('Email')).toHaveFocus());
  expect(field('Email')).toHaveAccessibleDescription('This email is already registered');
  expect(screen.queryByText(/is not known/)).not.toBeInTheDocument();
  expect(field('New Password')).toHaveValue(password);
});

test('the lock takes the passwords, and afterwards the account is still found', async () => {
  const { host, user, session, become, requests } = await open();
  const accounts = losing(host, { created: true });
  await become(false);
  await user.click(create());
  await waiting();
  await become(true, { ...session, locked: true });
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(requests()).toHaveLength(1);
  await become(true);
  expect(await screen.findByText(/It was not created twice/)).toBeVisible();
  expect(accounts.size).toBe(1);
  const last = host.calls.filter(({ command }) => command === 'create_user').at(-1)?.args as Create;
  expect(last.draft.password).toBe('');
});

test('what could not be asked while the directory was silent is asked by itself', async () => {
  const { host, user, become } = await open();
  host.fail.check_draft = host.fail.check_email = 'directory_unreachable';
  await become(false);
  await user.type(field('Email'), 'x');
  expect(await screen.findByText(/Could not check: The directory does not answer/)).toBeVisible();
  expect(await screen.findByText(/The form could not be checked/)).toBeVisible();
  delete host.fail.check_draft;
  delete host.fail.check_email;
  await become(true);
  await waitFor(() => expect(screen.queryByText(/ould not .*check/)).not.toBeInTheDocument());
});
