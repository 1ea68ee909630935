/** Pixels from the top of a row to the top of the next. */
export const rowHeight = 36;

/** Rows that stand ready above and below what is seen. */
export const overscan = 8;

/** A row of the table, or the room of rows that are not there. */
export type Piece = { kind: 'row'; index: number } | { kind: 'gap'; from: number; height: number };

/** The part of a long list that is seen. */
export interface View {
  /** Pixels above it. */
  top: number;
  /** Pixels of it. */
  height: number;
}

/** The first row that is to be there, and the one after the last. */
export function rangeOf(view: View, count: number): { from: number; to: number } {
  const to = Math.min(count, Math.ceil((view.top + view.height) / rowHeight) + overscan);
  const from = Math.max(0, Math.min(Math.floor(view.top / rowHeight) - overscan, to));
  return { from, to };
}

/** What the body of the table is made of: the rows in sight, the one of the keyboard, and the room around them. */
export function piecesOf(view: View, count: number, active: number): Piece[] {
  const { from, to } = rangeOf(view, count);
  const shown = new Set<number>();
  for (let index = from; index < to; index += 1) shown.add(index);
  if (active < count) shown.add(active);
  const pieces: Piece[] = [];
  let next = 0;
  const gap = (until: number): void => {
    if (until > next) pieces.push({ kind: 'gap', from: next, height: (until - next) * rowHeight });
  };
  for (const index of [...shown].sort((a, b) => a - b)) {
    gap(index);
    pieces.push({ kind: 'row', index });
    next = index + 1;
  }
  gap(count);
  return pieces;
}

/** How many rows further down the first row in sight stands now that is still there. */
export function shiftOf<Row extends { readonly id: string }>(
  before: readonly Row[],
  now: readonly Row[],
  view: View,
): number {
  const inSight = before.slice(Math.floor(view.top / rowHeight), Math.ceil((view.top + view.height) / rowHeight));
  for (const [index, { id }] of inSight.entries()) {
    const at = now.findIndex((row) => row.id === id);
    if (at >= 0) return at - index - Math.floor(view.top / rowHeight);
  }
  return 0;
}

/** Where to scroll to so that a row is seen whole; where it is seen already, nowhere. */
export function topFor(view: View, index: number): number {
  const above = index * rowHeight;
  const below = above + rowHeight - view.height;
  if (above < view.top) return above;
  return below > view.top ? below : view.top;
}

/** The row that a key leads to; none for every other key. */
export function rowAfterKey(key: string, at: number, count: number, view: View): number | undefined {
  const page = Math.max(1, Math.floor(view.height / rowHeight) - 1);
  const steps: Record<string, number | undefined> = {
    ArrowDown: at + 1,
    ArrowUp: at - 1,
    PageDown: at + page,
    PageUp: at - page,
    Home: 0,
    End: count - 1,
  };
  const wanted = steps[key];
  return wanted === undefined ? undefined : Math.max(0, Math.min(wanted, count - 1));
}
