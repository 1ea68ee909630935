import { expect, test } from 'vitest';
import { allPermissions, permissionList, seedRoles } from '../../host/memory/catalogue';
import { typeAhead, wishOf } from './keys';
import { growTree, visibleRows } from './tree';

const tree = growTree(
  { roles: seedRoles(allPermissions), permissions: permissionList(allPermissions) },
  { allPermissions: 'All permissions', allPermissionsHelp: '', group: (id) => id, roleNotYours: '', permissionNotYours: '' },
);
const closed = visibleRows(tree, new Set());
const auditorOpen = visibleRows(tree, new Set(['/role:auditor']));
const inner = '/role:auditor/permission:users.view';

test('the arrows go from line to line and stop at the ends', () => {
  expect(wishOf('ArrowDown', closed, '/role:owner')).toEqual({ do: 'focus', key: '/role:user-manager' });
  expect(wishOf('ArrowUp', closed, '/role:owner')).toBeUndefined();
  expect(wishOf('End', closed, '/role:owner')).toEqual({ do: 'focus', key: '/permissions' });
  expect(wishOf('Home', closed, '/permissions')).toEqual({ do: 'focus', key: '/role:owner' });
});

test('right opens, then goes in; left goes out, then closes', () => {
  expect(wishOf('ArrowRight', closed, '/role:auditor')).toEqual({ do: 'expand', keys: ['/role:auditor'] });
  expect(wishOf('ArrowRight', auditorOpen, '/role:auditor')).toEqual({ do: 'focus', key: inner });
  expect(wishOf('ArrowRight', auditorOpen, inner)).toBeUndefined();
  expect(wishOf('ArrowLeft', auditorOpen, inner)).toEqual({ do: 'focus', key: '/role:auditor' });
  expect(wishOf('ArrowLeft', auditorOpen, '/role:auditor')).toEqual({ do: 'collapse', key: '/role:auditor' });
});

test('from right to left the arrows are turned round', () => {
  expect(wishOf('ArrowLeft', closed, '/role:auditor', true)).toEqual({ do: 'expand', keys: ['/role:auditor'] });
});

test('a star opens all siblings that can be opened', () => {
  const wish = wishOf('*', auditorOpen, '/role:owner');
  expect(wish).toMatchObject({ do: 'expand' });
  expect(wish?.do === 'expand' && wish.keys).not.toContain('/role:auditor');
  expect(wish?.do === 'expand' && wish.keys).toContain('/role:help-desk');
});

test('Space and Enter toggle, other keys are not for the tree', () => {
  expect(wishOf(' ', closed, '/role:owner')).toEqual({ do: 'toggle' });
  expect(wishOf('Enter', closed, '/role:owner')).toEqual({ do: 'toggle' });
  expect(wishOf('Tab', closed, '/role:owner')).toBeUndefined();
});

test('typing goes to the next name that begins so, round the end', () => {
  expect(typeAhead(closed, '/role:owner', 'a')).toBe('/role:auditor');
  expect(typeAhead(closed, '/role:auditor', 'a')).toBe('/permissions');
  expect(typeAhead(closed, '/permissions', 'a')).toBe('/role:auditor');
  expect(typeAhead(closed, '/role:auditor', 'au')).toBe('/role:auditor');
  expect(typeAhead(closed, '/role:owner', 'xyz')).toBeUndefined();
});
