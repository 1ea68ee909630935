import type { Catalogue, Permission, Role } from '../../bindings/ipc';
import { matches } from './search';

/**
 * A place in the tree. The same role or permission stands in many places: `id` says which it is, `key` where it stands.
 * A `group` gathers permissions and is nothing that can be assigned.
 */
export interface Branch {
  readonly key: string;
  readonly kind: 'role' | 'permission' | 'group';
  readonly id: string;
  readonly name: string;
  readonly description: string;
  /** Why it cannot be assigned, in words; null where it can. */
  readonly refusal: string | null;
  readonly children: readonly Branch[];
  /** What is inside of a role or group, itself or through roles inside; null for a permission. */
  readonly inside: { readonly roles: number; readonly permissions: number } | null;
}

/** A line of the tree as it stands on screen. */
export interface Row {
  readonly branch: Branch;
  /** From 1. */
  readonly level: number;
  /** From 1, among its siblings. */
  readonly position: number;
  readonly siblings: number;
  /** Null where nothing is inside. */
  readonly expanded: boolean | null;
  /** The key of the line above in rank. */
  readonly parent: string | null;
}

/** The words that the tree adds to those of the catalogue. */
export interface TreeWords {
  readonly allPermissions: string;
  readonly allPermissionsHelp: string;
  readonly group: (id: string) => string;
  readonly roleNotYours: string;
  readonly permissionNotYours: string;
}

/** Roles that may not be chosen for a reason of the moment, such as a loop: the reason by role id. */
export type Blocked = ReadonlyMap<string, string>;

/** The role of an id. */
export function roleOf(catalogue: Catalogue, id: string): Role | undefined {
  return catalogue.roles.find((role) => role.id === id);
}

/** The permission of an id. */
export function permissionOf(catalogue: Catalogue, id: string): Permission | undefined {
  return catalogue.permissions.find((permission) => permission.id === id);
}

/** The ids of all roles inside a role, at any depth, itself left out. Ends where roles hold each other. */
export function rolesWithin(catalogue: Catalogue, id: string): ReadonlySet<string> {
  const seen = new Set<string>();
  const open = [...(roleOf(catalogue, id)?.roles ?? [])];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (seen.has(next)) continue;
    seen.add(next);
    open.push(...(roleOf(catalogue, next)?.roles ?? []));
  }
  seen.delete(id);
  return seen;
}

/** The whole tree: every role with what is inside, then every permission by its group. */
export function growTree(catalogue: Catalogue, words: TreeWords, blocked: Blocked = new Map()): readonly Branch[] {
  const grower: Grower = { catalogue, words, blocked };
  const roles = catalogue.roles.map((role) => roleBranch(grower, role, '', []));
  return catalogue.permissions.length === 0 ? roles : [...roles, permissionsBranch(grower)];
}

interface Grower {
  readonly catalogue: Catalogue;
  readonly words: TreeWords;
  readonly blocked: Blocked;
}

function roleBranch(grower: Grower, role: Role, above: string, path: readonly string[]): Branch {
  const { catalogue, words, blocked } = grower;
  const key = `${above}/role:${role.id}`;
  const inside = role.roles
    .filter((id) => id !== role.id && !path.includes(id))
    .map((id) => roleOf(catalogue, id))
    .filter((found) => found !== undefined);
  const permissions = role.permissions
    .map((id) => permissionOf(catalogue, id))
    .filter((found) => found !== undefined);
  return {
    key,
    kind: 'role',
    id: role.id,
    name: role.name,
    description: role.description,
    refusal: blocked.get(role.id) ?? (role.assignable ? null : words.roleNotYours),
    inside: { roles: rolesWithin(catalogue, role.id).size, permissions: role.allPermissions.length },
    children: [
      ...inside.map((child) => roleBranch(grower, child, key, [...path, role.id])),
      ...permissions.map((permission) => permissionBranch(grower, permission, key)),
    ],
  };
}

function permissionBranch({ words }: Grower, permission: Permission, above: string): Branch {
  const { id, name, description, assignable } = permission;
  const refusal = assignable ? null : words.permissionNotYours;
  return { key: `${above}/permission:${id}`, kind: 'permission', id, name, description, refusal, inside: null, children: [] };
}

function permissionsBranch(grower: Grower): Branch {
  const { catalogue, words } = grower;
  const key = '/permissions';
  const groups = [...new Set(catalogue.permissions.map((permission) => permission.group))];
  const children = groups.map((group) => {
    const own = `${key}/group:${group}`;
    const members = catalogue.permissions.filter((permission) => permission.group === group);
    return groupBranch(grower, { key: own, id: group, name: words.group(group), description: '' }, members);
  });
  const root = groupBranch(
    grower,
    { key, id: '', name: words.allPermissions, description: words.allPermissionsHelp },
    catalogue.permissions,
  );
  return { ...root, children };
}

function groupBranch(
  grower: Grower,
  head: Pick<Branch, 'key' | 'id' | 'name' | 'description'>,
  members: readonly Permission[],
): Branch {
  const children = members.map((permission) => permissionBranch(grower, permission, head.key));
  const refusal = children.some((child) => child.refusal === null) ? null : grower.words.permissionNotYours;
  return { ...head, kind: 'group', refusal, children, inside: { roles: 0, permissions: members.length } };
}

/** Whether a search finds this place itself. Groups are never found: they are nothing to assign. */
export function isMatch(branch: Branch, words: readonly string[]): boolean {
  return words.length > 0 && branch.kind !== 'group' && matches(words, branch.name, branch.description);
}

/** What a search leaves of the tree: what it finds, and what stands above it. */
export function sift(branches: readonly Branch[], words: readonly string[]): readonly Branch[] {
  if (words.length === 0) return branches;
  return branches.flatMap((branch) => {
    const children = sift(branch.children, words);
    return children.length > 0 || isMatch(branch, words) ? [{ ...branch, children }] : [];
  });
}

/** Every place of the tree, the upper ones first. */
export function everyBranch(branches: readonly Branch[]): readonly Branch[] {
  return branches.flatMap((branch) => [branch, ...everyBranch(branch.children)]);
}

/** The keys of all places that can be opened. */
export function expandableKeys(branches: readonly Branch[]): readonly string[] {
  return everyBranch(branches)
    .filter((branch) => branch.children.length > 0)
    .map((branch) => branch.key);
}

/** The lines on screen, where only what is in `expanded` stands open. */
export function visibleRows(
  branches: readonly Branch[],
  expanded: ReadonlySet<string>,
  level = 1,
  parent: string | null = null,
): readonly Row[] {
  return branches.flatMap((branch, index) => {
    const open = branch.children.length > 0 ? expanded.has(branch.key) : null;
    const row: Row = { branch, level, position: index + 1, siblings: branches.length, expanded: open, parent };
    return open ? [row, ...visibleRows(branch.children, expanded, level + 1, branch.key)] : [row];
  });
}
