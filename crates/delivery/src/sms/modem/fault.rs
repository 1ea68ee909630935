//! What the modem's refusals mean for a message.

use accounts::sms::{SmsFault, SmsFaultKind};

use super::{dialogue::Refusal, ports};

/// `+CME ERROR` (3GPP TS 27.007, 9.2.1) where another refusal stands for a SIM that cannot be used.
const CME: &[(u16, SmsFaultKind, &str)] = &[
    (SIM_NOT_INSERTED, SmsFaultKind::SimMissing, "SIM not inserted"),
    (11, SmsFaultKind::PinNeeded, "SIM PIN required"),
    (SIM_PUK_REQUIRED, SmsFaultKind::PukNeeded, "SIM PUK required"),
    (13, SmsFaultKind::SimMissing, "SIM failure"),
    (SIM_BUSY, SmsFaultKind::Busy, "SIM busy"),
    (15, SmsFaultKind::SimMissing, "SIM wrong"),
    (16, SmsFaultKind::PinWrong, "incorrect password"),
    (30, SmsFaultKind::NoNetwork, "no network service"),
];
const SIM_NOT_INSERTED: u16 = 10;
const SIM_PUK_REQUIRED: u16 = 12;
/// The SIM is not yet ready.
pub const SIM_BUSY: u16 = 14;

/// `+CMS ERROR` (3GPP TS 27.005, 3.2.5): up to 127 the causes of 3GPP TS 24.011, E-2, from 300 the modem's own.
const CMS: &[(u16, SmsFaultKind, &str)] = &[
    (1, SmsFaultKind::BadNumber, "unassigned number"),
    (8, SmsFaultKind::Blocked, "operator determined barring"),
    (10, SmsFaultKind::Blocked, "call barred"),
    (17, SmsFaultKind::NoNetwork, "network failure"),
    (21, SmsFaultKind::Refused, "short message transfer rejected"),
    (22, SmsFaultKind::Busy, "congestion"),
    (28, SmsFaultKind::BadNumber, "unidentified subscriber"),
    (29, SmsFaultKind::Refused, "facility rejected"),
    (30, SmsFaultKind::Refused, "unknown subscriber"),
    (38, SmsFaultKind::NoNetwork, "network out of order"),
    (41, SmsFaultKind::NoNetwork, "temporary failure"),
    (42, SmsFaultKind::Busy, "congestion"),
    (47, SmsFaultKind::Busy, "resources unavailable"),
    (50, SmsFaultKind::Blocked, "requested facility not subscribed"),
    (69, SmsFaultKind::Refused, "requested facility not implemented"),
    (310, SmsFaultKind::SimMissing, "SIM not inserted"),
    (311, SmsFaultKind::PinNeeded, "SIM PIN required"),
    (313, SmsFaultKind::SimMissing, "SIM failure"),
    (314, SmsFaultKind::Busy, "SIM busy"),
    (315, SmsFaultKind::SimMissing, "SIM wrong"),
    (316, SmsFaultKind::PukNeeded, "SIM PUK required"),
    (322, SmsFaultKind::Busy, "memory full"),
    (330, SmsFaultKind::Refused, "message centre's number unknown"),
    (331, SmsFaultKind::NoNetwork, "no network service"),
    // The network was told and did not confirm: nobody knows.
    (332, SmsFaultKind::NoAnswer, "network timeout"),
];

/// What a refusal means, in its own words.
pub fn meaning(refusal: Refusal) -> SmsFault {
    let (family, table, number) = match refusal {
        Refusal::Error => return SmsFault::said(SmsFaultKind::Refused, "ERROR", None, None),
        Refusal::Cme(number) => ("+CME ERROR", CME, number),
        Refusal::Cms(number) => ("+CMS ERROR", CMS, number),
    };
    let Some(number) = number else {
        return SmsFault::said(SmsFaultKind::Refused, family, None, None);
    };
    let known = table.iter().find(|(other, ..)| *other == number);
    let (kind, words) = match known {
        Some((_, kind, words)) => (*kind, format!("{family}: {number} ({words})")),
        None => (SmsFaultKind::Refused, format!("{family}: {number}")),
    };
    SmsFault::said(kind, &words, None, None)
}

/// Why a port was not opened. The systems do not tell one that is missing from one that is held as they do elsewhere:
/// on Windows both have one error, so the list of ports decides.
pub fn not_opened(port: &str, error: &serialport::Error) -> SmsFault {
    use serialport::ErrorKind::{Io, NoDevice};
    use std::io::ErrorKind::{NotFound, PermissionDenied};

    let missing = || cfg!(windows) && !ports().iter().any(|name| name.eq_ignore_ascii_case(port));
    let kind = match error.kind() {
        Io(NotFound) => SmsFaultKind::PortMissing,
        NoDevice if missing() => SmsFaultKind::PortMissing,
        NoDevice | Io(PermissionDenied) => SmsFaultKind::PortBusy,
        // It was opened, and it is no serial port.
        _ => SmsFaultKind::NoModem,
    };
    SmsFault::said(kind, &error.description, None, None)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refusal_is_said_with_its_number_and_meaning() {
        let fault = meaning(Refusal::Cms(Some(28)));
        assert_eq!(fault.kind, SmsFaultKind::BadNumber);
        assert_eq!(
            fault.said.as_deref(),
            Some("+CMS ERROR: 28 (unidentified subscriber)")
        );
        let fault = meaning(Refusal::Cms(Some(512)));
        assert_eq!(fault.kind, SmsFaultKind::Refused);
        assert_eq!(fault.said.as_deref(), Some("+CMS ERROR: 512"));
        assert_eq!(meaning(Refusal::Cme(Some(10))).kind, SmsFaultKind::SimMissing);
    }
}
