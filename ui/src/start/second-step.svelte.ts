import type { CodeSent, CommandError, Commands, StartState } from '../bindings/ipc';
import { asCommandError, type Host } from '../host/host';

/** A code that was sent, and until when it is good. Milliseconds since 1970. */
export interface WaitingCode extends CodeSent {
  readonly expiresAt: number;
}

/** What follows the password: a code that is sent, or a recovery code. Whether either is right, Rust says. */
export class SecondStep {
  /** The last code sent. */
  sent = $state.raw<WaitingCode | null>(null);
  /** When another code may be sent. */
  resendAt = $state(0);
  sending = $state(false);
  confirming = $state(false);
  sendFailure = $state.raw<CommandError | null>(null);
  confirmFailure = $state.raw<CommandError | null>(null);
  /** Why there was no way back. */
  cancelFailure = $state.raw<CommandError | null>(null);
  readonly #host: Host;
  readonly #onstart: (state: StartState, why?: CommandError) => void;

  /** `onstart` takes the new state, and with it the reason where that is not the one wished for. */
  constructor(host: Host, onstart: (state: StartState, why?: CommandError) => void) {
    this.#host = host;
    this.#onstart = onstart;
  }

  /** Sends a code, or a new one. Says whether it is on its way. */
  async send(): Promise<boolean> {
    if (this.sending) return false;
    this.sending = true;
    this.sendFailure = null;
    try {
      const sent = await this.#host.call('send_sign_in_code', {});
      const now = Date.now();
      this.sent = { ...sent, expiresAt: now + sent.secondsValid * 1000 };
      this.resendAt = now + sent.secondsToResend * 1000;
      this.confirmFailure = null;
    } catch (thrown) {
      const error = asCommandError(thrown);
      this.sendFailure = await this.#stays(error);
      const seconds = Number(error.data['seconds'] ?? '0');
      if (seconds > 0) this.resendAt = Date.now() + seconds * 1000;
    }
    this.sending = false;
    return this.sent !== null && this.sendFailure === null;
  }

  /** Tries the code. */
  async confirm(code: string): Promise<void> {
    if (this.confirming) return;
    this.confirming = true;
    this.confirmFailure = null;
    this.sendFailure = null;
    this.confirmFailure = await this.#enter('confirm_sign_in', code);
    this.confirming = false;
  }

  /** Tries a recovery code. Says why it was not accepted. */
  recover(code: string): Promise<CommandError | null> {
    return this.#enter('use_recovery_code', code);
  }

  /** Goes back to the password, and says why if that was nobody's wish. */
  async cancel(why?: CommandError): Promise<void> {
    this.cancelFailure = null;
    try {
      this.#onstart(await this.#host.call('cancel_sign_in', {}), why);
    } catch (thrown) {
      this.cancelFailure = asCommandError(thrown);
    }
  }

  async #enter(
    command: Extract<keyof Commands, 'confirm_sign_in' | 'use_recovery_code'>,
    code: string,
  ): Promise<CommandError | null> {
    try {
      this.#onstart(await this.#host.call(command, { code }));
      return null;
    } catch (thrown) {
      return this.#stays(asCommandError(thrown));
    }
  }

  /** The failure to show here; null where it leads to another view. */
  async #stays(error: CommandError): Promise<CommandError | null> {
    if (error.code === 'sign_in_too_late') {
      await this.cancel(error);
      return this.cancelFailure && error;
    }
    if (error.code === 'wrong_state') {
      // Something else has happened meanwhile: the window shows how things stand.
      await this.#host.call('start_state', {}).then((state) => this.#onstart(state), () => undefined);
    }
    return error;
  }
}
