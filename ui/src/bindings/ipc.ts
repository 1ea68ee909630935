// Generated from src-tauri/src/ipc by `cargo test -p frontdesk bindings`. Do not edit.

export type StartState = { "phase": "opening" } | { "phase": "first_run", keychain: KeychainState, } | { "phase": "passphrase", directory: DirectoryInfo, } | { "phase": "credentials", directory: DirectoryInfo, 
/**
 * Why: `available` where the keychain holds none.
 */
keychain: KeychainState, 
/**
 * What was known was refused.
 */
fault: CommandError | null, 
/**
 * The private key of our certificate is asked for too.
 */
key: boolean, } | { "phase": "vacant", directory: DirectoryInfo, } | { "phase": "problem", error: CommandError, directory: DirectoryInfo | null, nextTrySeconds: number | null, } | { "phase": "sign_in", directory: DirectoryInfo, } | { "phase": "second_step", directory: DirectoryInfo, 
/**
 * Calling code and last two digits.
 */
number: string, } | { "phase": "activation", directory: DirectoryInfo, step: ActivationStep, 
/**
 * Of the newcomer, as are the names.
 */
email: string, firstName: string, lastName: string, } | { "phase": "signed_in", session: Session, };

export type KeychainState = "available" | "missing" | "locked" | "timed_out";

export type DirectoryInfo = { kind: DirectoryKind, 
/**
 * A throwaway directory of invented users.
 */
sample: boolean, 
/**
 * As it is called here.
 */
name: string, 
/**
 * The folder of a local directory; else as `frontdesk@db.example.com:5432/users`.
 */
place: string, };

export type DirectoryKind = "local" | "postgres";

export type Session = { operator: OperatorInfo, 
/**
 * Permission codes such as `users.create`. For showing and hiding only: Rust checks every command again.
 */
permissions: Array<string>, locked: boolean, 
/**
 * The operator has a device and no recovery codes: they are to be shown now.
 */
recoveryCodesDue: boolean, directory: DirectoryInfo, };

export type OperatorInfo = { id: string, email: string, firstName: string, lastName: string, };

export type ActivationStep = "own_password" | "offer_device" | "done";

export type Connections = { connections: Array<Connection>, 
/**
 * Whether passwords outlive the program: false where there is no keychain, and they are asked for anew.
 */
secretsLast: boolean, };

export type Connection = { id: string, 
/**
 * As it is called here.
 */
name: string, kind: DirectoryKind, 
/**
 * The folder of a local directory; else as `frontdesk@db.example.com:5432/users`.
 */
place: string, 
/**
 * Opened now, and at the next start.
 */
active: boolean, 
/**
 * Nothing for a local directory, and for who may not change connections.
 */
server: PostgresServer | null, passwordKnown: boolean, 
/**
 * Of the certificate that we show.
 */
keyKnown: boolean, };

export type PostgresServer = { 
/**
 * Primary and standbys in any order: whichever may be written to is used.
 */
hosts: Array<DatabaseHost>, database: string, user: string, tls: ConnectionTls, 
/**
 * Certificates of an own authority in PEM; may be empty.
 */
authority: string, 
/**
 * The certificate that we show, in PEM; may be empty.
 */
certificate: string, };

export type DatabaseHost = { name: string, port: number, };

export type ConnectionTls = "verify_full" | "plain";

export type ConnectionForm = { 
/**
 * Null for a new one.
 */
id: string | null, name: string, server: PostgresServer, 
/**
 * Null for the one that this computer knows, or that an address brought.
 */
password: string | null, 
/**
 * Null likewise: the private key in PEM of the certificate that we show.
 */
key: string | null, };

export type ReadAddress = { server: PostgresServer, 
/**
 * A password stood in it. Rust keeps it for this server, and never tells it.
 */
passwordTaken: boolean, };

export type TriedConnection = { step: ConnectionStep, fault: CommandError | null, };

export type ConnectionStep = "name" | "port" | "tls" | "credentials" | "rights" | "schema";

export type DirectoryCondition = { answers: boolean, 
/**
 * Why not, once that is known.
 */
fault: CommandError | null, 
/**
 * Until the next try; nothing while it answers or is being asked.
 */
nextTrySeconds: number | null, };

