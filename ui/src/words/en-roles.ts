import { formatCount } from './format';

/** `1 user`, `2 users`. */
function counted(figure: number, one: string, many: string): string {
  return `${formatCount(figure)} ${figure === 1 ? one : many}`;
}

/** The groups of permissions, by the part before the dot. */
const groups: Readonly<Record<string, string | undefined>> = {
  users: 'Users',
  roles: 'Roles',
  devices: '2FA Devices',
  outbox: 'Outbox',
  activity: 'Activity',
  settings: 'Settings',
  kiosk: 'Kiosk',
};

/** All texts of the Roles page. */
export const rolesWords = {
  title: 'Roles',
  newRole: 'New Role',
  loading: 'Loading roles and permissions',
  search: 'Search roles and permissions',
  noMatch: 'Nothing matches',
  list: 'Roles and permissions',
  details: 'Details',
  rolesSection: 'Roles',
  permissionsSection: 'Permissions',
  group: (id: string) => groups[id] ?? id,
  builtIn: 'Built-in',
  own: 'Own role',
  builtInWhy: 'Built-in roles cannot be changed. Clone it and change the copy.',
  noDescription: 'No description',

  users: (figure: number) => counted(figure, 'user', 'users'),
  rolesInside: 'Roles inside',
  permissionsGranted: 'Permissions',
  noPermissions: 'It grants nothing in Frontdesk.',
  through: (role: string) => `through ${role}`,
  partOf: 'Part of these roles',
  grantedBy: 'Granted by these roles',
  grantedByNone: 'No role grants it.',
  notAssignable: 'You cannot assign it: you do not hold all of it yourself.',

  holders: 'Who holds it',
  holdersLoading: 'Looking up who holds it',
  noHolders: 'Nobody holds it.',
  holdersHidden: 'To see who holds it you need the right to see users.',
  holdersMore: (shown: number, all: number) => `The first ${formatCount(shown)} of ${formatCount(all)}.`,

  clone: 'Clone',
  edit: 'Edit',
  delete: 'Delete',
  cloneName: (name: string) => `Copy of ${name}`,
  cloneTitle: (name: string) => `Clone ${name}`,
  editTitle: (name: string) => `Edit ${name}`,
  name: 'Name',
  nameHelp: 'Up to 60 characters, unlike any other role.',
  description: 'Description',
  descriptionHelp: 'What the role is for, as an administrator would say it.',
  within: 'Roles & Permissions',
  withinEmpty: 'Nothing inside yet',
  withinEmptyBody: 'A role may hold permissions and other roles. Empty, it gives an account and no rights in Frontdesk.',
  editContents: 'Edit Roles & Permissions',
  loopItself: 'A role cannot hold itself.',
  loop: (name: string) => `This role holds ${name}: putting it inside would make a loop.`,
  cancel: 'Cancel',
  createRole: 'Create Role',
  saveRole: 'Save Role',
  saved: (name: string) => `${name} saved.`,
  deleted: (name: string) => `${name} deleted.`,

  discardTitle: 'Discard the changes?',
  discardBody: 'What you have typed is lost. Nothing was saved.',
  discard: 'Discard',
  keepEditing: 'Keep editing',

  deleteTitle: (name: string) => `Delete the role ${name}?`,
  deleteBody: (name: string) => `${name} is gone for good. Nobody loses an account by it.`,
  deleteConfirm: (name: string) => `Delete ${name}`,
} as const;
