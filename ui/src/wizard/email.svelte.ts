import type { CommandError } from '../bindings/ipc';
import { asCommandError, type Host } from '../host/host';
import { Newest } from './newest';

/** What is known about the address in the field. `idle`: nothing was asked, or it is no address yet. */
export type EmailState =
  | { readonly state: 'idle' | 'checking' | 'available' | 'taken' }
  | { readonly state: 'failed'; readonly error: CommandError };

/** Milliseconds after the last key stroke. */
const pause = 250;

/** Asks the directory whether an address is free, a moment after the last key stroke; only the newest answer counts. */
export class EmailCheck {
  now = $state.raw<EmailState>({ state: 'idle' });
  readonly #host: Host;
  readonly #settled: (email: string, taken: boolean) => void;
  readonly #newest = new Newest();
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** `settled` is told each answer that says whether the address is taken. */
  constructor(host: Host, settled: (email: string, taken: boolean) => void) {
    this.#host = host;
    this.#settled = settled;
  }

  /** The field changed: forgets the answer so far and asks in a moment. `read` gives the address at that time. */
  typed(read: () => string): void {
    this.forget();
    this.#timer = setTimeout(() => void this.ask(read()), pause);
  }

  /** Asks at once. */
  async ask(email: string): Promise<void> {
    clearTimeout(this.#timer);
    if (email.trim() === '') return;
    const wanted = this.#newest.ask();
    this.now = { state: 'checking' };
    try {
      const { answer } = await this.#host.call('check_email', { email });
      if (!wanted()) return;
      const taken = answer === 'taken';
      this.now = { state: taken ? 'taken' : 'available' };
      this.#settled(email, taken);
    } catch (thrown) {
      const error = asCommandError(thrown);
      if (wanted()) this.now = error.code === 'invalid' ? { state: 'idle' } : { state: 'failed', error };
    }
  }

  /** The directory has said so while saving. */
  isTaken(): void {
    this.forget();
    this.now = { state: 'taken' };
  }

  /** Drops the question on its way and the answer so far. */
  forget(): void {
    clearTimeout(this.#timer);
    this.#newest.forget();
    this.now = { state: 'idle' };
  }
}
