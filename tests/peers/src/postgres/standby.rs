//! Servers that follow another: on the same kind of storage, set up in the same way.

use std::{
    fs::{self, OpenOptions},
    io::{self, Write as _},
    sync::atomic::{AtomicU32, Ordering},
};

use super::{Postgres, WITHIN, installed::finish};
use crate::program::wait_for;

impl Postgres {
    /// Starts one that follows this one, under the same TLS identity. This one does not wait for it.
    pub fn standby(&self) -> io::Result<Self> {
        self.followed_by(&follower())
    }

    /// The same, but from now on this one confirms nothing before the standby shows it.
    pub fn synchronous_standby(&self) -> io::Result<Self> {
        let name = follower();
        let standby = self.followed_by(&name)?;
        self.database_named("postgres").run(&format!(
            "alter system set synchronous_commit = 'remote_apply';
            alter system set synchronous_standby_names = '{name}';
            select pg_reload_conf();"
        ))?;
        self.wait_for_follower(&name, "sync_state = 'sync'")?;
        Ok(standby)
    }

    /// Waits until this standby shows what the other has stored by now.
    pub fn catch_up_with(&self, primary: &Self) -> io::Result<()> {
        let stored = primary.database_named("postgres");
        let stored = stored.ask("select pg_current_wal_flush_lsn()")?;
        let shown = self.database_named("postgres");
        let question = format!("select pg_last_wal_replay_lsn() >= '{stored}'");
        wait_for("what the other stored", WITHIN, || {
            shown.ask(&question).is_ok_and(|answer| answer == "t")
        })
    }

    /// Makes this standby follow nobody, and wait for nobody: from now on it stores by itself.
    pub fn promote(&mut self) -> io::Result<()> {
        let answer = self.database_named("postgres").ask("select pg_promote()")?;
        if answer == "t" {
            return Ok(());
        }
        Err(io::Error::other("it goes on following"))
    }

    fn followed_by(&self, name: &str) -> io::Result<Self> {
        let place = self.folder.parent().unwrap_or(&self.folder);
        let mut standby = Self::lay_out(&self.authority, place)?;
        let (from, to) = (self.client(), standby.client());
        fs::copy(from.certificate, to.certificate)?;
        fs::copy(from.key, to.key)?;
        let mut command = standby.installed.command("pg_basebackup", &standby.folder);
        command.arg("-D").arg(standby.data()).arg("-d").arg(format!(
            "host={} port={} user={} application_name={name}",
            self.socket().display(),
            self.port,
            Self::SUPERUSER
        ));
        command.args(["--write-recovery-conf", "--create-slot", "--slot", name]);
        command.args(["--wal-method", "stream", "--checkpoint", "fast", "--no-sync"]);
        finish(command.env("PGPASSWORD", Self::SUPERUSER_PASSWORD))?;
        // Whom the other waits for is none of its business.
        let settings = standby.data().join("postgresql.auto.conf");
        let mut settings = OpenOptions::new().append(true).open(settings)?;
        settings.write_all(b"synchronous_standby_names = ''\n")?;
        standby.launch()?;
        self.wait_for_follower(name, "state = 'streaming'")?;
        Ok(standby)
    }

    fn wait_for_follower(&self, name: &str, state: &str) -> io::Result<()> {
        let server = self.database_named("postgres");
        let question =
            format!("select count(*) from pg_stat_replication where application_name = '{name}' and {state}");
        wait_for("the standby", WITHIN, || {
            server.ask(&question).is_ok_and(|answer| answer == "1")
        })
    }
}

fn follower() -> String {
    static NEXT: AtomicU32 = AtomicU32::new(1);
    format!("standby_{}", NEXT.fetch_add(1, Ordering::Relaxed))
}
