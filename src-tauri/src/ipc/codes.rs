//! Codes of the domain as codes of the wire, by exhaustive match.

use std::collections::BTreeMap;

use accounts::{Flaw, activity::Action, password, phone::PhoneKind};

use super::{ActivityAction, Field, Problem, ProblemCode, Weakness};

impl From<Action> for ActivityAction {
    fn from(value: Action) -> Self {
        match value {
            Action::DirectoryCreated => Self::DirectoryCreated,
            Action::DirectoryCopied => Self::DirectoryCopied,
            Action::UserCreated => Self::UserCreated,
            Action::CodeSent => Self::CodeSent,
            Action::NumberConfirmed => Self::NumberConfirmed,
            Action::TestMessageSent => Self::TestMessageSent,
            Action::DeviceRemoved => Self::DeviceRemoved,
            Action::RecoveryCodesMade => Self::RecoveryCodesMade,
            Action::RecoveryCodeUsed => Self::RecoveryCodeUsed,
            Action::SignedIn => Self::SignedIn,
            Action::SignInFailed => Self::SignInFailed,
            Action::SignInLocked => Self::SignInLocked,
            Action::SignInUnlocked => Self::SignInUnlocked,
            Action::SignedOut => Self::SignedOut,
            Action::Refused => Self::Refused,
            Action::RoleCreated => Self::RoleCreated,
            Action::RoleChanged => Self::RoleChanged,
            Action::RoleDeleted => Self::RoleDeleted,
            Action::SettingsChanged => Self::SettingsChanged,
            Action::ActivityExported => Self::ActivityExported,
            Action::MessageRead => Self::MessageRead,
            Action::ConfirmationResent => Self::ConfirmationResent,
            Action::UserActivated => Self::UserActivated,
            Action::ActivationFailed => Self::ActivationFailed,
            Action::DeviceRegistered => Self::DeviceRegistered,
            Action::MessageRetried => Self::MessageRetried,
            Action::MessageCancelled => Self::MessageCancelled,
        }
    }
}

impl From<password::Weakness> for Weakness {
    fn from(value: password::Weakness) -> Self {
        match value {
            password::Weakness::StraightRow => Self::StraightRow,
            password::Weakness::ShortKeyboardPattern => Self::ShortKeyboardPattern,
            password::Weakness::Repeats => Self::Repeats,
            password::Weakness::RepeatedPattern => Self::RepeatedPattern,
            password::Weakness::Sequence => Self::Sequence,
            password::Weakness::RecentYear => Self::RecentYear,
            password::Weakness::Date => Self::Date,
            password::Weakness::TopTen => Self::TopTen,
            password::Weakness::TopHundred => Self::TopHundred,
            password::Weakness::Common => Self::Common,
            password::Weakness::SimilarToCommon => Self::SimilarToCommon,
            password::Weakness::SingleWord => Self::SingleWord,
            password::Weakness::Name => Self::Name,
            password::Weakness::CommonName => Self::CommonName,
            password::Weakness::Personal => Self::Personal,
        }
    }
}

