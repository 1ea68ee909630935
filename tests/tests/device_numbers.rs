//! The tab `2FA Device`: countries are found, and numbers are grouped and judged while they are typed.

use journeys::{
    Computer, Name, Outcome, Window, check,
    device::{self, GERMAN, expect_number},
    same, steps,
};
use serde_json::json;

use crate::device::on_the_tab;

async fn a_country_is_found_by_name_calling_code_and_letters(computer: Computer) -> Outcome {
    on_the_tab(computer, async |window| {
        for (typed, country) in [
            ("cote d", "Côte d’Ivoire +225"),
            ("CÔTE D'I", "Côte d’Ivoire +225"),
            ("+44", "United Kingdom +44"),
            ("44", "United Kingdom +44"),
            ("de", GERMAN.country),
            ("GB", "United Kingdom +44"),
            ("curacao", "Curaçao +599"),
        ] {
            window.click("combobox", "Country").await?;
            window.type_text(typed).await?;
            // The best is the first.
            window
                .wait_for(&format!("{country:?} to be found by {typed:?}"), async |window| {
                    let found = window.all("option", Name::Has("")).await?;
                    let first = found.first().map(|option| option.name.clone());
                    check(first.as_deref() == Some(country), || {
                        format!("{typed:?} finds {first:?} first")
                    })?;
                    Ok(Some(()))
                })
                .await?;
            window.press("Enter").await?;
            window.expect_value("Country", country).await?;
        }
        window.click("combobox", "Country").await?;
        window.type_text("atlantis").await?;
        window.expect_text("No country matches").await?;
        window.press("Tab").await?;
        window.expect_value("Country", "Curaçao +599").await
    })
    .await
}

async fn a_pasted_international_number_brings_its_country(computer: Computer) -> Outcome {
    on_the_tab(computer, async |window| {
        device::choose_country(window, GERMAN.search, GERMAN.country).await?;
        window.computer.display.set_clipboard("+33 6 12 34 56 78")?;
        window.empty("Mobile Phone").await?;
        window.press("Control+v").await?;
        expect_number(window, "+33 6 12 34 56 78|").await?;
        window.expect_value("Country", "France +33").await?;
        window.expect_text("Country set to France.").await?;
        device::validate(window).await?;
        window
            .expect_text("The code for +33 6 12 34 56 78 is in the Outbox")
            .await
    })
    .await
}

async fn typing_in_the_middle_keeps_the_caret_where_the_hand_is(computer: Computer) -> Outcome {
    on_the_tab(computer, async |window| {
        device::choose_country(window, "us", "United States +1").await?;
        device::type_number(window, "2015550123", "(201) 555-0123").await?;
        expect_number(window, "(201) 555-0123|").await?;
        // A deletion at a separator takes the digit beyond it.
        press_often(window, "Left", 4).await?;
        expect_number(window, "(201) 555-|0123").await?;
        window.press("Backspace").await?;
        expect_number(window, "(201) 55|0-123").await?;
        window.type_text("5").await?;
        expect_number(window, "(201) 555|-0123").await?;
        window.press("Delete").await?;
        expect_number(window, "(201) 555|-123").await?;
        window.type_text("0").await?;
        expect_number(window, "(201) 555-0|123").await?;

        window.press("Home").await?;
        expect_number(window, "|(201) 555-0123").await?;
        window.press("Delete").await?;
        // No number of the country begins like this: it is not grouped.
        expect_number(window, "|015550123").await?;
        window.type_text("2").await?;
        expect_number(window, "(2|01) 555-0123").await?;
        press_often(window, "Right", 2).await?;
        expect_number(window, "(201|) 555-0123").await?;
        window.press("Backspace").await?;
        expect_number(window, "(20|5) 550-123").await?;
        window.type_text("1").await?;
        expect_number(window, "(201|) 555-0123").await
    })
    .await
}

async fn press_often(window: &Window, keys: &str, times: u32) -> Outcome {
    for _ in 0..times {
        window.press(keys).await?;
    }
    Ok(())
}

async fn each_number_that_cannot_be_used_is_told_why(computer: Computer) -> Outcome {
    on_the_tab(computer, async |window| {
        device::choose_country(window, GERMAN.search, GERMAN.country).await?;
        for (typed, words) in [
            ("call me", "Enter a phone number: digits"),
            ("0151 12", "The number is too short"),
            ("0151 123456789012345", "The number is too long"),
            ("0190 1", "The number is too short"),
            ("030 123456", "A landline takes no SMS; enter a mobile number"),
            ("0900 1234567", "A premium-rate number takes no SMS"),
            ("0800 1234567", "A toll-free number takes no SMS"),
        ] {
            window.empty("Mobile Phone").await?;
            window.type_text(typed).await?;
            window.press("Tab").await?;
            window.expect_described("Mobile Phone", words).await?;
            window.expect_enabled("button", "Validate", false).await?;
            window.expect_description("button", "Validate", words).await?;
        }
        // The country that is chosen after the number came stays.
        window.empty("Mobile Phone").await?;
        window.type_text("+44 7400 123456").await?;
        window.expect_value("Country", "United Kingdom +44").await?;
        device::choose_country(window, GERMAN.search, GERMAN.country).await?;
        window
            .expect_described(
                "Mobile Phone",
                "This is a number of United Kingdom; choose that country",
            )
            .await?;
        // Of the same calling code the number decides.
        device::choose_country(window, "us", "United States +1").await?;
        window.empty("Mobile Phone").await?;
        window.type_text("416 555 0134").await?;
        window.expect_value("Country", "Canada +1").await?;
        window.expect_enabled("button", "Validate", true).await
    })
    .await
}

