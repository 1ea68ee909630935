import type { CommandError, StatusFilter, UserCounts, UserPage, UserQuery, UserRow, UserSort } from '../bindings/ipc';
import { asCommandError, type Host } from '../host/host';
import { Newest } from '../wizard/newest';

/** Rows of one page. */
export const pageSize = 100;

/** Milliseconds without a key before the search is asked for. */
export const searchDelay = 120;

/** As many rows are loaded again as a whole at most. */
export const mostRefreshed = 2000;

/** Where a page begins. */
interface PageBegin {
  row: number;
  after: string | null;
}

/** The first pages as one. */
interface FirstRows extends UserPage {
  begins: PageBegin[];
}

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
  /** The rows in sight: the first, and the one after the last. */
  seen = { from: 0, to: 0 };
  #next = $state.raw<string | null>(null);
  /** What the rows answer: what is typed may be ahead of it. */
  #question = $state.raw<UserQuery | null>(null);
  #failedMore = false;
  /** Where each page begins: the row, and what it was asked after. */
  #begins: PageBegin[] = [];
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

  /** Whether anybody among the rows has not confirmed yet. */
  get pending(): boolean {
    return this.rows?.some((row) => !row.confirmed) ?? false;
  }

  /** Whether there are rows after those loaded. */
  get more(): boolean {
    return this.#next !== null;
  }

  /** All rows of the question, loaded or not; null until known. */
  get expected(): number | null {
    if (this.rows && !this.more) return this.rows.length;
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
    return this.refresh();
  }

  /** Loads from the top; what was there stays until the answer has come. */
  load(): Promise<void> {
    return this.#begin(pageSize, true);
  }

  /** Loads what is shown again, as far as it was scrolled to; of very many rows only those in sight. */
  refresh(): Promise<void> {
    if ((this.rows?.length ?? 0) > mostRefreshed && this.#awaited === null) return this.#renew();
    return this.#begin(Math.min(this.rows?.length ?? 0, mostRefreshed), false);
  }

  /** Loads the page after the last row, unless one is on its way or there is none. */
  async loadMore(): Promise<void> {
    const [after, question] = [this.#next, this.#question];
    if (after === null || !question || !this.rows || this.loading || this.loadingMore) return;
    const wanted = this.#newest.ask();
    this.loadingMore = true;
    this.failure = null;
    try {
      const page = await this.#host.call('list_users', { query: { ...question, after } });
      if (!wanted()) return;
      this.#begins.push({ row: this.rows.length, after });
      this.rows = [...this.rows, ...unseen(page.rows, this.#ids)];
      this.#next = page.next;
    } catch (thrown) {
      if (!wanted()) return;
      this.failure = asCommandError(thrown);
      this.#failedMore = true;
    }
    this.loadingMore = false;
  }

  /** After a failure: the first page, or the one that failed. */
  retry(): Promise<void> {
    return this.#failedMore ? this.loadMore() : this.load();
  }

  /** No answer is waited for any longer. */
  stop(): void {
    clearTimeout(this.#timer);
    this.#newest.forget();
  }

  /** Asks again for the pages in sight. Every row keeps its place, so that nothing moves beneath who reads. */
  async #renew(): Promise<void> {
    const [question, begins] = [this.#question, this.#begins];
    if (!question) return;
    const { from, to } = this.seen;
    const inSight = begins.filter(({ row }, index) => row < to && (begins[index + 1]?.row ?? Infinity) > from);
    try {
      const ask = (after: string | null) => this.#host.call('list_users', { query: { ...question, after } });
      const counting = this.#host.call('count_users', { query: { ...question, status: 'all', after: null } });
      const [counts, ...found] = await Promise.all([counting, ...inSight.map(({ after }) => ask(after))]);
      if (begins !== this.#begins) return;
      const fresh = new Map(found.flatMap(({ rows }) => rows).map((row) => [row.id, row]));
      this.rows = this.rows?.map((row) => fresh.get(row.id) ?? row) ?? null;
      this.counts = counts;
    } catch (thrown) {
      if (begins === this.#begins) this.failure = asCommandError(thrown);
    }
  }

  get #wanted(): UserQuery {
    const { search, status } = this;
    return { search, status, ...this.order, after: null, limit: pageSize };
  }

  async #begin(least: number, anew: boolean): Promise<void> {
    clearTimeout(this.#timer);
    const wanted = this.#newest.ask();
    const question = this.#wanted;
    this.loading = true;
    this.loadingMore = false;
    this.failure = null;
    this.#failedMore = false;
    try {
      const counting = this.#host.call('count_users', { query: { ...question, status: 'all' } });
      const [found, counts] = await Promise.all([this.#firstRows(question, least, wanted), counting]);
      if (!wanted()) return;
      this.rows = found.rows;
      this.#begins = found.begins;
      this.#ids = new Set(found.rows.map((row) => row.id));
      this.counts = counts;
      this.#next = found.next;
      this.#question = question;
      if (anew) [this.asked, this.added] = [this.asked + 1, null];
    } catch (thrown) {
      if (!wanted()) return;
      this.failure = asCommandError(thrown);
      // The rows of another question would be taken for its answer.
      if (anew) [this.rows, this.counts, this.#next] = [null, null, null];
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

  /** Pages until there are `least` rows or no more. */
  async #firstRows(question: UserQuery, least: number, wanted: () => boolean): Promise<FirstRows> {
    const rows: UserRow[] = [];
    const begins: PageBegin[] = [];
    const ids = new Set<string>();
    let after: string | null = null;
    do {
      const page: UserPage = await this.#host.call('list_users', { query: { ...question, after } });
      begins.push({ row: rows.length, after });
      rows.push(...unseen(page.rows, ids));
      after = page.next;
    } while (after !== null && rows.length < least && wanted());
    return { rows, next: after, begins };
  }
}

/** A user whose place changed between two pages comes twice: only those not among `ids` yet, who are added to them. */
function unseen(rows: readonly UserRow[], ids: Set<string>): UserRow[] {
  const fresh = rows.filter((row) => !ids.has(row.id));
  for (const row of fresh) ids.add(row.id);
  return fresh;
}
