/** Letters of an activation code, and of each of its two groups. */
const length = 10;
const group = 5;

/**
 * An activation code as it is shown, `XXXXX-XXXXX`, and where the caret is in it. What holds anything else, or more than
 * a code, stays as it was typed: whether it is right, Rust says.
 */
export function groupedCode(typed: string, caret: number): { text: string; caret: number } {
  const plain = (text: string): string => text.replace(/[\s-]/g, '');
  const letters = plain(typed).toUpperCase();
  if (!/^[A-Z0-9]*$/.test(letters) || letters.length > length) return { text: typed, caret };
  const text = letters.length > group ? `${letters.slice(0, group)}-${letters.slice(group)}` : letters;
  const before = plain(typed.slice(0, caret)).length;
  return { text, caret: before > group ? before + 1 : before };
}