export type CopyTarget = { "kind": "connection", id: string, } | { "kind": "local", name: string, 
/**
 * Only where no keychain answers.
 */
passphrase: string | null, confirmPassphrase: string | null, };

export type CopyState = { 
/**
 * The name of the connection that it goes to.
 */
to: string, stage: CopyStage, 
/**
 * Rows that are there.
 */
done: number, 
/**
 * Rows in all.
 */
total: number, 
/**
 * The connection that it became, once all is there.
 */
connection: string | null, 
/**
 * What ended it early. The same copy may be started again, and goes on where it ended.
 */
fault: CommandError | null, };

export type CopyStage = "copying" | "checking" | "done" | "ended";

export type OwnerForm = { firstName: string, lastName: string, email: string, password: string, confirmPassword: string, 
/**
 * Only where no keychain answers: the passphrase that the directory's key is derived from.
 */
passphrase: string | null, confirmPassphrase: string | null, };

export type UserDraft = { firstName: string, lastName: string, email: string, password: string, confirmPassword: string, device: DeviceForm, roles: Array<string>, permissions: Array<string>, 
/**
 * The address that the directory has answered is taken, so that the one answer below can say so.
 */
takenEmail: string | null, 
/**
 * The operator has seen that the name or address looks like an existing one, and means it.
 */
lookalikeConfirmed: boolean, };

export type DeviceForm = { 
/**
 * A UUID that the window makes for each draft: codes are bound to it.
 */
draftId: string, 
/**
 * ISO 3166-1 letters of the chosen country.
 */
country: string | null, 
/**
 * Empty for no device.
 */
number: string, };

export type DraftCheck = { 
/**
 * Whether `create_user` would be tried.
 */
ready: boolean, general: TabState, device: TabState, roles: TabState, 
/**
 * The number of the device, where it is a valid one.
 */
phone: PhoneCheck | null, 
/**
 * All that stands in the way, in the order of the fields: first what is wrong or missing in each.
 */
problems: Array<Problem>, };

export type PhoneCheck = { 
/**
 * Formatted with its calling code.
 */
international: string, 
/**
 * ISO 3166-1 letters.
 */
country: string, confirmed: boolean, };

export type PhoneCountries = { countries: Array<PhoneCountry>, 
/**
 * Of the system's region.
 */
preselected: string | null, 
/**
 * Which way codes go.
 */
gateway: GatewayKind, };

export type PhoneCountry = { 
/**
 * ISO 3166-1 letters.
 */
id: string, callingCode: number, 
/**
 * Whether the organisation sends messages there.
 */
served: boolean, 
/**
 * A mobile number as it is written in the country.
 */
example: string, };

export type GatewayKind = "outbox" | "http" | "twilio" | "smpp" | "modem";

export type TypedPhone = { country: string | null, before: string, after: string, 
/**
 * Where the edit deleted one character.
 */
deleted: DeletedCharacter | null, 
/**
 * The whole text before the edit.
 */
previous: string, };

export type DeletedCharacter = "backward" | "forward";

export type FormattedPhone = { before: string, after: string, 
/**
 * Of an international number; else as it was.
 */
country: string | null, };

export type CodeSent = { 
/**
 * Formatted with its calling code; masked while somebody signs in.
 */
number: string, 
/**
 * For `read_message`.
 */
messageId: string, secondsValid: number, secondsToResend: number, triesLeft: number, gateway: GatewayKind, 
/**
 * The gateway did not clearly answer: the message may arrive or not.
 */
uncertain: CommandError | null, };

export type TabState = "untouched" | "problem" | "complete";

export type EmailAvailability = { "answer": "available" } | { "answer": "taken" } | { "answer": "looks_like", existing: string | null, };

export type CreatedUser = { id: string, email: string, 
/**
 * An earlier call with the same request id had created it, and its answer was lost.
 */
earlier: boolean, };

