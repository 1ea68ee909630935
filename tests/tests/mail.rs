//! A confirmation goes through a real mail server to a newcomer's telephone, and the account becomes active.

use accounts::{
    MailSettings, MessageSettings,
    activity::Action,
    mail::{MailAuth, MailSecurity, MailServer},
};
use journeys::{
    Computer, Name, Outcome, Scheme, Scripts, Serving, Trouble, Window,
    browser::browse,
    check, journey,
    people::{NEWCOMER, OWNER},
    same, steps,
};
use peers::exim::Exim;

use crate::connection;

/// A password that nobody but the newcomer knows.
const OWN: &str = "Marmot#Glacier4Umbrella";

fn exim() -> Outcome<Exim> {
    Exim::start().map_err(Trouble::with("exim"))
}

/// Opens Settings → Email, and enters a server.
async fn enter_server(window: &Window, exim: &Exim) -> Outcome {
    steps::go_to(window, "Settings").await?;
    window.click("tab", "Email").await?;
    window.click("radio", "A mail server").await?;
    window.fill("Host", "localhost").await?;
    window.fill("Port", &exim.port().to_string()).await?;
    window.choose("Encryption", "STARTTLS").await?;
    window.choose("Sign-in", "Password").await?;
    window.fill("Account", Exim::ACCOUNT).await?;
    window.fill("Password", Exim::SECRET).await?;
    window.fill("Address of the sender", "desk@example.com").await?;
    window.fill("Name of the sender", "Frontdesk").await?;
    // Opens what stands under "More".
    window.press("Tab").await?;
    window.press("Enter").await?;
    window
        .fill_lines("Certificates of your own authority", exim.authority())
        .await
}

async fn save(window: &Window) -> Outcome {
    window.click("button", "Save").await?;
    window
        .expect_text("The email settings were saved and hold at once.")
        .await
}

/// As an administrator at another desk would.
async fn save_messages(computer: &Computer, settings: &MessageSettings) -> Outcome {
    let directory = connection::open(computer).await?;
    let saved = directory
        .save_message_settings(settings, &connection::entry(Action::SettingsChanged))
        .await;
    directory.close().await;
    saved.map_err(connection::failed)
}

/// Has e-mails go to a server, as an administrator at another desk would; its secret is entered in the window.
async fn with_server(window: &Window, exim: &Exim) -> Outcome {
    let server = MailServer {
        host: "localhost".to_owned(),
        port: exim.port(),
        security: MailSecurity::StartTls,
        auth: MailAuth::Password,
        account: Exim::ACCOUNT.to_owned(),
        sender: "desk@example.com".to_owned(),
        sender_name: "Frontdesk".to_owned(),
        hello: String::new(),
        authority: exim.authority().to_owned(),
    };
    let settings = MailSettings { server: Some(server) };
    let directory = connection::open(&window.computer).await?;
    let entry = connection::entry(Action::SettingsChanged);
    let saved = directory.save_mail_settings(&settings, &entry).await;
    directory.close().await;
    saved.map_err(connection::failed)?;
    steps::go_to(window, "Settings").await?;
    window.click("tab", "Email").await?;
    window.fill("Password", Exim::SECRET).await?;
    save(window).await
}

/// What arrived for somebody: all text of the newest e-mail, decoded.
fn text_for(exim: &Exim, count: usize) -> Outcome<String> {
    let arrived = exim.arrived_after(count);
    same("e-mails that arrived", &arrived.len(), &count)?;
    let raw = arrived.last().map(|mail| mail.raw.clone()).unwrap_or_default();
    let parsed = mail_parser::MessageParser::default().parse(raw.as_bytes());
    let text = parsed.and_then(|mail| mail.body_text(0).map(std::borrow::Cow::into_owned));
    text.ok_or_else(|| connection::failed("no text"))
}

fn code_in(text: &str) -> Outcome<String> {
    let is_code = |line: &&str| line.len() == 11 && line.as_bytes().get(5) == Some(&b'-');
    let code = text.lines().map(str::trim).find(is_code);
    code.map(str::to_owned)
        .ok_or_else(|| connection::failed(format!("no code in {text}")))
}

