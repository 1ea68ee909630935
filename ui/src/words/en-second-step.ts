import type { CommandError, ErrorCode } from '../bindings/ipc';
import { wait } from './duration';
import { errorText, type ErrorText } from './errors';

/** Words of the second step of signing in. */
export const secondStepWords = {
  codeTitle: 'Enter the code',
  sending: 'Sending the code',
  beingSent: (number: string) => `Signing in takes a code as well. It is being sent to your phone, ${number}.`,
  sent: (number: string) => `A code is on its way by SMS to your phone, ${number}. It may take a minute to arrive.`,
  sentUncertain: (number: string) => `A code may be on its way by SMS to your phone, ${number}.`,
  outbox: 'No SMS leaves this computer: the code is in the Outbox. Another operator can read it there for you.',
  notSent: (number: string) => `No code was sent to your phone, ${number}.`,
  useRecoveryCode: 'Use a recovery code instead',

  recoveryTitle: 'Use a recovery code',
  recoveryIntro: 'Enter one of the codes that you put away for the day your phone is out of reach. Each is good once.',
  recoveryCode: 'Recovery code',
  recoveryHelp: '16 letters and digits. Case and hyphens do not matter.',
  recoveryMissing: 'Enter a recovery code',
  useCode: 'Back to the code',

  back: 'Back to sign-in',
} as const;

/** Words of the recovery codes, which are shown once. */
export const recoveryCodesWords = {
  title: 'Your recovery codes',
  what: 'Each of these codes lets you sign in once while your phone is lost or out of reach. They will not be shown again.',
  keep: 'Put them on paper or into a password manager, and keep them away from the phone. Until they are put away you cannot go on: without them a lost phone would lock you out.',
  making: 'Making your recovery codes',
  codes: 'Recovery codes',
  putAway: 'I have put these codes away',
  done: 'Done',
  doneWhy: 'Put the codes away and tick the box first',
  renewed: 'The codes shown before were not kept. Put these away in their place.',
} as const;

type Data = Readonly<Record<string, string | undefined>>;

const instead = ({ seconds }: Data) => `Wait ${wait(seconds)} before the next, or use a recovery code.`;

/** What is another matter for somebody who signs in: the number is given, and the settings are out of reach. */
const bodies: Partial<Record<ErrorCode, (data: Data) => string>> = {
  number_locked: ({ seconds }) =>
    `There were too many wrong codes for it. Try again in ${wait(seconds)}, or use a recovery code.`,
  too_many_codes: instead,
  too_many_codes_alike: instead,
  too_many_codes_here: instead,
  invalid: () => 'Use a recovery code, or ask another operator to look at the SMS settings.',
};

/** Why the second step failed. What the gateway itself said is kept back: it may hold the whole number. */
export function secondStepErrorText(error: CommandError): ErrorText {
  const { title, body } = errorText(error);
  const own = bodies[error.code]?.(error.data);
  if (error.code === 'invalid') return { title: 'No SMS goes to the country of this number', body: own ?? body };
  if (own !== undefined) return { title, body: own };
  if (!error.code.startsWith('sms_')) return { title, body };
  return { title, body: 'Try again, or use a recovery code. If it goes on, tell an owner of this directory.' };
}
