//! Why a journey ended early.

use std::{fmt, io};

use thirtyfour::error::WebDriverError;

/// Why a journey ended early.
#[derive(thiserror::Error)]
pub enum Trouble {
    /// The driver of the web view refused or failed.
    #[error("the driver: {0}")]
    Driver(#[from] WebDriverError),
    /// A program or file of the test's own surroundings.
    #[error("{what}: {cause}")]
    Surroundings {
        /// Which.
        what: String,
        /// Why.
        #[source]
        cause: io::Error,
    },
    /// Something that should have come did not.
    #[error("waited {seconds} s for {what}\n{seen}")]
    Waited {
        /// For what.
        what: String,
        /// How long.
        seconds: u64,
        /// What was there instead.
        seen: String,
    },
    /// Something is not as it should be.
    #[error("{0}")]
    Unlike(String),
}

/// A failed test shows this: the words, not the structure.
impl fmt::Debug for Trouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

impl Trouble {
    /// For a program or file.
    pub fn with(what: impl Into<String>) -> impl FnOnce(io::Error) -> Self {
        let what = what.into();
        move |cause| Self::Surroundings { what, cause }
    }
}

/// What a journey comes to.
pub type Outcome<T = ()> = Result<T, Trouble>;

/// Says `what` where it does not hold.
pub fn check(holds: bool, what: impl FnOnce() -> String) -> Outcome {
    if holds {
        Ok(())
    } else {
        Err(Trouble::Unlike(what()))
    }
}

/// Compares what was seen with what should be.
pub fn same<T: PartialEq + fmt::Debug>(what: &str, seen: &T, wanted: &T) -> Outcome {
    check(seen == wanted, || {
        format!("{what}: seen {seen:?}, wanted {wanted:?}")
    })
}
