import type { CommandError, StartState } from '../bindings/ipc';

/** What signing in begins with. */
export interface Beginning {
  /** Of the newcomer whose account has just become active; else empty. */
  readonly email: string;
  /** Why it has to be begun again. */
  readonly why?: CommandError;
  /** The newcomer was offered to register a phone, and the time for that is over. */
  readonly offerOver: boolean;
}

/** With empty fields and no word. */
export const anew: Beginning = { email: '', offerOver: false };

/** Why an activation has ended by itself. */
export const tooLate: CommandError = { code: 'activation_too_late', fields: [], retryable: false, data: {} };

/** What signing in begins with after `from`; `why`, where leaving that was nobody's wish. */
export function beginningAfter(from: StartState, why?: CommandError): Beginning {
  if (from.phase !== 'activation' || from.step === 'own_password') return { ...anew, why };
  return { email: from.email, offerOver: why !== undefined };
}
