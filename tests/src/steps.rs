//! What several journeys do on their way.

use peers::postgres::Postgres;

use crate::{find::Name, people::Person, trouble::Outcome, window::Window};

/// The passphrase of directories whose key has no keychain to rest in.
pub const PASSPHRASE: &str = "seven amber otters juggle by candlelight";

/// Chooses the local directory on the first run, or connects to the server that the computer knows, and fills in the
/// owner's form.
pub async fn fill_owner_form(window: &Window, owner: &Person) -> Outcome {
    if window.computer.server.is_some() {
        connect(window).await?;
    } else {
        window
            .click("button", Name::Has("Start a local directory on this computer"))
            .await?;
    }
    window.find("heading", "Create the owner").await?;
    fill_person(window, owner).await
}

/// Fills in who somebody is, and a password.
pub async fn fill_person(window: &Window, who: &Person) -> Outcome {
    window.fill("First Name", who.first_name).await?;
    window.fill("Last Name", who.last_name).await?;
    window.fill("Email", who.email).await?;
    window.fill("New Password", who.password).await?;
    window.fill("Confirm Password", who.password).await
}

/// Enters the password of the server's database.
pub async fn connect(window: &Window) -> Outcome {
    window.find("heading", "Connect to the server").await?;
    window
        .fill("Password of the database", Postgres::PASSWORD)
        .await?;
    window.click("button", "Connect").await
}

/// Goes through the first run; afterwards the owner is signed in and sees the users.
pub async fn start_directory(window: &Window, owner: &Person) -> Outcome {
    fill_owner_form(window, owner).await?;
    let last = if window.computer.server.is_some() {
        "Create Owner"
    } else {
        "Create Directory"
    };
    window.click("button", last).await?;
    window.find_first("heading", "Users").await.map(|_| ())
}

/// Signs in; afterwards the users are seen.
pub async fn sign_in(window: &Window, who: &Person) -> Outcome {
    try_to_sign_in(window, who.email, who.password).await?;
    window.find_first("heading", "Users").await.map(|_| ())
}

/// Fills in the sign-in and sends it.
pub async fn try_to_sign_in(window: &Window, email: &str, password: &str) -> Outcome {
    window.find("heading", "Sign in").await?;
    window.fill("Email", email).await?;
    window.fill("Password", password).await?;
    window.click("button", "Sign In").await
}

/// Goes to a page by the sidebar.
pub async fn go_to(window: &Window, page: &str) -> Outcome {
    window.click("link", page).await?;
    window.find_first("heading", page).await.map(|_| ())
}

/// Opens the wizard by its button.
pub async fn open_wizard(window: &Window) -> Outcome {
    window.click("button", "+ New User").await?;
    window.find("dialog", "Create New User").await.map(|_| ())
}

/// Fills in the tab General.
pub async fn fill_general(window: &Window, who: &Person) -> Outcome {
    fill_person(window, who).await?;
    window.expect_described("Email", "Email is available").await
}

/// Opens the picker from the tab of roles.
pub async fn open_picker(window: &Window) -> Outcome {
    window.click("tab", "Roles & Permissions").await?;
    window.click("button", "Edit Roles & Permissions").await?;
    window
        .find("dialog", "Select Roles & Permissions")
        .await
        .map(|_| ())
}

/// Assigns a role through the picker.
pub async fn assign_role(window: &Window, role: &str) -> Outcome {
    open_picker(window).await?;
    press_in_tree(window, role).await?;
    window.click("button", "Apply").await?;
    window.expect_none("dialog", "Select Roles & Permissions").await
}

/// Creates a user through the wizard, with one role, by mouse, and closes the wizard.
pub async fn create_user(window: &Window, who: &Person, role: &str) -> Outcome {
    open_wizard(window).await?;
    fill_general(window, who).await?;
    assign_role(window, role).await?;
    window.click("button", "Create User").await?;
    window.expect_text(&format!("{} was created.", who.email)).await?;
    window.click("button", "Done").await?;
    window.expect_none("dialog", "Create New User").await
}

/// Presses a role or permission in the picker.
pub async fn press_in_tree(window: &Window, name: &str) -> Outcome {
    let item = window.find_first("treeitem", Name::Starts(name)).await?;
    window.click_on(&item).await
}

/// Chooses a role or permission in the list of the Roles page.
pub async fn choose_role(window: &Window, name: &str) -> Outcome {
    window.click("option", Name::Starts(name)).await?;
    window.find_first("heading", name).await.map(|_| ())
}

/// Opens the read-only view of a user by their row.
pub async fn open_user(window: &Window, who: &Person) -> Outcome {
    let row = window.find_row(who.email).await?;
    window.click_on(&row).await?;
    window.find("dialog", Name::Has(who.last_name)).await.map(|_| ())
}

/// Closes the view of a user.
pub async fn close_user(window: &Window) -> Outcome {
    window.press("Escape").await?;
    window.expect_none("dialog", Name::Has("")).await
}

/// Goes to the users, and opens the wizard there.
pub async fn open_wizard_from_users(window: &Window) -> Outcome {
    go_to(window, "Users").await?;
    open_wizard(window).await
}
