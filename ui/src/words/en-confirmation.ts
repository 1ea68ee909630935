import type { CommandError, ConfirmationSent, MessageState } from '../bindings/ipc';
import { errorText } from './errors';
import { formatDateTime, formatDay } from './format';

/** What went wrong, before what to do about it. */
function title(fault: CommandError | null): string {
  return fault ? `: ${errorText(fault).title}` : '';
}

/** What went wrong and what to do, as sentences of their own. */
function whole(fault: CommandError | null): string {
  if (!fault) return '';
  const says = errorText(fault);
  return ` ${says.title}. ${says.body}`;
}

const short: Record<MessageState, (sent: ConfirmationSent) => string> = {
  waiting: ({ fault }) => `Waiting${title(fault)}`,
  kept: () => 'Kept here',
  sending: () => 'Being sent',
  sent: ({ changedAt }) => `Sent ${formatDay(changedAt)}`,
  uncertain: () => 'Uncertain',
  failed: ({ fault }) => `Failed${title(fault)}`,
  given_up: ({ fault }) => `Given up${title(fault)}`,
  cancelled: () => 'Cancelled',
};

const long: Record<MessageState, (sent: ConfirmationSent) => string> = {
  waiting: ({ fault }) =>
    fault
      ? `The confirmation email waits for another try. The last one failed.${whole(fault)}`
      : 'The confirmation email waits in the Outbox to be sent.',
  kept: () => 'The confirmation email is kept in the Outbox.',
  sending: () => 'The confirmation email is being sent.',
  sent: ({ changedAt }) => `The confirmation email was sent on ${formatDateTime(changedAt)}.`,
  uncertain: ({ changedAt, fault }) =>
    `The confirmation email may have been sent on ${formatDateTime(changedAt)}.${whole(fault)}`,
  failed: ({ changedAt, fault }) =>
    `The confirmation email was not sent, and is not tried again since ${formatDateTime(changedAt)}.${whole(fault)}`,
  given_up: ({ changedAt, fault }) =>
    `The confirmation email was given up on ${formatDateTime(changedAt)}, after a day of tries.${whole(fault)}`,
  cancelled: ({ changedAt }) => `The confirmation email was cancelled on ${formatDateTime(changedAt)}.`,
};

/** What became of the email that asks a user to confirm, for a row of the list. */
export function confirmationShort(sent: ConfirmationSent | null): string {
  return sent ? short[sent.state](sent) : 'No email';
}

/** What became of it, in full. */
export function confirmationText(sent: ConfirmationSent | null): string {
  return sent ? long[sent.state](sent) : 'No confirmation email is on its way to this user.';
}

/** Words of the confirmation in the view of one user. */
export const confirmationWords = {
  label: 'Confirmation',
  notYet: 'Not yet:',
  confirmedAt: (when: string) => `Confirmed on ${when}`,
  resend: 'Resend',
  resendLong: 'Resend the confirmation email',
  resent: 'A new email is on its way; the earlier link and code are void.',
  mayNotResend: 'Sending it again needs the right “Retry messages” or “Create users”.',
} as const;
