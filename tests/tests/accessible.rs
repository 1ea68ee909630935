//! axe-core finds nothing on any page or dialog, in light and in dark, in the usual window and in the smallest one;
//! and nothing runs out of the window: beside the sidebar parts of it scroll, the window itself does not.

use journeys::{
    Computer, Keychain, Outcome, Scheme, Window, check,
    device::{self, GERMAN},
    journey,
    people::{NEWCOMER, OWNER},
    same, steps,
};
use serde_json::json;

/// A window in the colours and of the size.
async fn in_colours(
    computer: Computer,
    scheme: Scheme,
    (width, height): (u32, u32),
    tour: impl AsyncFnOnce(&mut Window) -> Outcome,
) -> Outcome {
    computer.set_scheme(scheme)?;
    journey(computer, async |window| {
        window.resize(width, height).await?;
        let dark = window
            .run(
                "return matchMedia('(prefers-color-scheme: dark)').matches;",
                vec![],
            )
            .await?;
        same("dark colours", &dark, &json!(scheme == Scheme::Dark))?;
        tour(window).await
    })
    .await
}

async fn clean(window: &Window, place: &str) -> Outcome {
    window.axe(place).await?;
    // Before signing in there is no sidebar that would have to stay, and a long form scrolls the window.
    let script = "const page = document.documentElement;
        const stays = document.querySelector('nav') !== null;
        return [page.scrollWidth - innerWidth, stays ? page.scrollHeight - innerHeight : 0];";
    let beyond = window.run(script, vec![]).await?;
    check(beyond == json!([0, 0]), || {
        format!("{place} runs {beyond} px out of the window")
    })
}

async fn tour_of_the_start(window: &mut Window) -> Outcome {
    window.find("heading", "Welcome to Frontdesk").await?;
    clean(window, "the first run").await?;
    window
        .click("button", "Start a local directory on this computer")
        .await?;
    clean(window, "the owner's form").await?;
    window.click("button", "Create Directory").await?;
    window.expect_text("need your attention").await?;
    clean(window, "the owner's form with errors").await?;
    window.click("button", "Back").await?;
    steps::start_directory(window, &OWNER).await?;
    window.press("Control+l").await?;
    window.find("dialog", "Locked").await?;
    clean(window, "the locked window").await?;
    window.click("button", "Sign Out").await?;
    window.find("heading", "Sign in").await?;
    clean(window, "the sign-in").await?;
    steps::try_to_sign_in(window, OWNER.email, "Wrong#Password1").await?;
    window.expect_text("Email or password is wrong").await?;
    clean(window, "the sign-in after a wrong password").await
}

async fn tour_of_the_wizard(window: &mut Window) -> Outcome {
    steps::start_directory(window, &OWNER).await?;
    steps::open_wizard(window).await?;
    clean(window, "the empty wizard").await?;
    window.fill("Email", OWNER.email).await?;
    window.expect_described("Email", "already registered").await?;
    window.fill("New Password", "short").await?;
    window.press("Tab").await?;
    window.expect_described("New Password", "Use at least").await?;
    clean(window, "the wizard with errors").await?;
    window.click("button", "Auto-Generate").await?;
    window.find("status", "Generated password").await?;
    clean(window, "the generator").await?;
    window.click("button", "Done").await?;
    steps::fill_general(window, &NEWCOMER).await?;
    window.click("tab", "2FA Device").await?;
    clean(window, "the tab of devices").await?;
    steps::open_picker(window).await?;
    window.click("button", "Expand All").await?;
    clean(window, "the picker").await?;
    window.fill("Search roles and permissions", "user").await?;
    window.click("button", "Select All").await?;
    clean(window, "the picker with a search").await?;
    window.click("button", "Apply").await?;
    window.find("dialog", "Create New User").await?;
    window.expect_text("ROLE").await?;
    clean(window, "the tab of roles").await?;
    window.press("Escape").await?;
    window.find("alertdialog", "Discard this user?").await?;
    clean(window, "the question before discarding").await?;
    window.click("button", "Keep editing").await?;
    window.click("button", "Create User").await?;
    window.expect_text("was created.").await?;
    clean(window, "the wizard afterwards").await
}

