/** Dates and figures by the user's own locale. */

const dateTime = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });
const date = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium' });
const count = new Intl.NumberFormat();

/** An RFC 3339 moment, as `23 Nov 2026, 14:05` in the local time zone. */
export function formatDateTime(iso: string): string {
  return dateTime.format(new Date(iso));
}

/** An RFC 3339 moment, as `23 Nov 2026` in the local time zone. */
export function formatDate(iso: string): string {
  return date.format(new Date(iso));
}

/** A whole number with its separators. */
export function formatCount(figure: number): string {
  return count.format(figure);
}

/** Symbols one by one, as `# @ _`. */
export function formatSymbols(symbols: string): string {
  return [...symbols].join(' ');
}
