import { SvelteSet } from 'svelte/reactivity';
import type { CommandError, CreatedUser, DraftCheck, Field, PhoneCheck, Problem, UserDraft } from '../bindings/ipc';
import { asCommandError, type Host } from '../host/host';
import { DraftDevice } from './device.svelte';
import { EmailCheck } from './email.svelte';
import { Newest } from './newest';

/** Milliseconds from a change to the question what is still missing. */
const pause = 80;

/** Milliseconds before the first further question after a lost answer; they double with each, up to the longest pause. */
const firstPause = 1000;
const longestPause = 30_000;

/** The fields that make up who somebody is: changing one asks anew whether a look-alike is meant. */
const identity: readonly Field[] = ['first_name', 'last_name', 'email'];

const lookalikeCodes: readonly string[] = ['looks_like_existing', 'mixed_scripts'];

/** What the wizard holds, what Rust says it still lacks, and the way to a new account. It decides nothing itself. */
export class DraftForm {
  firstName = $state('');
  lastName = $state('');
  email = $state('');
  password = $state('');
  confirmPassword = $state('');
  roles = $state.raw<readonly string[]>([]);
  permissions = $state.raw<readonly string[]>([]);
  /** The operator has looked twice at a name or address that looks like an existing one. */
  lookalikeConfirmed = $state(false);
  /** What looked like an existing one, kept while it is confirmed. */
  lookalikes = $state.raw<readonly Problem[]>([]);

  /** The one answer that the button, the marks and the list of what is missing are drawn from. */
  check = $state.raw<DraftCheck | null>(null);
  /** Why there is no answer to the newest state of the form. */
  checkFailure = $state.raw<CommandError | null>(null);
  /** Why the user was not created, where no field is to blame. */
  failure = $state.raw<CommandError | null>(null);
  busy = $state(false);
  /** The answer to a creation was lost, and is asked for again: the form stays as it is until then. */
  waiting = $state(false);
  /** How often it was asked for in vain since the directory last fell silent. */
  tries = $state(0);
  /** The email of an account of which it is not known whether it was created; null where all is known. */
  unknown = $state<string | null>(null);
  /** The form has changed since the answer was lost. */
  changedSince = $state(false);
  /** After a refused attempt every problem is shown beside its field. */
  insisted = $state(false);
  readonly availability: EmailCheck;
  readonly device: DraftDevice;

