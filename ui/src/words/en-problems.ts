import type { Field, ProblemCode } from '../bindings/ipc';
import { countryName } from './countries';
import { formatSymbols } from './format';

type Data = Readonly<Record<string, string | undefined>>;

/** The fields, as their labels have them. */
export const fields: Record<Field, string> = {
  first_name: 'First Name',
  last_name: 'Last Name',
  email: 'Email',
  password: 'New Password',
  confirm_password: 'Confirm Password',
  phone: 'Mobile Phone',
  roles: 'Roles',
  permissions: 'Permissions',
  passphrase: 'Passphrase',
  confirm_passphrase: 'Confirm Passphrase',
  role_name: 'Name',
  role_description: 'Description',
  role_contents: 'Roles & Permissions',
  setting: 'Setting',
  gateway_address: 'Address of the gateway',
  gateway_port: 'Port',
  gateway_account: 'Account',
  gateway_secret: 'Secret of the gateway',
  gateway_sender: 'Sender',
  gateway_headers: 'Headers',
  gateway_body: 'Body',
  gateway_success: 'Success',
  sms_countries: 'Countries',
  sms_host: 'Host for the last line',
  mail_host: 'Host',
  mail_port: 'Port',
  mail_security: 'Encryption',
  mail_account: 'Account',
  mail_secret: 'Password of the mail server',
  mail_sender: 'Address of the sender',
  mail_sender_name: 'Name of the sender',
  mail_hello: 'Name in the greeting',
  mail_authority: 'Certificates of your own authority',
  template_subject: 'Subject',
  template_body: 'Text',
  link_base: 'Address of the page',
  activation_hours: 'Hours that link and code are good',
  connection_name: 'Name',
  connection_address: 'Connection address',
  connection_hosts: 'Servers',
  connection_database: 'Database',
  connection_user: 'User',
  connection_password: 'Password',
  connection_tls: 'Encryption',
  connection_authority: 'Certificates of your own authority',
  connection_certificate: 'Client certificate',
  connection_key: 'Private key',
};

/** What to do about a field that nothing was entered in. */
const missing: Record<Field, string> = {
  first_name: 'Enter a first name',
  last_name: 'Enter a last name',
  email: 'Enter an email address',
  password: 'Enter a password',
  confirm_password: 'Enter the password again',
  phone: 'Enter a mobile number',
  roles: 'Choose at least one role',
  permissions: 'Choose at least one permission',
  passphrase: 'Enter a passphrase',
  confirm_passphrase: 'Enter the passphrase again',
  role_name: 'Enter a name for the role',
  role_description: 'Enter a description',
  role_contents: 'Choose at least one role or permission',
  setting: 'Enter a value',
  gateway_address: 'Enter where the gateway is',
  gateway_port: 'Enter the port, such as 2775',
  gateway_account: 'Enter the account at the gateway',
  gateway_secret: 'Enter it: one that is known here is good only for the address and the account that it was entered for',
  gateway_sender: 'Enter the sender, such as +14155550123',
  gateway_headers: 'Enter the name of the header',
  gateway_body: 'Enter the body',
  gateway_success: 'Enter the status codes that mean success, such as 200-299',
  sms_countries: 'Tick at least one country, your own first',
  sms_host: 'Enter a host, such as login.example.com',
  mail_host: 'Enter the name or the address of the mail server, such as smtp.example.com',
  mail_port: 'Enter the port, such as 587',
  mail_security: 'Choose an encryption',
  mail_account: 'Enter the account, such as desk@example.com',
  mail_secret: 'Enter it: one that is known here is good only for the server and the account that it was entered for',
  mail_sender: 'Enter the address that emails come from, such as desk@example.com',
  mail_sender_name: 'Enter the name of the sender',
  mail_hello: 'Enter a name, such as desk.example.com',
  mail_authority: 'Paste the certificates',
  template_subject: 'Enter a subject',
  template_body: 'Enter a text, or go back to the built-in one',
  link_base: 'Enter the address of the page, such as https://id.example.com',
  activation_hours: 'Enter a number of hours, such as 72',
  connection_name: 'Enter a name, such as Head office',
  connection_address: 'Paste an address, such as postgresql://frontdesk@db.example.com/users',
  connection_hosts: 'Enter a host, such as db.example.com',
  connection_database: 'Enter the name of the database',
  connection_user: 'Enter the user of the database',
  connection_password: 'Enter it: one that is known here is good only for the connection that it was entered for',
  connection_tls: 'Choose an encryption',
  connection_authority: 'Paste the certificates',
  connection_certificate: 'Paste the certificate that belongs to the private key',
  connection_key: 'Paste it: one that is known here is good only for the connection that it was entered for',
};

