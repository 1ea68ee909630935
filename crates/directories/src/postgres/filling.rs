//! Storing many accounts at once, for benches.

use accounts::{DirectoryError, NewAccount, activity::Entry, text};
use sqlx::{Executor as _, PgConnection, query, query_scalar};

use super::{
    PostgresDirectory,
    failure::opening,
    servers::PATIENT,
    tokens::{self, Indexed},
};
use crate::{
    OpenError,
    rows::{head, name_key, name_skeleton},
};

/// Accounts that share a transaction.
const TOGETHER: usize = 5_000;

impl PostgresDirectory {
    /// Stores accounts without permissions and devices, each with its entry.
    pub async fn store_many(
        &self,
        accounts: impl Iterator<Item = (NewAccount, Entry)> + Send,
    ) -> Result<(), OpenError> {
        let connection = self.connections.servers.connect().await;
        let mut connection = connection.map_err(DirectoryError::from)?;
        let hasty = "SET synchronous_commit = off; SET maintenance_work_mem = '512MB'";
        for statement in [PATIENT, hasty] {
            connection.execute(statement).await.map_err(opening)?;
        }
        let mut accounts = accounts.peekable();
        while accounts.peek().is_some() {
            let batch: Vec<(NewAccount, Entry)> = accounts.by_ref().take(TOGETHER).collect();
            store(&mut connection, &batch).await?;
        }
        connection.execute("VACUUM ANALYZE").await.map_err(opening)?;
        Ok(())
    }
}

async fn store(connection: &mut PgConnection, batch: &[(NewAccount, Entry)]) -> Result<(), OpenError> {
    connection.execute("BEGIN").await.map_err(opening)?;
    let numbers = store_users(connection, batch).await?;
    store_tokens(connection, batch, &numbers).await?;
    store_roles(connection, batch, &numbers).await?;
    store_entries(connection, batch).await?;
    connection.execute("COMMIT").await.map_err(opening)?;
    Ok(())
}

/// A column of the batch.
fn column<T>(batch: &[(NewAccount, Entry)], value: impl Fn(&NewAccount) -> T) -> Vec<T> {
    batch.iter().map(|(account, _)| value(account)).collect()
}

async fn store_users(
    connection: &mut PgConnection,
    batch: &[(NewAccount, Entry)],
) -> Result<Vec<i64>, OpenError> {
    let names = |account: &NewAccount| (account.first_name.clone(), account.last_name.clone());
    let key = |account: &NewAccount| {
        let (first, last) = names(account);
        name_key(&first, &last)
    };
    let skeleton = |account: &NewAccount| {
        let (first, last) = names(account);
        name_skeleton(&first, &last)
    };
    let email = |account: &NewAccount| account.email.as_str().to_owned();
    query_scalar(
        "INSERT INTO users (id, request, email, email_canonical, email_skeleton, first_name, last_name, name_key,
             name_skeleton, search_text, password, confirmed_at, enabled, created_at)
         SELECT * FROM unnest($1::UUID[], $2::UUID[], $3::TEXT[], $4::TEXT[], $5::TEXT[], $6::TEXT[], $7::TEXT[],
             $8::TEXT[], $9::TEXT[], $10::TEXT[], $11::TEXT[], $12::BIGINT[], $13::BOOLEAN[], $14::BIGINT[])
         RETURNING number",
    )
    .bind(column(batch, |account| account.id.0))
    .bind(column(batch, |account| account.request.0))
    .bind(column(batch, email))
    .bind(column(batch, |account| account.email.canonical().to_owned()))
    .bind(column(batch, |account| text::skeleton(account.email.as_str())))
    .bind(column(batch, |account| account.first_name.as_str().to_owned()))
    .bind(column(batch, |account| account.last_name.as_str().to_owned()))
    .bind(column(batch, key))
    .bind(column(batch, skeleton))
    .bind(column(batch, NewAccount::search_text))
    .bind(column(batch, |account| account.password.as_str().to_owned()))
    .bind(column(batch, |account| account.confirmed_at.map(jiff::Timestamp::as_millisecond)))
    .bind(column(batch, |account| account.enabled))
    .bind(column(batch, |account| account.created_at.as_millisecond()))
    .fetch_all(connection)
    .await
    .map_err(opening)
}

async fn store_tokens(
    connection: &mut PgConnection,
    batch: &[(NewAccount, Entry)],
    numbers: &[i64],
) -> Result<(), OpenError> {
    let indexed = batch.iter().zip(numbers).map(|((account, _), number)| Indexed {
        number: *number,
        search_text: account.search_text(),
        name_key: name_key(&account.first_name, &account.last_name),
        email_canonical: account.email.canonical().to_owned(),
    });
    let indexed: Vec<Indexed> = indexed.collect();
    Ok(tokens::index(connection, &indexed).await?)
}

async fn store_roles(
    connection: &mut PgConnection,
    batch: &[(NewAccount, Entry)],
    numbers: &[i64],
) -> Result<(), OpenError> {
    let (mut users, mut roles) = (Vec::new(), Vec::new());
    for ((account, _), number) in batch.iter().zip(numbers) {
        for role in &account.roles {
            users.push(*number);
            roles.push(role.0.clone());
        }
    }
    query("INSERT INTO user_roles (\"user\", role) SELECT * FROM unnest($1::BIGINT[], $2::TEXT[])")
        .bind(users)
        .bind(roles)
        .execute(connection)
        .await
        .map_err(opening)?;
    Ok(())
}

async fn store_entries(
    connection: &mut PgConnection,
    batch: &[(NewAccount, Entry)],
) -> Result<(), OpenError> {
    let statement = "UPDATE activity_head SET revision = revision + 1 RETURNING number, hash";
    let (number, hash): (i64, Vec<u8>) = sqlx::query_as(statement)
        .fetch_one(&mut *connection)
        .await
        .map_err(opening)?;
    let mut head = head(number, hash)?;
    let (mut numbers, mut contents, mut hashes, mut subjects) = (vec![], vec![], vec![], vec![]);
    for (_, entry) in batch {
        let link = head.append(entry);
        head = link.head();
        numbers.push(link.number.cast_signed());
        contents.push(link.content);
        hashes.push(link.hash.to_vec());
        subjects.push(entry.subject.as_ref().and_then(|party| party.id));
    }
    query(
        "INSERT INTO activity (number, content, hash, subject)
         SELECT * FROM unnest($1::BIGINT[], $2::TEXT[], $3::BYTEA[], $4::UUID[])",
    )
    .bind(numbers)
    .bind(contents)
    .bind(hashes)
    .bind(subjects)
    .execute(&mut *connection)
    .await
    .map_err(opening)?;
    query("UPDATE activity_head SET number = $1, hash = $2")
        .bind(head.number.cast_signed())
        .bind(head.hash.as_slice())
        .execute(connection)
        .await
        .map_err(opening)?;
    Ok(())
}
