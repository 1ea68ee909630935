//! The Users page.

use journeys::{
    Computer, Name, Outcome, Window, check, journey,
    people::{NEWCOMER, OWNER, SECOND},
    same, steps,
};
use serde_json::{Value, json};

async fn with_three_users(steps: impl AsyncFnOnce(&mut Window) -> Outcome) -> Outcome {
    journey(Computer::new()?, async |window| {
        steps::start_directory(window, &OWNER).await?;
        steps::create_user(window, &NEWCOMER, "Member").await?;
        steps::create_user(window, &SECOND, "Auditor").await?;
        steps(window).await
    })
    .await
}

/// The addresses in the list, from the top.
async fn addresses(window: &Window) -> Outcome<Vec<String>> {
    let script = "return [...document.querySelectorAll('[role=grid] tbody tr:not([aria-hidden])')]
        .map((row) => row.cells[0].innerText);";
    let rows = window.run(script, vec![]).await?;
    let texts = rows.as_array().into_iter().flatten();
    Ok(texts.filter_map(Value::as_str).map(str::to_owned).collect())
}

async fn expect_addresses(window: &Window, wanted: &[&str]) -> Outcome {
    window
        .wait_for(&format!("the rows {wanted:?}"), async |window| {
            Ok((addresses(window).await? == wanted).then_some(()))
        })
        .await
}

async fn expect_counts(window: &Window, words: &str) -> Outcome {
    window
        .wait_for(&format!("{words:?} in the counts"), async |window| {
            let counts = window.find("status", "Users found").await?.text().await?;
            Ok(counts.contains(words).then_some(()))
        })
        .await
}

#[tokio::test]
async fn a_search_finds_by_name_and_email_without_accents_or_case() -> Outcome {
    with_three_users(async |window| {
        for search in [
            "ZOE",
            "zoë",
            "nunez",
            "obrien@",
            "o'brien zo",
            "zoe.obrien@example",
        ] {
            window.fill("Search", search).await?;
            expect_addresses(window, &[NEWCOMER.email]).await?;
        }
        expect_counts(window, "1 user").await?;
        window.fill("Search", "nobody of this name").await?;
        window.expect_text("Nobody matches").await?;
        let clear = window.find_first("button", "Clear").await?;
        window.click_on(&clear).await?;
        expect_counts(window, "3 users").await?;
        same("the search", &window.value_of("Search").await?, &String::new())
    })
    .await
}

#[tokio::test]
async fn the_status_filters_and_the_counts_follow_the_search() -> Outcome {
    with_three_users(async |window| {
        for words in ["3 users", "1 active", "2 pending activation", "0 disabled"] {
            expect_counts(window, words).await?;
        }
        window.choose("Status", "Active").await?;
        expect_addresses(window, &[OWNER.email]).await?;
        window.choose("Status", "Disabled").await?;
        window.expect_text("Nobody matches").await?;
        window.choose("Status", "Pending activation").await?;
        window.fill("Search", "tariq").await?;
        expect_addresses(window, &[SECOND.email]).await
    })
    .await
}

#[tokio::test]
async fn the_list_is_sorted_by_choice_and_by_its_heads() -> Outcome {
    with_three_users(async |window| {
        // Al-Sayed, O'Brien-Núñez, Okafor; sorted as people are: by what the list says.
        window.choose("Sort", "Email, A to Z").await?;
        expect_addresses(window, &[OWNER.email, SECOND.email, NEWCOMER.email]).await?;
        window.choose("Sort", "Email, Z to A").await?;
        expect_addresses(window, &[NEWCOMER.email, SECOND.email, OWNER.email]).await?;
        window.choose("Sort", "Created, newest first").await?;
        expect_addresses(window, &[SECOND.email, NEWCOMER.email, OWNER.email]).await?;
        window.click("button", "Email").await?;
        expect_addresses(window, &[OWNER.email, SECOND.email, NEWCOMER.email]).await?;
        window.click("button", "Email").await?;
        expect_addresses(window, &[NEWCOMER.email, SECOND.email, OWNER.email]).await
    })
    .await
}

#[tokio::test]
async fn a_row_opens_the_view_of_a_user_which_changes_nothing() -> Outcome {
    with_three_users(async |window| {
        steps::open_user(window, &NEWCOMER).await?;
        for words in [
            NEWCOMER.email,
            "Pending activation",
            "Member",
            "Not registered",
            "History",
            "User created",
        ] {
            window.expect_text(words).await?;
        }
        check(window.all("textbox", Name::Has("")).await?.is_empty(), || {
            "the view has a field".to_owned()
        })?;
        steps::close_user(window).await?;
        window.expect_focus_on_row(NEWCOMER.email).await
    })
    .await
}

#[tokio::test]
async fn the_list_is_used_by_keyboard_alone() -> Outcome {
    with_three_users(async |window| {
        window.press("Control+f").await?;
        window.expect_focus("searchbox", "Search").await?;
        window.type_text("example").await?;
        expect_counts(window, "3 users").await?;
        window.press_until_at("Tab", "row", "").await?;
        let first = window.focused_row().await?;
        window.press("Down").await?;
        let second = window.focused_row().await?;
        check(first != second, || "the arrow key did not move".to_owned())?;
        window.press("Enter").await?;
        window.find("dialog", Name::Has("")).await?;
        window.press("Escape").await?;
        window.expect_focus_on_row(&second.unwrap_or_default()).await
    })
    .await
}

#[tokio::test]
async fn two_hundred_rows_scroll_without_all_being_in_the_page() -> Outcome {
    journey(Computer::new()?, async |window| {
        window.click("button", "Look around with sample data").await?;
        expect_counts(window, "200 users").await?;
        let first = window.wait_for("rows", async |window| Ok(addresses(window).await?.into_iter().next())).await?;
        let shown = addresses(window).await?.len();
        check(shown < 100, || format!("{shown} rows are in the page"))?;
        let row = window.find_row(&first).await?;
        window.click_on(&row).await?;
        window.press("Escape").await?;
        // To the last of all, page after page.
        for _ in 0..6 {
            window.press("End").await?;
            window.painted().await?;
        }
        let last = "const row = document.activeElement; return row.ariaRowIndex ?? row.getAttribute('aria-rowindex');";
        window.wait_for("the last row", async |window| {
            window.press("End").await?;
            Ok((window.run(last, vec![]).await? == json!("201")).then_some(()))
        })
        .await
    })
    .await
}
