//! Directories on servers: connected to, switched between, lost and found again; two desks at one of them.
//!
//! Each test that stops or freezes a server has one of its own.

use std::time::{Duration, Instant};

use journeys::{
    Computer, Keychain, Name, Outcome, Server, Trouble, Window, check, journey,
    people::{NEWCOMER, OWNER, SECOND},
    same, server, steps,
};
use peers::postgres::Postgres;

fn postgres() -> Outcome<Postgres> {
    Postgres::start().map_err(Trouble::with("PostgreSQL"))
}

/// Fills in the form of a server by its address, which brings all but the authority and a name.
async fn paste(window: &Window, server: &Server) -> Outcome {
    window
        .fill("Paste a connection address", &server.address())
        .await?;
    window.click("button", "Fill In").await?;
    window
        .expect_text("The password was taken out of the address")
        .await?;
    same(
        "what is left of the address",
        &window.value_of("Paste a connection address").await?,
        &String::new(),
    )?;
    window.fill("Name", server::NAME).await?;
    window
        .click("radio", Name::Starts("Encrypted and verified"))
        .await?;
    // Opens what stands under "Own authority or client certificate".
    window.press("Tab").await?;
    window.press("Enter").await?;
    window
        .fill_lines("Certificates of your own authority", server.authority())
        .await
}

#[tokio::test]
async fn a_pasted_address_leads_to_a_directory_on_a_server_and_its_password_to_the_keychain() -> Outcome {
    journey(Computer::new()?, async |window| {
        let server = Server::shared()?;
        window
            .click("button", Name::Has("Connect to a directory on a server"))
            .await?;
        paste(window, &server).await?;
        window.click("button", "Test connection").await?;
        window
            .expect_text("The server is ready: every step passed.")
            .await?;
        window.click("button", "Connect").await?;
        window.find("heading", "Create the owner").await?;
        window.expect_text(&server.place()).await?;
        steps::fill_person(window, &OWNER).await?;
        window.click("button", "Create Owner").await?;
        window.find_first("heading", "Users").await?;
        window.expect_text(server::NAME).await?;
        steps::create_user(window, &NEWCOMER, "Member").await?;
        window.restart().await?;
        steps::sign_in(window, &OWNER).await?;
        window.find_row(NEWCOMER.email).await?;
        keeps_its_password(window)
    })
    .await
}

#[tokio::test]
async fn a_server_is_connected_to_by_keyboard_alone() -> Outcome {
    journey(Computer::new()?, async |window| {
        let server = Server::shared()?;
        window
            .press_until_at("Tab", "button", Name::Has("Connect to a directory on a server"))
            .await?;
        window.press("Enter").await?;
        window
            .expect_focus("textbox", "Paste a connection address")
            .await?;
        window.type_text(&server.address()).await?;
        press(window, "Fill In").await?;
        window
            .expect_text("The password was taken out of the address")
            .await?;
        window.press_until_at("Tab", "textbox", "Name").await?;
        window.type_text(server::NAME).await?;
        window
            .press_until_at("Tab", "radio", Name::Starts("Encrypted and verified"))
            .await?;
        // Opens what stands under "Own authority or client certificate".
        window.press("Tab").await?;
        window.press("Enter").await?;
        window
            .press_until_at("Tab", "textbox", "Certificates of your own authority")
            .await?;
        for line in server.authority().lines() {
            window.type_text(line).await?;
            window.press("Enter").await?;
        }
        press(window, "Test connection").await?;
        window
            .expect_text("The server is ready: every step passed.")
            .await?;
        press(window, "Connect").await?;
        window.find("heading", "Create the owner").await?;
        for (field, text) in [
            ("First Name", OWNER.first_name),
            ("Last Name", OWNER.last_name),
            ("Email", OWNER.email),
            ("New Password", OWNER.password),
            ("Confirm Password", OWNER.password),
        ] {
            window.press_until_at("Tab", "textbox", field).await?;
            window.type_text(text).await?;
        }
        press(window, "Create Owner").await?;
        window.find_first("heading", "Users").await?;
        window.expect_text(server::NAME).await
    })
    .await
}

