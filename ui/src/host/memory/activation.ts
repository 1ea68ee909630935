import type { ActivationStep, CodeSent, Problem, StartState } from '../../bindings/ipc';
import { openDirectory } from './directory';
import { ownPasswordProblems } from './draft';
import { memoryActivationCode } from './outbox';
import { rate } from './passwords';
import { phoneHandlers, registered } from './phone';
import { admit, miss, move } from './start';
import { copy, refusal, type Handlers, type Person, type World } from './world';

function plain(code: string): string {
  return code.replace(/[\s-]/g, '').toUpperCase();
}

/** The first user who has not confirmed yet, for the views that begin halfway. */
export function firstPending(world: World): Person | undefined {
  return world.people.find((person) => !person.confirmed);
}

/** How far a newcomer has come. The names are told only while a password is chosen. */
export function activationStep(world: World, step: ActivationStep, person: Person | undefined): StartState {
  const named = step === 'own_password' ? person : undefined;
  return {
    ...{ phase: 'activation', directory: openDirectory(world), step, email: person?.email ?? '' },
    ...{ firstName: named?.firstName ?? '', lastName: named?.lastName ?? '' },
  };
}

function newcomer(world: World, step: ActivationStep): Person {
  if (world.start.phase !== 'activation') throw refusal('activation_too_late');
  const { email, step: now } = world.start;
  const person = world.people.find((candidate) => candidate.email === email);
  if (!person || now !== step) throw refusal('wrong_state');
  return person;
}

/** The account is active; a device is offered where there is none. */
function activate(world: World, person: Person): StartState {
  person.confirmed = true;
  person.confirmedAt = new Date().toISOString();
  world.emit('users-changed');
  return move(world, activationStep(world, person.device ? 'done' : 'offer_device', person));
}

function begin(world: World, email: string, code: string, password: string): StartState {
  admit(world);
  const person = world.people.find((candidate) => candidate.email === email.trim().toLowerCase());
  const right = plain(code) === plain(memoryActivationCode) && password === world.password;
  if (!person || person.confirmed || !right) miss(world, 'activation_refused');
  world.misses = 0;
  return world.messageSettings.ownPassword ? move(world, activationStep(world, 'own_password', person)) : activate(world, person);
}

function choose(world: World, password: string, confirmPassword: string): StartState {
  const person = newcomer(world, 'own_password');
  const fields: Problem[] = ownPasswordProblems({ ...person, password, confirmPassword });
  if (fields.length === 0 && password === world.password) {
    fields.push({ field: 'password', code: 'password_unchanged', data: {} });
  }
  if (fields.length > 0) throw refusal('invalid', { fields });
  return activate(world, person);
}

/** The commands of a newcomer who activates the account at the window. */
export const activationHandlers: Pick<
  Handlers,
  | 'begin_activation'
  | 'rate_own_password'
  | 'choose_own_password'
  | 'send_own_code'
  | 'register_own_device'
  | 'leave_activation'
> = {
  begin_activation: (world, { email, code, password }) => begin(world, email, code, password),
  rate_own_password: (world, { password }) => rate({ ...newcomer(world, 'own_password'), password }),
  choose_own_password: (world, { password, confirmPassword }) => choose(world, password, confirmPassword),
  send_own_code: (world, { device }): CodeSent => {
    newcomer(world, 'offer_device');
    return phoneHandlers.send_code(world, { device });
  },
  register_own_device: (world, { device, code }) => {
    const person = newcomer(world, 'offer_device');
    phoneHandlers.confirm_code(world, { device, code });
    person.registered = registered(world, device);
    person.device = true;
    world.emit('users-changed');
    return move(world, activationStep(world, 'done', person));
  },
  leave_activation: (world) => {
    if (world.start.phase !== 'activation') return copy(world.start);
    return move(world, { phase: 'sign_in', directory: world.start.directory });
  },
};