fn link_in(text: &str) -> Outcome<String> {
    let link = text.split_whitespace().find(|word| word.contains("/activate/"));
    link.map(str::to_owned)
        .ok_or_else(|| connection::failed(format!("no link in {text}")))
}

#[tokio::test]
async fn a_newcomer_opens_the_link_on_a_telephone_without_scripts_and_signs_in() -> Outcome {
    let exim = exim()?;
    journey(Computer::new()?, async |window| {
        steps::start_directory(window, &OWNER).await?;
        with_server(window, &exim).await?;
        let mut serving = Serving::start(&window.computer, &[])?;
        let settings = MessageSettings {
            link_base: serving.address().to_owned(),
            ..MessageSettings::default()
        };
        save_messages(&window.computer, &settings).await?;
        steps::go_to(window, "Users").await?;
        steps::create_user(window, &NEWCOMER, "Help Desk").await?;
        let link = link_in(&text_for(&exim, 1)?)?;
        steps::open_user(window, &NEWCOMER).await?;
        window.expect_text("The confirmation email was sent on").await?;
        steps::close_user(window).await?;

        browse(Scripts::On, Scheme::Dark, "de", async |browser| {
            browser.visit(&link).await?;
            browser.expect_text("Bestätigen und aktivieren").await?;
            browser.axe("the page in German, dark").await
        })
        .await?;
        browse(Scripts::Off, Scheme::Light, "en", async |browser| {
            browser.visit(&link).await?;
            browser.expect_text(NEWCOMER.email).await?;
            browser.fill("New password", "short").await?;
            browser.fill("New password again", "short").await?;
            browser.press("Confirm and activate").await?;
            browser.expect_text("Use at least").await?;
            browser.fill("New password", OWN).await?;
            browser.fill("New password again", OWN).await?;
            browser.press("Confirm and activate").await?;
            browser.expect_text("Your account is active").await?;
            browser.visit(&link).await?;
            browser.expect_text("This link cannot be used").await
        })
        .await?;

        steps::open_user(window, &NEWCOMER).await?;
        window.expect_text("Confirmed on").await?;
        steps::close_user(window).await?;
        window.click("button", "Sign Out").await?;
        steps::try_to_sign_in(window, NEWCOMER.email, OWN).await?;
        window.find_first("heading", "Users").await?;
        serving.program().signal("TERM")?;
        window
            .wait_for("the page to end", async |_| serving.program().ended())
            .await
            .and_then(|well| check(well, || "the page ended badly".to_owned()))
    })
    .await
}

#[tokio::test]
async fn a_newcomer_enters_the_code_at_the_window_by_keyboard_alone() -> Outcome {
    let exim = exim()?;
    journey(Computer::new()?, async |window| {
        steps::start_directory(window, &OWNER).await?;
        with_server(window, &exim).await?;
        steps::go_to(window, "Users").await?;
        steps::create_user(window, &NEWCOMER, "Help Desk").await?;
        let code = code_in(&text_for(&exim, 1)?)?;
        window.click("button", "Sign Out").await?;
        window.expect_focus("textbox", "Email").await?;
        window
            .press_until_at("Tab", "button", "I have an activation code")
            .await?;
        window.press("Enter").await?;
        window.expect_focus("textbox", "Email").await?;
        window.type_text(NEWCOMER.email).await?;
        window.press_until_at("Tab", "textbox", "Activation code").await?;
        window.type_text(&code.to_lowercase().replace('-', " ")).await?;
        window
            .press_until_at("Tab", "textbox", "Initial password")
            .await?;
        window.type_text(NEWCOMER.password).await?;
        window.press("Enter").await?;
        window.find("heading", "Choose your password").await?;
        window.axe("choosing a password").await?;
        window.fill("New Password", OWN).await?;
        window.fill("Confirm Password", OWN).await?;
        window.press("Enter").await?;
        window.find("heading", "Your account is active").await?;
        window.axe("the offer of a device").await?;
        window.press_until_at("Tab", "button", "Not now").await?;
        window.press("Enter").await?;
        window.find("heading", "Sign in").await?;
        window.fill("Email", NEWCOMER.email).await?;
        window.fill("Password", OWN).await?;
        window.press("Enter").await?;
        window.find_first("heading", "Users").await.map(|_| ())
    })
    .await
}

