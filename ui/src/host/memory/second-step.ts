import type { DeviceForm } from '../../bindings/ipc';
import { phoneHandlers } from './phone';
import { admit, current, miss, move, sessionOf } from './start';
import { copy, refusal, type Handlers, type World } from './world';

/** The one recovery code that the imitation takes, and only once. */
export const memoryRecoveryCode = 'ABCD-EFGH-JKMN-PQRS';

/** The device of whoever signs in; its code is 123456, as everywhere in the imitation. */
const device: DeviceForm = { draftId: 'sign-in', country: 'US', number: '+1 202 555 0142' };

function halfway(world: World): void {
  if (world.start.phase !== 'second_step') throw refusal('sign_in_too_late');
}

function letIn(world: World) {
  world.misses = 0;
  return move(world, { phase: 'signed_in', session: sessionOf(world, false) });
}

function plain(code: string): string {
  return code.replace(/[\s-]/g, '').toUpperCase();
}

/** The commands of the second step, and of the recovery codes. */
export const secondStepHandlers: Pick<
  Handlers,
  | 'send_sign_in_code'
  | 'confirm_sign_in'
  | 'use_recovery_code'
  | 'cancel_sign_in'
  | 'new_recovery_codes'
  | 'keep_recovery_codes'
> = {
  send_sign_in_code: (world) => {
    halfway(world);
    return phoneHandlers.send_code(world, { device });
  },
  confirm_sign_in: (world, { code }) => {
    halfway(world);
    phoneHandlers.confirm_code(world, { device, code });
    return letIn(world);
  },
  use_recovery_code: (world, { code }) => {
    halfway(world);
    admit(world);
    if (world.recoveryCodeUsed || plain(code) !== plain(memoryRecoveryCode)) miss(world, 'no_recovery_code');
    world.recoveryCodeUsed = true;
    return letIn(world);
  },
  cancel_sign_in: (world) => {
    if (world.start.phase !== 'second_step') return copy(world.start);
    return move(world, { phase: 'sign_in', directory: world.start.directory });
  },
  new_recovery_codes: (world) => {
    if (!current(world).recoveryCodesDue) throw refusal('wrong_state');
    const letters = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
    const group = () => Array.from(crypto.getRandomValues(new Uint8Array(4)), (byte) => letters[byte % 32]).join('');
    return Array.from({ length: 10 }, () => [group(), group(), group(), group()].join('-'));
  },
  keep_recovery_codes: (world) => {
    const session = current(world);
    world.recoveryCodesDue = false;
    return move(world, { phase: 'signed_in', session: { ...session, recoveryCodesDue: false } });
  },
};
