//! Misses and successes of signing in.

use std::sync::Arc;

use accounts::{
    Directory, DirectoryError,
    activity::Action,
    password::PasswordHash,
    sign_in::{Admission, Misses, TryKey, admission},
};

use uuid::Uuid;

use crate::fixture::{account, create, entry, now};

pub async fn misses_are_counted_once_for_each_admitted_try(directory: Arc<dyn Directory>) {
    let key = TryKey::Address([9; 32]);
    assert_eq!(directory.misses(&key).await.expect("none"), Misses::default());
    let tries: Vec<_> = (0..20)
        .map(|_| {
            let directory = Arc::clone(&directory);
            tokio::spawn(async move {
                directory
                    .admit_try(&[key, TryKey::Machine(Uuid::nil())], now(), admission)
                    .await
            })
        })
        .collect();
    let mut admitted = 0;
    for attempt in tries {
        match attempt.await.expect("no panic").expect("it answers") {
            Admission::Admitted => admitted += 1,
            Admission::Wait { milliseconds } => assert_eq!(milliseconds, 1_000),
            Admission::Locked => panic!("locked"),
        }
    }
    assert_eq!(admitted, 1, "tries at one moment do not slip past");
    assert_eq!(directory.misses(&key).await.expect("counted").count, 1);
    assert_eq!(
        directory
            .misses(&TryKey::Machine(Uuid::nil()))
            .await
            .expect("counted")
            .count,
        1
    );
}

pub async fn signing_in_clears_misses_and_renews_a_weak_hash(directory: Arc<dyn Directory>) {
    let user = account("Sid", "Signin", "sid@example.com", "member");
    create(directory.as_ref(), &user).await;
    let key = TryKey::of(&user.email);
    directory
        .admit_try(&[key], now(), admission)
        .await
        .expect("counted");
    let renewed = PasswordHash::stored("renewed".to_owned());
    let signed_in = entry(Action::SignedIn, None);
    directory
        .signed_in(user.id, &[key], Some(&renewed), &signed_in)
        .await
        .expect("stored");
    assert_eq!(directory.misses(&key).await.expect("cleared"), Misses::default());
    let stored = directory.user(user.id).await.expect("it is there");
    assert_eq!(stored.password.as_str(), "renewed");
    assert_eq!(stored.user.last_sign_in_at, Some(now()));
    directory
        .admit_try(&[key], now(), admission)
        .await
        .expect("counted");
    directory
        .clear_misses(&key, &entry(Action::SignInUnlocked, None))
        .await
        .expect("cleared");
    assert_eq!(directory.misses(&key).await.expect("cleared"), Misses::default());
}

pub async fn nobody_who_is_gone_signs_in(directory: Arc<dyn Directory>) {
    let nobody = account("Noa", "Nobody", "noa@example.com", "member");
    let before = directory.head().await.expect("a head");
    let key = TryKey::of(&nobody.email);
    directory
        .admit_try(&[key], now(), admission)
        .await
        .expect("counted");
    let refused = directory
        .signed_in(nobody.id, &[key], None, &entry(Action::SignedIn, None))
        .await;
    assert!(matches!(refused, Err(DirectoryError::NotFound)), "{refused:?}");
    assert_eq!(
        directory.misses(&key).await.expect("counted").count,
        1,
        "all or nothing"
    );
    assert_eq!(directory.head().await.expect("a head"), before);
}
