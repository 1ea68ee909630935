import type { ActivityEntry, Problem } from '../../bindings/ipc';
import { masked } from './users';
import { copy, refusal, type Handlers, type Person } from './world';

/** One page of `all`, where `after` is the key of the last row shown. */
export function page<T>(all: readonly T[], key: (row: T) => string, after: string | null, limit: number) {
  const from = after === null ? 0 : all.findIndex((row) => key(row) === after) + 1;
  const rows = all.slice(from, from + limit);
  const last = rows.at(-1);
  return { rows: copy(rows), next: last !== undefined && from + limit < all.length ? key(last) : null };
}

/** An activity record of the creation of `people`, newest first. */
export function seedActivity(people: readonly Person[]): ActivityEntry[] {
  const oldestFirst = [...people].reverse();
  const operator = people[0];
  const actor = operator ? masked(operator.email) : null;
  const made = oldestFirst.map((person, index): ActivityEntry => ({
    number: index + 2,
    at: person.createdAt,
    actor,
    action: index % 23 === 11 ? 'sign_in_failed' : 'user_created',
    subject: masked(person.email),
    details: { roles: person.roles.join(',') },
  }));
  const first: ActivityEntry = {
    number: 1,
    at: oldestFirst[0]?.createdAt ?? '2026-01-01T00:00:00Z',
    actor: null,
    action: 'directory_created',
    subject: null,
    details: {},
  };
  return [first, ...made].reverse();
}

/** The commands of Activity and Settings. */
export const recordHandlers: Pick<
  Handlers,
  | 'list_activity'
  | 'verify_activity'
  | 'export_activity'
  | 'settings'
  | 'save_settings'
> = {
  list_activity: (world, { after, limit }) => page(world.activity, (entry) => String(entry.number), after, limit),
  verify_activity: (world) => ({ result: 'whole', entries: world.activity.length }),
  export_activity: (world) => ({ path: '/home/ada/Documents/frontdesk-activity.jsonl', entries: world.activity.length }),
  settings: (world) => copy(world.settings),
  save_settings: (world, { settings }) => {
    const fields: Problem[] = [];
    const within = (setting: string, figure: number, min: number, max: number) => {
      if (Number.isInteger(figure) && figure >= min && figure <= max) return;
      const data = { setting, min: String(min), max: String(max) };
      fields.push({ field: 'setting', code: 'out_of_range', data });
    };
    within('idle_lock_minutes', settings.idleLockMinutes, 1, 120);
    within('clipboard_clear_seconds', settings.clipboardClearSeconds, 10, 120);
    within('least_password_score', settings.leastPasswordScore, 0, 4);
    if (fields.length > 0) throw refusal('invalid', { fields });
    world.settings = copy(settings);
    return copy(world.settings);
  },
};
