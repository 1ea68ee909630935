//! The tab `2FA Device`: what several journeys do there.

use serde_json::Value;

use crate::{
    trouble::{Outcome, Trouble, check},
    window::Window,
};

/// A telephone that takes messages.
#[derive(Debug, Clone, Copy)]
pub struct Phone {
    /// What finds its country.
    pub search: &'static str,
    /// The country as the list names it.
    pub country: &'static str,
    /// As somebody types it.
    pub typed: &'static str,
    /// How it stands in the field then.
    pub national: &'static str,
    /// As it is shown once it is known.
    pub international: &'static str,
    /// As it is stored.
    pub e164: &'static str,
}

/// Of an invented person in Germany.
pub const GERMAN: Phone = Phone {
    search: "germ",
    country: "Germany +49",
    typed: "015112345678",
    national: "01511 2345678",
    international: "+49 1511 2345678",
    e164: "+4915112345678",
};

/// Opens the tab, and waits until countries can be chosen there.
pub async fn open_tab(window: &Window) -> Outcome {
    window.click("tab", "2FA Device").await?;
    window.expect_enabled("combobox", "Country", true).await
}

/// Chooses a country by mouse, after a search.
pub async fn choose_country(window: &Window, search: &str, country: &str) -> Outcome {
    window.click("combobox", "Country").await?;
    window.type_text(search).await?;
    window.click("option", country).await?;
    window.expect_none("listbox", "Countries").await?;
    window.expect_value("Country", country).await
}

/// Types a number in place of what stands in its field, and waits until it is grouped like this.
pub async fn type_number(window: &Window, typed: &str, shown: &str) -> Outcome {
    window.empty("Mobile Phone").await?;
    window.type_text(typed).await?;
    window.expect_value("Mobile Phone", shown).await
}

/// Chooses the country and types the number.
pub async fn enter_phone(window: &Window, phone: &Phone) -> Outcome {
    choose_country(window, phone.search, phone.country).await?;
    type_number(window, phone.typed, phone.national).await
}

/// Has a code sent; the keyboard is in its field then.
pub async fn validate(window: &Window) -> Outcome {
    window.expect_enabled("button", "Validate", true).await?;
    window.click("button", "Validate").await?;
    window.expect_focus("textbox", "Code").await
}

/// Has a new code sent.
pub async fn send_again(window: &Window) -> Outcome {
    window.expect_enabled("button", "Send a new code", true).await?;
    window.click("button", "Send a new code").await?;
    window.expect_enabled("button", "Send a new code", false).await
}

/// The code that the Outbox keeps, read in its dialog.
pub async fn read_code(window: &Window) -> Outcome<String> {
    window.click("button", "Read the code").await?;
    let code = code_in_message(window).await?;
    // One closes it in its title and one beneath its text.
    let button = window.find_first("button", "Close").await?;
    window.click_on(&button).await?;
    window.expect_none("dialog", "Message").await?;
    Ok(code)
}

/// The code in the open message.
pub async fn code_in_message(window: &Window) -> Outcome<String> {
    window.find("dialog", "Message").await?;
    window
        .wait_for("a code in the message", async |window| {
            let text = window.visible_text().await?;
            let words = text.split(|letter: char| !letter.is_ascii_digit());
            Ok(words.into_iter().find(|word| word.len() == 6).map(str::to_owned))
        })
        .await
}

/// Types a code; the sixth digit sends it.
pub async fn type_code(window: &Window, code: &str) -> Outcome {
    let field = window.field("Code").await?;
    window.click_on(&field).await?;
    window.press("Control+a").await?;
    window.type_text(code).await
}

/// Waits until the number is confirmed.
pub async fn expect_confirmed(window: &Window, phone: &Phone) -> Outcome {
    let group = window.find("group", "Mobile Phone").await?;
    let text = group.text().await?;
    check(
        text.contains(phone.international) && text.contains("Confirmed"),
        || format!("the confirmed number reads {text:?}"),
    )
}

/// The way from an empty tab to a confirmed number, by mouse.
pub async fn confirm_phone(window: &Window, phone: &Phone) -> Outcome {
    open_tab(window).await?;
    enter_phone(window, phone).await?;
    validate(window).await?;
    let code = read_code(window).await?;
    type_code(window, &code).await?;
    expect_confirmed(window, phone).await
}

/// Another code than this one; `step` from 1 to 9 tells several from each other.
pub fn another(code: &str, step: u32) -> String {
    let turned = |digit: char| digit.to_digit(10).map(|digit| (digit + step) % 10);
    code.chars()
        .filter_map(turned)
        .map(|digit| digit.to_string())
        .collect()
}

/// Text and caret of a field.
pub async fn text_and_caret(window: &Window, label: &str) -> Outcome<(String, u64)> {
    let field = window.field(label).await?;
    let script = "return [arguments[0].value, arguments[0].selectionStart];";
    let seen = window.run(script, vec![field.to_json()?]).await?;
    let text = seen[0].as_str().map(str::to_owned);
    text.zip(seen[1].as_u64())
        .ok_or_else(|| Trouble::Unlike(format!("{label:?} has neither text nor caret: {seen}")))
}

/// Waits until text and caret of the number are these; `|` stands for the caret.
pub async fn expect_number(window: &Window, wanted: &str) -> Outcome {
    window
        .wait_for(&format!("the number {wanted:?}"), async |window| {
            let (text, caret) = text_and_caret(window, "Mobile Phone").await?;
            let caret = usize::try_from(caret).unwrap_or_default();
            let seen: String = text
                .chars()
                .take(caret)
                .chain(['|'])
                .chain(text.chars().skip(caret))
                .collect();
            check(seen == wanted, || {
                format!("the number is {seen:?}, wanted {wanted:?}")
            })?;
            Ok(Some(()))
        })
        .await
}

/// Lets the window's clock go on by so many seconds at once.
pub async fn turn_clock_on(window: &Window, seconds: u32) -> Outcome {
    let script =
        "const [seconds] = arguments; const now = Date.now; Date.now = () => now() + seconds * 1000;";
    window.run(script, vec![Value::from(seconds)]).await.map(|_| ())
}
