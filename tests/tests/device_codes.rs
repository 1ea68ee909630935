//! The tab `2FA Device`: which codes are accepted, and how often one is sent.

use journeys::{
    Computer, Outcome, Window,
    device::{self, GERMAN},
    steps,
};

use crate::{connection, device::on_the_tab};

/// Steps from where a code was just sent to the German number. They are given the code.
async fn with_a_code(computer: Computer, steps: impl AsyncFnOnce(&mut Window, String) -> Outcome) -> Outcome {
    on_the_tab(computer, async |window| {
        device::enter_phone(window, &GERMAN).await?;
        device::validate(window).await?;
        let code = device::read_code(window).await?;
        steps(window, code).await
    })
    .await
}

/// Waits for what is not waited for here: the codes stored so far and the window itself get older by so many seconds.
async fn let_pass(window: &Window, seconds: u32) -> Outcome {
    connection::age_codes(&window.computer, seconds).await?;
    device::turn_clock_on(window, seconds).await
}

async fn each_wrong_code_says_what_is_left_and_after_the_fifth_a_new_code_works(
    computer: Computer,
) -> Outcome {
    with_a_code(computer, async |window, code| {
        for (step, left) in (1..).zip([
            "4 tries are left",
            "3 tries are left",
            "2 tries are left",
            "1 try is left",
        ]) {
            device::type_code(window, &device::another(&code, step)).await?;
            window.expect_described("Code", "This is not the code").await?;
            window.expect_described("Code", left).await?;
            window.expect_value("Code", "").await?;
            window.expect_focus("textbox", "Code").await?;
        }
        device::type_code(window, &device::another(&code, 5)).await?;
        window
            .expect_described(
                "Code",
                "This code is no longer accepted. There were too many wrong tries",
            )
            .await?;
        window.expect_enabled("button", "Confirm", false).await?;
        window.expect_none("timer", "").await?;
        window
            .expect_description("tab", "2FA Device", "has a problem")
            .await?;

        let_pass(window, 31).await?;
        device::send_again(window).await?;
        window.expect_focus("textbox", "Code").await?;
        let code = device::read_code(window).await?;
        device::type_code(window, &code).await?;
        device::expect_confirmed(window, &GERMAN).await
    })
    .await
}

async fn a_new_code_is_sent_after_a_wait_and_ends_the_one_before(computer: Computer) -> Outcome {
    with_a_code(computer, async |window, old| {
        window.expect_enabled("button", "Send a new code", false).await?;
        window.expect_text("is over in 0:").await?;
        window
            .expect_description(
                "button",
                "Send a new code",
                "once the time beside this button is over",
            )
            .await?;
        let_pass(window, 31).await?;
        window.expect_no_text(" in 0:").await?;
        device::send_again(window).await?;
        window
            .expect_text("A new code was sent. The one before it is no longer accepted.")
            .await?;
        let new = device::read_code(window).await?;
        if old != new {
            device::type_code(window, &old).await?;
            window.expect_described("Code", "This is not the code").await?;
        }
        device::type_code(window, &new).await?;
        device::expect_confirmed(window, &GERMAN).await
    })
    .await
}

async fn a_fourth_code_within_ten_minutes_is_refused_with_the_wait(computer: Computer) -> Outcome {
    with_a_code(computer, async |window, _| {
        for _ in 0..2 {
            let_pass(window, 31).await?;
            device::send_again(window).await?;
            // It has left: what is not stored yet would not age.
            window.expect_text(" in 0:").await?;
        }
        let_pass(window, 31).await?;
        device::send_again(window).await?;
        window.find("alert", "").await?;
        window
            .expect_text("Too many codes were sent to this number. Wait 9 minutes before the next")
            .await?;
        // The third is good all the same.
        let code = device::read_code(window).await?;
        device::type_code(window, &code).await?;
        device::expect_confirmed(window, &GERMAN).await
    })
    .await
}

