//! Settings → SMS: what is typed is checked and kept, and the secret of the gateway comes back to nobody.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use journeys::{
    Computer, Name, Outcome, Window, check,
    device::{self, GERMAN},
    journey,
    people::OWNER,
    same, steps,
};

use crate::sms::{self, ACCOUNT, TOKEN};

/// Steps on Settings → SMS of a new directory.
async fn on_the_settings(steps: impl AsyncFnOnce(&mut Window) -> Outcome) -> Outcome {
    journey(Computer::new()?, async |window| {
        steps::start_directory(window, &OWNER).await?;
        sms::open(window).await?;
        steps(window).await
    })
    .await
}

/// Looks for the token in every file, in the web storage and in all that the page holds.
async fn expect_token_nowhere(window: &Window) -> Outcome {
    let wide: Vec<u8> = TOKEN.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let signed_in = STANDARD.encode(format!("{ACCOUNT}:{TOKEN}"));
    let shapes = [
        TOKEN.as_bytes().to_vec(),
        wide,
        STANDARD.encode(TOKEN).into_bytes(),
        signed_in.into_bytes(),
    ];
    let files = window.computer.files();
    check(files.len() > 3, || "there is nothing to search".to_owned())?;
    for (path, contents) in &files {
        let found = shapes
            .iter()
            .any(|shape| contents.windows(shape.len()).any(|part| part == shape.as_slice()));
        check(!found, || format!("the token stands in {}", path.display()))?;
    }
    let script = "return JSON.stringify([
        document.documentElement.outerHTML, { ...localStorage }, { ...sessionStorage }, document.cookie,
        [...document.querySelectorAll('input, textarea')].map((field) => field.value),
    ]);";
    let page = window.run(script, vec![]).await?;
    check(!page.as_str().unwrap_or_default().contains(TOKEN), || {
        "the page holds the token".to_owned()
    })
}

#[tokio::test]
async fn the_secret_rests_in_the_keychain_and_nowhere_else() -> Outcome {
    let peer = sms::peer()?;
    on_the_settings(async |window| {
        sms::fill_twilio(window, &peer.url()).await?;
        window
            .expect_described("Auth token", "Stands beside the account SID")
            .await?;
        sms::tick(window, "germ", "Germany").await?;
        sms::save(window).await?;
        window.expect_value("Auth token", "").await?;
        let kept = "Kept in this computer’s keychain. Leave it empty to keep it";
        window.expect_described("Auth token", kept).await?;
        check(window.computer.secrets()?.contains(&TOKEN.to_owned()), || {
            "the token is not in the keychain".to_owned()
        })?;
        expect_token_nowhere(window).await?;

        window.restart().await?;
        steps::sign_in(window, &OWNER).await?;
        sms::open(window).await?;
        window.expect_value("Account SID", ACCOUNT).await?;
        window.expect_described("Auth token", kept).await?;
        // What was kept is sent along with a message, whose journey leaves nothing behind either.
        sms::choose_germany(window).await?;
        device::type_number(window, GERMAN.typed, GERMAN.national).await?;
        window.click("button", "Send").await?;
        window.expect_text("The gateway has taken the message").await?;
        let request = peer.requests().pop().unwrap_or_default();
        let signed_in = STANDARD.encode(format!("{ACCOUNT}:{TOKEN}"));
        same(
            "who signs in",
            &request.header("authorization"),
            &Some(&*format!("Basic {signed_in}")),
        )?;
        expect_token_nowhere(window).await?;

        // Without a gateway there is no secret any more.
        window.click("radio", "Outbox").await?;
        sms::save(window).await?;
        check(!window.computer.secrets()?.contains(&TOKEN.to_owned()), || {
            "the keychain still holds the token".to_owned()
        })
    })
    .await
}

#[tokio::test]
async fn another_address_asks_for_the_secret_anew() -> Outcome {
    on_the_settings(async |window| {
        sms::fill_twilio(window, "https://sms.example.com").await?;
        sms::tick(window, "germ", "Germany").await?;
        sms::save(window).await?;
        window.fill("Sender", "Frontdesk").await?;
        sms::save(window).await?;

        window.fill("Address", "https://elsewhere.example.com").await?;
        window.click("button", "Save").await?;
        window
            .expect_described(
                "Auth token",
                "one that is known here is good only for the address",
            )
            .await?;
        window.expect_focus("textbox", "Auth token").await?;
        window.click("button", "Discard changes").await?;
        window.expect_value("Address", "https://sms.example.com").await?;
        window
            .expect_described("Auth token", "Kept in this computer’s keychain")
            .await?;
        window.fill("Address", "https://elsewhere.example.com").await?;
        window.fill("Auth token", TOKEN).await?;
        // A secret that was typed for one gateway never goes to another.
        sms::choose(window, "SMPP 3.4").await?;
        window.expect_value("Password", "").await?;
        sms::choose(window, "Twilio or compatible").await?;
        window.expect_value("Auth token", "").await?;
        window.fill("Auth token", TOKEN).await?;
        sms::save(window).await
    })
    .await
}

