//! A number while it is typed: grouped as it is written, with the caret where it was.
//!
//! Digits and the `+` before them are what somebody typed; all between them belongs to the formatter. The library
//! formats whole numbers only, so what was typed is filled up with the digits of an example, formatted, and cut.

use rlibphonenumber::{PHONE_NUMBER_UTIL, PhoneNumber, PhoneNumberFormat, PhoneNumberType};

use super::{Country, is_separator};
use crate::text;

/// A number after an edit, split at the caret.
#[derive(Debug, Clone, Copy)]
pub struct Typed<'a> {
    /// The chosen country.
    pub country: Option<Country>,
    /// Before the caret.
    pub before: &'a str,
    /// After the caret.
    pub after: &'a str,
    /// Where the edit deleted one character.
    pub deleted: Option<Deleted>,
    /// The whole text before the edit.
    pub previous: &'a str,
}

/// On which side of the caret a character was deleted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Deleted {
    /// By Backspace.
    Backward,
    /// By Delete.
    Forward,
}

/// The number as it is written, split at the caret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Formatted {
    /// Before the caret.
    pub before: String,
    /// After the caret.
    pub after: String,
    /// Of an international number; else as it was.
    pub country: Option<Country>,
}

/// Digits from which a number is grouped.
const GROUPED_FROM: usize = 4;

/// Groups the number. What is not written as a number stays as it is.
pub fn format(typed: &Typed<'_>) -> Formatted {
    let (Some(mut before), Some(mut after)) =
        (significant(typed.before, true), significant(typed.after, false))
    else {
        return Formatted {
            before: typed.before.to_owned(),
            after: typed.after.to_owned(),
            country: typed.country,
        };
    };
    // Deleting what the formatter put there deletes the digit beyond it: else it would come back at once.
    let nothing_gone = significant(typed.previous, true) == Some(format!("{before}{after}"));
    match typed.deleted.filter(|_| nothing_gone) {
        Some(Deleted::Backward) => {
            before.pop();
        }
        Some(Deleted::Forward) if !after.is_empty() => {
            after.remove(0);
        }
        _ => {}
    }
    let (text, country) = grouped(&format!("{before}{after}"), typed.country);
    let caret = if after.is_empty() {
        text.len()
    } else {
        end_of(&text, before.len())
    };
    Formatted {
        before: text[..caret].to_owned(),
        after: text[caret..].to_owned(),
        country,
    }
}

/// Digits as ASCII, and a `+` where it may stand; nothing where anything else is found.
fn significant(text: &str, at_start: bool) -> Option<String> {
    let mut kept = String::new();
    for c in text::ascii_digits(text).chars() {
        if c.is_ascii_digit() || (c == '+' && at_start && kept.is_empty()) {
            kept.push(c);
        } else if !is_separator(c) {
            return None;
        }
    }
    Some(kept)
}

/// Where the significant character of this number ends.
fn end_of(text: &str, count: usize) -> usize {
    let ends = text
        .char_indices()
        .filter(|(_, c)| c.is_ascii_digit() || *c == '+')
        .map(|(at, c)| at + c.len_utf8());
    if count == 0 {
        0
    } else {
        ends.take(count).last().unwrap_or_default()
    }
}

fn grouped(typed: &str, chosen: Option<Country>) -> (String, Option<Country>) {
    let Some(digits) = typed.strip_prefix('+') else {
        let text = chosen.and_then(|country| national(typed, country));
        return (text.unwrap_or_else(|| typed.to_owned()), chosen);
    };
    let Some((code, main)) = calling_code(digits) else {
        return (typed.to_owned(), chosen);
    };
    let country = country_of(typed, code, chosen).unwrap_or(main);
    let (code, rest) = digits.split_at(code.to_string().len());
    let text = after_calling_code(rest, country).unwrap_or_else(|| rest.to_owned());
    let text = if text.is_empty() {
        format!("+{code}")
    } else {
        format!("+{code} {text}")
    };
    (text, Some(country))
}

