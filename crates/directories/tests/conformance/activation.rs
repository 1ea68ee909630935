//! Ways to confirm an address.

use std::sync::Arc;

use accounts::{
    Directory, DirectoryError, MessageKind, MessageState, NewAccount, NewMessage,
    activation::{ActivationToken, TokenHash},
    activity::{Action, Entry},
    mail::MailFaultKind,
    outbox::MailOutcome,
    password::PasswordHash,
    sign_in::{TryKey, admission},
};

use crate::fixture::{account, after, claimed, creation, entry, mail, message};

/// Stores an account with the e-mail that asks to confirm its address.
async fn newcomer(directory: &dyn Directory, email: &str) -> (NewAccount, NewMessage) {
    let account = account("Nadia", "Newcomer", email, "member");
    let message = message(&account);
    let stored = directory
        .create_user(&account, Some(&message), &creation(&account))
        .await;
    stored.expect("it is stored");
    (account, message)
}

fn token_of(message: &NewMessage) -> TokenHash {
    message.activation.as_ref().expect("it brings one").token
}

fn activated(seconds: i64) -> Entry {
    Entry {
        at: after(seconds),
        ..entry(Action::UserActivated, None)
    }
}

async fn activate(directory: &dyn Directory, token: &TokenHash, seconds: i64) -> Result<(), DirectoryError> {
    directory.activate(token, None, &[], &activated(seconds)).await
}

async fn resend(directory: &dyn Directory, message: &NewMessage) -> Result<(), DirectoryError> {
    let resent = entry(Action::ConfirmationResent, None);
    directory.store_message(message, &resent).await
}

fn is_not_found(answer: &Result<(), DirectoryError>) -> bool {
    matches!(answer, Err(DirectoryError::NotFound))
}

pub async fn an_activation_is_stored_with_its_account_or_not_at_all(directory: Arc<dyn Directory>) {
    let (nadia, sent) = newcomer(directory.as_ref(), "nadia@example.com").await;
    let new = sent.activation.as_ref().expect("it brings one");
    let by_token = directory.activation(&new.token).await.expect("it answers");
    let by_user = directory.activation_of(nadia.id).await.expect("it answers");
    for found in [by_token, by_user] {
        let found = found.expect("it is there");
        assert_eq!((found.user, &found.email), (nadia.id, &nadia.email));
        assert_eq!((found.token, found.code), (new.token, new.code));
        assert_eq!(found.expires_at, new.expires_at);
    }

    let second = account("Nadia", "Second", "NADIA@example.com", "member");
    let unsent = message(&second);
    let refused = directory
        .create_user(&second, Some(&unsent), &creation(&second))
        .await;
    assert!(
        matches!(refused, Err(DirectoryError::Taken { .. })),
        "{refused:?}"
    );
    let stored = directory
        .activation(&token_of(&unsent))
        .await
        .expect("it answers");
    assert!(stored.is_none() && directory.message(unsent.id).await.is_err());
    let invented = ActivationToken::random(&mut rand::rng()).hash();
    assert!(
        directory
            .activation(&invented)
            .await
            .expect("it answers")
            .is_none()
    );
    assert!(
        directory
            .activation_of(second.id)
            .await
            .expect("it answers")
            .is_none()
    );
    assert!(is_not_found(&activate(directory.as_ref(), &invented, 1).await));
}

