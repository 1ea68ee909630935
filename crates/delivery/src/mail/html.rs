//! Writes an e-mail from its template: once as plain text, once as HTML. The HTML asks for nothing from elsewhere and
//! sets no colours but those of its button, so that light and dark mail programs show it in their own.

use accounts::{
    Language, MessageSettings,
    mail::{Facts, FilledTemplate, MailText, Paragraph, Piece, TemplateFlaw, TemplateKind},
};
use zeroize::Zeroizing;

use super::words;

/// The page: its width, and letters of whoever reads it.
const PAGE: &str = "max-width:560px;margin:0 auto;padding:24px 16px;font-family:system-ui,-apple-system,Segoe UI,\
                    Roboto,Helvetica,Arial,sans-serif;font-size:16px;line-height:1.5;overflow-wrap:anywhere";
const PARAGRAPH: &str = "margin:0 0 16px";
/// White on this blue has a contrast of 6.7 to 1.
const BUTTON: &str = "display:inline-block;padding:12px 20px;border-radius:6px;background-color:#1d4ed8;\
                      color:#ffffff;font-weight:600;text-decoration:none";
const ADDRESS: &str = "font-size:14px;word-break:break-all";
/// A code alone: it is read from one screen and typed at another.
const LARGE_CODE: &str = "font-family:ui-monospace,Menlo,Consolas,monospace;font-size:26px;font-weight:600;\
                          letter-spacing:2px;white-space:nowrap";
const CODE: &str = "font-family:ui-monospace,Menlo,Consolas,monospace;white-space:nowrap";

/// Takes the parts of a text, one after the other.
type Put<'a> = &'a mut dyn FnMut(&str);

/// An e-mail from the template of the settings. One that cannot be used never keeps anybody waiting for an account: the
/// built-in one takes its place.
pub fn write(kind: TemplateKind, facts: &Facts<'_>, settings: &MessageSettings) -> MailText {
    let link = facts.secret.and_then(|(secret, _)| settings.link(&secret.token));
    let filled = own(kind, facts, link.as_ref(), settings)
        .unwrap_or_else(|| built_in(kind, facts, link.as_ref(), settings.language));
    parts(&filled, settings.language, words::button(kind, settings.language))
}

/// What shows an operator that e-mails arrive.
pub fn test(settings: &MessageSettings) -> MailText {
    let words = words::test(settings.language);
    let filled = FilledTemplate {
        subject: words.subject,
        paragraphs: vec![vec![Piece::Text(words.body.into())]],
    };
    parts(&filled, settings.language, None)
}

/// From the template that an administrator wrote, where there is one and it can be used. It may have been stored by
/// another program, so it is checked again.
fn own(
    kind: TemplateKind,
    facts: &Facts<'_>,
    link: Option<&Zeroizing<String>>,
    settings: &MessageSettings,
) -> Option<FilledTemplate> {
    let template = settings.templates.get(&kind)?.clone().checked(kind).ok();
    let filled = template.and_then(|template| template.fill(facts, link).ok());
    if filled.is_none() {
        // Not what stands in it: an administrator may have written anything there.
        tracing::warn!(?kind, "the template cannot be used, the built-in one is");
    }
    filled
}

fn built_in(
    kind: TemplateKind,
    facts: &Facts<'_>,
    link: Option<&Zeroizing<String>>,
    language: Language,
) -> FilledTemplate {
    let filled: Result<_, TemplateFlaw> = words::template(kind, language).fill(facts, link);
    #[expect(clippy::expect_used, reason = "a test checks the placeholders of all of them")]
    filled.expect("the placeholders of built-in templates are known")
}

fn parts(filled: &FilledTemplate, language: Language, button: Option<&str>) -> MailText {
    MailText {
        // One line, whatever the directory holds: it becomes a header.
        subject: filled.subject.replace(char::is_control, " "),
        text: gathered(|put| plain(&filled.paragraphs, put)),
        html: gathered(|put| document(filled, language, button, put)),
    }
}

