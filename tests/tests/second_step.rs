//! Signing in by password and code, or by a recovery code where the telephone is lost.

use journeys::{
    Computer, Name, Outcome, Window, check,
    device::{self, GERMAN},
    journey,
    people::{NEWCOMER, OWNER},
    same, steps,
};
use peers::misbehaving::{Behaviour, Misbehaving};

use crate::{connection, sms};

/// What is shown of the number to whoever knows the password alone.
const MASKED: &str = "+49…78";

/// Steps at the sign-in, where a user manager has a device whose messages a peer takes.
async fn with_a_device(steps: impl AsyncFnOnce(&mut Window, &Misbehaving) -> Outcome) -> Outcome {
    let peer = sms::peer()?;
    journey(Computer::new()?, async |window| {
        steps::start_directory(window, &OWNER).await?;
        sms::send_to(&window.computer, &peer).await?;
        steps::open_wizard(window).await?;
        steps::fill_general(window, &NEWCOMER).await?;
        steps::assign_role(window, "User Manager").await?;
        device::open_tab(window).await?;
        device::enter_phone(window, &GERMAN).await?;
        device::validate(window).await?;
        device::type_code(window, &sms::newest_code(&peer)?).await?;
        device::expect_confirmed(window, &GERMAN).await?;
        window.click("button", "Create User").await?;
        window
            .expect_text(&format!("{} was created.", NEWCOMER.email))
            .await?;
        window.click("button", "Done").await?;
        window.expect_none("dialog", "Create New User").await?;
        connection::confirm_address(&window.computer, &NEWCOMER).await?;
        window.click("button", "Sign Out").await?;
        steps(window, &peer).await
    })
    .await
}

/// Lets nobody wait: the codes and the misses so far lie long ago.
async fn long_ago(window: &Window) -> Outcome {
    connection::age_codes(&window.computer, 3_600).await?;
    connection::sql(&window.computer, "DELETE FROM sign_in_misses").await
}

/// Comes by the password to the field for the code, and gives the code.
async fn to_the_code(window: &Window, peer: &Misbehaving) -> Outcome<String> {
    long_ago(window).await?;
    steps::try_to_sign_in(window, NEWCOMER.email, NEWCOMER.password).await?;
    window.find("heading", "Enter the code").await?;
    window.expect_focus("textbox", "Code").await?;
    sms::newest_code(peer)
}

async fn sign_in_by_code(window: &Window, peer: &Misbehaving) -> Outcome {
    let code = to_the_code(window, peer).await?;
    device::type_code(window, &code).await
}

/// The recovery codes that are shown.
async fn shown_codes(window: &Window) -> Outcome<Vec<String>> {
    window.find("dialog", "Your recovery codes").await?;
    let list = window.find("list", "Recovery codes").await?;
    let script = "return [...arguments[0].children].map((item) => item.innerText).join(' ');";
    let list = window.run(script, vec![list.to_json()?]).await?;
    let list = list.as_str().unwrap_or_default();
    let codes: Vec<String> = list.split_whitespace().map(str::to_owned).collect();
    same("recovery codes", &codes.len(), &10)?;
    for code in &codes {
        let groups: Vec<&str> = code.split('-').collect();
        check(
            groups.len() == 4 && groups.iter().all(|group| group.len() == 4),
            || "a recovery code has no four groups of four".to_owned(),
        )?;
    }
    Ok(codes)
}

/// Puts the codes away by mouse, and gives them.
async fn put_codes_away(window: &Window) -> Outcome<Vec<String>> {
    let codes = shown_codes(window).await?;
    window.click("checkbox", "I have put these codes away").await?;
    window.click("button", "Done").await?;
    window.expect_none("dialog", "Your recovery codes").await?;
    window.find_first("heading", "Users").await?;
    Ok(codes)
}

