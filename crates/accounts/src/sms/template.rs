//! Texts with placeholders, filled in one pass: what is filled in is never read for placeholders again, and is escaped
//! for where it stands.

use std::borrow::Cow;

use percent_encoding::{AsciiSet, CONTROLS, NON_ALPHANUMERIC, utf8_percent_encode};
use zeroize::Zeroizing;

use super::Sms;
use crate::ServiceSecret;
use crate::placeholder::next_name;

/// All but the unreserved characters (RFC 3986, 2.3): right in a path, in a query and in a form.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// What an administrator may type into a form's body and what may not stand there as it is.
const NOT_IN_FORMS: &AsciiSet = &CONTROLS.add(b' ');

/// What a placeholder stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Placeholder {
    To,
    ToDigits,
    Text,
    Id,
    Secret,
}

impl Placeholder {
    const ALL: [Self; 5] = [Self::To, Self::ToDigits, Self::Text, Self::Id, Self::Secret];

    const fn name(self) -> &'static str {
        match self {
            Self::To => "to",
            Self::ToDigits => "to_digits",
            Self::Text => "text",
            Self::Id => "id",
            Self::Secret => "secret",
        }
    }

    fn value<'a>(self, sms: &'a Sms, secret: &'a ServiceSecret) -> Cow<'a, str> {
        match self {
            Self::To => sms.to.e164().into(),
            Self::ToDigits => sms.to.e164().trim_start_matches('+').into(),
            Self::Text => sms.text.expose().into(),
            Self::Id => sms.id.0.to_string().into(),
            Self::Secret => secret.expose().into(),
        }
    }
}

/// A name in braces that is none of the placeholders.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Unknown(pub(super) String);

/// How a value is escaped, by where it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Escape {
    /// In the path or query of an address.
    Address,
    /// In a form's body.
    Form,
    /// Between the quotes of a JSON string.
    Json,
    /// In the value of a header.
    Header,
}

impl Escape {
    fn value(self, value: &str) -> Zeroizing<String> {
        Zeroizing::new(match self {
            Self::Address | Self::Form => percent_encoded(value),
            Self::Json => json_escaped(value),
            // A header has no escape: a line break of the message becomes a space.
            Self::Header => value.replace(char::is_control, " "),
        })
    }

    fn literal(self, text: String) -> String {
        match self {
            Self::Form => utf8_percent_encode(&text, NOT_IN_FORMS).to_string(),
            _ => text,
        }
    }
}

pub(super) fn percent_encoded(value: &str) -> String {
    utf8_percent_encode(value, RESERVED).to_string()
}

pub(super) fn json_escaped(value: &str) -> String {
    let quoted = serde_json::Value::from(value).to_string();
    quoted[1..quoted.len() - 1].to_owned()
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Piece {
    Literal(String),
    Placeholder(Placeholder),
}

/// A text with placeholders.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Template {
    escape: Escape,
    pieces: Vec<Piece>,
}

impl Template {
    /// Reads the text; fails with the first name that is no placeholder's.
    pub(super) fn parse(text: &str, escape: Escape) -> Result<Self, Unknown> {
        let mut pieces = Vec::new();
        let mut rest = text;
        while let Some((before, name, after)) = next_name(rest) {
            let found = Placeholder::ALL.iter().find(|known| known.name() == name);
            let placeholder = *found.ok_or_else(|| Unknown(name.to_owned()))?;
            pieces.push(Piece::Literal(escape.literal(before.to_owned())));
            pieces.push(Piece::Placeholder(placeholder));
            rest = after;
        }
        pieces.push(Piece::Literal(escape.literal(rest.to_owned())));
        Ok(Self { escape, pieces })
    }

    /// The text with every placeholder replaced.
    pub(super) fn fill(&self, sms: &Sms, secret: &ServiceSecret) -> Zeroizing<String> {
        self.fill_with(|placeholder| self.escape.value(&placeholder.value(sms, secret)))
    }

    /// The text with a harmless word at every placeholder.
    pub(super) fn sample(&self) -> Zeroizing<String> {
        self.fill_with(|_| Zeroizing::new("0".to_owned()))
    }

    fn fill_with(&self, value: impl Fn(Placeholder) -> Zeroizing<String>) -> Zeroizing<String> {
        let pieces = self.pieces.iter().map(|piece| match piece {
            Piece::Literal(text) => Zeroizing::new(text.clone()),
            Piece::Placeholder(placeholder) => value(*placeholder),
        });
        let pieces: Vec<_> = pieces.collect();
        // One allocation, so that no half-filled copy stays behind.
        let mut filled = Zeroizing::new(String::with_capacity(
            pieces.iter().map(|piece| piece.len()).sum(),
        ));
        for piece in &pieces {
            filled.push_str(piece);
        }
        filled
    }
}

/// Whether a name in braces stands in the text, known or not.
pub(super) fn has_name(text: &str) -> bool {
    next_name(text).is_some()
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::{MessageId, MessageText, PhoneNumber};

    fn filled(template: &str, escape: Escape, text: &str) -> String {
        let sms = Sms {
            id: MessageId(Uuid::nil()),
            to: PhoneNumber::stored("+4915112345678").expect("a number"),
            text: MessageText::new(text.to_owned()),
        };
        let template = Template::parse(template, escape).expect("a template");
        template
            .fill(&sms, &ServiceSecret::new("s3cret".to_owned()))
            .to_string()
    }

    #[test]
    fn every_placeholder_is_filled() {
        let all = "{to} {to_digits} {text} {id} {secret}";
        assert_eq!(
            filled(all, Escape::Header, "hi"),
            "+4915112345678 4915112345678 hi 00000000-0000-0000-0000-000000000000 s3cret"
        );
    }

    #[test]
    fn a_value_is_never_read_for_placeholders() {
        assert_eq!(
            filled("{text}{to_digits}", Escape::Header, "{secret}"),
            "{secret}4915112345678"
        );
        assert_eq!(filled("{{text}}", Escape::Header, "secret"), "{secret}");
    }

    #[test]
    fn only_braces_that_hold_a_name_are_placeholders() {
        assert_eq!(
            filled(r#"{"a":{"b":"{to}"}, "c":{}}"#, Escape::Json, ""),
            r#"{"a":{"b":"+4915112345678"}, "c":{}}"#
        );
        let unknown = Template::parse("{to} {phone}", Escape::Form);
        assert_eq!(unknown, Err(Unknown("phone".to_owned())));
    }

    #[test]
    fn a_value_is_escaped_for_where_it_stands() {
        assert_eq!(
            filled("/{text}", Escape::Address, "a/b?c&d=é +"),
            "/a%2Fb%3Fc%26d%3D%C3%A9%20%2B"
        );
        assert_eq!(
            filled("from=Front Desk&text={text}", Escape::Form, "a&b"),
            "from=Front%20Desk&text=a%26b"
        );
        assert_eq!(filled(r#""{text}""#, Escape::Json, "\"\\\n"), r#""\"\\\n""#);
        assert_eq!(filled("X {text}", Escape::Header, "a\r\nb: c"), "X a  b: c");
    }
}
