//! Codes go through real gateways, and what the window says where those fail.

use std::time::Duration;

use journeys::{
    Computer, Outcome, Trouble, Window, check,
    device::{self, GERMAN, Phone},
    journey,
    people::{NEWCOMER, OWNER},
    same, steps,
};
use peers::{
    kannel::Kannel,
    misbehaving::Behaviour,
    modem::{Modem, ModemSetup, Sim},
    smpp::{self, Reply, SmppServer, SmppSetup},
    twilio::Twilio,
};

use crate::sms;

/// A telephone beside [`GERMAN`], as somebody who mistyped the last digit has it.
const NEXT: Phone = Phone {
    typed: "015112345679",
    national: "01511 2345679",
    international: "+49 1511 2345679",
    e164: "+4915112345679",
    ..GERMAN
};

/// Opens the wizard's tab, and has a code sent that a gateway takes.
async fn send_code(window: &Window, way: &str) -> Outcome {
    steps::open_wizard_from_users(window).await?;
    device::open_tab(window).await?;
    device::enter_phone(window, &GERMAN).await?;
    device::validate(window).await?;
    let words = format!("A code is on its way to {} by SMS, {way}.", GERMAN.international);
    window.expect_text(&words).await
}

/// Enters the code that came.
async fn enter(window: &Window, code: &str, phone: &Phone) -> Outcome {
    device::type_code(window, code).await?;
    device::expect_confirmed(window, phone).await
}

async fn check_condition(window: &Window, words: &str) -> Outcome {
    window.click("button", "Check").await?;
    window.expect_text(words).await
}

#[tokio::test]
async fn a_code_goes_through_kannel_in_the_language_and_with_the_host_of_the_settings() -> Outcome {
    let kannel = Kannel::start().map_err(Trouble::with("kannel"))?;
    journey(Computer::new()?, async |window| {
        steps::start_directory(window, &OWNER).await?;
        sms::open(window).await?;
        sms::choose(window, "HTTP request").await?;
        window.fill("Address", &kannel.send_url()).await?;
        window.fill("The answer must contain", "Accepted").await?;
        window.fill("Secret", Kannel::SECRET).await?;
        sms::tick(window, "germ", "Germany").await?;
        window.choose("Language of the messages", "Deutsch").await?;
        window.fill("Host for the last line", "login.example.com").await?;
        sms::save(window).await?;
        window
            .expect_text(
                "A message as it arrives 123456 ist Ihr Frontdesk-Code. Er gilt 10 Minuten. \
                 @login.example.com #123456",
            )
            .await?;
        check_condition(window, "Only a message shows whether this gateway works").await?;

        send_code(window, "through an HTTP gateway").await?;
        let texts = kannel.received_after(1);
        let code = sms::code_in(&texts.concat())?;
        let wanted =
            format!("{code} ist Ihr Frontdesk-Code. Er gilt 10 Minuten.\n\n@login.example.com #{code}");
        same("what has arrived", &texts, &vec![wanted])?;
        enter(window, &code, &GERMAN).await?;
        same("to whom", &kannel.recipients(), &vec![GERMAN.e164.to_owned()])
    })
    .await
}

#[tokio::test]
async fn a_code_goes_through_a_message_centre_and_the_account_says_so() -> Outcome {
    let number_of_nobody = (NEXT.e164[1..].to_owned(), Reply::BAD_NUMBER);
    let centre = SmppServer::start_with(SmppSetup {
        replies: vec![number_of_nobody],
        ..SmppSetup::default()
    });
    let centre = centre.map_err(Trouble::with("a message centre"))?;
    journey(Computer::new()?, async |window| {
        steps::start_directory(window, &OWNER).await?;
        sms::open(window).await?;
        sms::choose(window, "SMPP 3.4").await?;
        window.fill("Host", "127.0.0.1").await?;
        window.fill("Port", &centre.port().to_string()).await?;
        window.fill("System ID", smpp::SYSTEM_ID).await?;
        window.click("checkbox", "Encrypt with TLS").await?;
        window.expect_text("Without TLS the password").await?;
        window.fill("Password", "wrong").await?;
        sms::tick(window, "germ", "Germany").await?;
        sms::save(window).await?;
        check_condition(window, "The SMS gateway refused the credentials").await?;
        window.fill("Password", smpp::PASSWORD).await?;
        sms::save(window).await?;
        check_condition(
            window,
            "Ready: the gateway was reached and let Frontdesk sign in.",
        )
        .await?;

        steps::open_wizard_from_users(window).await?;
        device::open_tab(window).await?;
        device::enter_phone(window, &NEXT).await?;
        window.expect_enabled("button", "Validate", true).await?;
        window.click("button", "Validate").await?;
        expect_refused(window, "The SMS gateway does not know this number.").await?;
        device::type_number(window, GERMAN.typed, GERMAN.national).await?;
        window.expect_none("alert", "").await?;
        device::validate(window).await?;
        let received = centre.received();
        same("messages", &received.len(), &2)?;
        same("to whom", &received[1].to, &GERMAN.e164[1..].to_owned())?;
        enter(window, &sms::code_in(&received[1].text)?, &GERMAN).await?;
        window.click("tab", "General").await?;
        steps::fill_general(window, &NEWCOMER).await?;
        steps::assign_role(window, "Member").await?;
        window.click("button", "Create User").await?;
        window.click("button", "Done").await?;
        window.expect_none("dialog", "Create New User").await?;
        steps::open_user(window, &NEWCOMER).await?;
        window.expect_text(GERMAN.international).await?;
        window.expect_text("by SMS, through an SMPP gateway.").await
    })
    .await
}

