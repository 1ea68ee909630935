//! Takes the pictures of the README from the running application, with its sample data.

use std::{env, fs, path::PathBuf, process::ExitCode};

use journeys::{Computer, Outcome, Scheme, Trouble, Window, journey, people::NEWCOMER, steps};

fn main() -> ExitCode {
    let folder = env::args_os()
        .nth(1)
        .map_or_else(|| PathBuf::from("docs"), PathBuf::from);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let taken = runtime
        .map_err(Trouble::with("the runtime"))
        .and_then(|runtime| runtime.block_on(take(folder)));
    match taken {
        Ok(()) => ExitCode::SUCCESS,
        Err(trouble) => {
            eprintln!("{trouble}");
            ExitCode::FAILURE
        }
    }
}

async fn take(folder: PathBuf) -> Outcome {
    fs::create_dir_all(&folder).map_err(Trouble::with(folder.display().to_string()))?;
    for (scheme, suffix) in [(Scheme::Light, ""), (Scheme::Dark, "-dark")] {
        let computer = Computer::new()?;
        computer.set_scheme(scheme)?;
        journey(computer, async |window| {
            show_users(window).await?;
            window.picture(&folder.join(format!("users{suffix}.png"))).await?;
            show_wizard(window).await?;
            window
                .picture(&folder.join(format!("screenshot{suffix}.png")))
                .await
        })
        .await?;
    }
    Ok(())
}

async fn show_users(window: &Window) -> Outcome {
    window.resize(1280, 800).await?;
    window.click("button", "Look around with sample data").await?;
    window.find("heading", "Users").await?;
    window.expect_text("@example.com").await
}

async fn show_wizard(window: &Window) -> Outcome {
    steps::open_wizard(window).await?;
    steps::fill_general(window, &NEWCOMER).await?;
    steps::assign_role(window, "Help Desk").await?;
    window.click("tab", "General").await?;
    window.expect_enabled("button", "Create User", true).await
}
