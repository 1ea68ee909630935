import { tick } from 'svelte';
import type { CommandError, MessageSettingsState, Problem, TemplateKind } from '../../bindings/ipc';
import type { Host } from '../../host/host';
import { problemText } from '../../words';
import { settingsWords } from '../../words/en-settings';
import { whole } from '../form';
import { Editing, type Wrong } from '../editing.svelte';
import {
  builtInOf,
  formOf,
  freshForm,
  kinds,
  settingsOf,
  withTexts,
  type MessagesForm,
  type Place,
  type Texts,
} from './form';
import { Preview } from './preview.svelte';

/** Settings → Messages: what is kept, and what is typed. */
export class MessagesEditing extends Editing<MessageSettingsState, MessagesForm, Place> {
  /** The email whose texts are looked at. */
  kind = $state<TemplateKind>('confirmation');
  readonly preview: Preview;
  readonly #host: Host;
  /** Kinds whose texts were refused, as they were then. */
  #flawed = $state.raw<Partial<Record<TemplateKind, string>>>({});

  constructor(host: Host) {
    super(freshForm());
    this.#host = host;
    this.preview = new Preview(host);
  }

  /** The texts to be edited: one's own, or the built-in ones. */
  get texts(): Texts {
    return this.form.own[this.kind] ?? (this.kept ? builtInOf(this.kept, this.kind) : { subject: '', body: '' });
  }

  set texts(texts: Texts) {
    if (this.kept) this.form.own = withTexts($state.snapshot(this.form), this.kept, this.kind, texts);
  }

  get isOwn(): boolean {
    return this.form.own[this.kind] !== undefined;
  }

  /** Whether the built-in texts shown are in another language than the one chosen. */
  get otherLanguage(): boolean {
    return this.kept !== undefined && !this.isOwn && this.form.language !== this.kept.settings.language;
  }

  dropOwn(): void {
    this.form.own = { ...$state.snapshot(this.form.own), [this.kind]: undefined };
  }

  /** Whether a kind was refused, and is still the same. */
  isFlawed(kind: TemplateKind): boolean {
    return this.#flawed[kind] !== undefined && this.#flawed[kind] === JSON.stringify(this.form.own[kind]);
  }

  /** Asks how the email reads with what is entered. */
  look(): void {
    this.preview.soon(this.kind, this.#entered());
  }

  lookNow(): Promise<void> {
    return this.preview.ask(this.kind, this.#entered());
  }

  #entered() {
    return settingsOf($state.snapshot(this.form));
  }

  override get faults(): Wrong<Place> {
    const faults = super.faults;
    for (const problem of this.preview.problems) {
      const { field } = problem;
      if (field === 'template_subject' || field === 'template_body') faults[field] ??= problemText(problem);
    }
    return faults;
  }

  override get wrong(): number {
    return super.wrong + kinds.filter((kind) => kind !== this.kind && this.isFlawed(kind)).length;
  }

  /** A refusal does not say which email it means: each is asked about, and the first that is flawed is shown. */
  override async refused(error: CommandError): Promise<void> {
    await super.refused(error);
    if (!error.fields.some(({ field }) => field.startsWith('template_'))) return;
    this.failure = undefined;
    const settings = this.#entered();
    const flawed: Partial<Record<TemplateKind, string>> = {};
    for (const kind of kinds.filter((one) => this.form.own[one])) {
      const problems = await this.preview.check(kind, settings);
      if (problems.length > 0) flawed[kind] = JSON.stringify(this.form.own[kind]);
    }
    this.#flawed = flawed;
    const first = kinds.find((kind) => flawed[kind] !== undefined);
    if (first && flawed[this.kind] === undefined) this.kind = first;
    // Whoever looks at it notices that it is another, and would ask in a moment.
    await tick();
    await this.lookNow();
  }

  protected override ask(): Promise<MessageSettingsState> {
    return this.#host.call('message_settings', {});
  }

  protected override store(): Promise<MessageSettingsState> {
    return this.#host.call('save_message_settings', { settings: this.#entered() });
  }

  protected override formOf(kept: MessageSettingsState): MessagesForm {
    return formOf(kept);
  }

  protected override fingerprint(): string {
    return JSON.stringify([settingsOf(this.form), this.form.hours.trim()]);
  }

  protected override forgetFaults(): void {
    super.forgetFaults();
    this.#flawed = {};
  }

  protected override unsendable(): Wrong<Place> {
    const wrong = this.kept !== undefined && whole(this.form.hours) === null;
    return wrong ? { activation_hours: settingsWords.wholeNumber(1, 168) } : {};
  }

  protected override placeOf({ field }: Problem): Place | undefined {
    return field === 'activation_hours' || field === 'link_base' ? field : undefined;
  }

  protected override typedAt(place: Place): string {
    return place === 'activation_hours' ? this.form.hours : this.form.linkBase;
  }
}
