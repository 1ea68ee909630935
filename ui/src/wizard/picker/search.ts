/** Searching names and descriptions: accents and case ignored, every word has to occur. */

/** A stretch of a text, and whether the search found it. */
export interface Stretch {
  readonly text: string;
  readonly hit: boolean;
}

/** A text without case and accents. */
export function fold(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
}

/** The words of a search, folded; none where nothing was typed. */
export function searchWords(typed: string): readonly string[] {
  return fold(typed)
    .split(/\s+/u)
    .filter((word) => word !== '');
}

/** Whether every word occurs in one of the texts. */
export function matches(words: readonly string[], ...texts: readonly string[]): boolean {
  const folded = texts.map(fold);
  return words.every((word) => folded.some((text) => text.includes(word)));
}

/** The text cut where a word of the search begins and ends. The stretches put together are the text itself. */
export function stretches(text: string, words: readonly string[]): readonly Stretch[] {
  const letters = [...new Intl.Segmenter().segment(text)].map((letter) => letter.segment);
  const hits = hitLetters(letters.map(fold), words);
  const found: { text: string; hit: boolean }[] = [];
  letters.forEach((letter, index) => {
    const hit = hits.has(index);
    const last = found.at(-1);
    if (last && last.hit === hit) last.text += letter;
    else found.push({ text: letter, hit });
  });
  return found;
}

/** The places of the letters that belong to an occurrence of a word. */
function hitLetters(folded: readonly string[], words: readonly string[]): ReadonlySet<number> {
  const text = folded.join('');
  const letterAt = folded.flatMap((letter, index) => new Array<number>(letter.length).fill(index));
  const hits = new Set<number>();
  for (const word of words) {
    for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + word.length)) {
      for (let unit = at; unit < at + word.length; unit += 1) {
        const letter = letterAt[unit];
        if (letter !== undefined) hits.add(letter);
      }
    }
  }
  return hits;
}
