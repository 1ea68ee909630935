import type { Catalogue, CommandError } from '../bindings/ipc';
import { asCommandError, type Host } from '../host/host';
import { Newest } from '../wizard/newest';

/** Every role and permission, as loaded last. */
export class CatalogueSource {
  catalogue = $state.raw<Catalogue | null>(null);
  failure = $state.raw<CommandError | null>(null);
  readonly #host: Host;
  readonly #newest = new Newest();

  constructor(host: Host) {
    this.#host = host;
  }

  /** Loads it, or loads it again; what was there stays until the new one has come. */
  async load(): Promise<void> {
    const wanted = this.#newest.ask();
    this.failure = null;
    try {
      const catalogue = await this.#host.call('list_roles', {});
      if (wanted()) this.catalogue = catalogue;
    } catch (thrown) {
      if (wanted()) this.failure = asCommandError(thrown);
    }
  }
}
