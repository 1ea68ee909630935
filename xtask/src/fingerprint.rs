//! Tells whether files changed since they were last made into something.

use std::{
    fs,
    hash::{DefaultHasher, Hash, Hasher},
    path::{Path, PathBuf},
};

use crate::failure::Failure;

/// The contents and names of files, in one number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fingerprint(String);

impl Fingerprint {
    /// Of files, and of all files below folders. What is not there counts as not there.
    pub fn of(paths: &[PathBuf]) -> Result<Self, Failure> {
        let mut files = Vec::new();
        for path in paths {
            collect(path, &mut files)?;
        }
        files.sort();
        let mut hasher = DefaultHasher::new();
        for file in files {
            let contents = fs::read(&file).map_err(Failure::file(&file))?;
            (file, contents).hash(&mut hasher);
        }
        Ok(Self(format!("{:016x}", hasher.finish())))
    }

    /// Whether this is what was kept last.
    pub fn is_kept_in(&self, stamp: &Path) -> bool {
        fs::read_to_string(stamp).is_ok_and(|kept| kept == self.0)
    }

    /// Keeps it for the next time.
    pub fn keep_in(&self, stamp: &Path) -> Result<(), Failure> {
        fs::write(stamp, &self.0).map_err(Failure::file(stamp))
    }
}

fn collect(path: &Path, files: &mut Vec<PathBuf>) -> Result<(), Failure> {
    if path.is_dir() {
        for entry in fs::read_dir(path).map_err(Failure::file(path))? {
            collect(&entry.map_err(Failure::file(path))?.path(), files)?;
        }
    } else if path.is_file() {
        files.push(path.to_path_buf());
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_change_of_names_or_contents_is_a_change() {
        let folder = tempfile::tempdir().expect("a folder");
        let (source, stamp) = (folder.path().join("source"), folder.path().join("stamp"));
        fs::create_dir(&source).expect("made");
        fs::write(source.join("a"), "one").expect("written");
        let now = || Fingerprint::of(std::slice::from_ref(&source)).expect("read");

        assert!(!now().is_kept_in(&stamp));
        now().keep_in(&stamp).expect("kept");
        fs::write(source.join("a"), "one").expect("written again");
        assert!(now().is_kept_in(&stamp));
        fs::write(source.join("a"), "two").expect("changed");
        assert!(!now().is_kept_in(&stamp));
        fs::write(source.join("a"), "one").expect("changed back");
        fs::rename(source.join("a"), source.join("b")).expect("renamed");
        assert!(!now().is_kept_in(&stamp));
    }
}
