//! Signing in and out.

use journeys::{Computer, Name, Outcome, journey, people::OWNER, steps};

use crate::connection;

#[tokio::test]
async fn the_owner_signs_in_after_a_restart() -> Outcome {
    journey(Computer::new()?, async |window| {
        steps::start_directory(window, &OWNER).await?;
        window.restart().await?;
        window.expect_focus("textbox", "Email").await?;
        steps::sign_in(window, &OWNER).await?;
        window.expect_text(&OWNER.name()).await
    })
    .await
}

#[tokio::test]
async fn an_unknown_email_is_answered_like_a_wrong_password() -> Outcome {
    journey(Computer::new()?, async |window| {
        steps::start_directory(window, &OWNER).await?;
        window.click("button", "Sign Out").await?;
        steps::try_to_sign_in(window, OWNER.email, "Wrong#Password1").await?;
        window.find("alert", "").await?;
        window.expect_text("Email or password is wrong").await?;
        let wrong_password = window.visible_text().await?;
        window.restart().await?;
        steps::try_to_sign_in(window, "nobody@example.com", "Wrong#Password1").await?;
        window.expect_text("Email or password is wrong").await?;
        journeys::same("the answer", &window.visible_text().await?, &wrong_password)
    })
    .await
}

#[tokio::test]
async fn wrong_passwords_slow_down_across_a_restart_and_the_right_one_works_afterwards() -> Outcome {
    journey(Computer::new()?, async |window| {
        steps::start_directory(window, &OWNER).await?;
        window.click("button", "Sign Out").await?;
        // The 25th in a row is followed by the longest wait, which outlasts the restart.
        let directory = connection::open(&window.computer).await?;
        connection::miss(&*directory, &OWNER, 24).await?;
        directory.close().await;
        steps::try_to_sign_in(window, OWNER.email, "Wrong#Password1").await?;
        window.expect_text("Email or password is wrong").await?;
        window.restart().await?;
        steps::try_to_sign_in(window, OWNER.email, OWNER.password).await?;
        window.find("button", Name::Has("Wait ")).await?;
        window.expect_text("You can try again now.").await?;
        steps::sign_in(window, &OWNER).await
    })
    .await
}

#[tokio::test]
async fn signing_out_ends_the_session() -> Outcome {
    journey(Computer::new()?, async |window| {
        steps::start_directory(window, &OWNER).await?;
        window.click("button", "Sign Out").await?;
        window.find("heading", "Sign in").await?;
        window.expect_no_text(OWNER.email).await?;
        window.press("Control+n").await?;
        window.expect_none("dialog", "Create New User").await
    })
    .await
}

#[tokio::test]
async fn what_is_missing_at_the_sign_in_is_said_at_the_field() -> Outcome {
    journey(Computer::new()?, async |window| {
        steps::start_directory(window, &OWNER).await?;
        window.click("button", "Sign Out").await?;
        window.click("button", "Sign In").await?;
        window
            .expect_described("Email", "Enter your email address")
            .await?;
        window.expect_described("Password", "Enter your password").await
    })
    .await
}
