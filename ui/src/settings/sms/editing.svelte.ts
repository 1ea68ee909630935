import type { CommandError, GatewayKind, PhoneCountries, Problem, SmsState } from '../../bindings/ipc';
import type { Host } from '../../host/host';
import { Newest } from '../../wizard/newest';
import { Editing } from '../editing.svelte';
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

/** Settings → SMS: what is kept, and what is typed. */
export class SmsEditing extends Editing<SmsState, SmsForm, Place> {
  /** Calling codes, and which countries are served as it is kept. */
  phones = $state.raw<PhoneCountries>();
  /** The SIM refused the PIN that is kept, so it was forgotten. */
  #secretForgotten = $state(false);

  readonly #host: Host;
  readonly #newestPhones = new Newest();

  constructor(host: Host) {
    super(freshForm());
    this.#host = host;
  }

  /** Whether the secret that is known here is for such a gateway. */
  get secretKnown(): boolean {
    const isKept = this.kept?.secretKnown === true && !this.#secretForgotten;
    return isKept && this.kept?.settings.gateway.kind === this.form.kind;
  }

  /** Another gateway. A secret that was typed for the one is never sent to the other. */
  choose(kind: GatewayKind): void {
    this.form.kind = kind;
    this.wipeSecret();
  }

  /** What the gateway answered may say that its secret was forgotten. */
  answered(fault: CommandError | null | undefined): void {
    if (fault?.code === 'sms_pin_wrong') this.#secretForgotten = true;
  }

  /** Nobody looks any more. */
  wipeSecret(): void {
    this.form.secret = '';
  }

  protected override async ask(): Promise<SmsState> {
    const [kept, phones] = await Promise.all([
      this.#host.call('sms_settings', {}),
      this.#host.call('phone_countries', {}),
    ]);
    this.phones = phones;
    this.#secretForgotten = false;
    return kept;
  }

  protected override async store(kept: SmsState): Promise<SmsState> {
    const settings = settingsOf($state.snapshot(this.form), kept.settings);
    const stored = await this.#host.call('save_sms_settings', { settings, secret: this.form.secret || null });
    this.#secretForgotten = false;
    void this.#askPhones();
    return stored;
  }

  /** Other countries are served now. Where that does not come, the list of the test is a little old. */
  async #askPhones(): Promise<void> {
    const wanted = this.#newestPhones.ask();
    const phones = await this.#host.call('phone_countries', {}).catch(() => undefined);
    if (phones && wanted()) this.phones = phones;
  }

  protected override formOf(kept: SmsState): SmsForm {
    return formOf(kept);
  }

  protected override fingerprint(kept: SmsState): string {
    return JSON.stringify([settingsOf(this.form, kept.settings), this.form.secret]);
  }

  protected override unsendable(): Faults {
    return noFigures(this.form);
  }

  protected override placeOf(problem: Problem): Place | undefined {
    return placeOf(problem);
  }

  protected override wordsOf(problem: Problem): string {
    return wordsOf(problem, this.form.kind);
  }

  protected override typedAt(place: Place): string {
    return typedAt(place, this.form);
  }
}
