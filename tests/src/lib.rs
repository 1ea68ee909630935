//! Journeys through the real window: what they stand on.
//!
//! A [`Computer`] is a home folder, a display and a bus with a real keychain, for one test alone. A [`Window`] is the
//! built application on it, driven by WebKit's own driver, and seen as a screen reader sees it: by role and name.

pub mod act;
pub mod axe;
pub mod browser;
pub mod computer;
pub mod device;
pub mod display;
pub mod find;
pub mod keychain;
pub mod people;
pub mod program;
pub mod server;
pub mod serving;
pub mod steps;
pub mod trouble;
pub mod window;

pub use browser::Scripts;
pub use computer::{Computer, Scheme};
pub use find::Name;
pub use keychain::Keychain;
pub use people::Person;
pub use server::Server;
pub use serving::Serving;
pub use trouble::{Outcome, Trouble, check, same};
pub use window::Window;

/// Goes through `steps` in a window on a computer; where they fail, keeps a picture and what the application said.
pub async fn journey(computer: Computer, steps: impl AsyncFnOnce(&mut Window) -> Outcome) -> Outcome {
    let mut window = Window::open(computer).await?;
    let outcome = steps(&mut window).await;
    if outcome.is_err() {
        let thread = std::thread::current();
        window
            .keep_evidence(&thread.name().unwrap_or("journey").replace("::", "-"))
            .await;
    }
    window.close().await;
    outcome
}
