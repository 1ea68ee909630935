import type { CommandError, MailPreview, MessageSettings, Problem, TemplateKind } from '../../bindings/ipc';
import { asCommandError, type Host } from '../../host/host';
import { Newest } from '../../wizard/newest';

/** Milliseconds after the last change. */
const pause = 300;

/** How an email would read, asked a moment after the last change; only the newest answer counts. */
export class Preview {
  /** The last good one. */
  last = $state.raw<{ readonly kind: TemplateKind; readonly mail: MailPreview; readonly language: string }>();
  /** What stands in the way of a newer one. */
  problems = $state.raw<readonly Problem[]>([]);
  failure = $state.raw<CommandError>();
  readonly #host: Host;
  readonly #newest = new Newest();
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(host: Host) {
    this.#host = host;
  }

  /** Something is another now: asks in a moment. */
  soon(kind: TemplateKind, settings: MessageSettings): void {
    clearTimeout(this.#timer);
    this.#newest.forget();
    this.#timer = setTimeout(() => void this.ask(kind, settings), pause);
  }

  /** Asks at once. */
  async ask(kind: TemplateKind, settings: MessageSettings): Promise<void> {
    clearTimeout(this.#timer);
    const wanted = this.#newest.ask();
    try {
      const mail = await this.#host.call('preview_message', { kind, settings });
      if (!wanted()) return;
      this.last = { kind, mail, language: settings.language };
      this.problems = [];
      this.failure = undefined;
    } catch (thrown) {
      if (!wanted()) return;
      const error = asCommandError(thrown);
      this.problems = error.fields;
      this.failure = error.fields.length > 0 || error.code === 'locked' ? undefined : error;
    }
  }

  /** No answer is wanted any more. */
  stop(): void {
    clearTimeout(this.#timer);
    this.#newest.forget();
  }

  /** What Rust finds wrong with a kind of these settings. */
  async check(kind: TemplateKind, settings: MessageSettings): Promise<readonly Problem[]> {
    try {
      await this.#host.call('preview_message', { kind, settings });
      return [];
    } catch (thrown) {
      return asCommandError(thrown).fields;
    }
  }
}
