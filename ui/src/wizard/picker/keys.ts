import { fold } from './search';
import type { Row } from './tree';

/** What a key asks of the tree, as WAI-ARIA has it for trees. */
export type Wish =
  | { readonly do: 'focus'; readonly key: string }
  | { readonly do: 'expand'; readonly keys: readonly string[] }
  | { readonly do: 'collapse'; readonly key: string }
  | { readonly do: 'toggle' };

/** What `key` asks for at `current`; nothing where the tree does not know it. `rtl` turns the arrows round. */
export function wishOf(key: string, rows: readonly Row[], current: string, rtl = false): Wish | undefined {
  const at = rows.findIndex((row) => row.branch.key === current);
  const row = rows[at];
  if (!row) return undefined;
  switch (key) {
    case 'ArrowDown':
      return focus(rows[at + 1]);
    case 'ArrowUp':
      return focus(rows[at - 1]);
    case 'Home':
      return focus(rows[0]);
    case 'End':
      return focus(rows.at(-1));
    case rtl ? 'ArrowLeft' : 'ArrowRight':
      return inward(rows, at, row);
    case rtl ? 'ArrowRight' : 'ArrowLeft':
      return outward(rows, row);
    case '*':
      return { do: 'expand', keys: siblingsToOpen(rows, row) };
    case ' ':
    case 'Enter':
      return { do: 'toggle' };
    default:
      return undefined;
  }
}

function focus(row: Row | undefined): Wish | undefined {
  return row && { do: 'focus', key: row.branch.key };
}

function inward(rows: readonly Row[], at: number, row: Row): Wish | undefined {
  if (row.expanded === null) return undefined;
  return row.expanded ? focus(rows[at + 1]) : { do: 'expand', keys: [row.branch.key] };
}

function outward(rows: readonly Row[], row: Row): Wish | undefined {
  if (row.expanded) return { do: 'collapse', key: row.branch.key };
  return focus(rows.find((candidate) => candidate.branch.key === row.parent));
}

function siblingsToOpen(rows: readonly Row[], row: Row): readonly string[] {
  return rows
    .filter((candidate) => candidate.parent === row.parent && candidate.expanded === false)
    .map((candidate) => candidate.branch.key);
}

/** The next line after `current`, round the end, whose name begins with what was typed. */
export function typeAhead(rows: readonly Row[], current: string, typed: string): string | undefined {
  const wanted = fold(typed);
  const at = rows.findIndex((row) => row.branch.key === current);
  // More of the same word may still fit the line it led to; a first letter moves on.
  const start = [...typed].length > 1 ? at : at + 1;
  const order = [...rows.slice(start), ...rows.slice(0, start)];
  return order.find((row) => fold(row.branch.name).startsWith(wanted))?.branch.key;
}
