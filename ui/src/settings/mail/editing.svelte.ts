import type { MailServer, MailState, Problem } from '../../bindings/ipc';
import type { Host } from '../../host/host';
import { settingsWords } from '../../words/en-settings';
import type { ProviderName } from '../../words/en-mail';
import { Editing, type Wrong } from '../editing.svelte';
import {
  chooseProvider,
  chooseSecurity,
  formOf,
  freshForm,
  places,
  portOf,
  serverOf,
  typedAt,
  type MailForm,
  type MailWay,
  type Place,
} from './form';

/** Settings → Email: what is kept, and what is typed. */
export class MailEditing extends Editing<MailState, MailForm, Place> {
  readonly #host: Host;

  constructor(host: Host) {
    super(freshForm());
    this.#host = host;
  }

  /** The server as typed, and its secret where one was. */
  get entered(): { server: MailServer; secret: string | null } {
    return { server: serverOf($state.snapshot(this.form)), secret: this.form.secret || null };
  }

  /** Whether the secret that is known here is for such a server. */
  get secretKnown(): boolean {
    return this.kept?.secretKnown === true && this.kept.settings.server?.auth === this.form.auth;
  }

  choose(way: MailWay): void {
    this.form.way = way;
    this.wipeSecret();
  }

  /** A secret that was typed for one server is never sent to another. */
  chooseProvider(name: ProviderName): void {
    this.form = chooseProvider($state.snapshot(this.form), name);
  }

  chooseSecurity(security: MailForm['security']): void {
    this.form = chooseSecurity($state.snapshot(this.form), security);
  }

  /** A password is no token, and the other way round. */
  chooseAuth(auth: MailForm['auth']): void {
    this.form.auth = auth;
    this.wipeSecret();
  }

  /** Nobody looks any more. */
  wipeSecret(): void {
    this.form.secret = '';
  }

  protected override ask(): Promise<MailState> {
    return this.#host.call('mail_settings', {});
  }

  protected override store(): Promise<MailState> {
    const { server, secret } = this.entered;
    const kept = this.form.way === 'server' ? server : null;
    return this.#host.call('save_mail_settings', { settings: { server: kept }, secret: kept && secret });
  }

  protected override formOf({ settings }: MailState): MailForm {
    return formOf(settings);
  }

  protected override fingerprint(): string {
    const { way, secret, port } = this.form;
    return JSON.stringify(way === 'server' ? [serverOf(this.form), port.trim(), secret] : []);
  }

  protected override unsendable(): Wrong<Place> {
    const wrong = this.form.way === 'server' && portOf(this.form) === null;
    return wrong ? { mail_port: settingsWords.wholeNumber(1, 65_535) } : {};
  }

  protected override placeOf({ field }: Problem): Place | undefined {
    return places.find((place) => place === field);
  }

  protected override typedAt(place: Place): string {
    return typedAt(place, this.form);
  }
}