async fn to_the_recovery_code(window: &Window, peer: &Misbehaving) -> Outcome {
    to_the_code(window, peer).await?;
    // Who is half in counts as a miss, after which the next try has to wait.
    long_ago(window).await?;
    window.click("button", "Use a recovery code instead").await?;
    window.find("heading", "Use a recovery code").await?;
    window.expect_focus("textbox", "Recovery code").await
}

#[tokio::test]
async fn a_device_asks_for_a_code_after_the_password() -> Outcome {
    with_a_device(async |window, peer| {
        let first = to_the_code(window, peer).await?;
        window
            .expect_text(&format!("A code is on its way by SMS to your phone, {MASKED}."))
            .await?;
        let text = window.visible_text().await?;
        check(!text.contains("2345678"), || {
            format!("the number is shown before the code: {text}")
        })?;
        window.expect_enabled("button", "Send a new code", false).await?;
        device::type_code(window, &device::another(&first, 1)).await?;
        window.expect_described("Code", "This is not the code").await?;
        window.expect_described("Code", "4 tries are left").await?;
        window.press("Control+n").await?;
        window.expect_none("dialog", "Create New User").await?;

        sms::let_pass(window, 31).await?;
        device::send_again(window).await?;
        window.expect_text("A new code was sent.").await?;
        let second = sms::newest_code(peer)?;
        if first != second {
            device::type_code(window, &first).await?;
            window.expect_described("Code", "3 tries are left").await?;
        }
        device::type_code(window, &second).await?;
        put_codes_away(window).await?;
        window.expect_text(&NEWCOMER.name()).await?;
        same("messages", &peer.count(), &3)
    })
    .await
}

#[tokio::test]
async fn where_no_code_leaves_the_sign_in_says_so_without_the_gateways_words() -> Outcome {
    with_a_device(async |window, peer| {
        peer.behave(Behaviour::Answer(400, format!("{} has opted out", GERMAN.e164)));
        long_ago(window).await?;
        steps::try_to_sign_in(window, NEWCOMER.email, NEWCOMER.password).await?;
        window
            .expect_text(&format!("No code was sent to your phone, {MASKED}."))
            .await?;
        window.find("alert", "").await?;
        window
            .expect_text("Try again, or use a recovery code. If it goes on, tell an owner of this directory.")
            .await?;
        window.expect_none("textbox", "Code").await?;
        let text = window.visible_text().await?;
        check(!text.contains("opted out") && !text.contains("2345678"), || {
            format!("the gateway's words are shown: {text}")
        })?;

        peer.behave(Behaviour::Cut);
        window.click("button", "Try Again").await?;
        window.expect_focus("textbox", "Code").await?;
        window
            .expect_text(&format!(
                "A code may be on its way by SMS to your phone, {MASKED}."
            ))
            .await?;
        window.expect_text("The message may still arrive.").await?;
        device::type_code(window, &sms::newest_code(peer)?).await?;
        window.find("dialog", "Your recovery codes").await.map(|_| ())
    })
    .await
}

#[tokio::test]
async fn recovery_codes_are_shown_once_and_each_lets_in_once() -> Outcome {
    with_a_device(async |window, peer| {
        sign_in_by_code(window, peer).await?;
        let shown = shown_codes(window).await?;
        window.press("Escape").await?;
        window.press("Escape").await?;
        window.expect_enabled("button", "Done", false).await?;
        window
            .expect_description("button", "Done", "Put the codes away and tick the box first")
            .await?;
        window.click("button", "Done").await?;
        window.painted().await?;
        let codes = put_codes_away(window).await?;
        same("the codes after Esc", &codes, &shown)?;
        window.click("button", "Sign Out").await?;

        to_the_recovery_code(window, peer).await?;
        window.click("button", "Sign In").await?;
        window
            .expect_described("Recovery code", "Enter a recovery code")
            .await?;
        let typed = codes[0].to_lowercase().replace('-', " ");
        window.fill("Recovery code", &typed).await?;
        window.click("button", "Sign In").await?;
        window.find_first("heading", "Users").await?;
        window.expect_none("dialog", "Your recovery codes").await?;
        window.click("button", "Sign Out").await?;

        to_the_recovery_code(window, peer).await?;
        window.fill("Recovery code", &codes[0]).await?;
        window.click("button", "Sign In").await?;
        window
            .expect_described(
                "Recovery code",
                "This is not one of your recovery codes. Each is good once.",
            )
            .await?;
        window.click("button", "Back to the code").await?;
        window.find("heading", "Enter the code").await?;
        window.click("button", "Back to sign-in").await?;
        window.find("heading", "Sign in").await?;
        window.expect_value("Email", "").await
    })
    .await
}