export type Problem = { 
/**
 * The field in snake case, as `first_name`.
 */
field: Field, 
/**
 * What is wrong.
 */
code: ProblemCode, 
/**
 * Figures and words that belong to the code, as `max` or `permission`.
 */
data: { [key in string]: string }, };

export type Field = "first_name" | "last_name" | "email" | "password" | "confirm_password" | "phone" | "roles" | "permissions" | "passphrase" | "confirm_passphrase" | "role_name" | "role_description" | "role_contents" | "setting" | "gateway_address" | "gateway_port" | "gateway_account" | "gateway_secret" | "gateway_sender" | "gateway_headers" | "gateway_body" | "gateway_success" | "sms_countries" | "sms_host" | "mail_host" | "mail_port" | "mail_security" | "mail_account" | "mail_secret" | "mail_sender" | "mail_sender_name" | "mail_hello" | "mail_authority" | "template_subject" | "template_body" | "link_base" | "activation_hours" | "connection_name" | "connection_address" | "connection_hosts" | "connection_database" | "connection_user" | "connection_password" | "connection_tls" | "connection_authority" | "connection_certificate" | "connection_key";

export type ProblemCode = "required" | "too_long" | "forbidden_character" | "email_needs_at" | "email_local_empty" | "email_local_too_long" | "email_too_long" | "email_local_character" | "email_dots" | "email_quoted" | "email_literal" | "email_domain_needs_dot" | "email_domain_invalid" | "email_taken" | "looks_like_existing" | "mixed_scripts" | "password_too_short" | "password_too_long" | "password_needs_uppercase" | "password_needs_digit" | "password_needs_symbol" | "password_forbidden_character" | "password_common" | "password_contains" | "password_weak" | "password_unchanged" | "mismatch" | "phone_not_a_number" | "phone_country_required" | "phone_too_short" | "phone_too_long" | "phone_not_in_plan" | "phone_other_country" | "phone_takes_no_sms" | "phone_country_not_served" | "phone_not_confirmed" | "host_invalid" | "address_invalid" | "address_not_encrypted" | "placeholder_invalid" | "placeholder_missing" | "certificates_invalid" | "header_invalid" | "status_list_invalid" | "not_json" | "role_required" | "unknown" | "exceeds_own_rights" | "name_taken" | "role_loop" | "out_of_range";

export type PasswordToRate = { password: string, firstName: string, lastName: string, email: string, };

export type PasswordRating = { 
/**
 * 0 (very weak) to 4 (very strong): the five steps of the indicator.
 */
score: number, 
/**
 * The list that ticks itself off, in the order to show.
 */
rules: Array<RuleState>, 
/**
 * What makes it weak, the most important first.
 */
weaknesses: Array<Weakness>, };

export type RuleState = { rule: PasswordRule, met: boolean, 
/**
 * `min`, `max`, `symbols`, `required`.
 */
data: { [key in string]: string }, };

export type PasswordRule = "length" | "uppercase" | "digit" | "symbol" | "not_common" | "not_personal" | "strength";

export type Weakness = "straight_row" | "short_keyboard_pattern" | "repeats" | "repeated_pattern" | "sequence" | "recent_year" | "date" | "top_ten" | "top_hundred" | "common" | "similar_to_common" | "single_word" | "name" | "common_name" | "personal";

export type GeneratorOptions = { shape: PasswordShape, 
/**
 * Characters, 12 to 64; for `characters` only.
 */
length: number, 
/**
 * Whether `I`, `l`, `1`, `O`, `0` and the like may occur; for `characters` only.
 */
lookAlikes: boolean, 
/**
 * Words, 5 to 10; for `words` only.
 */
words: number, 
/**
 * Who it is for: a password never contains the person's own name.
 */
firstName: string, lastName: string, email: string, };

export type PasswordShape = "characters" | "words";

export type Copied = { clearedAfterSeconds: number, 
/**
 * Whether this system has a way to keep it out of clipboard histories, and it was used.
 */
keptOutOfHistory: boolean, };

export type UserQuery = { 
/**
 * As typed; every word of it has to match.
 */
search: string, status: StatusFilter, sort: UserSort, descending: boolean, 
/**
 * `next` of the page before, or null for the first.
 */
after: string | null, 
/**
 * Rows, 1 to 200.
 */
limit: number, };

