//! The commands of the window: one list of names, arguments and answers.

#[cfg(test)]
use super::*;

/// Declares every command once; [`COMMANDS`] and the TypeScript interface are drawn from it.
macro_rules! commands {
    ($($name:ident($($argument:ident: $type:ty),*) -> $answer:ty;)*) => {
        /// Every command that the window may call.
        pub const COMMANDS: &[&str] = &[$(stringify!($name)),*];

        #[cfg(test)]
        pub(super) fn typescript(config: &ts_rs::Config) -> String {
            use ts_rs::TS;
            let mut text = String::from("/** Every command: its arguments and its answer. */\nexport interface Commands {\n");
            $(
                let arguments: Vec<String> = vec![$(
                    format!("{}: {}", camel_case(stringify!($argument)), <$type as TS>::name(config))
                ),*];
                let arguments = if arguments.is_empty() {
                    "Record<string, never>".to_owned()
                } else {
                    format!("{{ {} }}", arguments.join("; "))
                };
                text += &format!("  {}: {{ args: {arguments}; returns: {} }};\n", stringify!($name), <$answer as TS>::name(config));
            )*
            text + "}\n"
        }
    };
}

#[cfg(test)]
fn camel_case(name: &str) -> String {
    let mut words = name.split('_');
    let first = words.next().unwrap_or_default().to_owned();
    words.fold(first, |text, word| {
        let (initial, rest) = word.split_at(1);
        text + &initial.to_uppercase() + rest
    })
}

commands! {
    start_state() -> StartState;
    retry_opening() -> StartState;
    unlock_directory(passphrase: String) -> StartState;
    check_owner(form: OwnerForm) -> Vec<Problem>;
    start_local_directory(form: OwnerForm) -> StartState;
    look_around() -> StartState;
    leave_sample() -> StartState;
    sign_in(email: String, password: String) -> StartState;
    unlock(password: String) -> StartState;
    lock() -> StartState;
    sign_out() -> StartState;
    send_sign_in_code() -> CodeSent;
    confirm_sign_in(code: String) -> StartState;
    use_recovery_code(code: String) -> StartState;
    cancel_sign_in() -> StartState;
    new_recovery_codes() -> Vec<String>;
    keep_recovery_codes() -> StartState;
    begin_activation(email: String, code: String, password: String) -> StartState;
    rate_own_password(password: String) -> PasswordRating;
    choose_own_password(password: String, confirm_password: String) -> StartState;
    send_own_code(device: DeviceForm) -> CodeSent;
    register_own_device(device: DeviceForm, code: String) -> StartState;
    leave_activation() -> StartState;
    keep_alive() -> ();
    connections() -> Connections;
    read_connection_address(address: String) -> ReadAddress;
    try_connection(form: ConnectionForm) -> Vec<TriedConnection>;
    save_connection(form: ConnectionForm) -> Connection;
    rename_connection(id: String, name: String) -> Connection;
    remove_connection(id: String) -> ();
    switch_connection(id: String) -> StartState;
    enter_credentials(password: Option<String>, key: Option<String>) -> StartState;
    start_remote_directory(form: OwnerForm) -> StartState;
    directory_condition() -> DirectoryCondition;
    copy_directory(target: CopyTarget) -> CopyState;
    copy_state() -> Option<CopyState>;
    cancel_copy() -> ();
    list_users(query: UserQuery) -> UserPage;
    count_users(query: UserQuery) -> UserCounts;
    show_user(id: String) -> UserDetails;
    unlock_sign_in(id: String) -> ();
    remove_device(id: String) -> ();
    resend_confirmation(id: String) -> ();
    check_draft(draft: UserDraft) -> DraftCheck;
    check_email(email: String) -> EmailAvailability;
    phone_countries() -> PhoneCountries;
    format_phone(typed: TypedPhone) -> FormattedPhone;
    send_code(device: DeviceForm) -> CodeSent;
    confirm_code(device: DeviceForm, code: String) -> ();
    create_user(draft: UserDraft, request_id: String) -> CreatedUser;
    rate_password(form: PasswordToRate) -> PasswordRating;
    generate_password(options: GeneratorOptions) -> String;
    copy_password(password: String) -> Copied;
    list_roles() -> Catalogue;
    preview_grants(roles: Vec<String>, permissions: Vec<String>) -> Vec<Grant>;
    role_holders(id: String) -> Vec<Holder>;
    permission_holders(id: String) -> Vec<Holder>;
    save_role(form: RoleForm) -> Role;
    delete_role(id: String) -> ();
    list_outbox(state: Option<MessageState>, after: Option<String>, limit: u32) -> OutboxPage;
    read_message(id: String) -> OutboxMessage;
    retry_message(id: String) -> ();
    cancel_message(id: String) -> ();
    list_activity(after: Option<String>, limit: u32) -> ActivityPage;
    verify_activity() -> ChainCheck;
    export_activity() -> Exported;
    settings() -> Settings;
    save_settings(settings: Settings) -> Settings;
    sms_settings() -> SmsState;
    save_sms_settings(settings: SmsSettings, secret: Option<String>) -> SmsState;
    send_test_message(country: Option<String>, number: String) -> TestSent;
    gateway_condition() -> GatewayCondition;
    mail_settings() -> MailState;
    save_mail_settings(settings: MailSettings, secret: Option<String>) -> MailState;
    try_mail_server(server: MailServer, secret: Option<String>) -> Vec<TriedStep>;
    send_mail_test() -> MailTestSent;
    message_settings() -> MessageSettingsState;
    save_message_settings(settings: MessageSettings) -> MessageSettingsState;
    preview_message(kind: TemplateKind, settings: MessageSettings) -> MailPreview;
}