pub async fn of_twenty_who_use_a_token_at_the_same_moment_one_does(directory: Arc<dyn Directory>) {
    let (nadia, sent) = newcomer(directory.as_ref(), "nadia@example.com").await;
    let before = directory.count_users("").await.expect("counted");
    let entries = directory.head().await.expect("a head").number;
    let token = token_of(&sent);
    let tries: Vec<_> = (0..20)
        .map(|index| {
            let directory = Arc::clone(&directory);
            tokio::spawn(async move {
                let password = PasswordHash::stored(format!("$argon2id${index}"));
                let tried = directory
                    .activate(&token, Some(&password), &[], &activated(5))
                    .await;
                (tried, password)
            })
        })
        .collect();
    let mut chosen = Vec::new();
    for tried in tries {
        match tried.await.expect("it ends") {
            (Ok(()), password) => chosen.push(password),
            (Err(DirectoryError::NotFound), _) => {}
            other => panic!("{other:?}"),
        }
    }
    assert_eq!(chosen.len(), 1);
    let stored = directory.user(nadia.id).await.expect("it is there");
    assert_eq!(stored.user.confirmed_at, Some(after(5)));
    assert_eq!(stored.password.as_str(), chosen[0].as_str());
    let counts = directory.count_users("").await.expect("counted");
    assert_eq!(
        (counts.pending, counts.active),
        (before.pending - 1, before.active + 1)
    );
    assert_eq!(directory.head().await.expect("a head").number, entries + 1);
    assert!(directory.activation(&token).await.expect("it answers").is_none());
    assert!(
        directory
            .activation_of(nadia.id)
            .await
            .expect("it answers")
            .is_none()
    );
}

pub async fn activating_forgives_misses_and_cancels_what_brings_the_token(directory: Arc<dyn Directory>) {
    let (nadia, sent) = newcomer(directory.as_ref(), "nadia@example.com").await;
    let told = mail(&nadia, MessageKind::DeviceChanged);
    let stored = directory
        .store_message(&told, &entry(Action::DeviceRegistered, None))
        .await;
    stored.expect("it is stored");
    let key = TryKey::of(&nadia.email);
    let admitted = directory.admit_try(&[key], after(0), admission).await;
    admitted.expect("it answers");
    let entry = activated(5);
    let done = directory.activate(&token_of(&sent), None, &[key], &entry).await;
    done.expect("it is good");
    assert_eq!(directory.misses(&key).await.expect("it answers").count, 0);
    let stored = directory.user(nadia.id).await.expect("it is there");
    assert_eq!(stored.password.as_str(), nadia.password.as_str());
    let seen = directory.message(sent.id).await.expect("it is there");
    assert_eq!(
        (seen.state, seen.changed_at, seen.due_at),
        (MessageState::Cancelled, after(5), None)
    );
    assert!(seen.content.secret.is_none());
    let (_, mails) = claimed(directory.as_ref(), 6, 10).await;
    assert_eq!((mails.len(), mails[0].id), (1, told.id));
}

pub async fn an_email_on_its_way_while_its_token_is_used_brings_nothing_later(directory: Arc<dyn Directory>) {
    let (_, sent) = newcomer(directory.as_ref(), "nadia@example.com").await;
    let (claim, _) = claimed(directory.as_ref(), 0, 10).await;
    activate(directory.as_ref(), &token_of(&sent), 1)
        .await
        .expect("it is good");
    let seen = directory.message(sent.id).await.expect("it is there");
    assert_eq!(seen.state, MessageState::Sending);
    assert!(seen.content.secret.is_none());
    let again = MailOutcome::Again {
        fault: MailFaultKind::Cut.into(),
        at: after(10),
    };
    let tried = directory.mail_tried(sent.id, claim, &again, after(2)).await;
    tried.expect("it is stored");
    let (claim, mails) = claimed(directory.as_ref(), 10, 10).await;
    assert!(mails[0].id == sent.id && mails[0].secret.is_none());
    let tried = directory.mail_tried(sent.id, claim, &MailOutcome::Outdated, after(11));
    tried.await.expect("it is stored");
    let seen = directory.message(sent.id).await.expect("it is there");
    assert_eq!(seen.state, MessageState::Cancelled);
}

