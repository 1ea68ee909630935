//! The tab General: each rule has its own words at its field.

use journeys::{Computer, Outcome, Window, check, journey, people::OWNER, same, steps};

async fn in_the_wizard(computer: Computer, steps: impl AsyncFnOnce(&mut Window) -> Outcome) -> Outcome {
    journey(computer, async |window| {
        steps::start_directory(window, &OWNER).await?;
        steps::open_wizard(window).await?;
        steps(window).await
    })
    .await
}

/// Types into a field, leaves it, and reads what is said beneath it.
async fn says(window: &Window, field: &str, typed: &str, words: &str) -> Outcome {
    window.fill(field, typed).await?;
    window.press("Tab").await?;
    window.expect_described(field, words).await
}

async fn names_are_checked_by_their_rules(computer: Computer) -> Outcome {
    in_the_wizard(computer, async |window| {
        for field in ["First Name", "Last Name"] {
            says(window, field, "   ", "Enter a").await?;
            says(window, field, &"x".repeat(101), "Shorten this to 100 characters").await?;
            says(window, field, "Zo\u{202e}e", "Remove an invisible character").await?;
            says(window, field, "Zo\u{200b}e", "Remove an invisible character").await?;
            window.fill(field, "María José O'Brien-Núñez").await?;
            window.press("Tab").await?;
            window
                .wait_for("no error", async |window| {
                    Ok(window
                        .description_of(field)
                        .await?
                        .trim()
                        .is_empty()
                        .then_some(()))
                })
                .await?;
        }
        Ok(())
    })
    .await
}

async fn addresses_are_checked_by_their_rules(computer: Computer) -> Outcome {
    in_the_wizard(computer, async |window| {
        let cases = [
            ("zoe", "Enter an address with one @"),
            ("@example.com", "Enter the part before the @"),
            ("zoe@example", "Enter the whole domain after the @"),
            ("zoe..x@example.com", "Remove the dot"),
            ("\"zoe\"@example.com", "Quoted addresses are not accepted"),
            ("zoe@[127.0.0.1]", "not a number in brackets"),
            ("z oe@example.com", "before the @"),
            ("zoe@exa_mple..com", "The domain after the @ is not valid"),
        ];
        for (typed, words) in cases {
            says(window, "Email", typed, words).await?;
        }
        let long = format!("{}@example.com", "x".repeat(65));
        says(
            window,
            "Email",
            &long,
            "Shorten the part before the @ to 64 bytes",
        )
        .await?;
        says(window, "Email", "zoe@bücher.example.com", "Email is available").await
    })
    .await
}

async fn a_password_ticks_the_list_off_and_each_rule_has_its_words(computer: Computer) -> Outcome {
    in_the_wizard(computer, async |window| {
        let cases = [
            ("Ab1#", "Use at least 8 characters"),
            ("velvet!copper9meadow", "Add an uppercase letter"),
            ("Velvet!CopperMeadow", "Add a digit"),
            ("VelvetCopper9Meadow", "Add one of # @ _ ! $"),
        ];
        for (typed, words) in cases {
            says(window, "New Password", typed, words).await?;
        }
        window.expect_text("One of # @ _ ! $, not met yet").await?;
        window.expect_text("A digit, met").await?;
        says(
            window,
            "New Password",
            &format!("A1#{}", "x".repeat(126)),
            "Use 128 characters at most",
        )
        .await?;
        window.fill("First Name", "Guillermina").await?;
        says(window, "New Password", "Guillermina#2931", "Leave out").await?;
        says(window, "New Password", "P@ssw0rd", "lists of leaked passwords").await?;
        window.fill("New Password", "Velvet!Copper9Meadow").await?;
        window.expect_text("Very strong").await?;
        window.expect_no_text("not met yet").await
    })
    .await
}

async fn a_mismatch_is_said_only_once_the_second_field_was_left(computer: Computer) -> Outcome {
    in_the_wizard(computer, async |window| {
        window.fill("New Password", "Velvet!Copper9Meadow").await?;
        window.fill("Confirm Password", "Velvet!Copper9").await?;
        tokio::time::sleep(std::time::Duration::from_millis(600)).await;
        let early = window.description_of("Confirm Password").await?;
        check(!early.contains("differ"), || {
            "the mismatch was said while typing".to_owned()
        })?;
        window.press("Tab").await?;
        window
            .expect_described("Confirm Password", "The two passwords differ")
            .await
    })
    .await
}

async fn the_password_is_shown_and_hidden(computer: Computer) -> Outcome {
    in_the_wizard(computer, async |window| {
        window.fill("New Password", "Velvet!Copper9Meadow").await?;
        let kind = async |window: &Window| {
            window
                .field("New Password")
                .await?
                .prop("type")
                .await
                .map_err(journeys::Trouble::from)
        };
        same("hidden", &kind(window).await?.as_deref(), &Some("password"))?;
        window.click("button", "Show password").await?;
        same("shown", &kind(window).await?.as_deref(), &Some("text"))
    })
    .await
}

async fn the_list_of_what_is_missing_leads_to_each_field(computer: Computer) -> Outcome {
    in_the_wizard(computer, async |window| {
        window.expect_enabled("button", "Create User", false).await?;
        for field in ["Last Name", "Email", "New Password", "Confirm Password"] {
            window.click("button", field).await?;
            window.expect_focus("textbox", field).await?;
        }
        window.click("button", "Roles").await?;
        window.expect_focus("button", "Edit Roles & Permissions").await
    })
    .await
}

on_every_directory![
    names_are_checked_by_their_rules,
    addresses_are_checked_by_their_rules,
    a_password_ticks_the_list_off_and_each_rule_has_its_words,
    a_mismatch_is_said_only_once_the_second_field_was_left,
    the_password_is_shown_and_hidden,
    the_list_of_what_is_missing_leads_to_each_field,
];
