//! The figures that benches tell: lines of the form `figure: what | measured | limit`.

use crate::places;

/// One figure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Figure {
    /// What was measured.
    pub what: String,
    /// What came out.
    pub measured: String,
    /// What it may be.
    pub limit: String,
}

/// Finds the figures in what a bench wrote.
pub fn found_in(output: &str) -> Vec<Figure> {
    output.lines().filter_map(figure).collect()
}

fn figure(line: &str) -> Option<Figure> {
    let mut parts = line
        .trim()
        .strip_prefix("figure:")?
        .split('|')
        .map(|part| part.trim().to_owned());
    Some(Figure {
        what: parts.next()?,
        measured: parts.next()?,
        limit: parts.next()?,
    })
}

/// The page that shows them.
pub fn page(figures: &[Figure]) -> String {
    let rows: String = figures.iter().map(row).collect();
    format!(
        "# Benchmarks\n\n\
         Written by `cargo xtask bench`. Each figure comes from one run on one machine; where it is a ratio, both sides\n\
         were measured in turns in that run.\n\n\
         Machine: {}\n\n\
         | what | measured | limit |\n| --- | --- | --- |\n{rows}",
        machine()
    )
}

fn row(figure: &Figure) -> String {
    format!("| {} | {} | {} |\n", figure.what, figure.measured, figure.limit)
}

fn machine() -> String {
    let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let processor = field("/proc/cpuinfo", "model name").unwrap_or_else(|| std::env::consts::ARCH.to_owned());
    let system = field("/etc/os-release", "PRETTY_NAME").unwrap_or_else(|| std::env::consts::OS.to_owned());
    let rust = crate::tool::Tool::new("rustc")
        .arg("--version")
        .folder(&places::root());
    let rust = rust.output().unwrap_or_default();
    format!("{processor}, {cores} cores; {system}; {}", rust.trim())
}

fn field(file: &str, name: &str) -> Option<String> {
    let text = std::fs::read_to_string(file).ok()?;
    let line = text.lines().find(|line| line.starts_with(name))?;
    let (_, value) = line.split_once([':', '='])?;
    Some(value.trim().trim_matches('"').to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_found_among_other_lines() {
        let output = "running\nfigure: start-up against a blank window | 1.12 | at most 1.3\ndone";
        let figures = found_in(output);
        assert_eq!(figures.len(), 1);
        assert_eq!(figures[0].measured, "1.12");
        assert!(page(&figures).contains("| start-up against a blank window | 1.12 | at most 1.3 |"));
    }

    #[test]
    fn a_line_that_lacks_a_part_is_no_figure() {
        assert!(found_in("figure: half | 1").is_empty());
    }
}
