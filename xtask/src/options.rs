//! What was asked for.

use std::path::PathBuf;

use crate::failure::Failure;

/// What to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Task {
    /// Open the window.
    Run,
    /// Write what the window shows to a file.
    Screenshot,
    /// Refresh the pictures of the README.
    Pictures,
    /// Run every test.
    Test,
    /// Measure.
    Bench,
}

/// What was asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Options {
    /// What to do.
    pub task: Task,
    /// Install without asking.
    pub yes: bool,
    /// The optimised build.
    pub release: bool,
    /// Leave out what needs a window or a network.
    pub fast: bool,
    /// Where a screenshot goes.
    pub file: Option<PathBuf>,
}

impl Options {
    /// Reads the command line.
    pub fn from_arguments(arguments: impl IntoIterator<Item = String>) -> Result<Self, Failure> {
        let mut arguments = arguments.into_iter();
        let task = match arguments.next().as_deref() {
            Some("run") => Task::Run,
            Some("screenshot") => Task::Screenshot,
            Some("pictures") => Task::Pictures,
            Some("test") => Task::Test,
            Some("bench") => Task::Bench,
            _ => return Err(Failure::Usage),
        };
        let mut options = Self {
            task,
            yes: std::env::var_os("CI").is_some(),
            release: false,
            fast: false,
            file: None,
        };
        for argument in arguments {
            match argument.as_str() {
                "--yes" => options.yes = true,
                "--release" => options.release = true,
                "--fast" => options.fast = true,
                file if task == Task::Screenshot && !file.starts_with('-') => {
                    options.file = Some(file.into());
                }
                _ => return Err(Failure::Usage),
            }
        }
        Ok(options)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(line: &str) -> Result<Options, Failure> {
        Options::from_arguments(line.split_whitespace().map(str::to_owned))
    }

    #[test]
    fn a_task_and_its_options_are_read() {
        let options = read("test --yes --fast").expect("valid");
        assert_eq!(options.task, Task::Test);
        assert!(options.yes && options.fast && !options.release);
    }

    #[test]
    fn only_a_screenshot_takes_a_file() {
        let options = read("screenshot window.png").expect("valid");
        assert_eq!(options.file.as_deref(), Some(std::path::Path::new("window.png")));
        assert!(matches!(read("run window.png"), Err(Failure::Usage)));
    }

    #[test]
    fn anything_else_is_answered_with_the_usage() {
        for line in ["", "fly", "test --unknown"] {
            assert!(matches!(read(line), Err(Failure::Usage)), "{line}");
        }
    }
}
