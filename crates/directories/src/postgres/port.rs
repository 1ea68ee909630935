//! The port kept: each write is one transaction, with its entry of the activity record in it.

use accounts::{
    ActivityPage, Catalogue, Creation, Credentials, Cursor, Delivery, Directory, EmailAddress, Holder,
    Lookalike, MailSettings, Message, MessageId, MessagePage, MessageSettings, MessageState, NewAccount,
    NewDevice, NewMessage, Permission, PersonName, PhoneNumber, RequestId, Revision, Role, RoleId, Settings,
    UserCounts, UserId, UserPage, UserQuery,
    activation::{Activation, TokenHash},
    activity::{Entry, Head, Link},
    code::{CodeRefusal, CodeTry, KeyedCode, Scope},
    outbox::{Claim, ClaimedMail, MailOutcome},
    password::PasswordHash,
    recovery::RecoveryHash,
    sign_in::{Admission, Misses, Rule, TryKey},
    sms::{GatewayKind, SmsSettings},
};
use async_trait::async_trait;
use jiff::Timestamp;
use uuid::Uuid;

use super::{
    PostgresDirectory, Result, activations, activity, codes, devices, mails, outbox, roles, search, settings,
    sign_in, users,
    write::Done::{Changed, Unchanged},
};
use crate::rows::document;

#[async_trait]
impl Directory for PostgresDirectory {
    async fn create_user(
        &self,
        account: &NewAccount,
        message: Option<&NewMessage>,
        entry: &Entry,
    ) -> Result<Creation> {
        writing!(self, tx => {
            if let Some(earlier) = users::of_request(tx, account).await? {
                return Ok(Unchanged(Creation::AlreadyCreated(earlier)));
            }
            users::insert(tx, account).await?;
            if let Some(message) = message {
                outbox::insert(tx, message).await?;
            }
            activity::append(tx, entry).await?;
            Ok(Changed(Creation::Created))
        })
    }

    async fn created_by(&self, request: RequestId) -> Result<Option<UserId>> {
        reading!(self.connections, connection => users::created_by(connection, request).await)
    }

    async fn begin_code(
        &self,
        code: &KeyedCode,
        through: GatewayKind,
        message: &NewMessage,
        entry: &Entry,
    ) -> Result<std::result::Result<u8, CodeRefusal>> {
        writing!(self, tx => {
            let begun = codes::begin(tx, code, through, message.id).await?;
            if begun.is_ok() {
                outbox::insert(tx, message).await?;
                activity::append(tx, entry).await?;
                Ok(Changed(begun))
            } else {
                Ok(Unchanged(begun))
            }
        })
    }

    async fn try_code(&self, code: &KeyedCode, entry: Option<&Entry>) -> Result<CodeTry> {
        writing!(self, tx => {
            let outcome = codes::attempt(tx, code).await?;
            if let (CodeTry::Confirmed, Some(entry)) = (outcome, entry) {
                activity::append(tx, entry).await?;
            }
            Ok(Changed(outcome))
        })
    }

    async fn store_message(&self, message: &NewMessage, entry: &Entry) -> Result<()> {
        recording!(self, entry, tx => {
            outbox::insert(tx, message).await?;
        })
    }

    async fn message_handed_over(
        &self,
        message: MessageId,
        delivery: &Delivery,
        now: Timestamp,
    ) -> Result<()> {
        writing!(self, tx => {
            outbox::handed_over(tx, message, delivery, now).await?;
            if let Delivery::Failed(_) = delivery {
                codes::withdraw(tx, message).await?;
            }
            Ok(Changed(()))
        })
    }

    async fn register_device(
        &self,
        user: UserId,
        device: &NewDevice,
        message: &NewMessage,
        entry: &Entry,
    ) -> Result<()> {
        recording!(self, entry, tx => {
            devices::add(tx, user, device, entry.at).await?;
            outbox::insert(tx, message).await?;
        })
    }

    async fn remove_device(&self, user: UserId, message: &NewMessage, entry: &Entry) -> Result<()> {
        recording!(self, entry, tx => {
            devices::remove(tx, user).await?;
            outbox::insert(tx, message).await?;
        })
    }

    async fn recovery_codes(&self, user: UserId) -> Result<u32> {
        reading!(self.connections, connection => devices::recovery_codes(connection, user).await)
    }

