//! Changes that others make.

use std::time::{Duration, Instant};

use accounts::Directory;
use peers::postgres::Postgres;
use tokio::time::sleep;

use crate::fixture::{
    Local, account, create,
    server::{connection_to, opened_on},
};

async fn hears_of(listener: &dyn Directory, writer: &dyn Directory, within: Duration) {
    let seen = listener.next_revision(None).await.expect("it answers");
    for round in 0..3 {
        let seen = if round == 0 {
            seen
        } else {
            listener.next_revision(None).await.expect("it answers")
        };
        let email = format!("heard{round}@example.com");
        let heard = async {
            let heard = listener.next_revision(Some(seen)).await.expect("it answers");
            assert_ne!(heard, seen);
            Instant::now()
        };
        let changes = async {
            sleep(Duration::from_millis(200)).await;
            create(writer, &account("Hera", "Heard", &email, "member")).await;
            Instant::now()
        };
        let (heard, stored) = tokio::join!(heard, changes);
        let waited = heard.saturating_duration_since(stored);
        assert!(waited < within, "{waited:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_change_of_another_desk_is_heard_of_at_once() {
    let postgres = Postgres::shared().expect("a server");
    let connection = connection_to(postgres, &postgres.database().expect("a database"));
    let directories = [
        opened_on(&connection).await.expect("it opens"),
        opened_on(&connection).await.expect("it opens"),
    ];
    hears_of(
        directories[0].as_ref(),
        directories[1].as_ref(),
        // Sooner than silence would end, even on a computer that has other things to do.
        Duration::from_secs(1),
    )
    .await;
    for directory in directories {
        directory.close().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_change_of_another_program_in_the_same_file_is_heard_of_in_two_seconds() {
    let local = Local::new().await;
    let directories = [local.open().await, local.open().await];
    hears_of(
        directories[0].as_ref(),
        directories[1].as_ref(),
        Duration::from_secs(2),
    )
    .await;
    for directory in directories {
        directory.close().await;
    }
}