#[tokio::test]
async fn a_code_goes_through_a_modem_whose_pin_rests_in_the_keychain() -> Outcome {
    let modem = Modem::start(ModemSetup {
        sim: Sim::Pin("4071".to_owned()),
        ..ModemSetup::default()
    });
    let modem = modem.map_err(Trouble::with("a modem"))?;
    journey(Computer::new()?, async |window| {
        steps::start_directory(window, &OWNER).await?;
        sms::open(window).await?;
        sms::choose(window, "GSM modem").await?;
        window.fill("Serial port", modem.path()).await?;
        window.fill("PIN of the SIM card", "1111").await?;
        sms::tick(window, "germ", "Germany").await?;
        sms::save(window).await?;
        check_condition(window, "The PIN of the SIM card is wrong").await?;
        check(!window.computer.secrets()?.contains(&"1111".to_owned()), || {
            "a PIN that was refused is kept".to_owned()
        })?;
        window.fill("PIN of the SIM card", "4071").await?;
        sms::save(window).await?;
        window
            .expect_described("PIN of the SIM card", "Kept in this computer’s keychain")
            .await?;
        check(window.computer.secrets()?.contains(&"4071".to_owned()), || {
            "the PIN is not in the keychain".to_owned()
        })?;
        check_condition(window, "Ready: the modem is in a mobile network.").await?;
        window.expect_text("Example Mobile, not roaming").await?;
        window.expect_text("64 %, good").await?;

        send_code(window, "through the modem of this computer").await?;
        let received = modem.received();
        same("messages", &received.len(), &1)?;
        same("to whom", &received[0].to, &GERMAN.e164.to_owned())?;
        enter(window, &sms::code_in(&received[0].text)?, &GERMAN).await?;
        same(
            "PINs given",
            &modem.pins(),
            &vec!["1111".to_owned(), "4071".to_owned()],
        )
    })
    .await
}

#[tokio::test]
async fn a_test_message_says_whether_twilio_takes_it() -> Outcome {
    let mut twilio = Twilio::start().map_err(Trouble::with("prism"))?;
    journey(Computer::new()?, async |window| {
        steps::start_directory(window, &OWNER).await?;
        sms::open(window).await?;
        sms::choose_germany(window).await?;
        device::type_number(window, GERMAN.typed, GERMAN.national).await?;
        send_test(window, "is kept in the Outbox. It was not sent.").await?;
        sms::fill_twilio(window, &twilio.base_url()).await?;
        sms::tick(window, "germ", "Germany").await?;
        window
            .expect_description("button", "Send", "Save or discard your changes first")
            .await?;
        sms::save(window).await?;
        window.expect_no_text("is kept in the Outbox").await?;
        let number = GERMAN.international;
        send_test(window, &format!("The gateway has taken the message to {number}.")).await?;
        check_condition(window, "Ready: the gateway was reached").await?;
        twilio.stop();
        send_test(window, &format!("The message to {number} was not sent.")).await?;
        window.expect_text("The SMS gateway cannot be reached.").await?;
        check_condition(window, "The SMS gateway cannot be reached").await
    })
    .await
}

async fn send_test(window: &Window, words: &str) -> Outcome {
    window.expect_enabled("button", "Send", true).await?;
    window.click("button", "Send").await?;
    window.expect_text(words).await
}

/// Puts another number in the place of the one that is confirmed.
async fn change_number(window: &Window, phone: &Phone) -> Outcome {
    window.click("button", "Change the number").await?;
    device::type_number(window, phone.typed, phone.national).await?;
    window.expect_enabled("button", "Validate", true).await
}

/// Waits until the window says why no code was sent, and offers another try.
async fn expect_refused(window: &Window, words: &str) -> Outcome {
    window.expect_text(words).await?;
    window.find("alert", "").await?;
    window.expect_none("textbox", "Code").await?;
    window.expect_enabled("button", "Validate", true).await
}

