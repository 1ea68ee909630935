use proptest::prelude::*;

use super::{
    alphabet::reading::{all_characters, text_of_septets},
    *,
};

fn text_of(parts: &[Part]) -> String {
    let texts = parts.iter().map(|part| match part.alphabet {
        Alphabet::Gsm => text_of_septets(&part.units),
        Alphabet::Ucs2 => text_of_utf16(&part.units),
    });
    texts.collect()
}

fn text_of_utf16(octets: &[u8]) -> String {
    let units: Vec<u16> = octets
        .chunks(2)
        .map(|pair| u16::from_be_bytes([pair[0], pair[1]]))
        .collect();
    String::from_utf16(&units).expect("no half of a pair stands alone")
}

/// The septets of packed user data, those of the header left out.
fn unpack(length: u8, octets: &[u8], header_octets: usize) -> Vec<u8> {
    let bit = |at: usize| (octets[at / 8] >> (at % 8)) & 1;
    let first = (header_octets * 8).div_ceil(7);
    (first..usize::from(length))
        .map(|septet| (0..7).fold(0, |value, at| value | bit(septet * 7 + at) << at))
        .collect()
}

fn gsm_text() -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(all_characters()), 0..1_000).prop_map(String::from_iter)
}

proptest! {
    #[test]
    fn any_text_comes_back(text in any::<String>()) {
        prop_assert_eq!(text_of(&parts(&text, 7).expect("it fits")), text);
    }

    #[test]
    fn a_text_of_the_gsm_alphabet_comes_back_from_its_packed_septets(text in gsm_text()) {
        let mut seen = String::new();
        for part in parts(&text, 7).expect("it fits") {
            prop_assert_eq!(part.alphabet, Alphabet::Gsm);
            let (length, octets) = part.packed();
            prop_assert!(length <= 160 && octets.len() <= 140);
            seen += &text_of_septets(&unpack(length, &octets, part.header.map_or(0, |header| header.len())));
        }
        prop_assert_eq!(seen, text);
    }

    #[test]
    fn no_part_is_longer_than_a_message(text in "[a€é]{0,600}|[字😀a]{0,600}") {
        let parts = parts(&text, 7).expect("it fits");
        let alone = parts.len() == 1;
        for part in &parts {
            prop_assert!(part.packed().1.len() <= 140);
            prop_assert_eq!(part.header.is_none(), alone);
            let most = match (part.alphabet, alone) {
                (Alphabet::Gsm, true) => 160,
                (Alphabet::Gsm, false) => 153,
                (Alphabet::Ucs2, true) => 140,
                (Alphabet::Ucs2, false) => 134,
            };
            prop_assert!(part.units.len() <= most);
        }
    }
}

fn sizes(text: &str) -> Vec<usize> {
    let parts = parts(text, 7).expect("it fits");
    parts.iter().map(|part| part.units.len()).collect()
}

#[test]
fn a_text_is_one_message_up_to_the_limit_and_parts_beyond_it() {
    assert_eq!(sizes(""), [0]);
    assert_eq!(sizes(&"a".repeat(160)), [160]);
    assert_eq!(sizes(&"a".repeat(161)), [153, 8]);
    assert_eq!(sizes(&"字".repeat(70)), [140]);
    assert_eq!(sizes(&"字".repeat(71)), [134, 8]);
}

#[test]
fn neither_an_escape_nor_a_surrogate_is_parted_from_its_other_half() {
    assert_eq!(sizes(&format!("{}€", "a".repeat(159))), [153, 8]);
    assert_eq!(
        sizes(&format!("{}€{}", "a".repeat(152), "b".repeat(20))),
        [152, 22]
    );
    assert_eq!(
        sizes(&format!("{}😀{}", "字".repeat(66), "字".repeat(20))),
        [132, 44]
    );
}

#[test]
fn the_parts_are_numbered() {
    let headers: Vec<_> = parts(&"a".repeat(400), 0xAB)
        .expect("it fits")
        .iter()
        .map(|part| part.header.expect("a header"))
        .collect();
    assert_eq!(
        headers,
        [
            [5, 0, 3, 0xAB, 3, 1],
            [5, 0, 3, 0xAB, 3, 2],
            [5, 0, 3, 0xAB, 3, 3]
        ]
    );
}

#[test]
fn a_text_of_more_than_255_parts_is_refused() {
    assert_eq!(parts(&"a".repeat(153 * 255), 7).map(|parts| parts.len()), Ok(255));
    assert!(parts(&"a".repeat(153 * 255 + 1), 7).is_err());
}

#[test]
fn septets_are_packed_as_the_standard_shows() {
    let packed = |text: &str| parts(text, 7).expect("it fits")[0].packed().1.to_vec();
    assert_eq!(
        packed("hellohello"),
        [0xE8, 0x32, 0x9B, 0xFD, 0x46, 0x97, 0xD9, 0xEC, 0x37]
    );
    assert_eq!(packed("1234567"), [0x31, 0xD9, 0x8C, 0x56, 0xB3, 0xDD, 0x00]);
}

#[test]
fn characters_outside_the_alphabet_make_the_whole_text_ucs2() {
    assert_eq!(Alphabet::of("Grüße {€} à Ω"), Alphabet::Gsm);
    for text in ["ç", "`", "\u{1B}", "字", "ñ̃"] {
        assert_eq!(Alphabet::of(text), Alphabet::Ucs2, "{text}");
    }
}
