import type { Catalogue, Grant } from '../bindings/ipc';
import { wizardWords } from '../words/en-wizard';
import { permissionOf, roleOf } from './picker/tree';

/** The granted permissions of one group. */
export interface GrantGroup {
  readonly id: string;
  readonly lines: readonly GrantLine[];
}

/** A granted permission, and in words where it comes from. */
export interface GrantLine {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly origin: string;
}

/** What was granted by its groups, in the order of the catalogue. */
export function grantGroups(catalogue: Catalogue, grants: readonly Grant[]): readonly GrantGroup[] {
  const groups = [...new Set(catalogue.permissions.map((permission) => permission.group))];
  return groups
    .map((id) => ({ id, lines: linesOf(catalogue, grants, id) }))
    .filter((group) => group.lines.length > 0);
}

function linesOf(catalogue: Catalogue, grants: readonly Grant[], group: string): readonly GrantLine[] {
  return grants.flatMap((grant) => {
    const permission = permissionOf(catalogue, grant.permission);
    if (permission?.group !== group) return [];
    const { id, name, description } = permission;
    return [{ id, name, description, origin: origin(catalogue, grant) }];
  });
}

/** `through Owner and Auditor, assigned singly`. */
export function origin(catalogue: Catalogue, grant: Grant): string {
  const names = grant.roles.map((id) => roleOf(catalogue, id)?.name ?? id);
  const through = names.length > 0 ? [wizardWords.through(names.join(wizardWords.and))] : [];
  return [...through, ...(grant.single ? [wizardWords.single] : [])].join(', ');
}
