//! Nothing secret is left anywhere: what was typed and what lies in the keychain is looked for in every file.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use journeys::{
    Computer, Outcome, Window, check,
    device::{self, GERMAN},
    journey,
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

/// Whether a code stands somewhere. A fraction or a longer figure may hold the same six digits by chance.
fn holds_code(contents: &[u8], code: &str) -> bool {
    let digits = |at: Option<&u8>| at.is_some_and(u8::is_ascii_digit);
    (0..contents.len()).any(|from| {
        let (before, rest) = contents.split_at(from);
        let stands_alone =
            !digits(before.last()) && before.last() != Some(&b'.') && !digits(rest.get(code.len()));
        rest.starts_with(code.as_bytes()) && stands_alone
    })
}

/// Looks for codes in every file of the computer.
fn expect_codes_nowhere(window: &Window, codes: &[&str]) -> Outcome {
    for (path, contents) in window.computer.files() {
        for code in codes {
            check(!holds_code(&contents, code), || {
                format!("a code stands in {}", path.display())
            })?;
        }
    }
    Ok(())
}

/// What the web view keeps beside its files.
async fn web_storage(window: &Window) -> Outcome<String> {
    let script = "return JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie]);";
    let stored = window.run(script, vec![]).await?;
    Ok(stored.as_str().unwrap_or_default().to_owned())
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
        let stored = web_storage(window).await?;
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
async fn neither_a_code_nor_the_number_it_went_to_is_in_any_file_or_web_storage() -> Outcome {
    journey(Computer::new()?, async |window| {
        steps::start_directory(window, &OWNER).await?;
        steps::open_wizard(window).await?;
        steps::fill_general(window, &NEWCOMER).await?;
        steps::assign_role(window, "Member").await?;
        device::open_tab(window).await?;
        device::enter_phone(window, &GERMAN).await?;
        device::validate(window).await?;
        let code = device::read_code(window).await?;
        let wrong = device::another(&code, 1);
        device::type_code(window, &wrong).await?;
        window.expect_described("Code", "This is not the code").await?;
        device::type_code(window, &code).await?;
        device::expect_confirmed(window, &GERMAN).await?;
        window.click("button", "Create User").await?;
        window.click("button", "Done").await?;
        steps::open_user(window, &NEWCOMER).await?;
        window.expect_text(GERMAN.international).await?;
        steps::close_user(window).await?;
        for page in ["Outbox", "Activity", "Settings"] {
            steps::go_to(window, page).await?;
        }

        // As it is typed and as it is shown, each without what stands in front of it in the other forms.
        let numbers = [
            ("the number", &GERMAN.e164[3..]),
            ("the number as it is shown", &GERMAN.international[4..]),
        ];
        let codes = [code.as_str(), wrong.as_str()];
        let log = window.computer.frontdesk_home().join("logs/frontdesk.log");
        check(log.is_file(), || "there is no log to search".to_owned())?;
        expect_nowhere(window, &numbers)?;
        expect_codes_nowhere(window, &codes)?;
        let stored = web_storage(window).await?;
        let forms = numbers.map(|(_, number)| number);
        check(
            !forms.iter().chain(&codes).any(|form| stored.contains(form)),
            || "a code or number stands in the web storage".to_owned(),
        )?;
        let page = window
            .run("return document.documentElement.outerHTML;", vec![])
            .await?;
        check(!holds_code(page.to_string().as_bytes(), &code), || {
            "the page still holds the code".to_owned()
        })?;
        window.close().await;
        expect_nowhere(window, &numbers)?;
        expect_codes_nowhere(window, &codes)
    })
    .await
}

#[test]
fn a_code_is_found_where_it_stands_alone() {
    for (text, found) in [
        ("code=042137", true),
        ("042137", true),
        ("042137 is the code", true),
        ("21:30:02.042137Z", false),
        ("1042137", false),
        ("0421370", false),
        ("04213", false),
    ] {
        assert_eq!(holds_code(text.as_bytes(), "042137"), found, "{text}");
    }
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
