//! The modem gateway against an emulator of one.
#![cfg(unix)]
#![expect(clippy::expect_used, reason = "in a test every surprise is a failure")]

use std::time::{Duration, Instant};

use accounts::{
    MessageId, MessageText, PhoneNumber, ServiceSecret,
    sms::{Condition, ModemGateway, Sms, SmsFault, SmsFaultKind, SmsGateway as _},
};
use delivery::sms::modem::{Modem, Patience, ports};
use peers::modem::{self as emulator, Echo, ModemSetup, Registration, Silence, Sim};
use uuid::Uuid;

const NUMBER: &str = "+4915112345678";
/// All of the GSM alphabet and its extension.
const ALPHABET: &str = concat!(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "ÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà\u{0C}^{}\\[~]|€",
);
/// Short, so that the tests are.
const PATIENCE: Patience = Patience {
    answered: Duration::from_secs(1),
    registered: Duration::from_millis(600),
    sent: Duration::from_secs(1),
};

fn start(setup: ModemSetup) -> emulator::Modem {
    emulator::Modem::start(setup).expect("a modem")
}

fn gateway_at(port: &str, pin: &str) -> Modem {
    let settings = ModemGateway {
        port: port.to_owned(),
        baud: 115_200,
    };
    Modem::new(settings, ServiceSecret::new(pin.to_owned()), PATIENCE)
}

fn gateway(modem: &emulator::Modem) -> Modem {
    gateway_at(modem.path(), "")
}

fn sms(text: &str) -> Sms {
    Sms {
        id: MessageId(Uuid::nil()),
        to: PhoneNumber::stored(NUMBER).expect("a number"),
        text: MessageText::new(text.to_owned()),
    }
}

fn texts(modem: &emulator::Modem) -> Vec<String> {
    let received = modem.received().into_iter();
    received
        .inspect(|one| assert_eq!(one.to, NUMBER))
        .map(|one| one.text)
        .collect()
}

fn kind<T>(outcome: Result<T, SmsFault>) -> Option<SmsFaultKind> {
    outcome.err().map(|fault| fault.kind)
}

async fn fault_with(setup: ModemSetup) -> SmsFault {
    let modem = start(setup);
    let fault = gateway(&modem).send(&sms("hello")).await.expect_err("a fault");
    assert_eq!(modem.submits(), 0, "nothing was sent");
    fault
}

#[tokio::test]
async fn texts_of_every_script_arrive_intact() {
    let modem = start(ModemSetup::default());
    let gateway = gateway(&modem);
    let sent = [
        "042137 is your code",
        ALPHABET,
        "رمزك هو 042137",
        "您的验证码是 042137",
        "👩‍👩‍👧 🎉",
    ];
    for text in sent {
        gateway.send(&sms(text)).await.expect("taken");
    }
    assert_eq!(texts(&modem), sent);
}

#[tokio::test]
async fn a_long_message_goes_in_parts_and_joins_intact() {
    let modem = start(ModemSetup::default());
    let gateway = gateway(&modem);
    let sent = ["a€".repeat(150), "字😀".repeat(100)];
    for text in &sent {
        gateway.send(&sms(text)).await.expect("taken");
    }
    assert_eq!(texts(&modem), sent);
    assert!(modem.submits() >= 7);
}

#[tokio::test]
async fn the_condition_tells_network_and_signal() {
    let modem = start(ModemSetup {
        signal: 31,
        ..ModemSetup::default()
    });
    let gateway = gateway(&modem);
    let condition = |roaming, signal| {
        Ok(Condition::Modem {
            network: "Example Mobile".to_owned(),
            roaming,
            signal,
        })
    };
    assert_eq!(gateway.condition().await, condition(false, Some(100)));
    modem.change(|setup| {
        setup.registration = Registration::Roaming;
        setup.signal = 99;
    });
    assert_eq!(gateway.condition().await, condition(true, None));
    assert_eq!(modem.submits(), 0);
}

#[tokio::test]
async fn the_network_is_waited_for() {
    let modem = start(ModemSetup {
        searches: 2,
        ..ModemSetup::default()
    });
    gateway(&modem).send(&sms("hello")).await.expect("taken");
}

#[tokio::test]
async fn without_a_network_nothing_is_sent() {
    for registration in [Registration::Searching, Registration::Denied] {
        let fault = fault_with(ModemSetup {
            registration,
            ..ModemSetup::default()
        });
        assert_eq!(fault.await.kind, SmsFaultKind::NoNetwork);
    }
}

#[tokio::test]
async fn the_right_pin_opens_the_sim_and_is_given_once() {
    let modem = start(ModemSetup {
        sim: Sim::Pin("0042".to_owned()),
        ..ModemSetup::default()
    });
    let gateway = gateway_at(modem.path(), "0042");
    for text in ["one", "two"] {
        gateway.send(&sms(text)).await.expect("taken");
    }
    assert_eq!(modem.pins(), ["0042"]);
    assert_eq!(texts(&modem), ["one", "two"]);
}

#[tokio::test]
async fn a_wrong_pin_is_never_tried_again() {
    let modem = start(ModemSetup {
        sim: Sim::Pin("0042".to_owned()),
        ..ModemSetup::default()
    });
    let gateway = gateway_at(modem.path(), "1111");
    let fault = gateway.condition().await.expect_err("refused");
    assert_eq!(fault.kind, SmsFaultKind::PinWrong);
    for _ in 0..3 {
        assert_eq!(
            kind(gateway.send(&sms("hello")).await),
            Some(SmsFaultKind::PinWrong)
        );
    }
    assert_eq!(modem.pins(), ["1111"]);
    assert!(!format!("{gateway:?} {fault:?}").contains("1111"));
}

