import type { CommandError } from '../bindings/ipc';
import { asCommandError } from '../host/host';
import { Newest } from '../wizard/newest';

/** A question that is put on demand, and its last answer. */
export class Asking<Answer> {
  busy = $state(false);
  answer = $state.raw<Answer>();
  failure = $state.raw<CommandError>();
  readonly #newest = new Newest();

  async ask(question: () => Promise<Answer>): Promise<void> {
    if (this.busy) return;
    const wanted = this.#newest.ask();
    this.busy = true;
    this.answer = undefined;
    this.failure = undefined;
    try {
      const answer = await question();
      if (wanted()) this.answer = answer;
    } catch (thrown) {
      const error = asCommandError(thrown);
      if (wanted() && error.code !== 'locked') this.failure = error;
    }
    if (wanted()) this.busy = false;
  }

  /** What was asked about is another now. */
  forget(): void {
    this.#newest.forget();
    this.busy = false;
    this.answer = undefined;
    this.failure = undefined;
  }
}
