import type { ErrorCode, Session, StartState } from '../../bindings/ipc';
import { openDirectory } from './directory';
import { ownerProblems } from './draft';
import { copy, refusal, type Handlers, type World } from './world';

/** The session of the first user of the imitation. */
export function sessionOf(world: World, sample: boolean, locked = false): Session {
  const person = world.people[0];
  return {
    operator: {
      id: person?.id ?? '',
      email: person?.email ?? '',
      firstName: person?.firstName ?? '',
      lastName: person?.lastName ?? '',
    },
    permissions: copy(world.permissions),
    locked,
    recoveryCodesDue: world.recoveryCodesDue && !sample,
    directory: openDirectory(world, sample),
  };
}

/** The password was right; a code is still to come. */
export function secondStep(world: World): StartState {
  return { phase: 'second_step', directory: openDirectory(world), number: '+1…42' };
}

/** Where the application stands from now on. */
export function move(world: World, start: StartState): StartState {
  world.start = start;
  world.emit('start-changed');
  return copy(start);
}

/** The session, where somebody is signed in. */
export function current(world: World): Session {
  if (world.start.phase !== 'signed_in') throw refusal('not_signed_in');
  return world.start.session;
}

/** Counts a wrong password or recovery code: after the third the next try has to wait. */
export function miss(world: World, code: ErrorCode = 'sign_in_refused'): never {
  world.misses += 1;
  if (world.misses >= 3) world.waitUntil = Date.now() + 5000;
  throw refusal(code, { retryable: true });
}

/** Lets nobody try who has to wait. */
export function admit(world: World): void {
  const seconds = Math.ceil((world.waitUntil - Date.now()) / 1000);
  if (seconds > 0) throw refusal('slow_down', { retryable: true, data: { seconds: String(seconds) } });
}

/** The commands about where the application stands. */
export const startHandlers: Pick<
  Handlers,
  | 'start_state'
  | 'retry_opening'
  | 'unlock_directory'
  | 'check_owner'
  | 'start_local_directory'
  | 'look_around'
  | 'leave_sample'
  | 'sign_in'
  | 'unlock'
  | 'lock'
  | 'sign_out'
  | 'keep_alive'
> = {
  start_state: (world) => copy(world.start),
  retry_opening: (world) => {
    if (world.start.phase === 'first_run') return move(world, world.start);
    return move(world, { phase: 'sign_in', directory: openDirectory(world) });
  },
  unlock_directory: (world, { passphrase }) => {
    if (passphrase !== world.password) throw refusal('key_wrong');
    return move(world, { phase: 'sign_in', directory: openDirectory(world) });
  },
  check_owner: (_, { form }) => ownerProblems(form),
  start_local_directory: (world, { form }) => {
    const fields = ownerProblems(form);
    if (fields.length > 0) throw refusal('invalid', { fields });
    const owner = world.people[0];
    if (owner) {
      world.people = [{ ...owner, firstName: form.firstName, lastName: form.lastName, email: form.email }];
    }
    world.messages = [];
    world.activity = world.activity.slice(-1);
    return move(world, { phase: 'signed_in', session: sessionOf(world, false) });
  },
  look_around: (world) => move(world, { phase: 'signed_in', session: sessionOf(world, true) }),
  leave_sample: (world) => move(world, { phase: 'first_run', keychain: world.keychain }),
  sign_in: (world, { email, password }) => {
    admit(world);
    const known = world.people.some((person) => person.email === email.trim().toLowerCase());
    if (!known || password !== world.password) miss(world);
    world.misses = 0;
    if (world.secondStep) return move(world, secondStep(world));
    return move(world, { phase: 'signed_in', session: sessionOf(world, false) });
  },
  unlock: (world, { password }) => {
    const session = current(world);
    admit(world);
    if (password !== world.password) miss(world);
    world.misses = 0;
    return move(world, { phase: 'signed_in', session: { ...session, locked: false } });
  },
  lock: (world) => move(world, { phase: 'signed_in', session: { ...current(world), locked: true } }),
  sign_out: (world) => {
    const { directory } = current(world);
    if (directory.sample) return move(world, { phase: 'first_run', keychain: world.keychain });
    return move(world, { phase: 'sign_in', directory });
  },
  keep_alive: (world) => {
    current(world);
    return null;
  },
};
