//! An e-mail address, the login identifier.

use idna::uts46::{AsciiDenyList, DnsLength, Hyphens, Uts46};
use unicode_normalization::UnicodeNormalization;

use crate::{problem::Flaw, text};

/// An address of a mailbox by RFC 5321 (4.1.2) and RFC 6531: a dot-atom, `@`, a dotted domain.
///
/// It keeps the spelling that was typed and the canonical form that is compared: the local part without case, the
/// domain in IDNA form (UTS 46). Dots and `+tags` stay: only the receiving host knows what they mean.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct EmailAddress {
    original: String,
    canonical: String,
}

impl EmailAddress {
    /// Octets of the whole address (RFC 5321, 4.5.3.1.3, less the angle brackets).
    pub const MAX_OCTETS: usize = 254;
    /// Octets before the `@` (RFC 5321, 4.5.3.1.1).
    pub const MAX_LOCAL_OCTETS: usize = 64;

    /// The only way in. Trims and brings to NFC.
    pub fn parse(raw: &str) -> Result<Self, Flaw> {
        let original: String = raw.trim().nfc().collect();
        if original.is_empty() {
            return Err(Flaw::Required);
        }
        if original.len() > Self::MAX_OCTETS {
            return Err(Flaw::EmailTooLong {
                max: Self::MAX_OCTETS,
            });
        }
        if original.starts_with('"') {
            return Err(Flaw::EmailQuoted);
        }
        let (local, domain) = original.split_once('@').ok_or(Flaw::EmailNeedsAt)?;
        check_local(local)?;
        let domain = canonical_domain(domain)?;
        let canonical = format!("{}@{domain}", text::without_case(local));
        if canonical.len() > Self::MAX_OCTETS {
            return Err(Flaw::EmailTooLong {
                max: Self::MAX_OCTETS,
            });
        }
        Ok(Self { original, canonical })
    }

    /// As typed, NFC: what is shown and written to.
    pub fn as_str(&self) -> &str {
        &self.original
    }

    /// The form in which two spellings of one mailbox are the same; the directory's unique index is on it.
    pub fn canonical(&self) -> &str {
        &self.canonical
    }

    /// The part before the `@`.
    pub fn local_part(&self) -> &str {
        self.original.split_once('@').map_or("", |(local, _)| local)
    }

    /// For the activity record: the first letter and the domain.
    pub fn masked(&self) -> String {
        mask(&self.original)
    }
}

/// Masks anything that may be an address: `ada@example.com` becomes `a…@example.com`.
pub fn mask(address: &str) -> String {
    let (local, domain) = address.split_once('@').unwrap_or((address, "…"));
    let first: String = local.chars().take(1).collect();
    format!("{first}…@{domain}")
}

fn check_local(local: &str) -> Result<(), Flaw> {
    if local.is_empty() {
        return Err(Flaw::EmailLocalEmpty);
    }
    if let Some(c) = local.chars().find(|c| !is_atom_character(*c)) {
        return Err(Flaw::EmailLocalCharacter(c));
    }
    if local.starts_with('.') || local.ends_with('.') || local.contains("..") {
        return Err(Flaw::EmailDots);
    }
    if local.len() > EmailAddress::MAX_LOCAL_OCTETS {
        return Err(Flaw::EmailLocalTooLong {
            max: EmailAddress::MAX_LOCAL_OCTETS,
        });
    }
    Ok(())
}

/// `atext` of RFC 5322 (3.2.3), the dot, and the letters beyond ASCII of RFC 6531 (3.3).
fn is_atom_character(c: char) -> bool {
    c.is_ascii_alphanumeric()
        || ".!#$%&'*+-/=?^_`{|}~".contains(c)
        || (!c.is_ascii() && !c.is_whitespace() && !text::is_forbidden(c))
}

