import { render, screen, waitFor, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { expect, test } from 'vitest';
import type { Session } from '../bindings/ipc';
import { expectAccessible } from '../host/axe';
import { memoryHost, type MemoryOptions } from '../host/memory';
import { localDirectory } from '../host/memory/directory';
import { allPermissions } from '../host/memory/catalogue';
import RolesPage from './RolesPage.svelte';

async function open(options: MemoryOptions = {}) {
  const host = memoryHost(options);
  const permissions = [...(options.permissions ?? allPermissions)];
  const operator = { id: 'o', email: 'ada@example.com', firstName: 'Ada', lastName: 'Lovelace' };
  const directory = localDirectory;
  const session: Session = { operator, permissions, locked: false, recoveryCodesDue: false, directory };
  const { rerender } = render(RolesPage, { host, session, refresh: 0 });
  let changes = 0;
  const refresh = () => rerender({ refresh: (changes += 1) });
  const user = userEvent.setup({ delay: null });
  if (!options.fail) await screen.findByRole('option', { name: 'Owner' });
  return { host, user, refresh };
}

const option = (name: string) => screen.getByRole('option', { name });
const press = (name: string) => screen.getByRole('button', { name });
const dialog = (name: string) => screen.getByRole('dialog', { name });

test('a role shows what is inside, what it grants and who holds it', async () => {
  const { user } = await open();
  await user.click(option('Reception'));
  expect(screen.getByRole('heading', { name: 'Reception' })).toBeVisible();
  expect(within(screen.getByRole('list', { name: 'Roles inside' })).getByRole('button')).toHaveTextContent('Kiosk Operator');
  expect(screen.getAllByText('through Kiosk Operator').length).toBeGreaterThan(0);
  expect(await screen.findByText('Nobody holds it.')).toBeVisible();
  await user.click(press('Kiosk Operator'));
  expect(await screen.findByRole('list', { name: 'Who holds it' })).toBeVisible();
  expect(option('Kiosk Operator')).toHaveAttribute('aria-selected', 'true');
});

test('a permission shows which roles grant it and who holds it', async () => {
  const { user, host } = await open();
  const password = 'Copper-Lantern_58';
  const draft = {
    ...{ firstName: 'Sid', lastName: 'Single', email: 'sid@example.com', password, confirmPassword: password },
    device: { draftId: crypto.randomUUID(), country: null, number: '' },
    ...{ roles: ['member'], permissions: ['activity.export'], takenEmail: null, lookalikeConfirmed: false },
  };
  await host.call('create_user', { draft, requestId: 'one' });
  await user.click(option('Export activity'));
  const roles = within(screen.getByRole('list', { name: 'Granted by these roles' })).getAllByRole('button');
  expect(roles.map((role) => role.textContent)).toEqual(['Owner', 'Auditor']);
  const holders = await screen.findByRole('list', { name: 'Who holds it' });
  expect(within(holders).getByText('sid@example.com')).toBeVisible();
});

test('the list is used by keyboard and searched', async () => {
  const { user } = await open();
  option('Owner').focus();
  await user.keyboard('{ArrowDown}');
  expect(option('User Manager')).toHaveFocus();
  expect(screen.getByRole('heading', { name: 'User Manager' })).toBeVisible();
  await user.type(screen.getByRole('searchbox'), 'KIOSK');
  expect(screen.queryByRole('option', { name: 'Auditor' })).not.toBeInTheDocument();
  expect(option('Configure the kiosk')).toBeVisible();
});

test('built-in roles cannot be changed, and it says why', async () => {
  await open();
  for (const name of ['Edit', 'Delete']) {
    expect(press(name)).toHaveAttribute('aria-disabled', 'true');
    expect(press(name)).toHaveAccessibleDescription(/Built-in roles cannot be changed/);
  }
});

test('without the right nothing can be changed', async () => {
  await open({ permissions: ['roles.view'] });
  expect(screen.queryByRole('button', { name: 'New Role' })).not.toBeInTheDocument();
  expect(screen.queryByRole('button', { name: 'Clone' })).not.toBeInTheDocument();
  expect(screen.getByText(/you need the right to see users/)).toBeVisible();
});

test('a role is created with what is chosen in the picker', async () => {
  const { user, host } = await open();
  await user.click(press('New Role'));
  await user.type(screen.getByRole('textbox', { name: 'Name' }), 'Night Shift');
  await user.click(press('Edit Roles & Permissions'));
  await user.click(screen.getByRole('treeitem', { name: 'Help Desk' }));
  await user.click(press('Apply'));
  await user.click(press('Create Role'));
  expect(await screen.findByRole('option', { name: 'Night Shift' })).toHaveAttribute('aria-selected', 'true');
  const call = host.calls.find(({ command }) => command === 'save_role');
  expect(call?.args).toEqual({
    form: { id: null, name: 'Night Shift', description: '', roles: ['help-desk'], permissions: [] },
  });
});

test('what is wrong is said on its field', async () => {
  const { user } = await open();
  await user.click(press('Clone'));
  const name = screen.getByRole('textbox', { name: 'Name' });
  expect(name).toHaveValue('Copy of Owner');
  await user.clear(name);
  await user.type(name, 'auditor');
  await user.click(press('Create Role'));
  await waitFor(() => expect(name).toHaveFocus());
  expect(name).toHaveAccessibleDescription(/exists already/);
  await user.type(name, 's');
  expect(name).toBeValid();
});

test('a loop is refused with words, in the picker and by the directory', async () => {
  const { user, host } = await open();
  await user.click(option('Reception'));
  await user.click(press('Edit'));
  await user.click(press('Edit Roles & Permissions'));
  const itself = screen.getByRole('treeitem', { name: 'Reception' });
  expect(itself).toHaveAttribute('aria-disabled', 'true');
  expect(itself).toHaveAccessibleDescription(/cannot hold itself/);
  await user.click(press('Apply'));
  host.answer('save_role', () => {
    throw { code: 'invalid', fields: [{ field: 'role_contents', code: 'role_loop', data: {} }], retryable: false, data: {} };
  });
  await user.click(press('Save Role'));
  expect(await screen.findByText(/not even through a role inside it/)).toBeVisible();
  expect(press('Edit Roles & Permissions')).toHaveFocus();
});

test('deleting names the role, and a role in use stays', async () => {
  const { user, host } = await open();
  host.fail.delete_role = 'role_in_use';
  await user.click(option('Reception'));
  await user.click(press('Delete'));
  expect(screen.getByRole('alertdialog', { name: 'Delete the role Reception?' })).toBeVisible();
  await user.click(press('Delete Reception'));
  expect(await screen.findByText(/This role is still in use/)).toBeVisible();
  delete host.fail.delete_role;
  host.answer('delete_role', () => null);
  await user.click(press('Delete'));
  await user.click(press('Delete Reception'));
  expect(await screen.findByText('Reception deleted.')).toBeVisible();
});

test('leaving the editor asks only if something was changed', async () => {
  const { user } = await open();
  await user.click(press('New Role'));
  await user.keyboard('{Escape}');
  expect(screen.queryByRole('dialog')).not.toBeInTheDocument();
  await user.click(press('New Role'));
  await user.type(screen.getByRole('textbox', { name: 'Name' }), 'x');
  await user.keyboard('{Escape}');
  await user.click(press('Discard'));
  expect(screen.queryByRole('dialog')).not.toBeInTheDocument();
});

test('a failure to load says what to do and tries again', async () => {
  const { user, host } = await open({ fail: { list_roles: 'directory_busy' } });
  expect(await screen.findByText(/Another program is using the directory/)).toBeVisible();
  delete host.fail.list_roles;
  await user.click(press('Try Again'));
  expect(await screen.findByRole('option', { name: 'Owner' })).toBeVisible();
});

test('page, editor and confirmation are accessible', async () => {
  const { user } = await open();
  await screen.findByRole('list', { name: 'Who holds it' });
  await expectAccessible();
  await user.click(option('View users'));
  await expectAccessible();
  await user.click(option('Reception'));
  await user.click(press('Edit'));
  expect(dialog('Edit Reception')).toBeVisible();
  await expectAccessible();
  await user.keyboard('{Escape}');
  await user.click(press('Delete'));
  await expectAccessible();
});

test('a role that is changed elsewhere is shown so in its place, and what is looked at stays', async () => {
  const { host, user, refresh } = await open();
  await user.click(option('Member'));
  const holders = await screen.findByRole('list', { name: 'Who holds it' });
  option('Member').focus();
  const [here, first] = [option('Member'), within(holders).getAllByRole('listitem')[0]];
  const catalogue = await host.call('list_roles', {});
  const roles = catalogue.roles.map((role) => (role.id === 'member' ? { ...role, description: 'Said anew.' } : role));
  host.answer('list_roles', () => ({ ...catalogue, roles }));
  await refresh();
  expect(await screen.findByText('Said anew.')).toBeVisible();
  expect(here).toHaveFocus();
  expect(option('Member')).toHaveAttribute('aria-selected', 'true');
  // Who holds it was asked anew, and never gone meanwhile.
  await waitFor(() => expect(host.calls.filter(({ command }) => command === 'role_holders').length).toBeGreaterThan(1));
  expect(first).toBeInTheDocument();
});

test('who holds a role now is shown although nothing else has changed', async () => {
  const { host, user, refresh } = await open();
  await user.click(option('Member'));
  await screen.findByRole('list', { name: 'Who holds it' });
  host.answer('role_holders', () => [{ id: 'n', email: 'new@example.com', firstName: 'New', lastName: 'Comer' }]);
  await refresh();
  expect(await screen.findByText('new@example.com')).toBeVisible();
});

test('a silent directory leaves roles and holders as they were, without a word', async () => {
  const { host, user, refresh } = await open();
  await user.click(option('Member'));
  const holders = await screen.findByRole('list', { name: 'Who holds it' });
  host.fail.list_roles = host.fail.role_holders = 'directory_unreachable';
  const asked = host.calls.length;
  await refresh();
  await waitFor(() => expect(host.calls.length).toBeGreaterThan(asked + 1));
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(screen.queryByRole('alert')).not.toBeInTheDocument();
  expect(holders).toBeInTheDocument();
});

test('what is being edited stays as it was typed', async () => {
  const { host, user, refresh } = await open();
  await user.click(press('New Role'));
  await user.type(within(dialog('New Role')).getByLabelText(/^Name/), 'Night shift');
  const catalogue = await host.call('list_roles', {});
  host.answer('list_roles', () => ({ ...catalogue, roles: catalogue.roles.slice(0, 3) }));
  await refresh();
  await waitFor(() => expect(screen.getAllByRole('option', { hidden: true }).length).toBeLessThan(40));
  expect(within(dialog('New Role')).getByLabelText(/^Name/)).toHaveValue('Night shift');
  expect(within(dialog('New Role')).getByLabelText(/^Name/)).toHaveFocus();
});

test('a role that could not be saved because the directory is silent is saved at the next press', async () => {
  const { host, user } = await open();
  await user.click(press('New Role'));
  await user.type(within(dialog('New Role')).getByLabelText(/^Name/), 'Night shift');
  host.fail.save_role = 'directory_unreachable';
  await user.click(press('Create Role'));
  expect(await screen.findByText(/The directory does not answer/)).toBeVisible();
  expect(within(dialog('New Role')).getByLabelText(/^Name/)).toHaveValue('Night shift');
  delete host.fail.save_role;
  await user.click(press('Create Role'));
  expect(await screen.findByRole('option', { name: 'Night shift' })).toBeVisible();
});
