import type { PhoneCountry } from '../../bindings/ipc';
import { compareNames, countryName } from '../../words/countries';

/** A country as the selector shows and searches it. */
export interface CountryEntry {
  readonly id: string;
  readonly name: string;
  /** Calling code without the `+`. */
  readonly code: string;
  readonly served: boolean;
  /** The name without accents, case and punctuation. */
  readonly folded: string;
}

/** Where countries share a calling code, the one to show first. Which country a number is of, only Rust knows. */
const firstOfCode: readonly string[] = ['US', 'RU', 'IT', 'GB', 'NO', 'AU', 'MA', 'RE', 'SH', 'FI', 'GP', 'CW'];

/** Letters that Unicode does not take apart. */
const plain: Readonly<Record<string, string | undefined>> = { ø: 'o', ł: 'l', ı: 'i', đ: 'd', ß: 'ss', æ: 'ae', œ: 'oe' };

function fold(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[øłıđßæœ]/g, (letter) => plain[letter] ?? letter)
    .replace(/['’ʻ.]/g, '')
    .replace(/[^\p{L}\p{N}+]+/gu, ' ')
    .trim();
}

/** All countries by name. */
export function countryEntries(countries: readonly PhoneCountry[]): readonly CountryEntry[] {
  return countries
    .map(({ id, callingCode, served }) => {
      const name = countryName(id);
      return { id, name, code: String(callingCode), served, folded: fold(name) };
    })
    .sort((a, b) => compareNames(a.name, b.name));
}

/** How well a country fits, the least first; nothing where it does not. */
function rank(entry: CountryEntry, sought: string, digits: string): number | undefined {
  if (digits !== '') {
    if (!entry.code.startsWith(digits)) return undefined;
    return (entry.code === digits ? 0 : 2) + (firstOfCode.includes(entry.id) ? 0 : 1);
  }
  if (entry.id.toLowerCase() === sought) return 0;
  if (entry.folded.startsWith(sought)) return 1;
  if (entry.folded.includes(` ${sought}`)) return 2;
  return entry.folded.includes(sought) ? 3 : undefined;
}

/** The countries that fit what was typed, the best first: by name, by ISO letters, or by calling code. */
export function findCountries(entries: readonly CountryEntry[], typed: string): readonly CountryEntry[] {
  const sought = fold(typed);
  if (sought === '') return entries;
  const digits = /^\+?\s*\d[\d ]*$/.test(sought) ? sought.replace(/\D/g, '') : '';
  if (sought === '+') return entries;
  return entries
    .flatMap((entry) => {
      const order = rank(entry, sought, digits);
      return order === undefined ? [] : [{ entry, order }];
    })
    .sort((a, b) => a.order - b.order)
    .map(({ entry }) => entry);
}
