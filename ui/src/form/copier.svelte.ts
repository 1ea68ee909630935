import type { Copied } from '../bindings/ipc';
import { asCommandError, type Host } from '../host/host';
import { errorText, words } from '../words';

/** Copies a secret by the shell, which keeps it out of clipboard histories and clears it later; says what came of it. */
export class Copier {
  #copied = $state.raw<Copied | null>(null);
  #cleared = $state(false);
  /** Why nothing was copied. */
  failure = $state('');
  readonly #host: Host;

  constructor(host: Host) {
    this.#host = host;
  }

  /** What became of the copy, in words; empty where there is none. */
  get says(): string {
    if (this.#cleared) return words.password.clipboardCleared;
    if (!this.#copied) return '';
    const { copied, copiedHistory } = words.password;
    return (this.#copied.keptOutOfHistory ? copied : copiedHistory)(this.#copied.clearedAfterSeconds);
  }

  /** Whether the clipboard has been cleared again. */
  get cleared(): boolean {
    return this.#cleared;
  }

  async copy(secret: string): Promise<void> {
    this.failure = '';
    this.#cleared = false;
    try {
      this.#copied = await this.#host.call('copy_password', { password: secret });
    } catch (thrown) {
      const says = errorText(asCommandError(thrown));
      this.failure = `${says.title}. ${says.body}`;
    }
  }

  /** Another secret is shown: what was said of the last one is over. */
  forget(): void {
    this.failure = '';
    this.#copied = null;
    this.#cleared = false;
  }

  /** Notices that the clipboard was cleared, until the returned function is called. */
  listen(): () => void {
    return this.#host.on('clipboard-cleared', () => (this.#cleared = this.#copied !== null));
  }
}
