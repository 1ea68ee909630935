//! What is copied: tables in an order in which no row names one that is yet to come.

use sqlx::AssertSqlSafe;

/// What a column holds, whichever way a database stores it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Number,
    Flag,
    Text,
    Octets,
    /// A UUID.
    Id,
}

/// A table as both kinds of directories have it.
#[derive(Debug)]
pub(super) struct Table {
    pub name: &'static str,
    /// The first so many are its key; none where rows may be alike, and all are copied at once.
    pub key: usize,
    pub columns: &'static [(&'static str, Kind)],
    /// Rows that come and go without an entry of the record: copied anew by every try.
    pub volatile: bool,
}

impl Table {
    /// The columns, for SQL.
    pub fn columns(&self) -> String {
        names(self.columns)
    }

    /// The columns of the key.
    pub fn key_columns(&self) -> &'static [(&'static str, Kind)] {
        &self.columns[..self.key]
    }

    /// The key, for SQL.
    pub fn key(&self) -> String {
        names(self.key_columns())
    }

    /// The statement that counts the rows.
    pub fn counting(&self) -> AssertSqlSafe<String> {
        AssertSqlSafe(format!("SELECT count(*) FROM \"{}\"", self.name))
    }

    /// The statement that finds the key of the last row.
    pub fn finding_last(&self) -> AssertSqlSafe<String> {
        let backwards = self.key_columns().iter();
        let backwards: Vec<String> = backwards.map(|(name, _)| format!("\"{name}\" DESC")).collect();
        AssertSqlSafe(format!(
            "SELECT {} FROM \"{}\" ORDER BY {} LIMIT 1",
            self.key(),
            self.name,
            backwards.join(", ")
        ))
    }

    /// The statement that takes every row away.
    pub fn clearing(&self) -> AssertSqlSafe<String> {
        AssertSqlSafe(format!("DELETE FROM \"{}\"", self.name))
    }
}

fn names(columns: &[(&str, Kind)]) -> String {
    let names: Vec<String> = columns.iter().map(|(name, _)| format!("\"{name}\"")).collect();
    names.join(", ")
}

const fn lasting(name: &'static str, key: usize, columns: &'static [(&'static str, Kind)]) -> Table {
    Table {
        name,
        key,
        columns,
        volatile: false,
    }
}

const fn volatile(name: &'static str, key: usize, columns: &'static [(&'static str, Kind)]) -> Table {
    Table {
        name,
        key,
        columns,
        volatile: true,
    }
}

use Kind::{Flag, Id, Number, Octets, Text};

/// All of them but what is counted or derived from others, and the end of the record's chain.
pub(super) const TABLES: &[Table] = &[
    lasting(
        "permissions",
        1,
        &[
            ("code", Text),
            ("position", Number),
            ("name", Text),
            ("description", Text),
        ],
    ),
    lasting(
        "roles",
        1,
        &[
            ("id", Text),
            ("name", Text),
            ("name_canonical", Text),
            ("description", Text),
            ("built_in", Number),
        ],
    ),
    lasting("role_roles", 2, &[("role", Text), ("inside", Text)]),
    lasting("role_permissions", 2, &[("role", Text), ("permission", Text)]),
    lasting(
        "users",
        1,
        &[
            ("number", Number),
            ("id", Id),
            ("request", Id),
            ("email", Text),
            ("email_canonical", Text),
            ("email_skeleton", Text),
            ("first_name", Text),
            ("last_name", Text),
            ("name_key", Text),
            ("name_skeleton", Text),
            ("search_text", Text),
            ("password", Text),
            ("confirmed_at", Number),
            ("enabled", Flag),
            ("created_at", Number),
            ("last_sign_in_at", Number),
        ],
    ),
    lasting("user_roles", 2, &[("user", Number), ("role", Text)]),
    lasting("user_permissions", 2, &[("user", Number), ("permission", Text)]),
    lasting(
        "devices",
        1,
        &[
            ("user", Number),
            ("phone", Text),
            ("confirmed_at", Number),
            ("through", Text),
        ],
    ),
    lasting("recovery_codes", 2, &[("user", Number), ("hash", Octets)]),
    lasting(
        "activity",
        1,
        &[
            ("number", Number),
            ("content", Text),
            ("hash", Octets),
            ("subject", Id),
        ],
    ),
    volatile(
        "outbox",
        1,
        &[
            ("number", Number),
            ("id", Id),
            ("kind", Text),
            ("state", Text),
            ("recipient", Text),
            ("user", Number),
            ("caused_by", Number),
            ("text", Text),
            ("secret", Text),
            ("fault", Text),
            ("said", Text),
            ("created_at", Number),
            ("changed_at", Number),
            ("due_at", Number),
            ("claim", Id),
            ("first_try_at", Number),
            ("tries", Number),
        ],
    ),
    volatile(
        "activations",
        1,
        &[
            ("user", Number),
            ("token", Octets),
            ("code", Octets),
            ("email_canonical", Text),
            ("message", Id),
            ("expires_at", Number),
        ],
    ),
    volatile(
        "codes",
        1,
        &[
            ("phone", Text),
            ("scope", Octets),
            ("hash", Octets),
            ("sent_at", Number),
            ("misses", Number),
            ("through", Text),
            ("message", Id),
        ],
    ),
    volatile(
        "code_sends",
        1,
        &[("message", Id), ("phone", Text), ("prefix", Text), ("at", Number)],
    ),
    volatile("code_misses", 0, &[("phone", Text), ("at", Number)]),
    volatile(
        "confirmed_numbers",
        2,
        &[
            ("scope", Octets),
            ("phone", Text),
            ("at", Number),
            ("through", Text),
        ],
    ),
    volatile(
        "sign_in_misses",
        1,
        &[("key", Octets), ("count", Number), ("last_at", Number)],
    ),
    volatile(
        "settings",
        1,
        &[
            ("one", Number),
            ("idle_lock_minutes", Number),
            ("clipboard_clear_seconds", Number),
            ("password_preset", Text),
            ("least_password_score", Number),
            ("organisation", Text),
        ],
    ),
    volatile("setting_documents", 1, &[("name", Text), ("value", Text)]),
];

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::sqlite::SqliteDirectory;

    /// What is counted anew, or belongs to the database itself.
    const NOT_COPIED: &[&str] = &["user_counts", "activity_head", "_sqlx_migrations"];

    #[tokio::test]
    async fn every_table_and_column_is_copied_or_named_as_one_that_is_not() {
        let directory = SqliteDirectory::in_memory().await.expect("it opens");
        let stored = directory.columns().await.expect("it tells");
        let copied: BTreeSet<(String, String)> = TABLES
            .iter()
            .flat_map(|table| {
                table
                    .columns
                    .iter()
                    .map(|(column, _)| (table.name.to_owned(), (*column).to_owned()))
            })
            .collect();
        let missing: Vec<_> = stored
            .into_iter()
            .filter(|(table, _)| !NOT_COPIED.contains(&table.as_str()) && !table.starts_with("users_search"))
            .filter(|column| !copied.contains(column))
            .filter(|(table, column)| (table.as_str(), column.as_str()) != ("roles", "holders"))
            .collect();
        assert_eq!(missing, []);
    }
}
