import type { MessageKind, MessageState } from '../bindings/ipc';

const kinds: Record<MessageKind, string> = {
  confirmation: 'Confirmation of the address',
  code: 'Code for a mobile number',
  test: 'Test of the SMS gateway',
};
const shortKinds: Record<MessageKind, string> = { confirmation: 'Confirmation', code: 'Code', test: 'Test' };
const states: Record<MessageState, string> = {
  waiting: 'Waiting',
  kept: 'Kept here',
  sending: 'Sending',
  sent: 'Sent',
  uncertain: 'Uncertain',
  failed: 'Failed',
};

/** Why there is no text to be read, by where the message is. */
const noText: Record<MessageState, string> = {
  waiting: 'The email is written when it is delivered.',
  kept: 'The text is gone: its code was used, was replaced, or is too old.',
  sending: 'The text is on its way through the gateway and cannot be read here.',
  sent: 'The text went to the telephone and cannot be read here.',
  uncertain: 'The text may have reached the telephone and cannot be read here. See whether it arrives before you send another.',
  failed: 'The text did not leave, and cannot be read here. Send a new message instead.',
};

/** Words of the Outbox page. */
export const outboxWords = {
  title: 'Outbox',
  explanation:
    'Emails wait here: this version of Frontdesk does not deliver them yet. Messages to telephones are kept here where no SMS gateway is set up; otherwise what became of them stands here.',
  kinds,
  shortKinds,
  states,
  columns: { state: 'State', kind: 'Message', recipient: 'To', created: 'Created', tries: 'Tries' },
  open: (recipient: string) => `Open the message to ${recipient}`,
  mayNotRead: 'Opening a message needs the right “Read messages”.',
  messageTitle: 'Message',
  facts: {
    recipient: 'To',
    name: 'Name',
    kind: 'Message',
    state: 'State',
    created: 'Created',
    tries: 'Tries',
    fault: 'Last error',
  },
  textTitle: 'What it says',
  noText,
  recorded: 'That you opened this message is recorded in the activity.',
  close: 'Close',
  loading: 'Loading the outbox…',
  loadingMessage: 'Loading the message…',
  emptyTitle: 'No message waits',
  emptyBody: 'When a user is created, the message that asks to confirm the address waits here.',
} as const;
