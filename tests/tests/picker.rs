//! `Select Roles & Permissions`.

use journeys::{Computer, Name, Outcome, Window, check, journey, people::OWNER, same, steps};
use serde_json::json;

async fn in_the_picker(computer: Computer, steps: impl AsyncFnOnce(&mut Window) -> Outcome) -> Outcome {
    journey(computer, async |window| {
        steps::start_directory(window, &OWNER).await?;
        steps::open_wizard(window).await?;
        steps::open_picker(window).await?;
        steps(window).await
    })
    .await
}

async fn summary(window: &Window) -> Outcome<String> {
    Ok(window.find("status", "Summary").await?.text().await?)
}

async fn expect_summary(window: &Window, words: &str) -> Outcome {
    window
        .wait_for(&format!("{words:?} in the summary"), async |window| {
            Ok(summary(window).await?.contains(words).then_some(()))
        })
        .await
}

async fn marked(window: &Window) -> Outcome<Vec<String>> {
    let script =
        "return [...document.querySelectorAll('dialog:modal mark')].map((mark) => mark.textContent);";
    let marked = window.run(script, vec![]).await?;
    let texts = marked.as_array().into_iter().flatten();
    Ok(texts
        .filter_map(|text| text.as_str().map(str::to_owned))
        .collect())
}

async fn tree_items(window: &Window) -> Outcome<usize> {
    Ok(window.all("treeitem", Name::Has("")).await?.len())
}

async fn a_search_shows_only_what_fits_and_highlights_it(computer: Computer) -> Outcome {
    in_the_picker(computer, async |window| {
        window
            .expect_focus("searchbox", "Search roles and permissions")
            .await?;
        window.type_text("audit").await?;
        window.find_first("treeitem", Name::Starts("Auditor")).await?;
        window
            .expect_none("treeitem", Name::Starts("Kiosk Operator"))
            .await?;
        expect_summary(window, "match").await?;
        let marked = marked(window).await?;
        check(!marked.is_empty(), || "nothing is highlighted".to_owned())?;
        let other = marked.iter().find(|text| !text.eq_ignore_ascii_case("audit"));
        check(other.is_none(), || format!("{other:?} is highlighted"))?;
        window.fill("Search roles and permissions", "zzzz").await?;
        window.expect_text("Nothing matches").await
    })
    .await
}

async fn select_all_under_a_filter_selects_only_what_the_search_shows(computer: Computer) -> Outcome {
    in_the_picker(computer, async |window| {
        expect_summary(window, "0 selected").await?;
        window.fill("Search roles and permissions", "help desk").await?;
        window.find_first("treeitem", Name::Starts("Help Desk")).await?;
        window.click("button", "Select All").await?;
        window.fill("Search roles and permissions", "").await?;
        window.click("button", "Apply").await?;
        window.find("button", "Remove Help Desk").await?;
        window.expect_none("button", "Remove Kiosk Operator").await?;
        window.expect_none("button", "Remove Member").await
    })
    .await
}

async fn clear_all_clears_everything(computer: Computer) -> Outcome {
    in_the_picker(computer, async |window| {
        window.click("button", "Select All").await?;
        window
            .wait_for("something selected", async |window| {
                Ok((!summary(window).await?.contains("0 selected")).then_some(()))
            })
            .await?;
        window.click("button", "Clear All").await?;
        expect_summary(window, "0 selected").await
    })
    .await
}

async fn cancel_keeps_the_old_selection_and_apply_takes_the_new(computer: Computer) -> Outcome {
    in_the_picker(computer, async |window| {
        steps::press_in_tree(window, "Member").await?;
        expect_summary(window, "1 selected").await?;
        window.click("button", "Apply").await?;
        window.find("button", "Remove Member").await?;

        window.click("button", "Edit Roles & Permissions").await?;
        steps::press_in_tree(window, "Auditor").await?;
        steps::press_in_tree(window, "Member").await?;
        window.click("button", "Cancel").await?;
        window.expect_none("dialog", "Select Roles & Permissions").await?;
        window.find("button", "Remove Member").await?;
        window.expect_none("button", "Remove Auditor").await?;

        window.click("button", "Edit Roles & Permissions").await?;
        steps::press_in_tree(window, "Auditor").await?;
        window.press("Escape").await?;
        window.expect_none("dialog", "Select Roles & Permissions").await?;
        window.find("dialog", "Create New User").await?;
        window.expect_none("button", "Remove Auditor").await?;
        window.click("button", "Remove Member").await?;
        window.expect_text("No roles assigned yet").await
    })
    .await
}

async fn expand_all_shows_what_is_inside_and_collapse_all_hides_it(computer: Computer) -> Outcome {
    in_the_picker(computer, async |window| {
        let closed = tree_items(window).await?;
        window.click("button", "Expand All").await?;
        window
            .wait_for("more rows", async |window| {
                Ok((tree_items(window).await? > closed).then_some(()))
            })
            .await?;
        window.click("button", "Collapse All").await?;
        window
            .wait_for("as many rows as before", async |window| {
                Ok((tree_items(window).await? == closed).then_some(()))
            })
            .await
    })
    .await
}

async fn a_permission_that_a_role_grants_is_shown_as_included(computer: Computer) -> Outcome {
    in_the_picker(computer, async |window| {
        steps::press_in_tree(window, "Owner").await?;
        window.click("button", "Expand All").await?;
        window.expect_text("Included through Owner").await?;
        window.click("button", "Apply").await?;
        window.expect_text("What the user will be able to do").await?;
        window.expect_text("through Owner").await
    })
    .await
}

async fn the_tree_is_used_by_keyboard_alone(computer: Computer) -> Outcome {
    in_the_picker(computer, async |window| {
        window.press_until_at("Tab", "treeitem", Name::Has("")).await?;
        window.press("Home").await?;
        let (_, first) = window.focus().await?;
        check(first.starts_with("Owner"), || {
            format!("the first row is {first:?}")
        })?;
        window.press("Right").await?;
        let expanded = "return document.activeElement.getAttribute('aria-expanded');";
        window
            .wait_for("an open branch", async |window| {
                Ok((window.run(expanded, vec![]).await? == json!("true")).then_some(()))
            })
            .await?;
        window.press("Down").await?;
        let level = window
            .run(
                "return document.activeElement.getAttribute('aria-level');",
                vec![],
            )
            .await?;
        same("the level inside", &level, &json!("2"))?;
        window.press("Left").await?;
        window.expect_focus("treeitem", Name::Is(&first)).await?;
        window.press("Space").await?;
        expect_summary(window, "1 selected").await?;
        window.press_until_at("Tab", "button", "Apply").await?;
        window.press("Enter").await?;
        window.find("button", "Remove Owner").await.map(|_| ())
    })
    .await
}

on_every_directory![
    a_search_shows_only_what_fits_and_highlights_it,
    select_all_under_a_filter_selects_only_what_the_search_shows,
    clear_all_clears_everything,
    cancel_keeps_the_old_selection_and_apply_takes_the_new,
    expand_all_shows_what_is_inside_and_collapse_all_hides_it,
    a_permission_that_a_role_grants_is_shown_as_included,
    the_tree_is_used_by_keyboard_alone,
];
