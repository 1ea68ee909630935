/** Answers that arrive after a newer question was asked are of no use: this tells them. */
export class Newest {
  #asked = 0;

  /** A new question. The returned function says whether it is still the newest. */
  ask(): () => boolean {
    this.#asked += 1;
    const mine = this.#asked;
    return () => mine === this.#asked;
  }

  /** No answer that is still on its way is wanted. */
  forget(): void {
    this.#asked += 1;
  }
}
