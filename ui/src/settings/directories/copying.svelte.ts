import type { CommandError, CopyState, CopyTarget } from '../../bindings/ipc';
import { asCommandError, type Host } from '../../host/host';
import { Newest } from '../../wizard/newest';

/** The copy of the open directory: it goes on in the shell, whoever looks. */
export class Copying {
  /** Nothing where none was begun. */
  state = $state.raw<CopyState | null>(null);
  /** A command is under way. */
  busy = $state(false);
  /** Why the last command was refused. */
  failure = $state.raw<CommandError>();
  readonly #host: Host;
  readonly #newest = new Newest();

  constructor(host: Host) {
    this.#host = host;
  }

  get running(): boolean {
    return this.state?.stage === 'copying' || this.state?.stage === 'checking';
  }

  /** Whole percent of the rows that are there; all only once all are. */
  get percent(): number {
    const { done = 0, total = 0 } = this.state ?? {};
    return total === 0 ? 0 : Math.min(100, Math.floor((done / total) * 100));
  }

  /** Looks how far it is. */
  async look(): Promise<void> {
    const wanted = this.#newest.ask();
    try {
      const state = await this.#host.call('copy_state', {});
      if (wanted()) this.state = state;
    } catch {
      // What was last known stays; the next event asks again.
    }
  }

  /** Follows it until the returned function is called. */
  follow(): () => void {
    void this.look();
    return this.#host.on('copy-changed', () => void this.look());
  }

  /** Begins it, or goes on where it ended. Whether it goes. */
  async start(target: CopyTarget): Promise<boolean> {
    return this.#do(async () => {
      this.#newest.forget();
      this.state = await this.#host.call('copy_directory', { target });
    });
  }

  cancel(): Promise<boolean> {
    return this.#do(async () => {
      await this.#host.call('cancel_copy', {});
      await this.look();
    });
  }

  async #do(work: () => Promise<void>): Promise<boolean> {
    if (this.busy) return false;
    this.busy = true;
    this.failure = undefined;
    try {
      await work();
    } catch (thrown) {
      this.failure = asCommandError(thrown);
    }
    this.busy = false;
    return this.failure === undefined;
  }
}
