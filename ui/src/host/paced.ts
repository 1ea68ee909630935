/** Milliseconds between two turns at least. */
export const pace = 300;

/** Milliseconds after which work that was in vain is done again. */
export const patience = 2000;

/** Work that events ask for: done at once, one turn at a time, and after a flood of them once more. */
export class Paced {
  readonly #work: () => Promise<boolean>;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #busy = false;
  #again = false;
  #stopped = false;

  /** `work` says whether it was not in vain. */
  constructor(work: () => Promise<boolean>) {
    this.#work = work;
  }

  /** Something has changed. */
  ask(): void {
    if (this.#busy) this.#again = true;
    else void this.#turn();
  }

  async #turn(): Promise<void> {
    clearTimeout(this.#timer);
    this.#busy = true;
    this.#again = false;
    const done = await this.#work();
    if (this.#stopped) return;
    this.#timer = setTimeout(() => {
      this.#busy = false;
      if (this.#again) void this.#turn();
      else if (!done) this.#timer = setTimeout(() => void this.#turn(), patience - pace);
    }, pace);
  }

  /** Nothing is wanted any longer. */
  stop(): void {
    clearTimeout(this.#timer);
    this.#stopped = true;
    this.#busy = true;
  }
}
