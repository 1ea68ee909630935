use super::*;
use crate::{Role, RoleName, UserId};
use uuid::Uuid;

fn catalogue() -> Catalogue {
    let role = |id: &str, permissions: &[Permission]| Role {
        id: RoleId(id.to_owned()),
        name: RoleName::parse(id).expect("a name"),
        description: String::new(),
        built_in: true,
        roles: Vec::new(),
        permissions: permissions.to_vec(),
        holders: 0,
    };
    Catalogue {
        roles: vec![
            role("member", &[]),
            role("auditor", &[Permission::ViewActivity]),
            role("clerk", &[Permission::CreateUsers]),
        ],
        permissions: Vec::new(),
    }
}

fn operator() -> Operator {
    Operator {
        id: UserId(Uuid::nil()),
        email: EmailAddress::parse("clerk@example.com").expect("an address"),
        first_name: PersonName::parse("Carl").expect("a name"),
        last_name: PersonName::parse("Clerk").expect("a name"),
        permissions: [Permission::CreateUsers].into(),
    }
}

fn whole() -> Draft {
    Draft {
        general: General {
            first_name: " Ada ".to_owned(),
            last_name: "Lovelace".to_owned(),
            email: "ada@example.com".to_owned(),
            password: Zeroizing::new("Analytical#Engine1843".to_owned()),
            confirm_password: Zeroizing::new("Analytical#Engine1843".to_owned()),
        },
        roles: vec![RoleId("member".to_owned())],
        ..Draft::default()
    }
}

fn check(draft: &Draft) -> DraftCheck {
    draft.check(
        &Policy::default(),
        &catalogue(),
        &operator(),
        Vec::new(),
        PhoneKnown::NotConfirmed,
    )
}

fn flaws(draft: &Draft) -> Vec<(Field, Flaw)> {
    let problems = check(draft).problems().to_vec();
    problems.into_iter().map(|p| (p.field, p.flaw)).collect()
}

#[test]
fn an_empty_draft_names_all_that_is_required_and_marks_nothing_as_wrong() {
    let check = check(&Draft::default());
    let fields: Vec<Field> = check.problems().iter().map(|p| p.field).collect();
    assert_eq!(
        fields,
        [
            Field::FirstName,
            Field::LastName,
            Field::Email,
            Field::Password,
            Field::ConfirmPassword,
            Field::Roles
        ]
    );
    assert_eq!(
        (check.general, check.device, check.roles),
        (TabState::Untouched, TabState::Untouched, TabState::Untouched)
    );
}

#[test]
fn a_whole_draft_is_a_new_user_with_trimmed_names() {
    let check = check(&whole());
    let user = check.outcome.expect("nothing is missing");
    assert_eq!(user.person.first_name.as_str(), "Ada");
    assert_eq!(
        (check.general, check.roles),
        (TabState::Complete, TabState::Complete)
    );
}

#[test]
fn a_taken_address_stands_in_the_way_until_it_is_changed() {
    let mut draft = whole();
    draft.taken_email = Some("ADA@example.com".to_owned());
    assert_eq!(flaws(&draft), [(Field::Email, Flaw::EmailTaken)]);
    assert_eq!(check(&draft).general, TabState::Problem);
    draft.general.email = "ada.l@example.com".to_owned();
    assert_eq!(flaws(&draft), []);
}

#[test]
fn a_single_permission_is_no_role() {
    let mut draft = whole();
    draft.roles.clear();
    draft.permissions = vec!["users.create".to_owned()];
    assert_eq!(flaws(&draft), [(Field::Roles, Flaw::RoleRequired)]);
    assert_eq!(check(&draft).roles, TabState::Problem);
}

#[test]
fn nobody_grants_what_they_do_not_hold() {
    let mut draft = whole();
    draft.roles.push(RoleId("auditor".to_owned()));
    draft.permissions = vec!["settings.edit".to_owned()];
    let lacking = |code: &str| Flaw::ExceedsOwnRights(vec![code.to_owned()]);
    assert_eq!(
        flaws(&draft),
        [
            (Field::Roles, lacking("activity.view")),
            (Field::Permissions, lacking("settings.edit"))
        ]
    );
}

#[test]
fn unknown_roles_and_permissions_are_named() {
    let mut draft = whole();
    draft.roles = vec![RoleId("gone".to_owned())];
    draft.permissions = vec!["users.fly".to_owned()];
    assert_eq!(
        flaws(&draft),
        [
            (Field::Roles, Flaw::Unknown("gone".to_owned())),
            (Field::Permissions, Flaw::Unknown("users.fly".to_owned()))
        ]
    );
}

#[test]
fn mixed_scripts_want_a_confirmation() {
    let mut draft = whole();
    // The second letter is Cyrillic.
    draft.general.email = "p\u{430}ypal@example.com".to_owned();
    assert_eq!(flaws(&draft), [(Field::Email, Flaw::MixedScripts)]);
    draft.lookalike_confirmed = true;
    assert_eq!(flaws(&draft), []);
}

#[test]
fn passwords_that_differ_are_told() {
    let mut draft = whole();
    draft.general.confirm_password = Zeroizing::new("Analytical#Engine1844".to_owned());
    assert_eq!(flaws(&draft), [(Field::ConfirmPassword, Flaw::Mismatch)]);
}
