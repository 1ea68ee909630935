//! The steps that bring tables up to date, in the order of their versions. They are never changed once a program with
//! them was released; a new one is added to its folder and to the list of its database.

use std::sync::LazyLock;

use sqlx::{
    AssertSqlSafe, SqlSafeStr as _,
    migrate::{Migration, MigrationType, Migrator},
};

/// Of a local directory.
pub(crate) static SQLITE: LazyLock<Migrator> = LazyLock::new(|| {
    migrator(&[
        (
            1,
            "directory",
            include_str!("../migrations/sqlite/0001_directory.sql"),
        ),
        (
            2,
            "built in",
            include_str!("../migrations/sqlite/0002_built_in.sql"),
        ),
        (
            3,
            "permission holders",
            include_str!("../migrations/sqlite/0003_permission_holders.sql"),
        ),
        (
            4,
            "search index",
            include_str!("../migrations/sqlite/0004_search_index.sql"),
        ),
        (
            5,
            "devices",
            include_str!("../migrations/sqlite/0005_devices.sql"),
        ),
        (
            6,
            "activation",
            include_str!("../migrations/sqlite/0006_activation.sql"),
        ),
    ])
});

/// Of a directory on a server.
pub(crate) static POSTGRES: LazyLock<Migrator> = LazyLock::new(|| {
    migrator(&[
        (
            1,
            "directory",
            include_str!("../migrations/postgres/0001_directory.sql"),
        ),
        (
            2,
            "built in",
            include_str!("../migrations/postgres/0002_built_in.sql"),
        ),
    ])
});

/// What brings tables up to date by steps: the version of each, what it is about, and its statements.
fn migrator(steps: &[(i64, &'static str, &'static str)]) -> Migrator {
    let steps = steps.iter().map(|(version, about, sql)| {
        let sql = AssertSqlSafe(*sql).into_sql_str();
        Migration::new(*version, (*about).into(), MigrationType::Simple, sql, false)
    });
    Migrator::with_migrations(steps.collect())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::expect_used, reason = "a test says what it expects")]

    use std::path::Path;

    use super::*;

    #[tokio::test]
    async fn every_file_is_a_step_and_every_step_a_file() {
        for (folder, steps) in [
            ("migrations/sqlite", &*SQLITE),
            ("migrations/postgres", &*POSTGRES),
        ] {
            let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
            let files = Migrator::new(folder.as_path()).await.expect("readable");
            let told = |steps: &Migrator| -> Vec<_> {
                let told = steps.iter();
                told.map(|step| (step.version, step.description.clone(), step.checksum.clone()))
                    .collect()
            };
            assert_eq!(told(steps), told(&files), "{}", folder.display());
        }
    }
}
