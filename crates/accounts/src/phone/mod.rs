//! Telephone numbers: valid, able to take a text message, and kept in E.164.
//!
//! The rules are those of Google's libphonenumber as crate `rlibphonenumber` ports them. The older crate
//! `phonenumber` calls some numbers valid that are not, and turns a doubled area code into another number.

mod country;
mod typing;

use rlibphonenumber::{
    NumberLengthType, PHONE_NUMBER_UTIL, ParseError, PhoneNumber as Parsed, PhoneNumberFormat,
    PhoneNumberType, Region, ValidationError,
};

pub use country::{Country, NoSuchCountry};
pub use typing::{Deleted, Formatted, Typed, format};

use crate::{Flaw, text};

/// A valid number that may take text messages, in E.164.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct PhoneNumber {
    e164: String,
    country: Country,
}

/// Numbers that take no text messages, or that nothing is sent to (SECURITY 11).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PhoneKind {
    /// A landline.
    FixedLine,
    /// Free for the caller.
    TollFree,
    /// Dear for the caller.
    PremiumRate,
    /// Paid by both sides.
    SharedCost,
    /// Follows a person from line to line.
    PersonalNumber,
    /// A pager.
    Pager,
    /// One number for all offices of a company.
    Uan,
    /// A mailbox.
    Voicemail,
    /// Of a service that belongs to no country, as by satellite.
    Global,
}

impl PhoneNumber {
    /// The number as people write it: with its calling code, or as within `country`.
    pub fn parse(typed: &str, country: Option<Country>) -> Result<Self, Flaw> {
        let text = text::ascii_digits(typed);
        let text = text.trim();
        if text.is_empty() {
            return Err(Flaw::Required);
        }
        if !is_written_as_number(text) {
            return Err(Flaw::PhoneNotANumber);
        }
        if country.is_none() && !text.starts_with('+') {
            return Err(Flaw::PhoneCountryRequired);
        }
        let parsed = PHONE_NUMBER_UTIL.parse(text, country.map(Country::region));
        let number = Self::checked(&parsed.map_err(|error| unparsed(&error))?, country)?;
        Ok(number)
    }

    /// A number as it was stored.
    pub fn stored(e164: &str) -> Option<Self> {
        Self::parse(e164, None).ok().filter(|number| number.e164 == e164)
    }

    fn checked(parsed: &Parsed, chosen: Option<Country>) -> Result<Self, Flaw> {
        if !PHONE_NUMBER_UTIL.is_valid_number(parsed) {
            return Err(not_valid(parsed, chosen));
        }
        let region = PHONE_NUMBER_UTIL.get_region_for_number(parsed);
        let Some(country) = region.and_then(Country::of) else {
            return Err(Flaw::PhoneTakesNoSms {
                kind: PhoneKind::Global,
            });
        };
        // Some countries share numbers, as Australia and Christmas Island do.
        if chosen.is_some_and(|chosen| !chosen.has(parsed)) {
            return Err(Flaw::PhoneOtherCountry { country });
        }
        if let Some(kind) = without_sms(PHONE_NUMBER_UTIL.get_number_type(parsed)) {
            return Err(Flaw::PhoneTakesNoSms { kind });
        }
        Ok(Self {
            e164: PHONE_NUMBER_UTIL
                .format(parsed, PhoneNumberFormat::E164)
                .into_owned(),
            country,
        })
    }

    /// `+` and digits.
    pub fn e164(&self) -> &str {
        &self.e164
    }

    /// Whose number it is; the main one where countries share it.
    pub const fn country(&self) -> Country {
        self.country
    }

    /// As it is written with its calling code, in groups.
    pub fn international(&self) -> String {
        match PHONE_NUMBER_UTIL.parse(&self.e164, None) {
            Ok(parsed) => PHONE_NUMBER_UTIL
                .format(&parsed, PhoneNumberFormat::International)
                .into_owned(),
            Err(_) => self.e164.clone(),
        }
    }

    /// Calling code and last two digits, as for the activity record: `+49…78`.
    pub fn masked(&self) -> String {
        let last = self.e164.len().saturating_sub(2);
        format!("+{}…{}", self.country.calling_code(), &self.e164[last..])
    }

