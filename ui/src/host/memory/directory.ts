import type { Connection, DirectoryInfo } from '../../bindings/ipc';
import type { World } from './world';

/** The local directory of the imitation; the first has no name until it is given one. */
export const localDirectory: DirectoryInfo = {
  ...{ kind: 'local', sample: false, name: '', place: '/home/ada/.local/share/frontdesk' },
};

/** The directory on a server. */
export const serverDirectory: DirectoryInfo = {
  ...{ kind: 'postgres', sample: false, name: 'Head office', place: 'frontdesk@db.example.com:5432/users' },
};

/** What the window is told of a connection that is open. */
export function infoOf({ kind, name, place }: Connection): DirectoryInfo {
  return { kind, sample: false, name, place };
}

/** The directory that is open. */
export function openDirectory(world: World, sample = false): DirectoryInfo {
  if (sample) return { kind: 'local', sample, name: '', place: '' };
  const open = world.connections.find(({ active }) => active);
  return open ? infoOf(open) : { ...localDirectory };
}
