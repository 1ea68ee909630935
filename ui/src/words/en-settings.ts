import type { PasswordPreset } from '../bindings/ipc';

const presets: Record<PasswordPreset, string> = {
  classes: 'At least 8 characters with an uppercase letter, a digit and a symbol',
  nist: 'At least 15 characters of any kind (NIST SP 800-63B)',
};

/** Words of the Settings page. */
export const settingsWords = {
  title: 'Settings',
  explanation: 'They hold for everybody who works in this directory.',
  readOnly: 'You may look at the settings. Changing them needs the right “Edit settings”.',
  sections: 'Sections',
  general: 'General',
  directories: 'Directories',
  sms: 'SMS',
  mail: 'Email',
  messages: 'Messages',
  session: 'Session',
  passwords: 'Passwords',
  idleLock: 'Lock after minutes without input',
  idleLockHelp: '1 to 120 minutes',
  clipboard: 'Clear a copied password after seconds',
  clipboardHelp: '10 to 120 seconds',
  preset: 'Password rules',
  presets,
  presetHelp: {
    classes: 'For directories that ask for kinds of characters. Leaked passwords and names are refused as well.',
    nist: 'Long rather than complicated, as NIST advises. Leaked passwords and names are refused as well.',
  } satisfies Record<PasswordPreset, string>,
  leastScore: 'Least strength',
  scores: ['0: any', '1: weak', '2: fair', '3: strong', '4: very strong'],
  leastScoreHelp: 'What is easier to guess is refused.',
  organisation: 'Organisation',
  organisationHelp: 'A password must not contain this name. May be empty.',
  secret: {
    kept: (place: string) =>
      `Kept in this computer’s keychain. Leave it empty to keep it; another ${place} or account asks for it anew.`,
    held: (place: string) =>
      `Known until Frontdesk is closed: this computer has no keychain. Leave it empty to keep it; another ${place} or account asks for it anew.`,
    willHold: 'This computer has no keychain: it is known until Frontdesk is closed, and asked for anew then.',
  },
  steps: { passed: 'passed', failed: 'failed', open: 'not tried' },
  saveSection: 'Save',
  discard: 'Discard changes',
  nothingChanged: 'Nothing has changed since the settings were last saved',
  unsaved: 'Not saved yet',
  save: 'Save Settings',
  saved: 'The settings were saved and hold at once.',
  wholeNumber: (min: number, max: number) => `Enter a whole number from ${min} to ${max}`,
  loading: 'Loading the settings…',
} as const;
