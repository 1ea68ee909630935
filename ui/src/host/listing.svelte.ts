import type { CommandError } from '../bindings/ipc';
import { Newest } from '../wizard/newest';
import { asCommandError } from './host';

/** One page of a list, and where to go on. */
export interface ListPage<Row> {
  rows: Row[];
  next: string | null;
}

/** A list that is read newest first, a page at a time. */
export class Listing<Row> {
  /** Null until the first page has come. */
  rows = $state.raw<Row[] | null>(null);
  next = $state<string | null>(null);
  loading = $state(false);
  failure = $state.raw<CommandError | null>(null);
  readonly #ask: (after: string | null) => Promise<ListPage<Row>>;
  readonly #newest = new Newest();

  constructor(ask: (after: string | null) => Promise<ListPage<Row>>) {
    this.#ask = ask;
  }

  /** Begins anew; what was shown stays until the answer has come. */
  load(): Promise<void> {
    return this.#page(null);
  }

  /** The page after what is shown. */
  more(): Promise<void> {
    return this.#page(this.next);
  }

  async #page(after: string | null): Promise<void> {
    const wanted = this.#newest.ask();
    this.loading = true;
    this.failure = null;
    try {
      const page = await this.#ask(after);
      if (!wanted()) return;
      this.rows = after === null ? page.rows : [...(this.rows ?? []), ...page.rows];
      this.next = page.next;
    } catch (thrown) {
      if (wanted()) this.failure = asCommandError(thrown);
    }
    if (wanted()) this.loading = false;
  }
}
