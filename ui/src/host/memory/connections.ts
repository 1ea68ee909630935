import type {
  Connection,
  ConnectionForm,
  ConnectionStep,
  CopyTarget,
  DatabaseHost,
  Problem,
  PostgresServer,
  StartState,
  TriedConnection,
} from '../../bindings/ipc';
import { infoOf, localDirectory, openDirectory, serverDirectory } from './directory';
import { ownerProblems } from './draft';
import { move, sessionOf } from './start';
import { copy, refusal, type Handlers, type World } from './world';

/** The password that servers of the imitation refuse. */
export const memoryWrongPassword = 'wrong';

const office: PostgresServer = {
  ...{ hosts: [{ name: 'db.example.com', port: 5432 }], database: 'users', user: 'frontdesk' },
  ...{ tls: 'verify_full', authority: '', certificate: '' },
};

function problem(field: Problem['field'], code: Problem['code'], data: Problem['data'] = {}): Problem {
  return { field, code, data };
}

function placeOf({ user, hosts, database }: PostgresServer): string {
  return `${user}@${hosts.map(({ name, port }) => `${name}:${port}`).join(',')}/${database}`;
}

/** A server that this computer knows. Its host tells how it will behave: see `faultAt`. */
function serverAt(id: string, name: string, host: string, more: Partial<PostgresServer> = {}): Connection {
  const server = { ...copy(office), hosts: [{ name: host, port: 5432 }], ...more };
  return {
    ...{ id, name, kind: 'postgres', place: placeOf(server), active: false },
    ...{ server, passwordKnown: true, keyKnown: server.certificate !== '' },
  };
}

/** The local directory, and as many servers as are wished for; `remote` opens the first of them. */
export function seedConnections(servers: number, remote: boolean): Connection[] {
  const { name, place } = localDirectory;
  const local: Connection = {
    ...{ id: 'local', name, kind: 'local', place, active: !remote, server: null },
    ...{ passwordKnown: true, keyKnown: false },
  };
  const known = [
    serverAt('office', serverDirectory.name, 'db.example.com'),
    serverAt('branch', 'Branch', 'branch.example.com', { database: 'empty' }),
    serverAt('lab', 'Laboratory', 'nowhere.example.com'),
  ].slice(0, Math.max(servers, remote ? 1 : 0));
  return [local, ...known.map((one, at) => ({ ...one, active: remote && at === 0 }))];
}

function find(world: World, id: string): Connection {
  const found = world.connections.find((one) => one.id === id);
  if (!found) throw refusal('not_found');
  return found;
}

function mayEdit(world: World): boolean {
  // Before a directory is open nobody can be asked; once one is, nobody may who has not signed in.
  if (world.start.phase !== 'signed_in') return !['sign_in', 'second_step', 'activation'].includes(world.start.phase);
  return world.permissions.includes('settings.edit');
}

function nameProblems(world: World, id: string | null, name: string): Problem[] {
  if (name.trim() === '') return [problem('connection_name', 'required')];
  const taken = world.connections.some((one) => one.id !== id && one.name.toLowerCase() === name.trim().toLowerCase());
  return taken ? [problem('connection_name', 'name_taken')] : [];
}

function serverProblems(server: PostgresServer): Problem[] {
  const found: Problem[] = [];
  const { hosts, database, user, authority, certificate } = server;
  if (hosts.length === 0 || hosts.some(({ name }) => name.trim() === '')) found.push(problem('connection_hosts', 'required'));
  else if (hosts.some(({ name }) => /[\s/@]/.test(name.trim()))) found.push(problem('connection_hosts', 'host_invalid'));
  if (database.trim() === '') found.push(problem('connection_database', 'required'));
  if (user.trim() === '') found.push(problem('connection_user', 'required'));
  if (authority !== '' && !authority.includes('-----BEGIN CERTIFICATE-----')) {
    found.push(problem('connection_authority', 'certificates_invalid'));
  }
  if (certificate !== '' && !certificate.includes('-----BEGIN CERTIFICATE-----')) {
    found.push(problem('connection_certificate', 'certificates_invalid'));
  }
  return found;
}

/** What this computer knows of the secrets of a server as entered. */
function known(world: World, { id, server }: ConnectionForm): { password: boolean; key: boolean } {
  const before = world.connections.find((one) => one.id === id);
  const same = before?.server && placeOf(before.server) === placeOf(server);
  const set = world.addressPassword === placeOf(server);
  return {
    password: set || (same === true && before.passwordKnown && before.server?.tls === server.tls),
    key: same === true && before.keyKnown,
  };
}

function secretProblems(world: World, form: ConnectionForm): Problem[] {
  const { password, key } = known(world, form);
  const found: Problem[] = [];
  // A certificate may be enough.
  if (form.server.certificate === '') {
    if (!form.password && !password) found.push(problem('connection_password', 'required'));
  } else if (!form.key && !key) {
    found.push(problem('connection_key', 'required'));
  }
  return found;
}

