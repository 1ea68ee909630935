import type { ErrorCode } from '../bindings/ipc';
import { wait } from './duration';
import { directoryErrors } from './en-errors-connections';
import { mailErrors } from './en-errors-mail';
import { codeErrors, smsErrors } from './en-errors-sms';
import type { ErrorText } from './errors';

type Data = Readonly<Record<string, string | undefined>>;

/** What a permission allows, after "You are not allowed to …". */
const deeds: Readonly<Record<string, string | undefined>> = {
  'users.view': 'see users',
  'users.create': 'create users',
  'users.edit': 'change users',
  'users.enable': 'enable or disable users',
  'users.delete': 'delete users',
  'users.reset_password': 'reset passwords',
  'users.unlock': 'unlock sign-ins',
  'users.import': 'import users',
  'users.export': 'export users',
  'roles.view': 'see roles',
  'roles.edit': 'change roles',
  'devices.register': 'register 2FA devices',
  'devices.remove': 'remove 2FA devices',
  'outbox.view': 'see the outbox',
  'outbox.read': 'read messages',
  'outbox.retry': 'send messages again',
  'activity.view': 'see the activity record',
  'activity.export': 'export the activity record',
  'settings.edit': 'change settings',
  'kiosk.start': 'start the kiosk',
  'kiosk.configure': 'change what the kiosk may do',
  'kiosk.review': 'decide on entries that need attention',
};

/** ` (/path/of/it)`, or nothing where the path is not known. */
function at(path: string | undefined): string {
  return path ? ` (${path})` : '';
}