    async fn replace_recovery_codes(
        &self,
        user: UserId,
        codes: &[RecoveryHash],
        entry: &Entry,
    ) -> Result<()> {
        recording!(self, entry, tx => {
            devices::replace_recovery_codes(tx, user, codes).await?;
        })
    }

    async fn use_recovery_code(&self, user: UserId, code: &RecoveryHash, entry: &Entry) -> Result<bool> {
        writing!(self, tx => {
            let was_good = devices::use_recovery_code(tx, user, code).await?;
            if was_good {
                activity::append(tx, entry).await?;
                Ok(Changed(true))
            } else {
                Ok(Unchanged(false))
            }
        })
    }

    async fn is_confirmed(&self, scope: &Scope, number: &PhoneNumber, now: Timestamp) -> Result<bool> {
        reading!(self.connections, connection => codes::is_confirmed(connection, scope, number, now).await)
    }

    async fn is_taken(&self, email: &EmailAddress) -> Result<bool> {
        reading!(self.connections, connection => users::is_taken(connection, email).await)
    }

    async fn lookalike(
        &self,
        email: &EmailAddress,
        name: Option<(&PersonName, &PersonName)>,
    ) -> Result<Option<Lookalike>> {
        reading!(self.connections, connection => users::lookalike(connection, email, name).await)
    }

    async fn users(&self, query: &UserQuery) -> Result<UserPage> {
        reading!(self.connections, connection => search::page(connection, query).await)
    }

    async fn count_users(&self, text: &str) -> Result<UserCounts> {
        reading!(self.connections, connection => search::counts(connection, text).await)
    }

    async fn user(&self, id: UserId) -> Result<Credentials> {
        reading!(self.connections, connection => users::by_id(connection, id).await)
    }

    async fn user_by_email(&self, email: &EmailAddress) -> Result<Option<Credentials>> {
        reading!(self.connections, connection => users::by_email(connection, email).await)
    }

    async fn catalogue(&self) -> Result<Catalogue> {
        reading!(self.connections, connection => roles::catalogue(connection).await)
    }

    async fn permission_holders(&self, permission: Permission) -> Result<Vec<Holder>> {
        reading!(self.connections, connection => roles::permission_holders(connection, permission).await)
    }

    async fn role_holders(&self, id: &RoleId) -> Result<Vec<Holder>> {
        reading!(self.connections, connection => roles::role_holders(connection, id).await)
    }

    async fn save_role(&self, role: &Role, entry: &Entry) -> Result<()> {
        recording!(self, entry, tx => {
            roles::save(tx, role).await?;
        })
    }

    async fn delete_role(&self, id: &RoleId, entry: &Entry) -> Result<()> {
        recording!(self, entry, tx => {
            roles::delete(tx, id).await?;
        })
    }

    async fn admit_try(&self, keys: &[TryKey], now: Timestamp, rule: Rule) -> Result<Admission> {
        writing!(self, tx => {
            let admission = sign_in::admit(tx, keys, now, rule).await?;
            if admission == Admission::Admitted {
                Ok(Changed(admission))
            } else {
                Ok(Unchanged(admission))
            }
        })
    }

    async fn signed_in(
        &self,
        id: UserId,
        keys: &[TryKey],
        renewed: Option<&PasswordHash>,
        entry: &Entry,
    ) -> Result<()> {
        recording!(self, entry, tx => {
            sign_in::clear(tx, keys).await?;
            sign_in::store(tx, id, renewed, entry.at).await?;
        })
    }

    async fn misses(&self, key: &TryKey) -> Result<Misses> {
        reading!(self.connections, connection => sign_in::misses(connection, key).await)
    }

    async fn clear_misses(&self, key: &TryKey, entry: &Entry) -> Result<()> {
        recording!(self, entry, tx => {
            sign_in::clear(tx, &[*key]).await?;
        })
    }

    async fn messages(
        &self,
        state: Option<MessageState>,
        after: Option<&Cursor>,
        limit: u32,
    ) -> Result<MessagePage> {
        reading!(self.connections, connection => outbox::page(connection, state, after, limit).await)
    }

    async fn message(&self, id: MessageId) -> Result<Message> {
        reading!(self.connections, connection => outbox::one(connection, id).await)
    }

