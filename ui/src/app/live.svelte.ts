import type { DirectoryCondition, EventName } from '../bindings/ipc';
import type { Host } from '../host/host';
import { Newest } from '../wizard/newest';

const changing: readonly EventName[] = ['users-changed', 'outbox-changed', 'directory-changed'];

/** What the window is told of the open directory: whether it answers, and that something in it has changed. */
export class Live {
  condition = $state.raw<DirectoryCondition>({ answers: true, fault: null, nextTrySeconds: null });
  /** Another figure each time that what is shown may be old. */
  changes = $state(0);
  readonly #host: Host;
  readonly #newest = new Newest();

  constructor(host: Host) {
    this.#host = host;
  }

  /** Listens until the returned function is called. */
  listen(): () => void {
    const ends = [
      ...changing.map((event) => this.#host.on(event, () => this.changed())),
      this.#host.on('condition-changed', () => void this.#ask()),
    ];
    void this.#ask();
    return () => {
      for (const end of ends) end();
      this.#newest.forget();
    };
  }

  /** What is shown may be old. */
  changed(): void {
    this.changes += 1;
  }

  /** Nothing could be asked for a while. */
  again(): void {
    this.changed();
    void this.#ask();
  }

  async #ask(): Promise<void> {
    const wanted = this.#newest.ask();
    try {
      const condition = await this.#host.call('directory_condition', {});
      if (!wanted()) return;
      const back = condition.answers && !this.condition.answers;
      this.condition = condition;
      if (back) this.changed();
    } catch {
      // Nobody is signed in any longer: `start-changed` tells so.
    }
  }
}
