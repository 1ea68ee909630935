//! Creating a user: everything is checked again here, and stored together or not at all.

use crate::{
    Creation, DirectoryError, EmailAddress, Field, Flaw, NewAccount, NewDevice, Operator, Permission,
    PersonName, Problem, RequestId, UserId,
    activity::Action,
    code::Scope,
    desk::{Desk, DeskError, party},
    draft::{Draft, DraftCheck, NewUser},
    password::PasswordHash,
};

/// The account that a request created, now or before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Created {
    /// Which user.
    pub id: UserId,
    /// Login identifier.
    pub email: EmailAddress,
    /// An earlier call of the same request had created it, and its answer was lost.
    pub earlier: bool,
}

/// Whether an address can be given to a new account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Availability {
    /// It can.
    Available,
    /// An account has it.
    Taken,
    /// It looks like the address of an account, or mixes scripts; the operator has to confirm.
    LooksLike(Option<String>),
}

impl Desk {
    /// What the draft still lacks. Asks the directory for look-alikes only, so that it can follow every key stroke.
    pub async fn check_draft(&self, operator: &Operator, draft: &Draft) -> Result<DraftCheck, DeskError> {
        self.require(operator, Permission::CreateUsers).await?;
        let known = self.phone_known(operator, &draft.device).await?;
        let policy = self.directory.settings().await?.passwords;
        let catalogue = self.directory.catalogue().await?;
        let found = self.lookalikes(draft).await?;
        Ok(draft.check(&policy, &catalogue, operator, found, known))
    }

    /// Whether an address is free. Advice: [`Desk::create_user`] lets the directory decide.
    pub async fn check_email(&self, operator: &Operator, typed: &str) -> Result<Availability, DeskError> {
        self.require(operator, Permission::CreateUsers).await?;
        let email = EmailAddress::parse(typed)
            .map_err(|flaw| DeskError::Invalid(vec![Problem::new(Field::Email, flaw)]))?;
        if self.directory.is_taken(&email).await? {
            return Ok(Availability::Taken);
        }
        let lookalike = self.directory.lookalike(&email, None).await?;
        Ok(match lookalike {
            Some(found) => Availability::LooksLike(Some(found.existing)),
            None if crate::text::mixes_scripts(email.as_str()) => Availability::LooksLike(None),
            None => Availability::Available,
        })
    }

    /// Creates the account with its roles, its entry in the activity record and the confirmation message.
    pub async fn create_user(
        &self,
        operator: &Operator,
        draft: &Draft,
        request: RequestId,
    ) -> Result<Created, DeskError> {
        let check = self.check_draft(operator, draft).await?;
        let user = match check.outcome {
            Ok(user) => user,
            Err(problems) => {
                // An earlier call has used up what it took, such as the number's confirmation.
                if let Some(created) = self.created_earlier(draft, request).await? {
                    return Ok(created);
                }
                self.record_overreach(operator, &problems).await?;
                return Err(DeskError::Invalid(problems));
            }
        };
        let scope = Scope::of(operator, draft.device.id);
        let id = UserId(self.new_id());
        let mut rng = (self.randomness)();
        // The one keeps another core busy meanwhile.
        let (password, message) = tokio::join!(
            self.hashing.hash(user.person.password.clone(), &mut *rng),
            self.confirmation(id, user.person.email.clone(), Some(operator)),
        );
        let message = message?;
        let password = password.ok_or(DeskError::Hashing)?;
        let account = self.account(id, user, password, scope, request);
        let entry = self.creation_entry(operator, &account);
        let stored = self.directory.create_user(&account, Some(&message), &entry).await;
        let (id, earlier) = match stored {
            Ok(Creation::Created) => {
                self.bell.notify_one();
                (account.id, false)
            }
            Ok(Creation::AlreadyCreated(id)) => (id, true),
            Err(DirectoryError::Taken { field }) => {
                return Err(DeskError::Invalid(vec![Problem::new(field, Flaw::EmailTaken)]));
            }
            // Another window used the confirmation up.
            Err(DirectoryError::NotConfirmed) => {
                return Err(DeskError::Invalid(vec![Problem::new(
                    Field::Phone,
                    Flaw::PhoneNotConfirmed,
                )]));
            }
            Err(error) => return Err(error.into()),
        };
        Ok(Created {
            id,
            email: account.email,
            earlier,
        })
    }

    /// What an earlier call of the same request created, for this draft.
    async fn created_earlier(
        &self,
        draft: &Draft,
        request: RequestId,
    ) -> Result<Option<Created>, DirectoryError> {
        let Some(id) = self.directory.created_by(request).await? else {
            return Ok(None);
        };
        let email = self.directory.user(id).await?.user.email;
        let is_same = EmailAddress::parse(&draft.general.email)
            .is_ok_and(|typed| typed.canonical() == email.canonical());
        Ok(is_same.then_some(Created {
            id,
            email,
            earlier: true,
        }))
    }

    fn account(
        &self,
        id: UserId,
        user: NewUser,
        password: PasswordHash,
        scope: Scope,
        request: RequestId,
    ) -> NewAccount {
        NewAccount {
            id,
            request,
            email: user.person.email,
            first_name: user.person.first_name,
            last_name: user.person.last_name,
            password,
            roles: user.roles,
            permissions: user.permissions,
            device: user.phone.map(|number| NewDevice { number, scope }),
            confirmed_at: None,
            enabled: true,
            created_at: self.clock.now(),
        }
    }

    fn creation_entry(&self, operator: &Operator, account: &NewAccount) -> crate::activity::Entry {
        let mut entry = self.entry_of(operator, Action::UserCreated);
        entry.subject = Some(party(account.id, &account.email));
        let roles: Vec<&str> = account.roles.iter().map(|role| role.0.as_str()).collect();
        entry.details.insert("roles".to_owned(), roles.join(","));
        if !account.permissions.is_empty() {
            let codes: Vec<&str> = account.permissions.iter().map(|p| p.code()).collect();
            entry.details.insert("permissions".to_owned(), codes.join(","));
        }
        if let Some(device) = &account.device {
            entry.details.insert("device".to_owned(), device.number.masked());
        }
        entry
    }

    /// Input that grants more than the operator holds was not made with the interface: worth a record.
    pub(super) async fn record_overreach(
        &self,
        operator: &Operator,
        problems: &[Problem],
    ) -> Result<(), DirectoryError> {
        for problem in problems {
            if let Flaw::ExceedsOwnRights(codes) = &problem.flaw {
                self.record_refusal(operator, codes.iter().map(String::as_str))
                    .await?;
            }
        }
        Ok(())
    }

    async fn lookalikes(&self, draft: &Draft) -> Result<Vec<Problem>, DirectoryError> {
        let general = &draft.general;
        let Ok(email) = EmailAddress::parse(&general.email) else {
            return Ok(Vec::new());
        };
        if draft.lookalike_confirmed {
            return Ok(Vec::new());
        }
        let first = PersonName::parse(&general.first_name);
        let last = PersonName::parse(&general.last_name);
        let name = first.as_ref().ok().zip(last.as_ref().ok());
        let found = self.directory.lookalike(&email, name).await?;
        Ok(found
            .into_iter()
            .map(|lookalike| {
                let flaw = Flaw::LooksLikeExisting {
                    existing: lookalike.existing,
                };
                Problem::new(lookalike.field, flaw)
            })
            .collect())
    }
}
