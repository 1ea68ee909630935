//! What `frontdesk serve` says to whoever starts it.

use std::{
    io::Write as _,
    process::{Command, Stdio},
};

use journeys::{
    Computer, Keychain, Outcome, Trouble, check, journey, people::OWNER, steps, window::application,
};

/// Runs it to its end with a line of input, and gives whether all was well and what it said.
fn ended(mut command: Command, input: &str) -> Outcome<(bool, String)> {
    command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let mut program = command.spawn().map_err(Trouble::with("frontdesk serve"))?;
    if let Some(mut standard_input) = program.stdin.take() {
        // It may have ended without reading.
        let _ = writeln!(standard_input, "{input}");
    }
    let output = program
        .wait_with_output()
        .map_err(Trouble::with("frontdesk serve"))?;
    Ok((
        output.status.success(),
        String::from_utf8_lossy(&output.stderr).into_owned(),
    ))
}

fn serve(computer: &Computer, listen: &str) -> Outcome<Command> {
    let mut command = computer.command(application()?);
    command.args(["serve", "--listen", listen]);
    Ok(command)
}

fn refused(answer: &(bool, String), words: &str) -> Outcome {
    check(!answer.0 && answer.1.contains(words), || {
        format!("it said {answer:?}")
    })
}

#[tokio::test]
async fn what_keeps_the_page_from_being_served_is_said() -> Outcome {
    let computer = Computer::new()?;
    let open_to_all = ended(serve(&computer, "0.0.0.0:0")?, "")?;
    refused(&open_to_all, "put a reverse proxy with TLS before it")?;
    let no_directory = ended(serve(&computer, "127.0.0.1:0")?, "")?;
    refused(&no_directory, "there is no directory yet")
}

#[tokio::test]
async fn a_wrong_passphrase_serves_nothing() -> Outcome {
    journey(Computer::with(Keychain::Missing)?, async |window| {
        steps::fill_owner_form(window, &OWNER).await?;
        window.fill("Passphrase", steps::PASSPHRASE).await?;
        window.fill("Confirm Passphrase", steps::PASSPHRASE).await?;
        window.click("button", "Create Directory").await?;
        window.find_first("heading", "Users").await?;
        let wrong = ended(serve(&window.computer, "127.0.0.1:0")?, "another passphrase")?;
        refused(&wrong, "the key or passphrase is not the one of this directory")
    })
    .await
}
