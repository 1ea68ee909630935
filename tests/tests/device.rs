//! The tab `2FA Device`: a number is confirmed and registered, or not.

use journeys::{
    Computer, Name, Outcome, Person, Window, check,
    device::{self, GERMAN},
    journey,
    people::{NEWCOMER, OWNER, SECOND},
    same, steps,
};

use crate::connection;

/// Steps on the open tab of an empty wizard.
pub async fn on_the_tab(computer: Computer, steps: impl AsyncFnOnce(&mut Window) -> Outcome) -> Outcome {
    journey(computer, async |window| {
        steps::start_directory(window, &OWNER).await?;
        steps::open_wizard(window).await?;
        device::open_tab(window).await?;
        steps(window).await
    })
    .await
}

/// Sees in the user's view which number is registered, and that nothing proves whose it is.
async fn expect_registered(window: &Window, who: &Person) -> Outcome {
    steps::open_user(window, who).await?;
    window.expect_text(GERMAN.international).await?;
    window.expect_text("through the Outbox: no SMS was sent").await?;
    steps::close_user(window).await
}

async fn a_device_is_registered_by_mouse(computer: Computer) -> Outcome {
    journey(computer, async |window| {
        steps::start_directory(window, &OWNER).await?;
        steps::open_wizard(window).await?;
        steps::fill_general(window, &NEWCOMER).await?;
        steps::assign_role(window, "Member").await?;
        device::open_tab(window).await?;
        window.expect_enabled("button", "Validate", false).await?;
        window
            .expect_description("button", "Validate", "Enter a mobile number first")
            .await?;
        device::enter_phone(window, &GERMAN).await?;
        device::validate(window).await?;
        window
            .expect_text(&format!("The code for {} is in the Outbox", GERMAN.international))
            .await?;
        let left = window.find("timer", "").await?.text().await?;
        let begun = left.starts_with("10:00") || left.starts_with("9:5");
        check(begun && left.ends_with(" left"), || {
            format!("the time left reads {left:?}")
        })?;
        let code = device::read_code(window).await?;
        device::type_code(window, &code).await?;
        device::expect_confirmed(window, &GERMAN).await?;
        window.expect_focus("group", "Mobile Phone").await?;
        window.expect_none("textbox", "Code").await?;
        window.click("button", "Create User").await?;
        window
            .expect_text(&format!("{} was created.", NEWCOMER.email))
            .await?;
        window.click("button", "Done").await?;
        window.expect_none("dialog", "Create New User").await?;
        expect_registered(window, &NEWCOMER).await
    })
    .await
}

async fn a_device_is_registered_by_keyboard_alone(computer: Computer) -> Outcome {
    journey(computer, async |window| {
        steps::start_directory(window, &OWNER).await?;
        steps::open_wizard(window).await?;
        steps::fill_general(window, &SECOND).await?;
        steps::assign_role(window, "Member").await?;
        window
            .press_until_at("Shift+Tab", "tab", "Roles & Permissions")
            .await?;
        window.press("Left").await?;
        window.expect_focus("tab", "2FA Device").await?;
        window.press_until_at("Tab", "combobox", "Country").await?;
        choose_by_keyboard(window).await?;

        window.press("Tab").await?;
        window.expect_focus("textbox", "Mobile Phone").await?;
        window.type_text(GERMAN.typed).await?;
        window.expect_value("Mobile Phone", GERMAN.national).await?;
        window.expect_enabled("button", "Validate", true).await?;
        window.press("Enter").await?;
        window.expect_focus("textbox", "Code").await?;

        window.press_until_at("Tab", "button", "Read the code").await?;
        window.press("Enter").await?;
        let code = device::code_in_message(window).await?;
        window.press("Escape").await?;
        window.expect_none("dialog", "Message").await?;
        window.expect_focus("button", "Read the code").await?;
        window.press_until_at("Shift+Tab", "textbox", "Code").await?;
        window.type_text(&code).await?;
        device::expect_confirmed(window, &GERMAN).await?;
        window.expect_focus("group", "Mobile Phone").await?;
        window.expect_enabled("button", "Create User", true).await?;
        window.press("Control+Enter").await?;
        window
            .expect_text(&format!("{} was created.", SECOND.email))
            .await?;
        window.press("Escape").await?;
        window.expect_none("dialog", "Create New User").await?;
        expect_registered(window, &SECOND).await
    })
    .await
}

