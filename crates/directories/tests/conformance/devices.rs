//! One-time codes, and the devices that they confirm.

use std::sync::Arc;

use accounts::{
    Delivery, Directory, DirectoryError, DraftId, GatewayKind, MessageId, MessageKind, MessageState,
    MessageText, NewAccount, NewDevice, NewMessage, PhoneNumber, Recipient, UserId,
    activity::{Action, Entry},
    code::{CodeHash, CodeRefusal, CodeTry, KeyedCode, Scope},
    outbox::DeliveryFault,
    recovery::RecoveryHash,
    sms::{SmsFault, SmsFaultKind},
};
use uuid::Uuid;

use crate::fixture::{account, after, create, creation, entry, mail};

const RIGHT: CodeHash = CodeHash([1; 32]);
const WRONG: CodeHash = CodeHash([9; 32]);

/// A code for a number of Germany with these last digits, in one draft.
struct Case {
    directory: Arc<dyn Directory>,
    number: PhoneNumber,
    scope: Scope,
}

impl Case {
    fn new(directory: Arc<dyn Directory>, last: &str) -> Self {
        Self {
            directory,
            number: PhoneNumber::stored(&format!("+4915112{last}")).expect("a number"),
            scope: Scope::Draft {
                operator: UserId(Uuid::nil()),
                draft: DraftId(Uuid::now_v7()),
            },
        }
    }

    fn keyed(&self, hash: CodeHash, seconds: i64) -> KeyedCode {
        KeyedCode {
            scope: self.scope,
            number: self.number.clone(),
            hash,
            at: after(seconds),
        }
    }

    fn message(&self, seconds: i64) -> NewMessage {
        NewMessage {
            id: MessageId(Uuid::now_v7()),
            kind: MessageKind::Code,
            state: MessageState::Kept,
            recipient: Recipient::Phone(self.number.clone()),
            user: None,
            caused_by: None,
            text: Some(MessageText::new("042137 is a code".to_owned())),
            activation: None,
            claim: None,
            created_at: after(seconds),
        }
    }

    async fn send(&self, seconds: i64) -> Result<MessageId, CodeRefusal> {
        let message = self.message(seconds);
        let keyed = self.keyed(RIGHT, seconds);
        let entry = entry(Action::CodeSent, None);
        let begun = self
            .directory
            .begin_code(&keyed, GatewayKind::Outbox, &message, &entry);
        begun.await.expect("it answers").map(|_| message.id)
    }

    async fn attempt(&self, hash: CodeHash, seconds: i64) -> CodeTry {
        let keyed = self.keyed(hash, seconds);
        let entry = entry(Action::NumberConfirmed, None);
        let tried = self.directory.try_code(&keyed, Some(&entry));
        tried.await.expect("it answers")
    }

    async fn is_confirmed(&self, seconds: i64) -> bool {
        let asked = self
            .directory
            .is_confirmed(&self.scope, &self.number, after(seconds));
        asked.await.expect("it answers")
    }

    async fn text_of(&self, message: MessageId) -> Option<String> {
        let found = self.directory.message(message).await.expect("it is there");
        found.content.text.map(|text| text.expose().to_owned())
    }

    fn owner_of_the_phone(&self, email: &str) -> NewAccount {
        NewAccount {
            device: Some(NewDevice {
                number: self.number.clone(),
                scope: self.scope,
            }),
            ..account("Nadia", "Newcomer", email, "member")
        }
    }
}

pub async fn a_confirmed_number_becomes_the_device_of_one_account(directory: Arc<dyn Directory>) {
    let case = Case::new(directory, "345678");
    let nadia = case.owner_of_the_phone("nadia@example.com");
    let refused = case.directory.create_user(&nadia, None, &creation(&nadia)).await;
    assert!(
        matches!(refused, Err(DirectoryError::NotConfirmed)),
        "{refused:?}"
    );
    assert!(!case.directory.is_taken(&nadia.email).await.expect("it answers"));

    case.send(0).await.expect("sent");
    assert!(!case.is_confirmed(1).await);
    assert_eq!(case.attempt(RIGHT, 1).await, CodeTry::Confirmed);
    assert!(case.is_confirmed(2).await);
    create(case.directory.as_ref(), &nadia).await;
    let stored = case.directory.user(nadia.id).await.expect("it is there");
    let device = stored.device.expect("it has a device");
    assert_eq!(device.number, case.number);
    assert_eq!(device.confirmed_at, after(1));
    assert_eq!(device.through, GatewayKind::Outbox);
    assert!(stored.user.device);

    // The confirmation is used up.
    assert!(!case.is_confirmed(3).await);
    let second = case.owner_of_the_phone("second@example.com");
    let refused = case
        .directory
        .create_user(&second, None, &creation(&second))
        .await;
    assert!(
        matches!(refused, Err(DirectoryError::NotConfirmed)),
        "{refused:?}"
    );
}