fn canonical_domain(domain: &str) -> Result<String, Flaw> {
    if domain.contains('@') {
        return Err(Flaw::EmailNeedsAt);
    }
    if domain.starts_with('[') {
        return Err(Flaw::EmailLiteral);
    }
    if !domain.contains(['.', '\u{3002}', '\u{FF0E}', '\u{FF61}']) {
        return Err(Flaw::EmailDomainNeedsDot);
    }
    let ascii = Uts46::new()
        .to_ascii(
            domain.as_bytes(),
            AsciiDenyList::STD3,
            Hyphens::CheckFirstLast,
            DnsLength::Verify,
        )
        .map_err(|_| Flaw::EmailDomainInvalid)?;
    // A last label of digits alone is an IPv4 address, not a host name (RFC 3696, section 2).
    let top = ascii.rsplit('.').next().unwrap_or_default();
    if top.bytes().all(|b| b.is_ascii_digit()) {
        return Err(Flaw::EmailDomainInvalid);
    }
    Ok(ascii.into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn canonical(raw: &str) -> String {
        EmailAddress::parse(raw).expect(raw).canonical().to_owned()
    }

    #[test]
    fn spellings_of_one_mailbox_are_the_same() {
        assert_eq!(
            canonical("Ada.Lovelace@Example.COM"),
            canonical("ada.lovelace@example.com")
        );
        assert_eq!(
            canonical("jo@BÜCHER.example"),
            canonical("jo@xn--bcher-kva.example")
        );
        assert_eq!(canonical("e\u{301}va@example.com"), canonical("Éva@example.com"));
        assert_eq!(canonical(" a@b.example "), "a@b.example");
    }

    #[test]
    fn dots_and_tags_are_kept() {
        assert_ne!(canonical("a.b@example.com"), canonical("ab@example.com"));
        assert_ne!(canonical("a+x@example.com"), canonical("a@example.com"));
    }

    #[test]
    fn each_fault_is_told_apart() {
        let long_local = format!("{}@example.com", "a".repeat(65));
        let long = format!(
            "a@{}.example",
            [
                "b".repeat(60),
                "c".repeat(60),
                "d".repeat(60),
                "e".repeat(60),
                "f".repeat(9)
            ]
            .join(".")
        );
        for (raw, flaw) in [
            ("", Flaw::Required),
            ("ada", Flaw::EmailNeedsAt),
            ("a@b@example.com", Flaw::EmailNeedsAt),
            ("@example.com", Flaw::EmailLocalEmpty),
            ("a b@example.com", Flaw::EmailLocalCharacter(' ')),
            (".a@example.com", Flaw::EmailDots),
            ("a..b@example.com", Flaw::EmailDots),
            ("\"a b\"@example.com", Flaw::EmailQuoted),
            ("a@[192.0.2.1]", Flaw::EmailLiteral),
            ("a@192.0.2.1", Flaw::EmailDomainInvalid),
            ("a@localhost", Flaw::EmailDomainNeedsDot),
            ("a@-x.example", Flaw::EmailDomainInvalid),
            ("a@x..example", Flaw::EmailDomainInvalid),
            ("a@x.example.", Flaw::EmailDomainInvalid),
            ("a@b_c.example", Flaw::EmailDomainInvalid),
            (long_local.as_str(), Flaw::EmailLocalTooLong { max: 64 }),
            (long.as_str(), Flaw::EmailTooLong { max: 254 }),
        ] {
            assert_eq!(EmailAddress::parse(raw), Err(flaw), "{raw}");
        }
    }

    #[test]
    fn a_line_break_cannot_reach_a_header() {
        assert_eq!(
            EmailAddress::parse("a\r\nBcc: x@example.com"),
            Err(Flaw::EmailLocalCharacter('\r'))
        );
        assert_eq!(
            EmailAddress::parse("a@exam\nple.com"),
            Err(Flaw::EmailDomainInvalid)
        );
    }

    #[test]
    fn a_masked_address_shows_one_letter_and_the_domain() {
        assert_eq!(
            EmailAddress::parse("ada@example.com").expect("valid").masked(),
            "a…@example.com"
        );
    }

    proptest! {
        #[test]
        fn the_canonical_form_is_its_own_canonical_form(raw in "[a-zA-Zéß.+]{1,20}@[a-zA-Zäç]{1,10}\\.[a-z]{2,5}") {
            if let Ok(address) = EmailAddress::parse(&raw) {
                prop_assert_eq!(canonical(address.canonical()), address.canonical());
            }
        }

        #[test]
        fn nothing_typed_makes_it_panic(raw in "\\PC*") {
            let _ = EmailAddress::parse(&raw);
        }
    }
}
