/** Dates and figures by the user's own locale. */

const dateTime = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });
const date = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium' });
const time = new Intl.DateTimeFormat(undefined, { timeStyle: 'short' });
const day = new Intl.DateTimeFormat(undefined, { month: 'short', day: 'numeric' });
const dayTime = new Intl.DateTimeFormat(undefined, { month: 'short', day: 'numeric', hour: 'numeric', minute: '2-digit' });
const count = new Intl.NumberFormat();

/** An RFC 3339 moment, as `23 Nov 2026, 14:05` in the local time zone. */
export function formatDateTime(iso: string): string {
  return dateTime.format(new Date(iso));
}

/** An RFC 3339 moment, as `23 Nov 2026` in the local time zone. */
export function formatDate(iso: string): string {
  return date.format(new Date(iso));
}

function isThisYear(iso: string): boolean {
  return new Date(iso).getFullYear() === new Date().getFullYear();
}

/** An RFC 3339 moment where room is scarce: `23 Nov`, with its year if that is another one. */
export function formatDay(iso: string): string {
  return isThisYear(iso) ? day.format(new Date(iso)) : formatDate(iso);
}

/** An RFC 3339 moment where room is scarce: `23 Nov, 14:05`, with its year if that is another one. */
export function formatDayTime(iso: string): string {
  return isThisYear(iso) ? dayTime.format(new Date(iso)) : formatDateTime(iso);
}

/** An RFC 3339 moment, as `14:05` in the local time zone. */
export function formatTime(iso: string): string {
  return time.format(new Date(iso));
}

/** A whole number with its separators. */
export function formatCount(figure: number): string {
  return count.format(figure);
}

/** Symbols one by one, as `# @ _`. */
export function formatSymbols(symbols: string): string {
  return [...symbols].join(' ');
}
