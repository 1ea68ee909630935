import type { ActivityEntry, UserQuery, UserRow } from '../../bindings/ipc';
import { permissionsOf } from './catalogue';
import { confirmationOf } from './outbox';
import { copy, refusal, type Handlers, type Person, type World } from './world';

function folded(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
}

function active(person: Person): boolean {
  return person.enabled && person.confirmed;
}

function pending(person: Person): boolean {
  return person.enabled && !person.confirmed;
}

function matches(person: Person, query: UserQuery): boolean {
  const text = folded(`${person.firstName} ${person.lastName} ${person.email}`);
  const found = folded(query.search)
    .split(/\s+/)
    .every((word) => text.includes(word));
  if (!found) return false;
  if (query.status === 'active') return active(person);
  if (query.status === 'pending') return pending(person);
  return query.status === 'all' || !person.enabled;
}

const sortKey: Record<UserQuery['sort'], (person: Person) => string> = {
  name: (person) => folded(`${person.lastName} ${person.firstName}`),
  email: (person) => folded(person.email),
  created: (person) => person.createdAt,
  last_sign_in: (person) => person.lastSignInAt ?? '',
};

function result(world: World, query: UserQuery): Person[] {
  const key = sortKey[query.sort];
  const rows = world.people.filter((person) => matches(person, query));
  rows.sort((a, b) => (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : a.id.localeCompare(b.id)));
  return query.descending ? rows.reverse() : rows;
}

function row(world: World, person: Person): UserRow {
  const { permissions: _permissions, registered: _registered, signInLocked: _locked, ...shown } = person;
  return { ...copy(shown), confirmation: confirmationOf(world, person) };
}

function historyOf(world: World, person: Person): ActivityEntry[] {
  if (!world.permissions.includes('activity.view')) return [];
  return world.activity.filter((entry) => entry.subject === masked(person.email)).slice(0, 20);
}

/** `ada@example.com` as the activity record shows it. */
export function masked(email: string): string {
  return `${email[0] ?? ''}…@${email.split('@')[1] ?? ''}`;
}

/** The commands of the Users page. */
export const userHandlers: Pick<Handlers, 'list_users' | 'count_users' | 'show_user' | 'unlock_sign_in' | 'remove_device'> = {
  list_users: (world, { query }) => {
    const rows = result(world, query);
    const from = query.after === null ? 0 : rows.findIndex((person) => person.id === query.after) + 1;
    const page = rows.slice(from, from + query.limit);
    const more = from + query.limit < rows.length;
    return { rows: page.map((person) => row(world, person)), next: more ? (page.at(-1)?.id ?? null) : null };
  },
  count_users: (world, { query }) => {
    const rows = result(world, query);
    return {
      total: rows.length,
      active: rows.filter(active).length,
      pending: rows.filter(pending).length,
      disabled: rows.filter((person) => !person.enabled).length,
    };
  },
  show_user: (world, { id }) => {
    const person = world.people.find((candidate) => candidate.id === id);
    if (!person) throw refusal('not_found');
    const granting = (permission: string) =>
      person.roles.filter((role) => permissionsOf(world.roles, role).includes(permission));
    const all = [
      ...new Set([...person.roles.flatMap((role) => permissionsOf(world.roles, role)), ...person.permissions]),
    ];
    return {
      user: row(world, person),
      device: copy(person.registered),
      permissions: copy(person.permissions),
      grants: all.map((permission) => ({
        permission,
        roles: granting(permission),
        single: person.permissions.includes(permission),
      })),
      signInLocked: person.signInLocked,
      history: historyOf(world, person),
    };
  },
  unlock_sign_in: (world, { id }) => {
    const person = world.people.find((candidate) => candidate.id === id);
    if (!person) throw refusal('not_found');
    person.signInLocked = false;
    return null;
  },
  remove_device: (world, { id }) => {
    if (world.start.phase === 'signed_in' && world.start.session.operator.id === id) throw refusal('own_device');
    const person = world.people.find((candidate) => candidate.id === id);
    if (!person?.registered) throw refusal('not_found');
    person.registered = null;
    person.device = false;
    world.emit('users-changed');
    return null;
  },
};