async fn another_draft_gets_no_code_for_the_same_number_at_once(computer: Computer) -> Outcome {
    with_a_code(computer, async |window, code| {
        window.press("Escape").await?;
        window.click("button", "Discard").await?;
        window.expect_none("dialog", "Create New User").await?;
        steps::open_wizard(window).await?;
        device::open_tab(window).await?;
        device::enter_phone(window, &GERMAN).await?;
        window.expect_enabled("button", "Validate", true).await?;
        window.click("button", "Validate").await?;
        window.find("alert", "").await?;
        window
            .expect_text("A code was sent to this number a moment ago. Wait")
            .await?;
        window.expect_none("textbox", "Code").await?;

        let_pass(window, 31).await?;
        device::validate(window).await?;
        let new = device::read_code(window).await?;
        if code != new {
            device::type_code(window, &code).await?;
            window.expect_described("Code", "This is not the code").await?;
        }
        device::type_code(window, &new).await?;
        device::expect_confirmed(window, &GERMAN).await
    })
    .await
}

async fn the_right_code_is_refused_once_it_has_expired(computer: Computer) -> Outcome {
    with_a_code(computer, async |window, code| {
        connection::age_codes(&window.computer, 600).await?;
        device::type_code(window, &code).await?;
        window
            .expect_described("Code", "The code has expired. A code is good for 10 minutes.")
            .await?;
        window.expect_enabled("button", "Confirm", false).await?;
        device::turn_clock_on(window, 31).await?;
        device::send_again(window).await?;
        let code = device::read_code(window).await?;
        device::type_code(window, &code).await?;
        device::expect_confirmed(window, &GERMAN).await
    })
    .await
}

async fn the_window_says_when_a_minute_is_left_and_when_the_time_is_over(computer: Computer) -> Outcome {
    with_a_code(computer, async |window, code| {
        let_pass(window, 545).await?;
        window.expect_text("The code is good for 1 more minute.").await?;
        let_pass(window, 60).await?;
        window
            .expect_described("Code", "The code has expired. Send a new one.")
            .await?;
        window.expect_none("timer", "").await?;
        device::type_code(window, &code).await?;
        window.expect_enabled("button", "Confirm", false).await?;
        window
            .expect_description("button", "Confirm", "This code is no longer accepted")
            .await?;
        window.expect_none("group", "Mobile Phone").await
    })
    .await
}

async fn a_pasted_code_with_a_space_is_taken_and_sent(computer: Computer) -> Outcome {
    with_a_code(computer, async |window, code| {
        let (front, back) = code.split_at(3);
        window
            .computer
            .display
            .set_clipboard(&format!("{front} {back}"))?;
        let field = window.field("Code").await?;
        window.click_on(&field).await?;
        // What stands there already is replaced.
        window.type_text("99").await?;
        window.press("Control+v").await?;
        device::expect_confirmed(window, &GERMAN).await
    })
    .await
}

async fn a_code_takes_six_digits_and_nothing_else(computer: Computer) -> Outcome {
    with_a_code(computer, async |window, code| {
        let field = window.field("Code").await?;
        window.click_on(&field).await?;
        let (front, back) = code.split_at(3);
        window.type_text(&format!("a {front}-x")).await?;
        window.expect_value("Code", front).await?;
        window.expect_enabled("button", "Confirm", false).await?;
        window
            .expect_description("button", "Confirm", "Enter all six digits first")
            .await?;
        window.press("Enter").await?;
        window.type_text(back).await?;
        device::expect_confirmed(window, &GERMAN).await
    })
    .await
}

on_every_directory![
    each_wrong_code_says_what_is_left_and_after_the_fifth_a_new_code_works,
    a_new_code_is_sent_after_a_wait_and_ends_the_one_before,
    a_fourth_code_within_ten_minutes_is_refused_with_the_wait,
    another_draft_gets_no_code_for_the_same_number_at_once,
    the_right_code_is_refused_once_it_has_expired,
    the_window_says_when_a_minute_is_left_and_when_the_time_is_over,
    a_pasted_code_with_a_space_is_taken_and_sent,
    a_code_takes_six_digits_and_nothing_else,
];
