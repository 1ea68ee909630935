import type { Permission, Role } from '../../bindings/ipc';

const permissions: readonly [id: string, name: string, description: string][] = [
  ['users.view', 'View users', 'See the list of users and open one.'],
  ['users.create', 'Create users', 'Create new users with roles the creator holds.'],
  ['users.edit', 'Edit users', 'Change names and roles of users.'],
  ['users.enable', 'Enable and disable users', 'Let users sign in, or stop them.'],
  ['users.delete', 'Delete users', 'Delete users and restore them within 30 days.'],
  ['users.reset_password', 'Reset passwords', 'Give a user a new password.'],
  ['users.unlock', 'Unlock sign-ins', 'Let a user sign in again after too many wrong passwords.'],
  ['users.import', 'Import users', 'Create many users from a file.'],
  ['users.export', 'Export users', 'Write the list of users to a file.'],
  ['roles.view', 'View roles', 'See roles and who holds them.'],
  ['roles.edit', 'Edit roles', 'Create, change and delete own roles.'],
  ['devices.register', 'Register devices', 'Register a 2FA device for a user.'],
  ['devices.remove', 'Remove devices', 'Remove a lost 2FA device of a user.'],
  ['outbox.view', 'View the outbox', 'See which messages wait and which were sent.'],
  ['outbox.read', 'Read messages', 'Read the text of a message, codes and links included.'],
  ['outbox.retry', 'Retry messages', 'Send a message again, or stop it from being sent.'],
  ['activity.view', 'View activity', 'See who did what.'],
  ['activity.export', 'Export activity', 'Write the activity record to a file.'],
  ['settings.edit', 'Edit settings', 'Change settings of the directory.'],
  ['kiosk.start', 'Run the kiosk', 'Start and leave the kiosk.'],
  ['kiosk.configure', 'Configure the kiosk', 'Change what the kiosk may do.'],
  ['kiosk.review', 'Review entries', 'Decide on entries that need attention.'],
];

/** Every permission code, in the order to show. */
export const allPermissions: readonly string[] = permissions.map(([id]) => id);

/** The permissions as an operator with `held` sees them. */
export function permissionList(held: readonly string[]): Permission[] {
  return permissions.map(([id, name, description]) => ({
    id,
    group: id.split('.')[0] ?? id,
    name,
    description,
    assignable: held.includes(id),
    administrative: administrative(id),
  }));
}

const harmless: readonly string[] = [
  ...['users.view', 'roles.view', 'outbox.view', 'activity.view'],
  ...['activity.export', 'kiosk.start'],
];

function administrative(permission: string): boolean {
  return !harmless.includes(permission);
}

type Seed = Pick<Role, 'id' | 'name' | 'description' | 'builtIn' | 'roles' | 'permissions'>;

const seeds: readonly Seed[] = [
  {
    id: 'owner',
    name: 'Owner',
    description: 'May do everything in this directory, and gives out every other role.',
    builtIn: true,
    roles: ['user-manager', 'auditor', 'kiosk-operator'],
    permissions: [...allPermissions],
  },
  {
    id: 'user-manager',
    name: 'User Manager',
    description: 'Creates users, looks after their accounts and sees the messages sent to them.',
    builtIn: true,
    roles: ['help-desk'],
    permissions: [
      'users.create',
      'users.edit',
      'users.delete',
      'users.import',
      'users.export',
      'devices.register',
      'outbox.view',
    ],
  },
  {
    id: 'help-desk',
    name: 'Help Desk',
    description: 'Helps users who cannot sign in.',
    builtIn: true,
    roles: [],
    permissions: ['users.view', 'users.enable', 'users.reset_password', 'users.unlock', 'roles.view', 'devices.remove'],
  },
  {
    id: 'auditor',
    name: 'Auditor',
    description: 'Sees users, roles and the activity record, and changes nothing.',
    builtIn: true,
    roles: [],
    permissions: ['users.view', 'roles.view', 'activity.view', 'activity.export'],
  },
  {
    id: 'kiosk-operator',
    name: 'Kiosk Operator',
    description: 'Starts the kiosk and decides on what was entered there.',
    builtIn: true,
    roles: [],
    permissions: ['kiosk.start', 'kiosk.review'],
  },
  {
    id: 'member',
    name: 'Member',
    description: 'Has an account, and no rights in Frontdesk.',
    builtIn: true,
    roles: [],
    permissions: [],
  },
  {
    id: '0193-reception',
    name: 'Reception',
    description: 'Registers newcomers at the front desk.',
    builtIn: false,
    roles: ['kiosk-operator'],
    permissions: ['users.view', 'users.create', 'roles.view'],
  },
];

/** What a role gives, the roles inside it included. */
export function permissionsOf(roles: readonly Pick<Role, 'id' | 'roles' | 'permissions'>[], id: string): string[] {
  const found = new Set<string>();
  const seen = new Set<string>();
  const open = [id];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const role = roles.find((candidate) => candidate.id === next);
    if (!role || seen.has(next)) continue;
    seen.add(next);
    role.permissions.forEach((permission) => found.add(permission));
    open.push(...role.roles);
  }
  return allPermissions.filter((permission) => found.has(permission));
}

/** Adds what follows from the rest: all permissions, and whether an operator with `held` may assign the role. */
export function completeRoles(
  roles: readonly Seed[],
  held: readonly string[],
  holders: (id: string) => number,
): Role[] {
  return roles.map((role) => {
    const all = permissionsOf(roles, role.id);
    const assignable = all.every((permission) => held.includes(permission));
    const rights = { assignable, administrative: all.some(administrative) };
    return { ...role, ...rights, allPermissions: all, holders: holders(role.id) };
  });
}

/** The roles at the beginning: the built-in ones and an own one. */
export function seedRoles(held: readonly string[]): Role[] {
  return completeRoles(seeds, held, () => 0);
}
