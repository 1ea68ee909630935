//! A user is created.

use journeys::{
    Computer, Name, Outcome, check, journey,
    people::{NEWCOMER, OWNER, SECOND},
    same, steps,
};

use crate::connection;

async fn a_user_is_created_by_mouse(computer: Computer) -> Outcome {
    journey(computer, async |window| {
        steps::start_directory(window, &OWNER).await?;
        steps::create_user(window, &NEWCOMER, "Member").await?;
        let row = window.find_row(NEWCOMER.email).await?.prop("innerText").await?;
        let row = row.unwrap_or_default();
        for words in ["New", NEWCOMER.first_name, "Member"] {
            check(row.contains(words), || format!("the row lacks {words}: {row}"))?;
        }
        Ok(())
    })
    .await
}

async fn a_user_is_created_by_keyboard_alone(computer: Computer) -> Outcome {
    journey(computer, async |window| {
        steps::start_directory(window, &OWNER).await?;
        window.press("Control+n").await?;
        window.expect_focus("textbox", "First Name").await?;
        for text in [SECOND.first_name, SECOND.last_name, SECOND.email, SECOND.password] {
            window.type_text(text).await?;
            window.press("Tab").await?;
        }
        window
            .press_until_at("Tab", "textbox", "Confirm Password")
            .await?;
        window.type_text(SECOND.password).await?;
        window.press_until_at("Shift+Tab", "tab", "General").await?;
        window.press("Right").await?;
        window.expect_focus("tab", "2FA Device").await?;
        window.press("Right").await?;
        window.expect_focus("tab", "Roles & Permissions").await?;
        window
            .press_until_at("Tab", "button", "Edit Roles & Permissions")
            .await?;
        window.press("Enter").await?;
        window
            .expect_focus("searchbox", "Search roles and permissions")
            .await?;
        window.type_text("member").await?;
        window
            .press_until_at("Tab", "treeitem", Name::Starts("Member"))
            .await?;
        window.press("Space").await?;
        window.press_until_at("Tab", "button", "Apply").await?;
        window.press("Enter").await?;
        window.expect_none("dialog", "Select Roles & Permissions").await?;
        window.expect_enabled("button", "Create User", true).await?;
        window.press("Control+Enter").await?;
        window
            .expect_text(&format!("{} was created.", SECOND.email))
            .await?;
        window.press("Escape").await?;
        window.expect_none("dialog", "Create New User").await?;
        window.find_row(SECOND.email).await.map(|_| ())
    })
    .await
}

async fn an_address_that_is_taken_is_said_while_typing(computer: Computer) -> Outcome {
    journey(computer, async |window| {
        steps::start_directory(window, &OWNER).await?;
        steps::open_wizard(window).await?;
        window.fill("Email", "Olivia.OKAFOR@EXAMPLE.com").await?;
        window
            .expect_described("Email", "This email is already registered")
            .await?;
        window.expect_enabled("button", "Create User", false).await?;
        window.fill("Email", NEWCOMER.email).await?;
        window.expect_described("Email", "Email is available").await
    })
    .await
}

async fn an_address_that_another_connection_takes_meanwhile_is_said_at_the_field(
    computer: Computer,
) -> Outcome {
    journey(computer, async |window| {
        steps::start_directory(window, &OWNER).await?;
        steps::open_wizard(window).await?;
        steps::fill_general(window, &NEWCOMER).await?;
        steps::assign_role(window, "Member").await?;
        window.expect_enabled("button", "Create User", true).await?;
        let other = connection::open(&window.computer).await?;
        connection::create(other.as_ref(), &NEWCOMER).await?;
        other.close().await;
        window.click("button", "Create User").await?;
        window.expect_focus("textbox", "Email").await?;
        window
            .expect_described("Email", "This email is already registered")
            .await?;
        same(
            "what was typed",
            &window.value_of("First Name").await?,
            &NEWCOMER.first_name.to_owned(),
        )?;
        window.fill("Email", SECOND.email).await?;
        window.expect_described("Email", "Email is available").await?;
        window.click("button", "Create User").await?;
        // The name is that of the account that the other connection made.
        if !window.all("group", "Please look twice").await?.is_empty() {
            window
                .click("checkbox", "I have checked this, and it is meant so")
                .await?;
            window.click("button", "Create User").await?;
        }
        window
            .expect_text(&format!("{} was created.", SECOND.email))
            .await
    })
    .await
}

async fn auto_generate_fills_both_fields_and_satisfies_the_rules(computer: Computer) -> Outcome {
    journey(computer, async |window| {
        steps::start_directory(window, &OWNER).await?;
        steps::open_wizard(window).await?;
        window.click("button", "Auto-Generate").await?;
        let shown = window.find("status", "Generated password").await?.text().await?;
        same("its length", &shown.chars().count(), &20)?;
        same("the first field", &window.value_of("New Password").await?, &shown)?;
        same(
            "the second field",
            &window.value_of("Confirm Password").await?,
            &shown,
        )?;
        let fits = shown.chars().any(char::is_uppercase)
            && shown.chars().any(|symbol| symbol.is_ascii_digit())
            && shown.contains(['#', '@', '_', '!', '$']);
        check(fits, || "the generated password breaks the rules".to_owned())?;
        window.click("button", "Done").await?;
        window.expect_none("status", "Generated password").await?;
        window.expect_none("button", "New Password").await?;
        window.expect_none("button", "Confirm Password").await
    })
    .await
}

async fn copy_puts_it_on_the_clipboard_and_closing_takes_it_away(computer: Computer) -> Outcome {
    journey(computer, async |window| {
        steps::start_directory(window, &OWNER).await?;
        steps::open_wizard(window).await?;
        window.click("button", "Auto-Generate").await?;
        let shown = window.find("status", "Generated password").await?.text().await?;
        window.expect_text("it will not be shown again").await?;
        window.click("button", "Copy").await?;
        window
            .expect_text("The clipboard is cleared after 30 seconds")
            .await?;
        same("the clipboard", &window.computer.display.clipboard(), &shown)?;
        let hint = window.computer.display.clipboard_as("x-kde-passwordManagerHint");
        same("the hint for histories", &hint, &"secret".to_owned())?;
        window.leave().await?;
        same(
            "the clipboard afterwards",
            &window.computer.display.clipboard(),
            &String::new(),
        )
    })
    .await
}

async fn create_another_keeps_the_roles_and_nothing_else(computer: Computer) -> Outcome {
    journey(computer, async |window| {
        steps::start_directory(window, &OWNER).await?;
        steps::open_wizard(window).await?;
        steps::fill_general(window, &NEWCOMER).await?;
        steps::assign_role(window, "Auditor").await?;
        window.click("button", "Create User").await?;
        window.click("button", "Create another").await?;
        window.expect_focus("textbox", "First Name").await?;
        for field in [
            "First Name",
            "Last Name",
            "Email",
            "New Password",
            "Confirm Password",
        ] {
            same(field, &window.value_of(field).await?, &String::new())?;
        }
        window.click("tab", "Roles & Permissions").await?;
        window.find("button", "Remove Auditor").await.map(|_| ())
    })
    .await
}

on_every_directory![
    a_user_is_created_by_mouse,
    a_user_is_created_by_keyboard_alone,
    an_address_that_is_taken_is_said_while_typing,
    an_address_that_another_connection_takes_meanwhile_is_said_at_the_field,
    auto_generate_fills_both_fields_and_satisfies_the_rules,
    copy_puts_it_on_the_clipboard_and_closing_takes_it_away,
    create_another_keeps_the_roles_and_nothing_else,
];
