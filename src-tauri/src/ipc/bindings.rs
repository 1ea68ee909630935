//! Writes the wire types as TypeScript, and fails where the committed file differs.

use std::{fmt::Write as _, fs, path::Path};

use ts_rs::{Config, TS};

use super::*;

macro_rules! declarations {
    ($($name:ident),* $(,)?) => {
        fn declarations(config: &Config) -> Vec<String> {
            vec![$(format!("export {}\n", $name::decl(config))),*]
        }
    };
}

declarations![
    StartState,
    KeychainState,
    DirectoryInfo,
    DirectoryKind,
    Session,
    OperatorInfo,
    ActivationStep,
    Connections,
    Connection,
    PostgresServer,
    DatabaseHost,
    ConnectionTls,
    ConnectionForm,
    ReadAddress,
    TriedConnection,
    ConnectionStep,
    DirectoryCondition,
    CopyTarget,
    CopyState,
    CopyStage,
    OwnerForm,
    UserDraft,
    DeviceForm,
    DraftCheck,
    PhoneCheck,
    PhoneCountries,
    PhoneCountry,
    GatewayKind,
    TypedPhone,
    DeletedCharacter,
    FormattedPhone,
    CodeSent,
    TabState,
    EmailAvailability,
    CreatedUser,
    Problem,
    Field,
    ProblemCode,
    PasswordToRate,
    PasswordRating,
    RuleState,
    PasswordRule,
    Weakness,
    GeneratorOptions,
    PasswordShape,
    Copied,
    UserQuery,
    StatusFilter,
    UserSort,
    UserPage,
    UserRow,
    UserCounts,
    UserDetails,
    Device,
    Grant,
    Catalogue,
    Role,
    Permission,
    RoleForm,
    Holder,
    OutboxPage,
    OutboxRow,
    MessageKind,
    MessageState,
    ConfirmationSent,
    OutboxMessage,
    MessageUser,
    ActivityPage,
    ActivityEntry,
    ActivityAction,
    ChainCheck,
    Exported,
    Settings,
    SmsSettings,
    Gateway,
    Header,
    HttpMethod,
    HttpBody,
    Language,
    SmsState,
    TestSent,
    TestOutcome,
    GatewayCondition,
    MailSettings,
    MailServer,
    MailSecurity,
    MailAuth,
    MailState,
    TriedStep,
    MailStep,
    MailTestSent,
    MessageSettings,
    Template,
    TemplateKind,
    MessageSettingsState,
    TemplatePlaceholders,
    MailPreview,
    PasswordPreset,
    CommandError,
    ErrorCode,
    EventName,
];

fn typescript() -> String {
    let config = Config::default();
    let mut text = String::from(
        "// Generated from src-tauri/src/ipc by `cargo test -p frontdesk bindings`. Do not edit.\n",
    );
    for declaration in declarations(&config) {
        let _ = write!(text, "\n{declaration}");
    }
    let _ = write!(text, "\n{}", super::commands::typescript(&config));
    text
}

#[test]
fn the_bindings_in_the_interface_are_those_of_the_code() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../ui/src/bindings/ipc.ts");
    let text = typescript();
    let stale = fs::read_to_string(&path).ok().as_deref() != Some(text.as_str());
    if stale {
        fs::create_dir_all(path.parent().expect("it has one")).expect("the folder can be made");
        fs::write(&path, text).expect("it can be written");
    }
    assert!(
        !stale,
        "the bindings were stale and are written anew: commit them"
    );
}