async fn a_number_without_a_country_asks_for_one(computer: Computer) -> Outcome {
    on_the_tab(computer, async |window| {
        window.empty("Mobile Phone").await?;
        window.type_text("0151 12345678").await?;
        window.press("Tab").await?;
        window
            .expect_described("Mobile Phone", "Choose the country, or begin the number with +")
            .await?;
        device::choose_country(window, GERMAN.search, GERMAN.country).await?;
        window.expect_value("Mobile Phone", GERMAN.national).await?;
        window.expect_enabled("button", "Validate", true).await
    })
    .await
}

/// How far the first and the last character of the confirmed number stand from the left.
const PLACES: &str = "const strong = [...document.querySelectorAll('dialog:modal strong')]
    .find((element) => element.textContent.startsWith('+'));
const text = strong.firstChild;
const left = (from) => {
  const range = document.createRange();
  range.setStart(text, from);
  range.setEnd(text, from + 1);
  return range.getBoundingClientRect().left;
};
return [getComputedStyle(strong).direction, left(0), left(text.length - 1)];";

/// Clicks near an end of the number's field, where it was measured: the caret goes to the character that stands there.
async fn caret_at(window: &Window, part: f64) -> Outcome<u64> {
    let field = window.field("Mobile Phone").await?;
    let script = "const { left, width, top, height } = arguments[0].getBoundingClientRect();
        return [Math.round(left + 3 + (width - 6) * arguments[1]), Math.round(top + height / 2)];";
    let place = window.run(script, vec![field.to_json()?, json!(part)]).await?;
    let (x, y) = (
        place[0].as_i64().unwrap_or_default(),
        place[1].as_i64().unwrap_or_default(),
    );
    window
        .page()?
        .action_chain()
        .move_to(x, y)
        .click()
        .perform()
        .await?;
    Ok(device::text_and_caret(window, "Mobile Phone").await?.1)
}

async fn numbers_read_from_left_to_right_in_a_window_from_right_to_left(computer: Computer) -> Outcome {
    on_the_tab(computer, async |window| {
        window.press("Escape").await?;
        window.expect_none("dialog", "Create New User").await?;
        window
            .run("document.documentElement.dir = 'rtl';", vec![])
            .await?;
        steps::open_wizard(window).await?;
        device::open_tab(window).await?;
        window.click("combobox", "Country").await?;
        window.type_text(GERMAN.search).await?;
        // A mark keeps the calling code in its order.
        window.click("option", GERMAN.country).await?;
        window.expect_value("Country", "Germany \u{200e}+49").await?;
        device::type_number(window, GERMAN.typed, GERMAN.national).await?;
        expect_number(window, "01511 2345678|").await?;
        let field = window.field("Mobile Phone").await?;
        let direction = window
            .run(
                "return getComputedStyle(arguments[0]).direction;",
                vec![field.to_json()?],
            )
            .await?;
        same("the direction of the field", &direction, &json!("ltr"))?;
        same("the caret at the left", &caret_at(window, 0.0).await?, &0)?;
        same("the caret at the right", &caret_at(window, 1.0).await?, &13)?;
        window.press("Left").await?;
        window.press("Backspace").await?;
        expect_number(window, "01511 23456|8").await?;
        window.type_text("7").await?;
        expect_number(window, "01511 234567|8").await?;

        device::validate(window).await?;
        let code = device::read_code(window).await?;
        device::type_code(window, &code).await?;
        device::expect_confirmed(window, &GERMAN).await?;
        let places = window.run(PLACES, vec![]).await?;
        same("the direction of the number", &places[0], &json!("ltr"))?;
        check(places[1].as_f64() < places[2].as_f64(), || {
            format!("the number runs from right to left: {places}")
        })
    })
    .await
}

on_every_directory![
    a_country_is_found_by_name_calling_code_and_letters,
    a_pasted_international_number_brings_its_country,
    typing_in_the_middle_keeps_the_caret_where_the_hand_is,
    each_number_that_cannot_be_used_is_told_why,
    a_number_without_a_country_asks_for_one,
    numbers_read_from_left_to_right_in_a_window_from_right_to_left,
];
