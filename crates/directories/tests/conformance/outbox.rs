//! E-mails of the outbox: claimed, tried, and what an operator does with them.

use std::{collections::BTreeSet, sync::Arc};

use accounts::{
    Directory, DirectoryError, Message, MessageId, MessageKind, MessageState, NewAccount, NewMessage,
    activity::{Action, Entry},
    mail::{MailFault, MailFaultKind},
    outbox::{DeliveryFault, MailOutcome},
};
use uuid::Uuid;

use crate::fixture::{account, after, claimed, create, creation, entry, mail, message};

/// A user with one e-mail that asks to confirm the address.
pub(super) struct Case {
    directory: Arc<dyn Directory>,
    pub account: NewAccount,
    pub id: MessageId,
    secret: String,
}

impl Case {
    pub(super) async fn new(directory: &Arc<dyn Directory>, email: &str) -> Self {
        let account = account("Nadia", "Newcomer", email, "member");
        let message = message(&account);
        let secret = message
            .activation
            .as_ref()
            .expect("it brings one")
            .secret
            .stored();
        let stored = directory
            .create_user(&account, Some(&message), &creation(&account))
            .await;
        stored.expect("it is stored");
        Self {
            directory: Arc::clone(directory),
            account,
            id: message.id,
            secret: secret.to_string(),
        }
    }

    pub(super) async fn now(&self) -> Message {
        self.directory.message(self.id).await.expect("it is there")
    }

    /// Claims everything that is due, and stores what became of this one.
    pub(super) async fn tried(&self, seconds: i64, outcome: &MailOutcome) {
        let (claim, mails) = claimed(self.directory.as_ref(), seconds, 100).await;
        assert!(mails.iter().any(|mail| mail.id == self.id), "it is due");
        let stored = self
            .directory
            .mail_tried(self.id, claim, outcome, after(seconds + 1));
        stored.await.expect("it is stored");
    }

    async fn retry(&self, seconds: i64) -> Result<(), DirectoryError> {
        let entry = at(Action::MessageRetried, seconds);
        self.directory.retry_message(self.id, &entry).await
    }

    pub(super) async fn cancel(&self, seconds: i64) -> Result<(), DirectoryError> {
        let entry = at(Action::MessageCancelled, seconds);
        self.directory.cancel_message(self.id, &entry).await
    }

    /// Whether what the e-mail brings can still be read.
    async fn brings_its_secret(&self) -> bool {
        let content = self.now().await.content;
        content
            .secret
            .is_some_and(|(secret, _)| *secret.stored() == self.secret)
    }
}

pub(super) fn at(action: Action, seconds: i64) -> Entry {
    Entry {
        at: after(seconds),
        ..entry(action, None)
    }
}

pub(super) fn later() -> MailFault {
    MailFault {
        kind: MailFaultKind::Later,
        said: Some("450 4.2.0 greylisted".to_owned()),
    }
}

pub(super) fn is_not_found(answer: &Result<(), DirectoryError>) -> bool {
    matches!(answer, Err(DirectoryError::NotFound))
}

pub async fn an_email_is_due_at_once_and_the_longest_due_comes_first(directory: Arc<dyn Directory>) {
    assert_eq!(directory.next_due().await.expect("it answers"), None);
    assert!(claimed(directory.as_ref(), 0, 10).await.1.is_empty());
    let case = Case::new(&directory, "nadia@example.com").await;
    let told = |seconds| NewMessage {
        created_at: after(seconds),
        ..mail(&case.account, MessageKind::DeviceChanged)
    };
    let (second, first) = (told(-5), told(-10));
    for message in [&second, &first] {
        let stored = directory
            .store_message(message, &entry(Action::DeviceRemoved, None))
            .await;
        stored.expect("it is stored");
    }
    assert_eq!(directory.next_due().await.expect("it answers"), Some(after(-10)));
    assert!(claimed(directory.as_ref(), -11, 10).await.1.is_empty());

    let (_, mails) = claimed(directory.as_ref(), 0, 2).await;
    let ids: Vec<_> = mails.iter().map(|mail| mail.id).collect();
    assert_eq!(ids, [first.id, second.id]);
    assert!(mails[0].secret.is_none());
    let (_, mails) = claimed(directory.as_ref(), 1, 10).await;
    assert_eq!(mails.len(), 1);
    let taken = &mails[0];
    assert_eq!((taken.id, taken.kind), (case.id, MessageKind::Confirmation));
    assert_eq!((&taken.to, taken.user.id), (&case.account.email, case.account.id));
    assert_eq!(taken.user.first_name.as_str(), "Nadia");
    let (secret, until) = taken.secret.as_ref().expect("it brings a secret");
    assert_eq!(
        (secret.stored().as_str(), *until),
        (case.secret.as_str(), after(3_600))
    );
    assert_eq!(
        (taken.created_at, taken.first_try_at, taken.tries),
        (after(0), after(1), 1)
    );

    assert!(claimed(directory.as_ref(), 2, 10).await.1.is_empty());
    let seen = case.now().await;
    assert_eq!(
        (seen.state, seen.changed_at, seen.tries),
        (MessageState::Sending, after(1), 1)
    );
    assert_eq!(directory.next_due().await.expect("it answers"), Some(after(60)));
}

