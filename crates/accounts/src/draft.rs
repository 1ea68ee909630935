//! The wizard's draft: one typed thing that can always say what it still lacks.

use std::collections::BTreeSet;

use zeroize::Zeroizing;

use crate::{
    Catalogue, Country, DraftId, EmailAddress, Field, Flaw, Operator, Permission, PersonName, PhoneNumber,
    Problem, RoleId,
    password::{Password, Person, Policy},
    text,
};

/// The person's part of a form, as typed. The owner's form of the first run has the same one.
#[derive(Clone, Default)]
pub struct General {
    /// First name.
    pub first_name: String,
    /// Last name.
    pub last_name: String,
    /// Login identifier.
    pub email: String,
    /// New password.
    pub password: Zeroizing<String>,
    /// The same, typed again.
    pub confirm_password: Zeroizing<String>,
}

/// [`General`] without a flaw.
#[derive(Debug, Clone, PartialEq)]
pub struct NewPerson {
    /// First name.
    pub first_name: PersonName,
    /// Last name.
    pub last_name: PersonName,
    /// Login identifier.
    pub email: EmailAddress,
    /// Initial password.
    pub password: Password,
}

impl General {
    /// The person, or all that is wrong in the order of the fields.
    pub fn check(&self, policy: &Policy) -> Result<NewPerson, Vec<Problem>> {
        let mut problems = Vec::new();
        let first_name = kept(
            &mut problems,
            Field::FirstName,
            PersonName::parse(&self.first_name),
        );
        let last_name = kept(&mut problems, Field::LastName, PersonName::parse(&self.last_name));
        let email = kept(&mut problems, Field::Email, EmailAddress::parse(&self.email));
        let password = Password::new(&self.password);
        self.check_password(policy, &password, &mut problems);
        match (first_name, last_name, email) {
            (Some(first_name), Some(last_name), Some(email)) if problems.is_empty() => Ok(NewPerson {
                first_name,
                last_name,
                email,
                password,
            }),
            _ => Err(problems),
        }
    }

    fn check_password(&self, policy: &Policy, password: &Password, problems: &mut Vec<Problem>) {
        let person = Person {
            first_name: &self.first_name,
            last_name: &self.last_name,
            email: &self.email,
        };
        problems.extend(password_problems(Field::Password, policy, password, &person));
        problems.extend(confirmation_problem(
            Field::ConfirmPassword,
            password,
            &self.confirm_password,
        ));
    }

    fn is_untouched(&self) -> bool {
        let typed = [&self.first_name, &self.last_name, &self.email];
        typed.iter().all(|text| text.trim().is_empty())
            && self.password.is_empty()
            && self.confirm_password.is_empty()
    }
}

fn kept<T>(problems: &mut Vec<Problem>, field: Field, parsed: Result<T, Flaw>) -> Option<T> {
    parsed
        .map_err(|flaw| problems.push(Problem::new(field, flaw)))
        .ok()
}

fn kept_phone(
    problems: &mut Vec<Problem>,
    typed: Option<Result<PhoneNumber, Flaw>>,
    known: PhoneKnown,
) -> Option<PhoneCheck> {
    let number = kept(problems, Field::Phone, typed?)?;
    let confirmed = known == PhoneKnown::Confirmed;
    if !confirmed {
        let flaw = match known {
            PhoneKnown::NotServed => Flaw::PhoneCountryNotServed {
                country: number.country(),
            },
            _ => Flaw::PhoneNotConfirmed,
        };
        problems.push(Problem::new(Field::Phone, flaw));
    }
    Some(PhoneCheck { number, confirmed })
}

/// All that `policy` finds wrong with a password, or that there is none.
pub fn password_problems(
    field: Field,
    policy: &Policy,
    password: &Password,
    person: &Person<'_>,
) -> Vec<Problem> {
    if password.length() == 0 {
        return vec![Problem::new(field, Flaw::Required)];
    }
    let flaws = policy.rate(password, person).flaws();
    flaws.into_iter().map(|flaw| Problem::new(field, flaw)).collect()
}

/// What is wrong with the second field of a password, if anything.
pub fn confirmation_problem(field: Field, password: &Password, typed_again: &str) -> Option<Problem> {
    let flaw = if typed_again.is_empty() {
        Flaw::Required
    } else if Password::new(typed_again) != *password {
        Flaw::Mismatch
    } else {
        return None;
    };
    Some(Problem::new(field, flaw))
}

/// The device's part of a form, as typed.
#[derive(Clone, Default)]
pub struct DeviceDraft {
    /// The draft that codes are bound to.
    pub id: DraftId,
    /// Chosen country.
    pub country: Option<Country>,
    /// Number of the mobile phone; empty for no device.
    pub number: String,
}

impl DeviceDraft {
    /// The number, or what is wrong with it; nothing where none was typed.
    pub fn phone(&self) -> Option<Result<PhoneNumber, Flaw>> {
        (!self.number.trim().is_empty()).then(|| PhoneNumber::parse(&self.number, self.country))
    }
}

/// What the wizard holds, as typed.
#[derive(Clone, Default)]
pub struct Draft {
    /// The first tab.
    pub general: General,
    /// The second tab.
    pub device: DeviceDraft,
    /// Assigned roles.
    pub roles: Vec<RoleId>,
    /// Codes of permissions assigned singly.
    pub permissions: Vec<String>,
    /// The address that the directory has answered is taken.
    pub taken_email: Option<String>,
    /// The operator has seen that name or address look like existing ones, or mix scripts, and means it.
    pub lookalike_confirmed: bool,
}

