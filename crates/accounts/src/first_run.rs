//! The first run: the owner's form, held to the wizard's own rules.

use std::collections::BTreeMap;

use uuid::Uuid;

use crate::{
    Clock, Field, NewAccount, Problem, RequestId, RoleId, UserId,
    activity::{Action, Entry, Party},
    desk::{DeskError, Randomness, new_id, party},
    draft::{General, NewPerson, confirmation_problem, password_problems},
    password::{Hashing, Password, Person, Policy, Preset},
};

/// The owner's form, as typed.
#[derive(Clone, Default)]
pub struct OwnerDraft {
    /// Who.
    pub general: General,
    /// The passphrase and the same again, where no keychain can hold the directory's key.
    pub passphrase: Option<(Password, zeroize::Zeroizing<String>)>,
}

/// What is wrong with the passphrase of a local directory. It guards the whole file against guessing at leisure, so it is
/// held to the longer rule.
pub fn passphrase_problems(passphrase: &Password, again: &str, person: &Person<'_>) -> Vec<Problem> {
    let policy = Policy {
        preset: Preset::Nist,
        ..Policy::default()
    };
    let mut problems = password_problems(Field::Passphrase, &policy, passphrase, person);
    problems.extend(confirmation_problem(Field::ConfirmPassphrase, passphrase, again));
    problems
}

/// The owner of a new directory, and the entries that its record begins with.
#[derive(Debug)]
pub struct FirstOwner {
    /// Confirmed and enabled, with the role of an owner.
    pub account: NewAccount,
    /// The directory was made; the owner was created.
    pub entries: [Entry; 2],
}

impl OwnerDraft {
    /// The owner as a person, or all that is wrong in the order of the fields.
    pub fn check(&self) -> Result<NewPerson, Vec<Problem>> {
        let person = self.general.check(&Policy::default());
        let mut problems = self.passphrase_problems();
        match person {
            Ok(person) if problems.is_empty() => Ok(person),
            Ok(_) => Err(problems),
            Err(mut flaws) => {
                flaws.append(&mut problems);
                Err(flaws)
            }
        }
    }

    fn passphrase_problems(&self) -> Vec<Problem> {
        let Some((passphrase, again)) = &self.passphrase else {
            return Vec::new();
        };
        let person = Person {
            first_name: &self.general.first_name,
            last_name: &self.general.last_name,
            email: &self.general.email,
        };
        passphrase_problems(passphrase, again, &person)
    }

    /// The owner, ready to be stored in a new directory.
    pub async fn owner(
        &self,
        clock: &dyn Clock,
        hashing: &Hashing,
        randomness: Randomness,
    ) -> Result<FirstOwner, DeskError> {
        let person = self.check().map_err(DeskError::Invalid)?;
        let mut rng = randomness();
        let password = hashing.hash(person.password.clone(), &mut *rng).await;
        let id = new_id(clock, &mut *rng);
        let request = new_id(clock, &mut *rng);
        let account = account(person, id, request, password.ok_or(DeskError::Hashing)?, clock);
        let entries = first_entries(&account, clock);
        Ok(FirstOwner { account, entries })
    }
}

fn account(
    person: NewPerson,
    id: Uuid,
    request: Uuid,
    password: crate::password::PasswordHash,
    clock: &dyn Clock,
) -> NewAccount {
    NewAccount {
        id: UserId(id),
        request: RequestId(request),
        email: person.email,
        first_name: person.first_name,
        last_name: person.last_name,
        password,
        roles: vec![RoleId::owner()],
        permissions: Vec::new(),
        device: None,
        // There is nobody else who could confirm the owner.
        confirmed_at: Some(clock.now()),
        enabled: true,
        created_at: clock.now(),
    }
}

fn first_entries(owner: &NewAccount, clock: &dyn Clock) -> [Entry; 2] {
    let entry = |action, subject: Option<Party>, details| Entry {
        at: clock.now(),
        actor: None,
        action,
        subject,
        details,
    };
    let roles = BTreeMap::from([("roles".to_owned(), RoleId::owner().0)]);
    let subject = party(owner.id, &owner.email);
    [
        entry(Action::DirectoryCreated, None, BTreeMap::new()),
        entry(Action::UserCreated, Some(subject), roles),
    ]
}
