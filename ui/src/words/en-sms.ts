import type { Gateway, GatewayKind, HttpBody, HttpMethod, Language, TestOutcome } from '../bindings/ipc';

/** Each language in itself: whoever cannot read the interface finds it. */
const languages: Record<Language, string> = {
  en: 'English',
  es: 'Español',
  fr: 'Français',
  de: 'Deutsch',
  pt: 'Português',
  ar: 'العربية',
  ja: '日本語',
  zh: '中文',
};

const gateways: Record<GatewayKind, { name: string; what: string }> = {
  outbox: {
    name: 'Outbox',
    what: 'Nothing leaves this computer. Operators with the right “Read messages” read the code in the Outbox, and the account records that it came that way.',
  },
  http: { name: 'HTTP request', what: 'A GET or POST that you describe, as Kannel and most providers take it.' },
  twilio: { name: 'Twilio or compatible', what: 'The REST interface of Twilio, or of a provider that speaks the same.' },
  smpp: { name: 'SMPP 3.4', what: 'A line straight to the message centre of a carrier.' },
  modem: { name: 'GSM modem', what: 'A SIM card in a modem at this computer. It needs no internet.' },
};

type WithSecret = Exclude<GatewayKind, 'outbox'>;

const secrets: Record<WithSecret, { label: string; help: string }> = {
  http: { label: 'Secret', help: 'Takes the place of {secret}, such as a password or an API key. Empty where it is not used.' },
  twilio: { label: 'Auth token', help: 'Stands beside the account SID in the console of the provider.' },
  smpp: { label: 'Password', help: 'From the carrier, together with the system ID.' },
  modem: { label: 'PIN of the SIM card', help: 'Empty where the card asks for none.' },
};

/** What to do about an empty field, more precisely than its name alone can say. */
const missing: Partial<Record<Gateway['kind'], Readonly<Record<string, string | undefined>>>> = {
  http: { gateway_address: 'Enter the address, such as https://sms.example.com/send?to={to}&text={text}' },
  twilio: {
    gateway_address: 'Enter the address, such as https://api.twilio.com',
    gateway_account: 'Enter the account SID: AC and 32 letters and digits',
    gateway_sender: 'Enter the sender, such as +14155550123 or an SID that begins with MG',
  },
  smpp: {
    gateway_address: 'Enter the name or the address, such as smsc.example.com',
    gateway_account: 'Enter the system ID, such as frontdesk',
  },
  modem: { gateway_address: 'Enter the port, such as /dev/ttyUSB0 or COM3' },
};

/** Each placeholder, and what stands there in a message. */
const placeholders: readonly (readonly [string, string])[] = [
  ['{to}', 'the number with its +, such as +4915123456789'],
  ['{to_digits}', 'the same without the +'],
  ['{text}', 'the text of the message'],
  ['{id}', 'a sign that is different for each message'],
  ['{secret}', 'the secret below'],
];

const outcomes: Record<TestOutcome, (number: string) => string> = {
  kept: (number) => `The message to ${number} is kept in the Outbox. It was not sent.`,
  sent: (number) => `The gateway has taken the message to ${number}. It should arrive within a minute.`,
  uncertain: (number) => `The message to ${number} may arrive or not.`,
  failed: (number) => `The message to ${number} was not sent.`,
};

/** Percent of the strongest signal, in a word. */
function strength(percent: number): string {
  if (percent >= 75) return 'strong';
  if (percent >= 50) return 'good';
  if (percent >= 25) return 'fair';
  return percent > 0 ? 'weak' : 'none';
}

