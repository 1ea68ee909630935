import type { CommandError, ConfirmationSent, MessageState, MessageUser, OutboxMessage, OutboxRow } from '../../bindings/ipc';
import { page } from './records';
import { copy, refusal, type Handlers, type Person, type World } from './world';

type Tried = Pick<OutboxRow, 'state' | 'tries' | 'fault'>;

function fault(code: 'mail_later' | 'mail_recipient' | 'mail_unreachable', said?: string): CommandError {
  return refusal(code, { retryable: code !== 'mail_recipient', data: said === undefined ? {} : { said } });
}

const fresh: Tried = { state: 'waiting', tries: 0, fault: null };

/** What a mail server made of the confirmations of the invented users, one after another. */
const fates: readonly Tried[] = [
  fresh,
  { state: 'sent', tries: 1, fault: null },
  { state: 'failed', tries: 1, fault: fault('mail_recipient', '550 5.1.1 no such user here') },
  { state: 'waiting', tries: 3, fault: fault('mail_later', '451 4.7.1 greylisted, come again') },
  { state: 'given_up', tries: 14, fault: fault('mail_unreachable') },
  { state: 'cancelled', tries: 0, fault: null },
];

const openStates: readonly MessageState[] = ['waiting', 'failed', 'given_up'];

/** Whether `retry_message` and `cancel_message` change an email in this state. */
function isOpen(state: MessageState): boolean {
  return openStates.includes(state);
}

function now(): string {
  return new Date().toISOString();
}

function nameOf({ id, firstName, lastName }: MessageUser): MessageUser {
  return { id, firstName, lastName };
}

/** The email that asks a user to confirm. */
export function confirmation(person: Person, cause: Person | undefined, tried = fresh, at = now()): OutboxMessage {
  const open = isOpen(tried.state);
  const again = tried.tries > 0 ? 90_000 : 0;
  return {
    row: {
      ...{ id: crypto.randomUUID(), kind: 'confirmation', recipient: person.email, createdAt: at, changedAt: at, open },
      ...{ user: nameOf(person), causedBy: cause ? nameOf(cause) : null, ...tried },
      dueAt: tried.state === 'waiting' ? new Date(Date.now() + again).toISOString() : null,
    },
    text: open ? `Hello ${person.firstName},\n\nyour activation code is ${memoryActivationCode}.` : null,
  };
}

/** The activation code that the imitation sends everybody. */
export const memoryActivationCode = 'K7QMT-4XWZB';

/** A confirmation for every user who has not used one yet. Without a mail server they wait. */
export function seedMessages(people: readonly Person[], mail: boolean): OutboxMessage[] {
  return people
    .filter((person) => !person.confirmed)
    .map((person, index) => {
      const tried = mail ? fates[index % fates.length] : fresh;
      return confirmation(person, people[0], tried, person.createdAt);
    });
}

/** A message to a telephone, just made. */
export function phoneMessage(
  row: Pick<OutboxRow, 'id' | 'kind' | 'recipient' | 'state'> & { fault?: CommandError | null },
  text: string,
): OutboxMessage {
  const { fault: found = null, ...rest } = row;
  const kept = row.state === 'kept';
  const at = now();
  return {
    row: {
      ...{ ...rest, user: null, causedBy: null, createdAt: at, changedAt: at, dueAt: null, open: false },
      ...{ tries: kept ? 0 : 1, fault: found },
    },
    text: kept ? text : null,
  };
}

/** What became of the newest confirmation of a user. */
export function confirmationOf(world: World, person: Person): ConfirmationSent | null {
  if (person.confirmed) return null;
  const message = world.messages.find(({ row }) => row.kind === 'confirmation' && row.user?.id === person.id);
  if (!message) return null;
  const { id, state, fault: found, changedAt } = message.row;
  return { messageId: id, state, fault: copy(found), changedAt };
}

function change(world: World, id: string, state: MessageState): null {
  const message = world.messages.find(({ row }) => row.id === id);
  if (!message?.row.open) throw refusal('not_found');
  const open = isOpen(state);
  Object.assign(message.row, { state, open, dueAt: open ? now() : null, changedAt: now() });
  if (state === 'sent') Object.assign(message.row, { tries: message.row.tries + 1, fault: null });
  if (!open) message.text = null;
  world.emit('outbox-changed');
  return null;
}

/** Sends a new confirmation, which voids the one before. */
function resend(world: World, id: string): null {
  const person = world.people.find((candidate) => candidate.id === id);
  if (!person) throw refusal('not_found');
  if (person.confirmed) throw refusal('already_confirmed');
  for (const { row } of world.messages) {
    if (row.user?.id === id && row.open) Object.assign(row, { state: 'cancelled', open: false, dueAt: null });
  }
  world.messages.unshift(confirmation(person, world.people[0]));
  world.emit('outbox-changed');
  return null;
}

/** The commands of the outbox. */
export const outboxHandlers: Pick<
  Handlers,
  'list_outbox' | 'read_message' | 'retry_message' | 'cancel_message' | 'resend_confirmation'
> = {
  list_outbox: (world, { state, after, limit }) => {
    const rows = world.messages.map(({ row }) => row).filter((row) => state === null || row.state === state);
    return page(rows, (row) => row.id, after, limit);
  },
  read_message: (world, { id }) => {
    const message = world.messages.find(({ row }) => row.id === id);
    if (!message) throw refusal('not_found');
    return copy(message);
  },
  retry_message: (world, { id }) => change(world, id, world.mail.settings.server ? 'sent' : 'waiting'),
  cancel_message: (world, { id }) => change(world, id, 'cancelled'),
  resend_confirmation: (world, { id }) => resend(world, id),
};
