import type { Field } from '../bindings/ipc';

/** The three parts of the wizard. */
export type WizardTab = 'general' | 'device' | 'roles';

/** What the ids of the wizard's controls begin with. */
export const idPrefix = 'new-user';

/** The tab that a field stands on. */
export function tabOf(field: Field): WizardTab {
  if (field === 'phone') return 'device';
  return field === 'roles' || field === 'permissions' ? 'roles' : 'general';
}

/** The id of the control that takes the focus for a field. Roles and permissions share one. */
export function controlId(field: Field): string {
  return `${idPrefix}-${field === 'permissions' ? 'roles' : field}`;
}