/// Opens the list, leaves it by Esc, and chooses Germany two rows away from where the arrows begin.
async fn choose_by_keyboard(window: &Window) -> Outcome {
    window.press("Down").await?;
    window.find("listbox", "Countries").await?;
    window.press("Escape").await?;
    window.expect_none("listbox", "Countries").await?;
    window.type_text("ge").await?;
    window.find("option", GERMAN.country).await?;
    window.press("Escape").await?;
    window.expect_none("listbox", "Countries").await?;
    window.expect_focus("combobox", "Country").await?;
    window.find("dialog", "Create New User").await?;
    window.expect_none("alertdialog", "Discard this user?").await?;
    window.expect_value("Country", "").await?;

    window.type_text(GERMAN.search).await?;
    window.find("option", GERMAN.country).await?;
    window.press("Enter").await?;
    window.expect_value("Country", GERMAN.country).await?;
    // Down and up again from the chosen one: the arrows move, and only Enter chooses.
    window.press("Down").await?;
    window.find("listbox", "Countries").await?;
    window.press("Down").await?;
    expect_active(window, "Ghana +233").await?;
    window.press("Up").await?;
    expect_active(window, GERMAN.country).await?;
    window.press("Enter").await?;
    window.expect_none("listbox", "Countries").await?;
    window.expect_value("Country", GERMAN.country).await
}

/// The option that Enter would choose.
async fn expect_active(window: &Window, option: &str) -> Outcome {
    window
        .wait_for(&format!("{option:?} to be the active option"), async |window| {
            let script = "return document.getElementById(document.activeElement.getAttribute('aria-activedescendant'));";
            let active = window.page()?.execute(script, vec![]).await?.element()?;
            let (_, name) = window.spoken(&active).await?;
            check(name == option, || format!("the active option is {name:?}"))?;
            Ok(Some(()))
        })
        .await
}

async fn a_number_that_is_not_confirmed_blocks_and_an_empty_field_does_not(computer: Computer) -> Outcome {
    journey(computer, async |window| {
        steps::start_directory(window, &OWNER).await?;
        steps::open_wizard(window).await?;
        steps::fill_general(window, &NEWCOMER).await?;
        steps::assign_role(window, "Member").await?;
        window.expect_enabled("button", "Create User", true).await?;
        device::open_tab(window).await?;
        device::enter_phone(window, &GERMAN).await?;
        window.expect_enabled("button", "Create User", false).await?;
        window.click("tab", "General").await?;
        window
            .expect_description("button", "Mobile Phone", "Validate the number, or clear it")
            .await?;
        window.click("button", "Mobile Phone").await?;
        window.expect_focus("textbox", "Mobile Phone").await?;
        window.press("Control+Enter").await?;
        window
            .expect_described("Mobile Phone", "Validate the number, or clear it")
            .await?;
        window.empty("Mobile Phone").await?;
        window.expect_none("button", "Mobile Phone").await?;
        window.expect_enabled("button", "Create User", true).await
    })
    .await
}

async fn a_number_changed_after_it_was_confirmed_has_to_be_confirmed_again(computer: Computer) -> Outcome {
    on_the_tab(computer, async |window| {
        device::confirm_phone(window, &GERMAN).await?;
        window.click("button", "Change the number").await?;
        window.expect_focus("textbox", "Mobile Phone").await?;
        window
            .expect_described("Mobile Phone", "This number is confirmed.")
            .await?;
        window.click("button", "Keep").await?;
        device::expect_confirmed(window, &GERMAN).await?;

        window.click("button", "Change the number").await?;
        window.expect_focus("textbox", "Mobile Phone").await?;
        window.press("End").await?;
        window.press("Backspace").await?;
        window.type_text("9").await?;
        window.expect_value("Mobile Phone", "01511 2345679").await?;
        window
            .expect_description("tab", "2FA Device", "has a problem")
            .await?;
        window.find("button", "Mobile Phone").await?;
        device::validate(window).await?;
        let code = device::read_code(window).await?;
        device::type_code(window, &code).await?;
        let group = window.find("group", "Mobile Phone").await?.text().await?;
        check(group.contains("+49 1511 2345679"), || {
            format!("another number is confirmed: {group:?}")
        })?;

        window.click("button", "Remove the number").await?;
        window.expect_focus("textbox", "Mobile Phone").await?;
        window.expect_value("Mobile Phone", "").await?;
        window.expect_none("button", "Mobile Phone").await
    })
    .await
}

