//! Roles and permissions.

use std::{collections::BTreeSet, sync::Arc};

use accounts::{Directory, DirectoryError, Field, Permission, Role, RoleId, RoleName, activity::Action};
use naughty_strings::BLNS;

use crate::fixture::{account, create, entry};

fn own(id: &str, name: &str) -> Role {
    Role {
        id: RoleId(id.to_owned()),
        name: RoleName::parse(name).expect("a name"),
        description: "For trying".to_owned(),
        built_in: false,
        roles: vec![RoleId("help-desk".to_owned())],
        permissions: vec![Permission::ViewUsers, Permission::CreateUsers],
        holders: 0,
    }
}

pub async fn built_in_roles_are_seeded_and_permissions_are_those_of_the_code(directory: Arc<dyn Directory>) {
    let catalogue = directory.catalogue().await.expect("a catalogue");
    let names: Vec<&str> = catalogue.roles.iter().map(|role| role.name.as_str()).collect();
    assert_eq!(
        names,
        [
            "Owner",
            "User Manager",
            "Help Desk",
            "Auditor",
            "Kiosk Operator",
            "Member"
        ]
    );
    assert!(
        catalogue
            .roles
            .iter()
            .all(|role| role.built_in && !role.description.is_empty())
    );
    let rows: Vec<Permission> = catalogue.permissions.iter().map(|row| row.permission).collect();
    assert_eq!(rows, Permission::ALL);
    let all: BTreeSet<Permission> = Permission::ALL.iter().copied().collect();
    assert_eq!(
        catalogue.permissions_of(&RoleId::owner()),
        all,
        "the owner holds everything"
    );
    assert!(catalogue.permissions_of(&RoleId("member".to_owned())).is_empty());
}

pub async fn a_role_that_would_hold_itself_is_refused_whole(directory: Arc<dyn Directory>) {
    let changed = entry(Action::RoleChanged, None);
    let (mut inner, mut middle, mut outer) = (own("in", "Inner"), own("mid", "Middle"), own("out", "Outer"));
    middle.roles.push(inner.id.clone());
    outer.roles.push(middle.id.clone());
    for role in [&inner, &middle, &outer] {
        directory.save_role(role, &changed).await.expect("saved");
    }
    let before = directory.head().await.expect("a head");
    for back in [&outer.id, &inner.id] {
        let mut looping = inner.clone();
        looping.roles = vec![back.clone()];
        let refused = directory.save_role(&looping, &changed).await;
        assert!(
            matches!(&refused, Err(DirectoryError::RoleLoop { inside }) if inside == back),
            "{refused:?}"
        );
    }
    assert_eq!(directory.head().await.expect("a head"), before);
    inner.roles.clear();
    directory
        .save_role(&inner, &changed)
        .await
        .expect("it is as it was");
}

pub async fn two_who_close_a_loop_at_the_same_moment_do_not(directory: Arc<dyn Directory>) {
    let changed = entry(Action::RoleChanged, None);
    let (mut one, mut other) = (own("one", "One"), own("other", "Other"));
    for role in [&one, &other] {
        directory.save_role(role, &changed).await.expect("saved");
    }
    one.roles.push(other.id.clone());
    other.roles.push(one.id.clone());
    let (first, second) = tokio::join!(
        directory.save_role(&one, &changed),
        directory.save_role(&other, &changed)
    );
    assert_eq!(usize::from(first.is_ok()) + usize::from(second.is_ok()), 1);
}

pub async fn own_roles_are_saved_changed_and_deleted(directory: Arc<dyn Directory>) {
    let mut role = own("own-1", "Front Office");
    directory
        .save_role(&role, &entry(Action::RoleCreated, None))
        .await
        .expect("saved");
    let stored = directory.catalogue().await.expect("a catalogue");
    assert_eq!(stored.role(&role.id), Some(&role));
    let clash = own("own-2", "FRONT office");
    let refused = directory
        .save_role(&clash, &entry(Action::RoleCreated, None))
        .await;
    assert!(
        matches!(
            refused,
            Err(DirectoryError::Taken {
                field: Field::RoleName
            })
        ),
        "{refused:?}"
    );
    role.name = RoleName::parse("Back Office").expect("a name");
    role.roles.clear();
    role.permissions = vec![Permission::ViewOutbox];
    directory
        .save_role(&role, &entry(Action::RoleChanged, None))
        .await
        .expect("changed");
    assert_eq!(
        directory.catalogue().await.expect("a catalogue").role(&role.id),
        Some(&role)
    );
    directory
        .delete_role(&role.id, &entry(Action::RoleDeleted, None))
        .await
        .expect("deleted");
    assert_eq!(
        directory.catalogue().await.expect("a catalogue").role(&role.id),
        None
    );
}

