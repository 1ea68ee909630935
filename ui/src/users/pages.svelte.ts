import type { CommandError, StatusFilter, UserCounts, UserPage, UserQuery, UserRow, UserSort } from '../bindings/ipc';
import { asCommandError, type Host } from '../host/host';
import { Newest } from '../wizard/newest';

/** Rows of one page. */
export const pageSize = 100;

/** Milliseconds without a key before the search is asked for. */
export const searchDelay = 120;

/** A user just created is looked for among so many rows at most, before they are shown as the newest. */
export const mostSearched = 2000;

/** Rows that were asked for together. */
interface Page {
  /** What they were asked after. */
  readonly after: string | null;
  readonly rows: readonly UserRow[];
  /** The state of the directory that they show. */
  readonly version: number;
}

/** Pages that follow each other, and where to go on. */
interface Found {
  readonly pages: readonly Page[];
  readonly next: string | null;
}

/** Of a page that only closes a gap: to be asked for as soon as it is in sight. */
const neverAsked = -1;

/** By what the table is sorted, and which way. */
export interface Order {
  sort: UserSort;
  descending: boolean;
}

const firstOrder: Order = { sort: 'name', descending: false };
const newestFirst: Order = { sort: 'created', descending: true };

/** Every order, as the list of them shows it. */
export const orders: readonly Order[] = [
  firstOrder,
  { sort: 'name', descending: true },
  { sort: 'email', descending: false },
  { sort: 'email', descending: true },
  newestFirst,
  { sort: 'created', descending: false },
  { sort: 'last_sign_in', descending: true },
  { sort: 'last_sign_in', descending: false },
];

/** An order as one word for the list. */
export function orderId({ sort, descending }: Order): `${UserSort} ${'up' | 'down'}` {
  return `${sort} ${descending ? 'down' : 'up'}`;
}

/** The order after a press on a header: the other way round, or anew with the way that is wanted first. */
export function orderAfter(now: Order, sort: UserSort): Order {
  if (now.sort === sort) return { sort, descending: !now.descending };
  return { sort, descending: sort === 'created' || sort === 'last_sign_in' };
}

/** The users that fit the search, page after page as they are scrolled to, and how many there are. */
export class UserPages {
  /** As typed. */
  search = $state('');
  status = $state<StatusFilter>('all');
  order = $state.raw<Order>(firstOrder);
  /** The rows so far; null before the first answer. */
  rows = $state.raw<readonly UserRow[] | null>(null);
  /** Of the search, whatever the status; null until known. */
  counts = $state.raw<UserCounts | null>(null);
  /** Why the rows, or more of them, could not be loaded. */
  failure = $state.raw<CommandError | null>(null);
  /** A first page is on its way, for a new question or again. */
  loading = $state(false);
  loadingMore = $state(false);
  /** Grows with each new question, so that the table can begin at its top again. */
  asked = $state(0);
  /** The user just created, once among the rows and until another question is asked. */
  added = $state<string | null>(null);
  /** What is shown last came of itself, and not because somebody asked. */
  quiet = $state(false);
  /** Whoever the keyboard was at, and who is no longer there; empty for nobody. */
  gone = $state('');
  /** The rows in sight: the first, and the one after the last. */
  #seen = { from: 0, to: 0 };
  #next = $state.raw<string | null>(null);
  /** What the rows answer: what is typed may be ahead of it. */
  #question = $state.raw<UserQuery | null>(null);
  /** What is to be done again after a failure. */
  #again: () => Promise<unknown> = () => this.load();
  #pages: readonly Page[] = [];
  /** Grows with each change in the directory. */
  #version = 0;
  /** The directory did not answer when it was asked anew. */
  #stuck = false;
  /** The user just created, until the rows hold them. */
  #awaited: string | null = null;
  /** Whom the rows hold. */
  #ids = new Set<string>();
  readonly #host: Host;
  readonly #newest = new Newest();
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(host: Host) {
    this.#host = host;
  }

  /** Whether anything is searched for or left out. */
  get narrowed(): boolean {
    return this.search.trim() !== '' || this.status !== 'all';
  }

  /** Whether the rows shown are those of a search or a status. */
  get answersNarrowed(): boolean {
    return this.#question !== null && (this.#question.search.trim() !== '' || this.#question.status !== 'all');
  }

  /** Whether there are rows after those loaded. */
  get more(): boolean {
    return this.#next !== null;
  }

