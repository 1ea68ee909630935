//! Hearing of changes.

use std::{sync::Arc, time::Duration};

use accounts::Directory;
use tokio::time::{Instant, sleep, timeout};

use crate::fixture::{account, create};

pub async fn a_change_is_heard_of_at_once_and_silence_ends_after_two_seconds(directory: Arc<dyn Directory>) {
    let seen = directory.next_revision(None).await.expect("it answers");
    let began = Instant::now();
    let same = directory.next_revision(Some(seen)).await.expect("it answers");
    assert_eq!(same, seen, "nothing happened");
    let waited = began.elapsed();
    assert!(
        (Duration::from_millis(1_900)..Duration::from_millis(3_500)).contains(&waited),
        "{waited:?}"
    );

    let listens = Arc::clone(&directory);
    let next = tokio::spawn(async move { (listens.next_revision(Some(seen)).await, Instant::now()) });
    sleep(Duration::from_millis(300)).await;
    create(
        directory.as_ref(),
        &account("Clara", "Change", "clara@example.com", "member"),
    )
    .await;
    let changed = Instant::now();
    let (heard, at) = next.await.expect("no panic");
    assert_ne!(heard.expect("it answers"), seen);
    // Silence would have ended later, even on a computer that has other things to do.
    assert!(at.saturating_duration_since(changed) < Duration::from_secs(1));
}

pub async fn a_wait_that_is_given_up_leaves_nothing_behind(directory: Arc<dyn Directory>) {
    let seen = directory.next_revision(None).await.expect("it answers");
    for _ in 0..5 {
        let given_up = timeout(Duration::from_millis(30), directory.next_revision(Some(seen))).await;
        assert!(given_up.is_err(), "it waits");
    }
    create(
        directory.as_ref(),
        &account("Clara", "Change", "clara@example.com", "member"),
    )
    .await;
    let heard = directory.next_revision(Some(seen)).await.expect("it answers");
    assert_ne!(heard, seen);
}

pub async fn two_who_wait_both_hear(directory: Arc<dyn Directory>) {
    let seen = directory.next_revision(None).await.expect("it answers");
    let waiting: Vec<_> = (0..2)
        .map(|_| {
            let directory = Arc::clone(&directory);
            tokio::spawn(async move { directory.next_revision(Some(seen)).await })
        })
        .collect();
    sleep(Duration::from_millis(100)).await;
    create(
        directory.as_ref(),
        &account("Clara", "Change", "clara@example.com", "member"),
    )
    .await;
    for waits in waiting {
        assert_ne!(waits.await.expect("no panic").expect("it answers"), seen);
    }
}
