import type { MailAuth, MailSecurity } from '../../bindings/ipc';
import type { ProviderName } from '../../words/en-mail';

/** How a provider is reached, as it publishes. */
interface Provider {
  readonly host: string;
  readonly port: number;
  readonly security: MailSecurity;
  readonly auth: MailAuth;
  /** Where it is the same for everybody. */
  readonly account?: string;
}

/** The port that goes with an encryption. */
export const usualPorts: Readonly<Record<MailSecurity, number>> = { start_tls: 587, tls: 465, none: 25 };

function by(security: MailSecurity, host: string, more: Partial<Provider> = {}): Provider {
  return { host, port: usualPorts[security], security, auth: 'password', ...more };
}

/** Providers whose servers are known, in the order to show. */
export const providers: Readonly<Record<Exclude<ProviderName, 'other'>, Provider>> = {
  gmail: by('start_tls', 'smtp.gmail.com'),
  microsoft_365: by('start_tls', 'smtp.office365.com', { auth: 'access_token' }),
  outlook: by('start_tls', 'smtp-mail.outlook.com', { auth: 'access_token' }),
  icloud: by('start_tls', 'smtp.mail.me.com'),
  yahoo: by('tls', 'smtp.mail.yahoo.com'),
  fastmail: by('tls', 'smtp.fastmail.com'),
  zoho_eu: by('tls', 'smtp.zoho.eu'),
  zoho_com: by('tls', 'smtp.zoho.com'),
  ses: by('start_tls', 'email-smtp.eu-west-1.amazonaws.com'),
  sendgrid: by('start_tls', 'smtp.sendgrid.net', { account: 'apikey' }),
  mailgun: by('start_tls', 'smtp.mailgun.org'),
  postmark: by('start_tls', 'smtp.postmarkapp.com'),
  brevo: by('start_tls', 'smtp-relay.brevo.com'),
  here: by('none', '127.0.0.1', { auth: 'none' }),
};

/** The names of the providers, another one last. */
export const providerNames: readonly ProviderName[] = [...(Object.keys(providers) as (keyof typeof providers)[]), 'other'];

const elsewhere: readonly (readonly [RegExp, ProviderName])[] = [
  [/^email-smtp\.[a-z0-9-]+\.amazonaws\.com$/, 'ses'],
  [/^smtp\.eu\.mailgun\.org$/, 'mailgun'],
  [/^(localhost|::1)$/, 'here'],
];

/** Whose server a host is. */
export function providerOf(host: string): ProviderName {
  const typed = host.trim().toLowerCase();
  const known = providerNames.find((name) => name !== 'other' && providers[name].host === typed);
  return known ?? elsewhere.find(([pattern]) => pattern.test(typed))?.[1] ?? 'other';
}
