//! Invented people.

/// Somebody with an account, or about to have one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Person {
    /// As the form asks for it.
    pub first_name: &'static str,
    /// As the form asks for it.
    pub last_name: &'static str,
    /// The login identifier.
    pub email: &'static str,
    /// Within the rules.
    pub password: &'static str,
}

impl Person {
    /// As the list shows it.
    pub fn name(&self) -> String {
        format!("{} {}", self.first_name, self.last_name)
    }
}

/// The owner of the directory.
pub const OWNER: Person = Person {
    first_name: "Olivia",
    last_name: "Okafor",
    email: "olivia.okafor@example.com",
    password: "Brisk#Harbour7Lantern",
};

/// A new user.
pub const NEWCOMER: Person = Person {
    first_name: "Zoë",
    last_name: "O'Brien-Núñez",
    email: "zoe.obrien@example.com",
    password: "Velvet!Copper9Meadow",
};

/// Another new user.
pub const SECOND: Person = Person {
    first_name: "Tariq",
    last_name: "Al-Sayed",
    email: "tariq.alsayed@example.com",
    password: "Quartz_Willow4Saddle",
};