pub async fn a_thousand_emails_are_claimed_once_each_by_four_at_the_same_time(directory: Arc<dyn Directory>) {
    const MANY: usize = 1_000;
    let nadia = account("Nadia", "Newcomer", "nadia@example.com", "member");
    create(directory.as_ref(), &nadia).await;
    for _ in 1..MANY {
        let message = mail(&nadia, MessageKind::DeviceChanged);
        let stored = directory
            .store_message(&message, &entry(Action::DeviceRemoved, None))
            .await;
        stored.expect("it is stored");
    }
    let workers: Vec<_> = (0..4)
        .map(|_| {
            let directory = Arc::clone(&directory);
            tokio::spawn(async move {
                let mut taken = Vec::new();
                loop {
                    let (_, mails) = claimed(directory.as_ref(), 0, 7).await;
                    if mails.is_empty() {
                        return taken;
                    }
                    taken.extend(mails.iter().map(|mail| mail.id.0));
                }
            })
        })
        .collect();
    let mut taken = Vec::new();
    for worker in workers {
        taken.extend(worker.await.expect("it ends"));
    }
    let different: BTreeSet<_> = taken.iter().collect();
    assert_eq!((taken.len(), different.len()), (MANY, MANY));
}

pub async fn a_claim_that_ended_is_due_again_and_its_holder_changes_nothing(directory: Arc<dyn Directory>) {
    let case = Case::new(&directory, "nadia@example.com").await;
    let (old, _) = claimed(directory.as_ref(), 0, 10).await;
    assert!(claimed(directory.as_ref(), 59, 10).await.1.is_empty());
    let (new, mails) = claimed(directory.as_ref(), 60, 10).await;
    assert_eq!(
        (mails[0].id, mails[0].tries, mails[0].first_try_at),
        (case.id, 2, after(0))
    );
    let tried = |claim, outcome| {
        let directory = Arc::clone(&directory);
        async move {
            let stored = directory.mail_tried(case.id, claim, &outcome, after(61)).await;
            stored.expect("it answers");
        }
    };
    tried(old, MailOutcome::Sent).await;
    let seen = directory.message(case.id).await.expect("it is there");
    assert_eq!((seen.state, seen.changed_at), (MessageState::Sending, after(60)));
    assert!(seen.content.secret.is_some());
    tried(new, MailOutcome::Failed(later())).await;
    // Whoever has said what became of it has no claim any more.
    tried(new, MailOutcome::Sent).await;
    let seen = directory.message(case.id).await.expect("it is there");
    assert_eq!((seen.state, seen.changed_at), (MessageState::Failed, after(61)));
}

pub async fn an_email_becomes_what_its_try_came_to(directory: Arc<dyn Directory>) {
    let fault = later();
    let again = MailOutcome::Again {
        fault: fault.clone(),
        at: after(30),
    };
    let (failed, given_up) = (
        MailOutcome::Failed(fault.clone()),
        MailOutcome::GivenUp(fault.clone()),
    );
    for (outcome, due_at, keeps_its_secret) in [
        (again, Some(after(30)), true),
        (failed, None, true),
        (given_up, None, true),
        (MailOutcome::Sent, None, false),
        (MailOutcome::Outdated, None, false),
    ] {
        let state = outcome.state();
        let case = Case::new(&directory, &format!("{}@example.com", state.code())).await;
        case.tried(0, &outcome).await;
        let seen = case.now().await;
        assert_eq!(
            (seen.state, seen.changed_at, seen.due_at),
            (state, after(1), due_at)
        );
        assert_eq!(seen.tries, 1);
        assert_eq!(
            seen.fault,
            outcome.fault().cloned().map(DeliveryFault::Mail),
            "{state:?}"
        );
        assert_eq!(case.brings_its_secret().await, keeps_its_secret, "{state:?}");
    }
    // What failed before is forgotten once it is sent.
    assert_eq!(directory.next_due().await.expect("it answers"), Some(after(30)));
    let (claim, mails) = claimed(directory.as_ref(), 30, 10).await;
    assert_eq!(
        (mails.len(), mails[0].tries, mails[0].first_try_at),
        (1, 2, after(0))
    );
    let stored = directory.mail_tried(mails[0].id, claim, &MailOutcome::Sent, after(31));
    stored.await.expect("it is stored");
    let seen = directory.message(mails[0].id).await.expect("it is there");
    assert_eq!((seen.state, seen.fault), (MessageState::Sent, None));
    assert_eq!(directory.next_due().await.expect("it answers"), None);
}