export type StatusFilter = "all" | "active" | "pending" | "disabled";

export type UserSort = "name" | "email" | "created" | "last_sign_in";

export type UserPage = { rows: Array<UserRow>, 
/**
 * For `UserQuery::after`; null on the last page.
 */
next: string | null, };

export type UserRow = { id: string, email: string, firstName: string, lastName: string, 
/**
 * Role ids.
 */
roles: Array<string>, confirmed: boolean, 
/**
 * RFC 3339, UTC.
 */
confirmedAt: string | null, 
/**
 * Of a user who has not confirmed: what became of the e-mail that asks for it; null where there is none.
 */
confirmation: ConfirmationSent | null, enabled: boolean, 
/**
 * Whether a 2FA device is registered.
 */
device: boolean, 
/**
 * RFC 3339, UTC.
 */
createdAt: string, lastSignInAt: string | null, };

export type UserCounts = { total: number, active: number, pending: number, disabled: number, };

export type UserDetails = { user: UserRow, device: Device | null, 
/**
 * Permissions assigned singly.
 */
permissions: Array<string>, 
/**
 * All that the user may do, and where from.
 */
grants: Array<Grant>, 
/**
 * Too many wrong passwords: an operator has to unlock.
 */
signInLocked: boolean, 
/**
 * The newest entries about this user; empty without the right `activity.view`.
 */
history: Array<ActivityEntry>, };

export type Device = { 
/**
 * Formatted with its calling code.
 */
number: string, 
/**
 * RFC 3339, UTC.
 */
confirmedAt: string, 
/**
 * Which way the code came.
 */
through: GatewayKind, };

export type Grant = { permission: string, 
/**
 * Ids of assigned roles that give it.
 */
roles: Array<string>, 
/**
 * Whether it is also assigned singly.
 */
single: boolean, };

export type Catalogue = { roles: Array<Role>, 
/**
 * In the order to show.
 */
permissions: Array<Permission>, };

export type Role = { id: string, 
/**
 * For built-in roles the interface may have better words, by id.
 */
name: string, description: string, builtIn: boolean, 
/**
 * Ids of the roles inside.
 */
roles: Array<string>, 
/**
 * Permissions given directly.
 */
permissions: Array<string>, 
/**
 * Permissions given directly or by the roles inside.
 */
allPermissions: Array<string>, 
/**
 * Whether the operator holds all of it, and so may assign it.
 */
assignable: boolean, 
/**
 * Whether it reaches into the accounts or messages of others, so that a 2FA device matters most.
 */
administrative: boolean, 
/**
 * Users to whom it is assigned directly.
 */
holders: number, };

export type Permission = { 
/**
 * As `users.create`.
 */
id: string, 
/**
 * The part before the dot: `users`, `roles`, `devices`, `outbox`, `activity`, `settings`, `kiosk`.
 */
group: string, name: string, description: string, assignable: boolean, 
/**
 * Whether it reaches into the accounts or messages of others, so that a 2FA device matters most.
 */
administrative: boolean, };

export type RoleForm = { 
/**
 * Null makes a new role.
 */
id: string | null, name: string, description: string, roles: Array<string>, permissions: Array<string>, };

export type Holder = { id: string, email: string, firstName: string, lastName: string, };

export type OutboxPage = { rows: Array<OutboxRow>, next: string | null, };

export type OutboxRow = { id: string, kind: MessageKind, state: MessageState, 
/**
 * An e-mail address, or a number formatted with its calling code.
 */
recipient: string, 
/**
 * The user whom it is about, where there is one yet.
 */
user: MessageUser | null, 
/**
 * The operator who caused it; null where Frontdesk itself or its recipient did.
 */
causedBy: MessageUser | null, createdAt: string, 
/**
 * When the state last changed.
 */
changedAt: string, 
/**
 * When it is tried next, where it is tried by itself.
 */
dueAt: string | null, 
/**
 * Whether `retry_message` and `cancel_message` change it: an e-mail that waits or was tried in vain.
 */
open: boolean, tries: number, 
/**
 * What went wrong at the last try.
 */
fault: CommandError | null, };

