//! Settings → SMS: what several journeys do there, and how they read the messages that left.

use std::collections::BTreeMap;

use accounts::{
    Country, SmsSettings,
    activity::{Action, Entry},
    sms::{Gateway, HttpBody, HttpGateway, HttpMethod},
};
use jiff::Timestamp;
use journeys::{
    Computer, Name, Outcome, Trouble, Window,
    device::{self, GERMAN},
    journey,
    people::OWNER,
    steps,
};
use peers::misbehaving::{Behaviour, Misbehaving};

use crate::connection;

/// An account at a gateway that speaks as Twilio does.
pub const ACCOUNT: &str = "AC0123456789abcdef0123456789abcdef";
/// Its secret.
pub const TOKEN: &str = "wren-kettle-canary-7";

/// What such a gateway answers to a message that it takes.
pub fn taken() -> Behaviour {
    Behaviour::Answer(201, r#"{"sid":"SM1","status":"queued"}"#.to_owned())
}

/// A peer that takes every message.
pub fn peer() -> Outcome<Misbehaving> {
    Misbehaving::start(taken()).map_err(Trouble::with("a gateway"))
}

/// Opens Settings → SMS.
pub async fn open(window: &Window) -> Outcome {
    steps::go_to(window, "Settings").await?;
    window.click("tab", "SMS").await?;
    window.find("group", "Gateway").await.map(|_| ())
}

/// Chooses a gateway, whose own fields come then.
pub async fn choose(window: &Window, gateway: &str) -> Outcome {
    window.click("radio", gateway).await?;
    window.find("group", gateway).await.map(|_| ())
}

/// Ticks a country after a search, or takes its tick away.
pub async fn tick(window: &Window, search: &str, country: &str) -> Outcome {
    window.fill("Search countries", search).await?;
    window.click("option", Name::Starts(country)).await
}

/// Saves what was typed.
pub async fn save(window: &Window) -> Outcome {
    window.click("button", "Save").await?;
    window
        .expect_text("The SMS settings were saved and hold at once.")
        .await
}

/// Fills in a gateway that speaks as Twilio does.
pub async fn fill_twilio(window: &Window, address: &str) -> Outcome {
    choose(window, "Twilio or compatible").await?;
    window.fill("Address", address).await?;
    window.fill("Account SID", ACCOUNT).await?;
    window.fill("Sender", "+14155550123").await?;
    window.fill("Auth token", TOKEN).await
}

/// Chooses Germany for a test message. The list of countries that messages may go to is on the same page.
pub async fn choose_germany(window: &Window) -> Outcome {
    window.click("combobox", "Country").await?;
    window.press("Control+a").await?;
    window.type_text(GERMAN.search).await?;
    window.press("Enter").await?;
    window.expect_value("Country", GERMAN.country).await
}

/// Has messages to Germany go to a peer by HTTP, as an operator at another computer would.
pub async fn send_to(computer: &Computer, peer: &Misbehaving) -> Outcome {
    let gateway = Gateway::Http(HttpGateway {
        method: HttpMethod::Post,
        url: format!("{}/send", peer.url()),
        headers: Vec::new(),
        body_form: HttpBody::Form,
        body: "to={to}&text={text}".to_owned(),
        success_status: "200-299".to_owned(),
        success_contains: String::new(),
    });
    let germany: Country = "DE".parse().map_err(connection::failed)?;
    let settings = SmsSettings {
        gateway,
        countries: [germany].into(),
        ..SmsSettings::default()
    };
    let entry = Entry {
        at: Timestamp::UNIX_EPOCH,
        actor: None,
        action: Action::SettingsChanged,
        subject: None,
        details: BTreeMap::new(),
    };
    let directory = connection::open(computer).await?;
    let saved = directory.save_sms_settings(&settings, &entry).await;
    directory.close().await;
    saved.map_err(connection::failed)
}

/// Steps on the wizard's tab `2FA Device` with a whole number in it, where codes go to a peer.
pub async fn with_a_number(peer: &Misbehaving, steps: impl AsyncFnOnce(&mut Window) -> Outcome) -> Outcome {
    journey(Computer::new()?, async |window| {
        steps::start_directory(window, &OWNER).await?;
        send_to(&window.computer, peer).await?;
        steps::open_wizard(window).await?;
        device::open_tab(window).await?;
        device::enter_phone(window, &GERMAN).await?;
        window.expect_enabled("button", "Validate", true).await?;
        steps(window).await
    })
    .await
}

/// The six digits that stand alone in a message.
pub fn code_in(message: &str) -> Outcome<String> {
    message
        .split(|letter: char| !letter.is_ascii_digit())
        .find(|run| run.len() == 6)
        .map(str::to_owned)
        .ok_or_else(|| Trouble::Unlike(format!("no code stands in {message:?}")))
}

/// The code in the newest message that a peer was asked to send.
pub fn newest_code(peer: &Misbehaving) -> Outcome<String> {
    code_in(&peer.requests().pop().unwrap_or_default().body)
}

/// As if the codes had been sent so many seconds earlier, for the directory and for the window.
pub async fn let_pass(window: &Window, seconds: u32) -> Outcome {
    connection::age_codes(&window.computer, seconds).await?;
    device::turn_clock_on(window, seconds).await
}
