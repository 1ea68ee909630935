//! What becomes of messages.

use std::time::{Duration, Instant};

use accounts::sms::{SmppGateway, SmsFaultKind, SmsGateway as _};
use delivery::sms::smpp::Patience;
use peers::smpp::{Reply, SmppServer, SmppSetup};

use super::{PATIENCE, gateway, gateway_with, kind, settings, sms, sms_to};

/// All of the GSM alphabet and its extension.
const ALPHABET: &str = concat!(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "ÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà\u{0C}^{}\\[~]|€",
);

#[tokio::test]
async fn a_short_text_arrives_as_one_message_of_the_gsm_alphabet() {
    let server = SmppServer::start().expect("a centre");
    let text = "042137 is your code: @£$ {€} [~] \\ | ^ Grüße";
    gateway(&server).send(&sms(text)).await.expect("taken");
    let received = server.received();
    assert_eq!(server.messages(), [("4915112345678".to_owned(), text.to_owned())]);
    assert_eq!((received[0].data_coding, received[0].esm_class), (0, 0));
    assert_eq!((received[0].to_kind, received[0].from_kind), ([1, 1], [5, 0]));
    assert_eq!(received[0].from, "Frontdesk");
}

#[tokio::test]
async fn all_of_the_gsm_alphabet_arrives_intact() {
    let server = SmppServer::start().expect("a centre");
    gateway(&server).send(&sms(ALPHABET)).await.expect("taken");
    assert_eq!(
        server.messages(),
        [("4915112345678".to_owned(), ALPHABET.to_owned())]
    );
    assert_eq!(server.received()[0].data_coding, 0);
}

#[tokio::test]
async fn the_sender_is_a_name_a_number_or_left_to_the_centre() {
    let server = SmppServer::start().expect("a centre");
    for from in ["+4930123456", ""] {
        let settings = SmppGateway {
            from: from.to_owned(),
            ..settings(server.port())
        };
        let sent = gateway_with(settings, PATIENCE).send(&sms("hello")).await;
        sent.expect("taken");
    }
    let received = server.received();
    assert_eq!(
        (received[0].from.as_str(), received[0].from_kind),
        ("4930123456", [1, 1])
    );
    assert_eq!((received[1].from.as_str(), received[1].from_kind), ("", [0, 0]));
}

#[tokio::test]
async fn texts_of_every_script_arrive_intact() {
    let server = SmppServer::start().expect("a centre");
    let gateway = gateway(&server);
    let texts = ["رمزك هو 042137", "您的验证码是 042137", "042137 👩‍👩‍👧 🎉", "ç"];
    for text in texts {
        gateway.send(&sms(text)).await.expect("taken");
    }
    let seen: Vec<_> = server.messages().into_iter().map(|(_, text)| text).collect();
    assert_eq!(seen, texts);
    assert!(server.received().iter().all(|part| part.data_coding == 8));
    assert_eq!(server.count("bound"), 1, "one link for all of them");
}

#[tokio::test]
async fn a_long_message_goes_in_parts_and_joins_intact() {
    let server = SmppServer::start().expect("a centre");
    let gateway = gateway(&server);
    let texts = ["a€".repeat(150), "字😀".repeat(100)];
    for text in &texts {
        gateway.send(&sms(text)).await.expect("taken");
    }
    let seen: Vec<_> = server.messages().into_iter().map(|(_, text)| text).collect();
    assert_eq!(seen, texts);
    let received = server.received();
    assert!(received.iter().all(|part| part.esm_class == 0x40));
    let references: Vec<_> = received
        .iter()
        .map(|part| part.part.expect("a part")[0])
        .collect();
    assert_ne!(references.first(), references.last(), "each message has its own");
}