  /** All rows of the question, loaded or not; null until known. */
  get expected(): number | null {
    if (this.rows && !this.more && !this.#pages.some((page) => this.#isOld(page))) return this.rows.length;
    if (!this.counts) return null;
    return this.status === 'all' ? this.counts.total : this.counts[this.status];
  }

  /** Asks after a moment, so that not every key asks. */
  typed(): void {
    this.#awaited = null;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.load(), searchDelay);
  }

  /** Shows the users of one status, or all. */
  filter(status: StatusFilter): Promise<void> {
    this.#awaited = null;
    this.status = status;
    return this.load();
  }

  /** Sorts anew. */
  sortBy(order: Order): Promise<void> {
    this.#awaited = null;
    this.order = order;
    return this.load();
  }

  /** Neither searches nor leaves out any longer; the order stays. */
  clear(): Promise<void> {
    this.#awaited = null;
    this.#widen();
    return this.load();
  }

  /** Has the user just created among the rows: where they have their place, or else at the top of the newest. */
  show(id: string): Promise<void> {
    this.#awaited = id;
    return this.#begin(Math.min(this.rows?.length ?? 0, mostSearched), false);
  }

  /** Loads from the top; what was there stays until the answer has come. */
  load(): Promise<void> {
    return this.#begin(pageSize, true);
  }

  /** Something in the directory has changed: `renew` is to be called, and again whenever `see` says so. */
  outdate(): void {
    this.#version += 1;
    this.#stuck = false;
  }

  /** The rows in sight are others. Says whether any of them may be old. */
  see(seen: { from: number; to: number }): boolean {
    this.#seen = seen;
    return !this.#stuck && this.#inSight().some((page) => this.#isOld(page));
  }

  /** Loads the page after the last row, unless one is on its way or there is none. */
  async loadMore(): Promise<void> {
    const [after, question] = [this.#next, this.#question];
    if (after === null || !question || !this.rows || this.loading || this.loadingMore) return;
    const wanted = this.#newest.ask();
    const version = this.#version;
    this.loadingMore = true;
    this.failure = null;
    try {
      const page = await this.#host.call('list_users', { query: { ...question, after } });
      if (!wanted()) return;
      // Else the end of the list has become another meanwhile.
      if (this.#next === after) {
        this.#set([...this.#pages, { after, rows: without(page.rows, this.#ids), version }], page.next);
      }
    } catch (thrown) {
      if (!wanted()) return;
      this.#failed(asCommandError(thrown), () => this.loadMore());
    }
    this.loadingMore = false;
  }

  /** After a failure: what failed. */
  async retry(): Promise<void> {
    await this.#again();
  }

  /** No answer is waited for any longer. */
  stop(): void {
    clearTimeout(this.#timer);
    this.#newest.forget();
  }

  /**
   * Asks anew, without a word, for what is old of the pages in sight; the pages before and after stay, old as they are,
   * until they come in sight. Says whether the directory answered.
   */
  async renew(): Promise<boolean> {
    const question = this.#question;
    const old = this.#inSight().filter((page) => this.#isOld(page));
    const [first, last] = [old[0], old.at(-1)];
    if (this.loading || !question) return false;
    if (!first || !last) return true;
    const version = this.#version;
    try {
      const counting = this.#host.call('count_users', { query: { ...question, status: 'all', after: null } });
      const between = this.#pages.slice(this.#pages.indexOf(first), this.#pages.indexOf(last) + 1);
      const least = between.reduce((sum, page) => sum + page.rows.length, 0);
      const [found, counts] = await Promise.all([this.#ask(question, first.after, least, version), counting]);
      const [from, to] = [this.#pages.indexOf(first), this.#pages.indexOf(last)];
      // Something else was asked for meanwhile, or all of it again.
      if (from < 0 || to < 0) return false;
      this.quiet = true;
      this.counts = counts;
      this.failure = null;
      const rest = this.#chained(from, to, found);
      const fresh = new Set(found.pages.flatMap(idsOf));
      const others = (pages: readonly Page[]) => pages.map((page) => ({ ...page, rows: without(page.rows, fresh) }));
      const next = found.next === null || rest.length === 0 ? found.next : this.#next;
      this.#set([...others(this.#pages.slice(0, from)), ...found.pages, ...others(rest)], next);
    } catch (thrown) {
      const error = asCommandError(thrown);
      this.#stuck = true;
      if (error.code === 'directory_unreachable') return false;
      if (question === this.#question) this.#failed(error, () => this.renew());
    }
    return true;
  }

  /**
   * What was loaded after the pages `from` to `to`, in whose place `found` comes: what followed its last row, under the
   * new end of it. Where that row is new there, a gap that is closed as soon as it is in sight.
   */
  #chained(from: number, to: number, { pages, next }: Found): readonly Page[] {
    if (next === null) return [];
    const last = pages.at(-1)?.rows.at(-1)?.id;
    const position = ({ rows }: Page) => rows.findIndex((row) => row.id === last);
    const at = this.#pages.findIndex((page, index) => index >= from && position(page) >= 0);
    const page = this.#pages[at];
    const left = page ? page.rows.slice(position(page) + 1) : [];
    const later = this.#pages.slice((page ? at : to) + 1);
    const closed = left.length === 0 && (later[0]?.after ?? next) === next;
    return closed ? later : [{ after: next, rows: left, version: neverAsked }, ...later];
  }

  #isOld({ version }: Page): boolean {
    return version !== this.#version;
  }

  /** The pages of the rows in sight; the first where there are none. */
  #inSight(): readonly Page[] {
    const { from, to } = this.#seen;
    let begin = 0;
    const seen = this.#pages.filter(({ rows }) => {
      const end = begin + rows.length;
      const isSeen = begin <= to && end >= from;
      begin = end;
      return isSeen;
    });
    return seen.length > 0 ? seen : this.#pages.slice(0, 1);
  }

  #set(pages: readonly Page[], next: string | null): void {
    this.#pages = pages;
    this.#next = next;
    this.rows = pages.flatMap(({ rows }) => rows);
    this.#ids = new Set(this.rows.map(({ id }) => id));
  }

  #failed(error: CommandError, again: () => Promise<unknown>): void {
    this.failure = error;
    this.#again = again;
  }

