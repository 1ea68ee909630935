import type { GatewayKind } from '../bindings/ipc';
import { inWords, onClock } from './duration';

/** How the message with a code travels, after "by". */
const ways: Record<Exclude<GatewayKind, 'outbox'>, string> = {
  http: 'SMS, through an HTTP gateway',
  twilio: 'SMS, through a Twilio gateway',
  smpp: 'SMS, through an SMPP gateway',
  modem: 'SMS, through the modem of this computer',
};

/** Words for entering a one-time code. */
export const codeWords = {
  label: 'Code',
  help: 'Six digits. Spaces do not matter.',
  confirm: 'Confirm',
  incomplete: 'Enter all six digits first',
  dead: 'This code is no longer accepted; send a new one',
  left: (seconds: number) => `${onClock(seconds)} left`,
  expired: 'The code has expired. Send a new one.',
  minuteLeft: 'The code is good for 1 more minute.',
  sentAgain: 'A new code was sent. The one before it is no longer accepted.',
  resend: 'Send a new code',
  resendIn: (seconds: number) => `in ${onClock(seconds)}`,
  resendWait: 'A new code can be sent once the time beside this button is over',
} as const;

/** Words of the wizard's tab `2FA Device`. */
export const deviceWords = {
  title: 'A second step at sign-in',
  what: 'With a mobile phone registered, signing in takes the password and a code sent to that phone. The code comes on top of the password and never replaces it.',
  recommended: 'Recommended. A 2FA device is optional, and makes an account harder to take over.',
  strongly: (roles: string) =>
    `Strongly recommended for this user: ${roles} may change what others can do. Whoever takes over such an account takes over more than one.`,
  notAllowed:
    'You may create users, but not register 2FA devices: that needs the right “Register devices”. The account is created without a second step.',

  country: 'Country',
  countryNone: 'Choose a country',
  countries: 'Countries',
  noCountry: 'No country matches. Search by name, by calling code or by two letters.',
  found: (figure: number) => (figure === 1 ? '1 country' : `${figure} countries`),
  notServed: 'no SMS',
  countrySet: (name: string) => `Country set to ${name}.`,
  countriesFailed: (reason: string) => `The list of countries did not come: ${reason}.`,

  number: 'Mobile Phone',
  example: (example: string) => `Such as ${example}, or with + and the country code`,
  numberHelp: 'With + and the country code, or without',
  notConfirmed: 'Not confirmed yet: Validate sends a code to it.',
  stillConfirmed: 'This number is confirmed.',

  validate: 'Validate',
  keep: 'Keep',
  sending: 'Sending the code…',
  whyEmpty: 'Enter a mobile number first',
  whyChecking: 'The number is being looked at',
  whySent: 'A code was sent to this number: enter it below, or send a new one there',

  outboxMayRead: 'No SMS leaves this computer: the code is kept in the Outbox, and you can read it there.',
  outboxMayNotRead:
    'No SMS leaves this computer: the code is kept in the Outbox. Ask somebody with the right “Read messages” for it.',
  outboxRecord:
    'The account will record that the number was confirmed through the Outbox, which does not prove that anybody holds the phone.',
  sentOutbox: (number: string) => `The code for ${number} is in the Outbox`,
  sent: (number: string, way: Exclude<GatewayKind, 'outbox'>) => `A code is on its way to ${number} by ${ways[way]}`,
  sentUncertain: (number: string) => `A code may be on its way to ${number}`,
  goodFor: (seconds: number) => `The code is good for ${inWords(seconds)}.`,
  uncertain: 'The message may still arrive.',
  readCode: 'Read the code',

  confirmed: 'Confirmed',
  confirmedNote: 'The device is registered together with the user.',
  confirmedOutbox: 'Confirmed through the Outbox, without an SMS: it does not prove that anybody holds the phone.',
  change: 'Change',
  changeLong: 'Change the number',
  remove: 'Remove',
  removeLong: 'Remove the number',
  removed: 'The number was removed. No device will be registered.',
  nowConfirmed: (number: string) => `${number} is confirmed.`,
} as const;

/** How the number of a user was confirmed, said honestly. */
export function confirmedThrough(through: GatewayKind, when: string): string {
  return through === 'outbox'
    ? `Confirmed on ${when} through the Outbox: no SMS was sent, so this does not prove that anybody held the phone.`
    : `Confirmed on ${when} by ${ways[through]}.`;
}
