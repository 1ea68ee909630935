//! Outbox, Activity and Settings.

use journeys::{
    Computer, Outcome, Window, check, journey,
    people::{NEWCOMER, OWNER},
    same, steps,
};

async fn with_a_newcomer(steps: impl AsyncFnOnce(&mut Window) -> Outcome) -> Outcome {
    journey(Computer::new()?, async |window| {
        steps::start_directory(window, &OWNER).await?;
        steps::create_user(window, &NEWCOMER, "Member").await?;
        steps(window).await
    })
    .await
}

#[tokio::test]
async fn the_outbox_keeps_the_confirmation_and_shows_it_to_who_may_see_it() -> Outcome {
    with_a_newcomer(async |window| {
        steps::go_to(window, "Outbox").await?;
        window.expect_text("Waiting").await?;
        window
            .click("button", &*format!("Open the message to {}", NEWCOMER.email))
            .await?;
        window.find("dialog", "Message").await?;
        window.expect_text(&NEWCOMER.name()).await?;
        window.expect_text("is recorded in the activity").await?;
        window.press("Escape").await?;
        steps::go_to(window, "Activity").await?;
        window.expect_text("Message read").await
    })
    .await
}

#[tokio::test]
async fn the_activity_shows_who_did_what_with_masked_addresses_and_verifies() -> Outcome {
    with_a_newcomer(async |window| {
        steps::go_to(window, "Activity").await?;
        for words in ["The directory was created", "User created with", "Signed in"] {
            window.expect_text(words).await?;
        }
        let table = window.find("table", "").await?.text().await?;
        check(!table.contains(NEWCOMER.email), || {
            "an address is not masked".to_owned()
        })?;
        window.click("button", "Verify").await?;
        window.expect_text("The record is whole").await
    })
    .await
}

#[tokio::test]
async fn the_activity_is_exported_to_a_file() -> Outcome {
    with_a_newcomer(async |window| {
        steps::go_to(window, "Activity").await?;
        window.click("button", "Export").await?;
        window.expect_text("entries were written to").await?;
        let exports = journeys::computer::files_below(&window.computer.frontdesk_home().join("exports"));
        same("exported files", &exports.len(), &1)?;
        let text = String::from_utf8_lossy(&exports[0].1).into_owned();
        check(text.contains("user_created"), || {
            "the export lacks an entry".to_owned()
        })?;
        check(!text.contains(NEWCOMER.email), || {
            "an address is not masked in the export".to_owned()
        })
    })
    .await
}

#[tokio::test]
async fn settings_are_saved_checked_and_hold_after_a_restart() -> Outcome {
    journey(Computer::new()?, async |window| {
        steps::start_directory(window, &OWNER).await?;
        steps::go_to(window, "Settings").await?;
        window.fill("Lock after minutes without input", "500").await?;
        window.click("button", "Save Settings").await?;
        window
            .expect_described("Lock after minutes without input", "from 1 to 120")
            .await?;
        window.fill("Lock after minutes without input", "20").await?;
        window.fill("Organisation", "Meadowbrook").await?;
        window.choose("Least strength", "4: very strong").await?;
        window.click("button", "Save Settings").await?;
        window.expect_text("The settings were saved").await?;

        window.restart().await?;
        steps::sign_in(window, &OWNER).await?;
        steps::go_to(window, "Settings").await?;
        same(
            "minutes",
            &window.value_of("Lock after minutes without input").await?,
            &"20".to_owned(),
        )?;
        steps::open_wizard_from_users(window).await?;
        window.fill("New Password", "Meadowbrook#2931Velvet").await?;
        window.press("Tab").await?;
        window.expect_described("New Password", "Leave out").await
    })
    .await
}
