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
use sqlx::{Sqlite, Transaction};
use uuid::Uuid;

use super::{
    Result, SqliteDirectory, activations, activity, codes, devices, failure, mails, outbox, roles, search,
    settings, sign_in, users,
};
use crate::rows::document;

#[async_trait]
impl Directory for SqliteDirectory {
    async fn create_user(
        &self,
        account: &NewAccount,
        message: Option<&NewMessage>,
        entry: &Entry,
    ) -> Result<Creation> {
        let mut tx = self.begin().await?;
        if let Some(earlier) = users::of_request(&mut tx, account).await? {
            return Ok(Creation::AlreadyCreated(earlier));
        }
        users::insert(&mut tx, account).await?;
        if let Some(message) = message {
            outbox::insert(&mut tx, message).await?;
        }
        commit(tx, entry).await?;
        Ok(Creation::Created)
    }

    async fn created_by(&self, request: RequestId) -> Result<Option<UserId>> {
        users::created_by(&self.readers, request).await
    }

    async fn begin_code(
        &self,
        code: &KeyedCode,
        through: GatewayKind,
        message: &NewMessage,
        entry: &Entry,
    ) -> Result<std::result::Result<u8, CodeRefusal>> {
        let mut tx = self.begin().await?;
        let begun = codes::begin(&mut tx, code, through, message.id).await?;
        if begun.is_ok() {
            outbox::insert(&mut tx, message).await?;
            commit(tx, entry).await?;
        }
        Ok(begun)
    }

    async fn try_code(&self, code: &KeyedCode, entry: Option<&Entry>) -> Result<CodeTry> {
        let mut tx = self.begin().await?;
        let outcome = codes::attempt(&mut tx, code).await?;
        if let (CodeTry::Confirmed, Some(entry)) = (outcome, entry) {
            activity::append(&mut tx, entry).await?;
        }
        tx.commit().await.map_err(failure::directory)?;
        Ok(outcome)
    }

    async fn store_message(&self, message: &NewMessage, entry: &Entry) -> Result<()> {
        let mut tx = self.begin().await?;
        outbox::insert(&mut tx, message).await?;
        commit(tx, entry).await
    }

    async fn message_handed_over(
        &self,
        message: MessageId,
        delivery: &Delivery,
        now: Timestamp,
    ) -> Result<()> {
        let mut tx = self.begin().await?;
        outbox::handed_over(&mut tx, message, delivery, now).await?;
        if let Delivery::Failed(_) = delivery {
            codes::withdraw(&mut tx, message).await?;
        }
        tx.commit().await.map_err(failure::directory)
    }

    async fn register_device(
        &self,
        user: UserId,
        device: &NewDevice,
        message: &NewMessage,
        entry: &Entry,
    ) -> Result<()> {
        let mut tx = self.begin().await?;
        devices::add(&mut tx, user, device, entry.at).await?;
        outbox::insert(&mut tx, message).await?;
        commit(tx, entry).await
    }

    async fn remove_device(&self, user: UserId, message: &NewMessage, entry: &Entry) -> Result<()> {
        let mut tx = self.begin().await?;
        devices::remove(&mut tx, user).await?;
        outbox::insert(&mut tx, message).await?;
        commit(tx, entry).await
    }

    async fn recovery_codes(&self, user: UserId) -> Result<u32> {
        devices::recovery_codes(&self.readers, user).await
    }

    async fn replace_recovery_codes(
        &self,
        user: UserId,
        codes: &[RecoveryHash],
        entry: &Entry,
    ) -> Result<()> {
        let mut tx = self.begin().await?;
        devices::replace_recovery_codes(&mut tx, user, codes).await?;
        commit(tx, entry).await
    }

    async fn use_recovery_code(&self, user: UserId, code: &RecoveryHash, entry: &Entry) -> Result<bool> {
        let mut tx = self.begin().await?;
        let was_good = devices::use_recovery_code(&mut tx, user, code).await?;
        if was_good {
            commit(tx, entry).await?;
        }
        Ok(was_good)
    }

