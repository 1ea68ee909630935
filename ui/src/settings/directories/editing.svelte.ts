import type { CommandError, Connection, ConnectionForm, PostgresServer, Problem } from '../../bindings/ipc';
import { asCommandError, type Host } from '../../host/host';
import { errorText } from '../../words';
import { directoryWords } from '../../words/en-directories';
import { Editing, type Wrong } from '../editing.svelte';
import {
  accountOf,
  formOf,
  freshForm,
  places,
  portsAreRight,
  serverOf,
  typedAt,
  type ConnectionTyped,
  type Place,
} from './form';

const text = directoryWords.form;

/** A connection to a server: the one that is known, or nothing of a new one, and what is typed. */
export class ConnectionEditing extends Editing<Connection | null, ConnectionTyped, Place> {
  /** The pasted address, until it is read. A password may stand in it. */
  address = $state('');
  /** What was wrong with it. */
  addressFault = $state('');
  /** The account whose password an address has brought; nothing where it brought none. */
  taken = $state<string>();
  /** How often an address has filled the form. */
  filled = $state(0);
  /** It was tried to send the form. */
  insisted = $state(false);
  readonly #host: Host;
  /** Of a connection that is told without its details, as it is while nobody is signed in. */
  #readFrom: PostgresServer | null;

  constructor(host: Host, connection: Connection | null, readFrom: PostgresServer | null = null) {
    super(freshForm());
    this.#host = host;
    this.#readFrom = readFrom;
    this.kept = connection;
    this.discard();
  }

  /** The connection as typed, and its secrets where some were. */
  get entered(): ConnectionForm {
    const form = $state.snapshot(this.form);
    const { name, password, key, certificate } = form;
    const server = serverOf(form);
    return { id: this.kept?.id ?? null, name, server, password: password || null, key: certificate ? key || null : null };
  }

  /** Whether the password is known here. What was kept for a server that proves who it is goes to no other. */
  get passwordKnown(): boolean {
    if (this.taken === accountOf(serverOf(this.form))) return true;
    return this.kept?.passwordKnown === true && this.#same && this.#before?.tls === this.form.tls;
  }

  /** Whether the private key is known here. */
  get keyKnown(): boolean {
    return this.kept?.keyKnown === true && this.#same;
  }

  get #before(): PostgresServer | null {
    return this.kept?.server ?? this.#readFrom;
  }

  /** Whether it is still the account that is kept. */
  get #same(): boolean {
    return this.#before !== null && accountOf(this.#before) === accountOf(serverOf(this.form));
  }

  /** Fills the form with what the address says, which is gone then. Whether it could be read. */
  async read(): Promise<boolean> {
    const { address } = this;
    this.addressFault = '';
    try {
      const { server, passwordTaken } = await this.#host.call('read_connection_address', { address });
      const name = this.form.name.trim() === '' ? (server.hosts[0]?.name ?? '') : this.form.name;
      this.form = { ...formOf(name, server), plainConfirmed: false };
      this.taken = passwordTaken ? accountOf(server) : undefined;
      this.filled += 1;
      this.address = '';
      this.forgetFaults();
      this.failure = undefined;
      return true;
    } catch (thrown) {
      const error = asCommandError(thrown);
      const problem = error.fields[0];
      const { title, body } = errorText(error);
      this.addressFault = problem ? this.wordsOf(problem) : `${title}. ${body}`;
      return false;
    }
  }

  /** Nobody looks any more. */
  wipeSecrets(): void {
    this.address = '';
    this.addressFault = '';
    this.form.password = '';
    this.form.key = '';
  }

  /** Whether it was not said that the risk of no encryption is known. */
  get #unconfirmed(): boolean {
    return this.form.tls === 'plain' && !this.form.plainConfirmed;
  }

  override get faults(): Wrong<Place> {
    const wrong = super.faults;
    // The box is to be ticked, and nothing is wrong as long as nobody has tried to go on without.
    if (this.#unconfirmed && !this.insisted) delete wrong.connection_tls;
    return wrong;
  }

  protected override ask(): Promise<Connection | null> {
    return Promise.resolve(this.kept ?? null);
  }

  protected override store(): Promise<Connection> {
    const form = this.entered;
    this.#readFrom = form.server;
    return this.#host.call('save_connection', { form });
  }

  protected override formOf(kept: Connection | null): ConnectionTyped {
    const server = kept?.server ?? this.#readFrom;
    return server ? formOf(kept?.name ?? '', server) : freshForm(kept?.name);
  }

  protected override fingerprint(): string {
    return JSON.stringify(this.form);
  }

  protected override unsendable(): Wrong<Place> {
    return {
      ...(portsAreRight(this.form) ? {} : { connection_hosts: text.portRange }),
      ...(this.#unconfirmed ? { connection_tls: text.plainUnconfirmed } : {}),
    };
  }

  protected override placeOf({ field }: Problem): Place | undefined {
    return places.find((place) => place === field);
  }

  protected override typedAt(place: Place): string {
    return typedAt(place, this.form, { password: this.passwordKnown, key: this.keyKnown });
  }

  override async save(): Promise<void> {
    this.insisted = true;
    await super.save();
  }

  override async refused(error: CommandError): Promise<void> {
    this.insisted = true;
    await super.refused(error);
  }
}
