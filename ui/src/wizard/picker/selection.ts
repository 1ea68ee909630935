import type { Catalogue } from '../../bindings/ipc';
import { everyBranch, isMatch, roleOf, rolesWithin, type Branch } from './tree';

/** What is assigned: roles, and permissions singly. By id. */
export interface Selection {
  readonly roles: ReadonlySet<string>;
  readonly permissions: ReadonlySet<string>;
}

/** By which selected roles something is included already, by their names. */
export interface Included {
  readonly roles: ReadonlyMap<string, readonly string[]>;
  readonly permissions: ReadonlyMap<string, readonly string[]>;
}

/** How a line of the tree stands. */
export type Mark = 'selected' | 'included' | 'mixed' | 'none';

/** Nothing selected. */
export const nothing: Selection = { roles: new Set(), permissions: new Set() };

/** How many roles and permissions are selected. */
export function selectedCount(selection: Selection): number {
  return selection.roles.size + selection.permissions.size;
}

/** What the selected roles bring with them: permissions and the roles inside. */
export function includedBy(catalogue: Catalogue, roles: ReadonlySet<string>): Included {
  const included = { roles: new Map<string, string[]>(), permissions: new Map<string, string[]>() };
  const note = (map: Map<string, string[]>, id: string, name: string) => map.set(id, [...(map.get(id) ?? []), name]);
  for (const id of roles) {
    const role = roleOf(catalogue, id);
    if (!role) continue;
    rolesWithin(catalogue, id).forEach((inner) => note(included.roles, inner, role.name));
    role.allPermissions.forEach((permission) => note(included.permissions, permission, role.name));
  }
  return included;
}

/** The roles through which this place is included, by name; none where it is not. */
export function throughRoles(branch: Branch, included: Included): readonly string[] {
  if (branch.kind === 'group') return [];
  const map = branch.kind === 'role' ? included.roles : included.permissions;
  return map.get(branch.id) ?? [];
}

/** How a place stands under a selection. */
export function markOf(branch: Branch, selection: Selection, included: Included): Mark {
  if (branch.kind === 'group') return groupMark(branch, selection, included);
  const chosen = branch.kind === 'role' ? selection.roles : selection.permissions;
  if (chosen.has(branch.id)) return 'selected';
  return throughRoles(branch, included).length > 0 ? 'included' : 'none';
}

function groupMark(branch: Branch, selection: Selection, included: Included): Mark {
  const marks = permissionsIn(branch).map((permission) => markOf(permission, selection, included));
  if (marks.every((mark) => mark === 'none')) return 'none';
  if (marks.includes('none')) return 'mixed';
  return marks.includes('selected') ? 'selected' : 'included';
}

function permissionsIn(branch: Branch): readonly Branch[] {
  return everyBranch([branch]).filter((inner) => inner.kind === 'permission');
}

/** Whether pressing Space here changes anything: what may not be assigned can still be given up. */
export function canToggle(branch: Branch, selection: Selection, included: Included): boolean {
  const mark = markOf(branch, selection, included);
  if (branch.kind === 'group') return mark !== 'included' && branch.refusal === null;
  return mark === 'selected' || (mark === 'none' && branch.refusal === null);
}

/** Selects a place, or gives it up; a group all at once. */
export function toggle(branch: Branch, selection: Selection, included: Included): Selection {
  if (!canToggle(branch, selection, included)) return selection;
  const give = markOf(branch, selection, included) === 'selected';
  const affected = branch.kind === 'group' ? permissionsIn(branch) : [branch];
  const usable = affected.filter((inner) => give || (inner.refusal === null && throughRoles(inner, included).length === 0));
  return changed(selection, usable, !give);
}

function changed(selection: Selection, branches: readonly Branch[], add: boolean): Selection {
  const roles = new Set(selection.roles);
  const permissions = new Set(selection.permissions);
  for (const branch of branches) {
    const set = branch.kind === 'role' ? roles : permissions;
    if (add) set.add(branch.id);
    else set.delete(branch.id);
  }
  return { roles, permissions };
}

/** What a search finds, each role and permission once; everything where nothing is searched. */
export function found(branches: readonly Branch[], words: readonly string[]): readonly Branch[] {
  const items = everyBranch(branches).filter((branch) =>
    words.length === 0 ? branch.kind !== 'group' : isMatch(branch, words),
  );
  return [...new Map(items.map((branch) => [`${branch.kind}:${branch.id}`, branch])).values()];
}

/** Adds all that the search shows and the operator may assign; what a role then includes is not added singly. */
export function selectAll(catalogue: Catalogue, shown: readonly Branch[], selection: Selection): Selection {
  const usable = shown.filter((branch) => branch.refusal === null);
  const withRoles = changed(
    selection,
    usable.filter((branch) => branch.kind === 'role'),
    true,
  );
  const included = includedBy(catalogue, withRoles.roles);
  const single = usable.filter((branch) => branch.kind === 'permission' && !included.permissions.has(branch.id));
  return changed(withRoles, single, true);
}
