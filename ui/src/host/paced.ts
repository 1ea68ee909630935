/** Milliseconds between two answers to events that come in a flood. */
export const pace = 1000;

/** Work that events ask for: done at once, and in a flood of them once in each pace, the last time after the last. */
export class Paced {
  readonly #work: () => void;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #again = false;

  constructor(work: () => void) {
    this.#work = work;
  }

  /** Something has changed. */
  ask(): void {
    if (this.#timer !== undefined) {
      this.#again = true;
      return;
    }
    this.#work();
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      if (!this.#again) return;
      this.#again = false;
      this.ask();
    }, pace);
  }

  /** Nothing is wanted any longer. */
  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#again = false;
  }
}
