/** Digits of a one-time code. */
export const codeLength = 6;

/** The zeros of digits that keyboards enter, as Rust knows them; full-width ones are taken apart by NFKC. */
const zeros: readonly number[] = [
  0x0660, 0x06f0, 0x07c0, 0x0966, 0x09e6, 0x0a66, 0x0ae6, 0x0b66, 0x0be6, 0x0c66, 0x0ce6, 0x0d66, 0x0e50, 0x0ed0,
  0x0f20, 0x1040, 0x17e0,
];

function asciiDigit(letter: string): string {
  const point = letter.codePointAt(0) ?? 0;
  const zero = zeros.find((start) => point >= start && point < start + 10);
  if (zero !== undefined) return String(point - zero);
  return /[0-9]/.test(letter) ? letter : '';
}

/** The digits of a text, as `0` to `9`. */
export function digitsOf(text: string): string {
  return [...text.normalize('NFKC')].map(asciiDigit).join('');
}
