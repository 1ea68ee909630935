//! Every test there is, in the order in which a mistake is found soonest.

use crate::{
    app,
    failure::Failure,
    interface,
    options::Options,
    packages::{self, Purpose},
    places,
    steps::Steps,
    tool::Tool,
};

/// Runs all of them; the first that fails ends it.
pub fn everything(options: &Options) -> Result<(), Failure> {
    let mut steps = Steps::begin();
    steps.step("What has to be installed", || {
        packages::install(Purpose::Test, options.yes)
    })?;
    steps.step("Rust: formatting", || {
        Tool::cargo().args("fmt --all --check").run()
    })?;
    on_the_interface(&mut steps)?;
    on_rust(&mut steps)?;
    if !options.fast {
        on_what_we_depend_on(&mut steps)?;
        in_a_window(&mut steps)?;
    }
    steps.summary();
    Ok(())
}

fn on_the_interface(steps: &mut Steps) -> Result<(), Failure> {
    steps.step("Interface: packages", interface::install)?;
    steps.step("Interface: types and templates", || {
        Tool::npm().args("run --silent check").run()
    })?;
    steps.step("Interface: components", || {
        Tool::npm().args("test --silent").run()
    })?;
    steps.step("Interface: build", interface::build)?;
    steps.step("Interface: weight of its scripts", weigh)
}

fn weigh() -> Result<(), Failure> {
    let weight = interface::script_weight()?;
    let limit = interface::SCRIPT_LIMIT;
    let words = format!("{weight} bytes of JavaScript, gzipped; the limit is {limit}");
    println!("{words}");
    if weight < limit {
        Ok(())
    } else {
        Err(Failure::OverLimit(words))
    }
}

fn on_rust(steps: &mut Steps) -> Result<(), Failure> {
    steps.step("Rust: clippy", || {
        Tool::cargo()
            .args("clippy --workspace --all-targets --locked -- -D warnings")
            .run()
    })?;
    steps.step("Rust: documentation", || {
        let doc = Tool::cargo().args("doc --workspace --no-deps --document-private-items --locked");
        doc.env("RUSTDOCFLAGS", "-D warnings").run()
    })?;
    steps.step("Rust: tests", || {
        Tool::cargo()
            .args("test --workspace --exclude journeys --locked")
            .run()
    })
}

fn on_what_we_depend_on(steps: &mut Steps) -> Result<(), Failure> {
    steps.step("Dependencies: cargo-deny is there", || {
        if Tool::cargo().args("deny --version").succeeds() {
            return Ok(());
        }
        // Without optimisation it is built in half the time, and it runs for seconds only.
        Tool::cargo().args("install cargo-deny --locked --debug").run()
    })?;
    steps.step("Dependencies: bans, licences, sources", || {
        Tool::cargo()
            .args("deny --all-features check bans licenses sources")
            .run()
    })?;
    steps.step("Dependencies: known weaknesses of the interface's", audit)
}

/// Asks the package registry, where it can be reached and knows of weaknesses: not every mirror does.
fn audit() -> Result<(), Failure> {
    let (is_clean, answer) = Tool::npm()
        .args("audit --json --audit-level=low")
        .quiet_answer()?;
    if !answer.contains("auditReportVersion") {
        println!("The package registry does not answer this question here: not checked.");
        return Ok(());
    }
    if is_clean {
        return Ok(());
    }
    Tool::npm().args("audit --audit-level=low").run()
}

fn in_a_window(steps: &mut Steps) -> Result<(), Failure> {
    steps.step("Window: the application", || app::build(false).map(|_| ()))?;
    steps.step("Window: journeys", || {
        let binary = places::binary("frontdesk", false);
        let journeys = Tool::cargo().args("test -p journeys --locked -- --test-threads=2");
        journeys.env("FRONTDESK_BIN", binary).run()
    })
}
