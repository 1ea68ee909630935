/** `1 minute`, `9 minutes`. */
function counted(figure: number, one: string, many: string): string {
  return `${figure} ${figure === 1 ? one : many}`;
}

/** A wait in words, rounded up: `45 seconds`, `9 minutes`, `3 hours`. */
export function inWords(seconds: number): string {
  if (seconds < 100) return counted(seconds, 'second', 'seconds');
  const minutes = Math.ceil(seconds / 60);
  return minutes < 100 ? counted(minutes, 'minute', 'minutes') : counted(Math.ceil(minutes / 60), 'hour', 'hours');
}

/** What an error says of a wait; `a moment` where it is not known. */
export function wait(seconds: string | undefined): string {
  return seconds === undefined ? 'a moment' : inWords(Number(seconds));
}

/** Time left as on a clock: `9:58`; `2 h 05` from an hour on. */
export function onClock(seconds: number): string {
  const two = (figure: number) => String(figure).padStart(2, '0');
  const minutes = Math.floor(seconds / 60);
  return minutes < 60 ? `${minutes}:${two(seconds % 60)}` : `${Math.floor(minutes / 60)} h ${two(minutes % 60)}`;
}
