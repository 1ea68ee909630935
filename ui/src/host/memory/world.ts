import type {
  ActivityEntry,
  CommandError,
  Commands,
  Connection,
  CopyState,
  Device,
  DirectoryCondition,
  ErrorCode,
  EventName,
  GatewayKind,
  KeychainState,
  MailState,
  MessageSettings,
  OutboxMessage,
  Role,
  Settings,
  SmsState,
  StartState,
  UserRow,
} from '../../bindings/ipc';
import type { Sendings } from './phone';

/** A user of the imitation: a row, and what only the details show. */
export interface Person extends Omit<UserRow, 'confirmation'> {
  permissions: string[];
  registered: Device | null;
  signInLocked: boolean;
}

/** All that the imitation remembers. Gone with the page. */
export interface World {
  start: StartState;
  keychain: KeychainState;
  /** The one password that every sign-in of the imitation takes. */
  readonly password: string;
  people: Person[];
  roles: Role[];
  /** Permission codes of the operator. */
  permissions: string[];
  settings: Settings;
  messages: OutboxMessage[];
  activity: ActivityEntry[];
  /** Request ids already answered, with the user made. */
  requests: Map<string, string>;
  /** Codes by number. */
  sendings: Map<string, Sendings>;
  gateway: GatewayKind;
  sms: SmsState;
  mail: MailState;
  messageSettings: MessageSettings;
  /** Whether signing in takes a code after the password. */
  secondStep: boolean;
  recoveryCodesDue: boolean;
  recoveryCodeUsed: boolean;
  misses: number;
  /** When signing in may be tried again, in milliseconds since 1970. */
  waitUntil: number;
  /** The directories that this computer knows. */
  connections: Connection[];
  /** The place whose password an address has brought. */
  addressPassword: string | null;
  /** Whether the open directory answers. */
  condition: DirectoryCondition;
  copy: CopyState | null;
  /** The connection that the copy becomes. */
  copyTo: string | null;
  emit: (event: EventName) => void;
}

/** One function for each command. */
export type Handlers = {
  [C in keyof Commands]: (world: World, args: Commands[C]['args']) => Commands[C]['returns'];
};

/** A `CommandError` to throw. */
export function refusal(code: ErrorCode, more: Partial<CommandError> = {}): CommandError {
  return { code, fields: [], retryable: false, data: {}, ...more };
}

/** A copy that shares nothing, as everything that crosses the real seam is. */
export function copy<T>(value: T): T {
  return structuredClone(value);
}