pub async fn an_email_that_is_stored_claimed_is_for_whoever_stored_it(directory: Arc<dyn Directory>) {
    let nadia = account("Nadia", "Newcomer", "nadia@example.com", "member");
    let stored = directory.create_user(&nadia, None, &creation(&nadia)).await;
    stored.expect("it is stored");
    let claim = Uuid::now_v7();
    let test = NewMessage {
        claim: Some((claim, after(120))),
        ..mail(&nadia, MessageKind::Test)
    };
    let sent = entry(Action::TestMessageSent, None);
    directory.store_message(&test, &sent).await.expect("it is stored");
    let seen = directory.message(test.id).await.expect("it is there");
    assert_eq!(
        (seen.state, seen.tries, seen.due_at),
        (MessageState::Sending, 1, Some(after(120)))
    );
    assert!(claimed(directory.as_ref(), 119, 10).await.1.is_empty());
    let failed = MailOutcome::Failed(MailFaultKind::Credentials.into());
    let tried = directory.mail_tried(test.id, claim, &failed, after(3)).await;
    tried.expect("it is stored");
    let seen = directory.message(test.id).await.expect("it is there");
    assert_eq!((seen.state, seen.tries), (MessageState::Failed, 1));

    // Whoever stored it may be gone.
    let test = NewMessage {
        claim: Some((Uuid::now_v7(), after(120))),
        ..mail(&nadia, MessageKind::Test)
    };
    directory.store_message(&test, &sent).await.expect("it is stored");
    let (_, mails) = claimed(directory.as_ref(), 120, 10).await;
    assert_eq!((mails.len(), mails[0].id, mails[0].tries), (1, test.id, 2));
    assert_eq!(mails[0].first_try_at, after(0));
}

pub async fn an_email_is_retried_and_cancelled_only_while_it_may_yet_be_sent(directory: Arc<dyn Directory>) {
    let fault = later();
    let again = MailOutcome::Again {
        fault: fault.clone(),
        at: after(900),
    };
    let failed = MailOutcome::Failed(fault.clone());
    for (outcome, may_yet_be_sent) in [
        (again, true),
        (failed, true),
        (MailOutcome::GivenUp(fault), true),
        (MailOutcome::Sent, false),
        (MailOutcome::Outdated, false),
    ] {
        let state = outcome.state();
        let case = Case::new(&directory, &format!("{}@example.com", state.code())).await;
        case.tried(0, &outcome).await;
        let retried = case.retry(100).await;
        if !may_yet_be_sent {
            assert!(is_not_found(&retried), "{state:?} {retried:?}");
            assert!(is_not_found(&case.cancel(100).await), "{state:?}");
            assert_eq!(case.now().await.state, state);
            continue;
        }
        retried.expect("it may");
        let seen = case.now().await;
        assert_eq!(
            (seen.state, seen.due_at),
            (MessageState::Waiting, Some(after(100)))
        );
        assert_eq!((seen.changed_at, seen.tries), (after(100), 1));
        let (claim, mails) = claimed(directory.as_ref(), 101, 10).await;
        assert_eq!(
            (mails.len(), mails[0].tries, mails[0].first_try_at),
            (1, 2, after(101))
        );

        // Nobody takes it from whoever is sending it.
        assert!(is_not_found(&case.retry(102).await) && is_not_found(&case.cancel(102).await));
        let tried = directory.mail_tried(case.id, claim, &outcome, after(103)).await;
        tried.expect("it is stored");
        case.cancel(104).await.expect("it may");
        let seen = case.now().await;
        assert_eq!((seen.state, seen.due_at), (MessageState::Cancelled, None));
        assert_eq!(
            (seen.changed_at, seen.content.secret.is_none()),
            (after(104), true)
        );
        assert!(is_not_found(&case.retry(105).await) && is_not_found(&case.cancel(105).await));
    }
    assert_eq!(directory.next_due().await.expect("it answers"), None);
}

pub async fn an_email_whose_secret_is_gone_or_too_old_is_not_retried(directory: Arc<dyn Directory>) {
    let case = Case::new(&directory, "nadia@example.com").await;
    case.tried(0, &MailOutcome::Failed(later())).await;
    let refused = case.retry(3_600).await;
    assert!(is_not_found(&refused), "{refused:?}");
    case.retry(3_599).await.expect("it is good for another second");
    // What brings none can be retried at any age.
    let told = mail(&case.account, MessageKind::DeviceChanged);
    let stored = directory
        .store_message(&told, &entry(Action::DeviceRemoved, None))
        .await;
    stored.expect("it is stored");
    let retried = directory
        .retry_message(told.id, &at(Action::MessageRetried, 1_000_000))
        .await;
    retried.expect("it may");
    let unknown = directory
        .retry_message(MessageId(Uuid::now_v7()), &entry(Action::MessageRetried, None))
        .await;
    assert!(is_not_found(&unknown), "{unknown:?}");
}
