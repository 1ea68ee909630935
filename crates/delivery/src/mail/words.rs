//! The words of e-mails, short and in the language of the settings. None names the organisation: it may have no name.

mod ar;
mod de;
mod en;
mod es;
mod fr;
mod ja;
mod pt;
mod zh;

use accounts::{
    Language,
    mail::{Template, TemplateKind},
};

/// The words of one language: subjects with their bodies, and what stands on buttons.
struct Words {
    confirmation: (&'static str, &'static str),
    confirm: &'static str,
    password_reset: (&'static str, &'static str),
    choose_password: &'static str,
    device_changed: (&'static str, &'static str),
    test: (&'static str, &'static str),
}

const fn words(language: Language) -> &'static Words {
    match language {
        Language::En => &en::WORDS,
        Language::Es => &es::WORDS,
        Language::Fr => &fr::WORDS,
        Language::De => &de::WORDS,
        Language::Pt => &pt::WORDS,
        Language::Ar => &ar::WORDS,
        Language::Ja => &ja::WORDS,
        Language::Zh => &zh::WORDS,
    }
}

/// The built-in template. It reads well with and without the paragraph of the link.
pub fn template(kind: TemplateKind, language: Language) -> Template {
    let words = words(language);
    of(match kind {
        TemplateKind::Confirmation => words.confirmation,
        TemplateKind::PasswordReset => words.password_reset,
        TemplateKind::DeviceChanged => words.device_changed,
    })
}

/// What shows an operator that e-mails arrive; without placeholders.
pub(super) fn test(language: Language) -> Template {
    of(words(language).test)
}

/// What stands on the button of the link, where e-mails of the kind have one.
pub(super) const fn button(kind: TemplateKind, language: Language) -> Option<&'static str> {
    let words = words(language);
    match kind {
        TemplateKind::Confirmation => Some(words.confirm),
        TemplateKind::PasswordReset => Some(words.choose_password),
        TemplateKind::DeviceChanged => None,
    }
}

fn of((subject, body): (&str, &str)) -> Template {
    Template {
        subject: subject.to_owned(),
        body: body.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn built_in() -> impl Iterator<Item = (TemplateKind, Language, Template)> {
        let kinds = TemplateKind::ALL.iter();
        kinds.flat_map(|kind| Language::ALL.map(|language| (*kind, language, template(*kind, language))))
    }

    #[test]
    fn every_built_in_template_is_one_that_could_be_stored() {
        assert_eq!(built_in().count(), 24);
        for (kind, language, template) in built_in() {
            let checked = template.clone().checked(kind);
            assert_eq!(checked, Ok(template), "{kind:?} {language:?}");
        }
        for language in Language::ALL {
            // The rules of a kind that needs no placeholder.
            assert!(test(language).checked(TemplateKind::DeviceChanged).is_ok());
            assert!(!test(language).body.contains('{'));
        }
    }

    #[test]
    fn link_and_code_stand_alone_and_people_are_greeted_by_name() {
        for (kind, language, template) in built_in() {
            let paragraphs: Vec<&str> = template.body.split("\n\n").collect();
            let with = |name: &str| paragraphs.iter().filter(|text| text.contains(name)).count();
            assert_eq!(with("{first_name}"), 1, "{kind:?} {language:?}");
            assert_eq!(with("{organisation}"), 0, "{kind:?} {language:?}");
            for alone in ["{link}", "{code}"] {
                let wanted = usize::from(kind.required().contains(&&alone[1..5]));
                assert_eq!(with(alone), wanted, "{kind:?} {language:?}");
                assert_eq!(paragraphs.iter().filter(|text| **text == alone).count(), wanted);
            }
        }
    }

    #[test]
    fn every_confirmation_says_where_the_code_is_entered() {
        for language in Language::ALL {
            let body = template(TemplateKind::Confirmation, language).body;
            // As the sign-in window says it.
            assert!(body.contains("I have an activation code"), "{language:?}");
        }
    }

    #[test]
    fn no_two_languages_share_words() {
        for language in Language::ALL {
            for other in Language::ALL.into_iter().filter(|other| *other != language) {
                for kind in TemplateKind::ALL {
                    assert_ne!(template(*kind, language), template(*kind, other));
                    let words = button(*kind, language);
                    assert!(words.is_none() || words != button(*kind, other));
                }
                assert_ne!(test(language), test(other));
            }
        }
    }
}
