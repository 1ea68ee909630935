import type { MessageKind, MessageState } from '../bindings/ipc';

const kinds: Record<MessageKind, string> = { confirmation: 'Confirmation of the address' };
const shortKinds: Record<MessageKind, string> = { confirmation: 'Confirmation' };
const states: Record<MessageState, string> = { waiting: 'Waiting' };

/** Words of the Outbox page. */
export const outboxWords = {
  title: 'Outbox',
  explanation: 'Messages wait here. This version of Frontdesk does not deliver them yet.',
  kinds,
  shortKinds,
  states,
  columns: { state: 'State', kind: 'Message', recipient: 'To', created: 'Created', tries: 'Tries' },
  open: (recipient: string) => `Open the message to ${recipient}`,
  mayNotRead: 'Opening a message needs the right “Read messages”.',
  messageTitle: 'Message',
  facts: { recipient: 'To', name: 'Name', kind: 'Message', state: 'State', created: 'Created', tries: 'Tries' },
  recorded: 'That you opened this message is recorded in the activity.',
  close: 'Close',
  loading: 'Loading the outbox…',
  loadingMessage: 'Loading the message…',
  emptyTitle: 'No message waits',
  emptyBody: 'When a user is created, the message that asks to confirm the address waits here.',
} as const;