#[tokio::test]
async fn what_is_no_pin_is_not_given() {
    let modem = start(ModemSetup {
        sim: Sim::Pin("0042".to_owned()),
        ..ModemSetup::default()
    });
    let gateway = gateway_at(modem.path(), "1\"\rAT+CMGD=1");
    assert_eq!(kind(gateway.condition().await), Some(SmsFaultKind::PinWrong));
    assert!(modem.pins().is_empty());
}

#[tokio::test]
async fn a_sim_that_cannot_be_used_is_told_apart() {
    let cases = [
        (Sim::Pin("0042".to_owned()), SmsFaultKind::PinNeeded),
        (Sim::Puk, SmsFaultKind::PukNeeded),
        (Sim::Missing, SmsFaultKind::SimMissing),
    ];
    for (sim, kind) in cases {
        let fault = fault_with(ModemSetup {
            sim,
            ..ModemSetup::default()
        });
        assert_eq!(fault.await.kind, kind);
    }
}

#[tokio::test]
async fn refusals_of_the_network_are_told_apart() {
    let cases = [
        (1, SmsFaultKind::BadNumber),
        (28, SmsFaultKind::BadNumber),
        (8, SmsFaultKind::Blocked),
        (21, SmsFaultKind::Refused),
        (38, SmsFaultKind::NoNetwork),
        (42, SmsFaultKind::Busy),
        (332, SmsFaultKind::NoAnswer),
        (500, SmsFaultKind::Refused),
    ];
    let modem = start(ModemSetup::default());
    let gateway = gateway(&modem);
    for (number, kind) in cases {
        modem.change(|setup| setup.refuses = vec![(NUMBER.to_owned(), number)]);
        let fault = gateway.send(&sms("hello")).await.expect_err("refused");
        assert_eq!(fault.kind, kind, "{number}");
        let said = fault.said.unwrap_or_default();
        assert!(said.starts_with(&format!("+CMS ERROR: {number}")), "{said}");
    }
    assert!(modem.received().is_empty());
}

#[tokio::test]
async fn what_does_not_answer_is_no_modem() {
    let begun = Instant::now();
    let fault = fault_with(ModemSetup {
        silence: Silence::Always,
        ..ModemSetup::default()
    });
    assert_eq!(fault.await.kind, SmsFaultKind::NoModem);
    assert!(begun.elapsed() < Duration::from_secs(3));
}

#[tokio::test]
async fn a_message_that_is_not_answered_may_have_arrived_and_is_not_sent_again() {
    let modem = start(ModemSetup {
        silence: Silence::AboutMessages,
        ..ModemSetup::default()
    });
    let sent = gateway(&modem).send(&sms("hello")).await;
    assert_eq!(kind(sent), Some(SmsFaultKind::NoAnswer));
    assert_eq!(modem.submits(), 1);
}

#[tokio::test]
async fn neither_an_echo_nor_news_in_between_confuse_it() {
    for echo in [Echo::Always, Echo::UntilToldNot, Echo::Never] {
        let modem = start(ModemSetup {
            echo,
            chatty: true,
            sim: Sim::Pin("0042".to_owned()),
            ..ModemSetup::default()
        });
        let gateway = gateway_at(modem.path(), "0042");
        gateway.send(&sms(&"字".repeat(100))).await.expect("taken");
        assert_eq!(texts(&modem), ["字".repeat(100)]);
        let condition = gateway.condition().await.expect("a condition");
        assert!(
            matches!(
                condition,
                Condition::Modem {
                    roaming: false,
                    signal: Some(64),
                    ..
                }
            ),
            "{condition:?}"
        );
    }
}

#[tokio::test]
async fn a_port_that_is_missing_held_or_no_port_is_told_apart() {
    let missing = gateway_at("/dev/tty-of-nobody", "").condition().await;
    assert_eq!(kind(missing), Some(SmsFaultKind::PortMissing));
    let file = tempfile::NamedTempFile::new().expect("a file");
    let file = gateway_at(&file.path().to_string_lossy(), "").condition().await;
    assert_eq!(kind(file), Some(SmsFaultKind::NoModem));

    let modem = start(ModemSetup::default());
    let holder = serialport::new(modem.path(), 9_600).open().expect("the port");
    let gateway = gateway(&modem);
    assert_eq!(kind(gateway.condition().await), Some(SmsFaultKind::PortBusy));
    drop(holder);
    gateway.condition().await.expect("free again");
}

#[tokio::test]
async fn a_modem_that_was_unplugged_is_missing() {
    let modem = start(ModemSetup::default());
    let gateway = gateway(&modem);
    gateway.send(&sms("hello")).await.expect("taken");
    drop(modem);
    assert_eq!(
        kind(gateway.send(&sms("hello")).await),
        Some(SmsFaultKind::PortMissing)
    );
}

#[tokio::test]
async fn two_messages_at_once_go_one_after_the_other() {
    let modem = start(ModemSetup::default());
    let gateway = gateway(&modem);
    let (one, two) = (sms("one"), sms("two"));
    let (first, second) = tokio::join!(gateway.send(&one), gateway.send(&two));
    first.and(second).expect("both taken");
    assert_eq!(texts(&modem), ["one", "two"]);
}

#[test]
fn the_ports_are_listed_once_each() {
    let ports = ports();
    assert!(ports.is_sorted_by(|one, next| one < next), "{ports:?}");
}
