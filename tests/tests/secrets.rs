//! Nothing secret is left anywhere: what was typed and what lies in the keychain is looked for in every file.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use journeys::{
    Computer, Outcome, Window, check, journey,
    people::{NEWCOMER, OWNER},
    steps,
};

/// Encodings in which a secret could have been written down.
fn shapes(secret: &str) -> Vec<Vec<u8>> {
    let wide: Vec<u8> = secret.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let escaped = secret.replace('#', "%23").replace('!', "%21");
    let mut shapes = vec![
        secret.as_bytes().to_vec(),
        wide,
        hex(secret.as_bytes()),
        escaped.into_bytes(),
    ];
    // The key: 32 octets in base64. SQLite is told them in hex.
    if let Ok(key) = STANDARD.decode(secret) {
        shapes.extend([hex(&key), key]);
    }
    shapes
}

fn hex(octets: &[u8]) -> Vec<u8> {
    let digits = b"0123456789abcdef";
    octets
        .iter()
        .flat_map(|octet| [digits[usize::from(octet >> 4)], digits[usize::from(octet & 15)]])
        .collect()
}

fn holds(contents: &[u8], secret: &str) -> bool {
    shapes(secret)
        .iter()
        .any(|shape| contents.windows(shape.len()).any(|part| part == shape.as_slice()))
}

/// Looks for secrets in every file of the computer but the keychain's own, which is encrypted anyway.
fn expect_nowhere(window: &Window, secrets: &[(&str, &str)]) -> Outcome {
    let files = window.computer.files();
    check(files.len() > 3, || "there is nothing to search".to_owned())?;
    for (path, contents) in &files {
        for (what, secret) in secrets {
            check(!holds(contents, secret), || {
                format!("{what} stands in {}", path.display())
            })?;
        }
    }
    Ok(())
}

#[tokio::test]
async fn neither_passwords_nor_the_key_are_in_any_file_or_web_storage() -> Outcome {
    journey(Computer::new()?, async |window| {
        steps::start_directory(window, &OWNER).await?;
        window.click("button", "Sign Out").await?;
        steps::try_to_sign_in(window, OWNER.email, "Mistyped#Harbour8").await?;
        window.expect_text("is wrong").await?;
        steps::sign_in(window, &OWNER).await?;
        steps::open_wizard(window).await?;
        window.click("button", "Auto-Generate").await?;
        let generated = window.find("status", "Generated password").await?.text().await?;
        window.click("button", "Copy").await?;
        window.expect_text("The clipboard is cleared").await?;
        window.click("button", "Done").await?;
        window.press("Escape").await?;
        window.click("button", "Discard").await?;
        steps::create_user(window, &NEWCOMER, "Member").await?;
        steps::go_to(window, "Outbox").await?;
        steps::go_to(window, "Activity").await?;

        let keys = window.computer.secrets()?;
        check(keys.len() == 1, || {
            format!("{} keys are in the keychain", keys.len())
        })?;
        let key = keys.concat();
        let secrets = [
            ("the owner's password", OWNER.password),
            ("the mistyped password", "Mistyped#Harbour8"),
            ("the user's password", NEWCOMER.password),
            ("the generated password", generated.as_str()),
            ("the key", key.as_str()),
        ];
        expect_nowhere(window, &secrets)?;
        let stored = window
            .run(
                "return JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie]);",
                vec![],
            )
            .await?;
        let stored = stored.as_str().unwrap_or_default();
        for (what, secret) in secrets {
            check(!stored.contains(secret), || {
                format!("{what} stands in the web storage")
            })?;
        }
        let page = window
            .run("return document.documentElement.outerHTML;", vec![])
            .await?;
        check(!page.as_str().unwrap_or_default().contains(&generated), || {
            "the page still holds it".to_owned()
        })?;
        window.close().await;
        expect_nowhere(window, &secrets)
    })
    .await
}

#[tokio::test]
async fn the_passphrase_is_in_no_file() -> Outcome {
    journey(Computer::with(journeys::Keychain::Missing)?, async |window| {
        steps::fill_owner_form(window, &OWNER).await?;
        window.fill("Passphrase", steps::PASSPHRASE).await?;
        window.fill("Confirm Passphrase", steps::PASSPHRASE).await?;
        window.click("button", "Create Directory").await?;
        window.find_first("heading", "Users").await?;
        expect_nowhere(
            window,
            &[
                ("the passphrase", steps::PASSPHRASE),
                ("the password", OWNER.password),
            ],
        )?;
        window.close().await;
        expect_nowhere(
            window,
            &[
                ("the passphrase", steps::PASSPHRASE),
                ("the password", OWNER.password),
            ],
        )
    })
    .await
}
