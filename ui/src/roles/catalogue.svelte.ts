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

  /** Loads it, or again; what was there stays until the new one has come. Says whether the directory answered. */
  async load(): Promise<boolean> {
    const wanted = this.#newest.ask();
    try {
      const catalogue = await this.#host.call('list_roles', {});
      if (!wanted()) return true;
      this.failure = null;
      // The same again would only be drawn anew.
      if (JSON.stringify(catalogue) !== JSON.stringify(this.catalogue)) this.catalogue = catalogue;
    } catch (thrown) {
      const error = asCommandError(thrown);
      const silent = error.code === 'directory_unreachable';
      if (wanted() && !(silent && this.catalogue)) this.failure = error;
      return !silent;
    }
    return true;
  }
}
