import type { MessageKind, MessageState, MessageUser } from '../bindings/ipc';
import { formatTime } from './format';

const kinds: Record<MessageKind, string> = {
  confirmation: 'Confirmation of the address',
  password_reset: 'New password',
  device_changed: 'Notice about a 2FA device',
  code: 'Code for a mobile number',
  test: 'Test message',
};
const shortKinds: Record<MessageKind, string> = {
  confirmation: 'Confirmation',
  password_reset: 'New password',
  device_changed: 'Device notice',
  code: 'Code',
  test: 'Test',
};
const states: Record<MessageState, string> = {
  waiting: 'Waiting',
  sending: 'Sending',
  sent: 'Sent',
  failed: 'Failed',
  given_up: 'Given up',
  cancelled: 'Cancelled',
  kept: 'Kept here',
  uncertain: 'Uncertain',
};

/** Why there is no text to be read, by where the message is. */
const noText: Record<MessageState, string> = {
  waiting: 'The text is written when the email is delivered.',
  kept: 'The text is gone: its code was used, was replaced, or is too old.',
  sending: 'The text is on its way and cannot be read here.',
  sent: 'The text went to the recipient and cannot be read here.',
  uncertain: 'The text may have reached the recipient and cannot be read here. See whether it arrives before you send another.',
  failed: 'The text did not leave, and cannot be read here. Send a new message instead.',
  given_up: 'The text did not leave, and cannot be read here. Send a new message instead.',
  cancelled: 'The text is gone with the message.',
};

/** What a cancelled message means for whoever waits for it. */
const withoutIt: Record<MessageKind, string> = {
  confirmation: 'The user stays pending until another confirmation is sent.',
  password_reset: 'The user chooses no new password until another message is sent.',
  device_changed: 'The user is not told that a 2FA device was registered or removed.',
  code: 'The code does not arrive.',
  test: 'The test does not arrive.',
};

/** Who caused a message. */
export function causedBy(operator: MessageUser | null): string {
  return operator ? `Created by ${operator.firstName} ${operator.lastName}`.trim() : 'Frontdesk';
}

/** When a message is tried next. */
export function nextTry(dueAt: string, now: number): string {
  const seconds = Math.ceil((Date.parse(dueAt) - now) / 1000);
  if (seconds <= 0) return 'now';
  if (seconds < 60) return `in ${seconds} s`;
  return seconds < 3600 ? `in ${Math.ceil(seconds / 60)} min` : `at ${formatTime(dueAt)}`;
}

/** Words of the Outbox page. */
export const outboxWords = {
  title: 'Outbox',
  explanation: 'Every email and SMS begins here. Without a mail server or an SMS gateway it stays here.',
  filter: 'State',
  all: 'All',
  noServer: 'No mail server is set up, so emails wait here. They leave once there is one.',
  setUp: 'Set Up Email',
  kinds,
  shortKinds,
  states,
  columns: { state: 'State', recipient: 'To', kind: 'Message', created: 'Created', tries: 'Tries' },
  next: (when: string) => `next try ${when}`,
  open: (recipient: string) => `Open the message to ${recipient}`,
  messageTitle: 'Message',
  facts: {
    recipient: 'To',
    name: 'Name',
    kind: 'Message',
    cause: 'Cause',
    state: 'State',
    created: 'Created',
    changed: 'Last change',
    tries: 'Tries',
    next: 'Next try',
    fault: 'Last error',
  },
  textTitle: 'What it says',
  noText,
  mayNotRead: 'Reading the text needs the right “Read messages”.',
  recorded: 'That you opened this message is recorded in the activity.',
  elsewhere: 'The state of this message has changed: it is no longer among those listed.',
  retry: 'Retry Now',
  retried: (recipient: string) => `The message to ${recipient} is tried now.`,
  cancel: 'Cancel Message',
  cancelTitle: (recipient: string) => `Cancel the message to ${recipient}?`,
  cancelBody: (kind: MessageKind) => `It will never be sent. ${withoutIt[kind]} The cancellation is recorded.`,
  keep: 'Keep It',
  cancelled: (recipient: string) => `The message to ${recipient} was cancelled and will not be sent.`,
  meanwhile: 'Meanwhile this message was sent or changed, so nothing was done.',
  close: 'Close',
  loading: 'Loading the outbox…',
  loadingMessage: 'Loading the message…',
  emptyTitle: 'No messages yet',
  emptyBody: 'Confirmations, codes and notices to users appear here, each with what became of it.',
  noMatchTitle: (state: MessageState) => `No message is in the state “${states[state]}”`,
  noMatchBody: 'Choose another state to see other messages.',
  showAll: 'Show All',
} as const;