/// Goes on to a button by keyboard, and presses it.
async fn press(window: &Window, button: &str) -> Outcome {
    window.press_until_at("Tab", "button", button).await?;
    window.press("Enter").await
}

/// The keychain holds the password; neither files, nor arguments, nor the environment of any process of the window do.
fn keeps_its_password(window: &Window) -> Outcome {
    let secrets = window.computer.secrets()?;
    check(secrets.iter().any(|secret| secret == Postgres::PASSWORD), || {
        "the keychain does not hold the password".to_owned()
    })?;
    let password = Postgres::PASSWORD.as_bytes();
    let holds = |contents: &[u8]| contents.windows(password.len()).any(|part| part == password);
    let home = window.computer.frontdesk_home();
    let files = window.computer.files();
    let found = files
        .iter()
        .find(|(path, contents)| path.starts_with(&home) && holds(contents));
    check(found.is_none(), || {
        format!("{:?} holds the password", found.map(|(path, _)| path))
    })?;
    for process in window.processes() {
        for part in ["cmdline", "environ"] {
            let read = std::fs::read(format!("/proc/{process}/{part}")).unwrap_or_default();
            check(!holds(&read), || {
                format!("{part} of {process} holds the password")
            })?;
        }
    }
    Ok(())
}

#[tokio::test]
async fn without_a_keychain_the_password_is_asked_for_at_each_start_and_said_why() -> Outcome {
    let mut computer = Computer::with(Keychain::Missing)?;
    computer.know(Server::shared()?)?;
    journey(computer, async |window| {
        window.expect_text("No keychain answers on this computer").await?;
        window.fill("Password of the database", "wrong").await?;
        window.click("button", "Connect").await?;
        window.expect_text("User or password is wrong").await?;
        steps::start_directory(window, &OWNER).await?;
        window.restart().await?;
        window.expect_text("No keychain answers on this computer").await?;
        steps::connect(window).await?;
        steps::sign_in(window, &OWNER).await
    })
    .await
}

#[tokio::test]
async fn what_one_desk_creates_the_other_sees_and_one_of_two_gets_an_address() -> Outcome {
    let server = Server::shared()?;
    journey(Computer::at(server.clone())?, async |one| {
        steps::start_directory(one, &OWNER).await?;
        journey(Computer::at(server)?, async |other| {
            steps::connect(other).await?;
            steps::sign_in(other, &OWNER).await?;
            steps::open_wizard(one).await?;
            steps::fill_general(one, &NEWCOMER).await?;
            steps::assign_role(one, "Member").await?;
            one.click("button", "Create User").await?;
            let created = Instant::now();
            other.find_row(NEWCOMER.email).await?;
            let took = created.elapsed();
            // The click and two looks of the driver are in it too.
            check(took < Duration::from_secs(3), || format!("seen after {took:?}"))?;
            one.click("button", "Done").await?;
            both_create(one, other).await
        })
        .await
    })
    .await
}

/// Both have the same address in an open wizard, and press at the same moment.
async fn both_create(one: &Window, other: &Window) -> Outcome {
    for window in [one, other] {
        steps::open_wizard(window).await?;
        steps::fill_general(window, &SECOND).await?;
        steps::assign_role(window, "Member").await?;
        window.expect_enabled("button", "Create User", true).await?;
    }
    let (first, second) = tokio::join!(
        one.click("button", "Create User"),
        other.click("button", "Create User")
    );
    first?;
    second?;
    let created = format!("{} was created.", SECOND.email);
    let outcome = async |window: &Window| {
        window
            .wait_for("an outcome", async |window| {
                let seen = window.visible_text().await?;
                let taken = seen.contains("This email is already registered");
                Ok((seen.contains(&created) || taken).then_some(!taken))
            })
            .await
    };
    let outcomes = [outcome(one).await?, outcome(other).await?];
    same(
        "how many created it",
        &outcomes.iter().filter(|created| **created).count(),
        &1,
    )
}

