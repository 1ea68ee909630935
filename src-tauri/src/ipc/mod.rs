//! The wire between the window and Rust: every type that crosses it, and nothing else.
//!
//! TypeScript gets these types generated into `ui/src/bindings/` (`cargo test -p frontdesk bindings`); a test
//! fails when they are stale. No sentence crosses the wire: errors and problems are codes with data, and the
//! interface owns the words.
#![expect(
    missing_docs,
    reason = "fields and variants whose names say all; the others have their comment"
)]

mod connection;
mod device;
mod draft;
mod error;
mod event;
mod mail;
mod password;
mod problem;
mod records;
mod roles;
mod settings;
mod sms;
mod start;
mod users;

#[cfg(test)]
mod bindings;
mod codes;
mod commands;
pub mod from_connection;
mod from_device;
pub mod from_domain;
mod from_errors;
mod from_mail;
mod from_outbox;
mod from_sms;
pub mod to_domain;

pub use commands::COMMANDS;
pub use connection::{
    Connection, ConnectionForm, ConnectionStep, ConnectionTls, Connections, CopyStage, CopyState, CopyTarget,
    DatabaseHost, DirectoryCondition, PostgresServer, ReadAddress, TriedConnection,
};
pub use device::{
    CodeSent, DeletedCharacter, DeviceForm, FormattedPhone, GatewayKind, PhoneCheck, PhoneCountries,
    PhoneCountry, TypedPhone,
};
pub use draft::{CreatedUser, DraftCheck, EmailAvailability, TabState, UserDraft};
pub use error::{CommandError, ErrorCode};
pub use event::EventName;
pub use mail::{
    MailAuth, MailPreview, MailSecurity, MailServer, MailSettings, MailState, MailStep, MailTestSent,
    MessageSettings, MessageSettingsState, Template, TemplateKind, TemplatePlaceholders, TriedStep,
};
pub use password::{
    Copied, GeneratorOptions, PasswordRating, PasswordRule, PasswordShape, PasswordToRate, RuleState,
    Weakness,
};
pub use problem::{Field, Problem, ProblemCode};
pub use records::{
    ActivityAction, ActivityEntry, ActivityPage, ChainCheck, ConfirmationSent, Exported, MessageKind,
    MessageState, MessageUser, OutboxMessage, OutboxPage, OutboxRow,
};
pub use roles::{Catalogue, Holder, Permission, Role, RoleForm};
pub use settings::{PasswordPreset, Settings};
pub use sms::{
    Gateway, GatewayCondition, Header, HttpBody, HttpMethod, Language, SmsSettings, SmsState, TestOutcome,
    TestSent,
};
pub use start::{
    ActivationStep, DirectoryInfo, DirectoryKind, KeychainState, OperatorInfo, OwnerForm, Session, StartState,
};
pub use users::{
    Device, Grant, StatusFilter, UserCounts, UserDetails, UserPage, UserQuery, UserRow, UserSort,
};
