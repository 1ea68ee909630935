//! What e-mails say, from the templates to both of their parts.
#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test says what it expects"
)]

use std::collections::BTreeMap;

use accounts::{
    EmailAddress, Language, MessageSettings, PersonName,
    activation::ActivationSecret,
    mail::{Facts, MailText, Template, TemplateKind},
};
use delivery::mail::{html, words};
use jiff::Timestamp;
use naughty_strings::BLNS;
use rand::{SeedableRng as _, rngs::StdRng};

const BASE: &str = "https://id.example.com";
/// The tags of ours, without what stands in them.
const TAGS: [&str; 12] = [
    "!DOCTYPE", "html", "head", "meta", "title", "body", "div", "p", "a", "span", "br", "/",
];

struct Person {
    first_name: PersonName,
    email: EmailAddress,
    organisation: String,
    secret: ActivationSecret,
}

impl Person {
    fn named(first_name: &str) -> Self {
        Self {
            first_name: PersonName::parse(first_name).expect("a name"),
            email: EmailAddress::parse("ada@example.com").expect("an address"),
            organisation: String::new(),
            secret: ActivationSecret::random(&mut StdRng::seed_from_u64(1)),
        }
    }

    fn letter(&self, kind: TemplateKind, settings: &MessageSettings) -> MailText {
        let facts = Facts {
            first_name: &self.first_name,
            last_name: &self.first_name,
            email: &self.email,
            organisation: &self.organisation,
            secret: Some((&self.secret, Timestamp::from_second(86_400).expect("in range"))),
        };
        html::write(kind, &facts, settings)
    }
}

fn settings(language: Language) -> MessageSettings {
    MessageSettings {
        language,
        ..MessageSettings::default()
    }
}

/// With an own template of the e-mail about a device, which needs no placeholder.
fn with_template(subject: &str, body: &str) -> MessageSettings {
    let template = Template {
        subject: subject.to_owned(),
        body: body.to_owned(),
    };
    MessageSettings {
        templates: BTreeMap::from([(TemplateKind::DeviceChanged, template)]),
        ..MessageSettings::default()
    }
}

/// The text that a mail program shows, and that all tags are ours.
fn shown(html: &str) -> String {
    let body = &html[html.find("<div").expect("a body")..];
    let mut shown = String::new();
    for part in body.split('<').skip(1) {
        let (tag, text) = part
            .split_once('>')
            .unwrap_or_else(|| panic!("an open tag: {part}"));
        let name = tag.split([' ', '/']).find(|name| !name.is_empty()).unwrap_or("/");
        assert!(TAGS.contains(&name), "{tag}");
        assert!(!text.contains('>') && !text.contains('"'), "{text}");
        shown.push_str(text);
    }
    for (escaped, character) in [
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&#39;", "'"),
        ("&amp;", "&"),
    ] {
        shown = shown.replace(escaped, character);
    }
    shown
}

fn every_letter() -> impl Iterator<Item = (TemplateKind, Language, MailText)> {
    let ada = Person::named("Ada");
    let kinds = TemplateKind::ALL.iter();
    kinds.flat_map(move |kind| {
        let letter = |language| (*kind, language, ada.letter(*kind, &settings(language)));
        Language::ALL.map(letter)
    })
}

#[test]
fn naughty_names_stand_in_both_parts_to_the_byte() {
    let mut tried = 0;
    for naughty in BLNS {
        let Ok(name) = PersonName::parse(naughty) else {
            continue;
        };
        tried += 1;
        let person = Person::named(naughty);
        let letter = person.letter(TemplateKind::Confirmation, &settings(Language::En));
        let greeting = format!("Hello {},", name.as_str());
        assert!(
            letter.text.starts_with(&format!("{greeting}\n\nAn account")),
            "{naughty}"
        );
        assert!(shown(&letter.html).contains(&greeting), "{naughty}");
    }
    assert!(tried > 300, "{tried}");
}

#[test]
fn a_naughty_organisation_stands_in_subject_and_text_and_is_read_once() {
    let settings = with_template("From {organisation}", "A {organisation} Z {first_name}");
    for naughty in BLNS
        .iter()
        .chain(&["{first_name}", "{link}", "{code}", "{organisation}", "{none}"])
    {
        let mut person = Person::named("{email}");
        person.organisation = (*naughty).to_owned();
        let letter = person.letter(TemplateKind::DeviceChanged, &settings);
        assert_eq!(*letter.text, format!("A {naughty} Z {{email}}"));
        assert!(
            shown(&letter.html).contains(&format!("A {naughty} Z {{email}}")),
            "{naughty}"
        );
        let subject = format!("From {naughty}").replace(char::is_control, " ");
        assert_eq!(letter.subject, subject);
    }
}

