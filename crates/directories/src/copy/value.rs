//! A value on its way from one database to another.

use sqlx::{Postgres, QueryBuilder, Row as _, Sqlite, postgres::PgRow, sqlite::SqliteRow};
use uuid::Uuid;

use super::{
    BATCH,
    tables::{Kind, Table},
};

/// A value, or none, of one of the kinds.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Value {
    Number(Option<i64>),
    Flag(Option<bool>),
    Text(Option<String>),
    Octets(Option<Vec<u8>>),
    Id(Option<Uuid>),
}

/// A row.
pub(super) type Values = Vec<Value>;

/// Reading and writing are alike in every database.
macro_rules! in_database {
    ($database:ty, $row:ty, $read:ident, $push:ident, $select:ident, $insert:ident) => {
        /// The columns of a row, from the first on.
        pub(super) fn $read(row: &$row, columns: &[(&str, Kind)]) -> sqlx::Result<Values> {
            let values = columns.iter().enumerate().map(|(index, (_, kind))| {
                Ok(match kind {
                    Kind::Number => Value::Number(row.try_get(index)?),
                    Kind::Flag => Value::Flag(row.try_get(index)?),
                    Kind::Text => Value::Text(row.try_get(index)?),
                    Kind::Octets => Value::Octets(row.try_get(index)?),
                    Kind::Id => Value::Id(row.try_get(index)?),
                })
            });
            values.collect()
        }

        /// Values with commas between.
        fn $push(sql: &mut QueryBuilder<$database>, values: &[Value]) {
            let mut separated = sql.separated(", ");
            for value in values {
                match value.clone() {
                    Value::Number(value) => separated.push_bind(value),
                    Value::Flag(value) => separated.push_bind(value),
                    Value::Text(value) => separated.push_bind(value),
                    Value::Octets(value) => separated.push_bind(value),
                    Value::Id(value) => separated.push_bind(value),
                };
            }
        }

        /// The statement that finds the next rows behind a key, in the order of keys; all of them where the table has no
        /// key.
        pub(super) fn $select(table: &Table, after: Option<&[Value]>) -> QueryBuilder<$database> {
            let mut sql = QueryBuilder::new(format!(
                "SELECT {} FROM \"{}\"",
                table.columns(),
                table.name
            ));
            if let Some(after) = after {
                sql.push(format!(" WHERE ({}) > (", table.key()));
                $push(&mut sql, after);
                sql.push(")");
            }
            if table.key > 0 {
                sql.push(format!(" ORDER BY {} LIMIT {BATCH}", table.key()));
            }
            sql
        }

        /// The statement that stores rows that are not there yet.
        pub(super) fn $insert(table: &Table, rows: &[Values]) -> QueryBuilder<$database> {
            let mut sql = QueryBuilder::new(format!(
                "INSERT INTO \"{}\" ({}) VALUES ",
                table.name,
                table.columns()
            ));
            for (index, row) in rows.iter().enumerate() {
                sql.push(if index == 0 { "(" } else { ", (" });
                $push(&mut sql, row);
                sql.push(")");
            }
            sql.push(" ON CONFLICT DO NOTHING");
            sql
        }
    };
}

in_database!(
    Sqlite,
    SqliteRow,
    read_sqlite,
    push_sqlite,
    select_sqlite,
    insert_sqlite
);
in_database!(
    Postgres,
    PgRow,
    read_postgres,
    push_postgres,
    select_postgres,
    insert_postgres
);