export type MessageKind = "confirmation" | "password_reset" | "device_changed" | "code" | "test";

export type MessageState = "waiting" | "kept" | "sending" | "sent" | "uncertain" | "failed" | "given_up" | "cancelled";

export type ConfirmationSent = { messageId: string, state: MessageState, 
/**
 * What went wrong at the last try.
 */
fault: CommandError | null, 
/**
 * When the state last changed: of `sent`, when the mail server took it.
 */
changedAt: string, };

export type OutboxMessage = { row: OutboxRow, 
/**
 * Of an SMS that is kept, gone once its code was used or has expired; of an e-mail, gone once it was delivered.
 */
text: string | null, };

export type MessageUser = { id: string, firstName: string, lastName: string, };

export type ActivityPage = { rows: Array<ActivityEntry>, next: string | null, };

export type ActivityEntry = { number: number, at: string, 
/**
 * Who did it: a masked e-mail address, or null for Frontdesk itself.
 */
actor: string | null, action: ActivityAction, 
/**
 * To whom or what: a masked e-mail address or the name of a role; null where there is none.
 */
subject: string | null, 
/**
 * Further facts, as `roles` or `permission`.
 */
details: { [key in string]: string }, };

export type ActivityAction = "directory_created" | "directory_copied" | "user_created" | "code_sent" | "number_confirmed" | "test_message_sent" | "device_removed" | "recovery_codes_made" | "recovery_code_used" | "signed_in" | "sign_in_failed" | "sign_in_locked" | "sign_in_unlocked" | "signed_out" | "refused" | "role_created" | "role_changed" | "role_deleted" | "settings_changed" | "activity_exported" | "message_read" | "confirmation_resent" | "user_activated" | "activation_failed" | "device_registered" | "message_retried" | "message_cancelled" | "unreadable";

export type ChainCheck = { "result": "whole", entries: number, } | { "result": "broken", at: number, };

export type Exported = { path: string, entries: number, };

export type Settings = { 
/**
 * 1 to 120.
 */
idleLockMinutes: number, 
/**
 * 10 to 120.
 */
clipboardClearSeconds: number, passwordPreset: PasswordPreset, 
/**
 * The least zxcvbn score accepted, 0 to 4.
 */
leastPasswordScore: number, 
/**
 * Refused inside passwords; may be empty. At most 100 characters.
 */
organisation: string, };

export type SmsSettings = { gateway: Gateway, 
/**
 * ISO letters of the countries that messages go to; the outbox, which sends nothing, asks nobody.
 */
countries: Array<string>, language: Language, 
/**
 * For the last line `@host #code`, by which a telephone offers the code where it belongs; may be empty.
 */
host: string, };

export type Gateway = { "kind": "outbox" } | { "kind": "http", method: HttpMethod, url: string, headers: Array<Header>, bodyForm: HttpBody, body: string, 
/**
 * As `200-299,202`.
 */
successStatus: string, 
/**
 * What the answer contains besides; empty for anything.
 */
successContains: string, } | { "kind": "twilio", baseUrl: string, account: string, 
/**
 * Number, name, or the SID of a messaging service.
 */
from: string, } | { "kind": "smpp", host: string, port: number, tls: boolean, systemId: string, systemType: string, from: string, } | { "kind": "modem", 
/**
 * As `/dev/ttyUSB0` or `COM3`.
 */
port: string, 
/**
 * Bits per second.
 */
baud: number, };

export type Header = { name: string, value: string, };

export type HttpMethod = "get" | "post";

export type HttpBody = "form" | "json";

export type Language = "en" | "es" | "fr" | "de" | "pt" | "ar" | "ja" | "zh";

export type SmsState = { settings: SmsSettings, 
/**
 * Whether this computer knows the gateway's secret.
 */
secretKnown: boolean, 
/**
 * Whether the secret outlives the program: false where there is no keychain, and it is asked for anew.
 */
secretLasts: boolean, 
/**
 * ISO letters of the system's region, first to be offered.
 */
ownCountry: string | null, 
/**
 * Serial ports of this computer, to choose a modem from.
 */
ports: Array<string>, 
/**
 * How the code's message reads with what is kept, a made-up code in it.
 */
example: string, };

