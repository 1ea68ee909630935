import { expect, test } from 'vitest';
import type { Catalogue } from '../../bindings/ipc';
import { allPermissions, permissionList, seedRoles } from '../../host/memory/catalogue';
import { searchWords } from './search';
import { everyBranch, expandableKeys, growTree, rolesWithin, sift, visibleRows, type TreeWords } from './tree';

const words: TreeWords = {
  allPermissions: 'All permissions',
  allPermissionsHelp: '',
  group: (id) => id,
  roleNotYours: 'not your role',
  permissionNotYours: 'not your permission',
};

function catalogue(held: readonly string[] = allPermissions): Catalogue {
  return { roles: seedRoles(held), permissions: permissionList(held) };
}

test('roles come first, then every permission by its group', () => {
  const names = growTree(catalogue(), words).map((branch) => branch.name);
  expect(names.at(0)).toBe('Owner');
  expect(names.at(-1)).toBe('All permissions');
  const groups = growTree(catalogue(), words).at(-1)?.children.map((branch) => branch.name);
  expect(groups).toEqual(['users', 'roles', 'devices', 'outbox', 'activity', 'settings', 'kiosk']);
});

test('a role counts what is inside at every depth', () => {
  const manager = growTree(catalogue(), words).find((branch) => branch.id === 'user-manager');
  expect(manager?.inside).toEqual({ roles: 1, permissions: 13 });
  expect([...rolesWithin(catalogue(), 'owner')].sort()).toEqual([
    'auditor',
    'help-desk',
    'kiosk-operator',
    'user-manager',
  ]);
});

test('roles that hold each other end', () => {
  const loop = catalogue();
  const [one, two] = loop.roles;
  if (!one || !two) throw new Error('no roles');
  one.roles = [two.id];
  two.roles = [one.id];
  expect(everyBranch(growTree(loop, words)).length).toBeLessThan(200);
  expect([...rolesWithin(loop, one.id)]).toEqual([two.id]);
});

test('every place has a key of its own', () => {
  const keys = everyBranch(growTree(catalogue(), words)).map((branch) => branch.key);
  expect(new Set(keys).size).toBe(keys.length);
});

test('what the operator may not assign says why', () => {
  const tree = growTree(catalogue(['users.view']), words, new Map([['member', 'a loop']]));
  const refusals = Object.fromEntries(tree.map((branch) => [branch.id, branch.refusal]));
  expect(refusals['owner']).toBe('not your role');
  expect(refusals['member']).toBe('a loop');
  expect(tree.at(-1)?.refusal).toBeNull();
});

test('a search leaves what it finds and what stands above it', () => {
  const sifted = sift(growTree(catalogue(), words), searchWords('unlock'));
  const names = new Set(everyBranch(sifted).map((branch) => branch.name));
  expect(names).toContain('Unlock sign-ins');
  expect(names).toContain('User Manager');
  expect(names).not.toContain('Auditor');
});

test('only what stands open shows what is inside', () => {
  const tree = growTree(catalogue(), words);
  expect(visibleRows(tree, new Set())).toHaveLength(8);
  const rows = visibleRows(tree, new Set(['/role:auditor']));
  expect(rows).toHaveLength(12);
  const inner = rows.find((row) => row.parent === '/role:auditor');
  expect(inner).toMatchObject({ level: 2, position: 1, siblings: 4, expanded: null });
});

test('a role with nothing inside cannot be opened', () => {
  expect(expandableKeys(growTree(catalogue(), words))).not.toContain('/role:member');
});