    async fn claim_mails(&self, claim: &Claim) -> Result<Vec<ClaimedMail>> {
        // Most often nothing is due, and a look needs no turn at writing.
        let next = self.next_due().await?;
        if next.is_none_or(|next| next > claim.now) {
            return Ok(Vec::new());
        }
        writing!(self, tx => {
            let claimed = mails::claim(tx, claim).await?;
            if claimed.is_empty() {
                Ok(Unchanged(claimed))
            } else {
                Ok(Changed(claimed))
            }
        })
    }

    async fn mail_tried(
        &self,
        message: MessageId,
        claim: Uuid,
        outcome: &MailOutcome,
        now: Timestamp,
    ) -> Result<()> {
        writing!(self, tx => {
            if mails::tried(tx, message, claim, outcome, now).await? {
                Ok(Changed(()))
            } else {
                Ok(Unchanged(()))
            }
        })
    }

    async fn next_due(&self) -> Result<Option<Timestamp>> {
        reading!(self.connections, connection => mails::next_due(connection).await)
    }

    async fn retry_message(&self, message: MessageId, entry: &Entry) -> Result<()> {
        recording!(self, entry, tx => {
            mails::retry(tx, message, entry.at).await?;
        })
    }

    async fn cancel_message(&self, message: MessageId, entry: &Entry) -> Result<()> {
        recording!(self, entry, tx => {
            mails::cancel(tx, message, entry.at).await?;
        })
    }

    async fn activation(&self, token: &TokenHash) -> Result<Option<Activation>> {
        reading!(self.connections, connection => activations::by_token(connection, token).await)
    }

    async fn activation_of(&self, user: UserId) -> Result<Option<Activation>> {
        reading!(self.connections, connection => activations::by_user(connection, user).await)
    }

    async fn activate(
        &self,
        token: &TokenHash,
        password: Option<&PasswordHash>,
        keys: &[TryKey],
        entry: &Entry,
    ) -> Result<()> {
        recording!(self, entry, tx => {
            activations::activate(tx, token, password, entry.at).await?;
            sign_in::clear(tx, keys).await?;
        })
    }

    async fn record(&self, entry: &Entry) -> Result<()> {
        recording!(self, entry, _tx => {})
    }

    async fn activity(
        &self,
        subject: Option<UserId>,
        after: Option<&Cursor>,
        limit: u32,
    ) -> Result<ActivityPage> {
        reading!(self.connections, connection => activity::page(connection, subject, after, limit).await)
    }

    async fn links_from(&self, number: u64, limit: u32) -> Result<Vec<Link>> {
        reading!(self.connections, connection => activity::links_from(connection, number, limit).await)
    }

    async fn head(&self) -> Result<Head> {
        reading!(self.connections, connection => activity::head(connection).await)
    }

    async fn settings(&self) -> Result<Settings> {
        reading!(self.connections, connection => settings::load(connection).await)
    }

    async fn save_settings(&self, settings: &Settings, entry: &Entry) -> Result<()> {
        recording!(self, entry, tx => {
            settings::save(tx, settings).await?;
        })
    }

    async fn sms_settings(&self) -> Result<SmsSettings> {
        reading!(self.connections, connection => settings::load_document(connection, document::SMS).await)
    }

    async fn save_sms_settings(&self, settings: &SmsSettings, entry: &Entry) -> Result<()> {
        recording!(self, entry, tx => {
            settings::save_document(tx, document::SMS, settings).await?;
        })
    }

    async fn mail_settings(&self) -> Result<MailSettings> {
        reading!(self.connections, connection => settings::load_document(connection, document::MAIL).await)
    }

    async fn save_mail_settings(&self, settings: &MailSettings, entry: &Entry) -> Result<()> {
        recording!(self, entry, tx => {
            settings::save_document(tx, document::MAIL, settings).await?;
        })
    }

    async fn message_settings(&self) -> Result<MessageSettings> {
        reading!(self.connections, connection => settings::load_document(connection, document::MESSAGES).await)
    }

    async fn save_message_settings(&self, settings: &MessageSettings, entry: &Entry) -> Result<()> {
        recording!(self, entry, tx => {
            settings::save_document(tx, document::MESSAGES, settings).await?;
        })
    }

    async fn next_revision(&self, seen: Option<Revision>) -> Result<Revision> {
        self.changes.next(&self.connections, seen).await
    }

    async fn close(&self) {
        self.changes.close().await;
        self.connections.close().await;
    }
}
