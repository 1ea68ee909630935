import type { CommandError, Commands, ErrorCode, EventName } from '../bindings/ipc';

/** The operating systems the window runs on: they differ in the name of a key and of the keychain. */
export type Platform = 'macos' | 'windows' | 'linux';

/** The one seam between the interface and what runs it: `tauri.ts` in the window, `memory.ts` in tests. */
export interface Host {
  /** Rejects with a `CommandError` and nothing else. */
  call<C extends keyof Commands>(command: C, args: Commands[C]['args']): Promise<Commands[C]['returns']>;
  /** Listens until the returned function is called. */
  on(event: EventName, handler: () => void): () => void;
  readonly platform: Platform;
}

/** The answer to a failure that has no code: a defect, or a command that the shell does not know. */
function unexpected(): CommandError {
  const code: ErrorCode = 'unexpected';
  return { code, fields: [], retryable: false, data: {} };
}

/** What a rejected call threw, as the error that the contract promises. */
export function asCommandError(thrown: unknown): CommandError {
  if (typeof thrown !== 'object' || thrown === null || !('code' in thrown)) return unexpected();
  const error = thrown as Partial<CommandError>;
  if (typeof error.code !== 'string') return unexpected();
  return {
    code: error.code,
    fields: error.fields ?? [],
    retryable: error.retryable ?? false,
    data: error.data ?? {},
  };
}
