import { expect, test } from 'vitest';
import type { Catalogue } from '../../bindings/ipc';
import { allPermissions, permissionList, seedRoles } from '../../host/memory/catalogue';
import { searchWords } from './search';
import { canToggle, found, includedBy, markOf, nothing, selectAll, toggle, type Selection } from './selection';
import { everyBranch, growTree, sift, type Branch, type TreeWords } from './tree';

const words: TreeWords = {
  allPermissions: 'All permissions',
  allPermissionsHelp: '',
  group: (id) => id,
  roleNotYours: 'not your role',
  permissionNotYours: 'not your permission',
};

function world(held: readonly string[] = allPermissions) {
  const catalogue: Catalogue = { roles: seedRoles(held), permissions: permissionList(held) };
  const tree = growTree(catalogue, words);
  const at = (kind: Branch['kind'], id: string): Branch => {
    const branch = everyBranch(tree).find((candidate) => candidate.kind === kind && candidate.id === id);
    if (!branch) throw new Error(`no ${kind} ${id}`);
    return branch;
  };
  return { catalogue, tree, at };
}

const choose = (roles: string[], permissions: string[] = []): Selection => ({
  roles: new Set(roles),
  permissions: new Set(permissions),
});

test('a selected role includes its permissions and the roles inside', () => {
  const { catalogue, at } = world();
  const selection = choose(['user-manager', 'auditor']);
  const included = includedBy(catalogue, selection.roles);
  expect(markOf(at('role', 'help-desk'), selection, included)).toBe('included');
  expect(included.permissions.get('users.view')).toEqual(['User Manager', 'Auditor']);
  expect(markOf(at('permission', 'users.view'), selection, included)).toBe('included');
  expect(markOf(at('permission', 'settings.edit'), selection, included)).toBe('none');
});

test('what is included already is not selected singly', () => {
  const { catalogue, at } = world();
  const selection = choose(['auditor']);
  const included = includedBy(catalogue, selection.roles);
  expect(canToggle(at('permission', 'users.view'), selection, included)).toBe(false);
  expect(toggle(at('permission', 'users.view'), selection, included)).toBe(selection);
});

test('what may not be assigned can only be given up', () => {
  const { catalogue, at } = world(['users.view']);
  const none = includedBy(catalogue, new Set());
  expect(toggle(at('role', 'owner'), nothing, none).roles.size).toBe(0);
  expect(toggle(at('role', 'owner'), choose(['owner']), none).roles.size).toBe(0);
});

test('a group is all, some or none of its permissions', () => {
  const { catalogue, at } = world();
  const none = includedBy(catalogue, new Set());
  const kiosk = at('group', 'kiosk');
  const all = toggle(kiosk, nothing, none);
  expect([...all.permissions]).toEqual(['kiosk.start', 'kiosk.configure', 'kiosk.review']);
  expect(markOf(kiosk, all, none)).toBe('selected');
  expect(markOf(kiosk, choose([], ['kiosk.start']), none)).toBe('mixed');
  expect(toggle(kiosk, all, none).permissions.size).toBe(0);
});

test('Select All takes only what the search shows, each once', () => {
  const { catalogue, tree } = world();
  const search = searchWords('kiosk');
  const shown = found(sift(tree, search), search);
  expect(shown.map((branch) => branch.id)).toEqual([
    'kiosk-operator',
    'kiosk.start',
    'kiosk.configure',
  ]);
  const selection = selectAll(catalogue, shown, nothing);
  expect([...selection.roles]).toEqual(['kiosk-operator']);
  expect([...selection.permissions]).toEqual(['kiosk.configure']);
});

test('Select All leaves out what the operator may not assign and keeps what was selected', () => {
  const { catalogue, tree } = world(['users.view']);
  const selection = selectAll(catalogue, found(tree, []), choose([], ['roles.view']));
  expect([...selection.roles]).toEqual(['member']);
  expect([...selection.permissions]).toEqual(['roles.view', 'users.view']);
});
