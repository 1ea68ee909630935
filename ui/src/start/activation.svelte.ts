import type { CommandError, StartState } from '../bindings/ipc';
import { asCommandError, type Host } from '../host/host';

type OnStart = (state: StartState, why?: CommandError) => void;

/** The way out of an activation: by wish, or because it took too long. */
export class ActivationExit {
  /** It is being left. */
  leaving = $state(false);
  /** Why there was no way out. */
  failure = $state.raw<CommandError | null>(null);
  readonly #host: Host;
  readonly #onstart: OnStart;

  /** `onstart` takes the new state, and with it the reason where that is not the one wished for. */
  constructor(host: Host, onstart: OnStart) {
    this.#host = host;
    this.#onstart = onstart;
  }

  /** Goes to the sign-in, and says why if that was nobody's wish. */
  async leave(why?: CommandError): Promise<void> {
    if (this.leaving) return;
    this.leaving = true;
    this.failure = null;
    try {
      this.#onstart(await this.#host.call('leave_activation', {}), why);
    } catch (thrown) {
      this.failure = asCommandError(thrown);
    }
    this.leaving = false;
  }

  /** The failure of a step, to be shown there; null where it leads to another view. */
  async stays(error: CommandError): Promise<CommandError | null> {
    if (error.code === 'activation_too_late') {
      await this.leave(error);
      return this.failure && error;
    }
    if (error.code === 'wrong_state') {
      // Something else has happened meanwhile: the window shows how things stand.
      await this.#host.call('start_state', {}).then((state) => this.#onstart(state), () => undefined);
    }
    return error;
  }
}