#[tokio::test]
async fn the_connection_is_tested_step_by_step_and_a_test_arrives() -> Outcome {
    let exim = exim()?;
    journey(Computer::new()?, async |window| {
        steps::start_directory(window, &OWNER).await?;
        enter_server(window, &exim).await?;
        window.fill("Password", "wrong").await?;
        window.click("button", "Test connection").await?;
        window
            .expect_text("The mail server is not ready: a step failed.")
            .await?;
        window.axe("a connection that failed").await?;
        window.fill("Password", Exim::SECRET).await?;
        window.click("button", "Test connection").await?;
        window
            .expect_text("The mail server is ready: every step passed.")
            .await?;
        save(window).await?;
        window.click("button", "Send me a test").await?;
        window
            .expect_text(&format!("The server has taken the email for {}.", OWNER.email))
            .await?;
        text_for(&exim, 1)?;
        let secrets = window.computer.secrets()?;
        check(secrets.iter().any(|secret| secret == Exim::SECRET), || {
            "the password is not in the keychain".to_owned()
        })
    })
    .await
}

#[tokio::test]
async fn what_a_server_refuses_for_good_stands_on_the_users_row() -> Outcome {
    let exim = exim()?;
    journey(Computer::new()?, async |window| {
        steps::start_directory(window, &OWNER).await?;
        with_server(window, &exim).await?;
        steps::go_to(window, "Users").await?;
        let nobody = journeys::Person {
            email: "nobody@example.com",
            ..NEWCOMER
        };
        steps::create_user(window, &nobody, "Member").await?;
        window.expect_text("Failed:").await?;
        steps::open_user(window, &nobody).await?;
        window.expect_text("The confirmation email was not sent").await?;
        window.click("button", Name::Starts("Resend")).await?;
        window.expect_text("A new email is on its way").await?;
        steps::close_user(window).await?;
        steps::go_to(window, "Outbox").await?;
        window.expect_text("Cancelled").await?;
        window.choose("State", "Failed").await?;
        window.expect_no_text("Cancelled").await?;
        window.axe("the outbox with a failed message").await
    })
    .await
}

#[tokio::test]
async fn without_a_server_the_outbox_shows_the_mail_and_lets_it_be_cancelled() -> Outcome {
    journey(Computer::new()?, async |window| {
        steps::start_directory(window, &OWNER).await?;
        steps::create_user(window, &NEWCOMER, "Member").await?;
        steps::go_to(window, "Outbox").await?;
        window.expect_text("No mail server is set up").await?;
        let open = format!("Open the message to {}", NEWCOMER.email);
        window.click("button", open.as_str()).await?;
        window.find("dialog", "Message").await?;
        window.expect_text("I have an activation code").await?;
        window.click("button", "Cancel Message").await?;
        window
            .expect_text(&format!("Cancel the message to {}?", NEWCOMER.email))
            .await?;
        window.click("button", "Cancel Message").await?;
        window.expect_text("was cancelled and will not be sent").await
    })
    .await
}

#[tokio::test]
async fn a_text_of_ones_own_is_previewed_and_goes_out() -> Outcome {
    let exim = exim()?;
    journey(Computer::new()?, async |window| {
        steps::start_directory(window, &OWNER).await?;
        with_server(window, &exim).await?;
        window.click("tab", "Messages").await?;
        window.find_first("textbox", Name::Starts("Subject")).await?;
        window.fill("Subject", "Welcome, {first_name}").await?;
        window
            .fill_lines(
                "Text",
                "Hello {first_name}\n\n{link}\n\n{code}\n\nBy {until}, {nobody}",
            )
            .await?;
        window.expect_text("{nobody}").await?;
        window
            .fill_lines("Text", "Hello {first_name}\n\n{link}\n\n{code}\n\nBy {until}")
            .await?;
        window.axe("the editor of messages").await?;
        window.click("button", "Save").await?;
        window.expect_text("The settings of messages were saved").await?;
        steps::go_to(window, "Users").await?;
        steps::create_user(window, &NEWCOMER, "Member").await?;
        let text = text_for(&exim, 1)?;
        check(
            text.starts_with(&format!("Hello {}", NEWCOMER.first_name)),
            || text.clone(),
        )?;
        code_in(&text).map(|_| ())
    })
    .await
}
