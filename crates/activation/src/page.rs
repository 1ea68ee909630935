//! How the page is written. Everything that is not ours is escaped by the template.

use accounts::{
    Field, Flaw, Problem,
    password::{Password, Person, Policy, SYMBOLS},
};
use maud::{DOCTYPE, Markup, PreEscaped, html};

use crate::words::{Notice, Words};

/// The one style, which the content policy knows by its hash.
pub const STYLE: &str = include_str!("style.css");

/// The fields, by what they are called in the form that is sent.
const PASSWORD: &str = "password";
const AGAIN: &str = "again";

/// A page that only tells.
pub fn notice(words: &Words, notice: &Notice) -> Markup {
    frame(
        words,
        notice.title,
        &html! {
            h1 { (notice.title) }
            @for text in notice.text { p { (text) } }
        },
    )
}

/// The page of a link that can be used. With a policy, a password of one's own is chosen.
pub fn form(words: &Words, email: &str, policy: Option<&Policy>, problems: &[Problem]) -> Markup {
    let title = match problems {
        [] => words.title.to_owned(),
        _ => words.error.replace("{title}", words.title),
    };
    let intro = if policy.is_some() {
        words.intro_password
    } else {
        words.intro
    };
    frame(
        words,
        &title,
        &html! {
            @if !problems.is_empty() { (summary(words, problems)) }
            h1 { (words.title) }
            p { (intro) }
            p.address { span { (words.address) } " " bdi { (email) } }
            // Without an action the form goes to the address of its page, whatever a proxy put before it.
            form method="post" novalidate {
                @if let Some(policy) = policy { (passwords(words, email, policy, problems)) }
                button type="submit" { (words.submit) }
            }
        },
    )
}

fn frame(words: &Words, title: &str, body: &Markup) -> Markup {
    html! {
        (DOCTYPE)
        html lang=(words.lang) dir=(if words.right_to_left { "rtl" } else { "ltr" }) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (title) " – Frontdesk" }
                style { (PreEscaped(STYLE)) }
            }
            body { main { p.name { "Frontdesk" } (body) } }
        }
    }
}

/// What is wrong, first of all, with links to the fields.
fn summary(words: &Words, problems: &[Problem]) -> Markup {
    html! {
        div.summary role="alert" tabindex="-1" autofocus aria-labelledby="summary" {
            h2 #summary { (words.summary) }
            ul {
                @for problem in problems {
                    li { a href={ "#" (name(problem.field)) } { (sentence(words, problem)) } }
                }
            }
        }
    }
}

fn passwords(words: &Words, email: &str, policy: &Policy, problems: &[Problem]) -> Markup {
    // The policy itself says what it asks for, and in which order.
    let rules = policy.rate(&Password::new(""), &Person::default()).rules;
    html! {
        // For the browser, which keeps the password with its account.
        input type="email" name="email" value=(email) autocomplete="username" readonly hidden;
        div #needs {
            p { (words.needs) }
            ul { @for state in rules { li { (fill(words.rules.of(state.rule), policy)) } } }
        }
        (password(words, PASSWORD, words.password, problems))
        (password(words, AGAIN, words.again, problems))
    }
}

fn password(words: &Words, id: &str, label: &str, problems: &[Problem]) -> Markup {
    let wrong: Vec<&Problem> = problems
        .iter()
        .filter(|problem| name(problem.field) == id)
        .collect();
    let told = format!("{id}-problems");
    let described: Vec<&str> = [(id == PASSWORD, "needs"), (!wrong.is_empty(), &told)]
        .into_iter()
        .filter_map(|(stands, id)| stands.then_some(id))
        .collect();
    html! {
        div.field.wrong[!wrong.is_empty()] {
            label for=(id) { (label) }
            @if !wrong.is_empty() {
                ul.problems id=(told) {
                    @for problem in &wrong { li { (sentence(words, problem)) } }
                }
            }
            input id=(id) name=(id) type="password" autocomplete="new-password" required
                autocapitalize="none" autocorrect="off" spellcheck="false"
                aria-invalid=[(!wrong.is_empty()).then_some("true")]
                aria-describedby=[(!described.is_empty()).then(|| described.join(" "))];
        }
    }
}

/// The field of the form that a problem belongs to.
fn name(field: Field) -> &'static str {
    match field {
        Field::ConfirmPassword => AGAIN,
        _ => PASSWORD,
    }
}

