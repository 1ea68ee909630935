import type {
  CodeSent,
  CommandError,
  DeviceForm,
  DraftCheck,
  Field,
  PhoneCheck,
  PhoneCountries,
  Problem,
} from '../bindings/ipc';
import { asCommandError, type Host } from '../host/host';
import { Newest } from './newest';

/** What the device needs of the draft that it belongs to. */
export interface DeviceOwner {
  /** What Rust says of the number, where it is a valid one. */
  readonly phone: PhoneCheck | null;
  /** Whether that belongs to the newest state of the form. */
  readonly answered: boolean;
  /** The device is another now. */
  deviceChanged(): void;
  askNow(): Promise<void>;
}

/** How a code is sent to a number, and how it is tried. */
export interface CodeWays {
  send(device: DeviceForm): Promise<CodeSent>;
  confirm(device: DeviceForm, code: string): Promise<void>;
}

/** What the fields of the number need of the form that they stand in. */
export interface NumberForm {
  readonly device: DraftDevice;
  /** What Rust says of the number, where it is a valid one. */
  readonly phone: PhoneCheck | null;
  /** Whether a code may be asked for, as far as is known. */
  readonly mayAsk: boolean;
  readonly problems: readonly Problem[];
  /** Whether the form was to be sent although something stands in the way. */
  readonly insisted: boolean;
  shownProblem(field: Field): Problem | undefined;
  leave(field: Field): void;
}

/** A code that was sent, and until when what. Moments are milliseconds since 1970. */
export interface WaitingCode extends CodeSent {
  readonly expiresAt: number;
}

/** The ways of an operator who registers a device for somebody else. */
function operatorWays(host: Host): CodeWays {
  return {
    send: (device) => host.call('send_code', { device }),
    confirm: async (device, code) => {
      await host.call('confirm_code', { device, code });
    },
  };
}

/** Where the device stands: a number is typed, its code is awaited, or it is confirmed. */
export type DeviceStep = 'number' | 'code' | 'confirmed';

/** The number of the 2FA device, and the way to its confirmation. Whether it is confirmed, Rust says. */
export class DraftDevice {
  country = $state<string | null>(null);
  number = $state('');
  countries = $state.raw<PhoneCountries | null>(null);
  countriesFailure = $state.raw<CommandError | null>(null);
  sending = $state(false);
  confirming = $state(false);
  /** The last code sent, for whichever number. */
  sent = $state.raw<WaitingCode | null>(null);
  /** When another code may be sent. */
  resendAt = $state(0);
  sendFailure = $state.raw<CommandError | null>(null);
  confirmFailure = $state.raw<CommandError | null>(null);
  /** The confirmed number stands in its field again, to be changed. */
  changing = $state(false);
  /** The country that a number brought with it, to be told. */
  broughtCountry = $state<string | null>(null);

  readonly #host: Host;
  readonly #owner: DeviceOwner;
  readonly #ways: CodeWays;
  readonly #newest = new Newest();
  #draftId = crypto.randomUUID();

  /** `ways` where the codes are not those of an operator. */
  constructor(host: Host, owner: DeviceOwner, ways = operatorWays(host)) {
    this.#host = host;
    this.#owner = owner;
    this.#ways = ways;
  }

  get step(): DeviceStep {
    const phone = this.number.trim() === '' ? null : this.#owner.phone;
    if (phone?.confirmed) return this.changing ? 'number' : 'confirmed';
    return phone && phone.international === this.sent?.number ? 'code' : 'number';
  }

