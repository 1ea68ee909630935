import type { Device } from '../../bindings/ipc';
import type { Person } from './world';

const firstNames = [
  'Ada',
  'Bruno',
  'Chloé',
  'Dmitri',
  'Elif',
  'Farid',
  'Grace',
  'Hiroshi',
  'Ingrid',
  'João',
  'Katya',
  'Liam',
  'Mei',
  'Noor',
  'Óscar',
  'Priya',
  'Quentin',
  'Rosa',
  'Søren',
  'Tove',
  'Uma',
  'Väinö',
  'Wanjiru',
  'Yusuf',
  'Zoë',
  'ليلى',
  '美咲',
];
const lastNames = [
  'Almeida',
  'Brandt',
  'Castillo',
  'D’Angelo',
  'Eriksen',
  'Fournier',
  'García-López',
  'Haddad',
  'Ivanova',
  'Jensen',
  'Kowalska',
  'Lindqvist',
  'Mbeki',
  'Nakamura',
  'O’Connor',
  'Petrov',
  'Quispe',
  'Rossi',
  'Sánchez',
  'Tanaka',
  'Ueda',
  'Vargas',
  'Weiß',
  'Yılmaz',
];
const roles = ['member', 'member', 'member', 'help-desk', 'member', 'user-manager', 'auditor', 'kiosk-operator'];
const day = 86_400_000;
const newest = Date.parse('2026-11-20T09:30:00Z');

function ascii(name: string): string {
  return name
    .normalize('NFD')
    .replace(/[^A-Za-z-]/g, '')
    .toLowerCase();
}

/** A number of the range that is kept for fiction. */
function deviceOf(index: number, created: number): Device {
  const number = `+1 202-555-0${100 + (index % 100)}`;
  return { number, confirmedAt: new Date(created).toISOString(), through: index % 2 === 0 ? 'outbox' : 'twilio' };
}

/** An invented user; the same index gives the same one. The first is the operator. */
export function invented(index: number): Person {
  const firstName = firstNames[index % firstNames.length] ?? 'Ada';
  const lastName = lastNames[(index * 7 + Math.floor(index / 24)) % lastNames.length] ?? 'Brandt';
  const local = [ascii(firstName), ascii(lastName)].filter((part) => part !== '').join('.');
  const confirmed = index === 0 || index % 9 !== 4;
  const created = newest - index * day * 0.7;
  const signedIn = confirmed && index % 5 !== 3 ? new Date(created + ((index * 37) % 300) * 3_600_000) : null;
  return {
    id: `01936f00-0000-7000-8000-${index.toString(16).padStart(12, '0')}`,
    email: `${local}${index < 24 ? '' : index}@example.com`,
    firstName,
    lastName,
    roles:
      index === 0 ? ['owner'] : [roles[index % roles.length] ?? 'member', ...(index % 11 === 5 ? ['auditor'] : [])],
    confirmed,
    confirmedAt: confirmed ? new Date(created + 3_600_000).toISOString() : null,
    enabled: index === 0 || index % 13 !== 6,
    device: index % 3 === 0,
    registered: index % 3 === 0 ? deviceOf(index, created) : null,
    createdAt: new Date(created).toISOString(),
    lastSignInAt: signedIn?.toISOString() ?? null,
    permissions: index % 17 === 8 ? ['outbox.view'] : [],
    signInLocked: index === 3,
  };
}
