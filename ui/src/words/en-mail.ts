import type { MailAuth, MailSecurity, MailStep } from '../bindings/ipc';

const providers = {
  gmail: {
    name: 'Gmail, Google Workspace',
    hint: 'Google wants an app password: Google Account → Security → 2-Step Verification → App passwords. The account is the whole address.',
  },
  microsoft_365: {
    name: 'Microsoft 365',
    hint: 'Microsoft wants an access token (OAuth), and an admin has to allow “Authenticated SMTP” for the mailbox.',
  },
  outlook: { name: 'Outlook.com', hint: 'Microsoft wants an access token (OAuth); a password is refused.' },
  icloud: {
    name: 'iCloud Mail',
    hint: 'Apple wants an app-specific password: account.apple.com → Sign-In and Security.',
  },
  yahoo: { name: 'Yahoo Mail', hint: 'Yahoo wants an app password: Account Security → Create app password.' },
  fastmail: { name: 'Fastmail', hint: 'Fastmail wants an app password: Settings → Privacy & Security → App passwords.' },
  zoho_eu: { name: 'Zoho Mail (zoho.eu)', hint: 'With two-factor authentication Zoho wants an app password.' },
  zoho_com: { name: 'Zoho Mail (zoho.com)', hint: 'With two-factor authentication Zoho wants an app password.' },
  ses: {
    name: 'Amazon SES',
    hint: 'Put your region in the place of eu-west-1. Account and password are SMTP credentials from the SES console, no access keys.',
  },
  sendgrid: { name: 'SendGrid', hint: 'The account is the word apikey; the password is the API key itself.' },
  mailgun: {
    name: 'Mailgun',
    hint: 'Account and password are SMTP credentials of the domain. In the EU the host is smtp.eu.mailgun.org.',
  },
  postmark: { name: 'Postmark', hint: 'The server API token is both the account and the password.' },
  brevo: { name: 'Brevo', hint: 'The account stands on the page “SMTP & API”; the password is an SMTP key.' },
  here: { name: 'A server on this computer', hint: 'Such as Postfix. It needs no encryption: nothing leaves this computer on the way to it.' },
  other: { name: 'Another server', hint: 'Ask whoever runs it for host, port and encryption.' },
} as const;

/** Words of Settings → Email. */
export const mailWords = {
  loading: 'Loading the email settings…',
  needsRight: 'How emails leave is shown to operators with the right “Edit settings”.',
  saved: 'The email settings were saved and hold at once.',

  way: 'How emails leave',
  ways: {
    outbox: {
      name: 'No server: emails stay in the Outbox',
      what: 'Nothing leaves this computer. Operators with the right “Read messages” read them in the Outbox and hand on what they say.',
    },
    server: {
      name: 'A mail server',
      what: 'Emails leave by SMTP, through the server of your organisation or of a provider. What waits in the Outbox is sent as soon as it is saved.',
    },
  },

  server: 'Mail server',
  provider: 'Provider',
  providers,
  host: 'Host',
  hostHelp: 'Such as smtp.example.com',
  port: 'Port',
  portHelp: 'Mostly 587 or 465',
  security: 'Encryption',
  securities: {
    start_tls: 'STARTTLS',
    tls: 'TLS',
    none: 'None',
  } satisfies Record<MailSecurity, string>,
  securityHelp: {
    start_tls: 'Goes over to TLS before anything is said, or says nothing.',
    tls: 'TLS from the first byte on.',
    none: 'Only for a server on this computer.',
  } satisfies Record<MailSecurity, string>,
  auth: 'Sign-in',
  auths: {
    none: 'None',
    password: 'Password',
    access_token: 'Access token (XOAUTH2)',
  } satisfies Record<MailAuth, string>,
  authHelp: {
    none: 'The server knows this computer by its address.',
    password: 'Your own, or an app password of the provider',
    access_token: 'As Google and Microsoft give them to apps',
  } satisfies Record<MailAuth, string>,
  account: 'Account',
  accountHelp: 'Mostly the whole email address',
  secrets: {
    password: { label: 'Password', help: 'Of the account, or an app password.' },
    access_token: {
      label: 'Access token',
      help: 'Most are good for an hour only; then emails wait until a new one is entered.',
    },
  } satisfies Record<Exclude<MailAuth, 'none'>, { label: string; help: string }>,
  secretPlace: 'server',

  from: 'Sender',
  sender: 'Address of the sender',
  senderHelp: 'Emails come from it. The account has to be allowed to use it.',
  senderName: 'Name of the sender',
  senderNameHelp: 'Stands beside the address, such as Example Ltd. May be empty.',

  more: 'More',
  hello: 'Name in the greeting (EHLO)',
  helloHelp: 'Empty for the domain of the sender. Such as desk.example.com',
  authority: 'Certificates of your own authority',
  authorityHelp: 'In PEM, where your organisation signs the certificate of the server itself. Mostly empty.',
  clearAuthority: 'Clear the certificates',
  nothingToClear: 'There is nothing to clear',

  trial: {
    title: 'Test connection',
    what: 'Goes as far as it gets with what is entered above, before it is saved. No email is sent.',
    trying: 'Trying to reach the mail server…',
    steps: {
      name: 'The name of the server has an address',
      port: 'The server listens at the port',
      greeting: 'It speaks SMTP',
      tls: 'The connection is encrypted, and the certificate is trusted',
      credentials: 'It takes account and password',
      sender: 'It takes emails from the sender',
    } satisfies Record<MailStep, string>,
    allPassed: 'The mail server is ready: every step passed.',
    stopped: 'The mail server is not ready: a step failed.',
  },

  test: 'Send me a test',
  testWhat: 'Goes to your own address, through the server that is saved. The activity records it.',
  send: 'Send me a test',
  sending: 'Waiting for the mail server to take the email…',
  whySave: 'Save or discard your changes first: a test goes through what is saved.',
  arrived: (to: string) => `The server has taken the email for ${to}.`,
  lookNext: 'It should be in your mailbox within a minute. Where it is not, look among spam.',
  notTaken: (to: string) => `The email for ${to} was not sent.`,
  outboxKeeps: 'The Outbox keeps what became of it.',
} as const;

/** A provider whose server is known, or another. */
export type ProviderName = keyof typeof providers;
