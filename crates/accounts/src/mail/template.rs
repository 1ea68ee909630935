//! Templates of e-mails: a subject, and paragraphs with placeholders. They hold no HTML: the same text becomes both
//! parts of an e-mail, so nothing that was typed can break out of either.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use crate::{
    EmailAddress, PersonName,
    activation::ActivationSecret,
    placeholder::{names, next_name},
};

/// What a template is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TemplateKind {
    /// Asks a newcomer to confirm the address.
    Confirmation,
    /// Lets a user choose a new password.
    PasswordReset,
    /// Tells a user that a 2FA device was registered or removed.
    DeviceChanged,
}

impl TemplateKind {
    /// All of them.
    pub const ALL: &[Self] = &[Self::Confirmation, Self::PasswordReset, Self::DeviceChanged];

    /// The placeholders that it may hold.
    pub const fn placeholders(self) -> &'static [&'static str] {
        match self {
            Self::Confirmation | Self::PasswordReset => &[
                "first_name",
                "last_name",
                "email",
                "organisation",
                "link",
                "code",
                "until",
            ],
            Self::DeviceChanged => &["first_name", "last_name", "email", "organisation"],
        }
    }

    /// The placeholders without which it is of no use; a link stands in it only where there is a page to lead to.
    pub const fn required(self) -> &'static [&'static str] {
        match self {
            Self::Confirmation | Self::PasswordReset => &["link", "code", "until"],
            Self::DeviceChanged => &[],
        }
    }
}

/// A template as typed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Template {
    /// One line.
    pub subject: String,
    /// Paragraphs, an empty line between.
    pub body: String,
}

/// What placeholders stand for.
#[derive(Debug, Clone, Copy)]
pub struct Facts<'a> {
    /// Of the recipient.
    pub first_name: &'a PersonName,
    /// Of the recipient.
    pub last_name: &'a PersonName,
    /// Of the recipient.
    pub email: &'a EmailAddress,
    /// Of the settings; may be empty.
    pub organisation: &'a str,
    /// Code and token, and until when they are good.
    pub secret: Option<(&'a ActivationSecret, Timestamp)>,
}

/// What a template lacks.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TemplateFlaw {
    /// A name in braces that this template does not know.
    #[error("unknown placeholder {0}")]
    Unknown(String),
    /// One that it needs.
    #[error("placeholder {0} is missing")]
    Missing(&'static str),
    /// Link and code do not stand in a subject, which shows on locked telephones.
    #[error("{0} in the subject")]
    InSubject(&'static str),
}

/// A piece of a paragraph.
#[derive(Clone, PartialEq, Eq)]
pub enum Piece {
    /// Words.
    Text(Zeroizing<String>),
    /// The link.
    Link(Zeroizing<String>),
    /// The code, in groups.
    Code(Zeroizing<String>),
}

/// A paragraph: pieces in a row. One that is a link or a code alone is shown as a button or in large letters.
pub type Paragraph = Vec<Piece>;

/// A template with every placeholder replaced.
#[derive(Clone, PartialEq, Eq)]
pub struct FilledTemplate {
    /// One line.
    pub subject: String,
    /// In order; those that speak of a link are left out where there is none.
    pub paragraphs: Vec<Paragraph>,
}

impl Template {
    /// What it lacks as a template of a kind; nothing where it can be filled.
    pub fn flaws(&self, kind: TemplateKind) -> Vec<TemplateFlaw> {
        let subject = names(&self.subject);
        let body = names(&self.body);
        let unknown = |name: &&&str| !kind.placeholders().contains(*name);
        let mut flaws: Vec<_> = (subject.iter().chain(&body))
            .filter(unknown)
            .map(|name| TemplateFlaw::Unknown((*name).to_owned()))
            .collect();
        for secret in ["link", "code"] {
            if subject.contains(&secret) {
                flaws.push(TemplateFlaw::InSubject(secret));
            }
        }
        for required in kind.required() {
            if !body.contains(required) {
                flaws.push(TemplateFlaw::Missing(required));
            }
        }
        flaws
    }

    /// The template with every placeholder replaced. Fails with the first name that is unknown, as in a template that a
    /// newer program stored.
    pub fn fill(
        &self,
        facts: &Facts<'_>,
        link: Option<&Zeroizing<String>>,
    ) -> Result<FilledTemplate, TemplateFlaw> {
        let subject = pieces(&self.subject, facts, None)?
            .into_iter()
            .map(|piece| match piece {
                Piece::Text(text) => text,
                Piece::Link(_) | Piece::Code(_) => Zeroizing::default(),
            });
        let subject: String = subject
            .flat_map(|text| text.chars().collect::<Vec<_>>())
            .collect();
        let mut paragraphs = Vec::new();
        for paragraph in paragraphs_of(&self.body) {
            if link.is_none() && names(paragraph).contains(&"link") {
                continue;
            }
            paragraphs.push(pieces(paragraph, facts, link)?);
        }
        Ok(FilledTemplate { subject, paragraphs })
    }
}

/// Stretches of lines with an empty line between.
fn paragraphs_of(body: &str) -> impl Iterator<Item = &str> {
    let mut rest = body.trim();
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let end = rest.find("\n\n").unwrap_or(rest.len());
        let (paragraph, after) = rest.split_at(end);
        rest = after.trim_start();
        Some(paragraph.trim_end())
    })
}

