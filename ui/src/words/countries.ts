/** Names of countries in the language of the interface. */

const names = new Intl.DisplayNames('en', { type: 'region' });
const order = new Intl.Collator('en');

/** The name of a country by its ISO letters. */
export function countryName(letters: string): string {
  return names.of(letters) ?? letters;
}

/** Which of two names comes first. */
export function compareNames(a: string, b: string): number {
  return order.compare(a, b);
}