  get #wanted(): UserQuery {
    const { search, status } = this;
    return { search, status, ...this.order, after: null, limit: pageSize };
  }

  async #begin(least: number, anew: boolean): Promise<void> {
    clearTimeout(this.#timer);
    const wanted = this.#newest.ask();
    const question = this.#wanted;
    const version = this.#version;
    this.loading = true;
    this.loadingMore = false;
    this.failure = null;
    try {
      const counting = this.#host.call('count_users', { query: { ...question, status: 'all' } });
      const [found, counts] = await Promise.all([this.#ask(question, null, least, version, wanted), counting]);
      if (!wanted()) return;
      this.#set(found.pages, found.next);
      this.counts = counts;
      this.#question = question;
      [this.quiet, this.#stuck] = [false, false];
      if (anew) [this.asked, this.added, this.gone] = [this.asked + 1, null, ''];
    } catch (thrown) {
      if (!wanted()) return;
      this.#failed(asCommandError(thrown), () => this.load());
      // The rows of another question would be taken for its answer.
      if (anew) [this.rows, this.counts, this.#next, this.#pages] = [null, null, null, []];
    }
    this.loading = false;
    if (!this.failure) await this.#showAwaited();
  }

  async #showAwaited(): Promise<void> {
    const id = this.#awaited;
    if (id === null) return;
    if (this.#ids.has(id)) this.added = id;
    else if (this.narrowed || this.order !== newestFirst) {
      this.#widen();
      this.order = newestFirst;
      return this.load();
    }
    this.#awaited = null;
  }

  #widen(): void {
    this.search = '';
    this.status = 'all';
  }

  /** Pages from `after` on, until there are `least` rows or no more. */
  async #ask(
    question: UserQuery,
    begin: string | null,
    least: number,
    version: number,
    wanted = () => true,
  ): Promise<Found> {
    const pages: Page[] = [];
    const ids = new Set<string>();
    let after = begin;
    do {
      const page: UserPage = await this.#host.call('list_users', { query: { ...question, after } });
      const rows = without(page.rows, ids);
      pages.push({ after, rows, version });
      for (const { id } of rows) ids.add(id);
      after = page.next;
    } while (after !== null && ids.size < least && wanted());
    return { pages, next: after };
  }
}

function idsOf({ rows }: Page): string[] {
  return rows.map(({ id }) => id);
}

/** A user whose place has changed may come twice: the rows but those of `ids`. */
function without(rows: readonly UserRow[], ids: ReadonlySet<string>): readonly UserRow[] {
  return rows.some(({ id }) => ids.has(id)) ? rows.filter(({ id }) => !ids.has(id)) : rows;
}
