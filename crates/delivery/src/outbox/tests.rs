mod stand_in;

use std::{sync::atomic::Ordering, time::Duration};

use accounts::{
    MessageId, MessageKind, MessageState,
    mail::{MailFault, MailFaultKind},
    outbox::MailOutcome,
};
use jiff::Timestamp;
use tokio::time::{Instant, sleep};
use uuid::Uuid;

use super::later;
use stand_in::Scene;

const SECOND: Duration = Duration::from_secs(1);
const HOUR: Duration = Duration::from_hours(1);

fn at_once(answer: Result<(), MailFaultKind>) -> (Duration, Result<(), MailFault>) {
    (Duration::ZERO, answer.map_err(MailFault::from))
}

#[tokio::test(start_paused = true)]
async fn an_e_mail_is_sent_at_once_noted_and_told() {
    let scene = Scene::with(|_, _| at_once(Ok(())));
    let id = scene.add();
    let test = scene.add_of(MessageKind::Test, None);
    let _running = scene.start();
    sleep(SECOND).await;
    assert_eq!(scene.last(id), MailOutcome::Sent);
    assert_eq!(scene.last(test), MailOutcome::Sent);
    assert!(scene.times().iter().all(|time| *time < 0.1));
    // The claim, and each of both notes.
    assert_eq!(scene.told.load(Ordering::Relaxed), 3);
    sleep(HOUR).await;
    assert_eq!(scene.asked().len(), 2);
    assert_eq!(scene.rows.claims.load(Ordering::Relaxed), 1);
}

#[tokio::test(start_paused = true)]
async fn a_computer_without_the_secret_leaves_an_e_mail_to_others_until_it_knows_it() {
    let scene = Scene::with(|_, _| at_once(Ok(())));
    scene.server.knows_secret.store(false, Ordering::Relaxed);
    let id = scene.add();
    let _running = scene.start_among_others();
    sleep(HOUR).await;
    assert_eq!(scene.rows.claims.load(Ordering::Relaxed), 0);
    scene.server.knows_secret.store(true, Ordering::Relaxed);
    sleep(2 * SECOND * 60).await;
    assert_eq!(scene.last(id), MailOutcome::Sent);
}