/// A draft without a flaw.
#[derive(Debug, Clone, PartialEq)]
pub struct NewUser {
    /// Who.
    pub person: NewPerson,
    /// Number of the device, confirmed.
    pub phone: Option<PhoneNumber>,
    /// Assigned roles, none twice.
    pub roles: Vec<RoleId>,
    /// Permissions assigned singly, none twice.
    pub permissions: Vec<Permission>,
}

/// The mark of a tab.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TabState {
    /// Nothing was entered.
    Untouched,
    /// Something was entered, and something is wrong or missing.
    Problem,
    /// All that is required is there and valid.
    Complete,
}

/// What the directory knows of the number of a draft.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum PhoneKnown {
    /// Its code was not entered in this draft.
    #[default]
    NotConfirmed,
    /// Nor can it be: no messages go to its country.
    NotServed,
    /// This operator entered its code in this very draft.
    Confirmed,
}

/// A valid number, and whether its code was entered in this draft.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PhoneCheck {
    /// Which.
    pub number: PhoneNumber,
    /// By its own code.
    pub confirmed: bool,
}

/// The one answer that the button, the tab marks and the list of what is missing are drawn from.
#[derive(Debug, Clone, PartialEq)]
pub struct DraftCheck {
    /// What would be created, or all that stands in the way in the order of the fields.
    pub outcome: Result<NewUser, Vec<Problem>>,
    /// The number, where it is a valid one.
    pub phone: Option<PhoneCheck>,
    /// Mark of `General`.
    pub general: TabState,
    /// Mark of `2FA Device`.
    pub device: TabState,
    /// Mark of `Roles & Permissions`.
    pub roles: TabState,
}

impl DraftCheck {
    /// What stands in the way.
    pub fn problems(&self) -> &[Problem] {
        self.outcome.as_ref().err().map_or(&[], Vec::as_slice)
    }
}

impl Draft {
    /// Checks everything that can be checked without asking the directory; `found` and `known` are what it was asked
    /// before.
    pub fn check(
        &self,
        policy: &Policy,
        catalogue: &Catalogue,
        operator: &Operator,
        found: Vec<Problem>,
        known: PhoneKnown,
    ) -> DraftCheck {
        let mut problems = found;
        let person = self
            .general
            .check(policy)
            .map_err(|flaws| problems.extend(flaws))
            .ok();
        problems.extend(
            self.taken()
                .map(|()| Problem::new(Field::Email, Flaw::EmailTaken)),
        );
        problems.extend(self.mixed_scripts());
        let phone = kept_phone(&mut problems, self.device.phone(), known);
        let roles = self.checked_roles(catalogue, operator, &mut problems);
        let permissions = self.checked_permissions(operator, &mut problems);
        problems.sort_by_key(|problem| problem.field);
        let state = |untouched: bool, ours: fn(&Field) -> bool| match untouched {
            true => TabState::Untouched,
            false if problems.iter().any(|problem| ours(&problem.field)) => TabState::Problem,
            false => TabState::Complete,
        };
        DraftCheck {
            general: state(self.general.is_untouched(), |field| *field < Field::Phone),
            device: state(self.device.number.trim().is_empty(), |field| {
                *field == Field::Phone
            }),
            roles: state(self.roles.is_empty() && self.permissions.is_empty(), |field| {
                *field > Field::Phone
            }),
            outcome: match person {
                Some(person) if problems.is_empty() => Ok(NewUser {
                    person,
                    phone: phone.as_ref().map(|check| check.number.clone()),
                    roles,
                    permissions,
                }),
                _ => Err(problems),
            },
            phone,
        }
    }

    /// Whether the address is the one that was taken.
    fn taken(&self) -> Option<()> {
        let taken = EmailAddress::parse(self.taken_email.as_deref()?).ok()?;
        let typed = EmailAddress::parse(&self.general.email).ok()?;
        (taken.canonical() == typed.canonical()).then_some(())
    }

    fn mixed_scripts(&self) -> Vec<Problem> {
        let general = &self.general;
        let typed = [
            (Field::FirstName, &general.first_name),
            (Field::LastName, &general.last_name),
            (Field::Email, &general.email),
        ];
        typed
            .into_iter()
            .filter(|(_, text)| !self.lookalike_confirmed && text::mixes_scripts(text))
            .map(|(field, _)| Problem::new(field, Flaw::MixedScripts))
            .collect()
    }

    fn checked_roles(
        &self,
        catalogue: &Catalogue,
        operator: &Operator,
        problems: &mut Vec<Problem>,
    ) -> Vec<RoleId> {
        let mut problem = |flaw| problems.push(Problem::new(Field::Roles, flaw));
        if self.roles.is_empty() {
            problem(Flaw::RoleRequired);
        }
        let roles: BTreeSet<RoleId> = self.roles.iter().cloned().collect();
        for id in &roles {
            if catalogue.role(id).is_none() {
                problem(Flaw::Unknown(id.0.clone()));
            }
        }
        let granted = roles.iter().flat_map(|id| catalogue.permissions_of(id));
        if let Some(flaw) = operator.beyond_own_rights(granted) {
            problem(flaw);
        }
        roles.into_iter().collect()
    }

    fn checked_permissions(&self, operator: &Operator, problems: &mut Vec<Problem>) -> Vec<Permission> {
        let mut permissions = BTreeSet::new();
        for code in &self.permissions {
            match code.parse() {
                Ok(permission) => {
                    permissions.insert(permission);
                }
                Err(_) => problems.push(Problem::new(Field::Permissions, Flaw::Unknown(code.clone()))),
            }
        }
        if let Some(flaw) = operator.beyond_own_rights(permissions.iter().copied()) {
            problems.push(Problem::new(Field::Permissions, flaw));
        }
        permissions.into_iter().collect()
    }
}

#[cfg(test)]
mod tests;