#[tokio::test]
async fn refusals_are_told_apart() {
    let cases = [
        (
            Reply::BAD_NUMBER,
            SmsFaultKind::BadNumber,
            "ESME_RINVDSTADR (0x0000000B)",
        ),
        (
            Reply::THROTTLED,
            SmsFaultKind::Busy,
            "ESME_RTHROTTLED (0x00000058)",
        ),
        (
            Reply::Status(0x14),
            SmsFaultKind::Busy,
            "ESME_RMSGQFUL (0x00000014)",
        ),
        (
            Reply::Status(0x0A),
            SmsFaultKind::Sender,
            "ESME_RINVSRCADR (0x0000000A)",
        ),
        (
            Reply::Status(0x45),
            SmsFaultKind::Refused,
            "ESME_RSUBMITFAIL (0x00000045)",
        ),
    ];
    let numbers = (1..).map(|last| format!("491511234560{last}"));
    let setup = SmppSetup {
        replies: numbers.clone().zip(cases.map(|(reply, ..)| reply)).collect(),
        ..SmppSetup::default()
    };
    let server = SmppServer::start_with(setup).expect("a centre");
    let gateway = gateway(&server);
    for (number, (_, kind, said)) in numbers.zip(cases) {
        let sent = gateway.send(&sms_to(&format!("+{number}"), "hello")).await;
        let fault = sent.expect_err(said);
        assert_eq!((fault.kind, fault.said.as_deref()), (kind, Some(said)));
    }
    gateway.send(&sms("hello")).await.expect("others are taken");
}

#[tokio::test]
async fn a_message_whose_second_part_is_refused_is_refused() {
    let setup = SmppSetup::replying(Reply::First(0x58));
    let server = SmppServer::start_with(setup).expect("a centre");
    let sent = gateway(&server).send(&sms(&"a".repeat(400))).await;
    assert_eq!(kind(sent), Some(SmsFaultKind::Busy));
    assert_eq!(server.received().len(), 2, "the third part is not sent");
}

#[tokio::test]
async fn a_message_that_is_not_answered_may_have_arrived_and_is_not_sent_again() {
    let setup = SmppSetup {
        replies: vec![("4915112345679".to_owned(), Reply::Silent)],
        ..SmppSetup::default()
    };
    let server = SmppServer::start_with(setup).expect("a centre");
    let patience = Patience {
        answered: Duration::from_secs(1),
        ..PATIENCE
    };
    let gateway = gateway_with(settings(server.port()), patience);
    gateway.condition().await.expect("bound");
    let begun = Instant::now();
    let sent = gateway.send(&sms_to("+4915112345679", "hello")).await;
    assert_eq!(kind(sent), Some(SmsFaultKind::NoAnswer));
    assert!(begun.elapsed() < Duration::from_secs(3), "{:?}", begun.elapsed());
    assert_eq!(server.received().len(), 1);
    gateway.send(&sms("hello")).await.expect("the link still works");
}

#[tokio::test]
async fn an_answer_that_comes_too_late_confuses_nobody() {
    let setup = SmppSetup {
        late: Duration::from_millis(1_300),
        replies: vec![("4915112345679".to_owned(), Reply::Late)],
        ..SmppSetup::default()
    };
    let server = SmppServer::start_with(setup).expect("a centre");
    let impatient = Patience {
        answered: Duration::from_secs(1),
        ..PATIENCE
    };
    let gateway = gateway_with(settings(server.port()), impatient);
    gateway.condition().await.expect("bound");
    let sent = gateway.send(&sms_to("+4915112345679", "hello")).await;
    assert_eq!(kind(sent), Some(SmsFaultKind::NoAnswer));
    tokio::time::sleep(Duration::from_millis(500)).await;
    gateway.send(&sms("hello")).await.expect("taken");
    let patient = gateway_with(settings(server.port()), PATIENCE);
    let sent = patient.send(&sms_to("+4915112345679", "hello")).await;
    sent.expect("late, and in time for the patient");
}

#[tokio::test]
async fn a_second_answer_is_ignored_and_the_next_message_still_works() {
    let server = SmppServer::start_with(SmppSetup::replying(Reply::Twice)).expect("a centre");
    let gateway = gateway(&server);
    for text in ["one", "two", "three"] {
        gateway.send(&sms(text)).await.expect("taken");
    }
    assert_eq!(server.received().len(), 3);
    assert_eq!(server.count("bound"), 1);
}