export type TestSent = { 
/**
 * Formatted with its calling code.
 */
number: string, 
/**
 * For `read_message`, where the outbox keeps it.
 */
messageId: string, outcome: TestOutcome, 
/**
 * With `uncertain` and `failed`.
 */
fault: CommandError | null, };

export type TestOutcome = "kept" | "sent" | "uncertain" | "failed";

export type GatewayCondition = { "state": "ready" } | { "state": "unknown" } | { "state": "modem", 
/**
 * Empty where the modem does not tell.
 */
network: string, roaming: boolean, 
/**
 * Percent.
 */
signal: number | null, } | { "state": "faulty", fault: CommandError, };

export type MailSettings = { 
/**
 * Without a server, e-mails stay in the outbox.
 */
server: MailServer | null, };

export type MailServer = { host: string, port: number, security: MailSecurity, auth: MailAuth, 
/**
 * Empty with `none`.
 */
account: string, 
/**
 * The address that e-mails come from.
 */
sender: string, 
/**
 * The name beside it; may be empty.
 */
senderName: string, 
/**
 * What we call ourselves in EHLO; empty for the domain of the sender.
 */
hello: string, 
/**
 * Certificates of an own authority in PEM; may be empty.
 */
authority: string, };

export type MailSecurity = "start_tls" | "tls" | "none";

export type MailAuth = "none" | "password" | "access_token";

export type MailState = { settings: MailSettings, 
/**
 * Whether this computer knows the server's secret.
 */
secretKnown: boolean, 
/**
 * Whether the secret outlives the program: false where there is no keychain, and it is asked for anew.
 */
secretLasts: boolean, };

export type TriedStep = { step: MailStep, fault: CommandError | null, };

export type MailStep = "name" | "port" | "greeting" | "tls" | "credentials" | "sender";

export type MailTestSent = { 
/**
 * The operator's own address.
 */
to: string, messageId: string, 
/**
 * Nothing where the server took it.
 */
fault: CommandError | null, };

export type MessageSettings = { language: Language, 
/**
 * In the place of the built-in ones, at most one of a kind.
 */
templates: Array<Template>, 
/**
 * As `https://id.example.com`; empty where there is no page, and the e-mail carries the code only.
 */
linkBase: string, 
/**
 * 1 to 168; under the password rules of NIST 24 at most hold.
 */
activationHours: number, 
/**
 * Whether a newcomer chooses a password of their own.
 */
ownPassword: boolean, };

export type Template = { kind: TemplateKind, subject: string, 
/**
 * Paragraphs, an empty line between.
 */
body: string, };

export type TemplateKind = "confirmation" | "password_reset" | "device_changed";

export type MessageSettingsState = { settings: MessageSettings, 
/**
 * One of each kind, in the language of the settings.
 */
builtIn: Array<Template>, 
/**
 * The placeholders of each kind.
 */
placeholders: Array<TemplatePlaceholders>, };

export type TemplatePlaceholders = { kind: TemplateKind, 
/**
 * As `first_name`; in a template it stands in braces.
 */
known: Array<string>, required: Array<string>, };

export type MailPreview = { subject: string, text: string, 
/**
 * A whole document; its styles are attributes.
 */
html: string, };

export type PasswordPreset = "classes" | "nist";

export type CommandError = { code: ErrorCode, 
/**
 * For `invalid`.
 */
fields: Array<Problem>, 
/**
 * Whether the same call may succeed later.
 */
retryable: boolean, data: { [key in string]: string }, };

