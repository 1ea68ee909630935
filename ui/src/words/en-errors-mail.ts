import type { ErrorCode } from '../bindings/ipc';
import type { ErrorText } from './errors';

type Data = Readonly<Record<string, string | undefined>>;
type Words = (data: Data) => ErrorText;

/** Failures of the mail server. */
type MailErrors = Extract<ErrorCode, `mail_${string}`>;

/** What happened and what to do, and the server's own words where it said any. */
function server(title: string, body: string): Words {
  return ({ said }) => ({ title, body: said ? `${body} The server said: “${said}”` : body });
}

/** What the mail server makes of an email, in words. What waits in the Outbox is tried again by itself. */
export const mailErrors: Record<MailErrors, Words> = {
  mail_name_unknown: server(
    'The name of the mail server has no address',
    'Check its spelling in Settings → Email, and whether this computer is online.',
  ),
  mail_unreachable: server(
    'The mail server cannot be reached',
    'Check its port in Settings → Email, and whether a firewall stands between. Many networks close port 25.',
  ),
  mail_nonsense: server(
    'What answers is no mail server',
    'Check port and encryption in Settings → Email: STARTTLS and TLS have different ports, mostly 587 and 465.',
  ),
  mail_no_answer: server(
    'The mail server did not answer in time',
    'Nothing was handed over. Check port and encryption in Settings → Email, or try again in a while.',
  ),
  mail_cut: server(
    'The connection to the mail server was cut',
    'Nothing was handed over. Try again; if it happens again, ask whoever runs the server or the network.',
  ),
  mail_uncertain: server(
    'The mail server did not say whether it took the email',
    'It may arrive. See whether it does before you send another.',
  ),
  mail_no_tls: server(
    'The mail server does not encrypt',
    'Nothing was said to it. Choose TLS and its port in Settings → Email, or ask whoever runs the server.',
  ),
  mail_untrusted: server(
    'The mail server cannot be trusted',
    'Its certificate is not valid for its name, or comes from an authority that is unknown here. Correct the name, or enter your own authority under “More” in Settings → Email.',
  ),
  mail_credentials: server(
    'The mail server refused the account',
    'Enter account and password anew in Settings → Email. Many providers want an app password or an access token in the place of your own password.',
  ),
  mail_no_auth: server(
    'The mail server offers no way to sign in that Frontdesk knows',
    'Choose another way to sign in or another encryption in Settings → Email.',
  ),
  mail_secret_missing: server(
    'The password of the mail server is missing',
    'This computer does not know it. Enter it anew in Settings → Email.',
  ),
  mail_keychain_failed: server(
    'The keychain did not give the password of the mail server',
    'Unlock the keychain of this computer, then try again.',
  ),
  mail_authority_invalid: server(
    'The own authority of the mail server is no certificate',
    'Paste its certificate anew under “More” in Settings → Email, or clear it.',
  ),
  mail_later: server(
    'The mail server asks to come back later',
    'It is busy, the mailbox is full, or it makes strangers wait. Try again later; what waits in the Outbox is tried again by itself.',
  ),
  mail_sender: server(
    'The mail server refused the sender',
    'Enter an address in Settings → Email that the account may send from.',
  ),
  mail_recipient: server(
    'The mail server refused the recipient',
    'Check the address with the user: there may be no such mailbox.',
  ),
  mail_content: server(
    'The mail server refused what the email says',
    'It may take it for spam. Change the text in Settings → Messages, or ask whoever runs the server.',
  ),
  mail_international: server(
    'The mail server takes no addresses with letters beyond a to z',
    'Use another address of the user, or a server that takes such addresses (SMTPUTF8).',
  ),
};
