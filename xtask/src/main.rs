//! Sets up, runs, tests and measures Frontdesk; `cargo xtask` lists what it can do.

mod app;
mod bench;
mod display;
mod failure;
mod figures;
mod fingerprint;
mod interface;
mod npm;
mod options;
mod packages;
mod places;
mod steps;
mod test;
mod tool;

use std::process::ExitCode;

use failure::Failure;
use options::{Options, Task};

const USAGE: &str = "\
cargo xtask run         installs what is missing, builds Frontdesk and opens its window
cargo xtask test        runs every test there is, end to end in a real window included
cargo xtask screenshot  opens the window on a virtual display and writes what it shows to a file
cargo xtask pictures    refreshes the pictures of the README from the running application
cargo xtask bench       measures, and writes BENCHMARKS.md

  --yes       install without asking (also where the environment variable CI is set)
  --release   run, screenshot: the optimised build
  --fast      test: leave out what needs a window or a network
  FILE        screenshot: where to write it (default: target/frontdesk.png)";

fn main() -> ExitCode {
    let outcome = Options::from_arguments(std::env::args().skip(1)).and_then(|options| perform(&options));
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(Failure::Usage) => {
            eprintln!("{USAGE}");
            ExitCode::from(2)
        }
        Err(failure) => {
            eprintln!("\n{failure}");
            ExitCode::FAILURE
        }
    }
}

fn perform(options: &Options) -> Result<(), Failure> {
    match options.task {
        Task::Run => app::run(options),
        Task::Screenshot => display::screenshot(options),
        Task::Pictures => display::pictures(options),
        Task::Test => test::everything(options),
        Task::Bench => bench::everything(options),
    }
}