  readonly #host: Host;
  readonly #left = new SvelteSet<Field>();
  readonly #newest = new Newest();
  #takenEmail: string | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #answered = false;
  readonly #attempt = new Newest();
  /** The same for each attempt with the same email, so that an answer lost on the way makes no second account. */
  #request: { readonly email: string; readonly id: string } | null = null;
  #kept = $state.raw<{ readonly roles: readonly string[]; readonly permissions: readonly string[] }>({
    roles: [],
    permissions: [],
  });

  constructor(host: Host) {
    this.#host = host;
    this.availability = new EmailCheck(host, (email, taken) => this.#settle(email, taken));
    this.device = new DraftDevice(host, this);
  }

  /** Whether anything was entered that would be lost. */
  get typed(): boolean {
    const { firstName, lastName, email, password, confirmPassword, device } = this;
    const texts = [firstName, lastName, email, password, confirmPassword, device.number];
    return (
      texts.some((text) => text !== '') ||
      this.roles.join() !== this.#kept.roles.join() ||
      this.permissions.join() !== this.#kept.permissions.join()
    );
  }

  /** All that stands in the way, in the order of the fields. */
  get problems(): readonly Problem[] {
    return this.check?.problems ?? [];
  }

  /** The number of the device, where it is a valid one. */
  get phone(): PhoneCheck | null {
    return this.check?.phone ?? null;
  }

  /** Whether a code may be asked for: the number is a valid one. */
  get mayAsk(): boolean {
    return this.phone !== null;
  }

  /** Whether the answer belongs to the newest state of the form. */
  get answered(): boolean {
    return this.#answered;
  }

  /** The problem to show beside a field: only once it was left, or after an attempt to create. */
  shownProblem(field: Field): Problem | undefined {
    if (!this.insisted && !this.#left.has(field)) return undefined;
    return this.problems.find((problem) => problem.field === field);
  }

  /** A field lost the focus. */
  leave(field: Field): void {
    this.#left.add(field);
  }

  /** A field has another value. */
  changed(field: Field): void {
    if (identity.includes(field)) this.lookalikeConfirmed = false;
    if (field === 'email') this.availability.typed(() => this.email);
    this.#edited();
  }

  /** The device has another number or country. */
  deviceChanged(): void {
    this.#edited();
  }

  /** Other roles and permissions were chosen. */
  assign(roles: readonly string[], permissions: readonly string[]): void {
    this.roles = roles;
    this.permissions = permissions;
    this.#left.add('roles');
    this.#left.add('permissions');
    this.#edited();
  }

  /** The question about a look-alike was answered. */
  confirmLookalike(confirmed: boolean): void {
    this.lookalikeConfirmed = confirmed;
    this.#edited();
  }

  #edited(): void {
    this.changedSince = true;
    this.failure = null;
    this.#askSoon();
  }

  #askSoon(): void {
    this.#answered = false;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.askNow(), pause);
  }

  /** Asks what the form still lacks; an older answer that is still on its way is dropped. */
  async askNow(): Promise<void> {
    clearTimeout(this.#timer);
    const wanted = this.#newest.ask();
    try {
      const check = await this.#host.call('check_draft', { draft: this.#draft() });
      if (wanted()) this.#take(check);
    } catch (thrown) {
      if (wanted()) this.checkFailure = asCommandError(thrown);
    }
  }

  #take(check: DraftCheck): void {
    this.check = check;
    this.checkFailure = null;
    this.#answered = true;
    this.device.settle(check);
    if (this.lookalikeConfirmed) return;
    this.lookalikes = check.problems.filter((problem) => lookalikeCodes.includes(problem.code));
  }

  #settle(email: string, taken: boolean): void {
    const now = taken ? email : null;
    if (now === this.#takenEmail) return;
    this.#takenEmail = now;
    void this.askNow();
  }

  #draft(): UserDraft {
    return {
      firstName: this.firstName,
      lastName: this.lastName,
      email: this.email,
      password: this.password,
      confirmPassword: this.confirmPassword,
      device: this.device.form,
      roles: [...this.roles],
      permissions: [...this.permissions],
      takenEmail: this.#takenEmail,
      lookalikeConfirmed: this.lookalikeConfirmed,
    };
  }

  /** Milliseconds until a lost answer is to be asked for again. */
  get pause(): number {
    return this.tries === 0 ? 0 : Math.min(firstPause * 2 ** (this.tries - 1), longestPause);
  }

  /**
   * Creates the user and wipes the form; while an answer is awaited, asks for it again. Nothing comes back where
   * something stands in the way.
   */
  async create(): Promise<CreatedUser | undefined> {
    if (this.busy) return undefined;
    const wanted = this.#attempt.ask();
    this.busy = true;
    this.failure = null;
    try {
      if (!this.waiting) {
        if (!this.#answered) await this.askNow();
        this.insisted = true;
        if (!this.#answered || !this.check?.ready) return undefined;
      }
      if (this.#request?.email !== this.email) this.#request = { email: this.email, id: crypto.randomUUID() };
      const created = await this.#host.call('create_user', { draft: this.#draft(), requestId: this.#request.id });
      if (!wanted()) return undefined;
      this.#startOver();
      return created;
    } catch (thrown) {
      if (wanted()) await this.#refused(asCommandError(thrown));
      return undefined;
    } finally {
      if (wanted()) this.busy = false;
    }
  }

  /** The lost answer is no longer awaited: the form may be changed again. */
  cancelWaiting(): void {
    this.#attempt.forget();
    this.busy = false;
    this.waiting = false;
  }

  #lost(): void {
    this.tries += 1;
    if (this.unknown !== this.email) this.changedSince = false;
    this.waiting = true;
    this.unknown = this.email;
  }

  async #refused(error: CommandError): Promise<void> {
    if (error.code === 'directory_unreachable') {
      this.#lost();
      return;
    }
    // The window was locked meanwhile: it is asked for afterwards.
    if (this.waiting && error.code === 'locked') return;
    this.waiting = false;
    if (error.code === 'request_reused') this.#request = null;
    if (error.code !== 'invalid') {
      this.failure = error;
      return;
    }
    // The account is not there.
    this.unknown = null;
    if (error.fields.some((problem) => problem.code === 'email_taken')) {
      this.#takenEmail = this.email;
      this.availability.isTaken();
    }
    await this.askNow();
    if (this.check?.ready !== false) this.failure = error;
  }

  /** Keeps only what is no secret and no person: the roles just given, for the next user. */
  #startOver(): void {
    const { roles, permissions } = this;
    this.wipe();
    this.#kept = { roles, permissions };
  }

  /** An empty form for another user, with the roles of the last one or without. */
  startAnother(keepRoles: boolean): void {
    if (!keepRoles) this.#kept = { roles: [], permissions: [] };
    this.roles = this.#kept.roles;
    this.permissions = this.#kept.permissions;
    void this.askNow();
  }

  /** Takes the passwords out of the form and of memory; the rest stays. */
  wipeSecrets(): void {
    this.password = '';
    this.confirmPassword = '';
    this.#answered = false;
    clearTimeout(this.#timer);
    this.#newest.forget();
  }

  /** Takes everything out of the form and drops every question on its way. */
  wipe(): void {
    this.wipeSecrets();
    this.#attempt.forget();
    this.#request = null;
    this.busy = false;
    this.waiting = false;
    this.tries = 0;
    this.unknown = null;
    this.changedSince = false;
    this.availability.forget();
    this.device.wipe();
    this.firstName = '';
    this.lastName = '';
    this.email = '';
    this.roles = [];
    this.permissions = [];
    this.#kept = { roles: [], permissions: [] };
    this.lookalikeConfirmed = false;
    this.lookalikes = [];
    this.check = null;
    this.checkFailure = null;
    this.failure = null;
    this.insisted = false;
    this.#left.clear();
    this.#takenEmail = null;
  }
}
