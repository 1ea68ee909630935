import { expect, test } from 'vitest';
import type { ActivityAction, ActivityEntry } from '../bindings/ipc';
import { activityText, activityWords } from '../words/en-activity';

const actions: Record<ActivityAction, true> = {
  directory_created: true,
  directory_copied: true,
  user_created: true,
  code_sent: true,
  number_confirmed: true,
  test_message_sent: true,
  device_removed: true,
  recovery_codes_made: true,
  recovery_code_used: true,
  signed_in: true,
  sign_in_failed: true,
  sign_in_locked: true,
  sign_in_unlocked: true,
  signed_out: true,
  refused: true,
  role_created: true,
  role_changed: true,
  role_deleted: true,
  settings_changed: true,
  activity_exported: true,
  message_read: true,
  confirmation_resent: true,
  user_activated: true,
  activation_failed: true,
  device_registered: true,
  message_retried: true,
  message_cancelled: true,
  unreadable: true,
};

function says(action: ActivityAction, details: ActivityEntry['details'] = {}): string {
  return activityText({ number: 1, at: '2026-11-23T14:05:00Z', actor: null, action, subject: null, details });
}

test.each(Object.keys(actions) as ActivityAction[])('%s is said in words', (action) => {
  expect(says(action)).toMatch(/^[A-Z][^_]+[^.]$/);
  expect(says(action)).not.toMatch(/undefined|null/);
});

test('built-in roles are named, own roles and single permissions are counted', () => {
  expect(says('user_created', { roles: 'member' })).toBe('User created with Member');
  expect(says('user_created', { roles: 'member,user-manager,0193-reception', permissions: 'users.view,roles.view' })).toBe(
    'User created with Member, User Manager, 1 own role, and 2 single permissions',
  );
  expect(says('user_created', { roles: '' })).toBe('User created');
});

test('a refusal names every right that was wanting', () => {
  expect(says('refused', { permission: 'users.create,roles.view' })).toContain('users.create, roles.view');
});

test('the second step of a sign-in is told from the password', () => {
  expect(says('signed_in', { second_step: 'code' })).toBe('Signed in by password and code');
  expect(says('signed_in', { second_step: 'recovery_code' })).toBe('Signed in by password and recovery code');
  expect(says('sign_in_failed', { second_step: 'code' })).toBe('Sign-in failed: wrong code');
  expect(says('sign_in_failed', { second_step: 'recovery_code' })).toBe('Sign-in failed: wrong recovery code');
  expect(says('sign_in_failed')).toBe('Sign-in failed: unknown address or wrong password');
  expect(says('code_sent', { for: 'sign_in' })).toBe('Code for signing in sent');
  expect(says('device_removed', { device: '+49…67' })).toBe('Device +49…67 removed');
});

test('what an account was activated by, and what was registered or set up, is told', () => {
  expect(says('user_activated', { by: 'code' })).toBe('Account activated by code');
  expect(says('user_activated', { by: 'link' })).toBe('Account activated by link');
  expect(says('device_registered', { device: '+49…67' })).toBe('Device +49…67 registered');
  expect(says('settings_changed', { mail_server: 'smtp.example.com' })).toBe('Settings changed: mail server smtp.example.com');
  expect(says('settings_changed', { mail_server: '' })).toBe('Settings changed: no mail server any longer');
  expect(says('settings_changed', { messages: 'de' })).toBe('Settings of the emails to users changed');
  expect(says('settings_changed')).toBe('Settings changed');
});

test('where a directory was copied from is told', () => {
  expect(says('directory_copied', { from: 'This computer' })).toBe('Copied the directory here from This computer');
});

test('one entry is not called entries', () => {
  expect(activityWords.whole(1)).toContain('1 entry,');
  expect(activityWords.exported(1, '/srv/a.jsonl')).toBe('1 entry was written to /srv/a.jsonl.');
});