fn fill(text: &str, policy: &Policy) -> String {
    text.replace("{min}", &policy.min().to_string())
        .replace("{max}", &Policy::MAX.to_string())
        .replace("{symbols}", &symbols())
}

fn symbols() -> String {
    SYMBOLS.map(String::from).join("\u{a0}")
}

/// A problem in words: what is wrong and what to do.
fn sentence(words: &Words, problem: &Problem) -> String {
    let texts = &words.problems;
    match &problem.flaw {
        Flaw::Required if problem.field == Field::ConfirmPassword => texts.again_required.to_owned(),
        Flaw::Required => texts.required.to_owned(),
        Flaw::PasswordTooShort { min } => texts.too_short.replace("{min}", &min.to_string()),
        Flaw::PasswordTooLong { max } | Flaw::TooLong { max } => {
            texts.too_long.replace("{max}", &max.to_string())
        }
        Flaw::PasswordNeedsUppercase => texts.uppercase.to_owned(),
        Flaw::PasswordNeedsDigit => texts.digit.to_owned(),
        Flaw::PasswordNeedsSymbol => texts.symbol.replace("{symbols}", &symbols()),
        Flaw::PasswordForbiddenCharacter(_) | Flaw::ForbiddenCharacter(_) => texts.forbidden.to_owned(),
        Flaw::PasswordCommon => texts.leaked.to_owned(),
        Flaw::PasswordContains(word) => texts.contains.replace("{word}", word),
        Flaw::PasswordWeak { .. } => texts.weak.to_owned(),
        Flaw::PasswordUnchanged => texts.unchanged.to_owned(),
        Flaw::Mismatch => texts.mismatch.to_owned(),
        _ => texts.other.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use accounts::Language;

    use super::*;
    use crate::words;

    fn flaws() -> Vec<Flaw> {
        vec![
            Flaw::Required,
            Flaw::PasswordTooShort { min: 8 },
            Flaw::PasswordTooLong { max: 128 },
            Flaw::PasswordNeedsUppercase,
            Flaw::PasswordNeedsDigit,
            Flaw::PasswordNeedsSymbol,
            Flaw::PasswordForbiddenCharacter('\t'),
            Flaw::PasswordCommon,
            Flaw::PasswordContains("lovelace".to_owned()),
            Flaw::PasswordWeak {
                score: 1,
                required: 2,
            },
            Flaw::PasswordUnchanged,
            Flaw::Mismatch,
        ]
    }

    fn written(language: Language, email: &str, problems: &[Problem]) -> String {
        form(words::of(language), email, Some(&Policy::default()), problems).into_string()
    }

    /// Every value of an attribute.
    fn values<'a>(page: &'a str, attribute: &str) -> Vec<&'a str> {
        let start = format!(" {attribute}=\"");
        let found = page
            .match_indices(&start)
            .map(|(at, _)| &page[at + start.len()..]);
        found
            .map(|rest| rest.split('"').next().expect("a value"))
            .collect()
    }

    #[test]
    fn every_problem_has_words_of_its_own_in_every_language() {
        for language in Language::ALL {
            let words = words::of(language);
            let problems = flaws()
                .into_iter()
                .map(|flaw| Problem::new(Field::Password, flaw));
            let mut sentences: Vec<String> = problems.map(|problem| sentence(words, &problem)).collect();
            let again = Problem::new(Field::ConfirmPassword, Flaw::Required);
            sentences.push(sentence(words, &again));
            assert!(sentences.iter().all(|sentence| !sentence.contains(['{', '}'])));
            assert!(!sentences.iter().any(|sentence| sentence == words.problems.other));
            let told = sentences.len();
            sentences.sort_unstable();
            sentences.dedup();
            assert_eq!(sentences.len(), told, "{language:?}");
        }
    }

    #[test]
    fn what_is_not_foreseen_is_told_in_general_words() {
        let problem = Problem::new(Field::Email, Flaw::MixedScripts);
        let page = written(Language::En, "ada@example.com", &[problem]);
        assert!(page.contains("Choose another password"));
    }

    #[test]
    fn an_address_cannot_break_out_of_its_place() {
        let page = written(Language::En, "\"><script>alert(1)</script>&'@example.com", &[]);
        assert!(!page.contains("<script") && page.contains(" value=\"&quot;&gt;&lt;script"));
        assert!(page.contains("&lt;script&gt;alert(1)&lt;/script&gt;&amp;"));
        let named = Problem::new(Field::Password, Flaw::PasswordContains("<b onload=x>".to_owned()));
        let page = written(Language::En, "ada@example.com", &[named]);
        assert!(page.contains("&lt;b onload=x&gt;") && !page.contains("<b "));
    }

    #[test]
    fn every_problem_stands_first_with_a_link_and_again_beside_its_field() {
        let problems = [
            Problem::new(Field::Password, Flaw::PasswordNeedsDigit),
            Problem::new(
                Field::Password,
                Flaw::PasswordWeak {
                    score: 0,
                    required: 2,
                },
            ),
            Problem::new(Field::ConfirmPassword, Flaw::Mismatch),
        ];
        for language in Language::ALL {
            let words = words::of(language);
            let page = written(language, "ada@example.com", &problems);
            assert!(page.contains(&format!("<title>{}", words.error.replace("{title}", words.title))));
            for problem in &problems {
                assert_eq!(page.matches(&sentence(words, problem)).count(), 2);
            }
            assert_eq!(values(&page, "href"), ["#password", "#password", "#again"]);
            assert_eq!(values(&page, "aria-invalid"), ["true", "true"]);
            assert_eq!(
                values(&page, "aria-describedby"),
                ["needs password-problems", "again-problems"]
            );
            assert!(page.find("role=\"alert\"") < page.find("<h1>"));
        }
    }

    #[test]
    fn whatever_is_referred_to_is_there_once_and_every_field_has_a_label() {
        for problems in [&[][..], &[Problem::new(Field::ConfirmPassword, Flaw::Mismatch)]] {
            let page = written(Language::Ar, "ada@example.com", problems);
            assert!(page.contains("<html lang=\"ar\" dir=\"rtl\">"));
            let ids = values(&page, "id");
            for id in &ids {
                assert_eq!(ids.iter().filter(|other| *other == id).count(), 1, "{id}");
            }
            let links = values(&page, "href").into_iter().map(|link| &link[1..]);
            let described = values(&page, "aria-describedby");
            let described = described.iter().flat_map(|ids| ids.split(' '));
            let labelled = values(&page, "aria-labelledby").into_iter();
            for id in links.chain(described).chain(labelled) {
                assert!(ids.contains(&id), "{id}");
            }
            assert_eq!(values(&page, "for"), ["password", "again"]);
            assert_eq!(page.matches("<h1>").count(), 1);
            assert_eq!(page.matches("<main>").count(), 1);
            assert_eq!(page.matches("autocomplete=\"new-password\"").count(), 2);
        }
    }

    #[test]
    fn without_a_password_to_choose_there_is_one_button_and_no_field() {
        let page = form(words::of(Language::En), "ada@example.com", None, &[]).into_string();
        assert_eq!(page.matches("<button").count(), 1);
        assert!(!page.contains("<input"));
        assert!(page.contains("<form method=\"post\" novalidate>"));
    }

    #[test]
    fn the_requirements_are_those_of_the_policy() {
        let policy = Policy {
            preset: accounts::password::Preset::Nist,
            ..Policy::default()
        };
        let page = form(words::of(Language::En), "ada@example.com", Some(&policy), &[]).into_string();
        assert!(page.contains("15 to 128 characters") && !page.contains("a digit"));
        let page = written(Language::En, "ada@example.com", &[]);
        assert!(
            page.contains("8 to 128 characters")
                && page.contains("one of the signs #\u{a0}@\u{a0}_\u{a0}!\u{a0}$")
        );
    }

    #[test]
    fn nothing_of_the_page_comes_from_elsewhere_or_runs() {
        let mut pages: Vec<String> = Vec::new();
        for language in Language::ALL {
            let words = words::of(language);
            for told in [&words.active, &words.dead, &words.many, &words.busy, &words.odd] {
                pages.push(notice(words, told).into_string());
            }
            pages.push(written(language, "ada@example.com", &[]));
        }
        for page in pages {
            for word in [
                "<script",
                "http:",
                "https:",
                "//",
                "url(",
                " src=",
                " style=",
                "@import",
                "javascript",
            ] {
                assert!(!page.contains(word), "{word}");
            }
        }
    }
}