/// Puts parts together in one allocation of the right size, so that no copy of a link or code stays behind.
fn gathered(write: impl Fn(Put<'_>)) -> Zeroizing<String> {
    let mut length = 0;
    write(&mut |part| length += part.len());
    let mut text = Zeroizing::new(String::with_capacity(length));
    write(&mut |part| text.push_str(part));
    text
}

fn plain(paragraphs: &[Paragraph], put: Put<'_>) {
    for (at, paragraph) in paragraphs.iter().enumerate() {
        if at > 0 {
            put("\n\n");
        }
        for piece in paragraph {
            let (Piece::Text(text) | Piece::Link(text) | Piece::Code(text)) = piece;
            put(text);
        }
    }
}

fn document(filled: &FilledTemplate, language: Language, button: Option<&str>, put: Put<'_>) {
    let tag = language.tag();
    let direction = direction(language);
    all(
        put,
        &[
            "<!DOCTYPE html>\n<html lang=\"",
            tag,
            "\" dir=\"",
            direction,
            "\">\n<head>\n",
        ],
    );
    put("<meta charset=\"utf-8\">\n");
    put("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
    put("<meta name=\"color-scheme\" content=\"light dark\">\n");
    put("<meta name=\"supported-color-schemes\" content=\"light dark\">\n");
    // Telephones take codes for numbers to call.
    put(
        "<meta name=\"format-detection\" content=\"telephone=no, date=no, address=no, email=no, url=no\">\n<title>",
    );
    escaped(&filled.subject, put);
    put("</title>\n</head>\n<body style=\"margin:0\">\n");
    // Once more what <html> says: web mail keeps only what is in the body.
    all(
        put,
        &[
            "<div lang=\"",
            tag,
            "\" dir=\"",
            direction,
            "\" style=\"",
            PAGE,
            "\">\n",
        ],
    );
    for pieces in &filled.paragraphs {
        paragraph(pieces, button, put);
    }
    put("</div>\n</body>\n</html>\n");
}

const fn direction(language: Language) -> &'static str {
    match language {
        Language::Ar => "rtl",
        _ => "ltr",
    }
}

fn paragraph(pieces: &Paragraph, button: Option<&str>, put: Put<'_>) {
    all(put, &["<p style=\"", PARAGRAPH, "\">"]);
    match (pieces.as_slice(), button) {
        ([Piece::Link(link)], Some(button)) => {
            put("<a href=\"");
            escaped(link, put);
            all(
                put,
                &[
                    "\" style=\"",
                    BUTTON,
                    "\">",
                    button,
                    "</a></p>\n<p style=\"",
                    PARAGRAPH,
                    "\">",
                ],
            );
            address(link, put);
        }
        ([Piece::Code(code)], _) => left_to_right(code, LARGE_CODE, put),
        (pieces, _) => {
            for piece in pieces {
                match piece {
                    Piece::Text(text) => escaped(text, put),
                    Piece::Link(link) => address(link, put),
                    Piece::Code(code) => left_to_right(code, CODE, put),
                }
            }
        }
    }
    put("</p>\n");
}

/// A link that shows where it leads.
fn address(link: &str, put: Put<'_>) {
    put("<a href=\"");
    escaped(link, put);
    all(put, &["\" dir=\"ltr\" style=\"", ADDRESS, "\">"]);
    escaped(link, put);
    put("</a>");
}

/// Digits and letters of a code would change places beside Arabic words.
fn left_to_right(code: &str, style: &str, put: Put<'_>) {
    all(put, &["<span dir=\"ltr\" style=\"", style, "\">"]);
    escaped(code, put);
    put("</span>");
}

fn all(put: Put<'_>, parts: &[&str]) {
    for part in parts {
        put(part);
    }
}

/// Text as it stands between tags or in the quotes of an attribute.
fn escaped(text: &str, put: Put<'_>) {
    let mut rest = text;
    while let Some(at) = rest.find(['&', '<', '>', '"', '\'', '\n']) {
        let (before, after) = rest.split_at(at);
        put(before);
        put(match after.as_bytes()[0] {
            b'&' => "&amp;",
            b'<' => "&lt;",
            b'>' => "&gt;",
            b'"' => "&quot;",
            b'\'' => "&#39;",
            _ => "<br>\n",
        });
        rest = &after[1..];
    }
    put(rest);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paragraph_of(pieces: &Paragraph, button: Option<&str>) -> String {
        gathered(|put| paragraph(pieces, button, put)).to_string()
    }

    fn of(text: &str) -> Zeroizing<String> {
        Zeroizing::new(text.to_owned())
    }

    #[test]
    fn a_link_alone_is_a_button_with_its_address_below() {
        let html = paragraph_of(&vec![Piece::Link(of("https://a/?b&c"))], Some("Go"));
        let links: Vec<_> = html.split("href=\"https://a/?b&amp;c\"").collect();
        assert_eq!(links.len(), 3, "{html}");
        assert!(
            links[1].contains("background-color:") && links[1].contains(">Go</a></p>"),
            "{html}"
        );
        assert!(links[2].ends_with(">https://a/?b&amp;c</a></p>\n"), "{html}");
        assert!(!links[2].contains("color"), "{html}");
    }

    #[test]
    fn a_link_among_words_stays_there() {
        let pieces = vec![
            Piece::Text(of("Open\n")),
            Piece::Link(of("https://a")),
            Piece::Text(of(".")),
        ];
        let html = paragraph_of(&pieces, Some("Go"));
        assert!(
            html.contains(">Open<br>\n<a href=\"https://a\" dir=\"ltr\""),
            "{html}"
        );
        assert!(
            html.ends_with(">https://a</a>.</p>\n") && !html.contains("Go"),
            "{html}"
        );
    }

    #[test]
    fn a_code_alone_is_large_and_one_among_words_is_not() {
        let alone = paragraph_of(&vec![Piece::Code(of("ABCDE-12345"))], None);
        assert!(
            alone.contains("<span dir=\"ltr\"") && alone.contains("letter-spacing"),
            "{alone}"
        );
        let among = paragraph_of(
            &vec![Piece::Text(of("It is ")), Piece::Code(of("ABCDE-12345"))],
            None,
        );
        assert!(
            among.contains("monospace") && !among.contains("font-size"),
            "{among}"
        );
    }

    #[test]
    fn a_text_is_allocated_once() {
        let filled = FilledTemplate {
            subject: "<&>".to_owned(),
            paragraphs: vec![vec![Piece::Link(of("https://a"))], vec![Piece::Text(of("'\"\n"))]],
        };
        let mail = parts(&filled, Language::Ar, Some("Go"));
        assert_eq!(mail.html.capacity(), mail.html.len());
        assert_eq!(mail.text.capacity(), mail.text.len());
        assert_eq!(*mail.text, "https://a\n\n'\"\n");
    }
}
