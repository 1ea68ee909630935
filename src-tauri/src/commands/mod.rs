//! The commands of the window: take wire types, call one use case, convert.

pub mod activation;
pub mod activity;
pub mod connections;
pub mod device;
pub mod mail;
pub mod messages;
pub mod outbox;
pub mod passwords;
pub mod roles;
pub mod second_step;
pub mod settings;
pub mod sms;
pub mod start;
pub mod users;
pub mod wizard;

use crate::{ipc::CommandError, shell::Shell};
use tauri::State;

/// What every command answers.
type Answer<T> = Result<T, CommandError>;

/// The state behind the window.
type Desktop<'a> = State<'a, Shell>;
