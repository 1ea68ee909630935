//! The Roles page.

use journeys::{
    Computer, Name, Outcome, Window, journey,
    people::{NEWCOMER, OWNER},
    steps,
};

async fn on_the_page(steps: impl AsyncFnOnce(&mut Window) -> Outcome) -> Outcome {
    journey(Computer::new()?, async |window| {
        steps::start_directory(window, &OWNER).await?;
        steps::go_to(window, "Roles").await?;
        steps(window).await
    })
    .await
}

/// Makes a role of one permission.
async fn create_role(window: &Window, name: &str) -> Outcome {
    window.click("button", "New Role").await?;
    window.fill("Name", name).await?;
    window.fill("Description", "Greets visitors").await?;
    window.click("button", "Edit Roles & Permissions").await?;
    steps::press_in_tree(window, "Auditor").await?;
    window.click("button", "Apply").await?;
    window.click("button", "Create Role").await?;
    window.expect_text(&format!("{name} saved.")).await
}

#[tokio::test]
async fn built_in_roles_are_shown_with_who_holds_them_and_cannot_be_changed() -> Outcome {
    on_the_page(async |window| {
        for role in [
            "Owner",
            "User Manager",
            "Help Desk",
            "Auditor",
            "Kiosk Operator",
            "Member",
        ] {
            steps::choose_role(window, role).await?;
            window.expect_enabled("button", "Edit", false).await?;
            window.expect_enabled("button", "Delete", false).await?;
            window.expect_enabled("button", "Clone", true).await?;
        }
        steps::choose_role(window, "Owner").await?;
        window.expect_text(OWNER.email).await
    })
    .await
}

#[tokio::test]
async fn a_role_is_created_cloned_edited_and_deleted() -> Outcome {
    on_the_page(async |window| {
        create_role(window, "Reception").await?;
        window.find_first("heading", "Reception").await?;
        window.expect_text("Greets visitors").await?;

        window.click("button", "Clone").await?;
        window.find("dialog", "Clone Reception").await?;
        window.fill("Name", "Night Reception").await?;
        window.click("button", "Create Role").await?;
        window.find("heading", "Night Reception").await?;

        window.click("button", "Edit").await?;
        window.find("dialog", "Edit Night Reception").await?;
        window.fill("Name", "reception").await?;
        window.click("button", "Save Role").await?;
        window
            .expect_described("Name", "A role of this name exists already")
            .await?;
        window.fill("Name", "Late Reception").await?;
        window.click("button", "Save Role").await?;
        window.find("heading", "Late Reception").await?;

        window.click("button", "Delete").await?;
        window
            .find("alertdialog", "Delete the role Late Reception?")
            .await?;
        window.click("button", "Delete Late Reception").await?;
        window.expect_text("Late Reception deleted.").await?;
        window
            .expect_none("option", Name::Starts("Late Reception"))
            .await?;
        window.find("option", Name::Starts("Reception")).await.map(|_| ())
    })
    .await
}

#[tokio::test]
async fn a_role_cannot_hold_itself_through_another() -> Outcome {
    on_the_page(async |window| {
        create_role(window, "Inner").await?;
        window.click("button", "New Role").await?;
        window.fill("Name", "Outer").await?;
        window.click("button", "Edit Roles & Permissions").await?;
        steps::press_in_tree(window, "Inner").await?;
        window.click("button", "Apply").await?;
        window.click("button", "Create Role").await?;
        window.expect_text("Outer saved.").await?;
        steps::choose_role(window, "Inner").await?;
        window.click("button", "Edit").await?;
        window.click("button", "Edit Roles & Permissions").await?;
        steps::press_in_tree(window, "Outer").await?;
        window.expect_text("would make a loop").await?;
        window.click("button", "Apply").await?;
        window.expect_none("button", "Remove Outer").await
    })
    .await
}

#[tokio::test]
async fn a_role_that_somebody_holds_is_not_deleted() -> Outcome {
    on_the_page(async |window| {
        create_role(window, "Reception").await?;
        steps::go_to(window, "Users").await?;
        steps::create_user(window, &NEWCOMER, "Reception").await?;
        steps::go_to(window, "Roles").await?;
        steps::choose_role(window, "Reception").await?;
        window.expect_text(NEWCOMER.email).await?;
        window.click("button", "Delete").await?;
        window.click("button", "Delete Reception").await?;
        window.expect_text("This role is still in use").await
    })
    .await
}

#[tokio::test]
async fn the_search_finds_roles_and_permissions() -> Outcome {
    on_the_page(async |window| {
        window.fill("Search roles and permissions", "kiosk").await?;
        window.find("option", Name::Starts("Kiosk Operator")).await?;
        window.expect_none("option", Name::Starts("Auditor")).await?;
        window.fill("Search roles and permissions", "zzzz").await?;
        window.expect_text("Nothing matches").await?;
        window.expect_none("option", Name::Has("")).await
    })
    .await
}