export type ErrorCode = "not_signed_in" | "locked" | "not_permitted" | "invalid" | "sign_in_refused" | "slow_down" | "sign_in_locked" | "account_pending" | "account_disabled" | "no_access" | "code_wrong" | "code_expired" | "code_ended" | "code_missing" | "code_malformed" | "number_locked" | "code_too_soon" | "too_many_codes" | "too_many_codes_alike" | "too_many_codes_here" | "sign_in_too_late" | "no_recovery_code" | "own_device" | "activation_refused" | "activation_expired" | "activation_too_late" | "already_confirmed" | "mail_name_unknown" | "mail_unreachable" | "mail_nonsense" | "mail_no_answer" | "mail_cut" | "mail_uncertain" | "mail_no_tls" | "mail_untrusted" | "mail_credentials" | "mail_no_auth" | "mail_secret_missing" | "mail_keychain_failed" | "mail_authority_invalid" | "mail_later" | "mail_sender" | "mail_recipient" | "mail_content" | "mail_international" | "sms_unreachable" | "sms_untrusted" | "sms_no_answer" | "sms_nonsense" | "sms_credentials" | "sms_secret_missing" | "sms_keychain_failed" | "sms_bad_number" | "sms_landline" | "sms_blocked" | "sms_out_of_funds" | "sms_busy" | "sms_sender" | "sms_refused" | "sms_port_missing" | "sms_port_busy" | "sms_no_modem" | "sms_sim_missing" | "sms_pin_needed" | "sms_pin_wrong" | "sms_puk_needed" | "sms_no_network" | "wrong_state" | "malformed" | "not_found" | "request_reused" | "role_built_in" | "role_in_use" | "directory_busy" | "directory_unreachable" | "directory_founded" | "connection_name_unknown" | "connection_refused" | "connection_no_answer" | "connection_cut" | "connection_not_ready" | "connection_nonsense" | "connection_no_tls" | "connection_untrusted" | "connection_other_host" | "connection_expired" | "connection_tls_failed" | "connection_authority_invalid" | "connection_certificate_invalid" | "connection_credentials" | "connection_not_admitted" | "connection_server_full" | "connection_database_unknown" | "connection_read_only" | "connection_no_rights" | "connection_newer_schema" | "connection_foreign_schema" | "connection_copying" | "connection_unexpected" | "connections_unreadable" | "directory_missing" | "connection_active" | "copy_running" | "copy_target_in_use" | "copy_differs" | "copy_stopped" | "read_only" | "disk_full" | "damaged" | "key_missing" | "key_wrong" | "key_file_missing" | "newer_version" | "keychain_missing" | "keychain_locked" | "keychain_timed_out" | "clipboard_unavailable" | "cannot_write_file" | "unexpected";

export type EventName = "start-changed" | "users-changed" | "outbox-changed" | "directory-changed" | "condition-changed" | "copy-changed" | "clipboard-cleared";

