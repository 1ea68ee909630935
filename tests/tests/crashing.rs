//! The application is killed at any moment: what it acknowledged is there whole, and nothing is there by half.

use std::time::Duration;

use accounts::{Directory, StatusFilter, UserQuery, UserSort, activity::Action};
use journeys::{Computer, Outcome, Person, Window, check, journey, people::OWNER, same, steps};

use crate::connection::{self, failed};

const ROUNDS: usize = 10;
const EMAILS: [&str; ROUNDS] = [
    "round0@example.com",
    "round1@example.com",
    "round2@example.com",
    "round3@example.com",
    "round4@example.com",
    "round5@example.com",
    "round6@example.com",
    "round7@example.com",
    "round8@example.com",
    "round9@example.com",
];

/// Fills in the wizard, presses the button, kills the application after a while, and says whether it had answered.
async fn killed_while_creating(window: &mut Window, email: &'static str, after: Duration) -> Outcome<bool> {
    let somebody = Person {
        first_name: "Rounds",
        last_name: "Of Kills",
        email,
        password: "Velvet!Copper9Meadow",
    };
    steps::open_wizard(window).await?;
    steps::fill_general(window, &somebody).await?;
    if !window.all("group", "Please look twice").await?.is_empty() {
        window
            .click("checkbox", "I have checked this, and it is meant so")
            .await?;
    }
    steps::assign_role(window, "Member").await?;
    window.expect_enabled("button", "Create User", true).await?;
    window.press("Control+Enter").await?;
    tokio::time::sleep(after).await;
    let answered = window
        .visible_text()
        .await
        .is_ok_and(|text| text.contains("was created."));
    window.kill().await?;
    Ok(answered)
}

/// What there is of a user: the row with a role, the entry in the record, the message.
async fn pieces(directory: &dyn Directory, email: &str) -> Outcome<[usize; 4]> {
    let query = UserQuery {
        search: email.to_owned(),
        status: StatusFilter::All,
        sort: UserSort::Email,
        descending: false,
        after: None,
        limit: 10,
    };
    let users = directory.users(&query).await.map_err(failed)?.users;
    let messages = directory
        .messages(None, None, 200)
        .await
        .map_err(failed)?
        .messages;
    let ids: Vec<_> = users.iter().map(|user| user.id.0).collect();
    let entries = connection::verified_activity(directory).await?;
    let about = |entry: &&accounts::activity::Entry| {
        entry.action == Action::UserCreated
            && entry
                .subject
                .as_ref()
                .and_then(|subject| subject.id)
                .is_some_and(|id| ids.contains(&id))
    };
    Ok([
        users.len(),
        users.iter().filter(|user| user.roles.len() == 1).count(),
        messages
            .iter()
            .filter(|message| message.recipient.as_str() == email)
            .count(),
        entries.iter().filter(about).count(),
    ])
}

#[tokio::test]
async fn ten_kills_lose_no_acknowledged_user_and_leave_no_half_one() -> Outcome {
    journey(Computer::new()?, async |window| {
        steps::start_directory(window, &OWNER).await?;
        let mut acknowledged = 0;
        for (round, email) in EMAILS.into_iter().enumerate() {
            // From at once to long after the answer.
            let after = Duration::from_millis(u64::try_from(round * round * 9).unwrap_or_default());
            let answered = killed_while_creating(window, email, after).await?;
            acknowledged += usize::from(answered);
            let directory = connection::open(&window.computer).await?;
            let pieces = pieces(directory.as_ref(), email).await?;
            directory.close().await;
            if answered {
                same(email, &pieces, &[1, 1, 1, 1])?;
            }
            check(pieces == [0; 4] || pieces == [1; 4], || {
                format!("half of {email} is there: {pieces:?}")
            })?;
            window.restart().await?;
            steps::sign_in(window, &OWNER).await?;
        }
        check(acknowledged > 0, || {
            "every kill came before the answer".to_owned()
        })
    })
    .await
}
