import { formatCount } from './format';

/** `1 role`, `2 roles`. */
function counted(figure: number, one: string, many: string): string {
  return `${formatCount(figure)} ${figure === 1 ? one : many}`;
}

/** All texts of `Create New User` and of `Select Roles & Permissions`. */
export const wizardWords = {
  title: 'Create New User',
  tabs: 'Parts of the form',
  general: 'General',
  device: '2FA Device',
  roles: 'Roles & Permissions',
  marks: { untouched: 'untouched', problem: 'has a problem or lacks something', complete: 'complete' },
  assignedCount: (figure: number) => `${counted(figure, 'role', 'roles')} assigned`,
  cancel: 'Cancel',
  create: 'Create User',

  firstName: 'First Name',
  lastName: 'Last Name',
  email: 'Email',
  emailHelp: 'The user signs in with it.',
  checking: 'Checking…',
  available: 'Email is available',
  taken: 'This email is already registered',
  couldNotCheck: (reason: string) => `Could not check: ${reason}`,
  checkAgain: 'Check again',

  lookalikeTitle: 'Please look twice',
  lookalike: {
    email: (existing: string) => `This email looks like ${existing}, which is already registered.`,
    name: (existing: string) => `This name looks like that of an existing user: ${existing}.`,
    mixed: (field: string) => `${field} mixes letters of different scripts that look alike.`,
  },
  lookalikeConfirm: 'I have checked this, and it is meant so',

  missing: 'Still missing',
  nothingMissing: 'Nothing is missing',
  whyDisabled: 'Fill in what is still missing first',
  checkingDraft: 'Looking at what is still missing',
  draftUnchecked: (reason: string) => `The form could not be checked: ${reason}.`,

  discardTitle: 'Discard this user?',
  discardBody: 'What you have typed is lost. Nothing was saved.',
  discard: 'Discard',
  keepTyping: 'Keep editing',

  assigned: 'Assigned Roles',
  noneAssigned: 'No roles assigned yet',
  noneAssignedBody: 'A role says what the user may do. At least one is required; a single permission is no role.',
  role: 'ROLE',
  permission: 'PERMISSION',
  edit: 'Edit Roles & Permissions',
  remove: (name: string) => `Remove ${name}`,
  removed: (name: string) => `${name} removed`,
  gone: 'It no longer exists. Remove it.',
  loadingRoles: 'Loading roles and permissions',
  preview: 'What the user will be able to do',
  previewCount: (figure: number) => counted(figure, 'permission', 'permissions'),
  previewEmpty: 'Nothing in Frontdesk yet. Assign a role to see what it allows.',
  previewNothing: 'Nothing in Frontdesk: what is assigned holds no permission.',
  previewLoading: 'Adding up the permissions',
  through: (roles: string) => `through ${roles}`,
  single: 'assigned singly',
  and: ' and ',

  createdTitle: 'User created',
  created: (email: string) => `${email} was created.`,
  createdNext:
    'The account is pending until the link or code of the confirmation email is used; the message waits in the Outbox.',
  keepRoles: 'Keep the roles',
  createAnother: 'Create another',
  done: 'Done',

  picker: {
    title: 'Select Roles & Permissions',
    summary: 'Summary',
    roles: (figure: number) => counted(figure, 'Role', 'Roles'),
    permissions: (figure: number) => counted(figure, 'Permission', 'Permissions'),
    matches: (figure: number) => counted(figure, 'match', 'matches'),
    selected: (figure: number) => `${formatCount(figure)} selected`,
    search: 'Search roles and permissions',
    expandAll: 'Expand All',
    collapseAll: 'Collapse All',
    selectAll: 'Select All',
    clearAll: 'Clear All',
    tree: 'Roles and permissions',
    allPermissions: 'All permissions',
    allPermissionsHelp: 'Each may be assigned singly, in addition to a role.',
    inside: (roles: number, permissions: number) =>
      roles === 0
        ? counted(permissions, 'permission', 'permissions')
        : `${counted(roles, 'role', 'roles')}, ${counted(permissions, 'permission', 'permissions')}`,
    included: (roles: string) => `Included through ${roles}`,
    roleNotYours: 'You cannot assign this role: you do not hold all of it yourself.',
    permissionNotYours: 'You cannot assign this permission: you do not hold it yourself.',
    noMatch: 'Nothing matches',
    noMatchBody: 'Try another word, or fewer of them.',
    apply: 'Apply',
    cancel: 'Cancel',
  },
} as const;
