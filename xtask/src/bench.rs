//! Measures, and writes the figures to BENCHMARKS.md.

use std::fs;

use crate::{
    app,
    failure::Failure,
    figures::{self, Figure},
    interface,
    options::Options,
    packages::{self, Purpose},
    places,
    steps::Steps,
    tool::Tool,
};

/// Runs every bench; each fails by itself where a figure is over its limit.
pub fn everything(options: &Options) -> Result<(), Failure> {
    let mut steps = Steps::begin();
    let mut figures = Vec::new();
    steps.step("What has to be installed", || {
        packages::install(Purpose::Test, options.yes)
    })?;
    steps.step("Typing a number", || bench("accounts", &mut figures))?;
    steps.step("Creating and searching among a million users", || {
        bench("frontdesk-directories", &mut figures)
    })?;
    steps.step("Emptying the outbox", || bench("delivery", &mut figures))?;
    steps.step("Building the optimised application", || {
        app::build(true).map(|_| ())
    })?;
    steps.step("Building the blank window", || {
        Tool::cargo()
            .args("build --release -p blank-window --features custom-protocol")
            .run()
    })?;
    steps.step("Starting up, and opening the list of countries", || {
        bench("journeys", &mut figures)
    })?;
    steps.step("Weighing the interface", || {
        figures.extend(weights()?);
        Ok(())
    })?;
    steps.summary();
    write(&figures)
}

fn bench(package: &str, figures: &mut Vec<Figure>) -> Result<(), Failure> {
    let output = Tool::cargo()
        .args("bench -p")
        .arg(package)
        .env("FRONTDESK_BIN", places::binary("frontdesk", true))
        .env("BLANK_WINDOW_BIN", places::binary("blank-window", true))
        .output()?;
    print!("{output}");
    figures.extend(figures::found_in(&output));
    Ok(())
}

fn weights() -> Result<[Figure; 2], Failure> {
    let interface::Weight { at_start, whole } = interface::script_weight()?;
    let figure = |what: &str, bytes: u64, limit: u64| Figure {
        what: what.to_owned(),
        measured: format!(
            "{:.1} kB",
            f64::from(u32::try_from(bytes).unwrap_or(u32::MAX)) / 1000.0
        ),
        limit: format!("under {} kB", limit / 1000),
    };
    Ok([
        figure(
            "the interface's JavaScript at the start, gzipped",
            at_start,
            interface::SCRIPT_LIMIT,
        ),
        figure(
            "all of the interface's JavaScript, gzipped",
            whole,
            interface::WHOLE_LIMIT,
        ),
    ])
}

fn write(figures: &[Figure]) -> Result<(), Failure> {
    let path = places::root().join("BENCHMARKS.md");
    fs::write(&path, figures::page(figures)).map_err(Failure::file(&path))?;
    println!("Written to BENCHMARKS.md.");
    Ok(())
}
