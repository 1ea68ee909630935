import { fireEvent, render, screen, waitFor, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { expect, test, vi } from 'vitest';
import type { Commands, DraftCheck, EmailAvailability, Session } from '../bindings/ipc';
import { expectAccessible } from '../host/axe';
import { memoryHost, type MemoryHost, type MemoryOptions } from '../host/memory';
import { localDirectory } from '../host/memory/directory';
import { allPermissions } from '../host/memory/catalogue';
import Wizard from './Wizard.svelte';

const password = 'Quartz#Lagoon_77x';

const session: Session = {
  operator: { id: 'o', email: 'ada@example.com', firstName: 'Ada', lastName: 'Lovelace' },
  permissions: [...allPermissions],
  locked: false,
  recoveryCodesDue: false,
  directory: localDirectory,
};

function open(options: MemoryOptions = {}) {
  const host = memoryHost(options);
  const onclose = vi.fn();
  const oncreated = vi.fn();
  const view = render(Wizard, { host, session, onclose, oncreated });
  return { host, onclose, oncreated, user: userEvent.setup(), ...view };
}

const button = (name: string) => screen.getByRole('button', { name });
const field = (name: string) => screen.getByLabelText(name, { exact: false, selector: 'input' });
const create = () => button('Create User');
const callsOf = (host: MemoryHost, command: keyof Commands) => host.calls.filter((call) => call.command === command);
const missing = () => within(screen.getByRole('list', { name: 'Still missing:' })).getAllByRole('button');

type User = ReturnType<typeof userEvent.setup>;

async function typePerson(user: User, email = 'grace@example.com'): Promise<void> {
  await user.type(field('First Name'), 'Grace');
  await user.type(field('Last Name'), 'Hopper');
  await user.type(field('Email'), email);
  await user.type(field('New Password'), password);
  await user.type(field('Confirm Password'), password);
}

async function pickMember(user: User): Promise<void> {
  await user.click(screen.getByRole('tab', { name: 'Roles & Permissions' }));
  await user.click(button('Edit Roles & Permissions'));
  await user.click(screen.getByRole('treeitem', { name: 'Member' }));
  await user.click(button('Apply'));
}

async function fill(user: User): Promise<void> {
  await typePerson(user);
  await pickMember(user);
  await waitFor(() => expect(create()).not.toHaveAttribute('aria-disabled'));
}

test('one answer drives the button, the marks and the list of what is missing', async () => {
  const { host } = open();
  const answer: DraftCheck = {
    ready: false,
    general: 'complete',
    device: 'untouched',
    roles: 'problem',
    phone: null,
    problems: [{ field: 'roles', code: 'role_required', data: {} }],
  };
  host.answer('check_draft', () => answer);
  await userEvent.setup().type(field('First Name'), 'G');
  await waitFor(() => expect(missing().map((item) => item.textContent?.trim())).toEqual(['Roles']));
  expect(screen.getByRole('tab', { name: 'General' })).toHaveAccessibleDescription('complete');
  expect(screen.getByRole('tab', { name: 'Roles & Permissions' })).toHaveAccessibleDescription(
    '0 roles assigned, has a problem or lacks something',
  );
  expect(create()).toHaveAttribute('aria-disabled', 'true');
  expect(create()).toHaveAccessibleDescription('Fill in what is still missing first');
});

test('an item of what is missing opens its tab and focuses its field', async () => {
  const { user } = open();
  await user.click(await screen.findByRole('button', { name: 'Roles' }));
  expect(button('Edit Roles & Permissions')).toHaveFocus();
  await user.click(button('Last Name'));
  expect(field('Last Name')).toHaveFocus();
});

test('a problem shows beside a field once it was left', async () => {
  const { user } = open();
  await user.click(field('First Name'));
  expect(screen.queryByText('Enter a first name', { selector: '.below *' })).not.toBeInTheDocument();
  await user.tab();
  expect(await screen.findByText('Enter a first name', { selector: '.below *' })).toBeVisible();
  expect(field('First Name')).toBeInvalid();
});

test('a user is created, the form is wiped, and the roles are kept for the next', async () => {
  const { user, host, oncreated } = open();
  await fill(user);
  await user.click(create());
  expect(await screen.findByRole('heading', { name: 'User created' })).toHaveFocus();
  expect(oncreated).toHaveBeenCalledWith(expect.objectContaining({ email: 'grace@example.com' }));
  await user.click(button('Create another'));
  expect(field('First Name')).toHaveFocus();
  expect(field('New Password')).toHaveValue('');
  expect(screen.getByRole('tab', { name: 'Roles & Permissions' })).toHaveAccessibleDescription(/^1 role assigned/);
  await waitFor(() => expect(missing()).toHaveLength(5));
  await typePerson(user, 'joan@example.com');
  await waitFor(() => expect(create()).not.toHaveAttribute('aria-disabled'));
  await user.keyboard('{Control>}{Enter}{/Control}');
  await waitFor(() => expect(oncreated).toHaveBeenCalledTimes(2));
  const ids = callsOf(host, 'create_user').map((call) => (call.args as Commands['create_user']['args']).requestId);
  expect(new Set(ids).size).toBe(2);
});

test('a retry of the same form is the same request', async () => {
  const { user, host } = open();
  await fill(user);
  host.fail.create_user = 'directory_busy';
  await user.click(create());
  expect(await screen.findByText(/Another program is using the directory/)).toBeVisible();
  delete host.fail.create_user;
  await user.click(create());
  await screen.findByRole('heading', { name: 'User created' });
  const ids = callsOf(host, 'create_user').map((call) => (call.args as Commands['create_user']['args']).requestId);
  expect(ids).toHaveLength(2);
  expect(new Set(ids).size).toBe(1);
});

test('Ctrl+Enter on an unfinished form shows every problem and goes to the first', async () => {
  const { user, host } = open();
  await user.type(field('First Name'), 'Grace');
  await user.keyboard('{Control>}{Enter}{/Control}');
  await waitFor(() => expect(field('Last Name')).toHaveFocus());
  expect(field('Email')).toBeInvalid();
  expect(callsOf(host, 'create_user')).toHaveLength(0);
});

test('Cancel and Esc ask only if something was typed', async () => {
  const { user, onclose } = open();
  await user.click(button('Cancel'));
  expect(onclose).toHaveBeenCalledTimes(1);
  await user.type(field('Email'), 'g');
  await user.keyboard('{Escape}');
  expect(screen.getByRole('alertdialog', { name: 'Discard this user?' })).toBeVisible();
  expect(onclose).toHaveBeenCalledTimes(1);
  await user.click(button('Keep editing'));
  expect(field('Email')).toHaveValue('g');
  await user.click(button('Cancel'));
  await user.click(button('Discard'));
  expect(onclose).toHaveBeenCalledTimes(2);
});

test('an email is checked a moment after the last key stroke, and taken ones are named', async () => {
  const { user, host } = open();
  host.answer('check_email', ({ email }): EmailAvailability => ({
    answer: email.startsWith('taken') ? 'taken' : 'available',
  }));
  await user.type(field('Email'), 'free@example.com');
  expect(await screen.findByText('Email is available')).toBeVisible();
  expect(callsOf(host, 'check_email').length).toBeLessThan(3);
  await user.clear(field('Email'));
  await user.type(field('Email'), 'taken@example.com');
  expect(await screen.findByText('This email is already registered', { selector: '.below *' })).toBeVisible();
  await waitFor(() => {
    const last = callsOf(host, 'check_draft').at(-1)?.args as Commands['check_draft']['args'];
    expect(last.draft.takenEmail).toBe('taken@example.com');
  });
});

test('an older answer about an email is dropped', async () => {
  const { user, host } = open();
  const waiting: ((answer: EmailAvailability) => void)[] = [];
  host.answer('check_email', () => new Promise<EmailAvailability>((resolve) => waiting.push(resolve)));
  await user.type(field('Email'), 'one@example.com');
  await waitFor(() => expect(waiting).toHaveLength(1));
  expect(screen.getByText('Checking…')).toBeVisible();
  await user.type(field('Email'), 'x');
  await waitFor(() => expect(waiting).toHaveLength(2));
  waiting[1]?.({ answer: 'available' });
  expect(await screen.findByText('Email is available')).toBeVisible();
  waiting[0]?.({ answer: 'taken' });
  await new Promise((resolve) => setTimeout(resolve, 30));
  expect(screen.getByText('Email is available')).toBeVisible();
});

test('a directory that does not answer is said with the reason', async () => {
  const { user } = open({ fail: { check_email: 'directory_busy' } });
  await user.type(field('Email'), 'free@example.com');
  expect(await screen.findByText('Could not check: Another program is using the directory')).toBeVisible();
});

test('an email taken at save puts the error on the field and loses nothing', async () => {
  const { user, host } = open();
  await fill(user);
  host.answer('create_user', () => {
    throw { code: 'invalid', fields: [{ field: 'email', code: 'email_taken', data: {} }], retryable: false, data: {} };
  });
  await user.click(create());
  await waitFor(() => expect(field('Email')).toHaveFocus());
  expect(field('Email')).toHaveAccessibleDescription('This email is already registered');
  expect(field('First Name')).toHaveValue('Grace');
  expect(field('New Password')).toHaveValue(password);
  await waitFor(() => expect(create()).toHaveAttribute('aria-disabled', 'true'));
});

test('what looks like an existing address has to be confirmed', async () => {
  const { user, host } = open();
  const problem = { field: 'email', code: 'looks_like_existing', data: { existing: 'grace@example.com' } } as const;
  host.answer('check_draft', ({ draft }): DraftCheck => {
    const problems = draft.lookalikeConfirmed ? [] : [{ ...problem }];
    const state = problems.length > 0 ? 'problem' : 'complete';
    return { ready: problems.length === 0, general: state, device: 'untouched', roles: 'complete', phone: null, problems };
  });
  await user.type(field('Email'), 'qrace@example.com');
  expect(await screen.findByText(/looks like grace@example.com/, { selector: '.twice *' })).toBeVisible();
  await user.click(screen.getByRole('checkbox', { name: 'I have checked this, and it is meant so' }));
  await waitFor(() => expect(create()).not.toHaveAttribute('aria-disabled'));
  await user.type(field('Email'), 'x');
  await waitFor(() => expect(create()).toHaveAttribute('aria-disabled', 'true'));
  expect(screen.getByRole('checkbox', { name: /meant so/ })).not.toBeChecked();
});

test('the locked window holds no password', async () => {
  const { user, rerender, host } = open();
  await typePerson(user);
  await rerender({ session: { ...session, locked: true } });
  expect(screen.queryByRole('dialog')).not.toBeInTheDocument();
  await rerender({ session });
  expect(field('New Password')).toHaveValue('');
  expect(field('Confirm Password')).toHaveValue('');
  expect(field('First Name')).toHaveValue('Grace');
  await waitFor(() => {
    const last = callsOf(host, 'check_draft').at(-1)?.args as Commands['check_draft']['args'];
    expect(last.draft.password).toBe('');
  });
});

test('an assigned role can be removed, and the preview says where permissions come from', async () => {
  const { user } = open();
  await user.click(screen.getByRole('tab', { name: 'Roles & Permissions' }));
  await user.click(button('Edit Roles & Permissions'));
  await user.click(screen.getByRole('treeitem', { name: 'Auditor' }));
  await user.click(button('Apply'));
  expect(await screen.findAllByText('through Auditor')).toHaveLength(4);
  await user.click(button('Remove Auditor'));
  expect(screen.getByText('No roles assigned yet')).toBeVisible();
  expect(button('Edit Roles & Permissions')).toHaveFocus();
});

test('the device step is recommended more strongly for an administrative role', async () => {
  const { user } = open();
  await user.click(screen.getByRole('tab', { name: '2FA Device' }));
  expect(screen.getByText(/Recommended. A 2FA device is optional/)).toBeVisible();
  await user.click(screen.getByRole('tab', { name: 'Roles & Permissions' }));
  await user.click(button('Edit Roles & Permissions'));
  await user.click(screen.getByRole('treeitem', { name: 'Owner' }));
  await user.click(button('Apply'));
  await user.click(screen.getByRole('tab', { name: '2FA Device' }));
  expect(screen.getByText(/Strongly recommended for this user: Owner/)).toBeVisible();
});

test('a form that cannot be checked says why and tries again', async () => {
  const { user, host } = open({ fail: { check_draft: 'directory_busy' } });
  expect(await screen.findByText(/The form could not be checked/)).toBeVisible();
  delete host.fail.check_draft;
  await user.click(button('Try Again'));
  await waitFor(() => expect(missing().length).toBeGreaterThan(0));
});

test('keys inside the picker stay there', async () => {
  const { user, host, onclose } = open();
  await user.click(screen.getByRole('tab', { name: 'Roles & Permissions' }));
  await user.click(button('Edit Roles & Permissions'));
  await user.keyboard('{Escape}');
  expect(screen.queryByRole('tree')).not.toBeInTheDocument();
  expect(button('Edit Roles & Permissions')).toHaveFocus();
  await user.keyboard('{Enter}{ArrowDown}m ');
  await user.keyboard('{Control>}{Enter}{/Control}');
  expect(screen.queryByRole('tree')).not.toBeInTheDocument();
  expect(screen.queryByText('Enter a last name', { selector: '.below *' })).not.toBeInTheDocument();
  expect(button('Remove Member')).toBeVisible();
  expect(callsOf(host, 'create_user')).toHaveLength(0);
  expect(onclose).not.toHaveBeenCalled();
});

test('the wizard is accessible on every tab and after success', async () => {
  const { user } = open();
  await waitFor(() => expect(missing().length).toBeGreaterThan(0));
  await expectAccessible();
  await user.click(screen.getByRole('tab', { name: '2FA Device' }));
  await expectAccessible();
  await fill(user);
  await expectAccessible();
  await fireEvent.click(create());
  await screen.findByRole('heading', { name: 'User created' });
  await expectAccessible();
});
