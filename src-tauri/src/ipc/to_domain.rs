//! From what crosses the wire to what the use cases take.

use accounts::{
    Country, Cursor, DraftId, General, RequestId, RoleId, UserId,
    desk::RoleDraft,
    draft::{DeviceDraft, Draft},
    first_run::OwnerDraft,
    password::{self, Password, Person, Policy, Shape},
    phone,
};
use uuid::Uuid;
use zeroize::Zeroizing;

#[allow(
    clippy::wildcard_imports,
    reason = "nearly every type of the wire is converted here"
)]
use super::*;

impl From<OwnerForm> for OwnerDraft {
    fn from(form: OwnerForm) -> Self {
        let passphrase = form.passphrase.map(Zeroizing::new);
        let again = Zeroizing::new(form.confirm_passphrase.unwrap_or_default());
        Self {
            general: General {
                first_name: form.first_name,
                last_name: form.last_name,
                email: form.email,
                password: Zeroizing::new(form.password),
                confirm_password: Zeroizing::new(form.confirm_password),
            },
            passphrase: passphrase.map(|passphrase| (Password::new(&passphrase), again)),
        }
    }
}

impl TryFrom<UserDraft> for Draft {
    type Error = CommandError;

    fn try_from(draft: UserDraft) -> Result<Self, CommandError> {
        Ok(Self {
            general: General {
                first_name: draft.first_name,
                last_name: draft.last_name,
                email: draft.email,
                password: Zeroizing::new(draft.password),
                confirm_password: Zeroizing::new(draft.confirm_password),
            },
            device: draft.device.try_into()?,
            roles: role_ids(draft.roles),
            permissions: draft.permissions,
            taken_email: draft.taken_email,
            lookalike_confirmed: draft.lookalike_confirmed,
        })
    }
}

impl TryFrom<DeviceForm> for DeviceDraft {
    type Error = CommandError;

    fn try_from(form: DeviceForm) -> Result<Self, CommandError> {
        Ok(Self {
            id: uuid(&form.draft_id).map(DraftId)?,
            country: country(form.country.as_deref())?,
            number: form.number,
        })
    }
}

impl TypedPhone {
    /// As the formatter takes it.
    pub fn in_country(&self, country: Option<Country>) -> phone::Typed<'_> {
        phone::Typed {
            country,
            before: &self.before,
            after: &self.after,
            deleted: self.deleted.map(|deleted| match deleted {
                DeletedCharacter::Backward => phone::Deleted::Backward,
                DeletedCharacter::Forward => phone::Deleted::Forward,
            }),
            previous: &self.previous,
        }
    }
}

/// A country by its ISO letters.
pub fn country(letters: Option<&str>) -> Result<Option<Country>, CommandError> {
    let country = letters.map(str::parse).transpose();
    country.map_err(|_| ErrorCode::Malformed.into())
}

/// Ids of roles.
pub fn role_ids(ids: Vec<String>) -> Vec<RoleId> {
    ids.into_iter().map(RoleId).collect()
}

impl PasswordToRate {
    /// Whose password it would be.
    pub fn person(&self) -> Person<'_> {
        Person {
            first_name: &self.first_name,
            last_name: &self.last_name,
            email: &self.email,
        }
    }
}

impl GeneratorOptions {
    /// Whose password it will be.
    pub fn person(&self) -> Person<'_> {
        Person {
            first_name: &self.first_name,
            last_name: &self.last_name,
            email: &self.email,
        }
    }

    /// What it is to look like.
    pub const fn shape(&self) -> Shape {
        match self.shape {
            PasswordShape::Characters => Shape::Characters {
                length: self.length,
                look_alikes: self.look_alikes,
            },
            PasswordShape::Words => Shape::Words { count: self.words },
        }
    }
}

impl From<RoleForm> for RoleDraft {
    fn from(form: RoleForm) -> Self {
        Self {
            id: form.id.map(RoleId),
            name: form.name,
            description: form.description,
            roles: role_ids(form.roles),
            permissions: form.permissions,
        }
    }
}

impl From<UserQuery> for accounts::UserQuery {
    fn from(query: UserQuery) -> Self {
        Self {
            search: query.search,
            status: match query.status {
                StatusFilter::All => accounts::StatusFilter::All,
                StatusFilter::Active => accounts::StatusFilter::Active,
                StatusFilter::Pending => accounts::StatusFilter::Pending,
                StatusFilter::Disabled => accounts::StatusFilter::Disabled,
            },
            sort: match query.sort {
                UserSort::Name => accounts::UserSort::Name,
                UserSort::Email => accounts::UserSort::Email,
                UserSort::Created => accounts::UserSort::Created,
                UserSort::LastSignIn => accounts::UserSort::LastSignIn,
            },
            descending: query.descending,
            after: query.after.map(Cursor),
            limit: rows(query.limit),
        }
    }
}

/// Rows of a page: 1 to 200, whatever was asked.
pub const fn rows(limit: u32) -> u32 {
    match limit {
        0 => 1,
        1..=200 => limit,
        _ => 200,
    }
}

impl From<Settings> for accounts::Settings {
    fn from(settings: Settings) -> Self {
        Self {
            idle_lock_minutes: settings.idle_lock_minutes,
            clipboard_clear_seconds: settings.clipboard_clear_seconds,
            passwords: Policy {
                preset: match settings.password_preset {
                    PasswordPreset::Classes => password::Preset::Classes,
                    PasswordPreset::Nist => password::Preset::Nist,
                },
                least_score: settings.least_password_score,
                organisation: settings.organisation,
            },
        }
    }
}

fn uuid(id: &str) -> Result<Uuid, CommandError> {
    Uuid::try_parse(id).map_err(|_| ErrorCode::Malformed.into())
}

/// The id of a user.
pub fn user_id(id: &str) -> Result<UserId, CommandError> {
    uuid(id).map(UserId)
}

/// The id of a message.
pub fn message_id(id: &str) -> Result<accounts::MessageId, CommandError> {
    uuid(id).map(accounts::MessageId)
}

/// The id of a request to create.
pub fn request_id(id: &str) -> Result<RequestId, CommandError> {
    uuid(id).map(RequestId)
}
