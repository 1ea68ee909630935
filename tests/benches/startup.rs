//! Start-up: from spawn to a sign-in that can be used, against a Tauri window with nothing but a static form.
//!
//! Both are started in turns on the same computer and watched in the same way: the driver asks, as fast as it can,
//! whether the keyboard is in the field "Email"; the time runs from the moment at which the system made the process.
//! `FRONTDESK_BIN` and `BLANK_WINDOW_BIN` name the optimised programs.

use std::{
    env,
    path::{Path, PathBuf},
    process::ExitCode,
    time::{Duration, Instant},
};

use journeys::{
    Computer, Outcome, Trouble, Window, check, people, program, steps,
    window::{PATIENCE, application},
};
use serde_json::json;

/// Pairs of starts that count, after two that warm up.
const PAIRS: usize = 15;
/// The most that Frontdesk may take, as a multiple of the blank window.
const LIMIT: f64 = 1.3;

const USABLE: &str = "const field = document.activeElement;
    return field?.getClientRects().length > 0 && !!field.labels?.[0]?.innerText.startsWith('Email');";

fn main() -> ExitCode {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let measured = runtime
        .map_err(Trouble::with("the runtime"))
        .and_then(|runtime| runtime.block_on(measure()));
    match measured {
        Ok(ratio) if ratio <= LIMIT => ExitCode::SUCCESS,
        Ok(_) => ExitCode::FAILURE,
        Err(trouble) => {
            eprintln!("{trouble}");
            ExitCode::FAILURE
        }
    }
}

async fn measure() -> Outcome<f64> {
    let frontdesk = application()?;
    let blank = env::var_os("BLANK_WINDOW_BIN").map(PathBuf::from);
    let blank = blank.ok_or_else(|| Trouble::Unlike("BLANK_WINDOW_BIN is not set".to_owned()))?;
    let mut window = Window::open(Computer::new()?).await?;
    steps::start_directory(&window, &people::OWNER).await?;
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    for pair in 0..PAIRS + 2 {
        let (our, their) = (
            start(&mut window, &frontdesk).await?,
            start(&mut window, &blank).await?,
        );
        if pair >= 2 {
            ours.push(our);
            theirs.push(their);
        }
    }
    window.close().await;
    let (our, their) = (median(ours), median(theirs));
    let ratio = our.as_secs_f64() / their.as_secs_f64();
    println!(
        "figure: start-up to a usable sign-in, against a blank Tauri window | {ratio:.2} ({} ms against {} ms, medians of {PAIRS}) | at most {LIMIT}",
        our.as_millis(),
        their.as_millis()
    );
    Ok(ratio)
}

async fn start(window: &mut Window, program: &Path) -> Outcome<Duration> {
    window.show(program).await?;
    let begun = Instant::now();
    while window.run(USABLE, vec![]).await? != json!(true) {
        check(begun.elapsed() < PATIENCE, || {
            format!("{} shows no sign-in", program.display())
        })?;
    }
    let process = window.processes().pop();
    process
        .and_then(program::age)
        .ok_or_else(|| Trouble::Unlike("the program ended".to_owned()))
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times[times.len() / 2]
}