/** Every failure in words: what happened, and what to do. */
export const errors: Record<ErrorCode, (data: Data) => ErrorText> = {
  ...codeErrors,
  ...smsErrors,
  ...mailErrors,
  ...directoryErrors,
  not_signed_in: () => ({ title: 'You are signed out', body: 'Sign in to go on. Nothing was changed.' }),
  locked: () => ({ title: 'Frontdesk is locked', body: 'Enter your password to go on. Nothing was changed.' }),
  not_permitted: ({ permission }) => ({
    title: `You are not allowed to ${(permission && deeds[permission]) ?? 'do this'}`,
    body: 'Ask an owner of this directory for a role that includes it. The attempt was recorded.',
  }),
  invalid: () => ({ title: 'Something entered is not valid', body: 'Check the fields that are marked.' }),
  sign_in_refused: () => ({
    title: 'Email or password is wrong',
    body: 'Check both and try again. Capital and small letters of the password matter.',
  }),
  slow_down: ({ seconds }) => ({
    title: 'Too many tries in a short time',
    body: `Wait ${wait(seconds)}, then try again.`,
  }),
  sign_in_locked: () => ({
    title: 'This sign-in is locked',
    body: 'There were too many wrong tries. Ask another operator to unlock it on the Users page.',
  }),
  account_pending: () => ({
    title: 'This account is not confirmed yet',
    body: 'Use the link or code of the confirmation email first, or ask an operator to send it again.',
  }),
  account_disabled: () => ({
    title: 'This account is disabled',
    body: 'Ask an owner of this directory to enable it.',
  }),
  no_access: () => ({
    title: 'This account may not use Frontdesk',
    body: 'Ask an owner of this directory for a role that includes Frontdesk.',
  }),
  sign_in_too_late: () => ({
    title: 'The code was not entered in time',
    body: 'It has to follow the password within 10 minutes. Enter your email and password again.',
  }),
  no_recovery_code: () => ({
    title: 'This is not one of your recovery codes',
    body: 'Each is good once. Check what you typed, or use another.',
  }),
  activation_refused: () => ({
    title: 'Email, activation code or initial password is wrong',
    body: 'Check all three and try again. Of several emails only the code of the newest is good.',
  }),
  activation_expired: () => ({
    title: 'This activation code has expired',
    body: 'Ask your administrator to send you a new email, and use the code in it.',
  }),
  activation_too_late: () => ({
    title: 'The account was not activated in time',
    body: 'That has to be done within 10 minutes of entering the code. Begin again with your email, your activation code and your initial password.',
  }),
  already_confirmed: () => ({
    title: 'This user has confirmed the address meanwhile',
    body: 'No further email is needed, and none was sent.',
  }),
  own_device: () => ({
    title: 'Nobody removes their own device',
    body: 'Ask another operator with the right “Remove devices”. Nothing was changed.',
  }),
  wrong_state: () => ({
    title: 'This does not fit the moment',
    body: 'Something changed meanwhile. The window now shows how things stand; try again from there.',
  }),
  malformed: () => ({
    title: 'Frontdesk could not read this request',
    body: 'Nothing was changed. Restart Frontdesk; if it happens again, report it with the steps that lead here.',
  }),
  not_found: () => ({
    title: 'This no longer exists',
    body: 'It was removed meanwhile. Go back to the list to see what there is.',
  }),
  request_reused: () => ({
    title: 'This form was already sent for another user',
    body: 'Nothing was changed. Close the form and start a new one.',
  }),
  role_built_in: () => ({
    title: 'Built-in roles cannot be changed',
    body: 'Clone the role and change the copy.',
  }),
  role_in_use: ({ holders }) => ({
    title: 'This role is still in use',
    body: `${holders === '1' ? '1 user or role holds' : `${holders ?? 'Some'} users or roles hold`} it. Take it from them first, then delete it.`,
  }),
  directory_busy: () => ({
    title: 'Another program is using the directory',
    body: 'Close the other program, such as a backup or a second Frontdesk, then try again.',
  }),
  read_only: ({ path }) => ({
    title: 'The directory cannot be written',
    body: `Allow your account to write the file and its folder${at(path)}, then try again. The file was left as it is.`,
  }),
  disk_full: ({ path }) => ({
    title: 'The disk is full',
    body: `Free some space where the directory lies${at(path)}, then try again. Nothing that was saved is lost.`,
  }),
  damaged: ({ path }) => ({
    title: 'The directory is damaged',
    body: `Keep a copy of the file${at(path)} and put the newest backup in its place, then try again. The file was left as it is.`,
  }),
  key_missing: ({ path }) => ({
    title: 'The key of the directory is not in the keychain',
    body: `The directory${at(path)} can be opened only with its key. Sign in to this computer as the user who made it, or restore that user's keychain, then try again. The file was left as it is.`,
  }),
  key_wrong: ({ path }) => ({
    title: 'The key does not fit the directory',
    body: `The file${at(path)} was made with another key or passphrase. If you put a backup here, restore the keychain of the same day too, then try again. The file was left as it is.`,
  }),
  key_file_missing: ({ path }) => ({
    title: 'The description of the key is missing',
    body: `The small file that lies beside the directory${at(path)} is gone or cannot be read. Put it back from the newest backup, then try again. The directory was left as it is.`,
  }),
  newer_version: ({ path }) => ({
    title: 'The directory belongs to a newer Frontdesk',
    body: `Update Frontdesk on this computer to open it${at(path)}. The file was left as it is.`,
  }),
  keychain_missing: () => ({
    title: 'There is no keychain on this computer',
    body: 'The key of this directory lies in a keychain. Start the keychain service of your desktop (such as GNOME Keyring or KWallet), then restart Frontdesk.',
  }),
  keychain_locked: () => ({
    title: 'The keychain is locked',
    body: 'Unlock the keychain of this computer, then try again.',
  }),
  keychain_timed_out: () => ({
    title: 'The keychain does not answer',
    body: 'See whether it waits for you in another window, then restart Frontdesk. If it stays silent, sign out of this computer and in again.',
  }),
  clipboard_unavailable: () => ({
    title: 'The clipboard cannot be used',
    body: 'Nothing was copied. Type or write down what is shown, or try again.',
  }),
  cannot_write_file: ({ path }) => ({
    title: 'The file could not be written',
    body: `Check that the folder exists, has space and may be written${at(path)}, then try again.`,
  }),
  unexpected: () => ({
    title: 'Something went wrong in Frontdesk',
    body: 'Try again. If it happens again, restart Frontdesk and report it; the log of this moment says more.',
  }),
};