/// The calling code that the digits begin with, and its main country.
fn calling_code(digits: &str) -> Option<(u16, Country)> {
    (1..=digits.len().min(3)).find_map(|length| {
        let code: u16 = digits[..length].parse().ok()?;
        let region = PHONE_NUMBER_UTIL.get_region_for_country_code(i32::from(code))?;
        Country::of(region).map(|country| (code, country))
    })
}

/// Countries may share a calling code: a whole number tells which, before that the chosen one is kept.
fn country_of(typed: &str, code: u16, chosen: Option<Country>) -> Option<Country> {
    let parsed = PHONE_NUMBER_UTIL.parse(typed, None).ok();
    if let Some(country) = chosen.filter(|country| parsed.as_ref().is_some_and(|parsed| country.has(parsed)))
    {
        return Some(country);
    }
    let told = parsed.and_then(|parsed| PHONE_NUMBER_UTIL.get_region_for_number(&parsed));
    let kept = chosen.filter(|country| country.calling_code() == code);
    told.and_then(Country::of).or(kept)
}

/// Grouped as within the country, with the national prefix only where it was typed.
fn national(typed: &str, country: Country) -> Option<String> {
    let examples = examples(country);
    let template = |style| move |example| digits_of(&written(example, style, country));
    let templates: Vec<String> = (examples.iter().map(template(PhoneNumberFormat::National)))
        .chain(examples.iter().map(template(PhoneNumberFormat::International)))
        .collect();
    group(typed, &templates, |full| {
        let parsed = PHONE_NUMBER_UTIL.parse(full, Some(country.region())).ok()?;
        [PhoneNumberFormat::National, PhoneNumberFormat::International]
            .into_iter()
            .map(|style| written(&parsed, style, country))
            .find(|text| digits_of(text) == full)
    })
}

/// Grouped as after the calling code.
fn after_calling_code(typed: &str, country: Country) -> Option<String> {
    let examples = examples(country);
    let templates: Vec<String> = examples
        .iter()
        .map(|example| digits_of(&written(example, PhoneNumberFormat::International, country)))
        .collect();
    group(typed, &templates, |full| {
        let whole = format!("+{}{full}", country.calling_code());
        let parsed = PHONE_NUMBER_UTIL.parse(&whole, None).ok()?;
        Some(written(&parsed, PhoneNumberFormat::International, country))
            .filter(|text| digits_of(text) == full)
    })
}

/// What was typed, filled up by a template, written, and cut again.
fn group(typed: &str, templates: &[String], write: impl Fn(&str) -> Option<String>) -> Option<String> {
    if typed.len() < GROUPED_FROM {
        return None;
    }
    let mut filled = templates
        .iter()
        .filter_map(|template| template.get(typed.len()..))
        .map(|rest| format!("{typed}{rest}"))
        .chain([typed.to_owned()]);
    let text = filled.find_map(|full| write(&full))?;
    Some(text[..end_of(&text, typed.len())].to_owned())
}

/// Whole numbers to fill up with: mobile first.
fn examples(country: Country) -> Vec<PhoneNumber> {
    [PhoneNumberType::Mobile, PhoneNumberType::FixedLine]
        .into_iter()
        .filter_map(|kind| {
            PHONE_NUMBER_UTIL
                .get_example_number_for_type_and_region(country.region(), kind)
                .ok()
        })
        .collect()
}

/// A whole number as it is written, without its calling code.
fn written(number: &PhoneNumber, style: PhoneNumberFormat, country: Country) -> String {
    let text = PHONE_NUMBER_UTIL.format(number, style).into_owned();
    let code = format!("+{}", country.calling_code());
    text.strip_prefix(&code)
        .map_or(text.clone(), |rest| rest.trim_start().to_owned())
}

fn digits_of(text: &str) -> String {
    text.chars().filter(char::is_ascii_digit).collect()
}
