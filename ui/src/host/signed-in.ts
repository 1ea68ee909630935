/** Who is signed in, for component tests. */
import type { Session } from '../bindings/ipc';
import type { Host } from './host';

/** The session of a host that somebody is signed in to. */
export async function signedIn(host: Host): Promise<Session> {
  const start = await host.call('start_state', {});
  if (start.phase !== 'signed_in') throw new Error('nobody is signed in');
  return start.session;
}