#[test]
fn a_naughty_template_is_used_to_the_byte_or_not_at_all() {
    let kind = TemplateKind::DeviceChanged;
    let built_in = Person::named("Ada").letter(kind, &settings(Language::En));
    let mut used = 0;
    for naughty in BLNS {
        let body = format!("A {naughty} Z");
        let template = Template {
            subject: "S".to_owned(),
            body: body.clone(),
        };
        let letter = Person::named("Ada").letter(kind, &with_template("S", &body));
        if template.checked(kind).is_ok() {
            used += 1;
            assert_eq!(*letter.text, body);
            assert!(shown(&letter.html).contains(&body), "{naughty}");
        } else {
            assert_eq!(*letter.text, *built_in.text, "{naughty}");
        }
    }
    assert!(used > 400, "{used}");
}

#[test]
fn a_stored_template_that_cannot_be_used_gives_way_to_the_built_in_one() {
    let ada = Person::named("Ada");
    let built_in = ada.letter(TemplateKind::DeviceChanged, &settings(Language::En));
    for (subject, body) in [
        ("Hello", "{phone}"),
        ("{nickname}", "Hello"),
        ("{link}", "Hello"),
        ("Hello", "{code}"),
        ("two\nlines", "Hello"),
        ("Hello", " \n"),
    ] {
        let letter = ada.letter(TemplateKind::DeviceChanged, &with_template(subject, body));
        assert_eq!(
            (letter.subject, letter.html),
            (built_in.subject.clone(), built_in.html.clone()),
            "{body}"
        );
    }
    let own = ada.letter(TemplateKind::DeviceChanged, &with_template("Hello", "To {email}"));
    assert_eq!(
        (own.subject.as_str(), own.text.as_str()),
        ("Hello", "To ada@example.com")
    );
}

#[test]
fn a_link_stands_only_where_there_is_a_page_and_the_code_everywhere() {
    let ada = Person::named("Ada");
    for language in Language::ALL {
        for kind in [TemplateKind::Confirmation, TemplateKind::PasswordReset] {
            let without = ada.letter(kind, &settings(language));
            let with = MessageSettings {
                link_base: BASE.to_owned(),
                ..settings(language)
            };
            let link = with.link(&ada.secret.token).expect("a link");
            let with = ada.letter(kind, &with);
            let code = ada.secret.code.grouped();
            assert!(
                with.text.contains(&format!("\n\n{}\n\n", *link)),
                "{}",
                *with.text
            );
            assert_eq!(with.html.matches(link.as_str()).count(), 3);
            assert!(!without.text.contains("http") && !without.html.contains("<a "));
            for letter in [&with, &without] {
                assert!(
                    letter.text.contains(&format!("\n\n{}\n\n", *code)),
                    "{}",
                    *letter.text
                );
                assert!(
                    letter.html.contains(&format!(">{}</span>", *code)),
                    "{}",
                    *letter.html
                );
                assert!(letter.text.contains("1970-01-02 00:00 UTC"));
                assert!(!letter.text.contains(['{', '}']) && !letter.subject.contains('{'));
            }
        }
    }
}

#[test]
fn nothing_is_loaded_run_or_coloured_but_the_button() {
    let ada = Person::named("Ada");
    let with_link = MessageSettings {
        link_base: BASE.to_owned(),
        ..settings(Language::En)
    };
    let letter = ada.letter(TemplateKind::Confirmation, &with_link);
    let letters = every_letter().map(|(_, _, letter)| letter).chain([letter]);
    for letter in letters {
        for refused in [
            "<style", "<script", "<img", "<link", "url(", "src=", "@import", "on-",
        ] {
            assert!(!letter.html.contains(refused), "{refused}");
        }
        let colours = letter.html.matches("color:").count();
        let buttons = letter.html.matches("display:inline-block").count();
        // Both of the button's: what is on it, and what is behind that.
        assert_eq!(colours, 2 * buttons);
        assert!(buttons <= 1);
        assert!(
            letter
                .html
                .contains("<meta name=\"color-scheme\" content=\"light dark\">")
        );
        assert!(letter.html.contains("max-width:560px"));
        assert!(letter.html.starts_with("<!DOCTYPE html>") && letter.html.ends_with("</html>\n"));
    }
}

#[test]
fn every_letter_has_its_language_and_direction() {
    for (kind, language, letter) in every_letter() {
        let direction = if language == Language::Ar { "rtl" } else { "ltr" };
        let said = format!(" lang=\"{}\" dir=\"{direction}\"", language.tag());
        assert_eq!(letter.html.matches(&said).count(), 2, "{kind:?} {language:?}");
        let subject = words::template(kind, language).subject;
        assert_eq!(letter.subject, subject);
        assert!(
            letter
                .html
                .contains(&format!("<title>{}</title>", subject.replace('\'', "&#39;")))
        );
    }
}

#[test]
fn a_test_says_that_it_arrived_in_every_language() {
    for language in Language::ALL {
        let letter = html::test(&settings(language));
        assert!(letter.subject.contains("Frontdesk"));
        assert!(letter.text.contains("Frontdesk") && shown(&letter.html).contains(letter.text.as_str()));
    }
}
