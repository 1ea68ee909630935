//! Every test there is, in the order in which a mistake is found soonest.

use crate::{
    failure::Failure,
    interface, npm,
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
    if !options.fast {
        on_what_we_depend_on(&mut steps)?;
    }
    on_rust(&mut steps, options.fast)?;
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
    let interface::Weight { at_start, whole } = interface::script_weight()?;
    let (start_limit, whole_limit) = (interface::SCRIPT_LIMIT, interface::WHOLE_LIMIT);
    let words = format!(
        "{at_start} bytes of JavaScript at the start, gzipped; the limit is {start_limit}. \
         {whole} bytes in all; the limit is {whole_limit}"
    );
    println!("{words}");
    if at_start < start_limit && whole < whole_limit {
        Ok(())
    } else {
        Err(Failure::OverLimit(words))
    }
}

/// Every step takes the whole workspace with the same features: another choice would build all we depend on again.
const WHOLE: &str = "--workspace --features frontdesk/custom-protocol,blank-window/custom-protocol --locked";

fn on_rust(steps: &mut Steps, fast: bool) -> Result<(), Failure> {
    steps.step(
        "Servers that the tests talk to",
        || npm::install(&places::peers()),
    )?;
    steps.step("Rust: clippy", || {
        let clippy = Tool::cargo().arg("clippy").args(WHOLE);
        clippy.args("--all-targets -- -D warnings").run()
    })?;
    steps.step("Rust: documentation", || {
        let doc = Tool::cargo().arg("doc").args(WHOLE);
        let doc = doc.args("--no-deps --document-private-items");
        doc.env("RUSTDOCFLAGS", "-D warnings").run()
    })?;
    let what = if fast {
        "Rust: tests"
    } else {
        "Rust: tests, and journeys through the window"
    };
    steps.step(what, || {
        let tests = Tool::cargo().arg("test").args(WHOLE);
        let tests = if fast {
            tests.args("--exclude journeys")
        } else {
            tests
        };
        // Two windows at a time are as many as two cores show without keeping each other waiting.
        let tests = tests.env("RUST_TEST_THREADS", "2");
        tests
            .env("FRONTDESK_BIN", places::binary("frontdesk", false))
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
