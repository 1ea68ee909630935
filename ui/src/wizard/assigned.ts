import type { Catalogue } from '../bindings/ipc';
import { wizardWords } from '../words/en-wizard';
import { permissionOf, roleOf } from './picker/tree';

/** A line of `Assigned Roles`. */
export interface AssignedItem {
  readonly kind: 'role' | 'permission';
  readonly id: string;
  readonly name: string;
  readonly description: string;
  /** Why it may not stay, in words; null where all is well. */
  readonly refusal: string | null;
}

/** What is assigned, roles first; what the directory no longer knows is named by its id. */
export function assignedItems(
  catalogue: Catalogue,
  roles: readonly string[],
  permissions: readonly string[],
): readonly AssignedItem[] {
  const text = wizardWords.picker;
  return [
    ...roles.map((id) => item('role', id, roleOf(catalogue, id), text.roleNotYours)),
    ...permissions.map((id) => item('permission', id, permissionOf(catalogue, id), text.permissionNotYours)),
  ];
}

function item(
  kind: AssignedItem['kind'],
  id: string,
  known: { name: string; description: string; assignable: boolean } | undefined,
  notYours: string,
): AssignedItem {
  if (!known) return { kind, id, name: id, description: '', refusal: wizardWords.gone };
  const { name, description, assignable } = known;
  return { kind, id, name, description, refusal: assignable ? null : notYours };
}