pub async fn a_number_is_confirmed_in_its_own_draft_only_and_for_a_day(directory: Arc<dyn Directory>) {
    let case = Case::new(Arc::clone(&directory), "345678");
    case.send(0).await.expect("sent");
    let other = Case::new(Arc::clone(&directory), "345678");
    assert_eq!(other.attempt(RIGHT, 1).await, CodeTry::Missing);
    let other_number = Case {
        number: PhoneNumber::stored("+4915112345670").expect("a number"),
        scope: case.scope,
        directory,
    };
    assert_eq!(other_number.attempt(RIGHT, 1).await, CodeTry::Missing);
    assert_eq!(case.attempt(RIGHT, 2).await, CodeTry::Confirmed);
    assert!(!other.is_confirmed(3).await && !other_number.is_confirmed(3).await);
    assert!(case.is_confirmed(86_401).await);
    assert!(!case.is_confirmed(86_402).await);
}

pub async fn misses_and_sends_are_counted_whichever_draft_asks(directory: Arc<dyn Directory>) {
    let case = Case::new(Arc::clone(&directory), "345678");
    case.send(0).await.expect("sent");
    for left in [4, 3] {
        assert_eq!(case.attempt(WRONG, 1).await, CodeTry::Wrong { left });
    }
    let reopened = Case::new(Arc::clone(&directory), "345678");
    assert_eq!(reopened.send(10).await, Err(CodeRefusal::TooSoon { seconds: 20 }));
    reopened.send(30).await.expect("sent");
    assert_eq!(case.attempt(RIGHT, 31).await, CodeTry::Missing);
    for left in [2, 1] {
        assert_eq!(reopened.attempt(WRONG, 31).await, CodeTry::Wrong { left });
    }
    assert_eq!(reopened.attempt(WRONG, 31).await, CodeTry::Ended);
    assert_eq!(reopened.attempt(RIGHT, 31).await, CodeTry::Ended);
    reopened.send(61).await.expect("sent");
    assert_eq!(
        reopened.send(100).await,
        Err(CodeRefusal::TooMany { seconds: 500 })
    );
    assert_eq!(reopened.attempt(RIGHT, 661).await, CodeTry::Expired);
}

pub async fn codes_to_like_numbers_are_limited_together(directory: Arc<dyn Directory>) {
    for last in ["340001", "340002", "340003", "340004", "340005"] {
        Case::new(Arc::clone(&directory), last)
            .send(0)
            .await
            .expect("sent");
    }
    let sixth = Case::new(Arc::clone(&directory), "340006");
    assert_eq!(
        sixth.send(60).await,
        Err(CodeRefusal::TooManyAlike { seconds: 3_540 })
    );
    let elsewhere = Case::new(directory, "350001");
    assert!(elsewhere.send(60).await.is_ok());
}

pub async fn a_message_loses_its_text_with_its_code(directory: Arc<dyn Directory>) {
    let used = Case::new(Arc::clone(&directory), "345678");
    let message = used.send(0).await.expect("sent");
    assert_eq!(used.text_of(message).await.as_deref(), Some("042137 is a code"));
    let listed = directory
        .messages(None, None, 10)
        .await
        .expect("it lists")
        .messages;
    assert_eq!(listed[0].recipient, Recipient::Phone(used.number.clone()));
    assert!(listed[0].user.is_none() && listed[0].content.text.is_none());
    used.attempt(RIGHT, 1).await;
    assert_eq!(used.text_of(message).await, None);

    let replaced = Case::new(Arc::clone(&directory), "345679");
    let (first, second) = (replaced.send(0).await, replaced.send(30).await);
    assert_eq!(replaced.text_of(first.expect("sent")).await, None);
    assert!(replaced.text_of(second.expect("sent")).await.is_some());

    let ended = Case::new(Arc::clone(&directory), "355678");
    let message = ended.send(0).await.expect("sent");
    for _ in 0..5 {
        ended.attempt(WRONG, 1).await;
    }
    assert_eq!(ended.text_of(message).await, None);

    // What nobody tries is wiped when the next code is sent.
    let expired = Case::new(Arc::clone(&directory), "365678");
    let message = expired.send(0).await.expect("sent");
    Case::new(directory, "375678").send(600).await.expect("sent");
    assert_eq!(expired.text_of(message).await, None);
}