  /** As it goes to Rust. */
  get form(): DeviceForm {
    return { draftId: this.#draftId, country: this.country, number: this.number };
  }

  /** Asks for the countries, once. */
  async load(): Promise<void> {
    if (this.countries) return;
    this.countriesFailure = null;
    try {
      const answer = await this.#host.call('phone_countries', {});
      this.countries = answer;
      if (this.number === '') this.country ??= answer.preselected;
    } catch (thrown) {
      this.countriesFailure = asCommandError(thrown);
    }
  }

  /** The number has another text. */
  type(number: string): void {
    if (number === this.number) return;
    this.number = number;
    this.sendFailure = null;
    this.confirmFailure = null;
    this.#owner.deviceChanged();
  }

  /** Another country was chosen. */
  choose(country: string): void {
    if (country === this.country) return;
    this.country = country;
    this.broughtCountry = null;
    this.sendFailure = null;
    this.#owner.deviceChanged();
  }

  /** The number itself says which country it is of. */
  bring(country: string | null): void {
    if (country === null || country === this.country) return;
    this.country = country;
    this.broughtCountry = country;
    this.#owner.deviceChanged();
  }

  /** Rust has answered: among countries that share a calling code the number decides. */
  settle(check: DraftCheck): void {
    const other = check.problems.find(({ code }) => code === 'phone_other_country')?.data['country'];
    if (other && this.#callingCode(other) === this.#callingCode(this.country)) this.bring(other);
    else if (check.phone && this.country === null) this.bring(check.phone.country);
  }

  #callingCode(country: string | null): number | undefined {
    return this.countries?.countries.find(({ id }) => id === country)?.callingCode;
  }

  /** Sends a code, or a new one. Says whether it is on its way. */
  async send(): Promise<boolean> {
    if (this.sending) return false;
    const wanted = this.#newest.ask();
    this.sending = true;
    this.sendFailure = null;
    try {
      if (!this.#owner.answered) await this.#owner.askNow();
      const sent = await this.#ways.send(this.form);
      if (!wanted()) return false;
      this.#took(sent);
      return true;
    } catch (thrown) {
      if (wanted()) await this.#refused(asCommandError(thrown));
      return false;
    } finally {
      if (wanted()) this.sending = false;
    }
  }

  #took(sent: CodeSent): void {
    const now = Date.now();
    this.sent = { ...sent, expiresAt: now + sent.secondsValid * 1000 };
    this.resendAt = now + sent.secondsToResend * 1000;
    this.confirmFailure = null;
    this.changing = false;
  }

  async #refused(error: CommandError): Promise<void> {
    if (error.code === 'locked') return;
    if (error.code === 'invalid') {
      await this.#owner.askNow();
      return;
    }
    this.sendFailure = error;
    const seconds = Number(error.data['seconds'] ?? '0');
    if (seconds > 0) this.resendAt = Date.now() + seconds * 1000;
  }

  /** Tries a code. Says whether the number is confirmed now. */
  async confirm(code: string): Promise<boolean> {
    if (this.confirming) return false;
    this.confirming = true;
    this.confirmFailure = null;
    this.sendFailure = null;
    const { draftId } = this.form;
    try {
      await this.#ways.confirm(this.form, code);
      if (draftId !== this.#draftId) return false;
      await this.#owner.askNow();
      if (this.#owner.phone?.confirmed) this.#done();
      return this.step === 'confirmed';
    } catch (thrown) {
      const error = asCommandError(thrown);
      if (draftId === this.#draftId && error.code !== 'locked') this.confirmFailure = error;
      return false;
    } finally {
      if (draftId === this.#draftId) this.confirming = false;
    }
  }

  #done(): void {
    this.sent = null;
    this.changing = false;
  }

  /** No device after all. The country stays. */
  remove(): void {
    this.sent = null;
    this.changing = false;
    this.type('');
  }

  /** Nothing of this person is left; what comes is another draft. */
  wipe(): void {
    this.#newest.forget();
    this.#draftId = crypto.randomUUID();
    this.number = '';
    this.country = this.countries?.preselected ?? null;
    this.broughtCountry = null;
    this.sending = false;
    this.confirming = false;
    this.sent = null;
    this.resendAt = 0;
    this.sendFailure = null;
    this.confirmFailure = null;
    this.changing = false;
  }
}