#[tokio::test]
async fn what_is_wrong_is_said_at_its_field() -> Outcome {
    on_the_settings(async |window| {
        sms::choose(window, "HTTP request").await?;
        let query = "send?to={to}&text={text}&key={secret}";
        window
            .fill("Address", &format!("http://sms.example.com/{query}"))
            .await?;
        window.fill("Status codes that mean success", "2xx").await?;
        window.fill("Host for the last line", "https://login").await?;
        window.click("button", "Save").await?;
        for (field, words) in [
            ("Address", "Encrypt the way to it: begin a web address with https"),
            (
                "Status codes that mean success",
                "Enter status codes from 200 to 599",
            ),
            ("Search countries", "Tick at least one country, your own first"),
            (
                "Host for the last line",
                "Enter the name or the address of a computer alone",
            ),
        ] {
            window.expect_described(field, words).await?;
        }
        window.expect_focus("textbox", "Address").await?;

        window
            .fill("Address", &format!("https://sms.example.com/{query}"))
            .await?;
        window.expect_described("Address", "Begins with https").await?;
        window.fill("Status codes that mean success", "200,202").await?;
        window.fill("Host for the last line", "login.example.com").await?;
        sms::tick(window, "germ", "Germany").await?;
        window.expect_text("1 country – Germany").await?;
        window.click("button", "Save").await?;
        window.expect_described("Secret", "Enter it").await?;
        window.fill("Secret", "k3y").await?;
        sms::save(window).await?;

        sms::choose(window, "SMPP 3.4").await?;
        window.fill("Host", "smsc.example.com").await?;
        window.fill("Port", "70000").await?;
        window.fill("System ID", "frontdesk").await?;
        window.click("checkbox", "Encrypt with TLS").await?;
        window.fill("Password", "s3cret").await?;
        window.click("button", "Save").await?;
        window.expect_described("Port", "from 1 to 65535").await?;
        window.fill("Port", "2775").await?;
        window.click("button", "Save").await?;
        window.expect_described("Host", "Encrypt the way to it").await?;
        window.click("checkbox", "Encrypt with TLS").await?;
        sms::save(window).await
    })
    .await
}

#[tokio::test]
async fn a_gateway_is_set_up_by_keyboard_alone() -> Outcome {
    journey(Computer::new()?, async |window| {
        steps::start_directory(window, &OWNER).await?;
        window.press_until_at("Shift+Tab", "link", "Settings").await?;
        window.press("Enter").await?;
        window.press_until_at("Tab", "tab", "General").await?;
        window.press_until_at("Right", "tab", "SMS").await?;
        window.find("group", "Gateway").await?;
        window.press_until_at("Tab", "radio", "Outbox").await?;
        window.press_until_at("Down", "radio", "SMPP 3.4").await?;
        for (field, text) in [
            ("Host", "127.0.0.1"),
            ("Port", "2776"),
            ("System ID", "frontdesk"),
        ] {
            window.press_until_at("Tab", "textbox", field).await?;
            window.press("Control+a").await?;
            window.type_text(text).await?;
            window.expect_value(field, text).await?;
        }
        window
            .press_until_at("Shift+Tab", "checkbox", "Encrypt with TLS")
            .await?;
        window.press("Space").await?;
        window.expect_text("Without TLS the password").await?;
        window.press_until_at("Tab", "textbox", "Password").await?;
        window.type_text("s3cret").await?;
        window
            .press_until_at("Tab", "searchbox", "Search countries")
            .await?;
        window.type_text("germ").await?;
        window.find("option", Name::Starts("Germany")).await?;
        window.press("Down").await?;
        window.expect_focus("listbox", "Countries").await?;
        window.press("Space").await?;
        window.expect_text("1 country – Germany").await?;
        window.press_until_at("Tab", "button", "Save").await?;
        window.press("Enter").await?;
        window
            .expect_text("The SMS settings were saved and hold at once.")
            .await
    })
    .await
}

#[tokio::test]
async fn no_sms_goes_to_a_country_that_is_not_ticked() -> Outcome {
    let peer = sms::peer()?;
    on_the_settings(async |window| {
        sms::fill_twilio(window, &peer.url()).await?;
        sms::tick(window, "fran", "France").await?;
        sms::save(window).await?;
        let words = "Your organisation sends no SMS to Germany";
        choose_germany(window).await?;
        device::type_number(window, GERMAN.typed, GERMAN.national).await?;
        window.click("button", "Send").await?;
        window.expect_described("Mobile Phone", words).await?;

        steps::open_wizard_from_users(window).await?;
        device::open_tab(window).await?;
        choose_germany(window).await?;
        device::type_number(window, GERMAN.typed, GERMAN.national).await?;
        window.press("Tab").await?;
        window.expect_described("Mobile Phone", words).await?;
        window.expect_enabled("button", "Validate", false).await?;
        window.expect_description("button", "Validate", words).await?;
        window.click("button", "Validate").await?;
        window.painted().await?;
        same("messages", &peer.count(), &0)
    })
    .await
}

/// Chooses Germany in a list that says of it that no SMS goes there.
async fn choose_germany(window: &Window) -> Outcome {
    window.click("combobox", "Country").await?;
    window.press("Control+a").await?;
    window.type_text(GERMAN.search).await?;
    let option = window.find("option", Name::Starts("Germany")).await?;
    let text = window
        .run("return arguments[0].innerText;", vec![option.to_json()?])
        .await?;
    check(text.as_str().is_some_and(|text| text.contains("no SMS")), || {
        format!("the option reads {text}")
    })?;
    window.click_on(&option).await?;
    window.expect_value("Country", GERMAN.country).await
}
