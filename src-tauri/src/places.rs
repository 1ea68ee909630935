//! Where files live.

use std::{
    env, fs, io,
    path::{Path, PathBuf, absolute},
};

use platform_dirs::{ProjectDirs, UserDirs};

/// The variable that moves all files into one folder.
pub const HOME_VARIABLE: &str = "FRONTDESK_HOME";

/// Where files live. Nothing is made before [`Places::create_private`] or [`Places::create_exports`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Places {
    /// The local directory, the description of its key, and the lock that keeps a second Frontdesk away.
    pub data: PathBuf,
    /// Log files.
    pub logs: PathBuf,
    /// What the web view keeps for itself: nothing that would be missed.
    pub web: PathBuf,
    /// What the operator exports: for people, so in their Downloads folder.
    pub exports: PathBuf,
}

/// Why there is no place for files.
#[derive(Debug, thiserror::Error)]
pub enum PlacesError {
    /// The system names no home folder for this user, and `FRONTDESK_HOME` names none either.
    #[error("the system names no home folder")]
    NoHome,
    /// A folder could not be made.
    #[error("a folder could not be made")]
    Create {
        /// The folder.
        path: PathBuf,
        /// What the system said.
        #[source]
        source: io::Error,
    },
}

impl Places {
    /// The folders of the platform, or those under `FRONTDESK_HOME`.
    pub fn of_this_user() -> Result<Self, PlacesError> {
        match env::var_os(HOME_VARIABLE) {
            Some(home) if !home.is_empty() => Self::under(Path::new(&home)),
            _ => Self::of_platform(),
        }
    }

    /// All in one folder: `data`, `logs`, `web` and `exports`.
    pub fn under(home: &Path) -> Result<Self, PlacesError> {
        // Absolute, so that a later change of the working folder moves nothing.
        let home = absolute(home).map_err(|source| PlacesError::Create {
            path: home.to_owned(),
            source,
        })?;
        Ok(Self {
            data: home.join("data"),
            logs: home.join("logs"),
            web: home.join("web"),
            exports: home.join("exports"),
        })
    }

    fn of_platform() -> Result<Self, PlacesError> {
        let project = ProjectDirs::from("", "", "Frontdesk").ok_or(PlacesError::NoHome)?;
        let user = UserDirs::new().ok_or(PlacesError::NoHome)?;
        Ok(Self {
            // The local one: a database must not roam between computers.
            data: project.data_local_dir().to_owned(),
            logs: logs(&project, &user),
            web: project.cache_dir().join("web"),
            exports: user.download_dir().unwrap_or_else(|| user.home_dir()).to_owned(),
        })
    }

    /// Makes all folders but the one for exports where they are missing; on Unix nobody else may enter them.
    pub fn create_private(&self) -> Result<(), PlacesError> {
        create(&self.data)?;
        create(&self.logs)?;
        create(&self.web)
    }

    /// Makes the folder for exports where it is missing.
    pub fn create_exports(&self) -> Result<(), PlacesError> {
        create(&self.exports)
    }
}

/// `~/Library/Logs/Frontdesk`, where the Console shows them.
#[cfg(target_os = "macos")]
fn logs(_project: &ProjectDirs, user: &UserDirs) -> PathBuf {
    user.home_dir().join("Library/Logs/Frontdesk")
}

/// On Linux `~/.local/state/frontdesk/logs`; on Windows `%LOCALAPPDATA%\Frontdesk\logs`, beside `data`.
#[cfg(not(target_os = "macos"))]
fn logs(project: &ProjectDirs, _user: &UserDirs) -> PathBuf {
    match project.state_dir() {
        Some(state) => state.join("logs"),
        None => project.data_local_dir().with_file_name("logs"),
    }
}

fn create(path: &Path) -> Result<(), PlacesError> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path).map_err(|source| PlacesError::Create {
        path: path.to_owned(),
        source,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_folder_holds_everything_when_it_is_named() {
        let home = tempfile::tempdir().unwrap();
        let places = Places::under(home.path()).unwrap();
        assert_eq!(places.data, home.path().join("data"));
        assert_eq!(places.logs, home.path().join("logs"));
        assert_eq!(places.web, home.path().join("web"));
        assert_eq!(places.exports, home.path().join("exports"));
    }

    #[test]
    fn a_relative_home_becomes_absolute() {
        assert!(Places::under(Path::new("here")).unwrap().data.is_absolute());
    }

    #[test]
    fn finding_the_places_makes_nothing() {
        let home = tempfile::tempdir().unwrap();
        Places::under(home.path()).unwrap();
        assert_eq!(fs::read_dir(home.path()).unwrap().count(), 0);
    }

    #[test]
    fn a_file_in_the_way_is_named() {
        let home = tempfile::tempdir().unwrap();
        fs::write(home.path().join("data"), "").unwrap();
        let places = Places::under(home.path()).unwrap();
        let error = places.create_private().unwrap_err();
        assert!(matches!(error, PlacesError::Create { path, .. } if path == places.data));
    }

    #[cfg(unix)]
    #[test]
    fn the_folders_are_private() {
        use std::os::unix::fs::PermissionsExt;

        let home = tempfile::tempdir().unwrap();
        let places = Places::under(&home.path().join("deep/er")).unwrap();
        places.create_private().unwrap();
        places.create_private().unwrap();
        places.create_exports().unwrap();
        for folder in [&places.data, &places.logs, &places.web, &places.exports] {
            assert_eq!(fs::metadata(folder).unwrap().permissions().mode() & 0o777, 0o700);
        }
    }
}
