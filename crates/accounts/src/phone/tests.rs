use super::*;
use proptest::prelude::*;

fn country(letters: &str) -> Country {
    letters.parse().expect("a country")
}

fn parse(typed: &str, letters: &str) -> Result<String, Flaw> {
    PhoneNumber::parse(typed, Some(country(letters))).map(|number| number.e164)
}

#[test]
fn a_number_is_read_however_it_is_written() {
    for typed in [
        "0151 12345678",
        "(0151) 123-456-78",
        "+49 151 12345678",
        "0049 151/12345678",
        "０１５１ １２３４５６７８",
        "٠١٥١١٢٣٤٥٦٧٨",
    ] {
        assert_eq!(parse(typed, "DE"), Ok("+4915112345678".to_owned()), "{typed}");
    }
    let number = PhoneNumber::parse("+1 416 555 0134", None).expect("a number");
    assert_eq!(number.country().code(), "CA");
    assert_eq!(number.international(), "+1 416-555-0134");
    assert_eq!(number.masked(), "+1…34");
    assert_eq!(number.prefix(), "+1416555");
}

#[test]
fn each_kind_of_wrong_has_its_own_flaw() {
    for (typed, letters, flaw) in [
        ("  ", "DE", Flaw::Required),
        ("call me", "DE", Flaw::PhoneNotANumber),
        ("0151 12345678 ext. 5", "DE", Flaw::PhoneNotANumber),
        ("+", "DE", Flaw::PhoneNotANumber),
        ("+999 12345678", "DE", Flaw::PhoneNotANumber),
        ("0151 12", "DE", Flaw::PhoneTooShort),
        ("555 0123", "US", Flaw::PhoneTooShort),
        ("0151 123456789012345", "DE", Flaw::PhoneTooLong),
        (
            "+376 312345999",
            "AD",
            Flaw::PhoneNotInPlan {
                country: country("AD"),
            },
        ),
        (
            "+44 7400 123456",
            "DE",
            Flaw::PhoneOtherCountry {
                country: country("GB"),
            },
        ),
        (
            "416 555 0134",
            "US",
            Flaw::PhoneOtherCountry {
                country: country("CA"),
            },
        ),
        (
            "030 123456",
            "DE",
            Flaw::PhoneTakesNoSms {
                kind: PhoneKind::FixedLine,
            },
        ),
        (
            "0800 1234567",
            "DE",
            Flaw::PhoneTakesNoSms {
                kind: PhoneKind::TollFree,
            },
        ),
        (
            "070 1234 5678",
            "GB",
            Flaw::PhoneTakesNoSms {
                kind: PhoneKind::PersonalNumber,
            },
        ),
    ] {
        assert_eq!(parse(typed, letters), Err(flaw), "{typed} in {letters}");
    }
    let without_country = PhoneNumber::parse("0151 12345678", None);
    assert_eq!(without_country, Err(Flaw::PhoneCountryRequired));
}

#[test]
fn every_country_can_be_called_and_its_own_example_is_fine() {
    assert!(Country::all().len() >= 245);
    for country in Country::all() {
        assert!(country.calling_code() > 0, "{country}");
        let example = country.example();
        if !example.is_empty() {
            let number = PhoneNumber::parse(&example, Some(*country));
            let number = number.unwrap_or_else(|flaw| panic!("{country} {example}: {flaw:?}"));
            assert_eq!(PhoneNumber::stored(number.e164()), Some(number));
        }
    }
    assert_eq!("ZZ".parse::<Country>(), Err(NoSuchCountry));
    assert_eq!("de".parse::<Country>(), Err(NoSuchCountry));
}

/// The reference library's verdicts; `README.md` beside them says how they were made. Columns: chosen country, typed, E.164,
/// country and type; dashes where the number is not valid.
const VERDICTS: &str = include_str!("verdicts.tsv");

#[test]
fn five_thousand_numbers_are_judged_as_by_the_reference_library() {
    let mut differences = Vec::new();
    for line in VERDICTS.lines() {
        let columns: Vec<&str> = line.split('\t').collect();
        let [letters, typed, e164, region, kind] = columns[..] else {
            panic!("{line}");
        };
        let ours = parse(typed, letters);
        let agrees = match (&ours, kind) {
            (Ok(number), "MOBILE" | "FIXED_LINE_OR_MOBILE" | "VOIP") => number == e164,
            (Err(Flaw::PhoneOtherCountry { country }), _) => country.code() == region && region != letters,
            (Err(Flaw::PhoneTakesNoSms { .. }), "MOBILE" | "FIXED_LINE_OR_MOBILE" | "VOIP" | "-") => false,
            (Err(Flaw::PhoneTakesNoSms { .. }), _) | (Err(_), "-") => true,
            _ => false,
        };
        if !agrees {
            differences.push(format!("{line} -> {ours:?}"));
        }
    }
    assert_eq!(differences, Vec::<String>::new());
    assert!(VERDICTS.lines().count() > 5_000);
}

