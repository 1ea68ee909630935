//! The first run: a directory of one's own, or a look around.

use journeys::{Computer, Keychain, Name, Outcome, check, journey, people::OWNER, same, steps};

#[tokio::test]
async fn the_owner_is_ready_after_one_form() -> Outcome {
    journey(Computer::new()?, async |window| {
        window.find("heading", "Welcome to Frontdesk").await?;
        steps::start_directory(window, &OWNER).await?;
        window.expect_text(&OWNER.name()).await?;
        window.expect_text(OWNER.email).await
    })
    .await
}

#[tokio::test]
async fn the_directory_is_encrypted_with_a_key_from_the_keychain() -> Outcome {
    journey(Computer::new()?, async |window| {
        steps::start_directory(window, &OWNER).await?;
        let head =
            std::fs::read(window.computer.database()).map_err(journeys::Trouble::with("the directory"))?;
        check(!head.starts_with(b"SQLite format 3"), || {
            "the directory can be read by anyone".to_owned()
        })?;
        same("secrets in the keychain", &window.computer.secrets()?.len(), &1)
    })
    .await
}

#[tokio::test]
async fn without_frontdesk_home_all_files_are_in_the_platforms_places() -> Outcome {
    let mut computer = Computer::new()?;
    computer.use_platform_places();
    journey(computer, async |window| {
        steps::start_directory(window, &OWNER).await?;
        let home = window.computer.folder().join("home");
        for place in [
            ".local/share/frontdesk/frontdesk.db",
            ".local/state/frontdesk/logs/frontdesk.log",
        ] {
            check(home.join(place).is_file(), || format!("{place} is not there"))?;
        }
        check(!home.join("frontdesk").exists(), || {
            "FRONTDESK_HOME was not set".to_owned()
        })
    })
    .await
}

#[tokio::test]
async fn the_owners_form_has_the_wizards_rules() -> Outcome {
    journey(Computer::new()?, async |window| {
        window
            .click("button", "Start a local directory on this computer")
            .await?;
        window.expect_focus("textbox", "First Name").await?;
        window.click("button", "Create Directory").await?;
        window.expect_text("5 things need your attention").await?;
        window.click("button", "Email: Enter an email address").await?;
        window.expect_focus("textbox", "Email").await?;
        window.type_text("olivia.example.com").await?;
        window.press("Tab").await?;
        window
            .expect_described("Email", "Enter an address with one @")
            .await?;
        window.fill("New Password", "Olivia#1").await?;
        window.fill("First Name", "Olivia").await?;
        window.press("Tab").await?;
        window.expect_described("New Password", "easy to guess").await?;
        check(!window.computer.database().exists(), || {
            "a directory was made of a wrong form".to_owned()
        })
    })
    .await
}

#[tokio::test]
async fn without_a_keychain_a_passphrase_is_asked_for_and_said_why() -> Outcome {
    journey(Computer::with(Keychain::Missing)?, async |window| {
        steps::fill_owner_form(window, &OWNER).await?;
        window.expect_text("No keychain answers on this computer").await?;
        window.click("button", "Create Directory").await?;
        window
            .find("button", Name::Has("Passphrase: Enter a passphrase"))
            .await?;
        window.fill("Passphrase", steps::PASSPHRASE).await?;
        window.fill("Confirm Passphrase", steps::PASSPHRASE).await?;
        window.click("button", "Create Directory").await?;
        window.find_first("heading", "Users").await?;

        window.restart().await?;
        window.find("heading", "Open the directory").await?;
        window
            .fill("Passphrase", "seven amber otters juggle by daylight")
            .await?;
        window.click("button", "Open").await?;
        window
            .expect_text("This is not the passphrase of this directory")
            .await?;
        window.fill("Passphrase", steps::PASSPHRASE).await?;
        window.click("button", "Open").await?;
        steps::sign_in(window, &OWNER).await
    })
    .await
}

#[tokio::test]
async fn a_keychain_that_never_answers_is_waited_for_only_shortly() -> Outcome {
    journey(Computer::with(Keychain::Silent)?, async |window| {
        window
            .click("button", "Start a local directory on this computer")
            .await?;
        window.expect_text("did not answer in time").await?;
        window.field("Passphrase").await.map(|_| ())
    })
    .await
}

#[tokio::test]
async fn the_window_paints_while_the_keychain_is_silent() -> Outcome {
    journey(Computer::new()?, async |window| {
        steps::start_directory(window, &OWNER).await?;
        window.close().await;
        window.computer.bus.silence(true)?;
        window.restart().await?;
        window.expect_text("Opening the directory").await?;
        window.expect_text("The keychain does not answer").await?;
        window.computer.bus.silence(false)
    })
    .await
}

#[tokio::test]
async fn looking_around_shows_200_users_says_so_and_leaves_nothing_behind() -> Outcome {
    journey(Computer::new()?, async |window| {
        window.click("button", "Look around with sample data").await?;
        window.find_first("heading", "Users").await?;
        window
            .expect_text("every user is invented, and nothing is kept")
            .await?;
        window.expect_text("200").await?;
        check(!window.computer.database().exists(), || {
            "the sample is on the disk".to_owned()
        })?;
        let files = window.computer.files();
        let kept = files
            .iter()
            .find(|(_, contents)| contents.windows(12).any(|part| part == b"@example.com"));
        check(kept.is_none(), || {
            format!("{:?} holds sample data", kept.map(|(path, _)| path))
        })?;
        same(
            "secrets in the keychain",
            &window.computer.secrets().unwrap_or_default().len(),
            &0,
        )?;
        window.click("button", "Leave").await?;
        window.find("heading", "Welcome to Frontdesk").await.map(|_| ())
    })
    .await
}