/** Words of Settings → SMS. */
export const smsWords = {
  loading: 'Loading the SMS settings…',
  needsRight: 'How messages reach telephones is shown to operators with the right “Edit settings”.',
  saved: 'The SMS settings were saved and hold at once.',

  gateway: 'Gateway',
  gateways,
  missing,

  method: 'Method',
  methods: { get: 'GET', post: 'POST' } satisfies Record<HttpMethod, string>,
  methodHelp: {
    get: 'All of the message stands in the address.',
    post: 'The message stands in the body.',
  } satisfies Record<HttpMethod, string>,
  address: 'Address',
  addressExample: 'https://sms.example.com/cgi-bin/sendsms?username=frontdesk&password={secret}&to={to}&text={text}',
  addressHelp: 'Begins with https. Only a gateway on this computer may be reached by http.',
  placeholders,
  placeholdersTitle: 'In the address after the host, in the values of headers and in the body stand for',
  escaping:
    'Each is escaped for where it stands: percent-encoded in an address and a form, as a JSON string in JSON; in a header line breaks become spaces.',
  headers: 'Headers',
  headersHelp: 'Such as Authorization with the value Bearer {secret}',
  headerParts: { name: 'Name', value: 'Value' },
  headerPart: {
    name: (row: number) => `Name of header ${row}`,
    value: (row: number) => `Value of header ${row}`,
  },
  addHeader: 'Add a header',
  removeHeader: (row: number) => `Remove header ${row}`,
  bodyForm: 'Form of the body',
  bodyForms: {
    form: 'Form, URL-encoded',
    json: 'JSON',
  } satisfies Record<HttpBody, string>,
  bodyFormHelp: 'It decides how placeholders in the body are escaped.',
  body: 'Body',
  bodyHelp: {
    form: 'Such as to={to}&text={text}',
    json: 'Such as {"to":"{to}","text":"{text}"}, with every placeholder inside quotes',
  } satisfies Record<HttpBody, string>,
  success: 'Status codes that mean success',
  successHelp: 'Such as 200-299, or 200,202',
  contains: 'The answer must contain',
  containsHelp: 'Such as OK. Empty where the status tells enough.',

  twilioAddressHelp: 'https://api.twilio.com, or the address of a provider that speaks the same',
  account: 'Account SID',
  accountHelp: 'From the console of the provider. It begins with AC.',
  twilioSender: 'Sender',
  twilioSenderHelp: 'Such as +14155550123, a name, or an SID that begins with MG',

  smppHost: 'Host',
  smppHostHelp: 'Such as smsc.example.com',
  port: 'Port',
  portHelp: '2775 for most, 3550 for many with TLS',
  tls: 'Encrypt with TLS',
  tlsOn: 'From the first byte on. The certificate has to be valid for the host.',
  tlsOff: 'Without TLS the password, the numbers and the codes can be read by everybody on the way, so it can be off only for a gateway on this computer, such as a tunnel to one.',
  systemId: 'System ID',
  systemIdHelp: 'The user name from the carrier, 15 characters at most',
  systemType: 'System type',
  systemTypeHelp: 'Mostly empty',
  smppSender: 'Sender',
  smppSenderHelp: 'A number or a name. Empty where the message centre chooses.',

  modemPort: 'Serial port',
  portsFound: (ports: readonly string[]) => `Found at this computer: ${ports.join(', ')}`,
  noPorts: 'None was found at this computer. Plug the modem in, or type its port, such as /dev/ttyUSB0 or COM3.',
  baud: 'Speed',
  bauds: (baud: string) => `${baud} bits per second`,
  baudHelp: 'Most modems take 115200.',

  secrets,
  secretPlace: 'address',

  countries: 'Countries that messages may go to',
  countriesWhy:
    'Fraudsters have codes sent to numbers abroad that earn them money with each message (toll fraud). Messages go only to the countries ticked here: tick those where your people are.',
  searchCountries: 'Search countries',
  searchCountriesHelp: 'By name, by calling code or by two letters',
  countriesTicked: (figure: number) => (figure === 1 ? '1 country' : `${figure} countries`),
  noCountries: 'No country yet',
  countryList: 'Countries',
  selectAll: 'Select all',
  clear: 'Clear',
  shownNow: (figure: number) => (figure === 1 ? 'One is shown.' : `${figure} are shown.`),
  ownCountry: 'the region of this computer',

  messages: 'Messages',
  language: 'Language of the messages',
  languageHelp: 'Telephones show it to the people whom you register.',
  languages,
  host: 'Host for the last line',
  hostHelp: 'Telephones fill a code in by themselves only on this host, such as login.example.com. May be empty.',
  example: 'A message as it arrives',
  exampleStale: 'As saved. It will show your changes once they are saved.',

  test: 'Send a test message',
  testWhat: 'Goes to the number that you enter, through the gateway that is saved. The activity records it.',
  send: 'Send',
  sendingLong: 'Waiting for the gateway to take the message…',
  whySave: 'Save or discard your changes first: a test goes through what is saved.',
  whyNumber: 'Enter a mobile number first',
  outcomes,
  lookNext: {
    kept: 'It proves that messages are made, not that they arrive.',
    sent: 'Where it does not, see the Outbox, and the reports of the provider.',
    uncertain: 'See whether it arrives before you send another. The Outbox keeps what became of it.',
    failed: 'The Outbox keeps what became of it.',
  } satisfies Record<TestOutcome, string>,
  readIt: 'Read it',
  mayNotRead: 'Reading it there needs the right “Read messages”.',

  condition: 'How the gateway is doing',
  conditionWhat: 'Reaches the gateway that is saved and signs in there. No message is sent.',
  check: 'Check',
  checking: 'Waiting for the gateway to answer…',
  ready: 'Ready: the gateway was reached and let Frontdesk sign in.',
  readyOutbox: 'Ready: messages are kept in the Outbox. Nothing leaves this computer.',
  unknown: 'Only a message shows whether this gateway works. Send a test message.',
  modem: 'Ready: the modem is in a mobile network.',
  network: 'Network',
  networkUnknown: 'The modem does not tell its name',
  roaming: 'roaming: messages may cost more',
  home: 'not roaming',
  signal: 'Signal',
  signalIs: (percent: number) => `${percent} %, ${strength(percent)}`,
  signalUnknown: 'The modem does not tell',
} as const;