impl From<accounts::Field> for Field {
    fn from(value: accounts::Field) -> Self {
        match value {
            accounts::Field::FirstName => Self::FirstName,
            accounts::Field::LastName => Self::LastName,
            accounts::Field::Email => Self::Email,
            accounts::Field::Password => Self::Password,
            accounts::Field::ConfirmPassword => Self::ConfirmPassword,
            accounts::Field::Phone => Self::Phone,
            accounts::Field::Roles => Self::Roles,
            accounts::Field::Permissions => Self::Permissions,
            accounts::Field::Passphrase => Self::Passphrase,
            accounts::Field::ConfirmPassphrase => Self::ConfirmPassphrase,
            accounts::Field::RoleName => Self::RoleName,
            accounts::Field::RoleDescription => Self::RoleDescription,
            accounts::Field::RoleContents => Self::RoleContents,
            accounts::Field::Setting => Self::Setting,
            accounts::Field::MailHost => Self::MailHost,
            accounts::Field::MailPort => Self::MailPort,
            accounts::Field::MailSecurity => Self::MailSecurity,
            accounts::Field::MailAccount => Self::MailAccount,
            accounts::Field::MailSecret => Self::MailSecret,
            accounts::Field::MailSender => Self::MailSender,
            accounts::Field::MailSenderName => Self::MailSenderName,
            accounts::Field::MailHello => Self::MailHello,
            accounts::Field::MailAuthority => Self::MailAuthority,
            accounts::Field::TemplateSubject => Self::TemplateSubject,
            accounts::Field::TemplateBody => Self::TemplateBody,
            accounts::Field::LinkBase => Self::LinkBase,
            accounts::Field::ActivationHours => Self::ActivationHours,
            accounts::Field::GatewayAddress => Self::GatewayAddress,
            accounts::Field::GatewayPort => Self::GatewayPort,
            accounts::Field::GatewayAccount => Self::GatewayAccount,
            accounts::Field::GatewaySecret => Self::GatewaySecret,
            accounts::Field::GatewaySender => Self::GatewaySender,
            accounts::Field::GatewayHeaders => Self::GatewayHeaders,
            accounts::Field::GatewayBody => Self::GatewayBody,
            accounts::Field::GatewaySuccess => Self::GatewaySuccess,
            accounts::Field::SmsCountries => Self::SmsCountries,
            accounts::Field::SmsHost => Self::SmsHost,
            accounts::Field::ConnectionName => Self::ConnectionName,
            accounts::Field::ConnectionAddress => Self::ConnectionAddress,
            accounts::Field::ConnectionHosts => Self::ConnectionHosts,
            accounts::Field::ConnectionDatabase => Self::ConnectionDatabase,
            accounts::Field::ConnectionUser => Self::ConnectionUser,
            accounts::Field::ConnectionPassword => Self::ConnectionPassword,
            accounts::Field::ConnectionTls => Self::ConnectionTls,
            accounts::Field::ConnectionAuthority => Self::ConnectionAuthority,
            accounts::Field::ConnectionCertificate => Self::ConnectionCertificate,
            accounts::Field::ConnectionKey => Self::ConnectionKey,
        }
    }
}

impl From<&accounts::Problem> for Problem {
    fn from(problem: &accounts::Problem) -> Self {
        let (code, data) = code_and_data(&problem.flaw);
        Self {
            field: problem.field.into(),
            code,
            data: data
                .into_iter()
                .map(|(key, value)| (key.to_owned(), value))
                .collect::<BTreeMap<_, _>>(),
        }
    }
}