#[tokio::test]
async fn each_refusal_is_told_with_the_gateways_words_and_counts_as_no_code() -> Outcome {
    let mut peer = sms::peer()?;
    journey(Computer::new()?, async |window| {
        steps::start_directory(window, &OWNER).await?;
        sms::open(window).await?;
        sms::fill_twilio(window, &peer.url()).await?;
        sms::tick(window, "germ", "Germany").await?;
        sms::save(window).await?;
        sms::choose_germany(window).await?;
        device::type_number(window, GERMAN.typed, GERMAN.national).await?;
        peer.behave(Behaviour::Cut);
        let uncertain = format!("The message to {} may arrive or not.", GERMAN.international);
        send_test(window, &uncertain).await?;

        steps::open_wizard_from_users(window).await?;
        device::open_tab(window).await?;
        device::enter_phone(window, &GERMAN).await?;
        let refusals = [
            (400, 21_211, "Not a valid number", "does not know this number"),
            (400, 21_614, "Not a mobile number", "says that this is a landline"),
            (401, 20_003, "Authenticate", "refused the credentials"),
            (
                400,
                30_002,
                "Account suspended",
                "The account at the SMS gateway is empty",
            ),
            (429, 20_429, "Too Many Requests", "The SMS gateway is busy"),
            (
                400,
                99_999,
                "Try elsewhere",
                "The SMS gateway refused the message",
            ),
        ];
        for (asked, (status, code, said, words)) in (2..).zip(refusals) {
            let answer = format!(r#"{{"code":{code},"message":"{said}","status":{status}}}"#);
            peer.behave(Behaviour::Answer(status, answer));
            window.click("button", "Validate").await?;
            expect_refused(window, words).await?;
            window.expect_text(&format!("The gateway said: “{said}”")).await?;
            same("messages", &peer.count(), &asked)?;
        }
        peer.behave(sms::taken());
        device::validate(window).await?;
        window.expect_none("alert", "").await?;
        window.expect_text("by SMS, through a Twilio gateway.").await?;
        enter(window, &sms::newest_code(&peer)?, &GERMAN).await?;

        peer.stop();
        change_number(window, &NEXT).await?;
        window.click("button", "Validate").await?;
        expect_refused(window, "The SMS gateway cannot be reached.").await
    })
    .await
}

#[tokio::test]
async fn where_nobody_knows_the_code_is_asked_for_and_one_that_arrives_is_good() -> Outcome {
    let peer = sms::peer()?;
    sms::with_a_number(&peer, async |window| {
        peer.behave(Behaviour::Cut);
        device::validate(window).await?;
        expect_uncertain(window, &GERMAN, "The SMS gateway did not answer in time.").await?;
        enter(window, &sms::newest_code(&peer)?, &GERMAN).await?;

        peer.behave(Behaviour::Nonsense);
        change_number(window, &NEXT).await?;
        device::validate(window).await?;
        let words = "The SMS gateway gave an answer that makes no sense.";
        expect_uncertain(window, &NEXT, words).await?;
        enter(window, &sms::newest_code(&peer)?, &NEXT).await?;
        same("messages", &peer.count(), &2)
    })
    .await
}

async fn expect_uncertain(window: &Window, phone: &Phone, words: &str) -> Outcome {
    window
        .expect_text(&format!("A code may be on its way to {}.", phone.international))
        .await?;
    window
        .expect_text(&format!("The message may still arrive. {words}"))
        .await
}

/// Presses `Validate` as somebody does who does not see at once that it was heard, and then goes elsewhere.
async fn press_often_and_leave(window: &Window) -> Outcome {
    for _ in 0..3 {
        window.click("button", "Validate").await?;
    }
    window.expect_text("Sending the code…").await?;
    window.click("tab", "General").await?;
    window.fill("First Name", NEWCOMER.first_name).await
}

#[tokio::test]
async fn a_slow_gateway_is_asked_once_and_leaves_the_wizard_usable() -> Outcome {
    let peer = sms::peer()?;
    sms::with_a_number(&peer, async |window| {
        peer.behave(Behaviour::Late(
            Duration::from_secs(6),
            201,
            r#"{"sid":"SM1"}"#.to_owned(),
        ));
        press_often_and_leave(window).await?;
        window.fill("Last Name", NEWCOMER.last_name).await?;
        // What was sent comes to an end in another tab, and does not take the keyboard away.
        window
            .wait_for("the code to be asked for", async |window| {
                let script = "return document.querySelector('[autocomplete=one-time-code]') !== null;";
                Ok((window.run(script, vec![]).await? == true).then_some(()))
            })
            .await?;
        window.painted().await?;
        window.expect_focus("textbox", "Last Name").await?;
        window.expect_value("First Name", NEWCOMER.first_name).await?;
        window.click("tab", "2FA Device").await?;
        window.find("textbox", "Code").await?;
        same("messages", &peer.count(), &1)?;
        enter(window, &sms::newest_code(&peer)?, &GERMAN).await
    })
    .await
}

#[tokio::test]
async fn a_gateway_that_never_answers_is_given_up_and_its_code_is_good_all_the_same() -> Outcome {
    let peer = sms::peer()?;
    sms::with_a_number(&peer, async |window| {
        peer.behave(Behaviour::Silent);
        press_often_and_leave(window).await?;
        steps::fill_general(window, &NEWCOMER).await?;
        window.click("tab", "2FA Device").await?;
        window
            .expect_description("tab", "2FA Device", "has a problem")
            .await?;
        // It is waited for 15 seconds, of which some have passed.
        window.find("textbox", "Code").await?;
        expect_uncertain(window, &GERMAN, "The SMS gateway did not answer in time.").await?;
        same("messages", &peer.count(), &1)?;
        enter(window, &sms::newest_code(&peer)?, &GERMAN).await
    })
    .await
}
