//! What can be wrong with a field.

use std::collections::BTreeMap;

use serde::Serialize;

/// What is wrong with one field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct Problem {
    /// The field in snake case, as `first_name`.
    pub field: Field,
    /// What is wrong.
    pub code: ProblemCode,
    /// Figures and words that belong to the code, as `max` or `permission`.
    pub data: BTreeMap<String, String>,
}

/// The fields that a problem can be about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum Field {
    FirstName,
    LastName,
    Email,
    Password,
    ConfirmPassword,
    Phone,
    Roles,
    Permissions,
    Passphrase,
    ConfirmPassphrase,
    RoleName,
    RoleDescription,
    RoleContents,
    Setting,
    GatewayAddress,
    GatewayPort,
    GatewayAccount,
    GatewaySecret,
    GatewaySender,
    GatewayHeaders,
    GatewayBody,
    GatewaySuccess,
    SmsCountries,
    SmsHost,
    MailHost,
    MailPort,
    MailSecurity,
    MailAccount,
    MailSecret,
    MailSender,
    MailSenderName,
    MailHello,
    MailAuthority,
    TemplateSubject,
    TemplateBody,
    LinkBase,
    ActivationHours,
    ConnectionName,
    ConnectionAddress,
    ConnectionHosts,
    ConnectionDatabase,
    ConnectionUser,
    ConnectionPassword,
    ConnectionTls,
    ConnectionAuthority,
    ConnectionCertificate,
    ConnectionKey,
}

/// What can be wrong with a field. The comment names the keys in `Problem::data`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum ProblemCode {
    /// Nothing was entered.
    Required,
    /// `max`: characters.
    TooLong,
    /// `character`: U+ notation. Control, bidirectional-override or zero-width character.
    ForbiddenCharacter,
    /// No `@`, or more than one.
    EmailNeedsAt,
    /// Nothing before the `@`.
    EmailLocalEmpty,
    /// `max`: octets.
    EmailLocalTooLong,
    /// `max`: octets.
    EmailTooLong,
    /// `character`: a character that may not stand before the `@`.
    EmailLocalCharacter,
    /// A dot at the beginning, at the end, or two in a row.
    EmailDots,
    /// `"a b"@example.com`: quoted local parts are not accepted.
    EmailQuoted,
    /// `a@[192.0.2.1]`: address literals are not accepted.
    EmailLiteral,
    /// The domain has no dot.
    EmailDomainNeedsDot,
    /// The domain is not a valid host name.
    EmailDomainInvalid,
    /// The directory says that the address belongs to an account.
    EmailTaken,
    /// `existing`: the name or address of the account that it looks like.
    LooksLikeExisting,
    /// Letters of scripts that are not written together, as Latin and Cyrillic.
    MixedScripts,
    /// `min`: characters.
    PasswordTooShort,
    /// `max`: characters.
    PasswordTooLong,
    PasswordNeedsUppercase,
    PasswordNeedsDigit,
    /// `symbols`: the symbols to choose from.
    PasswordNeedsSymbol,
    /// A TAB or NUL, or another control character: `character`.
    PasswordForbiddenCharacter,
    /// It is in the list of leaked passwords.
    PasswordCommon,
    /// `contains`: the name, e-mail part or organisation that it contains.
    PasswordContains,
    /// `score`, `required`: 0 to 4.
    PasswordWeak,
    /// It is the one that others know.
    PasswordUnchanged,
    /// The second field differs from the first.
    Mismatch,
    /// No digits, or letters among them.
    PhoneNotANumber,
    /// A number without a calling code, and no country is chosen.
    PhoneCountryRequired,
    PhoneTooShort,
    PhoneTooLong,
    /// `country`: ISO letters. As long as its numbers, and none of its plan.
    PhoneNotInPlan,
    /// `country`: ISO letters of the country whose number it is.
    PhoneOtherCountry,
    /// `kind`: `fixed_line`, `toll_free`, `premium_rate`, `shared_cost`, `personal_number`, `pager`, `uan`,
    /// `voicemail` or `global`.
    PhoneTakesNoSms,
    /// `country`: ISO letters. The organisation sends no messages there.
    PhoneCountryNotServed,
    /// No code confirmed the number in this draft.
    PhoneNotConfirmed,
    /// No host name or address.
    HostInvalid,
    /// No address of the web.
    AddressInvalid,
    /// What is sent there could be read on the way.
    AddressNotEncrypted,
    /// `placeholder`: one that does not exist, or may not stand there.
    PlaceholderInvalid,
    /// `placeholder`: one without which the text is of no use.
    PlaceholderMissing,
    /// No certificates of an authority.
    CertificatesInvalid,
    /// `header`: its name or value may not be sent.
    HeaderInvalid,
    /// No list of status codes.
    StatusListInvalid,
    /// The body is no JSON.
    NotJson,
    /// At least one role has to be chosen.
    RoleRequired,
    /// `id`: there is no such role or permission (any more).
    Unknown,
    /// `permissions`: comma-separated codes that the operator does not hold.
    ExceedsOwnRights,
    /// A role of this name exists.
    NameTaken,
    /// `role`: the id of the role that would hold itself.
    RoleLoop,
    /// `min`, `max`.
    OutOfRange,
}