/** Fields of protocols that know no other letters. */
const asciiOnly: readonly Field[] = ['gateway_account', 'gateway_sender'];

const secrets: readonly Field[] = ['passphrase', 'confirm_passphrase'];

/** `password` or `passphrase`, whichever the field asks for. */
function secret(field: Field): string {
  return secrets.includes(field) ? 'passphrase' : 'password';
}

/** A control or invisible character, by its code point. */
function invisible(character: string | undefined): string {
  return character === 'U+0009' ? 'a TAB' : `an invisible character (${character ?? 'unknown'})`;
}

/** A country by its ISO letters. */
function country(letters: string | undefined, unknown: string): string {
  return letters ? countryName(letters) : unknown;
}

/** Kinds of numbers that take no SMS. */
const withoutSms: Readonly<Record<string, string | undefined>> = {
  fixed_line: 'A landline',
  toll_free: 'A toll-free number',
  premium_rate: 'A premium-rate number',
  shared_cost: 'A shared-cost number',
  personal_number: 'A personal number',
  pager: 'A pager',
  uan: 'A company number',
  voicemail: 'A mailbox',
  global: 'A number of no country',
};

const unencryptedGateway =
  'Encrypt the way to it: begin a web address with https, or turn TLS on; without, a gateway has to be on this computer';

/** How to encrypt the way to something else than a gateway. */
const unencrypted: Partial<Record<Field, string>> = {
  mail_security: 'Choose STARTTLS or TLS; without encryption the server has to be on this computer',
  link_base: 'Begin the address with https; without, the page has to be on this computer',
};

/** How another address than that of a gateway looks. */
const addresses: Partial<Record<Field, string>> = {
  link_base: 'This is no address of a page; it looks like https://id.example.com, with nothing behind ? or #',
  connection_address: 'This is no address of a PostgreSQL server; it looks like postgresql://frontdesk@db.example.com:5432/users',
};

