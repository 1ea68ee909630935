import type { ConnectionStep, ConnectionTls, PostgresServer } from '../../bindings/ipc';
import { whole } from '../form';

/** A server as typed. */
export interface HostTyped {
  name: string;
  port: string;
}

/** A connection as typed. */
export interface ConnectionTyped extends Omit<PostgresServer, 'hosts'> {
  name: string;
  hosts: HostTyped[];
  /** It was said that the risk of no encryption is known. */
  plainConfirmed: boolean;
  password: string;
  key: string;
}

/** Where something may be wrong, as it is shown from top to bottom. */
export const places = [
  'connection_name',
  'connection_hosts',
  'connection_database',
  'connection_user',
  'connection_password',
  'connection_tls',
  'connection_authority',
  'connection_certificate',
  'connection_key',
] as const;

export type Place = (typeof places)[number];

/** The places that are folded away at first. */
export const furtherPlaces: readonly Place[] = ['connection_authority', 'connection_certificate', 'connection_key'];

/** As many servers may be named. */
export const mostHosts = 8;

/** PostgreSQL's own. */
export const usualPort = '5432';

/** An empty form, with what is usual. */
export function freshForm(name = ''): ConnectionTyped {
  return {
    ...{ name, hosts: [{ name: '', port: usualPort }], database: '', user: '', tls: 'verify_full' },
    ...{ plainConfirmed: false, authority: '', certificate: '', password: '', key: '' },
  };
}

/** A server to be edited. Whoever kept it in the clear has been warned. */
export function formOf(name: string, server: PostgresServer): ConnectionTyped {
  const hosts = server.hosts.map((host) => ({ name: host.name, port: String(host.port) }));
  return { ...freshForm(name), ...server, hosts, plainConfirmed: server.tls === 'plain' };
}

function portOf(port: string): number | null {
  const figure = whole(port);
  return figure === null || figure < 1 || figure > 65_535 ? null : figure;
}

/** Whether each port is one that the wire can carry. */
export function portsAreRight({ hosts }: ConnectionTyped): boolean {
  return hosts.every(({ port }) => portOf(port) !== null);
}

/** The server as it goes to Rust. */
export function serverOf(form: ConnectionTyped): PostgresServer {
  const { database, user, tls, authority, certificate } = form;
  const hosts = form.hosts.map(({ name, port }) => ({ name: name.trim(), port: portOf(port) ?? 0 }));
  return { hosts, database, user, tls, authority, certificate };
}

/** What a secret is good for: this user of this database of these servers. */
export function accountOf({ hosts, user, database }: PostgresServer): string {
  return JSON.stringify([user, hosts.map(({ name, port }) => [name.toLowerCase(), port]), database]);
}

/** The steps that such a server is tried for, in order. */
export function stepsOf(tls: ConnectionTls): ConnectionStep[] {
  return ['name', 'port', ...(tls === 'plain' ? [] : (['tls'] as const)), 'credentials', 'rights', 'schema'];
}

/** What stands at a place now; of a secret also whether it is known. */
export function typedAt(place: Place, form: ConnectionTyped, known: { password: boolean; key: boolean }): string {
  const typed: Record<Place, unknown> = {
    connection_name: form.name,
    connection_hosts: form.hosts,
    connection_database: form.database,
    connection_user: form.user,
    connection_password: [form.password, known.password, form.certificate === ''],
    connection_tls: [form.tls, form.plainConfirmed, form.hosts],
    connection_authority: form.authority,
    connection_certificate: form.certificate,
    connection_key: [form.key, known.key, form.certificate],
  };
  return JSON.stringify(typed[place]);
}