#[tokio::test]
async fn a_lost_device_is_removed_and_the_password_alone_lets_in() -> Outcome {
    with_a_device(async |window, peer| {
        sign_in_by_code(window, peer).await?;
        put_codes_away(window).await?;
        steps::open_user(window, &NEWCOMER).await?;
        window
            .expect_text("Your own device can be removed only by another operator.")
            .await?;
        window.expect_none("button", "Remove device").await?;
        steps::close_user(window).await?;
        window.click("button", "Sign Out").await?;

        steps::sign_in(window, &OWNER).await?;
        steps::open_user(window, &NEWCOMER).await?;
        window.expect_text("by SMS, through an HTTP gateway.").await?;
        window.click("button", "Remove device").await?;
        let question = format!("Remove the device of {}?", NEWCOMER.name());
        window.find("alertdialog", &*question).await?;
        window.expect_focus("button", "Cancel").await?;
        window
            .expect_text(&format!("Codes no longer go to {}", GERMAN.international))
            .await?;
        window.press("Enter").await?;
        window.expect_none("alertdialog", Name::Has("")).await?;
        window.expect_text(GERMAN.international).await?;
        window.click("button", "Remove device").await?;
        window.find("alertdialog", &*question).await?;
        window.click("button", "Remove device").await?;
        window
            .expect_text("The 2FA device was removed, and the recovery codes with it.")
            .await?;
        window.expect_text("Not registered").await?;
        window.expect_none("button", "Remove device").await?;
        steps::close_user(window).await?;
        window.click("button", "Sign Out").await?;

        steps::sign_in(window, &NEWCOMER).await?;
        window.expect_none("dialog", "Your recovery codes").await?;
        same("messages", &peer.count(), &2)
    })
    .await
}

#[tokio::test]
async fn the_second_step_is_taken_by_keyboard_alone() -> Outcome {
    with_a_device(async |window, peer| {
        long_ago(window).await?;
        type_password(window).await?;
        window.expect_focus("textbox", "Code").await?;
        window.type_text(&sms::newest_code(peer)?).await?;
        let codes = shown_codes(window).await?;
        window
            .press_until_at("Tab", "checkbox", "I have put these codes away")
            .await?;
        window.press("Space").await?;
        window.press_until_at("Tab", "button", "Done").await?;
        window.press("Enter").await?;
        window.expect_none("dialog", "Your recovery codes").await?;
        window.press_until_at("Tab", "button", "Sign Out").await?;
        window.press("Enter").await?;

        window.find("heading", "Sign in").await?;
        long_ago(window).await?;
        type_password(window).await?;
        window.expect_focus("textbox", "Code").await?;
        window
            .press_until_at("Tab", "button", "Use a recovery code instead")
            .await?;
        window.press("Enter").await?;
        window.expect_focus("textbox", "Recovery code").await?;
        long_ago(window).await?;
        window.type_text(&codes[9]).await?;
        window.press("Enter").await?;
        window.find_first("heading", "Users").await.map(|_| ())
    })
    .await
}

async fn type_password(window: &Window) -> Outcome {
    window.expect_focus("textbox", "Email").await?;
    window.type_text(NEWCOMER.email).await?;
    window.press_until_at("Tab", "textbox", "Password").await?;
    window.type_text(NEWCOMER.password).await?;
    window.press("Enter").await
}
