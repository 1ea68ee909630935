//! Settings of a directory: they hold at every desk.

use crate::{Field, Flaw, Problem, password::Policy, text};

/// Settings that the directory keeps.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    /// Minutes without input until the window locks, 1 to 120.
    pub idle_lock_minutes: u32,
    /// Seconds until a copied password leaves the clipboard, 10 to 120.
    pub clipboard_clear_seconds: u32,
    /// What a password must be.
    pub passwords: Policy,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            idle_lock_minutes: 15,
            clipboard_clear_seconds: 30,
            passwords: Policy::default(),
        }
    }
}

impl Settings {
    /// Characters of the organisation's name at most.
    pub const ORGANISATION_MAX: usize = 100;

    /// Checks the ranges and trims the organisation's name.
    pub fn checked(mut self) -> Result<Self, Problem> {
        let within = |value: u32, min: u32, max: u32| {
            let flaw = Flaw::OutOfRange { min, max };
            if (min..=max).contains(&value) {
                Ok(())
            } else {
                Err(Problem::new(Field::Setting, flaw))
            }
        };
        within(self.idle_lock_minutes, 1, 120)?;
        within(self.clipboard_clear_seconds, 10, 120)?;
        within(u32::from(self.passwords.least_score), 0, 4)?;
        self.passwords.organisation = match text::line(&self.passwords.organisation, Self::ORGANISATION_MAX) {
            Ok(name) => name,
            Err(Flaw::Required) => String::new(),
            Err(flaw) => return Err(Problem::new(Field::Setting, flaw)),
        };
        Ok(self)
    }
}
