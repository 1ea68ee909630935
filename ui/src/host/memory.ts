/**
 * An imitation of the shell, in memory: for component tests and for `npm run dev` in a plain browser. It keeps the wire
 * contract and imitates the rules in kind; the rules themselves live in Rust. It is not part of the built interface.
 */
import type { ActivationStep, Commands, ErrorCode, EventName, GatewayKind, KeychainState, StartState } from '../bindings/ipc';
import type { Host, Platform } from './host';
import { activationHandlers, activationStep, firstPending } from './memory/activation';
import { allPermissions, seedRoles } from './memory/catalogue';
import { connectionHandlers, credentialsOf, seedConnections } from './memory/connections';
import { openDirectory } from './memory/directory';
import { draftHandlers } from './memory/draft';
import { mailHandlers, seedMail, seedMessageSettings } from './memory/mail';
import { outboxHandlers, seedMessages } from './memory/outbox';
import { passwordHandlers } from './memory/passwords';
import { invented } from './memory/people';
import { phoneHandlers } from './memory/phone';
import { recordHandlers, seedActivity } from './memory/records';
import { roleHandlers } from './memory/roles';
import { seedSms, smsHandlers } from './memory/sms';
import { secondStepHandlers } from './memory/second-step';
import { secondStep, sessionOf, startHandlers } from './memory/start';
import { userHandlers } from './memory/users';
import { refusal, type Handlers, type World } from './memory/world';

/** How the imitation begins. */
export interface MemoryOptions {
  /** The phase; `locked` is signed in and locked. `signed_in` if not given. */
  phase?: StartState['phase'] | 'locked';
  keychain?: KeychainState;
  /** The error of the phase `problem`. */
  problem?: ErrorCode;
  /** Signed in to the sample directory. */
  sample?: boolean;
  /** Milliseconds before each answer; none if not given. */
  latency?: number;
  /** Commands that fail, and how. */
  fail?: Partial<Record<keyof Commands, ErrorCode>>;
  platform?: Platform;
  /** Permission codes of the operator; all if not given. */
  permissions?: readonly string[];
  /** How many users, the operator among them; 240 if not given. */
  users?: number;
  /** Which way codes go; the outbox if not given. */
  gateway?: GatewayKind;
  /** A mail server is set up. */
  mail?: boolean;
  /** Signing in takes a code after the password: 123456. */
  secondStep?: boolean;
  /** How far the newcomer of the phase `activation` has come; `own_password` if not given. */
  activationStep?: ActivationStep;
  /** Newcomers choose a password of their own; they do if not given. */
  ownPassword?: boolean;
  /** The operator has no recovery codes yet. */
  recoveryCodesDue?: boolean;
  /** How many servers with a directory are known besides the local one; none if not given. */
  servers?: number;
  /** The open directory does not answer. */
  lost?: boolean;
  /** The open directory is on the first of them. */
  remote?: boolean;
}

/** The imitation, with what only a test may do. */
export interface MemoryHost extends Host {
  /** Every call so far. */
  readonly calls: { command: keyof Commands; args: unknown }[];
  /** Commands that fail from now on, and how. */
  readonly fail: Partial<Record<keyof Commands, ErrorCode>>;
  /** Sends an event, as the shell would. */
  emit(event: EventName): void;
  /** Answers a command differently from now on. */
  answer<C extends keyof Commands>(
    command: C,
    with_: (args: Commands[C]['args']) => Commands[C]['returns'] | Promise<Commands[C]['returns']>,
  ): void;
}

/** The password that every sign-in of the imitation takes. */
export const memoryPassword = 'Violet-Kettle_73';

const handlers: Handlers = {
  ...startHandlers,
  ...connectionHandlers,
  ...secondStepHandlers,
  ...activationHandlers,
  ...userHandlers,
  ...draftHandlers,
  ...passwordHandlers,
  ...phoneHandlers,
  ...roleHandlers,
  ...recordHandlers,
  ...outboxHandlers,
  ...smsHandlers,
  ...mailHandlers,
};

function beginning(world: World, options: MemoryOptions): StartState {
  const sample = options.sample ?? false;
  const phase = options.phase ?? 'signed_in';
  switch (phase) {
    case 'first_run':
      return { phase, keychain: world.keychain };
    case 'problem': {
      const data = { path: '/home/ada/.local/share/frontdesk/directory.db' };
      const error = refusal(options.problem ?? 'directory_busy', { retryable: true, data });
      if (!options.remote) return { phase, error, directory: openDirectory(world), nextTrySeconds: null };
      const atServer = { ...error, data: { host: 'db.example.com:5432' } };
      return { phase, error: atServer, directory: openDirectory(world), nextTrySeconds: 8 };
    }
    case 'credentials':
      return credentialsOf(world);
    case 'passphrase':
    case 'vacant':
    case 'sign_in':
      return { phase, directory: openDirectory(world) };
    case 'second_step':
      return secondStep(world);
    case 'activation':
      return activationStep(world, options.activationStep ?? 'own_password', firstPending(world));
    case 'signed_in':
      return { phase, session: sessionOf(world, sample) };
    case 'locked':
      return { phase: 'signed_in', session: sessionOf(world, sample, true) };
    case 'opening':
      return { phase };
  }
}