    async fn is_confirmed(&self, scope: &Scope, number: &PhoneNumber, now: Timestamp) -> Result<bool> {
        codes::is_confirmed(&self.readers, scope, number, now).await
    }

    async fn is_taken(&self, email: &EmailAddress) -> Result<bool> {
        users::is_taken(&self.readers, email).await
    }

    async fn lookalike(
        &self,
        email: &EmailAddress,
        name: Option<(&PersonName, &PersonName)>,
    ) -> Result<Option<Lookalike>> {
        users::lookalike(&self.readers, email, name).await
    }

    async fn users(&self, query: &UserQuery) -> Result<UserPage> {
        search::page(&self.readers, query).await
    }

    async fn count_users(&self, text: &str) -> Result<UserCounts> {
        search::counts(&self.readers, text).await
    }

    async fn user(&self, id: UserId) -> Result<Credentials> {
        users::by_id(&self.readers, id).await
    }

    async fn user_by_email(&self, email: &EmailAddress) -> Result<Option<Credentials>> {
        users::by_email(&self.readers, email).await
    }

    async fn catalogue(&self) -> Result<Catalogue> {
        roles::catalogue(&self.readers).await
    }

    async fn permission_holders(&self, permission: Permission) -> Result<Vec<Holder>> {
        roles::permission_holders(&self.readers, permission).await
    }

    async fn role_holders(&self, id: &RoleId) -> Result<Vec<Holder>> {
        roles::role_holders(&self.readers, id).await
    }

    async fn save_role(&self, role: &Role, entry: &Entry) -> Result<()> {
        let mut tx = self.begin().await?;
        roles::save(&mut tx, role).await?;
        commit(tx, entry).await
    }

    async fn delete_role(&self, id: &RoleId, entry: &Entry) -> Result<()> {
        let mut tx = self.begin().await?;
        roles::delete(&mut tx, id).await?;
        commit(tx, entry).await
    }

    async fn admit_try(&self, keys: &[TryKey], now: Timestamp, rule: Rule) -> Result<Admission> {
        let mut tx = self.begin().await?;
        let admission = sign_in::admit(&mut tx, keys, now, rule).await?;
        tx.commit().await.map_err(failure::directory)?;
        Ok(admission)
    }

    async fn signed_in(
        &self,
        id: UserId,
        keys: &[TryKey],
        renewed: Option<&PasswordHash>,
        entry: &Entry,
    ) -> Result<()> {
        let mut tx = self.begin().await?;
        sign_in::clear(&mut tx, keys).await?;
        sign_in::store(&mut tx, id, renewed, entry.at).await?;
        commit(tx, entry).await
    }

    async fn misses(&self, key: &TryKey) -> Result<Misses> {
        sign_in::misses(&self.readers, key).await
    }

    async fn clear_misses(&self, key: &TryKey, entry: &Entry) -> Result<()> {
        let mut tx = self.begin().await?;
        sign_in::clear(&mut tx, &[*key]).await?;
        commit(tx, entry).await
    }

    async fn messages(
        &self,
        state: Option<MessageState>,
        after: Option<&Cursor>,
        limit: u32,
    ) -> Result<MessagePage> {
        outbox::page(&self.readers, state, after, limit).await
    }

    async fn message(&self, id: MessageId) -> Result<Message> {
        outbox::one(&self.readers, id).await
    }

    async fn claim_mails(&self, claim: &Claim) -> Result<Vec<ClaimedMail>> {
        // Most often nothing is due, and a look needs no turn at writing.
        let next = mails::next_due(&self.readers).await?;
        if next.is_none_or(|next| next > claim.now) {
            return Ok(Vec::new());
        }
        let mut tx = self.begin().await?;
        let claimed = mails::claim(&mut tx, claim).await?;
        tx.commit().await.map_err(failure::directory)?;
        Ok(claimed)
    }

