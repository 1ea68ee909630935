import type { KeychainState, PasswordRule, Weakness } from '../bindings/ipc';
import type { Platform } from '../host/host';
import { formatSymbols } from './format';

type Data = Readonly<Record<string, string | undefined>>;

/** The lines of the list that ticks itself off. */
const rules: Record<PasswordRule, (data: Data) => string> = {
  length: ({ min, max }) => `${min ?? '8'} to ${max ?? '128'} characters`,
  uppercase: () => 'An uppercase letter',
  digit: () => 'A digit',
  symbol: ({ symbols }) => `One of ${formatSymbols(symbols ?? '#@_!$')}`,
  not_common: () => 'Not a commonly leaked password',
  not_personal: () => 'No name, email or organisation in it',
  strength: () => 'Hard enough to guess',
};

/** What makes a password weak. */
const weaknesses: Record<Weakness, string> = {
  straight_row: 'A straight row of keys is easy to guess',
  short_keyboard_pattern: 'A short pattern of keys is easy to guess',
  repeats: 'Repeated characters are easy to guess',
  repeated_pattern: 'A repeated pattern is only little harder to guess than the pattern itself',
  sequence: 'Sequences such as abc or 6543 are easy to guess',
  recent_year: 'Recent years are easy to guess',
  date: 'Dates are easy to guess',
  top_ten: 'It is one of the ten most used passwords',
  top_hundred: 'It is one of the hundred most used passwords',
  common: 'It is a very common password',
  similar_to_common: 'It is close to a very common password',
  single_word: 'A word by itself is easy to guess',
  name: 'Names by themselves are easy to guess',
  common_name: 'Common names are easy to guess',
  personal: 'It contains a name, the email or the organisation',
};

/** Why a passphrase is asked for instead of the keychain. */
const keychain: Record<Exclude<KeychainState, 'available'>, string> = {
  missing:
    'No keychain answers on this computer, so the key of the directory has nowhere to rest. It is derived from a passphrase instead, which Frontdesk asks for at each start. To use a keychain, start its service (such as GNOME Keyring or KWallet) and restart Frontdesk.',
  locked:
    'The keychain of this computer is locked, so the key of the directory has nowhere to rest. It is derived from a passphrase instead, which Frontdesk asks for at each start. To use the keychain instead, unlock it and try again.',
  timed_out:
    'The keychain of this computer did not answer in time, so the key of the directory has nowhere to rest. It is derived from a passphrase instead, which Frontdesk asks for at each start. To use the keychain instead, see why it does not answer and restart Frontdesk.',
};

function shortcut(platform: Platform, key: string): string {
  return platform === 'macos' ? `⌘${key}` : `Ctrl+${key}`;
}

function seconds(figure: number): string {
  return figure === 1 ? '1 second' : `${figure} seconds`;
}

