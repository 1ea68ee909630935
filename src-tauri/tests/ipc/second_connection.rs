//! What a test does to the directory behind the application's back.

use std::{path::PathBuf, sync::Arc};

use accounts::{Clock, Directory, EmailAddress, sign_in::TryKey};
use directories::{DirectoryKey, Found};
use frontdesk::{clock::SystemClock, places::Places};
use keychain::SecretStore;
use serde_json::json;
use sqlx::{Connection, SqliteConnection, sqlite::SqliteConnectOptions};
use tauri::async_runtime::block_on;

use crate::desktop::{Desktop, draft, request_id};

impl Desktop {
    /// The folder of the directory.
    pub fn data(&self) -> PathBuf {
        Places::under(self.home.path()).expect("a place").data
    }

    /// The name of the keychain's entry.
    pub fn key_entry(&self) -> String {
        match directories::look(&self.data()) {
            Ok(Found::Local { id, .. }) => format!("directory-{id}"),
            other => panic!("there is no directory: {other:?}"),
        }
    }

    fn key(&self) -> DirectoryKey {
        let secret = block_on(self.keychain.read(&self.key_entry()));
        let secret = secret.expect("it answers").expect("the key is there");
        DirectoryKey::from_base64(secret.expose()).expect("a key")
    }

    /// A second connection to the same directory.
    pub fn second_connection(&self) -> Arc<dyn Directory> {
        block_on(directories::open_local(&self.data(), &self.key())).expect("it opens")
    }

    /// Runs SQL as nobody but a test could.
    pub fn sql(&self, statement: &str) {
        let hex = self.key().to_hex();
        let options = SqliteConnectOptions::new()
            .filename(self.data().join("frontdesk.db"))
            .pragma("key", format!("\"x'{}'\"", *hex));
        block_on(async {
            let mut connection = SqliteConnection::connect_with(&options).await.expect("it opens");
            let statement = sqlx::AssertSqlSafe(statement.to_owned());
            sqlx::raw_sql(statement)
                .execute(&mut connection)
                .await
                .expect("it runs");
            connection.close().await.expect("it closes");
        });
    }

    /// Creates a user with a role, already confirmed, and returns the id.
    pub fn confirmed_user(&self, email: &str, role: &str) -> String {
        let mut form = draft(email);
        form["roles"] = json!([role]);
        let created = self.call("create_user", json!({ "draft": form, "requestId": request_id() }));
        self.confirm(email);
        created.expect("created")["id"]
            .as_str()
            .expect("an id")
            .to_owned()
    }

    /// Confirms an address, as the link in the message will.
    pub fn confirm(&self, email: &str) {
        self.sql(&format!(
            "UPDATE users SET confirmed_at = created_at WHERE email = '{email}'"
        ));
    }

    /// Clears the misses of an address and of the machine.
    pub fn forget_misses(&self, _email: &str) {
        self.sql("DELETE FROM sign_in_misses");
    }

    /// As if so many tries had been misses, the last one long ago.
    pub fn store_misses(&self, email: &str, count: u32) {
        let directory = self.second_connection();
        let key = TryKey::of(&EmailAddress::parse(email).expect("an address"));
        block_on(async {
            let now = SystemClock::default().now();
            for _ in 0..count {
                directory
                    .admit_try(&[key], now, |_, _, _| accounts::sign_in::Admission::Admitted)
                    .await
                    .expect("counted");
            }
            directory.close().await;
        });
    }
}
