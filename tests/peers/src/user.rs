//! Whom a server becomes that must not work as root.

use std::{
    fs, io,
    os::unix::{
        fs::{MetadataExt as _, chown},
        process::CommandExt as _,
    },
    path::Path,
    process::Command,
};

/// Who a server is: whoever runs the tests, and where that is root, a user of the server's own.
#[derive(Debug, Clone, Copy)]
pub(crate) struct User {
    pub(crate) id: u32,
    pub(crate) group: u32,
    /// Where files have to be given to somebody.
    is_another: bool,
}

impl User {
    /// The owner of a folder of ours, or where that is root, the first of these names that there is.
    pub(crate) fn of(folder: &Path, names: &[&str]) -> io::Result<Self> {
        let ours = fs::metadata(folder)?;
        if ours.uid() != 0 {
            return Ok(Self {
                id: ours.uid(),
                group: ours.gid(),
                is_another: false,
            });
        }
        let users = fs::read_to_string("/etc/passwd")?;
        names
            .iter()
            .find_map(|name| users.lines().find_map(|line| Self::called(name, line)))
            .ok_or_else(|| io::Error::other(format!("nobody here is called {}", names.join(" or "))))
    }

    fn called(name: &str, line: &str) -> Option<Self> {
        let mut fields = line.strip_prefix(name)?.strip_prefix(':')?.split(':').skip(1);
        Some(Self {
            id: fields.next()?.parse().ok()?,
            group: fields.next()?.parse().ok()?,
            is_another: true,
        })
    }

    /// Gives them a file or folder.
    pub(crate) fn own(&self, path: &Path) -> io::Result<()> {
        if self.is_another {
            chown(path, Some(self.id), Some(self.group))?;
        }
        Ok(())
    }

    /// Makes a program run as them, with no other groups.
    pub(crate) fn run(&self, command: &mut Command) {
        if self.is_another {
            command.uid(self.id).gid(self.group);
        }
    }
}
