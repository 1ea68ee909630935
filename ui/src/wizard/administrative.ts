import type { Role } from '../bindings/ipc';

/** Seeing changes nothing, and the kiosk changes only what it is allowed to. */
function changesOthers(permission: string): boolean {
  const [group, deed] = permission.split('.');
  return deed !== 'view' && group !== 'kiosk' && group !== 'activity';
}

/** Whether a role changes what others can do or reads their messages: what makes a second step matter most. */
export function administrative(role: Role): boolean {
  return role.allPermissions.some(changesOthers);
}