    async fn mail_tried(
        &self,
        message: MessageId,
        claim: Uuid,
        outcome: &MailOutcome,
        now: Timestamp,
    ) -> Result<()> {
        let mut tx = self.begin().await?;
        mails::tried(&mut tx, message, claim, outcome, now).await?;
        tx.commit().await.map_err(failure::directory)
    }

    async fn next_due(&self) -> Result<Option<Timestamp>> {
        mails::next_due(&self.readers).await
    }

    async fn retry_message(&self, message: MessageId, entry: &Entry) -> Result<()> {
        let mut tx = self.begin().await?;
        mails::retry(&mut tx, message, entry.at).await?;
        commit(tx, entry).await
    }

    async fn cancel_message(&self, message: MessageId, entry: &Entry) -> Result<()> {
        let mut tx = self.begin().await?;
        mails::cancel(&mut tx, message, entry.at).await?;
        commit(tx, entry).await
    }

    async fn activation(&self, token: &TokenHash) -> Result<Option<Activation>> {
        activations::by_token(&self.readers, token).await
    }

    async fn activation_of(&self, user: UserId) -> Result<Option<Activation>> {
        activations::by_user(&self.readers, user).await
    }

    async fn activate(
        &self,
        token: &TokenHash,
        password: Option<&PasswordHash>,
        keys: &[TryKey],
        entry: &Entry,
    ) -> Result<()> {
        let mut tx = self.begin().await?;
        activations::activate(&mut tx, token, password, entry.at).await?;
        sign_in::clear(&mut tx, keys).await?;
        commit(tx, entry).await
    }

    async fn record(&self, entry: &Entry) -> Result<()> {
        commit(self.begin().await?, entry).await
    }

    async fn activity(
        &self,
        subject: Option<UserId>,
        after: Option<&Cursor>,
        limit: u32,
    ) -> Result<ActivityPage> {
        activity::page(&self.readers, subject, after, limit).await
    }

    async fn links_from(&self, number: u64, limit: u32) -> Result<Vec<Link>> {
        activity::links_from(&self.readers, number, limit).await
    }

    async fn head(&self) -> Result<Head> {
        activity::head(&self.readers).await
    }

    async fn settings(&self) -> Result<Settings> {
        settings::load(&self.readers).await
    }

    async fn save_settings(&self, settings: &Settings, entry: &Entry) -> Result<()> {
        let mut tx = self.begin().await?;
        settings::save(&mut tx, settings).await?;
        commit(tx, entry).await
    }

    async fn sms_settings(&self) -> Result<SmsSettings> {
        settings::load_document(&self.readers, document::SMS).await
    }

    async fn save_sms_settings(&self, settings: &SmsSettings, entry: &Entry) -> Result<()> {
        let mut tx = self.begin().await?;
        settings::save_document(&mut tx, document::SMS, settings).await?;
        commit(tx, entry).await
    }

    async fn mail_settings(&self) -> Result<MailSettings> {
        settings::load_document(&self.readers, document::MAIL).await
    }

    async fn save_mail_settings(&self, settings: &MailSettings, entry: &Entry) -> Result<()> {
        let mut tx = self.begin().await?;
        settings::save_document(&mut tx, document::MAIL, settings).await?;
        commit(tx, entry).await
    }

    async fn message_settings(&self) -> Result<MessageSettings> {
        settings::load_document(&self.readers, document::MESSAGES).await
    }

    async fn save_message_settings(&self, settings: &MessageSettings, entry: &Entry) -> Result<()> {
        let mut tx = self.begin().await?;
        settings::save_document(&mut tx, document::MESSAGES, settings).await?;
        commit(tx, entry).await
    }

    async fn next_revision(&self, seen: Option<Revision>) -> Result<Revision> {
        self.changes.next(seen).await
    }

    async fn close(&self) {
        self.changes.close().await;
        self.readers.close().await;
        self.writer.close().await;
    }
}

/// Appends the entry, and makes all of it last.
async fn commit(mut tx: Transaction<'static, Sqlite>, entry: &Entry) -> Result<()> {
    activity::append(&mut tx, entry).await?;
    tx.commit().await.map_err(failure::directory)
}
