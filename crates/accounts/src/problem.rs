//! What can be wrong with what was typed. Codes with data, never sentences: the interface owns the words.

use crate::{Country, phone::PhoneKind};

/// The fields that a problem can be about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Field {
    /// First name.
    FirstName,
    /// Last name.
    LastName,
    /// E-mail, the login identifier.
    Email,
    /// New password.
    Password,
    /// New password, typed again.
    ConfirmPassword,
    /// Number of the mobile phone.
    Phone,
    /// Assigned roles.
    Roles,
    /// Permissions assigned singly.
    Permissions,
    /// The passphrase of a local directory where no keychain answers.
    Passphrase,
    /// That passphrase, typed again.
    ConfirmPassphrase,
    /// The name of a role.
    RoleName,
    /// The description of a role.
    RoleDescription,
    /// What a role holds.
    RoleContents,
    /// A setting.
    Setting,
    /// Where a gateway is reached: an address, a host, a serial port.
    GatewayAddress,
    /// TCP port of a gateway.
    GatewayPort,
    /// Account at a gateway.
    GatewayAccount,
    /// The secret that a gateway is signed in to with.
    GatewaySecret,
    /// Number or name that messages come from.
    GatewaySender,
    /// Headers of a gateway's request.
    GatewayHeaders,
    /// Body of a gateway's request.
    GatewayBody,
    /// What a gateway answers where it took the message.
    GatewaySuccess,
    /// Countries that messages go to.
    SmsCountries,
    /// Host that a code belongs to.
    SmsHost,
    /// Name or address of a mail server.
    MailHost,
    /// TCP port of a mail server.
    MailPort,
    /// How the connection to a mail server is guarded.
    MailSecurity,
    /// Account at a mail server.
    MailAccount,
    /// The secret that a mail server is signed in to with.
    MailSecret,
    /// The address that e-mails come from.
    MailSender,
    /// The name beside it.
    MailSenderName,
    /// What we call ourselves to a mail server.
    MailHello,
    /// Certificates of an own authority.
    MailAuthority,
    /// Subject of a template.
    TemplateSubject,
    /// Body of a template.
    TemplateBody,
    /// Where the page is that confirms addresses.
    LinkBase,
    /// Hours that link and code are good.
    ActivationHours,
    /// The name that a connection has here.
    ConnectionName,
    /// A connection as one address.
    ConnectionAddress,
    /// Servers of a directory, each with its port.
    ConnectionHosts,
    /// The database on them.
    ConnectionDatabase,
    /// Who signs in to them.
    ConnectionUser,
    /// The password for that.
    ConnectionPassword,
    /// How the connection to them is guarded.
    ConnectionTls,
    /// Certificates of an own authority.
    ConnectionAuthority,
    /// The certificate that we show.
    ConnectionCertificate,
    /// Its private key.
    ConnectionKey,
}

/// One field and what is wrong with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Where.
    pub field: Field,
    /// What.
    pub flaw: Flaw,
}

impl Problem {
    /// A flaw of a field.
    pub const fn new(field: Field, flaw: Flaw) -> Self {
        Self { field, flaw }
    }
}

/// What can be wrong with a field.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{self:?}")]
pub enum Flaw {
    /// Nothing was entered.
    Required,
    /// More than `max` characters.
    TooLong {
        /// Characters.
        max: usize,
    },
    /// A control, bidirectional-override or zero-width character.
    ForbiddenCharacter(char),
    /// No `@`, or more than one.
    EmailNeedsAt,
    /// Nothing before the `@`.
    EmailLocalEmpty,
    /// The part before the `@` is longer than RFC 5321 (4.5.3.1.1) allows.
    EmailLocalTooLong {
        /// Octets.
        max: usize,
    },
    /// The address is longer than RFC 5321 (4.5.3.1.3) allows.
    EmailTooLong {
        /// Octets.
        max: usize,
    },
    /// A character that may not stand before the `@`.
    EmailLocalCharacter(char),
    /// A dot at the beginning or end of the part before the `@`, or two in a row.
    EmailDots,
    /// Quoted local parts are not accepted.
    EmailQuoted,
    /// Address literals such as `[192.0.2.1]` are not accepted.
    EmailLiteral,
    /// The domain has no dot.
    EmailDomainNeedsDot,
    /// The domain is no host name after UTS 46.
    EmailDomainInvalid,
    /// The address belongs to an account.
    EmailTaken,
    /// It looks like an existing name or address.
    LooksLikeExisting {
        /// The existing one.
        existing: String,
    },
    /// Letters of scripts that are not written together (UTS 39).
    MixedScripts,
    /// Fewer than `min` characters.
    PasswordTooShort {
        /// Characters.
        min: usize,
    },
    /// More than `max` characters.
    PasswordTooLong {
        /// Characters.
        max: usize,
    },
    /// No uppercase letter.
    PasswordNeedsUppercase,
    /// No digit.
    PasswordNeedsDigit,
    /// None of the symbols.
    PasswordNeedsSymbol,
    /// A TAB, NUL or another control character.
    PasswordForbiddenCharacter(char),
    /// It is in the list of leaked passwords.
    PasswordCommon,
    /// It contains a name, the e-mail's local part or the organisation's name.
    PasswordContains(String),
    /// zxcvbn finds it too easy to guess.
    PasswordWeak {
        /// 0 to 4.
        score: u8,
        /// 0 to 4.
        required: u8,
    },
    /// It is the one that others know.
    PasswordUnchanged,
    /// The second field differs from the first.
    Mismatch,
    /// No digits, or letters among them.
    PhoneNotANumber,
    /// A number without a country code, and no country is chosen.
    PhoneCountryRequired,
    /// Fewer digits than any number of the country has.
    PhoneTooShort,
    /// More digits than any number of the country has.
    PhoneTooLong,
    /// As long as a number of the country, and none of its plan.
    PhoneNotInPlan {
        /// Of which country.
        country: Country,
    },
    /// A number of another country than the chosen one.
    PhoneOtherCountry {
        /// Whose number it is.
        country: Country,
    },
    /// A fixed line or a service, which takes no text messages.
    PhoneTakesNoSms {
        /// What it is.
        kind: PhoneKind,
    },
    /// The organisation sends no messages to this country (SECURITY 11).
    PhoneCountryNotServed {
        /// Which.
        country: Country,
    },
    /// The number is not confirmed by a code.
    PhoneNotConfirmed,
    /// No host name or address.
    HostInvalid,
    /// No address of the web.
    AddressInvalid,
    /// An address that does not begin with `https:`: what is sent there could be read on the way.
    AddressNotEncrypted,
    /// A placeholder where none may stand, or one that does not exist.
    PlaceholderInvalid(String),
    /// A placeholder without which the text is of no use.
    PlaceholderMissing(String),
    /// No certificates of an authority.
    CertificatesInvalid,
    /// A header of this name or value may not be sent.
    HeaderInvalid(String),
    /// Not a list of status codes.
    StatusListInvalid,
    /// The body is no JSON.
    NotJson,
    /// At least one role has to be chosen.
    RoleRequired,
    /// There is no such role or permission (any more).
    Unknown(String),
    /// Permission codes that the operator does not hold.
    ExceedsOwnRights(Vec<String>),
    /// A role of this name exists.
    NameTaken,
    /// The role would hold itself.
    RoleLoop(String),
    /// A figure outside its range.
    OutOfRange {
        /// The least.
        min: u32,
        /// The most.
        max: u32,
    },
}
