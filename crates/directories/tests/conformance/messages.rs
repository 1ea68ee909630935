//! Messages as they are shown: page by page, and beside the user whom they ask to confirm.

use std::sync::Arc;

use accounts::{
    Directory, MessageKind, MessageState, NewMessage, StatusFilter, UserQuery, UserSort, activity::Action,
    outbox::MailOutcome,
};

use super::outbox::{Case, at, is_not_found, later};
use crate::fixture::{account, after, create, creation, entry, mail, message};

pub async fn messages_of_one_state_are_paged(directory: Arc<dyn Directory>) {
    let mut cases = Vec::new();
    for index in 0..9 {
        cases.push(Case::new(&directory, &format!("m{index}@example.com")).await);
    }
    for case in cases.iter().step_by(2) {
        case.cancel(1).await.expect("it waits");
    }
    let of = |state, after, limit| {
        let directory = Arc::clone(&directory);
        async move {
            let page = directory.messages(state, Option::as_ref(&after), limit).await;
            let page = page.expect("a page");
            let to = page
                .messages
                .iter()
                .map(|message| message.recipient.as_str().to_owned());
            (to.collect::<Vec<_>>(), page.next)
        }
    };
    let cancelled = Some(MessageState::Cancelled);
    let (first, next) = of(cancelled, None, 3).await;
    assert_eq!(first, ["m8@example.com", "m6@example.com", "m4@example.com"]);
    assert!(next.is_some());
    let (rest, next) = of(cancelled, next, 3).await;
    assert_eq!(
        (rest, next),
        (
            vec!["m2@example.com".to_owned(), "m0@example.com".to_owned()],
            None
        )
    );
    assert_eq!(of(Some(MessageState::Waiting), None, 10).await.0.len(), 4);
    assert_eq!(of(Some(MessageState::Sent), None, 10).await.0.len(), 0);
    assert_eq!(of(None, None, 10).await.0.len(), 9);
}

pub async fn a_message_names_whom_it_is_about_and_who_caused_it(directory: Arc<dyn Directory>) {
    let olga = account("Olga", "Operator", "olga@example.com", "user-manager");
    create(directory.as_ref(), &olga).await;
    let nadia = account("Nadia", "Newcomer", "nadia@example.com", "member");
    let asked = NewMessage {
        caused_by: Some(olga.id),
        ..message(&nadia)
    };
    let stored = directory
        .create_user(&nadia, Some(&asked), &creation(&nadia))
        .await;
    stored.expect("it is stored");
    let listed = directory.messages(None, None, 1).await.expect("a page").messages;
    let by_itself = directory.message(asked.id).await.expect("it is there");
    for seen in [&listed[0], &by_itself] {
        let about = seen.user.as_ref().expect("somebody");
        assert_eq!((about.id, about.last_name.as_str()), (nadia.id, "Newcomer"));
        let causing = seen.caused_by.as_ref().expect("somebody");
        assert_eq!((causing.id, causing.last_name.as_str()), (olga.id, "Operator"));
    }
    assert!(listed[0].content.secret.is_none() && by_itself.content.secret.is_some());
    let lost = mail(
        &account("Lou", "Lost", "lou@example.com", "member"),
        MessageKind::Test,
    );
    let refused = directory
        .store_message(&lost, &entry(Action::TestMessageSent, None))
        .await;
    assert!(is_not_found(&refused), "{refused:?}");
}

pub async fn the_confirmation_of_a_user_is_the_newest_one(directory: Arc<dyn Directory>) {
    let case = Case::new(&directory, "nadia@example.com").await;
    let shown = || async {
        let one = directory.user(case.account.id).await.expect("it is there").user;
        let query = UserQuery {
            search: "nadia".to_owned(),
            status: StatusFilter::All,
            sort: UserSort::Name,
            descending: false,
            after: None,
            limit: 200,
        };
        let page = directory.users(&query).await.expect("a page").users;
        assert_eq!(page, std::slice::from_ref(&one));
        let by_email = directory.user_by_email(&case.account.email).await;
        assert_eq!(by_email.expect("it answers").expect("it is there").user, one);
        one.confirmation
    };
    let seen = shown().await.expect("one waits");
    assert_eq!((seen.message, seen.state), (case.id, MessageState::Waiting));
    assert_eq!((seen.fault, seen.changed_at), (None, after(0)));
    case.tried(10, &MailOutcome::Failed(later())).await;
    let seen = shown().await.expect("it failed");
    assert_eq!((seen.message, seen.state), (case.id, MessageState::Failed));
    assert_eq!((seen.fault, seen.changed_at), (Some(later()), after(11)));

    let newer = NewMessage {
        created_at: after(20),
        ..message(&case.account)
    };
    let told = mail(&case.account, MessageKind::DeviceChanged);
    for message in [&newer, &told] {
        let stored = directory
            .store_message(message, &at(Action::ConfirmationResent, 20))
            .await;
        stored.expect("it is stored");
    }
    let seen = shown().await.expect("another waits");
    assert_eq!((seen.message, seen.state), (newer.id, MessageState::Waiting));
    assert_eq!((seen.fault, seen.changed_at), (None, after(20)));

    let token = newer.activation.as_ref().expect("it brings one").token;
    let activated = directory
        .activate(&token, None, &[], &at(Action::UserActivated, 30))
        .await;
    activated.expect("it is good");
    assert_eq!(shown().await, None);
}
