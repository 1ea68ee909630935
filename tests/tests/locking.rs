//! Locking on demand.

use journeys::{
    Computer, Outcome, journey,
    people::{NEWCOMER, OWNER},
    same, steps,
};

#[tokio::test]
async fn control_l_locks_and_the_password_unlocks() -> Outcome {
    journey(Computer::new()?, async |window| {
        steps::start_directory(window, &OWNER).await?;
        window.press("Control+l").await?;
        window.find("dialog", "Locked").await?;
        window.expect_focus("textbox", "Password").await?;
        window.press("Escape").await?;
        window.press("Control+n").await?;
        window.find("dialog", "Locked").await?;
        window.type_text("Wrong#Password1").await?;
        window.press("Enter").await?;
        window.expect_text("This is not your password").await?;
        window.fill("Password", OWNER.password).await?;
        // The wrong password is followed by a wait of a second; the right one stays in the field meanwhile.
        window
            .wait_for("the lock to open", async |window| {
                window.press("Enter").await?;
                Ok(window.all("dialog", "Locked").await?.is_empty().then_some(()))
            })
            .await?;
        window.find_first("heading", "Users").await.map(|_| ())
    })
    .await
}

#[tokio::test]
async fn a_locked_window_still_signs_out() -> Outcome {
    journey(Computer::new()?, async |window| {
        steps::start_directory(window, &OWNER).await?;
        window.click("button", "Lock").await?;
        window.find("dialog", "Locked").await?;
        window.click("button", "Sign Out").await?;
        window.find("heading", "Sign in").await.map(|_| ())
    })
    .await
}

#[tokio::test]
async fn a_lock_keeps_what_was_typed_in_the_wizard_but_no_password() -> Outcome {
    journey(Computer::new()?, async |window| {
        steps::start_directory(window, &OWNER).await?;
        steps::open_wizard(window).await?;
        steps::fill_general(window, &NEWCOMER).await?;
        window.press("Control+l").await?;
        window.find("dialog", "Locked").await?;
        window.expect_none("dialog", "Create New User").await?;
        window.fill("Password", OWNER.password).await?;
        window.click("button", "Unlock").await?;
        window.find("dialog", "Create New User").await?;
        same(
            "the first name",
            &window.value_of("First Name").await?,
            &NEWCOMER.first_name.to_owned(),
        )?;
        same(
            "the password",
            &window.value_of("New Password").await?,
            &String::new(),
        )?;
        same(
            "its confirmation",
            &window.value_of("Confirm Password").await?,
            &String::new(),
        )
    })
    .await
}