pub async fn twenty_tries_at_the_same_moment_count_as_twenty(directory: Arc<dyn Directory>) {
    let case = Arc::new(Case::new(directory, "345678"));
    case.send(0).await.expect("sent");
    let tries: Vec<_> = (0..20)
        .map(|_| {
            let case = Arc::clone(&case);
            tokio::spawn(async move { case.attempt(WRONG, 1).await })
        })
        .collect();
    let mut wrong = 0;
    for tried in tries {
        if matches!(tried.await.expect("it ends"), CodeTry::Wrong { .. }) {
            wrong += 1;
        }
    }
    assert_eq!(wrong, 4);
    assert_eq!(case.attempt(RIGHT, 2).await, CodeTry::Ended);
}

pub async fn a_code_that_did_not_leave_does_not_count(directory: Arc<dyn Directory>) {
    let case = Case::new(Arc::clone(&directory), "345678");
    let fault = SmsFault {
        kind: SmsFaultKind::Unreachable,
        said: Some("connection refused".to_owned()),
    };
    for _ in 0..6 {
        let message = case.send(0).await.expect("it may be sent");
        let failed = Delivery::Failed(fault.clone());
        let stored = directory.message_handed_over(message, &failed, after(1)).await;
        stored.expect("it is stored");
        assert_eq!(case.attempt(RIGHT, 1).await, CodeTry::Missing);
        let found = directory.message(message).await.expect("it is there");
        assert_eq!((found.state, found.tries), (MessageState::Failed, 1));
        assert_eq!(found.fault, Some(DeliveryFault::Sms(fault.clone())));
        assert_eq!((found.created_at, found.changed_at), (after(0), after(1)));
        assert!(found.content.text.is_none() && found.due_at.is_none());
    }
    // What may have left counts, and its code is good.
    let message = case.send(0).await.expect("sent");
    let uncertain = Delivery::Uncertain(SmsFaultKind::NoAnswer.into());
    directory
        .message_handed_over(message, &uncertain, after(1))
        .await
        .expect("it is stored");
    assert_eq!(case.text_of(message).await, None);
    assert_eq!(case.send(1).await, Err(CodeRefusal::TooSoon { seconds: 29 }));
    assert_eq!(case.attempt(RIGHT, 2).await, CodeTry::Confirmed);
}

pub async fn a_message_whose_sender_is_gone_is_uncertain(directory: Arc<dyn Directory>) {
    let case = Case::new(Arc::clone(&directory), "345678");
    let message = NewMessage {
        state: MessageState::Sending,
        ..case.message(0)
    };
    let sent = entry(Action::TestMessageSent, None);
    directory
        .store_message(&message, &sent)
        .await
        .expect("it is stored");
    Case::new(Arc::clone(&directory), "375678")
        .send(600)
        .await
        .expect("sent");
    let found = directory.message(message.id).await.expect("it is there");
    assert_eq!(
        (found.state, found.changed_at),
        (MessageState::Uncertain, after(600))
    );
    assert!(found.content.text.is_none());
}

pub async fn the_way_of_the_code_stays_with_the_device(directory: Arc<dyn Directory>) {
    let case = Case::new(directory, "345678");
    let (keyed, message) = (case.keyed(RIGHT, 0), case.message(0));
    let entry = entry(Action::CodeSent, None);
    let sent = case
        .directory
        .begin_code(&keyed, GatewayKind::Smpp, &message, &entry);
    sent.await.expect("it answers").expect("sent");
    assert_eq!(case.attempt(RIGHT, 1).await, CodeTry::Confirmed);
    let nadia = case.owner_of_the_phone("nadia@example.com");
    create(case.directory.as_ref(), &nadia).await;
    let device = case.directory.user(nadia.id).await.expect("it is there").device;
    assert_eq!(device.expect("a device").through, GatewayKind::Smpp);
}