/** Every command: its arguments and its answer. */
export interface Commands {
  start_state: { args: Record<string, never>; returns: StartState };
  retry_opening: { args: Record<string, never>; returns: StartState };
  unlock_directory: { args: { passphrase: string }; returns: StartState };
  check_owner: { args: { form: OwnerForm }; returns: Array<Problem> };
  start_local_directory: { args: { form: OwnerForm }; returns: StartState };
  look_around: { args: Record<string, never>; returns: StartState };
  leave_sample: { args: Record<string, never>; returns: StartState };
  sign_in: { args: { email: string; password: string }; returns: StartState };
  unlock: { args: { password: string }; returns: StartState };
  lock: { args: Record<string, never>; returns: StartState };
  sign_out: { args: Record<string, never>; returns: StartState };
  send_sign_in_code: { args: Record<string, never>; returns: CodeSent };
  confirm_sign_in: { args: { code: string }; returns: StartState };
  use_recovery_code: { args: { code: string }; returns: StartState };
  cancel_sign_in: { args: Record<string, never>; returns: StartState };
  new_recovery_codes: { args: Record<string, never>; returns: Array<string> };
  keep_recovery_codes: { args: Record<string, never>; returns: StartState };
  begin_activation: { args: { email: string; code: string; password: string }; returns: StartState };
  rate_own_password: { args: { password: string }; returns: PasswordRating };
  choose_own_password: { args: { password: string; confirmPassword: string }; returns: StartState };
  send_own_code: { args: { device: DeviceForm }; returns: CodeSent };
  register_own_device: { args: { device: DeviceForm; code: string }; returns: StartState };
  leave_activation: { args: Record<string, never>; returns: StartState };
  keep_alive: { args: Record<string, never>; returns: null };
  connections: { args: Record<string, never>; returns: Connections };
  read_connection_address: { args: { address: string }; returns: ReadAddress };
  try_connection: { args: { form: ConnectionForm }; returns: Array<TriedConnection> };
  save_connection: { args: { form: ConnectionForm }; returns: Connection };
  rename_connection: { args: { id: string; name: string }; returns: Connection };
  remove_connection: { args: { id: string }; returns: null };
  switch_connection: { args: { id: string }; returns: StartState };
  enter_credentials: { args: { password: string | null; key: string | null }; returns: StartState };
  start_remote_directory: { args: { form: OwnerForm }; returns: StartState };
  directory_condition: { args: Record<string, never>; returns: DirectoryCondition };
  copy_directory: { args: { target: CopyTarget }; returns: CopyState };
  copy_state: { args: Record<string, never>; returns: CopyState | null };
  cancel_copy: { args: Record<string, never>; returns: null };
  list_users: { args: { query: UserQuery }; returns: UserPage };
  count_users: { args: { query: UserQuery }; returns: UserCounts };
  show_user: { args: { id: string }; returns: UserDetails };
  unlock_sign_in: { args: { id: string }; returns: null };
  remove_device: { args: { id: string }; returns: null };
  resend_confirmation: { args: { id: string }; returns: null };
  check_draft: { args: { draft: UserDraft }; returns: DraftCheck };
  check_email: { args: { email: string }; returns: EmailAvailability };
  phone_countries: { args: Record<string, never>; returns: PhoneCountries };
  format_phone: { args: { typed: TypedPhone }; returns: FormattedPhone };
  send_code: { args: { device: DeviceForm }; returns: CodeSent };
  confirm_code: { args: { device: DeviceForm; code: string }; returns: null };
  create_user: { args: { draft: UserDraft; requestId: string }; returns: CreatedUser };
  rate_password: { args: { form: PasswordToRate }; returns: PasswordRating };
  generate_password: { args: { options: GeneratorOptions }; returns: string };
  copy_password: { args: { password: string }; returns: Copied };
  list_roles: { args: Record<string, never>; returns: Catalogue };
  preview_grants: { args: { roles: Array<string>; permissions: Array<string> }; returns: Array<Grant> };
  role_holders: { args: { id: string }; returns: Array<Holder> };
  permission_holders: { args: { id: string }; returns: Array<Holder> };
  save_role: { args: { form: RoleForm }; returns: Role };
  delete_role: { args: { id: string }; returns: null };
  list_outbox: { args: { state: MessageState | null; after: string | null; limit: number }; returns: OutboxPage };
  read_message: { args: { id: string }; returns: OutboxMessage };
  retry_message: { args: { id: string }; returns: null };
  cancel_message: { args: { id: string }; returns: null };
  list_activity: { args: { after: string | null; limit: number }; returns: ActivityPage };
  verify_activity: { args: Record<string, never>; returns: ChainCheck };
  export_activity: { args: Record<string, never>; returns: Exported };
  settings: { args: Record<string, never>; returns: Settings };
  save_settings: { args: { settings: Settings }; returns: Settings };
  sms_settings: { args: Record<string, never>; returns: SmsState };
  save_sms_settings: { args: { settings: SmsSettings; secret: string | null }; returns: SmsState };
  send_test_message: { args: { country: string | null; number: string }; returns: TestSent };
  gateway_condition: { args: Record<string, never>; returns: GatewayCondition };
  mail_settings: { args: Record<string, never>; returns: MailState };
  save_mail_settings: { args: { settings: MailSettings; secret: string | null }; returns: MailState };
  try_mail_server: { args: { server: MailServer; secret: string | null }; returns: Array<TriedStep> };
  send_mail_test: { args: Record<string, never>; returns: MailTestSent };
  message_settings: { args: Record<string, never>; returns: MessageSettingsState };
  save_message_settings: { args: { settings: MessageSettings }; returns: MessageSettingsState };
  preview_message: { args: { kind: TemplateKind; settings: MessageSettings }; returns: MailPreview };
}