async fn the_mark_of_the_tab_follows_the_number(computer: Computer) -> Outcome {
    on_the_tab(computer, async |window| {
        window
            .expect_description("tab", "2FA Device", "untouched")
            .await?;
        window.expect_text("A 2FA device is optional").await?;
        device::enter_phone(window, &GERMAN).await?;
        window
            .expect_description("tab", "2FA Device", "has a problem")
            .await?;
        device::validate(window).await?;
        window
            .expect_description("tab", "2FA Device", "has a problem")
            .await?;
        let code = device::read_code(window).await?;
        device::type_code(window, &code).await?;
        window.expect_description("tab", "2FA Device", "complete").await?;
        window.click("button", "Remove the number").await?;
        window.expect_description("tab", "2FA Device", "untouched").await
    })
    .await
}

async fn a_device_is_recommended_more_strongly_with_an_administrative_role(computer: Computer) -> Outcome {
    on_the_tab(computer, async |window| {
        window
            .expect_text("Recommended. A 2FA device is optional")
            .await?;
        steps::assign_role(window, "Member").await?;
        device::open_tab(window).await?;
        window
            .expect_text("Recommended. A 2FA device is optional")
            .await?;
        steps::assign_role(window, "User Manager").await?;
        device::open_tab(window).await?;
        window
            .expect_text("Strongly recommended for this user: User Manager may change what others can do")
            .await?;
        window.expect_no_text("A 2FA device is optional").await
    })
    .await
}

async fn without_the_right_to_register_the_tab_says_so_and_the_user_is_created_without(
    computer: Computer,
) -> Outcome {
    journey(computer, async |window| {
        steps::start_directory(window, &OWNER).await?;
        // One of them may create users and the other may see them; neither may register devices.
        steps::open_wizard(window).await?;
        steps::fill_general(window, &NEWCOMER).await?;
        steps::assign_role(window, "Kiosk Operator").await?;
        steps::assign_role(window, "Auditor").await?;
        window.click("button", "Create User").await?;
        window.click("button", "Done").await?;
        connection::confirm_address(&window.computer, &NEWCOMER).await?;
        window.click("button", "Sign Out").await?;
        steps::sign_in(window, &NEWCOMER).await?;

        steps::open_wizard(window).await?;
        window.click("tab", "2FA Device").await?;
        window
            .expect_text("You may create users, but not register 2FA devices")
            .await?;
        for (role, name) in [
            ("textbox", "Mobile Phone"),
            ("combobox", "Country"),
            ("button", "Validate"),
        ] {
            let found = window.all(role, Name::Is(name)).await?;
            same(name, &found.len(), &0)?;
        }
        window.click("tab", "General").await?;
        steps::fill_general(window, &SECOND).await?;
        steps::assign_role(window, "Member").await?;
        window.click("button", "Create User").await?;
        window
            .expect_text(&format!("{} was created.", SECOND.email))
            .await
    })
    .await
}

on_every_directory![
    a_device_is_registered_by_mouse,
    a_device_is_registered_by_keyboard_alone,
    a_number_that_is_not_confirmed_blocks_and_an_empty_field_does_not,
    a_number_changed_after_it_was_confirmed_has_to_be_confirmed_again,
    the_mark_of_the_tab_follows_the_number,
    a_device_is_recommended_more_strongly_with_an_administrative_role,
    without_the_right_to_register_the_tab_says_so_and_the_user_is_created_without,
];