pub async fn a_built_in_role_is_not_overwritten(directory: Arc<dyn Directory>) {
    let before = directory.catalogue().await.expect("a catalogue");
    let refused = directory
        .save_role(&own("auditor", "All-seeing"), &entry(Action::RoleChanged, None))
        .await;
    assert!(matches!(refused, Err(DirectoryError::NotFound)), "{refused:?}");
    let after = directory.catalogue().await.expect("a catalogue");
    assert_eq!(before.roles, after.roles);
}

pub async fn naughty_role_names_come_back_to_the_byte(directory: Arc<dyn Directory>) {
    let saved = entry(Action::RoleCreated, None);
    let mut kept = 0;
    for (index, naughty) in BLNS.iter().enumerate() {
        let Ok(name) = RoleName::parse(naughty) else {
            continue;
        };
        let mut role = own(&format!("own-{index}"), "Naughty");
        role.name = name;
        role.description = (*naughty).to_owned();
        match directory.save_role(&role, &saved).await {
            Ok(()) => {}
            // Some of the list differ in nothing but case.
            Err(DirectoryError::Taken { .. }) => continue,
            Err(other) => panic!("{naughty:?}: {other:?}"),
        }
        let catalogue = directory.catalogue().await.expect("a catalogue");
        assert_eq!(catalogue.role(&role.id), Some(&role));
        kept += 1;
    }
    assert!(kept > 200, "{kept}");
}

pub async fn who_holds_a_permission_singly_or_through_roles_is_listed_once(directory: Arc<dyn Directory>) {
    for (first, role, singly) in [
        ("Help", "help-desk", None),
        ("Manager", "user-manager", Some(Permission::UnlockUsers)),
        ("Single", "member", Some(Permission::UnlockUsers)),
        ("Nobody", "member", Some(Permission::ViewUsers)),
    ] {
        let mut account = account(first, "Holder", &format!("{first}@example.com"), role);
        account.permissions.extend(singly);
        create(directory.as_ref(), &account).await;
    }
    for (permission, held_by) in [
        (Permission::UnlockUsers, ["Help", "Manager", "Single"].as_slice()),
        (Permission::EditSettings, &[]),
    ] {
        let holders = directory.permission_holders(permission).await.expect("listed");
        let names = holders.iter().map(|holder| holder.first_name.as_str());
        // Some directories begin with an owner, who holds everything.
        let names: Vec<_> = names.filter(|name| *name != "Olga").collect();
        assert_eq!(names, held_by, "{permission}");
    }
}

pub async fn a_role_that_is_held_is_not_deleted(directory: Arc<dyn Directory>) {
    let role = own("own-1", "Held");
    let saved = entry(Action::RoleCreated, None);
    directory.save_role(&role, &saved).await.expect("saved");
    let mut outer = own("own-2", "Outer");
    outer.roles = vec![role.id.clone()];
    directory.save_role(&outer, &saved).await.expect("saved");
    create(
        directory.as_ref(),
        &account("Hal", "Holder", "hal@example.com", "own-1"),
    )
    .await;
    let deleted = entry(Action::RoleDeleted, None);
    let refused = directory.delete_role(&role.id, &deleted).await;
    assert!(
        matches!(refused, Err(DirectoryError::InUse { holders: 2 })),
        "{refused:?}"
    );
    let holders = directory.role_holders(&role.id).await.expect("listed");
    assert_eq!(holders[0].email.as_str(), "hal@example.com");
    let catalogue = directory.catalogue().await.expect("a catalogue");
    assert_eq!(catalogue.role(&role.id).expect("it is there").holders, 1);
    for gone in ["owner", "no-such-role"] {
        let refused = directory.delete_role(&RoleId(gone.to_owned()), &deleted).await;
        assert!(
            matches!(refused, Err(DirectoryError::NotFound)),
            "{gone}: {refused:?}"
        );
    }
}
