import { expect, test } from 'vitest';
import { allPermissions, permissionList, seedRoles } from '../host/memory/catalogue';
import { grantedBy, grantingRoles, loopsOf, outerRoles, stillThere } from './contents';

const catalogue = { roles: seedRoles(allPermissions), permissions: permissionList(allPermissions) };

test('what comes from a role inside says through which', () => {
  const reception = catalogue.roles.find((role) => role.name === 'Reception');
  const lines = reception ? grantedBy(catalogue, reception).flatMap((group) => group.lines) : [];
  expect(Object.fromEntries(lines.map((line) => [line.id, line.origin]))).toEqual({
    'users.view': '',
    'users.create': '',
    'roles.view': '',
    'kiosk.start': 'through Kiosk Operator',
    'kiosk.review': 'through Kiosk Operator',
  });
});

test('the roles around a role are found at any depth', () => {
  expect(outerRoles(catalogue, 'help-desk').map((role) => role.id)).toEqual(['owner', 'user-manager']);
  expect(grantingRoles(catalogue, 'settings.edit').map((role) => role.id)).toEqual(['owner']);
});

test('a role can hold neither itself nor what holds it', () => {
  expect([...loopsOf(catalogue, 'help-desk').keys()]).toEqual(['help-desk', 'owner', 'user-manager']);
  expect(loopsOf(catalogue, null).size).toBe(0);
});

test('when what was chosen is gone, the first role is shown', () => {
  expect(stillThere(catalogue, { kind: 'role', id: 'gone' })).toEqual({ kind: 'role', id: 'owner' });
  expect(stillThere(catalogue, { kind: 'permission', id: 'users.view' })?.id).toBe('users.view');
  expect(stillThere({ roles: [], permissions: [] }, null)).toBeNull();
});
