//! Countries and territories that have telephone numbers.

use std::{fmt, str::FromStr, sync::LazyLock};

use rlibphonenumber::{PHONE_NUMBER_UTIL, PhoneNumberFormat, PhoneNumberType, Region};
use serde::{Deserialize, Serialize};

/// A country or territory by its ISO 3166-1 letters; those that telephone numbers know besides are `AC`, `TA` and `XK`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Country([u8; 2]);

/// No country with telephone numbers has these letters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("no such country")]
pub struct NoSuchCountry;

static ALL: LazyLock<Vec<Country>> = LazyLock::new(|| {
    let letters = PHONE_NUMBER_UTIL
        .get_supported_regions()
        .map(|region| region.to_string());
    let mut all: Vec<Country> = letters
        .filter_map(|letters| letters.as_bytes().try_into().ok().map(Country))
        .collect();
    all.sort_unstable();
    all
});

impl Country {
    /// All of them, by their letters.
    pub fn all() -> &'static [Self] {
        &ALL
    }

    /// Its letters.
    pub fn code(&self) -> &str {
        // The letters came from a text of two ASCII letters.
        str::from_utf8(&self.0).unwrap_or_default()
    }

    /// Digits after the `+`; several countries may share them.
    pub fn calling_code(self) -> u16 {
        let code = PHONE_NUMBER_UTIL.get_country_code_for_region(self.region());
        code.and_then(|code| u16::try_from(code).ok()).unwrap_or_default()
    }

    /// A mobile number as it is written within the country; empty where none is known.
    pub fn example(self) -> String {
        let found =
            PHONE_NUMBER_UTIL.get_example_number_for_type_and_region(self.region(), PhoneNumberType::Mobile);
        found.map_or_else(
            |_| String::new(),
            |number| {
                PHONE_NUMBER_UTIL
                    .format(&number, PhoneNumberFormat::National)
                    .into_owned()
            },
        )
    }

    pub(super) fn region(self) -> Region {
        // Every country came from the library's own list.
        self.code().parse().unwrap_or(Region::World)
    }
}

impl FromStr for Country {
    type Err = NoSuchCountry;

    fn from_str(letters: &str) -> Result<Self, NoSuchCountry> {
        let country = Self(letters.as_bytes().try_into().map_err(|_| NoSuchCountry)?);
        ALL.binary_search(&country)
            .map(|_| country)
            .map_err(|_| NoSuchCountry)
    }
}

impl TryFrom<String> for Country {
    type Error = NoSuchCountry;

    fn try_from(letters: String) -> Result<Self, NoSuchCountry> {
        letters.parse()
    }
}

impl From<Country> for String {
    fn from(country: Country) -> Self {
        country.code().to_owned()
    }
}

impl fmt::Display for Country {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}