async fn tour_of_the_device(window: &mut Window) -> Outcome {
    steps::start_directory(window, &OWNER).await?;
    steps::open_wizard(window).await?;
    device::open_tab(window).await?;
    window.click("combobox", "Country").await?;
    let list = window.find("listbox", "Countries").await?;
    clean(window, "the list of countries").await?;
    // By the wheel the active row goes out of sight, and is not even drawn there.
    let script = "arguments[0].scrollTop = 4000; arguments[0].parentElement.scrollTop = 4000;";
    window.run(script, vec![list.to_json()?]).await?;
    window.find("option", "Kenya +254").await?;
    clean(window, "the list of countries further down").await?;
    window.type_text("atlantis").await?;
    window.expect_text("No country matches").await?;
    clean(window, "the list without a match").await?;
    window.press("Escape").await?;
    device::enter_phone(window, &GERMAN).await?;
    device::type_number(window, "0301", "030 1").await?;
    window.press("Tab").await?;
    window.expect_described("Mobile Phone", "too short").await?;
    clean(window, "a number that is too short").await?;
    device::type_number(window, GERMAN.typed, GERMAN.national).await?;
    device::validate(window).await?;
    clean(window, "the step of the code").await?;
    let code = device::read_code(window).await?;
    device::type_code(window, &device::another(&code, 1)).await?;
    window.expect_described("Code", "This is not the code").await?;
    clean(window, "a wrong code").await?;
    device::turn_clock_on(window, 545).await?;
    window.expect_text("The code is good for 1 more minute.").await?;
    clean(window, "the last minute of a code").await?;
    window.click("button", "Send a new code").await?;
    window.find("alert", "").await?;
    clean(window, "a code that was not sent").await?;
    device::type_code(window, &code).await?;
    device::expect_confirmed(window, &GERMAN).await?;
    clean(window, "a confirmed number").await?;
    window.click("button", "Change the number").await?;
    window.expect_focus("textbox", "Mobile Phone").await?;
    clean(window, "a confirmed number that is changed").await?;
    steps::assign_role(window, "User Manager").await?;
    device::open_tab(window).await?;
    window.expect_text("Strongly recommended").await?;
    clean(window, "the recommendation for an administrator").await
}

async fn tour_of_the_pages(window: &mut Window) -> Outcome {
    steps::start_directory(window, &OWNER).await?;
    steps::create_user(window, &NEWCOMER, "Member").await?;
    clean(window, "Users").await?;
    steps::open_user(window, &NEWCOMER).await?;
    clean(window, "the view of a user").await?;
    steps::close_user(window).await?;
    window.fill("Search", "nobody of this name").await?;
    window.expect_no_text(NEWCOMER.email).await?;
    clean(window, "Users without a match").await?;
    for page in ["Roles", "Outbox", "Activity", "Settings"] {
        steps::go_to(window, page).await?;
        window.painted().await?;
        clean(window, page).await?;
    }
    tour_of_the_gateways(window).await?;
    steps::go_to(window, "Roles").await?;
    window.click("button", "New Role").await?;
    window.find("dialog", "New Role").await?;
    clean(window, "the editor of a role").await
}

async fn tour_of_the_gateways(window: &mut Window) -> Outcome {
    window.click("tab", "SMS").await?;
    window.find("radio", "Outbox").await?;
    clean(window, "Settings of SMS").await?;
    for gateway in ["HTTP request", "Twilio or compatible", "SMPP 3.4", "GSM modem"] {
        window.click("radio", gateway).await?;
        clean(window, gateway).await?;
    }
    window.click("button", "Save").await?;
    window.expect_text("your attention").await?;
    clean(window, "Settings of SMS with errors").await?;
    window.click("button", "Discard changes").await
}

async fn tour_without_a_keychain(window: &mut Window) -> Outcome {
    steps::fill_owner_form(window, &OWNER).await?;
    clean(window, "the owner's form with a passphrase").await?;
    window.fill("Passphrase", steps::PASSPHRASE).await?;
    window.fill("Confirm Passphrase", steps::PASSPHRASE).await?;
    window.click("button", "Create Directory").await?;
    window.find_first("heading", "Users").await?;
    window.restart().await?;
    window.find("heading", "Open the directory").await?;
    clean(window, "the question for the passphrase").await?;
    window.close().await;
    std::fs::write(window.computer.key_file(), "nothing")
        .map_err(journeys::Trouble::with("the description"))?;
    window.restart().await?;
    window.find("button", "Try Again").await?;
    clean(window, "a directory that cannot be opened").await
}

async fn tour_of_the_sample(window: &mut Window) -> Outcome {
    window.click("button", "Look around with sample data").await?;
    window.find_first("heading", "Users").await?;
    window.expect_text("@example.com").await?;
    clean(window, "the sample").await
}

const USUAL: (u32, u32) = (1280, 800);
const SMALLEST: (u32, u32) = (900, 600);

/// A tour, once in light and once in dark.
macro_rules! tours {
    ($($light:ident, $dark:ident: $tour:ident, $computer:expr;)*) => {$(
        #[tokio::test]
        async fn $light() -> Outcome {
            in_colours($computer?, Scheme::Light, USUAL, $tour).await
        }

        #[tokio::test]
        async fn $dark() -> Outcome {
            in_colours($computer?, Scheme::Dark, SMALLEST, $tour).await
        }
    )*};
}

tours! {
    the_start_is_clean_in_light, the_start_is_clean_in_dark: tour_of_the_start, Computer::new();
    the_wizard_is_clean_in_light, the_wizard_is_clean_in_dark: tour_of_the_wizard, Computer::new();
    the_device_is_clean_in_light, the_device_is_clean_in_dark: tour_of_the_device, Computer::new();
    the_pages_are_clean_in_light, the_pages_are_clean_in_dark: tour_of_the_pages, Computer::new();
    the_sample_is_clean_in_light, the_sample_is_clean_in_dark: tour_of_the_sample, Computer::new();
    the_start_without_a_keychain_is_clean_in_light, the_start_without_a_keychain_is_clean_in_dark:
        tour_without_a_keychain, Computer::with(Keychain::Missing);
}