fn code_and_data(flaw: &Flaw) -> (ProblemCode, Vec<(&'static str, String)>) {
    use ProblemCode as Code;
    match flaw {
        Flaw::Required => (Code::Required, Vec::new()),
        Flaw::TooLong { max } => (Code::TooLong, vec![("max", max.to_string())]),
        Flaw::ForbiddenCharacter(c) => (Code::ForbiddenCharacter, vec![("character", notation(*c))]),
        Flaw::EmailNeedsAt => (Code::EmailNeedsAt, Vec::new()),
        Flaw::EmailLocalEmpty => (Code::EmailLocalEmpty, Vec::new()),
        Flaw::EmailLocalTooLong { max } => (Code::EmailLocalTooLong, vec![("max", max.to_string())]),
        Flaw::EmailTooLong { max } => (Code::EmailTooLong, vec![("max", max.to_string())]),
        Flaw::EmailLocalCharacter(c) => (Code::EmailLocalCharacter, vec![("character", shown(*c))]),
        Flaw::EmailDots => (Code::EmailDots, Vec::new()),
        Flaw::EmailQuoted => (Code::EmailQuoted, Vec::new()),
        Flaw::EmailLiteral => (Code::EmailLiteral, Vec::new()),
        Flaw::EmailDomainNeedsDot => (Code::EmailDomainNeedsDot, Vec::new()),
        Flaw::EmailDomainInvalid => (Code::EmailDomainInvalid, Vec::new()),
        Flaw::EmailTaken => (Code::EmailTaken, Vec::new()),
        Flaw::LooksLikeExisting { existing } => {
            (Code::LooksLikeExisting, vec![("existing", existing.clone())])
        }
        Flaw::MixedScripts => (Code::MixedScripts, Vec::new()),
        Flaw::PasswordTooShort { min } => (Code::PasswordTooShort, vec![("min", min.to_string())]),
        Flaw::PasswordTooLong { max } => (Code::PasswordTooLong, vec![("max", max.to_string())]),
        Flaw::PasswordNeedsUppercase => (Code::PasswordNeedsUppercase, Vec::new()),
        Flaw::PasswordNeedsDigit => (Code::PasswordNeedsDigit, Vec::new()),
        Flaw::PasswordNeedsSymbol => (
            Code::PasswordNeedsSymbol,
            vec![("symbols", password::SYMBOLS.iter().collect())],
        ),
        Flaw::PasswordForbiddenCharacter(c) => (
            Code::PasswordForbiddenCharacter,
            vec![("character", notation(*c))],
        ),
        Flaw::PasswordCommon => (Code::PasswordCommon, Vec::new()),
        Flaw::PasswordContains(word) => (Code::PasswordContains, vec![("contains", word.clone())]),
        Flaw::PasswordWeak { score, required } => (
            Code::PasswordWeak,
            vec![("score", score.to_string()), ("required", required.to_string())],
        ),
        Flaw::PasswordUnchanged => (Code::PasswordUnchanged, Vec::new()),
        Flaw::Mismatch => (Code::Mismatch, Vec::new()),
        Flaw::PhoneNotANumber => (Code::PhoneNotANumber, Vec::new()),
        Flaw::PhoneCountryRequired => (Code::PhoneCountryRequired, Vec::new()),
        Flaw::PhoneTooShort => (Code::PhoneTooShort, Vec::new()),
        Flaw::PhoneTooLong => (Code::PhoneTooLong, Vec::new()),
        Flaw::PhoneNotInPlan { country } => {
            (Code::PhoneNotInPlan, vec![("country", country.code().to_owned())])
        }
        Flaw::PhoneOtherCountry { country } => (
            Code::PhoneOtherCountry,
            vec![("country", country.code().to_owned())],
        ),
        Flaw::PhoneTakesNoSms { kind } => (
            Code::PhoneTakesNoSms,
            vec![("kind", phone_kind(*kind).to_owned())],
        ),
        Flaw::PhoneCountryNotServed { country } => (
            Code::PhoneCountryNotServed,
            vec![("country", country.code().to_owned())],
        ),
        Flaw::PhoneNotConfirmed => (Code::PhoneNotConfirmed, Vec::new()),
        Flaw::HostInvalid => (Code::HostInvalid, Vec::new()),
        Flaw::AddressInvalid => (Code::AddressInvalid, Vec::new()),
        Flaw::AddressNotEncrypted => (Code::AddressNotEncrypted, Vec::new()),
        Flaw::PlaceholderInvalid(name) => (Code::PlaceholderInvalid, vec![("placeholder", name.clone())]),
        Flaw::PlaceholderMissing(name) => (Code::PlaceholderMissing, vec![("placeholder", name.clone())]),
        Flaw::CertificatesInvalid => (Code::CertificatesInvalid, Vec::new()),
        Flaw::HeaderInvalid(name) => (Code::HeaderInvalid, vec![("header", name.clone())]),
        Flaw::StatusListInvalid => (Code::StatusListInvalid, Vec::new()),
        Flaw::NotJson => (Code::NotJson, Vec::new()),
        Flaw::RoleRequired => (Code::RoleRequired, Vec::new()),
        Flaw::Unknown(id) => (Code::Unknown, vec![("id", id.clone())]),
        Flaw::ExceedsOwnRights(codes) => (Code::ExceedsOwnRights, vec![("permissions", codes.join(","))]),
        Flaw::NameTaken => (Code::NameTaken, Vec::new()),
        Flaw::RoleLoop(role) => (Code::RoleLoop, vec![("role", role.clone())]),
        Flaw::OutOfRange { min, max } => (
            Code::OutOfRange,
            vec![("min", min.to_string()), ("max", max.to_string())],
        ),
    }
}

const fn phone_kind(kind: PhoneKind) -> &'static str {
    match kind {
        PhoneKind::FixedLine => "fixed_line",
        PhoneKind::TollFree => "toll_free",
        PhoneKind::PremiumRate => "premium_rate",
        PhoneKind::SharedCost => "shared_cost",
        PhoneKind::PersonalNumber => "personal_number",
        PhoneKind::Pager => "pager",
        PhoneKind::Uan => "uan",
        PhoneKind::Voicemail => "voicemail",
        PhoneKind::Global => "global",
    }
}

/// A character that cannot be shown, by its number.
fn notation(c: char) -> String {
    format!("U+{:04X}", u32::from(c))
}

/// The character itself where it can be seen, else its number.
fn shown(c: char) -> String {
    if c.is_control() || c.is_whitespace() {
        notation(c)
    } else {
        c.to_string()
    }
}