pub async fn a_new_way_to_confirm_voids_the_one_before(directory: Arc<dyn Directory>) {
    for (email, failed) in [("waits@example.com", false), ("failed@example.com", true)] {
        let (nadia, first) = newcomer(directory.as_ref(), email).await;
        if failed {
            let (claim, _) = claimed(directory.as_ref(), 0, 10).await;
            let outcome = MailOutcome::Failed(MailFaultKind::Recipient.into());
            let tried = directory.mail_tried(first.id, claim, &outcome, after(0)).await;
            tried.expect("it is stored");
        }
        let second = NewMessage {
            created_at: after(1),
            ..message(&nadia)
        };
        resend(directory.as_ref(), &second).await.expect("it is stored");
        let seen = directory.message(first.id).await.expect("it is there");
        assert_eq!(
            (seen.state, seen.changed_at, seen.due_at),
            (MessageState::Cancelled, after(1), None)
        );
        assert!(seen.content.secret.is_none());
        assert!(
            directory
                .message(second.id)
                .await
                .expect("there")
                .content
                .secret
                .is_some()
        );
        let retried = directory
            .retry_message(first.id, &entry(Action::MessageRetried, None))
            .await;
        assert!(is_not_found(&retried), "{retried:?}");
        assert!(
            directory
                .activation(&token_of(&first))
                .await
                .expect("it answers")
                .is_none()
        );
        let refused = activate(directory.as_ref(), &token_of(&first), 2).await;
        assert!(is_not_found(&refused), "{refused:?}");
        let of_user = directory.activation_of(nadia.id).await.expect("it answers");
        assert_eq!(of_user.expect("the new one").token, token_of(&second));
        activate(directory.as_ref(), &token_of(&second), 2)
            .await
            .expect("it is good");
    }
}

pub async fn a_token_is_good_until_it_expires(directory: Arc<dyn Directory>) {
    let (nadia, sent) = newcomer(directory.as_ref(), "nadia@example.com").await;
    let token = token_of(&sent);
    let refused = activate(directory.as_ref(), &token, 3_600).await;
    assert!(is_not_found(&refused), "{refused:?}");
    let stored = directory.user(nadia.id).await.expect("it is there").user;
    assert_eq!(stored.confirmed_at, None);
    // It is still found, so that who comes too late can be told.
    let found = directory.activation(&token).await.expect("it answers");
    assert!(found.expect("it is there").is_over(after(3_600)));
    activate(directory.as_ref(), &token, 3_599)
        .await
        .expect("it is good");
}

pub async fn a_disabled_account_is_not_activated(directory: Arc<dyn Directory>) {
    let disabled = NewAccount {
        enabled: false,
        ..account("Dan", "Disabled", "dan@example.com", "member")
    };
    let sent = message(&disabled);
    let stored = directory
        .create_user(&disabled, Some(&sent), &creation(&disabled))
        .await;
    stored.expect("it is stored");
    assert!(
        directory
            .activation(&token_of(&sent))
            .await
            .expect("it answers")
            .is_none()
    );
    assert!(
        directory
            .activation_of(disabled.id)
            .await
            .expect("it answers")
            .is_none()
    );
    let refused = activate(directory.as_ref(), &token_of(&sent), 1).await;
    assert!(is_not_found(&refused), "{refused:?}");
    let seen = directory.message(sent.id).await.expect("it is there");
    assert!(seen.state == MessageState::Waiting && seen.content.secret.is_some());
}

pub async fn who_has_confirmed_gets_no_other_way_to_do_so(directory: Arc<dyn Directory>) {
    let (nadia, sent) = newcomer(directory.as_ref(), "nadia@example.com").await;
    activate(directory.as_ref(), &token_of(&sent), 1)
        .await
        .expect("it is good");
    let entries = directory.head().await.expect("a head").number;
    let again = message(&nadia);
    let refused = resend(directory.as_ref(), &again).await;
    assert!(is_not_found(&refused), "{refused:?}");
    assert!(directory.message(again.id).await.is_err());
    assert_eq!(directory.head().await.expect("a head").number, entries);
    assert!(
        directory
            .activation(&token_of(&again))
            .await
            .expect("it answers")
            .is_none()
    );
    let nobody = account("Lou", "Lost", "lou@example.com", "member");
    assert!(is_not_found(&resend(directory.as_ref(), &message(&nobody)).await));
}
