//! From what the use cases answer to what crosses the wire.

use std::collections::{BTreeMap, BTreeSet};

use accounts::{
    activity::{Broken, Link},
    password::{self, Policy, Rule},
    role::Origin,
};
use jiff::Timestamp;

#[allow(
    clippy::wildcard_imports,
    reason = "nearly every type of the wire is converted here"
)]
use super::*;

impl From<&accounts::Operator> for OperatorInfo {
    fn from(operator: &accounts::Operator) -> Self {
        Self {
            id: operator.id.0.to_string(),
            email: operator.email.as_str().to_owned(),
            first_name: operator.first_name.as_str().to_owned(),
            last_name: operator.last_name.as_str().to_owned(),
        }
    }
}

impl From<&accounts::DraftCheck> for DraftCheck {
    fn from(check: &accounts::DraftCheck) -> Self {
        Self {
            ready: check.outcome.is_ok(),
            general: check.general.into(),
            device: check.device.into(),
            roles: check.roles.into(),
            phone: check.phone.as_ref().map(PhoneCheck::from),
            problems: check.problems().iter().map(Problem::from).collect(),
        }
    }
}

impl From<accounts::TabState> for TabState {
    fn from(state: accounts::TabState) -> Self {
        match state {
            accounts::TabState::Untouched => Self::Untouched,
            accounts::TabState::Problem => Self::Problem,
            accounts::TabState::Complete => Self::Complete,
        }
    }
}

impl From<accounts::desk::Availability> for EmailAvailability {
    fn from(availability: accounts::desk::Availability) -> Self {
        match availability {
            accounts::desk::Availability::Available => Self::Available,
            accounts::desk::Availability::Taken => Self::Taken,
            accounts::desk::Availability::LooksLike(existing) => Self::LooksLike { existing },
        }
    }
}

impl From<accounts::desk::Created> for CreatedUser {
    fn from(created: accounts::desk::Created) -> Self {
        Self {
            id: created.id.0.to_string(),
            email: created.email.as_str().to_owned(),
            earlier: created.earlier,
        }
    }
}

impl PasswordRating {
    /// With the figures of the policy, which the list of requirements names whether they are met or not.
    pub fn under(policy: &Policy, rating: &password::Rating) -> Self {
        let rule = |state| RuleState::under(policy, state);
        Self {
            score: rating.score,
            rules: rating.rules.iter().map(rule).collect(),
            weaknesses: rating.weaknesses.iter().copied().map(Weakness::from).collect(),
        }
    }
}

impl From<accounts::User> for UserRow {
    fn from(user: accounts::User) -> Self {
        Self {
            id: user.id.0.to_string(),
            email: user.email.as_str().to_owned(),
            first_name: user.first_name.as_str().to_owned(),
            last_name: user.last_name.as_str().to_owned(),
            roles: user.roles.into_iter().map(|role| role.0).collect(),
            confirmed: user.confirmed_at.is_some(),
            confirmed_at: user.confirmed_at.map(rfc3339),
            confirmation: user.confirmation.map(ConfirmationSent::from),
            enabled: user.enabled,
            device: user.device,
            created_at: rfc3339(user.created_at),
            last_sign_in_at: user.last_sign_in_at.map(rfc3339),
        }
    }
}

impl From<accounts::UserPage> for UserPage {
    fn from(page: accounts::UserPage) -> Self {
        Self {
            rows: page.users.into_iter().map(UserRow::from).collect(),
            next: page.next.map(|cursor| cursor.0),
        }
    }
}

impl From<accounts::UserCounts> for UserCounts {
    fn from(counts: accounts::UserCounts) -> Self {
        Self {
            total: count(counts.total),
            active: count(counts.active),
            pending: count(counts.pending),
            disabled: count(counts.disabled),
        }
    }
}

impl From<accounts::desk::UserDetails> for UserDetails {
    fn from(details: accounts::desk::UserDetails) -> Self {
        Self {
            user: details.user.into(),
            device: details.device.as_ref().map(Device::from),
            permissions: codes(&details.permissions),
            grants: grants(details.grants),
            sign_in_locked: details.sign_in_locked,
            history: details.history.iter().map(ActivityEntry::from).collect(),
        }
    }
}

/// Grants in the order to show.
pub fn grants(grants: BTreeMap<accounts::Permission, Origin>) -> Vec<Grant> {
    grants
        .into_iter()
        .map(|(permission, origin)| Grant {
            permission: permission.code().to_owned(),
            roles: origin.roles.into_iter().map(|role| role.0).collect(),
            single: origin.single,
        })
        .collect()
}

impl Catalogue {
    /// With what `operator` may assign.
    pub fn seen_by(operator: &accounts::Operator, catalogue: &accounts::Catalogue) -> Self {
        Self {
            roles: catalogue
                .roles
                .iter()
                .map(|role| Role::seen_by(operator, catalogue, role))
                .collect(),
            permissions: catalogue
                .permissions
                .iter()
                .map(|row| Permission {
                    id: row.permission.code().to_owned(),
                    group: row.permission.group().to_owned(),
                    name: row.name.clone(),
                    description: row.description.clone(),
                    assignable: operator.may(row.permission),
                    administrative: row.permission.is_administrative(),
                })
                .collect(),
        }
    }
}