/// Types a text key by key at the end, as somebody would.
fn type_keys(keys: &str, letters: Option<&str>) -> (String, Option<Country>) {
    let (mut text, mut chosen) = (String::new(), letters.map(country));
    for key in keys.chars() {
        let before = format!("{text}{key}");
        let formatted = format(&Typed {
            country: chosen,
            before: &before,
            after: "",
            deleted: None,
            previous: &text,
        });
        assert_eq!(formatted.after, "");
        (text, chosen) = (formatted.before, formatted.country);
    }
    (text, chosen)
}

#[test]
fn a_number_is_grouped_while_it_is_typed() {
    for (keys, letters, text) in [
        ("015112345678", "DE", "01511 2345678"),
        ("0151", "DE", "0151"),
        ("2015550123", "US", "(201) 555-0123"),
        ("07400123456", "GB", "07400 123456"),
        ("0612345678", "FR", "06 12 34 56 78"),
        ("06123", "FR", "06 12 3"),
        ("+33612345678", "DE", "+33 6 12 34 56 78"),
        ("+3361234", "DE", "+33 6 12 34"),
    ] {
        assert_eq!(type_keys(keys, Some(letters)).0, text, "{keys} in {letters}");
    }
}

#[test]
fn an_international_number_sets_the_country_and_a_shared_code_waits_for_the_number() {
    assert_eq!(type_keys("+33", Some("DE")).1, Some(country("FR")));
    assert_eq!(type_keys("+1416", Some("US")).1, Some(country("US")));
    assert_eq!(type_keys("+14165550134", Some("US")).1, Some(country("CA")));
    assert_eq!(type_keys("+1", Some("CA")).1, Some(country("CA")));
    assert_eq!(type_keys("+1", None).1, Some(country("US")));
    assert_eq!(type_keys("0151", None).1, None);
}

fn edit(before: &str, after: &str, deleted: Option<Deleted>, previous: &str) -> (String, String) {
    let formatted = format(&Typed {
        country: Some(country("US")),
        before,
        after,
        deleted,
        previous,
    });
    (formatted.before, formatted.after)
}

#[test]
fn the_caret_stays_at_its_digit_when_the_middle_is_edited() {
    let of = |before: &str, after: &str| (before.to_owned(), after.to_owned());
    assert_eq!(edit("(2019", ") 555-0123", None, "(201) 555-0123").0, "2019");
    assert_eq!(
        edit("(20", "1) 555-012", None, "(201) 555-0123"),
        of("(20", "1) 555-012")
    );
    // Backspace and Delete at what the formatter put there take the digit beyond it.
    let previous = "(201) 555-0123";
    assert_eq!(
        edit("(201) 555", "0123", Some(Deleted::Backward), previous),
        of("(201) 55", "0-123")
    );
    assert_eq!(
        edit("(201) 555", "0123", Some(Deleted::Forward), previous),
        of("(201) 555", "-123")
    );
    assert_eq!(edit("(201) 55x", "", None, previous), of("(201) 55x", ""));
}

fn number_text() -> impl Strategy<Value = String> {
    prop_oneof![
        "[+]?[0-9 ()./-]{0,20}",
        "[0-9]{0,17}",
        "[+][0-9]{0,17}",
        any::<String>(),
    ]
}

fn some_country() -> impl Strategy<Value = Option<Country>> {
    prop::option::of(prop::sample::select(Country::all()))
}

fn digits(text: &str) -> String {
    text::ascii_digits(text)
        .chars()
        .filter(|c| c.is_ascii_digit() || *c == '+')
        .collect()
}

proptest! {
    // A million: PROPTEST_CASES=1000000 cargo test --release -p accounts phone::
    #[test]
    fn formatting_keeps_the_number_and_the_caret(
        before in number_text(), after in "[0-9 -]{0,8}", country in some_country()
    ) {
        let typed = format!("{before}{after}");
        let formatted = format(&Typed { country, before: &before, after: &after, deleted: None, previous: "" });
        let text = format!("{}{}", formatted.before, formatted.after);
        prop_assert_eq!(digits(&formatted.before), digits(&before));
        prop_assert_eq!(digits(&text), digits(&typed));
        let again = format(&Typed {
            country: formatted.country,
            before: &formatted.before,
            after: &formatted.after,
            deleted: None,
            previous: &text,
        });
        prop_assert_eq!(&again, &formatted);
        let read = |text: &str, country| PhoneNumber::parse(text, country).map(|number| number.e164);
        if let Ok(number) = read(&typed, country) {
            prop_assert_eq!(read(&text, formatted.country), Ok(number));
        }
    }
}
