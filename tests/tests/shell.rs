//! The shell around the page: what the page may not do, and what a second start does.

use std::time::Duration;

use journeys::{Computer, Outcome, Window, check, journey, people::OWNER, program::Program, same, steps};
use serde_json::json;

const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; \
    connect-src ipc: http://ipc.localhost; form-action 'none'; frame-ancestors 'none'; base-uri 'none'";

/// Runs a script that hands its answer to `done`.
async fn answer(window: &Window, script: &str) -> Outcome<serde_json::Value> {
    let script = format!("const done = arguments[arguments.length - 1];\n{script}");
    Ok(window.page()?.execute_async(script, vec![]).await?.json().clone())
}

#[tokio::test]
async fn the_content_policy_of_the_built_application_is_the_strict_one() -> Outcome {
    journey(Computer::new()?, async |window| {
        window.find("heading", "Welcome to Frontdesk").await?;
        let policy = answer(
            window,
            "document.addEventListener('securitypolicyviolation', (event) => done(event.originalPolicy), { once: true });
             const script = document.createElement('script');
             script.textContent = 'window.inlineRan = true';
             document.head.append(script);",
        )
        .await?;
        let policy = policy.as_str().unwrap_or_default();
        for part in POLICY.split("; ") {
            let wanted: Vec<_> = part.split_whitespace().collect();
            let found = policy.split(';').map(|found| found.split_whitespace().collect::<Vec<_>>());
            // The shell adds hashes of its own scripts to what it serves, and nothing else.
            let fits = found.clone().any(|found| {
                let rest: Vec<_> = found.iter().filter(|source| !wanted.contains(source)).collect();
                found.first() == wanted.first()
                    && wanted.iter().all(|source| found.contains(source))
                    && rest.iter().all(|source| source.starts_with("'sha256-") || source.starts_with("'nonce-"))
            });
            check(fits, || format!("{part} is not in the policy {policy}"))?;
        }
        check(!policy.contains("data:") && !policy.contains("unsafe"), || format!("the policy is lax: {policy}"))?;
        same("an inline script", &window.run("return window.inlineRan ?? null;", vec![]).await?, &json!(null))
    })
    .await
}

#[tokio::test]
async fn a_page_can_neither_evaluate_nor_load_nor_leave() -> Outcome {
    journey(Computer::new()?, async |window| {
        window.find("heading", "Welcome to Frontdesk").await?;
        // Timers with text are evaluated by the page, not by the driver.
        let evaluated = answer(
            window,
            "setTimeout('window.textRan = true', 0); setTimeout(() => done(window.textRan ?? null), 200);",
        )
        .await?;
        same("an evaluated text", &evaluated, &json!(null))?;
        let fetched = answer(
            window,
            "fetch('http://127.0.0.1:9/').then(() => done('answered'), () => done('refused'));",
        )
        .await?;
        same("a request to a server", &fetched, &json!("refused"))?;
        let before = window.page()?.current_url().await?;
        window
            .run("location.href = 'http://127.0.0.1:9/'; return null;", vec![])
            .await?;
        tokio::time::sleep(Duration::from_millis(500)).await;
        same("the address", &window.page()?.current_url().await?, &before)?;
        window.find("heading", "Welcome to Frontdesk").await?;
        same(
            "Tauri for everyone",
            &window.run("return typeof window.__TAURI__;", vec![]).await?,
            &json!("undefined"),
        )
    })
    .await
}

#[tokio::test]
async fn a_second_start_brings_the_first_window_to_the_front_and_ends() -> Outcome {
    journey(Computer::new()?, async |window| {
        steps::start_directory(window, &OWNER).await?;
        let display = &window.computer.display;
        let before = display.windows("Frontdesk");
        same("windows", &before.len(), &1)?;
        let log = window.computer.logs().join("second.log");
        let mut second = Program::start(window.computer.command(journeys::window::application()?), &log)?;
        let ended = window
            .wait_for("the second start to end", async |_| second.ended())
            .await?;
        check(ended, || "the second start failed".to_owned())?;
        same("windows afterwards", &display.windows("Frontdesk"), &before)?;
        window
            .wait_for("the first window to have the keyboard", async |window| {
                Ok(before.contains(&window.computer.display.focused()).then_some(()))
            })
            .await
    })
    .await
}

#[tokio::test]
async fn closing_the_window_ends_the_program_and_keeps_the_directory_in_order() -> Outcome {
    journey(Computer::new()?, async |window| {
        steps::start_directory(window, &OWNER).await?;
        window.leave().await?;
        let files = journeys::computer::files_below(&window.computer.frontdesk_home().join("data"));
        let open = files
            .iter()
            .find(|(path, _)| path.to_string_lossy().ends_with("-wal"));
        check(open.is_none(), || "the directory was not closed".to_owned())?;
        window.restart().await?;
        steps::sign_in(window, &OWNER).await
    })
    .await
}