/** Whether the open directory is on a server; some phases are of no other. */
function isRemote({ phase, remote }: MemoryOptions): boolean {
  return remote ?? (phase === 'credentials' || phase === 'vacant');
}

function conditionOf(lost: boolean): World['condition'] {
  if (!lost) return { answers: true, fault: null, nextTrySeconds: null };
  const fault = refusal('connection_refused', { retryable: true, data: { host: 'db.example.com:5432' } });
  return { answers: false, fault, nextTrySeconds: 8 };
}

function newWorld(options: MemoryOptions, emit: World['emit']): World {
  const permissions = [...(options.permissions ?? allPermissions)];
  const people = Array.from({ length: options.users ?? 240 }, (_, index) => invented(index));
  const world: World = {
    start: { phase: 'opening' },
    keychain: options.keychain ?? 'available',
    password: memoryPassword,
    people,
    roles: seedRoles(permissions),
    permissions,
    settings: {
      idleLockMinutes: 15,
      clipboardClearSeconds: 30,
      passwordPreset: 'classes',
      leastPasswordScore: 2,
      organisation: '',
    },
    messages: seedMessages(people, options.mail ?? false),
    activity: seedActivity(people),
    requests: new Map(),
    sendings: new Map(),
    gateway: options.gateway ?? 'outbox',
    sms: seedSms(options.gateway ?? 'outbox'),
    mail: seedMail(options.mail ?? false),
    messageSettings: { ...seedMessageSettings(), ownPassword: options.ownPassword ?? true },
    secondStep: options.secondStep ?? false,
    recoveryCodesDue: options.recoveryCodesDue ?? false,
    recoveryCodeUsed: false,
    misses: 0,
    waitUntil: 0,
    connections: options.phase === 'first_run' ? [] : seedConnections(options.servers ?? 0, isRemote(options)),
    addressPassword: null,
    condition: conditionOf(options.lost ?? false),
    copy: null,
    copyTo: null,
    emit,
  };
  world.start = beginning(world, options);
  return world;
}

/** A new imitation. */
export function memoryHost(options: MemoryOptions = {}): MemoryHost {
  const listeners = new Set<{ event: EventName; handler: () => void }>();
  const emit = (event: EventName): void => {
    for (const listener of [...listeners]) if (listener.event === event) listener.handler();
  };
  const world = newWorld(options, emit);
  const fail = { ...options.fail };
  const own: { [C in keyof Commands]?: (args: Commands[C]['args']) => unknown } = {};
  const calls: MemoryHost['calls'] = [];
  return {
    platform: options.platform ?? 'linux',
    calls,
    fail,
    emit,
    answer(command, with_) {
      Object.assign(own, { [command]: with_ });
    },
    on(event, handler) {
      const listener = { event, handler };
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async call(command, args) {
      calls.push({ command, args: structuredClone(args) });
      await new Promise((resolve) => setTimeout(resolve, options.latency ?? 0));
      const code = fail[command];
      if (code) {
        const data = { seconds: '5', permission: 'users.view', said: 'Permission to send is denied (21408)' };
        throw refusal(code, { retryable: true, data });
      }
      const answer = own[command] ?? ((given: typeof args) => handlers[command](world, given));
      return (await answer(args)) as Commands[typeof command]['returns'];
    },
  };
}

/** The options that the address of the page asks for, as `?phase=first_run&latency=400&fail=check_email:directory_busy`. */
export function memoryOptions(query: URLSearchParams): MemoryOptions {
  const read = <T extends string>(name: string): T | undefined => (query.get(name) as T | null) ?? undefined;
  const figure = (name: string): number | undefined => (query.has(name) ? Number(query.get(name)) : undefined);
  const fail: MemoryOptions['fail'] = {};
  for (const entry of query.getAll('fail')) {
    const [command, code] = entry.split(':');
    fail[command as keyof Commands] = (code as ErrorCode | undefined) ?? 'directory_busy';
  }
  return {
    phase: read('phase'),
    keychain: read('keychain'),
    problem: read('problem'),
    sample: query.has('sample'),
    latency: figure('latency') ?? 60,
    fail,
    platform: read('platform'),
    permissions: query.get('permissions')?.split(','),
    users: figure('users'),
    gateway: read('gateway'),
    mail: query.has('mail'),
    secondStep: query.has('second_step'),
    activationStep: read('activation_step'),
    ownPassword: query.get('own_password') !== 'no',
    recoveryCodesDue: query.has('recovery_codes_due'),
    servers: figure('servers'),
    remote: query.has('remote') || undefined,
    lost: query.get('condition') === 'lost',
  };
}
