import type { DirectoryKind } from '../bindings/ipc';

const unnamed: Record<DirectoryKind, string> = { local: 'This computer', postgres: 'Server' };

/** A directory as it is called here. The first local one has no name until somebody gives it one; so has the sample. */
export function directoryName({ name, kind, sample }: { name: string; kind: DirectoryKind; sample?: boolean }): string {
  if (name !== '') return name;
  return sample === true ? 'Sample data' : unnamed[kind];
}
