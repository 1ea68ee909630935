//! A directory that cannot be opened: each reason has its own words, and the file is left as it was.

use std::{fs, path::Path, process::Command};

use journeys::{
    Computer, Keychain, Outcome, Trouble, Window, journey, people::OWNER, program::output_of, same, steps,
};

fn contents(window: &Window) -> Outcome<Vec<u8>> {
    fs::read(window.computer.database()).map_err(Trouble::with("the directory"))
}

/// Makes a directory, lets `harm` happen while Frontdesk is closed, and expects `words` and an unchanged file.
async fn after(harm: impl FnOnce(&mut Window) -> Outcome, words: &str) -> Outcome {
    journey(Computer::new()?, async |window| {
        steps::start_directory(window, &OWNER).await?;
        window.close().await;
        harm(window)?;
        let before = contents(window)?;
        window.restart().await?;
        window.expect_text(words).await?;
        window.find("button", "Try Again").await?;
        window.close().await;
        same("the file is unchanged", &(contents(window)? == before), &true)
    })
    .await
}

fn forget_key(window: &Window) -> Outcome {
    output_of(
        window
            .computer
            .command("secret-tool")
            .args(["clear", "service", "Frontdesk"]),
    )
    .map(|_| ())
}

#[tokio::test]
async fn a_key_that_is_gone_from_the_keychain() -> Outcome {
    after(
        |window| forget_key(window),
        "The key of the directory is not in the keychain",
    )
    .await
}

#[tokio::test]
async fn a_keychain_that_is_gone() -> Outcome {
    after(
        |window| {
            window.computer.bus.end_keychain();
            Ok(())
        },
        "There is no keychain on this computer",
    )
    .await
}

#[tokio::test]
async fn a_key_that_belongs_to_another_file() -> Outcome {
    after(
        |window| {
            window
                .computer
                .replace_key("c2V2ZW4gYW1iZXIgb3R0ZXJzIGp1Z2dsZSBoZXJlISE=")
        },
        "The key does not fit the directory",
    )
    .await
}

#[tokio::test]
async fn a_file_whose_first_page_is_damaged() -> Outcome {
    after(
        |window| {
            let mut bytes = contents(window)?;
            bytes.iter_mut().skip(64).take(64).for_each(|byte| *byte ^= 0x5a);
            fs::write(window.computer.database(), bytes).map_err(Trouble::with("the directory"))
        },
        "The directory is damaged",
    )
    .await
}

#[tokio::test]
async fn a_file_of_a_newer_version() -> Outcome {
    after(
        |window| {
            let file = window.computer.key_file();
            let text = fs::read_to_string(&file).map_err(Trouble::with("the description"))?;
            let newer = text.replace("\"format\": 1", "\"format\": 2");
            fs::write(file, newer).map_err(Trouble::with("the description"))
        },
        "The directory belongs to a newer Frontdesk",
    )
    .await
}

#[tokio::test]
async fn a_file_that_is_cut_short() -> Outcome {
    after(
        |window| {
            let bytes = contents(window)?;
            fs::write(window.computer.database(), &bytes[..bytes.len() / 2 - 100])
                .map_err(Trouble::with("the directory"))
        },
        "The directory is damaged",
    )
    .await
}

#[tokio::test]
async fn a_wrong_key_is_put_right_and_tried_again_without_a_restart() -> Outcome {
    journey(Computer::new()?, async |window| {
        steps::start_directory(window, &OWNER).await?;
        window.close().await;
        let file = window.computer.database();
        let before = contents(window)?;
        fs::write(&file, vec![0x5a; before.len()]).map_err(Trouble::with("the directory"))?;
        window.restart().await?;
        window.find("button", "Try Again").await?;
        fs::write(&file, before).map_err(Trouble::with("the directory"))?;
        window.click("button", "Try Again").await?;
        steps::sign_in(window, &OWNER).await
    })
    .await
}

#[tokio::test]
async fn the_description_of_a_passphrase_that_is_gone() -> Outcome {
    journey(Computer::with(Keychain::Missing)?, async |window| {
        steps::fill_owner_form(window, &OWNER).await?;
        window.fill("Passphrase", steps::PASSPHRASE).await?;
        window.fill("Confirm Passphrase", steps::PASSPHRASE).await?;
        window.click("button", "Create Directory").await?;
        window.find_first("heading", "Users").await?;
        window.close().await;
        fs::remove_file(window.computer.key_file()).map_err(Trouble::with("the description"))?;
        window.restart().await?;
        window.expect_text("The description of the key is missing").await
    })
    .await
}

#[tokio::test]
async fn a_file_that_cannot_be_written() -> Outcome {
    journey(Computer::new()?, async |window| {
        steps::start_directory(window, &OWNER).await?;
        window.close().await;
        let file = window.computer.database();
        set_writable(&file, false)?;
        window.restart().await?;
        let said = window.expect_text("The directory cannot be written").await;
        window.close().await;
        set_writable(&file, true)?;
        said?;
        window.restart().await?;
        steps::sign_in(window, &OWNER).await
    })
    .await
}

/// The administrator may write whatever its mode says, but not what is immutable.
fn set_writable(file: &Path, writable: bool) -> Outcome {
    let is_root = output_of(Command::new("id").arg("-u"))?.trim() == "0";
    let mut change = if is_root {
        let mut change = Command::new("chattr");
        change.arg(if writable { "-i" } else { "+i" });
        change
    } else {
        let mut change = Command::new("chmod");
        change.arg(if writable { "600" } else { "400" });
        change
    };
    output_of(change.arg(file)).map(|_| ())
}
