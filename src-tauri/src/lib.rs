//! The desktop application: composes the crates and shows them in a window.

mod activating;
pub mod clipboard;
pub mod clock;
mod commands;
mod connections;
mod copying;
pub mod ipc;
mod known;
mod locked;
mod log;
mod mail;
mod opening;
mod outbox;
pub mod places;
mod secrets;
mod serve;
mod servers;
mod session;
pub mod shell;
mod signing_in;
pub mod single_instance;
mod sms;
mod stage;
mod watching;
mod window;

use std::{process::ExitCode, sync::Arc, time::Duration};

use clap::{Parser, Subcommand};
use keychain::{OsKeychain, SecretStore};
use tauri::{App, Builder, Emitter as _, Manager as _, RunEvent, Runtime, async_runtime};

use crate::{ipc::EventName, places::Places, shell::Shell, single_instance::Start};

/// How often an idle window is looked for, and a server whose time has come.
const LOOK: Duration = Duration::from_secs(1);

/// Creates user accounts properly. Without a command it opens its window.
#[derive(Parser)]
#[command(name = "frontdesk", version)]
struct Arguments {
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Subcommand)]
enum Command {
    /// Serves the page that confirms e-mail addresses, and delivers e-mails, without a window.
    Serve(serve::Options),
}

/// Runs the application until its window is closed, or `frontdesk serve` until it is told to end.
pub fn run() -> ExitCode {
    let ended = match Arguments::parse().command {
        None => start(),
        Some(Command::Serve(options)) => serve::run(&options).map_err(Into::into),
    };
    match ended {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            tracing::error!("{error}");
            // There is no window to say it in.
            #[expect(
                clippy::print_stderr,
                reason = "nobody reads the log of a program that did not start"
            )]
            {
                eprintln!("Frontdesk could not start: {error}");
            }
            ExitCode::FAILURE
        }
    }
}

fn start() -> Result<(), Box<dyn std::error::Error>> {
    let places = Places::of_this_user()?;
    log::start(&places.logs);
    let guard = match single_instance::claim(&places) {
        Ok(Start::First(guard)) => Some(guard),
        Ok(Start::Second) => return Ok(()),
        Err(error) => {
            // As on a disk that cannot be written: the window says what to do about that.
            tracing::warn!("{error}");
            None
        }
    };
    let web_data = places.web.clone();
    let app = build(
        Builder::default(),
        tauri::generate_context!(),
        places,
        Arc::new(OsKeychain::new()),
    )?;
    window::open(&app, &web_data)?;
    let handle = app.handle().clone();
    if let Some(guard) = &guard {
        guard.on_second_start(move || window::focus(&handle));
    }
    app.run(move |app, event| {
        if matches!(event, RunEvent::Exit) {
            let shell = app.state::<Shell>();
            shell.clipboard.clear_now();
            async_runtime::block_on(shell.close());
        }
    });
    Ok(())
}

/// Composes the application without opening a window: the same for the real one and for tests.
pub fn build<R: Runtime>(
    builder: Builder<R>,
    context: tauri::Context<R>,
    places: Places,
    keychain: Arc<dyn SecretStore>,
) -> tauri::Result<App<R>> {
    let app = builder
        .invoke_handler(tauri::generate_handler![
            commands::start::start_state,
            commands::start::retry_opening,
            commands::start::unlock_directory,
            commands::start::check_owner,
            commands::start::start_local_directory,
            commands::start::look_around,
            commands::start::leave_sample,
            commands::start::sign_in,
            commands::start::unlock,
            commands::start::lock,
            commands::start::sign_out,
            commands::second_step::send_sign_in_code,
            commands::second_step::confirm_sign_in,
            commands::second_step::use_recovery_code,
            commands::second_step::cancel_sign_in,
            commands::second_step::new_recovery_codes,
            commands::second_step::keep_recovery_codes,
            commands::activation::begin_activation,
            commands::activation::rate_own_password,
            commands::activation::choose_own_password,
            commands::activation::send_own_code,
            commands::activation::register_own_device,
            commands::activation::leave_activation,
            commands::start::keep_alive,
            commands::connections::connections,
            commands::connections::read_connection_address,
            commands::connections::try_connection,
            commands::connections::save_connection,
            commands::connections::rename_connection,
            commands::connections::remove_connection,
            commands::connections::switch_connection,
            commands::connections::enter_credentials,
            commands::connections::start_remote_directory,
            commands::connections::directory_condition,
            commands::connections::copy_directory,
            commands::connections::copy_state,
            commands::connections::cancel_copy,
            commands::users::list_users,
            commands::users::count_users,
            commands::users::show_user,
            commands::users::unlock_sign_in,
            commands::users::remove_device,
            commands::users::resend_confirmation,
            commands::wizard::check_draft,
            commands::wizard::check_email,
            commands::device::phone_countries,
            commands::device::format_phone,
            commands::device::send_code,
            commands::device::confirm_code,
            commands::wizard::create_user,
            commands::passwords::rate_password,
            commands::passwords::generate_password,
            commands::passwords::copy_password,
            commands::roles::list_roles,
            commands::roles::preview_grants,
            commands::roles::role_holders,
            commands::roles::permission_holders,
            commands::roles::save_role,
            commands::roles::delete_role,
            commands::outbox::list_outbox,
            commands::outbox::read_message,
            commands::outbox::retry_message,
            commands::outbox::cancel_message,
            commands::activity::list_activity,
            commands::activity::verify_activity,
            commands::activity::export_activity,
            commands::settings::settings,
            commands::settings::save_settings,
            commands::sms::sms_settings,
            commands::sms::save_sms_settings,
            commands::sms::send_test_message,
            commands::sms::gateway_condition,
            commands::mail::mail_settings,
            commands::mail::save_mail_settings,
            commands::mail::try_mail_server,
            commands::mail::send_mail_test,
            commands::messages::message_settings,
            commands::messages::save_message_settings,
            commands::messages::preview_message,
        ])
        .build(context)?;
    let handle = app.handle().clone();
    let notify = Arc::new(move |event: EventName| {
        // Fails only when the window is gone, and then nobody wants to know.
        let _ = handle.emit(event.name(), ());
    });
    app.manage(Shell::new(places, keychain, notify));
    let handle = app.handle().clone();
    async_runtime::spawn(async move {
        let shell = handle.state::<Shell>();
        shell.open().await;
        loop {
            tokio::time::sleep(LOOK).await;
            shell.open_if_due().await;
            shell.lock_if_idle().await;
        }
    });
    Ok(app)
}
