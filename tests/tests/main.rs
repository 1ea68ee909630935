//! Journeys through the real window, one module a theme. Each test has a computer of its own.

/// Journeys that are the same whatever holds the directory: each is a test on a local one, and one on a server.
macro_rules! on_every_directory {
    ($($name:ident),* $(,)?) => {
        mod local {
            $(#[tokio::test]
            async fn $name() -> journeys::Outcome {
                super::$name(journeys::Computer::new()?).await
            })*
        }
        mod postgres {
            $(#[tokio::test]
            async fn $name() -> journeys::Outcome {
                super::$name(journeys::Computer::at(journeys::Server::shared()?)?).await
            })*
        }
    };
}

mod accessible;
mod closing;
mod connection;
mod crashing;
mod creating;
mod device;
mod device_codes;
mod device_numbers;
mod directories;
mod first_run;
mod gateways;
mod general;
mod load;
mod locking;
mod mail;
mod opening;
mod picker;
mod records;
mod roles;
mod second_step;
mod secrets;
mod serve;
mod shell;
mod sign_in;
mod sms;
mod sms_settings;
mod users;