/** How a server behaves, by what its first host begins with. */
function faultAt(server: PostgresServer, password: string | null): Pick<TriedConnection, 'step' | 'fault'> | null {
  const [{ name, port }] = server.hosts as [DatabaseHost];
  const data = { host: `${name}:${port}` };
  const fault = (step: ConnectionStep, code: Parameters<typeof refusal>[0], said?: string) => ({
    step,
    fault: refusal(code, { retryable: true, data: said ? { ...data, said } : data }),
  });
  if (name.startsWith('nowhere')) return fault('name', 'connection_name_unknown');
  if (name.startsWith('closed')) return fault('port', 'connection_refused');
  if (name.startsWith('expired') && server.tls === 'verify_full') return fault('tls', 'connection_expired');
  if (password === memoryWrongPassword) {
    return fault('credentials', 'connection_credentials', 'password authentication failed for user "frontdesk"');
  }
  if (name.startsWith('strict')) return fault('rights', 'connection_no_rights', 'permission denied for schema public');
  return name.startsWith('newer') ? fault('schema', 'connection_newer_schema') : null;
}

function tried({ server, password }: ConnectionForm): TriedConnection[] {
  const encrypted: ConnectionStep[] = server.tls === 'plain' ? [] : ['tls'];
  const steps: ConnectionStep[] = ['name', 'port', ...encrypted, 'credentials', 'rights', 'schema'];
  const fault = faultAt(server, password);
  const upTo = fault ? steps.slice(0, steps.indexOf(fault.step) + 1) : steps;
  return upTo.map((step) => ({ step, fault: fault?.step === step ? fault.fault : null }));
}

function read(world: World, address: string): { server: PostgresServer; passwordTaken: boolean } {
  let url: URL;
  try {
    url = new URL(address.trim().replace(/^postgres(ql)?:/, 'http:'));
  } catch {
    throw refusal('invalid', { fields: [problem('connection_address', 'address_invalid')] });
  }
  if (!/^postgres(ql)?:\/\//.test(address.trim())) {
    throw refusal('invalid', { fields: [problem('connection_address', 'address_invalid')] });
  }
  const server: PostgresServer = {
    ...copy(office),
    hosts: [{ name: url.hostname, port: Number(url.port || '5432') }],
    database: decodeURIComponent(url.pathname.slice(1)),
    user: decodeURIComponent(url.username),
    tls: url.searchParams.get('sslmode') === 'disable' ? 'plain' : 'verify_full',
  };
  if (url.password !== '') world.addressPassword = placeOf(server);
  return { server, passwordTaken: url.password !== '' };
}

function save(world: World, form: ConnectionForm): Connection {
  const fields = [...nameProblems(world, form.id, form.name), ...serverProblems(form.server), ...secretProblems(world, form)];
  if (fields.length > 0) throw refusal('invalid', { fields });
  const before = world.connections.find((one) => one.id === form.id);
  const saved: Connection = {
    ...{ id: form.id ?? crypto.randomUUID(), name: form.name.trim(), kind: 'postgres', place: placeOf(form.server) },
    ...{ active: before?.active ?? false, server: copy(form.server), passwordKnown: true },
    keyKnown: form.server.certificate !== '',
  };
  world.connections = [...world.connections.filter(({ id }) => id !== saved.id), saved];
  world.addressPassword = null;
  return copy(saved);
}

/** Where opening a connection leads. */
function opening(world: World, connection: Connection, password: string | null = null): StartState {
  const directory = infoOf(connection);
  if (!connection.server) return { phase: 'sign_in', directory };
  const key = connection.server.certificate !== '' && !connection.keyKnown;
  const credentials = { phase: 'credentials' as const, directory, keychain: world.keychain, key };
  if (!connection.passwordKnown && password === null) return { ...credentials, fault: null };
  const found = faultAt(connection.server, password);
  if (found?.step === 'credentials') return { ...credentials, fault: found.fault };
  if (found) return { phase: 'problem', error: found.fault ?? refusal('unexpected'), directory, nextTrySeconds: 8 };
  return connection.server.database === 'empty' ? { phase: 'vacant', directory } : { phase: 'sign_in', directory };
}

function switchTo(world: World, id: string): StartState {
  const wanted = find(world, id);
  world.connections = world.connections.map((one) => ({ ...one, active: one.id === id }));
  return move(world, opening(world, { ...wanted, active: true }));
}

function enter(world: World, password: string | null, key: string | null): StartState {
  const open = world.connections.find(({ active }) => active);
  if (!open) throw refusal('wrong_state');
  if (!password && !key) throw refusal('invalid', { fields: [problem('connection_password', 'required')] });
  const state = opening(world, { ...open, keyKnown: open.keyKnown || key !== null }, password);
  if (state.phase !== 'credentials') {
    world.connections = world.connections.map((one) => (one.active ? { ...one, passwordKnown: true } : one));
  }
  return move(world, state);
}

