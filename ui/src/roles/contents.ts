import type { Catalogue, Grant, Role } from '../bindings/ipc';
import { grantGroups, type GrantGroup } from '../wizard/grants';
import { matches } from '../wizard/picker/search';
import { permissionOf, roleOf, rolesWithin, type Blocked } from '../wizard/picker/tree';
import { rolesWords } from '../words/en-roles';

/** What the page shows the details of. */
export interface Chosen {
  readonly kind: 'role' | 'permission';
  readonly id: string;
}

/** What a role grants by groups; what comes from a role inside says through which. */
export function grantedBy(catalogue: Catalogue, role: Role): readonly GrantGroup[] {
  const grants = role.allPermissions.map((permission): Grant => {
    if (role.permissions.includes(permission)) return { permission, roles: [], single: false };
    const inner = role.roles.filter((id) => roleOf(catalogue, id)?.allPermissions.includes(permission));
    return { permission, roles: inner, single: false };
  });
  return grantGroups(catalogue, grants);
}

/** The roles right inside a role. */
export function innerRoles(catalogue: Catalogue, role: Role): readonly Role[] {
  return role.roles.map((id) => roleOf(catalogue, id)).filter((inner) => inner !== undefined);
}

/** The roles that hold a role at any depth. */
export function outerRoles(catalogue: Catalogue, id: string): readonly Role[] {
  return catalogue.roles.filter((role) => rolesWithin(catalogue, role.id).has(id));
}

/** The roles that grant a permission, themselves or through a role inside. */
export function grantingRoles(catalogue: Catalogue, permission: string): readonly Role[] {
  return catalogue.roles.filter((role) => role.allPermissions.includes(permission));
}

/** The roles that cannot go inside a role without a loop, with the reason. A new role has none. */
export function loopsOf(catalogue: Catalogue, id: string | null): Blocked {
  const own = id === null ? undefined : roleOf(catalogue, id);
  if (!own) return new Map();
  const outer = outerRoles(catalogue, own.id).map((role) => [role.id, rolesWords.loop(own.name)] as const);
  return new Map([[own.id, rolesWords.loopItself], ...outer]);
}

/** What the search of the page leaves. */
export function filtered(catalogue: Catalogue, words: readonly string[]): Catalogue {
  return {
    roles: catalogue.roles.filter((role) => matches(words, role.name, role.description)),
    permissions: catalogue.permissions.filter(({ name, description }) => matches(words, name, description)),
  };
}

/** What was chosen if it is still there, else the first role. */
export function stillThere(catalogue: Catalogue, chosen: Chosen | null): Chosen | null {
  const there = chosen?.kind === 'permission' ? permissionOf(catalogue, chosen.id) : roleOf(catalogue, chosen?.id ?? '');
  if (chosen && there) return chosen;
  const [first] = catalogue.roles;
  return first ? { kind: 'role', id: first.id } : null;
}
