import type { ActivityAction, ActivityEntry } from '../bindings/ipc';
import { formatCount } from './format';

/** What was done, as a sentence without who did it. */
const actions: Record<ActivityAction, (entry: ActivityEntry) => string> = {
  directory_created: () => 'The directory was created',
  user_created: ({ details }) =>
    details['roles'] ? `User created with ${details['roles'].split(',').join(', ')}` : 'User created',
  signed_in: () => 'Signed in',
  sign_in_failed: () => 'Sign-in failed: unknown address or wrong password',
  sign_in_locked: () => 'Sign-in locked after too many wrong passwords',
  sign_in_unlocked: () => 'Sign-in unlocked',
  signed_out: () => 'Signed out',
  refused: ({ details }) => `Refused for want of the right ${details['permission'] ?? ''}`.trim(),
  role_created: () => 'Role created',
  role_changed: () => 'Role changed',
  role_deleted: () => 'Role deleted',
  settings_changed: () => 'Settings changed',
  activity_exported: () => 'Activity exported',
  message_read: () => 'Message read',
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
  verify: 'Verify',
  verifying: 'Verifying…',
  whole: (entries: number) => `The record is whole: ${formatCount(entries)} entries follow each other without a break.`,
  broken: (at: number) =>
    `The record is broken at entry ${formatCount(at)}. It, or what stood there, was changed, removed or moved. Keep a copy of the directory's folder and find out who could write to it.`,
  export: 'Export',
  exported: (entries: number, path: string) => `${formatCount(entries)} entries were written to ${path}.`,
  more: 'Show more',
  loading: 'Loading the activity…',
  emptyTitle: 'Nothing was recorded yet',
  emptyBody: 'What operators do from now on is listed here.',
} as const;
