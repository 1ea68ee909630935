import type { CommandError, Connection, Connections } from '../../bindings/ipc';
import { asCommandError, type Host } from '../../host/host';
import { Newest } from '../../wizard/newest';
import { Copying } from './copying.svelte';
import { ConnectionEditing } from './editing.svelte';

/** Settings → Directories: those that are known here, the one that is edited, and the copy of the open one. */
export class Directories {
  known = $state.raw<Connections>();
  failure = $state.raw<CommandError>();
  /** The form that takes the place of the list. */
  editing = $state.raw<ConnectionEditing>();
  readonly copying: Copying;
  readonly #host: Host;
  readonly #newest = new Newest();

  constructor(host: Host) {
    this.#host = host;
    this.copying = new Copying(host);
  }

  get list(): readonly Connection[] {
    return this.known?.connections ?? [];
  }

  /** The one that is open. */
  get open(): Connection | undefined {
    return this.list.find(({ active }) => active);
  }

  async load(): Promise<void> {
    const wanted = this.#newest.ask();
    this.failure = undefined;
    try {
      const known = await this.#host.call('connections', {});
      if (wanted()) this.known = known;
    } catch (thrown) {
      const error = asCommandError(thrown);
      if (wanted() && error.code !== 'locked') this.failure = error;
    }
  }

  /** Begins with the form of a connection, or of a new one. */
  edit(connection: Connection | null): void {
    this.editing = new ConnectionEditing(this.#host, connection);
  }

  /** Back to the list. */
  leaveForm(): void {
    this.editing?.wipeSecrets();
    this.editing = undefined;
  }
}