/** Every problem in words: what is wrong and what to do. */
export const problems: Record<ProblemCode, (data: Data, field: Field) => string> = {
  required: (_, field) => missing[field],
  too_long: ({ max }, field) => {
    if (field === 'gateway_headers') return `Remove headers until ${max ?? '20'} are left`;
    if (field === 'connection_hosts') return `Remove servers until ${max ?? '8'} are left`;
    const plain = asciiOnly.includes(field) ? ' of a to z, digits and signs' : '';
    return `Shorten this to ${max ?? 'fewer'} characters${plain} at most`;
  },
  forbidden_character: ({ character }) => `Remove ${invisible(character)}; it cannot be stored here`,
  email_needs_at: () => 'Enter an address with one @, such as name@example.com',
  email_local_empty: () => 'Enter the part before the @',
  email_local_too_long: ({ max }) => `Shorten the part before the @ to ${max ?? '64'} bytes at most`,
  email_too_long: ({ max }) => `Shorten the address to ${max ?? '254'} bytes at most`,
  email_local_character: ({ character }) => `Remove ${character ?? 'a character'} from the part before the @`,
  email_dots: () => 'Remove the dot at the beginning, at the end, or next to another before the @',
  email_quoted: () => 'Quoted addresses are not accepted; enter one without quotation marks',
  email_literal: () => 'Enter a domain after the @, not a number in brackets',
  email_domain_needs_dot: () => 'Enter the whole domain after the @, such as example.com',
  email_domain_invalid: () => 'The domain after the @ is not valid; check its spelling',
  email_taken: () => 'This email is already registered',
  looks_like_existing: ({ existing }) =>
    `This looks like ${existing ?? 'an existing one'}. Make sure that it is somebody else`,
  mixed_scripts: () => 'This mixes letters of different scripts that look alike; type it anew',
  password_too_short: ({ min }) => `Use at least ${min ?? '8'} characters`,
  password_too_long: ({ max }) => `Use ${max ?? '128'} characters at most`,
  password_needs_uppercase: () => 'Add an uppercase letter',
  password_needs_digit: () => 'Add a digit',
  password_needs_symbol: ({ symbols }) => `Add one of ${formatSymbols(symbols ?? '#@_!$')}`,
  password_forbidden_character: ({ character }, field) => `Remove ${invisible(character)} from the ${secret(field)}`,
  password_common: (_, field) => `Choose another ${secret(field)}: this one is on lists of leaked passwords`,
  password_contains: ({ contains }) =>
    contains ? `Leave out “${contains}”: it is easy to guess` : 'Leave out names and addresses: they are easy to guess',
  password_unchanged: () => 'Choose another password than the one that you were given',
  password_weak: (_, field) => `Make the ${secret(field)} longer or less predictable`,
  mismatch: (_, field) => `The two ${secret(field)}s differ`,
  phone_not_a_number: () => 'Enter a phone number: digits, with + and the country code or without',
  phone_country_required: () => 'Choose the country, or begin the number with + and the country code',
  phone_too_short: () => 'The number is too short; add what is missing',
  phone_too_long: () => 'The number is too long; check its digits',
  phone_not_in_plan: (data) => `${country(data['country'], 'The country')} has no such number; check its digits`,
  phone_other_country: (data) => `This is a number of ${country(data['country'], 'another country')}; choose that country`,
  phone_takes_no_sms: ({ kind }) => `${withoutSms[kind ?? ''] ?? 'This number'} takes no SMS; enter a mobile number`,
  phone_country_not_served: (data) =>
    `Your organisation sends no SMS to ${country(data['country'], 'this country')}; enter another number, or clear it`,
  phone_not_confirmed: () => 'Validate the number, or clear it',
  host_invalid: () => 'Enter the name or the address of a computer alone, such as login.example.com or 192.0.2.10',
  address_invalid: (_, field) => addresses[field] ?? 'This is no address; it looks like https://sms.example.com/send',
  address_not_encrypted: (_, field) => unencrypted[field] ?? unencryptedGateway,
  placeholder_invalid: ({ placeholder }, field) => {
    if (field === 'template_subject') {
      return `Take {${placeholder ?? '…'}} out of the subject: it cannot be filled in there`;
    }
    if (field === 'template_body') {
      return `“{${placeholder ?? '…'}}” cannot be filled in; use the placeholders that can be inserted here`;
    }
    return placeholder
      ? `“{${placeholder}}” cannot be filled in; use {to}, {to_digits}, {text}, {id} or {secret}`
      : 'Put placeholders behind the host only, such as https://sms.example.com/{to}';
  },
  placeholder_missing: ({ placeholder }) => `Put {${placeholder ?? '…'}} in: without it the email is of no use`,
  certificates_invalid: (_, field) =>
    field === 'connection_key'
      ? 'There is no private key in this; paste it whole, from -----BEGIN PRIVATE KEY----- to -----END PRIVATE KEY-----'
      : 'There is no certificate in this; paste it whole, from -----BEGIN CERTIFICATE----- to -----END CERTIFICATE-----',
  header_invalid: ({ header }) =>
    header
      ? `The header “${header}” cannot be sent; a name is such as X-Api-Key, and Host and Content-Length are set by themselves`
      : 'Give each header a name, such as X-Api-Key, or remove it',
  status_list_invalid: () => 'Enter status codes from 200 to 599 with commas and hyphens, such as 200-299,302',
  not_json: () => 'This is no JSON; put each placeholder inside quotes, such as {"to":"{to}","text":"{text}"}',
  role_required: () => 'Choose at least one role; a single permission is not enough',
  unknown: ({ id }, field) => {
    if (field === 'connection_address') {
      return `Take ${id ? `“${id}”` : 'what follows the ?'} out of the address: it cannot be used here`;
    }
    return id ? `“${id}” no longer exists; remove it` : 'This no longer exists; remove it';
  },
  exceeds_own_rights: ({ permissions }) =>
    permissions
      ? `Remove what you do not hold yourself: ${permissions.split(',').join(', ')}`
      : 'Remove what you do not hold yourself',
  name_taken: (_, field) =>
    `A ${field === 'connection_name' ? 'directory' : 'role'} of this name exists already; choose another name`,
  role_loop: () => 'A role cannot hold itself, not even through a role inside it',
  out_of_range: ({ min, max }) => `Enter a whole number from ${min ?? 'the least'} to ${max ?? 'the most'}`,
};
