//! Leaving the wizard by Cancel and Esc.

use journeys::{Computer, Outcome, journey, people::OWNER, same, steps};

const QUESTION: &str = "Discard this user?";

#[tokio::test]
async fn an_untouched_wizard_closes_at_once() -> Outcome {
    journey(Computer::new()?, async |window| {
        steps::start_directory(window, &OWNER).await?;
        steps::open_wizard(window).await?;
        window.press("Escape").await?;
        window.expect_none("dialog", "Create New User").await?;
        window.expect_focus("button", "+ New User").await?;
        steps::open_wizard(window).await?;
        window.click("button", "Cancel").await?;
        window.expect_none("dialog", "Create New User").await?;
        window.expect_none("alertdialog", QUESTION).await
    })
    .await
}

#[tokio::test]
async fn esc_asks_once_something_was_typed_and_the_answer_no_keeps_it() -> Outcome {
    journey(Computer::new()?, async |window| {
        steps::start_directory(window, &OWNER).await?;
        steps::open_wizard(window).await?;
        window.fill("First Name", "Zoë").await?;
        window.press("Escape").await?;
        window.find("alertdialog", QUESTION).await?;
        window.expect_focus("button", "Keep editing").await?;
        window.press("Enter").await?;
        window.expect_none("alertdialog", QUESTION).await?;
        same(
            "the first name",
            &window.value_of("First Name").await?,
            &"Zoë".to_owned(),
        )
    })
    .await
}

#[tokio::test]
async fn cancel_asks_and_the_answer_yes_wipes_the_form() -> Outcome {
    journey(Computer::new()?, async |window| {
        steps::start_directory(window, &OWNER).await?;
        steps::open_wizard(window).await?;
        window.fill("First Name", "Zoë").await?;
        window.fill("New Password", "Velvet!Copper9Meadow").await?;
        window.click("button", "Cancel").await?;
        window.click("button", "Discard").await?;
        window.expect_none("dialog", "Create New User").await?;
        steps::open_wizard(window).await?;
        same(
            "the first name",
            &window.value_of("First Name").await?,
            &String::new(),
        )?;
        same(
            "the password",
            &window.value_of("New Password").await?,
            &String::new(),
        )
    })
    .await
}

#[tokio::test]
async fn roles_alone_are_something_to_ask_about() -> Outcome {
    journey(Computer::new()?, async |window| {
        steps::start_directory(window, &OWNER).await?;
        steps::open_wizard(window).await?;
        steps::assign_role(window, "Member").await?;
        window.press("Escape").await?;
        window.find("alertdialog", QUESTION).await?;
        window.press("Escape").await?;
        window.expect_none("alertdialog", QUESTION).await?;
        window.find("dialog", "Create New User").await.map(|_| ())
    })
    .await
}
