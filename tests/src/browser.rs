//! The browser of a newcomer's telephone: a real Chromium of a telephone's size, driven by its own driver.

use std::{
    process::Command,
    time::{Duration, Instant},
};

use serde_json::json;
use tempfile::TempDir;
use thirtyfour::{By, Capabilities, WebDriver, WebElement};

use crate::{
    Scheme,
    find::spoken_name,
    program::Program,
    trouble::{Outcome, Trouble},
    window::{PATIENCE, connect, free_port},
};

/// Whether pages may run scripts of their own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scripts {
    /// As delivered.
    On,
    /// Turned off by a careful person.
    Off,
}

/// An open browser.
#[derive(Debug)]
pub struct Browser {
    page: WebDriver,
    _driver: Program,
    _profile: TempDir,
}

/// Goes through `steps` in a browser with a profile of its own, in a language as `de`, and ends it whatever they come to.
pub async fn browse(
    scripts: Scripts,
    scheme: Scheme,
    language: &str,
    steps: impl AsyncFnOnce(&Browser) -> Outcome,
) -> Outcome {
    let browser = Browser::open(scripts, scheme, language).await?;
    let outcome = steps(&browser).await;
    // Where it is gone already, so is the session.
    let _ = browser.page.quit().await;
    outcome
}

impl Browser {
    async fn open(scripts: Scripts, scheme: Scheme, language: &str) -> Outcome<Self> {
        let profile = tempfile::tempdir().map_err(Trouble::with("a profile"))?;
        let port = free_port()?;
        let mut command = Command::new("chromedriver");
        command.arg(format!("--port={port}"));
        let driver = Program::start(command, &profile.path().join("driver.log"))?;
        let mut arguments = vec![
            "--headless=new".to_owned(),
            // Chromium guards nothing as root, and says so by not starting.
            "--no-sandbox".to_owned(),
            "--disable-gpu".to_owned(),
            "--disable-dev-shm-usage".to_owned(),
            format!("--user-data-dir={}", profile.path().join("profile").display()),
        ];
        if scheme == Scheme::Dark {
            arguments.push("--force-dark-mode".to_owned());
        }
        let allowed = if scripts == Scripts::On { 1 } else { 2 };
        let options = json!({
            "args": arguments,
            "prefs": {
                "profile.managed_default_content_settings.javascript": allowed,
                "intl.accept_languages": language,
            },
            // Without touch: where scripts are off, the driver waits for ever for a tap to end.
            "mobileEmulation": { "deviceMetrics": { "width": 390, "height": 844, "pixelRatio": 2, "touch": false } },
        });
        let mut capabilities = Capabilities::new();
        capabilities.set("browserName", "chrome")?;
        // Where scripts are off, the driver waits for ever for a page that was sent to.
        capabilities.set("pageLoadStrategy", "none")?;
        capabilities.set("goog:chromeOptions", options)?;
        let page = connect(port, "chromedriver", capabilities).await?;
        Ok(Self {
            page,
            _driver: driver,
            _profile: profile,
        })
    }

    /// Goes to an address, as by a link in an e-mail: whatever was shown before.
    pub async fn visit(&self, address: &str) -> Outcome {
        self.page.goto("about:blank").await?;
        Ok(self.page.goto(address).await?)
    }

    /// The text that can be seen.
    pub async fn text(&self) -> Outcome<String> {
        Ok(self.page.find(By::Tag("body")).await?.text().await?)
    }

    /// Waits until words can be seen.
    pub async fn expect_text(&self, words: &str) -> Outcome {
        let begun = Instant::now();
        loop {
            let seen = self.text().await.unwrap_or_default();
            if seen.contains(words) {
                return Ok(());
            }
            if begun.elapsed() > PATIENCE {
                return Err(Trouble::Unlike(format!("{words:?} is not in {seen:?}")));
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    /// Types into the field of a name.
    pub async fn fill(&self, name: &str, text: &str) -> Outcome {
        let field = self.named("input", name).await?;
        field.clear().await?;
        Ok(field.send_keys(text).await?)
    }

    /// Presses the button of a name.
    pub async fn press(&self, name: &str) -> Outcome {
        Ok(self.named("button", name).await?.click().await?)
    }

    /// The element with this tag and accessible name.
    async fn named(&self, tag: &str, name: &str) -> Outcome<WebElement> {
        for element in self.page.find_all(By::Tag(tag)).await? {
            if spoken_name(&self.page, &element).await? == name {
                return Ok(element);
            }
        }
        Err(Trouble::Unlike(format!("there is no {tag} called {name:?}")))
    }

    /// The page as its driver has it, for checks that look at everything.
    pub const fn page(&self) -> &WebDriver {
        &self.page
    }
}