#[tokio::test(start_paused = true)]
async fn what_is_refused_for_now_is_tried_again_after_longer_and_longer_pauses() {
    let scene = Scene::with(|_, tries| {
        at_once(if tries > 6 {
            Ok(())
        } else {
            Err(MailFaultKind::Later)
        })
    });
    let id = scene.add();
    let _running = scene.start();
    sleep(HOUR).await;
    assert_eq!(scene.last(id), MailOutcome::Sent);
    let times = scene.times();
    let pauses: Vec<f64> = times.windows(2).map(|pair| pair[1] - pair[0]).collect();
    assert_eq!(pauses.len(), 6);
    for (pause, whole) in pauses.iter().zip([1.0, 2.0, 4.0, 8.0, 16.0, 32.0]) {
        assert!((whole / 2.0..=whole + 0.01).contains(pause), "{pauses:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn what_is_refused_for_good_is_tried_once_and_the_next_one_is_sent() {
    let first = MessageId(Uuid::from_u128(1));
    let scene = Scene::with(|id, _| {
        let refused = id == MessageId(Uuid::from_u128(1));
        at_once(if refused {
            Err(MailFaultKind::Recipient)
        } else {
            Ok(())
        })
    });
    assert_eq!(scene.add(), first);
    let second = scene.add();
    let _running = scene.start();
    sleep(48 * HOUR).await;
    assert_eq!(
        scene.last(first),
        MailOutcome::Failed(MailFaultKind::Recipient.into())
    );
    assert_eq!(scene.last(second), MailOutcome::Sent);
    assert_eq!(scene.asked().len(), 2);
}

#[tokio::test(start_paused = true)]
async fn an_e_mail_is_given_up_after_a_day() {
    for kind in [MailFaultKind::Later, MailFaultKind::Unreachable] {
        let scene = match kind {
            MailFaultKind::Later => Scene::with(|_, _| at_once(Err(MailFaultKind::Later))),
            _ => Scene::with(|_, _| at_once(Err(MailFaultKind::Unreachable))),
        };
        let id = scene.add();
        let _running = scene.start();
        sleep(24 * HOUR).await;
        assert_eq!(scene.last(id).state(), MessageState::Waiting);
        sleep(HOUR).await;
        assert_eq!(scene.last(id), MailOutcome::GivenUp(kind.into()));
        let times = scene.times();
        // A try each 7.5 to 15 minutes, and ten at the beginning.
        assert!((106..=203).contains(&times.len()), "{}", times.len());
        assert!(*times.last().expect("a try") >= 24.0 * 3_600.0);
    }
}

#[tokio::test(start_paused = true)]
async fn what_brings_nothing_any_more_is_not_sent() {
    let scene = Scene::with(|_, _| at_once(Ok(())));
    let now = Timestamp::UNIX_EPOCH;
    let gone = scene.add_of(MessageKind::Confirmation, None);
    let expired = scene.add_of(MessageKind::PasswordReset, Some(now));
    let code = scene.add_of(MessageKind::Code, None);
    let good = scene.add_of(MessageKind::Confirmation, Some(later(now, HOUR)));
    let _running = scene.start();
    sleep(SECOND).await;
    for outdated in [gone, expired, code] {
        assert_eq!(scene.last(outdated), MailOutcome::Outdated);
    }
    assert_eq!(scene.last(good), MailOutcome::Sent);
    assert_eq!(scene.asked().len(), 1);
}

#[tokio::test(start_paused = true)]
async fn without_a_server_nothing_is_claimed_and_the_bell_wakes_at_once() {
    let scene = Scene::with(|_, _| at_once(Ok(())));
    scene.unset_server();
    let id = scene.add();
    let _running = scene.start();
    sleep(90 * SECOND).await;
    assert_eq!(scene.rows.claims.load(Ordering::Relaxed), 0);
    scene.set_server();
    scene.bell.notify_one();
    sleep(SECOND / 100).await;
    assert_eq!(scene.last(id), MailOutcome::Sent);
}

#[tokio::test(start_paused = true)]
async fn a_server_and_e_mails_of_other_programs_are_found_without_the_bell() {
    let scene = Scene::with(|_, _| at_once(Ok(())));
    scene.unset_server();
    let id = scene.add();
    let _running = scene.start();
    sleep(90 * SECOND).await;
    scene.set_server();
    sleep(60 * SECOND).await;
    assert_eq!(scene.last(id), MailOutcome::Sent);
    let other = scene.add();
    sleep(Duration::from_millis(2_010)).await;
    assert_eq!(scene.last(other), MailOutcome::Sent);
    let own = scene.add();
    scene.bell.notify_one();
    sleep(SECOND / 100).await;
    assert_eq!(scene.last(own), MailOutcome::Sent);
}

#[tokio::test(start_paused = true)]
async fn it_stops_within_two_seconds_while_a_send_hangs_and_the_claim_brings_the_e_mail_back() {
    let scene = Scene::with(|_, tries| {
        let time = if tries == 1 { HOUR } else { Duration::ZERO };
        (time, Ok(()))
    });
    let id = scene.add();
    let (stop, running) = scene.start();
    sleep(SECOND).await;
    let told = Instant::now();
    stop.send(true).expect("a worker");
    running.await.expect("no panic");
    assert!(
        (SECOND..2 * SECOND).contains(&told.elapsed()),
        "{:?}",
        told.elapsed()
    );
    assert!(scene.rows.rows()[0].outcomes.is_empty());
    let _running = scene.start();
    sleep(297 * SECOND).await;
    assert_eq!(scene.asked().len(), 1);
    sleep(5 * SECOND).await;
    assert_eq!(scene.last(id), MailOutcome::Sent);
}

#[tokio::test(start_paused = true)]
async fn a_send_that_ends_soon_after_the_stop_is_noted_and_no_other_begun() {
    let scene = Scene::with(|_, _| (Duration::from_millis(1_400), Ok(())));
    let id = scene.add();
    scene.add();
    let (stop, running) = scene.start();
    sleep(SECOND / 100).await;
    drop(stop);
    running.await.expect("no panic");
    assert_eq!(scene.last(id), MailOutcome::Sent);
    assert_eq!(scene.asked().len(), 1);
}

#[tokio::test(start_paused = true)]
async fn an_idle_worker_stops_at_once() {
    let scene = Scene::with(|_, _| at_once(Ok(())));
    scene.unset_server();
    let (stop, running) = scene.start();
    sleep(SECOND).await;
    let told = Instant::now();
    stop.send(true).expect("a worker");
    running.await.expect("no panic");
    assert!(told.elapsed() < SECOND / 10);
}

#[tokio::test(start_paused = true)]
async fn a_note_that_cannot_be_stored_is_tried_again_and_the_e_mail_is_not_sent_twice() {
    let scene = Scene::with(|_, _| at_once(Ok(())));
    scene.add();
    scene.add();
    scene.rows.failing_notes.store(60, Ordering::Relaxed);
    let _running = scene.start();
    sleep(60 * SECOND).await;
    // Nothing else is sent that could not be noted.
    assert_eq!(scene.asked().len(), 1);
    sleep(120 * SECOND).await;
    assert!(scene.all_sent());
    assert_eq!(scene.asked().len(), 2);
}

#[tokio::test(start_paused = true)]
async fn a_directory_that_never_stores_a_note_ends_neither_worker_nor_outbox() {
    let scene = Scene::with(|_, _| at_once(Ok(())));
    scene.add();
    // More than are tried in one claim.
    scene.rows.failing_notes.store(200, Ordering::Relaxed);
    let _running = scene.start();
    sleep(290 * SECOND).await;
    assert_eq!(scene.asked().len(), 1);
    sleep(HOUR).await;
    assert!(scene.all_sent());
    assert_eq!(scene.asked().len(), 2);
}

#[tokio::test(start_paused = true)]
async fn a_server_that_refuses_the_password_is_asked_once_a_round_however_many_wait() {
    let scene = Scene::with(|_, _| at_once(Err(MailFaultKind::Credentials)));
    for _ in 0..1_000 {
        scene.add();
    }
    let _running = scene.start();
    sleep(HOUR).await;
    let tries = scene.asked().len();
    // Ten pauses add up to some 17 minutes, then there is one each quarter of an hour.
    assert!((10..=18).contains(&tries), "{tries}");
    let refused = MailFault::from(MailFaultKind::Credentials);
    let shown = scene
        .rows
        .rows()
        .iter()
        .filter(|row| !row.outcomes.is_empty())
        .count();
    assert!(shown >= tries, "{shown}");
    let shows_it = |row: &&stand_in::Row| row.last().fault() == Some(&refused);
    assert_eq!(
        scene
            .rows
            .rows()
            .iter()
            .filter(|row| !row.outcomes.is_empty())
            .filter(shows_it)
            .count(),
        shown
    );
    scene.answer(|_, _| at_once(Ok(())));
    sleep(HOUR).await;
    assert!(scene.all_sent());
    assert_eq!(scene.asked().len(), tries + 1_000);
}

#[tokio::test(start_paused = true)]
async fn the_bell_ends_a_pause_but_does_not_hammer_a_server() {
    let scene = Scene::with(|_, _| at_once(Err(MailFaultKind::Credentials)));
    scene.add();
    let _running = scene.start();
    sleep(HOUR).await;
    let before = scene.asked().len();
    for _ in 0..600 {
        scene.add();
        scene.bell.notify_one();
        sleep(SECOND / 10).await;
    }
    let tries = scene.asked().len() - before;
    assert!((10..=14).contains(&tries), "{tries}");
    scene.answer(|_, _| at_once(Ok(())));
    scene.bell.notify_one();
    sleep(6 * SECOND).await;
    assert!(scene.asked().len() > before + tries);
}

#[tokio::test(start_paused = true)]
async fn an_e_mail_that_makes_the_server_hang_up_keeps_no_other_waiting() {
    let scene = Scene::with(|id, _| {
        let bad = id == MessageId(Uuid::from_u128(1));
        at_once(if bad { Err(MailFaultKind::Cut) } else { Ok(()) })
    });
    let bad = scene.add();
    for _ in 0..20 {
        scene.add();
    }
    let _running = scene.start();
    sleep(10 * SECOND).await;
    assert_eq!(scene.last(bad).state(), MessageState::Waiting);
    let sent = scene
        .rows
        .rows()
        .iter()
        .filter(|row| matches!(row.outcomes.last(), Some((_, MailOutcome::Sent))))
        .count();
    assert_eq!(sent, 20);
}

#[tokio::test(start_paused = true)]
async fn a_directory_that_fails_is_asked_again_after_a_pause() {
    let scene = Scene::with(|_, _| at_once(Ok(())));
    let id = scene.add();
    scene.rows.failing_looks.store(8, Ordering::Relaxed);
    let _running = scene.start();
    sleep(30 * SECOND).await;
    let left = scene.rows.failing_looks.load(Ordering::Relaxed);
    assert!((1..=4).contains(&left), "{left}");
    sleep(300 * SECOND).await;
    assert_eq!(scene.last(id), MailOutcome::Sent);
}

#[tokio::test(start_paused = true)]
async fn two_workers_give_a_slow_server_no_e_mail_twice() {
    let scene = Scene::with(|_, _| (100 * SECOND, Ok(())));
    for _ in 0..20 {
        scene.add();
    }
    let _running = (scene.start(), scene.start());
    sleep(4 * HOUR).await;
    assert!(scene.all_sent());
    assert_eq!(scene.asked().len(), 20);
}

#[tokio::test(start_paused = true)]
async fn a_server_that_never_answers_may_have_taken_the_e_mail() {
    let scene = Scene::with(|_, tries| (if tries == 1 { 24 * HOUR } else { Duration::ZERO }, Ok(())));
    let id = scene.add();
    let _running = scene.start();
    sleep(150 * SECOND + SECOND / 4).await;
    assert_eq!(scene.last(id).fault(), Some(&MailFaultKind::Uncertain.into()));
    sleep(2 * SECOND).await;
    assert_eq!(scene.last(id), MailOutcome::Sent);
}