/** All texts of the frame: shared pieces, the start and the window around the pages. */
export const words = {
  appName: 'Frontdesk',

  form: {
    close: 'Close',
    cancel: 'Cancel',
    retry: 'Try Again',
    more: 'Show more',
    showPassword: 'Show password',
    hidePassword: 'Hide password',
    capsLock: 'Caps Lock is on',
    required: 'Fields with * are required.',
    summary: (count: number) => (count === 1 ? '1 thing needs your attention' : `${count} things need your attention`),
  },

  later: {
    loading: 'Loading this part of Frontdesk',
    failed: 'This part of Frontdesk could not be loaded',
    whatToDo: 'Try again; if it happens again, restart Frontdesk. Nothing that was saved is lost.',
  },

  password: {
    newPassword: 'New Password',
    confirmPassword: 'Confirm Password',
    mismatch: 'The two passwords differ',
    requirements: 'Requirements',
    met: 'met',
    notMet: 'not met yet',
    strength: 'Strength',
    strengthEmpty: 'Nothing entered yet',
    steps: ['Very weak', 'Weak', 'Fair', 'Strong', 'Very strong'] as const,
    rules,
    weaknesses,
    cannotRate: 'The password could not be checked right now',
    autoGenerate: 'Auto-Generate',
    generator: 'Generate a Password',
    shape: 'Made of',
    shapes: { characters: 'Characters', words: 'Words' },
    length: 'Characters (12 to 64)',
    wordCount: 'Words (5 to 10)',
    lengthRange: 'Enter a whole number from 12 to 64',
    wordRange: 'Enter a whole number from 5 to 10',
    lookAlikes: 'Allow look-alike characters',
    lookAlikesHelp: 'Such as I, l, 1, O and 0',
    generate: 'Generate',
    generateAgain: 'Generate Again',
    generated: 'Generated password',
    filled: 'Both fields are filled with it.',
    shownOnce: 'Copy it now if you need it: it will not be shown again.',
    copy: 'Copy',
    copied: (after: number) => `Copied. The clipboard is cleared after ${seconds(after)}.`,
    copiedHistory: (after: number) =>
      `Copied. The clipboard is cleared after ${seconds(after)}; a clipboard history on this system may keep it longer.`,
    clipboardCleared: 'The clipboard was cleared.',
    done: 'Done',
  },

  start: {
    opening: 'Opening the directory',
    welcome: 'Welcome to Frontdesk',
    question: 'Where should user accounts live?',
    local: 'Start a local directory on this computer',
    localHelp: 'An encrypted file on this computer, ready after one form.',
    remote: 'Connect to a directory on a server',
    remoteHelp: 'A PostgreSQL database that you and your colleagues work on.',
    lookAround: 'Look around with sample data',
    lookAroundHelp: '200 invented users in a throwaway directory. Nothing is left behind.',
    back: 'Back',

    ownerTitle: 'Create the owner',
    ownerIntro: 'The owner is the first user of the directory and may do everything in it.',
    you: 'You',
    firstName: 'First Name',
    lastName: 'Last Name',
    email: 'Email',
    emailHelp: 'You sign in with it.',
    password: 'Password',
    key: 'Key of the directory',
    keychainRests: 'The directory is encrypted. Its key is kept in the keychain of this computer.',
    keychain,
    passphrase: 'Passphrase',
    passphraseHelp: '15 characters or more, such as five random words. It cannot be recovered.',
    confirmPassphrase: 'Confirm Passphrase',
    create: 'Create Directory',
    creating: 'Creating the directory',

    passphraseTitle: 'Open the directory',
    passphraseIntro: 'The key of this directory is derived from a passphrase, as no keychain kept it when it was made.',
    passphraseMissing: 'Enter the passphrase',
    passphraseWrong: 'This is not the passphrase of this directory. Check Caps Lock and the keyboard layout',
    open: 'Open',

    signInTitle: 'Sign in',
    signIn: 'Sign In',
    emailMissing: 'Enter your email address',
    passwordMissing: 'Enter your password',
    slowDown: (left: number) => `Too many tries. Wait ${seconds(left)}.`,
    slowDownOver: 'You can try again now.',
    waiting: (left: number) => `Wait ${left} s`,

    lockedTitle: 'Locked',
    lockedIntro: (name: string) => `${name} is signed in. Enter the password to go on.`,
    wrongPassword: 'This is not your password. Capital and small letters matter',
    unlock: 'Unlock',
    signOut: 'Sign Out',
    signOutTitle: 'Sign out?',
    signOutBody: 'What you have typed and not saved is lost.',

    problemCode: (code: string) => `Code: ${code}`,
  },

  sample: {
    banner: 'You are looking around in sample data: every user is invented, and nothing is kept.',
    leave: 'Leave',
    locked:
      'Nobody was here for a while, so the sample was locked. It has no password: leave it, and look around anew.',
  },

  frame: {
    skip: 'Skip to content',
    navigation: 'Pages',
    pages: {
      users: 'Users',
      roles: 'Roles',
      outbox: 'Outbox',
      activity: 'Activity',
      settings: 'Settings',
    },
    pageTitle: (page: string) => `${page} – Frontdesk`,
    account: 'Signed in',
    lock: 'Lock',
    signOut: 'Sign Out',
    shortcut,
    failed: 'That did not work',
  },
} as const;
