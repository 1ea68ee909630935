import type { CommandError } from '../bindings/ipc';
import { Newest } from '../wizard/newest';
import { asCommandError } from './host';

/** One page of a list, and where to go on. */
export interface ListPage<Row> {
  rows: Row[];
  next: string | null;
}

/** As many rows are loaded again at most when something has changed; those after them stay as they are. */
export const mostRefreshed = 1000;

/** A list that is read newest first, a page at a time. */
export class Listing<Row> {
  /** Null until the first page has come. */
  rows = $state.raw<Row[] | null>(null);
  next = $state<string | null>(null);
  loading = $state(false);
  failure = $state.raw<CommandError | null>(null);
  /** Grows with each new question, so that the list can begin at its top again. */
  asked = $state(0);
  readonly #ask: (after: string | null) => Promise<ListPage<Row>>;
  readonly #key: (row: Row) => unknown;
  readonly #newest = new Newest();

  /** `key` tells a row from others, for lists that are refreshed. */
  constructor(ask: (after: string | null) => Promise<ListPage<Row>>, key: (row: Row) => unknown = (row) => row) {
    this.#ask = ask;
    this.#key = key;
  }

  /** Begins anew; what was shown stays until the answer has come. */
  load(): Promise<void> {
    return this.#page(null);
  }

  /** Begins with another question, whose answer takes the place of what was shown. */
  async restart(): Promise<void> {
    this.asked += 1;
    const mine = this.asked;
    await this.#page(null);
    // The rows of another question would be taken for its answer.
    if (this.failure && mine === this.asked) [this.rows, this.next] = [null, null];
  }

  /** The page after what is shown. */
  more(): Promise<void> {
    return this.#page(this.next);
  }

  /** Loads again what is shown, in place and without a word. Says whether the directory answered. */
  async refresh(): Promise<boolean> {
    const before = this.rows;
    if (!before) {
      await this.load();
      return this.failure?.code !== 'directory_unreachable';
    }
    // What is on its way was asked for by somebody, and goes first.
    if (this.loading) return false;
    const wanted = this.#newest.ask();
    const least = Math.min(before.length, mostRefreshed);
    try {
      let page = await this.#ask(null);
      const rows = [...page.rows];
      while (page.next !== null && rows.length < least && wanted()) {
        page = await this.#ask(page.next);
        rows.push(...page.rows);
      }
      if (!wanted()) return false;
      const rest = this.#after(before, rows);
      this.rows = [...rows, ...rest];
      if (rest.length === 0) this.next = page.next;
      this.failure = null;
    } catch (thrown) {
      const error = asCommandError(thrown);
      if (!wanted() || error.code === 'directory_unreachable') return false;
      this.failure = error;
    }
    return true;
  }

  /** The rows that follow the last of `fresh` among those before. */
  #after(before: readonly Row[], fresh: readonly Row[]): Row[] {
    const last = fresh.at(-1);
    if (last === undefined || before.length <= mostRefreshed) return [];
    const known = new Set(fresh.map(this.#key));
    const at = before.findIndex((row) => this.#key(row) === this.#key(last));
    return at < 0 ? [] : before.slice(at + 1).filter((row) => !known.has(this.#key(row)));
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
