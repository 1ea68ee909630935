import type { CommandError, ErrorCode, GatewayKind } from '../bindings/ipc';
import { wait } from './duration';
import { errorText, type ErrorText } from './errors';

/** Words of a newcomer's way to an active account. */
export const activationWords = {
  haveCode: 'I have an activation code',

  title: 'Activate your account',
  intro: 'The activation code came by email when your account was created.',
  code: 'Activation code',
  codeHelp: 'Two groups of five, such as K7QMT-4XWZB. Case, spaces and hyphens do not matter.',
  codeMissing: 'Enter the code of the email',
  password: 'Initial password',
  passwordHelp: 'You have it from whoever created your account.',
  passwordMissing: 'Enter the initial password',
  go: 'Continue',
  back: 'Back to sign-in',

  ownTitle: 'Choose your password',
  ownIntro: (firstName: string) =>
    `Welcome, ${firstName}. Choose a password that only you know: it takes the place of the initial one.`,
  finish: 'Activate Account',
  cancel: 'Cancel',

  active: 'Your account is active.',
  activeTitle: 'Your account is active',
  offer: 'You can sign in now. Would you like to register your phone first?',
  notNow: 'Not now',

  signInNext: 'Sign in with your email and your password.',
  registered: (number: string) =>
    `Your phone, ${number}, is registered: signing in takes the password and a code sent to it.`,
  registeredOutbox: (number: string) =>
    `Your phone, ${number}, is registered: signing in takes the password and a code. No SMS leaves this computer: each code is kept in the Outbox, where an operator can read it for you.`,
  signIn: 'Sign in',
  offerOver: 'Your account is active. The time to register a phone is over. Sign in with your email and your password.',
} as const;

/** What is said at the end of a device just registered. */
export function registeredText(number: string, through: GatewayKind): string {
  return through === 'outbox' ? activationWords.registeredOutbox(number) : activationWords.registered(number);
}

/** Faults that lie in the number itself. */
const ofTheNumber: readonly ErrorCode[] = ['sms_bad_number', 'sms_landline', 'sms_blocked'];

/** Why a newcomer's phone was not registered: the settings and other users are out of reach. */
export function ownDeviceErrorText(error: CommandError): ErrorText {
  const { title, body } = errorText(error);
  const seconds = error.data['seconds'];
  if (error.code === 'too_many_codes_here') {
    return { title, body: `Wait ${wait(seconds)} before the next, or sign in without registering a phone.` };
  }
  if (ofTheNumber.includes(error.code)) return { title, body: 'Check its digits, or enter another number.' };
  if (!error.code.startsWith('sms_')) return { title, body };
  return { title, body: 'Try again, or sign in without registering a phone. If it goes on, tell your administrator.' };
}
