import { render, screen, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { expect, test, vi } from 'vitest';
import { expectAccessible } from '../../host/axe';
import { allPermissions, permissionList, seedRoles } from '../../host/memory/catalogue';
import RolePicker from './RolePicker.svelte';

function open(roles: string[] = [], permissions: string[] = [], held: readonly string[] = allPermissions) {
  const onapply = vi.fn();
  const oncancel = vi.fn();
  const catalogue = { roles: seedRoles(held), permissions: permissionList(held) };
  render(RolePicker, { catalogue, roles, permissions, onapply, oncancel });
  return { onapply, oncancel, user: userEvent.setup() };
}

const item = (name: string) => screen.getByRole('treeitem', { name });
const summary = () => screen.getByRole('status', { name: 'Summary' });
const press = (name: string) => screen.getByRole('button', { name });
const search = () => screen.getByRole('searchbox', { name: 'Search roles and permissions' });

test('the summary counts roles, permissions and what is selected', async () => {
  const { user } = open(['auditor']);
  expect(search()).toHaveFocus();
  expect(summary()).toHaveTextContent('7 Roles 22 Permissions 1 selected');
  await user.click(item('Member'));
  expect(summary()).toHaveTextContent('2 selected');
});

test('a search counts and marks its matches and shows where they stand', async () => {
  const { user } = open();
  await user.type(search(), 'unlock');
  expect(summary()).toHaveTextContent('1 match ');
  expect(item('Owner')).toHaveAttribute('aria-expanded', 'true');
  expect(screen.queryByRole('treeitem', { name: 'Auditor' })).not.toBeInTheDocument();
  const marked = document.querySelectorAll('mark');
  expect([...marked].every((mark) => mark.textContent?.toLowerCase() === 'unlock')).toBe(true);
  expect(marked.length).toBeGreaterThan(0);
});

test('a search that finds nothing says so', async () => {
  const { user } = open();
  await user.type(search(), 'zebra');
  expect(summary()).toHaveTextContent('0 matches');
  expect(screen.getByText('Nothing matches')).toBeVisible();
});

test('Select All takes only what the search shows, Clear All gives up everything', async () => {
  const { user, onapply } = open(['member']);
  await user.type(search(), 'kiosk');
  await user.click(press('Select All'));
  await user.click(press('Apply'));
  expect(onapply).toHaveBeenLastCalledWith(['kiosk-operator', 'member'], ['kiosk.configure']);
  await user.click(press('Clear All'));
  await user.click(press('Apply'));
  expect(onapply).toHaveBeenLastCalledWith([], []);
});

test('Cancel and Esc leave all as it was', async () => {
  const { user, onapply, oncancel } = open(['auditor']);
  await user.click(item('Owner'));
  await user.click(press('Cancel'));
  await user.keyboard('{Escape}');
  expect(oncancel).toHaveBeenCalledTimes(2);
  expect(onapply).not.toHaveBeenCalled();
});

test('Expand All opens every level, Collapse All closes them', async () => {
  const { user } = open();
  expect(screen.getAllByRole('treeitem')).toHaveLength(8);
  await user.click(press('Expand All'));
  expect(screen.getAllByRole('treeitem').length).toBeGreaterThan(60);
  const levels = screen.getAllByRole('treeitem').map((line) => Number(line.getAttribute('aria-level')));
  expect(Math.max(...levels)).toBe(4);
  await user.click(press('Collapse All'));
  expect(screen.getAllByRole('treeitem')).toHaveLength(8);
});

test('what a selected role grants shows as included through it', async () => {
  const { user } = open(['auditor']);
  await user.click(item('Auditor').querySelector('[role="presentation"]') as Element);
  const inner = item('View activity');
  expect(inner).toHaveAttribute('aria-checked', 'true');
  expect(inner).toHaveAttribute('aria-disabled', 'true');
  expect(inner).toHaveAccessibleDescription(/Included through Auditor/);
  await user.click(inner);
  expect(summary()).toHaveTextContent('1 selected');
});

test('what the operator does not hold is shown with the reason and cannot be chosen', async () => {
  const { user } = open([], [], ['users.view']);
  expect(item('Owner')).toHaveAttribute('aria-disabled', 'true');
  expect(item('Owner')).toHaveAccessibleDescription(/you do not hold all of it yourself/);
  await user.click(item('Owner'));
  expect(summary()).toHaveTextContent('0 selected');
});

test('the tree is used by keyboard alone', async () => {
  const { user, onapply } = open();
  await user.keyboard('{ArrowDown}');
  expect(item('Owner')).toHaveFocus();
  await user.keyboard('au');
  expect(item('Auditor')).toHaveFocus();
  await user.keyboard('{ArrowRight}{ArrowRight}');
  expect(item('View users')).toHaveFocus();
  expect(item('View users')).toHaveAttribute('aria-level', '2');
  expect(item('View users')).toHaveAttribute('aria-setsize', '4');
  await user.keyboard(' ');
  expect(item('View users')).toHaveAttribute('aria-checked', 'true');
  await user.keyboard('{ArrowLeft}{ArrowLeft}');
  expect(item('Auditor')).toHaveAttribute('aria-expanded', 'false');
  await user.keyboard('{End}');
  expect(item('All permissions')).toHaveFocus();
  expect(item('All permissions')).toHaveAttribute('aria-checked', 'mixed');
  await user.keyboard('{Home}*');
  expect(screen.getAllByRole('treeitem', { name: 'Help Desk' }).at(-1)).toHaveAttribute('aria-expanded', 'true');
  expect(screen.getAllByRole('treeitem').filter((line) => line.tabIndex === 0)).toHaveLength(1);
  await user.keyboard('{Control>}{Enter}{/Control}');
  expect(onapply).toHaveBeenCalledWith([], ['users.view']);
});

test('the picker is accessible, closed, open and while searching', async () => {
  const { user } = open(['auditor']);
  await expectAccessible();
  await user.click(press('Expand All'));
  await expectAccessible();
  await user.type(search(), 'user');
  await expectAccessible();
  expect(within(screen.getByRole('tree')).getAllByRole('treeitem').length).toBeGreaterThan(0);
});