fn pieces(
    text: &str,
    facts: &Facts<'_>,
    link: Option<&Zeroizing<String>>,
) -> Result<Paragraph, TemplateFlaw> {
    let mut pieces = Vec::new();
    let mut words = Zeroizing::new(String::new());
    let mut rest = text;
    while let Some((before, name, after)) = next_name(rest) {
        words.push_str(before);
        let special = match name {
            "link" => Piece::Link(link.cloned().unwrap_or_default()),
            "code" => Piece::Code(
                facts
                    .secret
                    .map(|(secret, _)| secret.code.grouped())
                    .unwrap_or_default(),
            ),
            _ => {
                words.push_str(&plain(name, facts)?);
                rest = after;
                continue;
            }
        };
        if !words.is_empty() {
            pieces.push(Piece::Text(std::mem::take(&mut words)));
        }
        pieces.push(special);
        rest = after;
    }
    words.push_str(rest);
    if !words.is_empty() {
        pieces.push(Piece::Text(words));
    }
    Ok(pieces)
}

/// The value of a placeholder that is words. It is never read for placeholders again.
fn plain(name: &str, facts: &Facts<'_>) -> Result<String, TemplateFlaw> {
    Ok(match name {
        "first_name" => facts.first_name.as_str().to_owned(),
        "last_name" => facts.last_name.as_str().to_owned(),
        "email" => facts.email.as_str().to_owned(),
        "organisation" => facts.organisation.to_owned(),
        // Understood in every language, and in one zone for all.
        "until" => facts
            .secret
            .map(|(_, until)| until.strftime("%Y-%m-%d %H:%M UTC").to_string())
            .unwrap_or_default(),
        other => return Err(TemplateFlaw::Unknown(other.to_owned())),
    })
}

#[cfg(test)]
mod tests {
    use rand::{SeedableRng as _, rngs::StdRng};

    use super::*;

    fn filled(body: &str, link: Option<&str>) -> Vec<String> {
        let secret = ActivationSecret::random(&mut StdRng::seed_from_u64(1));
        let facts = Facts {
            first_name: &PersonName::parse("{code}").expect("a name"),
            last_name: &PersonName::parse("Lovelace").expect("a name"),
            email: &EmailAddress::parse("ada@example.com").expect("an address"),
            organisation: "Analytical",
            secret: Some((&secret, Timestamp::from_second(86_400).expect("in range"))),
        };
        let template = Template {
            subject: "To {first_name} of {organisation}".to_owned(),
            body: body.to_owned(),
        };
        let link = link.map(|link| Zeroizing::new(link.to_owned()));
        let filled = template.fill(&facts, link.as_ref()).expect("filled");
        assert_eq!(filled.subject, "To {code} of Analytical");
        let shown = |piece: &Piece| match piece {
            Piece::Text(text) => text.to_string(),
            Piece::Link(link) => format!("<{}>", **link),
            Piece::Code(code) => format!("[{}]", code.len()),
        };
        let paragraphs = filled.paragraphs.iter();
        paragraphs
            .map(|pieces| pieces.iter().map(shown).collect())
            .collect()
    }

    #[test]
    fn a_value_is_never_read_for_placeholders() {
        assert_eq!(
            filled("{first_name} {last_name}, {code}", None),
            ["{code} Lovelace, [11]"]
        );
    }

    #[test]
    fn paragraphs_that_speak_of_a_link_need_one() {
        let body = "Hello\nyou\n\nOpen this:\n{link}\n\n\n{code}\n\ngood until {until}\n";
        let with = filled(body, Some("https://a/b"));
        assert_eq!(
            with,
            [
                "Hello\nyou",
                "Open this:\n<https://a/b>",
                "[11]",
                "good until 1970-01-02 00:00 UTC"
            ]
        );
        assert_eq!(filled(body, None).len(), 3);
    }

    #[test]
    fn an_unknown_name_is_told() {
        let facts_of = |body: &str| Template {
            subject: "a".to_owned(),
            body: body.to_owned(),
        };
        let flaws = facts_of("{link}").flaws(TemplateKind::DeviceChanged);
        assert_eq!(flaws, [TemplateFlaw::Unknown("link".to_owned())]);
    }
}