#[tokio::test]
async fn a_lost_server_is_said_and_what_was_typed_is_created_once_it_answers() -> Outcome {
    let mut postgres = postgres()?;
    journey(Computer::at(Server::on(&postgres)?)?, async |window| {
        steps::start_directory(window, &OWNER).await?;
        steps::open_wizard(window).await?;
        steps::fill_general(window, &NEWCOMER).await?;
        steps::assign_role(window, "Member").await?;
        window.expect_enabled("button", "Create User", true).await?;
        postgres.freeze().map_err(Trouble::with("PostgreSQL"))?;
        window.click("button", "Create User").await?;
        window.expect_text("The answer was lost").await?;
        postgres.thaw().map_err(Trouble::with("PostgreSQL"))?;
        window.expect_text(NEWCOMER.email).await?;
        window.click("button", "Done").await?;
        window.find_row(NEWCOMER.email).await?;
        window.expect_no_text("does not answer").await?;
        let mut rows = 0;
        for row in window.all("row", "").await? {
            rows += usize::from(row.element.text().await?.contains(NEWCOMER.email));
        }
        same("rows of the new user", &rows, &1)
    })
    .await
}

#[tokio::test]
async fn a_server_that_is_silent_is_said_within_seconds_and_the_page_comes_back_by_itself() -> Outcome {
    let mut postgres = postgres()?;
    journey(Computer::at(Server::on(&postgres)?)?, async |window| {
        steps::start_directory(window, &OWNER).await?;
        window.expect_text("Answers").await?;
        postgres.freeze().map_err(Trouble::with("PostgreSQL"))?;
        let lost = Instant::now();
        window.expect_text("does not answer").await?;
        let took = lost.elapsed();
        // A look of the driver is in it too.
        check(took < Duration::from_secs(6), || format!("said after {took:?}"))?;
        window.expect_text(OWNER.email).await?;
        postgres.thaw().map_err(Trouble::with("PostgreSQL"))?;
        window.expect_no_text("does not answer").await?;
        steps::create_user(window, &NEWCOMER, "Member").await
    })
    .await
}

#[tokio::test]
async fn a_local_directory_moves_to_a_server_and_is_worked_on_there() -> Outcome {
    journey(Computer::new()?, async |window| {
        let server = Server::shared()?;
        steps::start_directory(window, &OWNER).await?;
        steps::create_user(window, &NEWCOMER, "Member").await?;
        steps::go_to(window, "Settings").await?;
        window.click("tab", "Directories").await?;
        window.click("button", "Add a Directory").await?;
        paste(window, &server).await?;
        window.click("button", "Save").await?;
        window
            .expect_text(&format!("“{}” was saved.", server::NAME))
            .await?;
        window.click("button", "Copy This Directory to…").await?;
        window.click("button", "Copy").await?;
        window.click("button", "Switch to It").await?;
        steps::sign_in(window, &OWNER).await?;
        window.expect_text(server::NAME).await?;
        window.find_row(NEWCOMER.email).await?;
        steps::go_to(window, "Activity").await?;
        window.expect_text("Copied the directory here from").await?;
        window.click("button", "Verify").await?;
        window.expect_text("The record is whole").await
    })
    .await
}

#[tokio::test]
async fn a_server_that_is_down_at_the_start_is_said_and_opened_once_it_is_up() -> Outcome {
    let mut postgres = postgres()?;
    journey(Computer::at(Server::on(&postgres)?)?, async |window| {
        steps::start_directory(window, &OWNER).await?;
        window.close().await;
        postgres.stop().map_err(Trouble::with("PostgreSQL"))?;
        window.restart().await?;
        window.expect_text("tries again by itself").await?;
        postgres.start_again().map_err(Trouble::with("PostgreSQL"))?;
        steps::sign_in(window, &OWNER).await
    })
    .await
}
