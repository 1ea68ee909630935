import type { ErrorCode } from '../bindings/ipc';
import { wait } from './duration';
import type { ErrorText } from './errors';

type Data = Readonly<Record<string, string | undefined>>;
type Words = (data: Data) => ErrorText;

/** Failures of one-time codes: entering one, and asking for one. */
type CodeErrors = Extract<ErrorCode, `code_${string}` | `too_many_codes${string}` | 'number_locked'>;

/** Failures of the gateway that carries codes. */
type SmsErrors = Extract<ErrorCode, `sms_${string}`>;

/** `1 try is left`, `3 tries are left`. */
function left(tries: string | undefined): string {
  if (tries === undefined) return '';
  return tries === '1' ? '1 try is left. ' : `${tries} tries are left. `;
}

/** What happened and what to do, and the gateway's own words where it said any. */
function gateway(title: string, body: string): Words {
  return ({ said }) => ({ title, body: said ? `${body} The gateway said: “${said}”` : body });
}

/** What becomes of a code, in words. */
export const codeErrors: Record<CodeErrors, Words> = {
  code_wrong: (data) => ({
    title: 'This is not the code',
    body: `${left(data['left'])}Compare it with the newest message.`,
  }),
  code_expired: () => ({
    title: 'The code has expired',
    body: 'A code is good for 10 minutes. Send a new one.',
  }),
  code_ended: () => ({
    title: 'This code is no longer accepted',
    body: 'There were too many wrong tries. Send a new code.',
  }),
  code_missing: () => ({
    title: 'No code waits for this number',
    body: 'It was used or replaced meanwhile. Send a new one.',
  }),
  code_malformed: () => ({
    title: 'This is not a whole code',
    body: 'Enter all six digits of the newest message.',
  }),
  number_locked: ({ seconds }) => ({
    title: 'This number is locked',
    body: `There were too many wrong codes for it. Try again in ${wait(seconds)}, or enter another number.`,
  }),
  code_too_soon: ({ seconds }) => ({
    title: 'A code was sent to this number a moment ago',
    body: `Wait ${wait(seconds)}, then send a new one.`,
  }),
  too_many_codes: ({ seconds }) => ({
    title: 'Too many codes were sent to this number',
    body: `Wait ${wait(seconds)} before the next, or enter another number.`,
  }),
  too_many_codes_alike: ({ seconds }) => ({
    title: 'Too many codes were sent to numbers like this',
    body: `They differ only in their last digits. Wait ${wait(seconds)} before the next.`,
  }),
  too_many_codes_here: ({ seconds }) => ({
    title: 'Too many codes were sent from this computer',
    body: `Wait ${wait(seconds)} before the next. The user can be created without a device meanwhile.`,
  }),
};

/** What the gateway makes of a message, in words. */
export const smsErrors: Record<SmsErrors, Words> = {
  sms_unreachable: gateway(
    'The SMS gateway cannot be reached',
    'Check the network of this computer and the address of the gateway, then try again.',
  ),
  sms_untrusted: gateway(
    'The SMS gateway cannot be trusted',
    'Its certificate is not valid for its address, so nothing was sent. Ask whoever runs the gateway to renew it.',
  ),
  sms_no_answer: gateway(
    'The SMS gateway did not answer in time',
    'Wait for the message a little, as it may still arrive; then send another.',
  ),
  sms_nonsense: gateway(
    'The SMS gateway gave an answer that makes no sense',
    'Check its address and its kind in the settings, then try again.',
  ),
  sms_credentials: gateway(
    'The SMS gateway refused the credentials',
    'Enter the user name and the secret of the gateway anew in the settings.',
  ),
  sms_secret_missing: gateway(
    'The secret of the SMS gateway is missing',
    'The keychain of this computer does not hold it. Enter it anew in the settings.',
  ),
  sms_keychain_failed: gateway(
    'The keychain did not give the secret of the SMS gateway',
    'Unlock the keychain of this computer, then try again.',
  ),
  sms_bad_number: gateway(
    'The SMS gateway does not know this number',
    'Check its digits with the user, or enter another number.',
  ),
  sms_landline: gateway(
    'The SMS gateway says that this is a landline',
    'A landline takes no SMS. Enter a mobile number.',
  ),
  sms_blocked: gateway(
    'This number takes no messages from the SMS gateway',
    'Its owner or the gateway has blocked them. Ask the user to allow them, or enter another number.',
  ),
  sms_out_of_funds: gateway(
    'The account at the SMS gateway is empty',
    'Nothing was sent. Ask whoever runs the gateway to top it up, then try again.',
  ),
  sms_busy: gateway('The SMS gateway is busy', 'Wait a minute, then try again.'),
  sms_sender: gateway(
    'The SMS gateway refused the sender',
    'Check the sender in the settings: it has to be one that the gateway allows in this country.',
  ),
  sms_refused: gateway(
    'The SMS gateway refused the message',
    'Nothing was sent. Try again, or ask whoever runs the gateway.',
  ),
  sms_port_missing: gateway(
    'The port of the modem is not there',
    'Plug the modem in, or choose its port in the settings, then try again.',
  ),
  sms_port_busy: gateway(
    'Another program is using the port of the modem',
    'Close the other program, or allow your account to use the port, then try again.',
  ),
  sms_no_modem: gateway(
    'No modem answers at the port',
    'Check that the modem is on and that its port is the one in the settings, then try again.',
  ),
  sms_sim_missing: gateway('There is no SIM card in the modem', 'Put one in, then try again.'),
  sms_pin_needed: gateway(
    'The SIM card of the modem asks for its PIN',
    'Enter the PIN in the settings, then try again.',
  ),
  sms_pin_wrong: gateway(
    'The PIN of the SIM card is wrong',
    'Correct it in the settings before you try again: after three wrong ones the card is locked.',
  ),
  sms_puk_needed: gateway(
    'The SIM card of the modem is locked',
    'Put it into a phone and unlock it with its PUK, then try again.',
  ),
  sms_no_network: gateway(
    'The modem finds no mobile network',
    'Check its antenna and where it stands, then try again.',
  ),
};
