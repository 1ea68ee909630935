//! A list of steps, each named with its time; the first that fails ends it.

use std::time::{Duration, Instant};

use crate::failure::Failure;

/// What was done so far.
pub struct Steps {
    begun: Instant,
    done: Vec<(&'static str, Duration)>,
}

impl Steps {
    /// Before the first.
    pub fn begin() -> Self {
        Self {
            begun: Instant::now(),
            done: Vec::new(),
        }
    }

    /// Does the next one.
    pub fn step(
        &mut self,
        name: &'static str,
        action: impl FnOnce() -> Result<(), Failure>,
    ) -> Result<(), Failure> {
        println!("\n== {name}");
        let begun = Instant::now();
        let outcome = action();
        let time = begun.elapsed();
        if outcome.is_ok() {
            self.done.push((name, time));
        } else {
            self.summary();
            println!("  failed {:>8}  {name}", shown(time));
        }
        outcome
    }

    /// Tells the times of all.
    pub fn summary(&self) {
        println!("\n== Summary");
        for (name, time) in &self.done {
            println!("  ok     {:>8}  {name}", shown(*time));
        }
        println!("  in all {:>8}", shown(self.begun.elapsed()));
    }
}

fn shown(time: Duration) -> String {
    let seconds = time.as_secs();
    if seconds < 60 {
        return format!("{:.1} s", time.as_secs_f64());
    }
    format!("{} min {:02} s", seconds / 60, seconds % 60)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_told_as_people_tell_them() {
        assert_eq!(shown(Duration::from_millis(1_240)), "1.2 s");
        assert_eq!(shown(Duration::from_secs(125)), "2 min 05 s");
    }

    #[test]
    fn a_failed_step_is_no_done_step() {
        let mut steps = Steps::begin();
        assert!(steps.step("good", || Ok(())).is_ok());
        assert!(steps.step("bad", || Err(Failure::Usage)).is_err());
        assert_eq!(steps.done.len(), 1);
    }
}