    /// All but the last four digits: what numbers of one range share (SECURITY 10).
    pub fn prefix(&self) -> &str {
        &self.e164[..self.e164.len().saturating_sub(4)]
    }
}

/// Digits with what people put between them, and one `+` before all. Letters and extensions are no part of it.
fn is_written_as_number(text: &str) -> bool {
    let digits = text.strip_prefix('+').unwrap_or(text);
    digits.chars().any(|c| c.is_ascii_digit())
        && digits.chars().all(|c| c.is_ascii_digit() || is_separator(c))
}

/// What people put between digits.
fn is_separator(c: char) -> bool {
    c.is_whitespace()
        || matches!(
            c,
            '-' | '.' | '/' | '(' | ')' | '[' | ']' | '‐'..='―' | '·' | '\u{2060}'
        )
}

fn unparsed(error: &ParseError) -> Flaw {
    match error {
        ParseError::TooShortAfterIdd | ParseError::TooShortNsn => Flaw::PhoneTooShort,
        ParseError::TooLongNsn => Flaw::PhoneTooLong,
        ParseError::InvalidCountryCode | ParseError::NotANumber(_) => Flaw::PhoneNotANumber,
    }
}

fn not_valid(parsed: &Parsed, chosen: Option<Country>) -> Flaw {
    match PHONE_NUMBER_UTIL.is_possible_number_with_reason(parsed) {
        Err(ValidationError::TooShort) | Ok(NumberLengthType::IsPossibleLocalOnly) => Flaw::PhoneTooShort,
        Err(ValidationError::TooLong) => Flaw::PhoneTooLong,
        Err(ValidationError::InvalidCountryCode) => Flaw::PhoneNotANumber,
        Err(ValidationError::InvalidLength) | Ok(NumberLengthType::IsPossible) => {
            // A landline may be short where a mobile number is not: half a number is best called too short.
            let as_mobile =
                PHONE_NUMBER_UTIL.is_possible_number_for_type_with_reason(parsed, PhoneNumberType::Mobile);
            match as_mobile {
                Err(ValidationError::TooShort) => return Flaw::PhoneTooShort,
                Err(ValidationError::TooLong) => return Flaw::PhoneTooLong,
                _ => {}
            }
            let main = PHONE_NUMBER_UTIL.get_region_for_country_code(parsed.country_code);
            let shares = chosen.filter(|country| i32::from(country.calling_code()) == parsed.country_code);
            match shares.or_else(|| main.and_then(Country::of)) {
                Some(country) => Flaw::PhoneNotInPlan { country },
                None => Flaw::PhoneNotANumber,
            }
        }
    }
}

const fn without_sms(kind: PhoneNumberType) -> Option<PhoneKind> {
    match kind {
        PhoneNumberType::FixedLine => Some(PhoneKind::FixedLine),
        PhoneNumberType::TollFree => Some(PhoneKind::TollFree),
        PhoneNumberType::PremiumRate => Some(PhoneKind::PremiumRate),
        PhoneNumberType::SharedCost => Some(PhoneKind::SharedCost),
        PhoneNumberType::PersonalNumber => Some(PhoneKind::PersonalNumber),
        PhoneNumberType::Pager => Some(PhoneKind::Pager),
        PhoneNumberType::UAN => Some(PhoneKind::Uan),
        PhoneNumberType::VoiceMail => Some(PhoneKind::Voicemail),
        PhoneNumberType::Mobile
        | PhoneNumberType::FixedLineOrMobile
        | PhoneNumberType::VoIP
        | PhoneNumberType::Unknown => None,
    }
}

impl Country {
    /// As the library knows it; nothing for what is no country.
    fn of(region: Region) -> Option<Self> {
        region.to_string().parse().ok()
    }

    /// Whether a number is one of this country. The library alone compares the digits without their calling code.
    fn has(self, parsed: &Parsed) -> bool {
        i32::from(self.calling_code()) == parsed.country_code
            && PHONE_NUMBER_UTIL.is_valid_number_for_region(parsed, self.region())
    }
}

#[cfg(test)]
mod tests;