impl Role {
    /// With whether `operator` may assign it.
    pub fn seen_by(
        operator: &accounts::Operator,
        catalogue: &accounts::Catalogue,
        role: &accounts::Role,
    ) -> Self {
        let mut all: BTreeSet<accounts::Permission> = role.permissions.iter().copied().collect();
        all.extend(role.roles.iter().flat_map(|id| catalogue.permissions_of(id)));
        Self {
            id: role.id.0.clone(),
            name: role.name.as_str().to_owned(),
            description: role.description.clone(),
            built_in: role.built_in,
            roles: role.roles.iter().map(|id| id.0.clone()).collect(),
            permissions: codes(&role.permissions),
            all_permissions: all.iter().map(|p| p.code().to_owned()).collect(),
            assignable: all.iter().all(|permission| operator.may(*permission)),
            administrative: all.iter().any(|permission| permission.is_administrative()),
            holders: count(role.holders),
        }
    }
}

impl From<accounts::Holder> for Holder {
    fn from(holder: accounts::Holder) -> Self {
        Self {
            id: holder.id.0.to_string(),
            email: holder.email.as_str().to_owned(),
            first_name: holder.first_name.as_str().to_owned(),
            last_name: holder.last_name.as_str().to_owned(),
        }
    }
}

impl From<accounts::ActivityPage> for ActivityPage {
    fn from(page: accounts::ActivityPage) -> Self {
        Self {
            rows: page.links.iter().map(ActivityEntry::from).collect(),
            next: page.next.map(|cursor| cursor.0),
        }
    }
}

impl From<&Link> for ActivityEntry {
    /// A link whose content cannot be read is shown as what it is: something that was tampered with.
    fn from(link: &Link) -> Self {
        let number = count(link.number);
        match link.entry() {
            Some(entry) => Self {
                number,
                at: rfc3339(entry.at),
                actor: entry.actor.map(|party| party.label),
                action: entry.action.into(),
                subject: entry.subject.map(|party| party.label),
                details: entry.details,
            },
            None => Self {
                number,
                at: rfc3339(Timestamp::UNIX_EPOCH),
                actor: None,
                action: ActivityAction::Unreadable,
                subject: None,
                details: BTreeMap::new(),
            },
        }
    }
}

impl From<Result<u64, Broken>> for ChainCheck {
    fn from(verified: Result<u64, Broken>) -> Self {
        match verified {
            Ok(entries) => Self::Whole {
                entries: count(entries),
            },
            Err(broken) => Self::Broken { at: count(broken.at) },
        }
    }
}

impl From<accounts::Settings> for Settings {
    fn from(settings: accounts::Settings) -> Self {
        Self {
            idle_lock_minutes: settings.idle_lock_minutes,
            clipboard_clear_seconds: settings.clipboard_clear_seconds,
            password_preset: match settings.passwords.preset {
                password::Preset::Classes => PasswordPreset::Classes,
                password::Preset::Nist => PasswordPreset::Nist,
            },
            least_password_score: settings.passwords.least_score,
            organisation: settings.passwords.organisation,
        }
    }
}

impl RuleState {
    fn under(policy: &Policy, state: &password::RuleState) -> Self {
        let figures: &[(&str, String)] = &match state.rule {
            Rule::Length => vec![
                ("min", policy.min().to_string()),
                ("max", Policy::MAX.to_string()),
            ],
            Rule::Symbol => vec![("symbols", password::SYMBOLS.iter().collect())],
            Rule::Strength => vec![("required", policy.least_score.to_string())],
            Rule::Uppercase | Rule::Digit | Rule::NotCommon | Rule::NotPersonal => Vec::new(),
        };
        Self {
            rule: match state.rule {
                Rule::Length => PasswordRule::Length,
                Rule::Uppercase => PasswordRule::Uppercase,
                Rule::Digit => PasswordRule::Digit,
                Rule::Symbol => PasswordRule::Symbol,
                Rule::NotCommon => PasswordRule::NotCommon,
                Rule::NotPersonal => PasswordRule::NotPersonal,
                Rule::Strength => PasswordRule::Strength,
            },
            met: state.flaw.is_none(),
            data: figures
                .iter()
                .map(|(key, value)| ((*key).to_owned(), value.clone()))
                .collect(),
        }
    }
}

/// In whole seconds and fractions as they are, UTC.
pub(super) fn rfc3339(at: Timestamp) -> String {
    at.to_string()
}

fn codes(permissions: &[accounts::Permission]) -> Vec<String> {
    permissions.iter().map(|p| p.code().to_owned()).collect()
}

/// JavaScript is exact to 2^53; a directory of four thousand million users would show this many.
fn count(value: u64) -> u32 {
    u32::try_from(value).unwrap_or(u32::MAX)
}
