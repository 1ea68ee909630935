import type { CommandError, Problem } from '../bindings/ipc';
import { asCommandError } from '../host/host';
import { Newest } from '../wizard/newest';
import { problemText } from '../words';
import type { Edited } from './Finish.svelte';

/** A problem that Rust has found, and what stood there. */
interface Found<Place> {
  readonly place: Place;
  readonly typed: string;
  readonly says: string;
}

/** What is wrong, by place. */
export type Wrong<Place extends string> = Partial<Record<Place, string>>;

/** A section of the settings: what is kept, and what is typed. Whether it is right, Rust says. */
export abstract class Editing<Kept, Form extends object, Place extends string> implements Edited {
  /** As kept; nothing until it has come. */
  kept = $state.raw<Kept>();
  form = $state({}) as Form;
  saving = $state(false);
  /** The last thing that happened was that all was saved. */
  saved = $state(false);
  failure = $state.raw<CommandError>();

  readonly #newest = new Newest();
  #found = $state.raw<readonly Found<Place>[]>([]);
  #asKept = $state('');

  constructor(fresh: Form) {
    this.form = fresh;
  }

  protected abstract ask(): Promise<Kept>;
  protected abstract store(kept: Kept): Promise<Kept>;
  /** What is kept, to be edited. */
  protected abstract formOf(kept: Kept): Form;
  /** What would be stored: as long as it is the same, nothing has changed. */
  protected abstract fingerprint(kept: Kept): string;
  /** What the wire cannot carry. */
  protected abstract unsendable(): Wrong<Place>;
  /** Beside which control a problem is shown. */
  protected abstract placeOf(problem: Problem): Place | undefined;
  /** What stands at a place now. A problem is of no interest any more once that is another. */
  protected abstract typedAt(place: Place): string;

  protected wordsOf(problem: Problem): string {
    return problemText(problem);
  }

  get changed(): boolean {
    return this.kept !== undefined && this.fingerprint(this.kept) !== this.#asKept;
  }

  get faults(): Wrong<Place> {
    const found = this.#found.filter(({ place, typed }) => this.typedAt(place) === typed);
    const wrong = Object.fromEntries(found.map(({ place, says }) => [place, says])) as Wrong<Place>;
    return { ...wrong, ...this.unsendable() };
  }

  get wrong(): number {
    return Object.keys(this.faults).length;
  }

  /** Whether what is typed can be sent at all. */
  get sendable(): boolean {
    return Object.keys(this.unsendable()).length === 0;
  }

  async load(): Promise<void> {
    const wanted = this.#newest.ask();
    this.failure = undefined;
    try {
      const kept = await this.ask();
      if (wanted()) this.#show(kept);
    } catch (thrown) {
      if (wanted()) this.failure = asCommandError(thrown);
    }
  }

  #show(kept: Kept): void {
    this.kept = kept;
    this.discard();
  }

  /** Everything is as it is kept. */
  discard(): void {
    if (this.kept === undefined) return;
    this.form = this.formOf(this.kept);
    this.#asKept = this.fingerprint(this.kept);
    this.forgetFaults();
    this.failure = undefined;
    this.saved = false;
  }

  protected forgetFaults(): void {
    this.#found = [];
  }

  async save(): Promise<void> {
    if (this.saving || this.kept === undefined) return;
    this.failure = undefined;
    this.saved = false;
    this.forgetFaults();
    if (!this.sendable) return;
    this.saving = true;
    try {
      this.#show(await this.store(this.kept));
      this.saved = true;
    } catch (thrown) {
      await this.refused(asCommandError(thrown));
    }
    this.saving = false;
  }

  /** Shows problems beside their fields, and whatever has no field at the end of the form. */
  refused(error: CommandError): Promise<void> {
    if (error.code === 'locked') return Promise.resolve();
    const found = this.place(error.fields);
    if (!found) this.failure = error;
    return Promise.resolve();
  }

  /** Whether any problem has its place. */
  protected place(problems: readonly Problem[]): boolean {
    const found = problems.flatMap((problem) => {
      const place = this.placeOf(problem);
      return place ? [{ place, typed: this.typedAt(place), says: this.wordsOf(problem) }] : [];
    });
    // The first of a place is the one to mend first.
    this.#found = found.reverse();
    return found.length > 0;
  }
}