pub async fn a_code_for_signing_in_registers_nothing(directory: Arc<dyn Directory>) {
    let case = Case {
        scope: Scope::SignIn {
            user: UserId(Uuid::nil()),
            attempt: Uuid::now_v7(),
        },
        ..Case::new(directory, "345678")
    };
    case.send(0).await.expect("sent");
    assert_eq!(case.attempt(RIGHT, 1).await, CodeTry::Confirmed);
    assert!(!case.is_confirmed(2).await);
    assert_eq!(case.attempt(RIGHT, 3).await, CodeTry::Missing);
}

pub async fn a_removed_device_takes_its_recovery_codes_along(directory: Arc<dyn Directory>) {
    let case = Case::new(Arc::clone(&directory), "345678");
    case.send(0).await.expect("sent");
    case.attempt(RIGHT, 1).await;
    let nadia = case.owner_of_the_phone("nadia@example.com");
    create(directory.as_ref(), &nadia).await;
    let (one, two) = (RecoveryHash([1; 32]), RecoveryHash([2; 32]));
    let made = entry(Action::RecoveryCodesMade, None);
    directory
        .replace_recovery_codes(nadia.id, &[one, two], &made)
        .await
        .expect("they are stored");
    assert_eq!(directory.recovery_codes(nadia.id).await.expect("counted"), 2);

    let signed_in = entry(Action::RecoveryCodeUsed, None);
    let uses = |code| {
        let (directory, signed_in) = (Arc::clone(&directory), signed_in.clone());
        async move {
            let answer = directory.use_recovery_code(nadia.id, &code, &signed_in).await;
            answer.expect("it answers")
        }
    };
    assert!(!uses(RecoveryHash([3; 32])).await);
    assert!(uses(one).await);
    assert!(!uses(one).await);
    assert_eq!(directory.recovery_codes(nadia.id).await.expect("counted"), 1);

    let removed = entry(Action::DeviceRemoved, None);
    let told = mail(&nadia, MessageKind::DeviceChanged);
    let stored = directory.remove_device(nadia.id, &told, &removed).await;
    stored.expect("it is removed");
    let newest = directory
        .messages(None, None, 1)
        .await
        .expect("it lists")
        .messages;
    assert_eq!(newest[0].id, told.id);
    assert!(directory.user(nadia.id).await.expect("there").device.is_none());
    assert!(!uses(two).await);
    let told = mail(&nadia, MessageKind::DeviceChanged);
    let again = directory.remove_device(nadia.id, &told, &removed).await;
    assert!(matches!(again, Err(DirectoryError::NotFound)), "{again:?}");
    let unsent = directory.message(told.id).await;
    assert!(matches!(unsent, Err(DirectoryError::NotFound)), "{unsent:?}");
}

pub async fn a_device_is_registered_for_an_account_that_has_none(directory: Arc<dyn Directory>) {
    let nadia = account("Nadia", "Newcomer", "nadia@example.com", "member");
    create(directory.as_ref(), &nadia).await;
    let case = Case {
        scope: Scope::Own {
            user: nadia.id,
            attempt: Uuid::now_v7(),
        },
        ..Case::new(Arc::clone(&directory), "345678")
    };
    let device = NewDevice {
        number: case.number.clone(),
        scope: case.scope,
    };
    let registered = Entry {
        at: after(2),
        ..entry(Action::DeviceRegistered, Some(&nadia))
    };
    let register = || async {
        let told = mail(&nadia, MessageKind::DeviceChanged);
        let stored = directory.register_device(nadia.id, &device, &told, &registered);
        (stored.await, directory.message(told.id).await.is_ok())
    };
    let refused = register().await;
    assert!(
        matches!(refused, (Err(DirectoryError::NotConfirmed), false)),
        "{refused:?}"
    );
    case.send(0).await.expect("sent");
    assert_eq!(case.attempt(RIGHT, 1).await, CodeTry::Confirmed);
    assert!(matches!(register().await, (Ok(()), true)));
    let stored = directory.user(nadia.id).await.expect("it is there");
    assert_eq!(stored.device.expect("a device").number, case.number);

    // One who has a device does not get another in its place, whatever was confirmed.
    case.send(31).await.expect("sent");
    assert_eq!(case.attempt(RIGHT, 32).await, CodeTry::Confirmed);
    let refused = register().await;
    assert!(
        matches!(refused, (Err(DirectoryError::NotFound), false)),
        "{refused:?}"
    );
    assert!(case.is_confirmed(33).await);
}
