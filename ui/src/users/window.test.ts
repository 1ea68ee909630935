import { expect, test } from 'vitest';
import { overscan, piecesOf, rowAfterKey, rowHeight, topFor } from './window';

const view = { top: 1000 * rowHeight, height: 10 * rowHeight };

test('of a million rows only those in sight are there, and the room of the others', () => {
  const pieces = piecesOf(view, 1_000_000, 1000);
  expect(pieces.filter((piece) => piece.kind === 'row')).toHaveLength(10 + 2 * overscan);
  const [above, below] = [pieces[0], pieces.at(-1)];
  expect(above).toEqual({ kind: 'gap', from: 0, height: (1000 - overscan) * rowHeight });
  expect(below).toEqual({ kind: 'gap', from: 1010 + overscan, height: (1_000_000 - 1010 - overscan) * rowHeight });
});

test('the row of the keyboard stays although it is out of sight', () => {
  const pieces = piecesOf(view, 2000, 3);
  expect(pieces.slice(0, 3)).toEqual([
    { kind: 'gap', from: 0, height: 3 * rowHeight },
    { kind: 'row', index: 3 },
    { kind: 'gap', from: 4, height: (1000 - overscan - 4) * rowHeight },
  ]);
});

test('whatever is in sight, the height is that of all rows', () => {
  for (const top of [0, 17, 359, 3600, 99_999]) {
    for (const count of [0, 1, 9, 300]) {
      const pieces = piecesOf({ top, height: 300 }, count, 5);
      const height = pieces.reduce((sum, piece) => sum + (piece.kind === 'gap' ? piece.height : rowHeight), 0);
      expect(height).toBe(count * rowHeight);
    }
  }
});

test('it scrolls no further than the row needs', () => {
  expect(topFor(view, 1005)).toBe(view.top);
  expect(topFor(view, 999)).toBe(999 * rowHeight);
  expect(topFor(view, 1010)).toBe(view.top + rowHeight);
});

test('keys lead to rows and never beyond the list', () => {
  expect(rowAfterKey('ArrowDown', 4, 100, view)).toBe(5);
  expect(rowAfterKey('ArrowUp', 0, 100, view)).toBe(0);
  expect(rowAfterKey('PageDown', 4, 100, view)).toBe(13);
  expect(rowAfterKey('PageUp', 4, 100, view)).toBe(0);
  expect(rowAfterKey('Home', 4, 100, view)).toBe(0);
  expect(rowAfterKey('End', 4, 100, view)).toBe(99);
  expect(rowAfterKey('a', 4, 100, view)).toBeUndefined();
});
