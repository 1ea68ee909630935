import type { ErrorCode } from '../bindings/ipc';
import type { ErrorText } from './errors';

type Data = Readonly<Record<string, string | undefined>>;
type Words = (data: Data) => ErrorText;

/** Failures of a directory on a server, of the connection to it, and of a copy. */
type DirectoryErrors = Extract<
  ErrorCode,
  | `connection_${string}`
  | `copy_${string}`
  | 'connections_unreadable'
  | 'directory_founded'
  | 'directory_missing'
  | 'directory_unreachable'
>;

/** What happened and what to do, at which server, and the server's own words where it said any. */
function server(title: string, body: string): Words {
  return ({ host, said }) => ({
    title,
    body: `${host ? `It is ${host}. ` : ''}${body}${said ? ` The server said: “${said}”` : ''}`,
  });
}

/** What stands between Frontdesk and a directory on a server, in words. */
export const directoryErrors: Record<DirectoryErrors, Words> = {
  directory_unreachable: server(
    'The directory does not answer',
    'Check the network of this computer. Frontdesk keeps trying, and what you have typed stays. Whether the last thing asked for was done shows once it answers.',
  ),
  directory_founded: () => ({
    title: 'Somebody else was quicker',
    body: 'This directory has got its owner meanwhile, and nothing of yours was stored. Sign in with an account of the directory, or ask its owner for one.',
  }),
  connection_name_unknown: server(
    'The name of the server has no address',
    'Check its spelling, and whether this computer is online.',
  ),
  connection_refused: server(
    'The server cannot be reached',
    'Nobody listens at this port. Check host and port, and whether PostgreSQL runs there and takes connections from other computers.',
  ),
  connection_no_answer: server(
    'The server did not answer in time',
    'It may be down or busy, or a firewall stands between. Check host, port and network, then try again.',
  ),
  connection_cut: server(
    'The connection to the server was cut',
    'Try again; if it happens again, ask whoever runs the server or the network.',
  ),
  connection_not_ready: server('The server is not ready yet', 'It starts, stops or recovers. Try again in a moment.'),
  connection_nonsense: server(
    'What answers is no PostgreSQL server',
    'Check host and port: PostgreSQL mostly listens at 5432.',
  ),
  connection_no_tls: server(
    'The server does not encrypt',
    'Nothing was said to it. Ask whoever runs it to turn TLS on.',
  ),
  connection_untrusted: server(
    'The server cannot be trusted',
    'Nobody whom this computer trusts vouches for its certificate. Where your organisation signs it itself, paste the certificate of its authority into the connection.',
  ),
  connection_other_host: server(
    'The certificate belongs to another server',
    'Enter the host as its certificate has it. If it is spelled right, somebody may be in between: ask whoever runs the server.',
  ),
  connection_expired: server(
    'The certificate of the server is not valid today',
    'It has expired, or is not valid yet. Check the date of this computer, and ask whoever runs the server for a new certificate.',
  ),
  connection_tls_failed: server(
    'The encrypted connection did not come about',
    'The server may ask for a client certificate, or refuse the one that we show. Check it in the connection.',
  ),
  connection_authority_invalid: server(
    'The own authority is no certificate',
    'Paste its certificate into the connection anew, or clear it.',
  ),
  connection_certificate_invalid: server(
    'The client certificate cannot be used',
    'Certificate and private key have to belong together. Paste both into the connection anew, or clear the certificate.',
  ),
  connection_credentials: server('User or password is wrong', 'Check both. Capital and small letters matter.'),
  connection_not_admitted: server(
    'The server does not let this user in from here',
    'Its own rules say so (pg_hba.conf). Ask whoever runs it to admit this user from this computer, with TLS and a password.',
  ),
  connection_server_full: server(
    'The server is full',
    'It takes no further connection now. Close other programs that use it, or try again in a while.',
  ),
  connection_database_unknown: server(
    'There is no such database',
    'Check its name, or ask whoever runs the server to create it.',
  ),
  connection_read_only: server(
    'No server takes changes',
    'All that answer only follow another. Add the host of the primary, or ask whoever runs the servers which one it is.',
  ),
  connection_no_rights: server(
    'The user may not do enough in this database',
    'Ask whoever runs the server for the rights that the README of Frontdesk lists.',
  ),
  connection_newer_schema: server(
    'The directory belongs to a newer Frontdesk',
    'Update Frontdesk on this computer to open it. Nothing was changed.',
  ),
  connection_foreign_schema: server(
    'The database holds something else',
    'Its tables are not those of Frontdesk, or were changed by hand. Choose an empty database, or check the name. Nothing was changed.',
  ),
  connection_copying: server(
    'A directory is still being copied there',
    'It is not whole yet. Wait until the copy is done, then try again.',
  ),
  connection_unexpected: server(
    'The server refused for a reason of its own',
    'Try again; if it happens again, show its words to whoever runs it.',
  ),
  connections_unreadable: ({ path }) => ({
    title: 'The list of directories cannot be used',
    body: `Allow your account to read and write the file and its folder${path ? ` (${path})` : ''}, then try again. The directories themselves are untouched.`,
  }),
  directory_missing: ({ path }) => ({
    title: 'The directory is not where it was',
    body: `There is none in its folder${path ? ` (${path})` : ''} any more. Put it back from where it was moved to, or from the newest backup, then try again.`,
  }),
  connection_active: () => ({
    title: 'The open directory cannot be removed',
    body: 'Switch to another directory first, then remove this one.',
  }),
  copy_running: () => ({
    title: 'A copy is under way already',
    body: 'Wait until it is done, or cancel it first.',
  }),
  copy_target_in_use: () => ({
    title: 'There is a directory already',
    body: 'A copy needs an empty place, so that nothing is overwritten. Choose another database, or another name. Nothing was changed there.',
  }),
  copy_stopped: () => ({
    title: 'The copy was cancelled',
    body: 'What is there already stays there. Start it again, and it goes on where it ended.',
  }),
  copy_differs: ({ table }) => ({
    title: 'The copy is not what was copied',
    body: `They differ${table ? ` in “${table}”` : ''}, so the copy is not used; this directory is untouched. Start with an empty place again, and see that nobody else writes there.`,
  }),
};