const copySteps = 8;

/** Another step of the copy, as long as nobody cancels it. */
function goOn(world: World): void {
  setTimeout(() => {
    const now = world.copy;
    if (!now || (now.stage !== 'copying' && now.stage !== 'checking')) return;
    if (now.stage === 'checking') {
      world.copy = { ...now, stage: 'done', connection: world.copyTo };
    } else {
      const done = Math.min(now.total, now.done + Math.ceil(now.total / copySteps));
      world.copy = { ...now, done, stage: done === now.total ? 'checking' : 'copying' };
    }
    world.emit('copy-changed');
    goOn(world);
  }, 400);
}

function passphraseProblems(world: World, target: CopyTarget): Problem[] {
  if (target.kind !== 'local' || world.keychain === 'available') return [];
  const { passphrase, confirmPassphrase } = target;
  const found: Problem[] = [];
  if (!passphrase) found.push(problem('passphrase', 'required'));
  else if (passphrase.length < 15) found.push(problem('passphrase', 'password_too_short', { min: '15' }));
  if (passphrase !== confirmPassphrase) found.push(problem('confirm_passphrase', 'mismatch'));
  return found;
}

function startCopy(world: World, target: CopyTarget) {
  if (world.copy?.stage === 'copying' || world.copy?.stage === 'checking') throw refusal('copy_running');
  const names = target.kind === 'local' ? nameProblems(world, null, target.name) : [];
  const fields = [...names, ...passphraseProblems(world, target)];
  if (fields.length > 0) throw refusal('invalid', { fields });
  const to = target.kind === 'local' ? target.name.trim() : find(world, target.id).name;
  const before = world.copy?.stage === 'ended' && world.copy.to === to ? world.copy.done : 0;
  world.copyTo = target.kind === 'local' ? crypto.randomUUID() : target.id;
  if (target.kind === 'local') {
    const local = { ...seedConnections(0, false)[0], id: world.copyTo, name: to, active: false } as Connection;
    world.connections.push({ ...local, place: `${local.place}/${to}` });
  }
  const total = world.people.length + world.activity.length + world.messages.length;
  world.copy = { ...{ to, stage: 'copying', done: before, total }, connection: null, fault: null };
  world.emit('copy-changed');
  goOn(world);
  return copy(world.copy);
}

/** The commands about directories, and where they are. */
export const connectionHandlers: Pick<
  Handlers,
  | 'connections'
  | 'read_connection_address'
  | 'try_connection'
  | 'save_connection'
  | 'rename_connection'
  | 'remove_connection'
  | 'switch_connection'
  | 'enter_credentials'
  | 'start_remote_directory'
  | 'directory_condition'
  | 'copy_directory'
  | 'copy_state'
  | 'cancel_copy'
> = {
  connections: (world) => ({
    connections: world.connections.map((one) => ({ ...copy(one), server: mayEdit(world) ? copy(one.server) : null })),
    secretsLast: world.keychain === 'available',
  }),
  read_connection_address: (world, { address }) => read(world, address),
  try_connection: (world, { form }) => {
    const fields = [...serverProblems(form.server), ...secretProblems(world, form)];
    if (fields.length > 0) throw refusal('invalid', { fields });
    return tried(form);
  },
  save_connection: (world, { form }) => save(world, form),
  rename_connection: (world, { id, name }) => {
    const renamed = { ...find(world, id), name: name.trim() };
    const fields = nameProblems(world, id, name);
    if (fields.length > 0) throw refusal('invalid', { fields });
    world.connections = world.connections.map((one) => (one.id === id ? renamed : one));
    return copy(renamed);
  },
  remove_connection: (world, { id }) => {
    if (find(world, id).active) throw refusal('connection_active');
    world.connections = world.connections.filter((one) => one.id !== id);
    return null;
  },
  switch_connection: (world, { id }) => switchTo(world, id),
  enter_credentials: (world, { password, key }) => enter(world, password, key),
  start_remote_directory: (world, { form }) => {
    const fields = ownerProblems(form);
    if (fields.length > 0) throw refusal('invalid', { fields });
    const owner = world.people[0];
    if (owner) world.people = [{ ...owner, firstName: form.firstName, lastName: form.lastName, email: form.email }];
    return move(world, { phase: 'signed_in', session: sessionOf(world, false) });
  },
  directory_condition: (world) => copy(world.condition),
  copy_directory: (world, { target }) => startCopy(world, target),
  copy_state: (world) => copy(world.copy),
  cancel_copy: (world) => {
    if (world.copy && world.copy.stage !== 'done') world.copy = { ...world.copy, stage: 'ended' };
    world.emit('copy-changed');
    return null;
  },
};

/** The phase of a server whose password has to be asked for. */
export function credentialsOf(world: World): StartState {
  return { phase: 'credentials', directory: openDirectory(world), keychain: world.keychain, fault: null, key: false };
}
