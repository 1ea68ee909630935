import type { ActivityAction, ActivityEntry } from '../bindings/ipc';
import { formatCount } from './format';

/** The built-in roles, by id. An own role's id says nothing to a reader. */
const builtIn: Readonly<Record<string, string | undefined>> = {
  owner: 'Owner',
  'user-manager': 'User Manager',
  'help-desk': 'Help Desk',
  auditor: 'Auditor',
  'kiosk-operator': 'Kiosk Operator',
  member: 'Member',
};

/** `1 entry`, `5 entries`. */
function counted(figure: number, one: string, many: string): string {
  return `${formatCount(figure)} ${figure === 1 ? one : many}`;
}

/** The ids of a list that is kept in one fact. */
function listed(fact: string | undefined): string[] {
  return fact ? fact.split(',') : [];
}

/** What somebody was created with: built-in roles by name, own ones and single permissions by their number. */
function assigned({ details }: ActivityEntry): string[] {
  const roles = listed(details['roles']);
  const named = roles.flatMap((id) => builtIn[id] ?? []);
  const own = roles.length - named.length;
  const single = listed(details['permissions']).length;
  return [
    ...named,
    ...(own > 0 ? [counted(own, 'own role', 'own roles')] : []),
    ...(single > 0 ? [counted(single, 'single permission', 'single permissions')] : []),
  ];
}

/** What the second step of a sign-in was. */
const secondSteps: Readonly<Record<string, string | undefined>> = { code: 'code', recovery_code: 'recovery code' };

/** What an account was activated by. */
const activatedBy: Readonly<Record<string, string | undefined>> = { code: 'code', link: 'link' };

/** What became of the mail server, by its host; there may be none any longer. */
function mailServer(host: string): string {
  return host === '' ? 'Settings changed: no mail server any longer' : `Settings changed: mail server ${host}`;
}

const inWords = new Intl.ListFormat('en', { type: 'conjunction' });

/** What was done, as a sentence without who did it. */
const actions: Record<ActivityAction, (entry: ActivityEntry) => string> = {
  directory_created: () => 'The directory was created',
  directory_copied: ({ details }) =>
    details['from'] ? `Copied the directory here from ${details['from']}` : 'Copied the directory here from another place',
  user_created: (entry) => {
    const with_ = assigned(entry);
    return with_.length > 0 ? `User created with ${inWords.format(with_)}` : 'User created';
  },
  code_sent: ({ details }) => (details['for'] === 'sign_in' ? 'Code for signing in sent' : 'Code sent to a number'),
  number_confirmed: () => 'Number confirmed by its code',
  test_message_sent: () => 'Test message sent',
  device_removed: ({ details }) => (details['device'] ? `Device ${details['device']} removed` : 'Device removed'),
  recovery_codes_made: () => 'Recovery codes made',
  recovery_code_used: () => 'Recovery code used',
  signed_in: ({ details }) => {
    const by = secondSteps[details['second_step'] ?? ''];
    return by ? `Signed in by password and ${by}` : 'Signed in';
  },
  sign_in_failed: ({ details }) => {
    const by = secondSteps[details['second_step'] ?? ''];
    return by ? `Sign-in failed: wrong ${by}` : 'Sign-in failed: unknown address or wrong password';
  },
  sign_in_locked: () => 'Sign-in locked after too many wrong passwords',
  sign_in_unlocked: () => 'Sign-in unlocked',
  signed_out: () => 'Signed out',
  refused: ({ details }) => {
    const rights = listed(details['permission']);
    return rights.length > 0 ? `Refused for want of the right ${rights.join(', ')}` : 'Refused for want of a right';
  },
  role_created: () => 'Role created',
  role_changed: () => 'Role changed',
  role_deleted: () => 'Role deleted',
  settings_changed: ({ details }) => {
    if (details['mail_server'] !== undefined) return mailServer(details['mail_server']);
    return details['messages'] === undefined ? 'Settings changed' : 'Settings of the emails to users changed';
  },
  activity_exported: () => 'Activity exported',
  message_read: () => 'Message read',
  confirmation_resent: () => 'Confirmation sent again; the earlier link and code are void',
  user_activated: ({ details }) => {
    const by = activatedBy[details['by'] ?? ''];
    return by ? `Account activated by ${by}` : 'Account activated';
  },
  activation_failed: () => 'Activation failed: unknown address, wrong code or wrong password',
  device_registered: ({ details }) =>
    details['device'] ? `Device ${details['device']} registered` : 'Device registered',
  message_retried: () => 'Message tried again',
  message_cancelled: () => 'Message cancelled',
  unreadable: () => 'This entry cannot be read: it was tampered with',
};

/** An entry in words: what was done. */
export function activityText(entry: ActivityEntry): string {
  return actions[entry.action](entry);
}

/** Words of the Activity page. */
export const activityWords = {
  title: 'Activity',
  explanation: 'Who did what. Entries are chained: one that was edited, removed or moved is found.',
  columns: { number: 'No.', at: 'When', actor: 'Who', action: 'What', subject: 'To whom or what' },
  system: 'Frontdesk',
  none: '–',
  verify: 'Verify',
  verifying: 'Verifying…',
  whole: (entries: number) => 
    entries === 1
      ? 'The record is whole: there is 1 entry, and it is unchanged.'
      : `The record is whole: ${formatCount(entries)} entries follow each other without a break.`,
  broken: (at: number) =>
    `The record is broken at entry ${formatCount(at)}. It, or what stood there, was changed, removed or moved. Keep a copy of the directory's folder and find out who could write to it.`,
  export: 'Export',
  exported: (entries: number, path: string) => 
    `${counted(entries, 'entry was', 'entries were')} written to ${path}.`,
  loading: 'Loading the activity…',
  emptyTitle: 'Nothing was recorded yet',
  emptyBody: 'What operators do from now on is listed here.',
} as const;
