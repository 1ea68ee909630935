import type { CommandError, GatewayKind, PhoneCountries, SmsState } from '../../bindings/ipc';
import { asCommandError, type Host } from '../../host/host';
import { Newest } from '../../wizard/newest';
import {
  formOf,
  freshForm,
  noFigures,
  placeOf,
  settingsOf,
  typedAt,
  wordsOf,
  type Faults,
  type Place,
  type SmsForm,
} from './form';

/** A problem that Rust has found, and what stood there. */
interface Found {
  readonly place: Place;
  readonly typed: string;
  readonly says: string;
}

/** Settings → SMS: what is kept, and what is typed. Whether it is right, Rust says. */
export class SmsEditing {
  /** As kept; nothing until it has come. */
  kept = $state.raw<SmsState>();
  /** Calling codes, and which countries are served as it is kept. */
  phones = $state.raw<PhoneCountries>();
  form = $state<SmsForm>(freshForm());
  saving = $state(false);
  /** The SIM refused the PIN that is kept, so it was forgotten. */
  secretForgotten = $state(false);
  /** The last thing that happened was that all was saved. */
  saved = $state(false);
  failure = $state.raw<CommandError>();

  readonly #host: Host;
  readonly #newest = new Newest();
  #found = $state.raw<readonly Found[]>([]);
  #asKept = $state('');

  constructor(host: Host) {
    this.#host = host;
  }

  get changed(): boolean {
    return this.kept !== undefined && (this.form.secret !== '' || this.#fingerprint() !== this.#asKept);
  }

  /** What is wrong, by place. */
  get faults(): Faults {
    const found = this.#found.filter(({ place, typed }) => typedAt(place, this.form) === typed);
    return { ...Object.fromEntries(found.map(({ place, says }) => [place, says])), ...noFigures(this.form) };
  }

  #fingerprint(): string {
    return this.kept ? JSON.stringify(settingsOf(this.form, this.kept.settings)) : '';
  }

  async load(): Promise<void> {
    const wanted = this.#newest.ask();
    this.failure = undefined;
    try {
      const [kept, phones] = await Promise.all([
        this.#host.call('sms_settings', {}),
        this.#host.call('phone_countries', {}),
      ]);
      if (!wanted()) return;
      this.phones = phones;
      this.#show(kept);
    } catch (thrown) {
      if (wanted()) this.failure = asCommandError(thrown);
    }
  }

  #show(kept: SmsState): void {
    this.kept = kept;
    this.secretForgotten = false;
    this.discard();
  }

  /** Everything is as it is kept. */
  discard(): void {
    if (!this.kept) return;
    this.form = formOf(this.kept);
    this.#asKept = this.#fingerprint();
    this.#found = [];
    this.failure = undefined;
    this.saved = false;
  }

  /** Another gateway. A secret that was typed for the one is never sent to the other. */
  choose(kind: GatewayKind): void {
    this.form.kind = kind;
    this.wipeSecret();
  }

  /** What the gateway answered may say that its secret was forgotten. */
  answered(fault: CommandError | null | undefined): void {
    if (fault?.code === 'sms_pin_wrong') this.secretForgotten = true;
  }

  /** Nobody looks any more. */
  wipeSecret(): void {
    this.form.secret = '';
  }

  async save(): Promise<void> {
    if (this.saving || !this.kept) return;
    this.failure = undefined;
    this.saved = false;
    this.#found = [];
    if (Object.keys(noFigures(this.form)).length > 0) return;
    this.saving = true;
    const settings = settingsOf($state.snapshot(this.form), this.kept.settings);
    try {
      this.#show(await this.#host.call('save_sms_settings', { settings, secret: this.form.secret || null }));
      this.saved = true;
      void this.#askPhones();
    } catch (thrown) {
      this.#refused(asCommandError(thrown));
    }
    this.saving = false;
  }

  /** Other countries are served now. Where that does not come, the list of the test is a little old. */
  async #askPhones(): Promise<void> {
    const wanted = this.#newest.ask();
    const phones = await this.#host.call('phone_countries', {}).catch(() => undefined);
    if (phones && wanted()) this.phones = phones;
  }

  #refused(error: CommandError): void {
    if (error.code === 'locked') return;
    const found = error.fields.flatMap((problem) => {
      const place = placeOf(problem);
      return place ? [{ place, typed: typedAt(place, this.form), says: wordsOf(problem, this.form.kind) }] : [];
    });
    // The first of a place is the one to mend first.
    this.#found = found.reverse();
    if (found.length === 0) this.failure = error;
  }
}
