//! Which characters a line of text may hold, and the forms in which text is compared.

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};
use unicode_script::{Script, UnicodeScript};

use crate::problem::Flaw;

/// Trims and brings to NFC a single line of at most `max` characters.
///
/// Refused are control characters, line breaks, bidirectional controls and zero-width characters: they make two
/// different texts look alike, and a CR or LF could reach a mail header. A joiner (ZWJ, ZWNJ) is kept after a
/// letter of a script that writes with it.
pub fn line(raw: &str, max: usize) -> Result<String, Flaw> {
    let text: String = raw.trim().nfc().collect();
    if text.is_empty() {
        return Err(Flaw::Required);
    }
    let mut before = None;
    for c in text.chars() {
        let joins = matches!(c, '\u{200C}' | '\u{200D}') && before.is_some_and(writes_with_joiners);
        if is_forbidden(c) && !joins {
            return Err(Flaw::ForbiddenCharacter(c));
        }
        before = Some(c);
    }
    if text.chars().count() > max {
        return Err(Flaw::TooLong { max });
    }
    Ok(text)
}

/// Control characters, line and paragraph separators, bidirectional controls, zero-width and tag characters,
/// noncharacters. Variation selectors stay: ideographs in names are written with them.
pub(crate) fn is_forbidden(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{00AD}' | '\u{034F}' | '\u{061C}' | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}' | '\u{180E}'
            | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{3164}'
            | '\u{FEFF}' | '\u{FFA0}' | '\u{FFF0}'..='\u{FFFB}' | '\u{E0000}'..='\u{E0FFF}' if !is_variation_selector(c))
        || (c as u32) & 0xFFFE == 0xFFFE
        || matches!(c, '\u{FDD0}'..='\u{FDEF}')
}

const fn is_variation_selector(c: char) -> bool {
    matches!(c, '\u{E0100}'..='\u{E01EF}')
}

/// Scripts whose orthographies use ZWJ or ZWNJ (RFC 5892, appendix A, and the Arabic script for Persian).
fn writes_with_joiners(c: char) -> bool {
    matches!(
        c.script(),
        Script::Arabic
            | Script::Bengali
            | Script::Devanagari
            | Script::Gujarati
            | Script::Gurmukhi
            | Script::Kannada
            | Script::Khmer
            | Script::Malayalam
            | Script::Mongolian
            | Script::Myanmar
            | Script::Oriya
            | Script::Sinhala
            | Script::Syriac
            | Script::Tamil
            | Script::Telugu
    ) || (is_combining_mark(c) && c.script() != Script::Latin)
}

/// The form in which two texts are the same without regard to case: NFC of the full case folding.
pub fn without_case(text: &str) -> String {
    caseless::default_case_fold_str(&text.nfc().collect::<String>())
        .nfc()
        .collect()
}

/// The form that search compares: compatibility forms, accents and case ignored.
pub fn for_search(text: &str) -> String {
    caseless::default_case_fold_str(&text.nfkd().filter(|c| !is_combining_mark(*c)).collect::<String>())
        .nfkd()
        .filter(|c| !is_combining_mark(*c))
        .nfc()
        .collect()
}

/// The form in which look-alikes are the same (UTS 39, section 4).
pub fn skeleton(text: &str) -> String {
    unicode_security::skeleton(&without_case(text)).collect()
}

/// Decimal digits of any script as ASCII; compatibility forms such as full-width ones resolved, all else as it is.
pub fn ascii_digits(text: &str) -> String {
    text.nfkc()
        .map(|c| {
            match DIGIT_ZEROS
                .iter()
                .find(|zero| (**zero..**zero + 10).contains(&u32::from(c)))
            {
                Some(zero) => char::from_digit(u32::from(c) - zero, 10).unwrap_or(c),
                None => c,
            }
        })
        .collect()
}

/// The zeros of digits that keyboards enter: Arabic, Persian, N'Ko and the scripts of India and South-East Asia.
const DIGIT_ZEROS: &[u32] = &[
    0x0660, 0x06F0, 0x07C0, 0x0966, 0x09E6, 0x0A66, 0x0AE6, 0x0B66, 0x0BE6, 0x0C66, 0x0CE6, 0x0D66, 0x0E50,
    0x0ED0, 0x0F20, 0x1040, 0x17E0,
];

/// Whether the letters are of scripts that are not written together (UTS 39, section 5.1).
pub fn mixes_scripts(text: &str) -> bool {
    use unicode_security::MixedScript;
    !text.is_single_script()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn names_of_many_scripts_are_kept_to_the_letter() {
        for name in [
            "O’Brien-Smith",
            "Nguyễn Thị Ánh",
            "محمد",
            "毛泽东",
            "Þórr",
            "नरेन्द्र",
            "क्‍ष",
            "نیم‌فاصله",
            "田中 太郎",
        ] {
            assert_eq!(
                line(name, 100).as_deref(),
                Ok(name.nfc().collect::<String>().as_str())
            );
        }
    }

    #[test]
    fn characters_that_deceive_are_refused_and_named() {
        for c in [
            '\u{0}', '\n', '\u{202E}', '\u{2066}', '\u{200B}', '\u{FEFF}', '\u{200D}', '\u{2028}', '\u{AD}',
        ] {
            assert_eq!(
                line(&format!("a{c}b"), 100),
                Err(Flaw::ForbiddenCharacter(c)),
                "{c:?}"
            );
        }
    }

    #[test]
    fn length_counts_characters_after_trimming() {
        assert_eq!(line("  ", 100), Err(Flaw::Required));
        assert!(line(&format!(" {} ", "é".repeat(100)), 100).is_ok());
        assert_eq!(line(&"é".repeat(101), 100), Err(Flaw::TooLong { max: 100 }));
    }

    #[test]
    fn search_ignores_accents_and_case() {
        assert_eq!(for_search("ÅSTRÖM"), for_search("astrom"));
        assert_eq!(for_search("Straße"), "strasse");
        assert_eq!(for_search("ﬁn"), "fin");
    }

    #[test]
    fn a_cyrillic_letter_in_a_latin_name_is_noticed() {
        assert!(mixes_scripts("pаypal"));
        assert!(!mixes_scripts("田中 はな"));
        assert_eq!(skeleton("pаypal"), skeleton("paypal"));
    }

    proptest! {
        #[test]
        fn a_line_is_stable_under_a_second_reading(raw in "\\PC{0,120}") {
            if let Ok(text) = line(&raw, 100) {
                prop_assert_eq!(line(&text, 100), Ok(text.clone()));
            }
        }
    }
}
