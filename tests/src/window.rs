//! The application's window, driven as WebKit's own driver does it.

use std::{
    net::TcpListener,
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

use serde_json::{Value, json};
use thirtyfour::{Capabilities, WebDriver};

use crate::{
    computer::Computer,
    program::{Program, children_of, is_running, send_signal},
    trouble::{Outcome, Trouble},
};

/// How long anything on the page may take to come. Generous: other tests run beside.
pub const PATIENCE: Duration = Duration::from_secs(15);

/// An open window of the application.
#[derive(Debug)]
pub struct Window {
    /// The computer that it is open on.
    pub computer: Computer,
    session: Option<Session>,
}

#[derive(Debug)]
struct Session {
    page: WebDriver,
    driver: Program,
}

impl Window {
    /// Starts the application on a computer.
    pub async fn open(computer: Computer) -> Outcome<Self> {
        let mut window = Self {
            computer,
            session: None,
        };
        window.restart().await?;
        Ok(window)
    }

    /// Ends the application as its driver does, where it still runs, and starts it again.
    pub async fn restart(&mut self) -> Outcome {
        self.show(&application()?).await
    }

    /// Ends what is shown and shows another program.
    pub async fn show(&mut self, program: &Path) -> Outcome {
        self.close().await;
        self.session = Some(Session::begin(&self.computer, program).await?);
        Ok(())
    }

    /// Ends the application as its driver does, and waits until it is gone: a second one would only wake the first.
    pub async fn close(&mut self) {
        let processes = self.processes();
        if let Some(session) = self.session.take() {
            // Where the application is gone already, so is the session.
            let _ = session.page.quit().await;
            let begun = Instant::now();
            while processes.iter().any(|id| is_running(*id)) && begun.elapsed() < PATIENCE {
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        }
    }

    /// Closes the window as a person does, and waits until the application ended by itself.
    pub async fn leave(&mut self) -> Outcome {
        let processes = self.processes();
        for id in self.computer.display.windows(".*Frontdesk") {
            self.computer.display.ask_to_close(&id)?;
        }
        self.wait_for("the application to end", async |_| {
            Ok((!processes.iter().any(|id| is_running(*id))).then_some(()))
        })
        .await?;
        self.close().await;
        Ok(())
    }

    /// Kills the application: no farewell, no flush.
    pub async fn kill(&mut self) -> Outcome {
        for id in self.processes() {
            send_signal(id, "KILL")?;
        }
        self.close().await;
        Ok(())
    }

    /// The application's process; none once it ended.
    pub fn processes(&self) -> Vec<u32> {
        self.session
            .as_ref()
            .map_or_else(Vec::new, |session| children_of(session.driver.id()))
    }

    /// The page in the window.
    pub fn page(&self) -> Outcome<&WebDriver> {
        let session = self.session.as_ref();
        session
            .map(|session| &session.page)
            .ok_or_else(|| Trouble::Unlike("the window is closed".to_owned()))
    }

    /// Runs a script in the page and gives what it returns.
    pub async fn run(&self, script: &str, arguments: Vec<Value>) -> Outcome<Value> {
        Ok(self.page()?.execute(script, arguments).await?.json().clone())
    }

    /// Asks again and again until there is an answer.
    pub async fn wait_for<T>(
        &self,
        what: &str,
        mut ask: impl AsyncFnMut(&Self) -> Outcome<Option<T>>,
    ) -> Outcome<T> {
        let begun = Instant::now();
        loop {
            let answer = ask(self).await;
            if let Ok(Some(answer)) = answer {
                return Ok(answer);
            }
            if begun.elapsed() > PATIENCE {
                answer?;
                return Err(Trouble::Waited {
                    what: what.to_owned(),
                    seconds: PATIENCE.as_secs(),
                    seen: self.visible_text().await.unwrap_or_default(),
                });
            }
            tokio::time::sleep(Duration::from_millis(40)).await;
        }
    }

    /// The text that can be seen, of the dialog on top where one is open.
    pub async fn visible_text(&self) -> Outcome<String> {
        let script = "const dialogs = [...document.querySelectorAll('dialog:modal')];
            return (dialogs.at(-1) ?? document.body).innerText.replace(/\\s+/g, ' ');";
        Ok(self
            .run(script, vec![])
            .await?
            .as_str()
            .unwrap_or_default()
            .to_owned())
    }

    /// Makes the window so big, in CSS pixels.
    pub async fn resize(&self, width: u32, height: u32) -> Outcome {
        self.page()?.set_window_rect(0, 0, width, height).await?;
        self.wait_for("the window's new size", async |window| {
            let size = window.run("return [innerWidth, innerHeight];", vec![]).await?;
            Ok((size == json!([width, height])).then_some(()))
        })
        .await
    }

    /// Waits until what was changed is painted.
    pub async fn painted(&self) -> Outcome {
        let script = "const done = arguments[arguments.length - 1];
            requestAnimationFrame(() => requestAnimationFrame(() => done()));";
        self.page()?.execute_async(script, vec![]).await?;
        Ok(())
    }

    /// Writes what the window shows to a file.
    pub async fn picture(&self, file: &Path) -> Outcome {
        self.painted().await?;
        Ok(self.page()?.screenshot(file).await?)
    }

    /// Keeps a picture of the window and what the application said, for whoever looks into a failed test.
    pub async fn keep_evidence(&self, name: &str) {
        let folder = evidence_folder();
        let kept = std::fs::create_dir_all(&folder).and_then(|()| {
            std::fs::copy(
                self.computer.logs().join("driver.log"),
                folder.join(format!("{name}.log")),
            )
        });
        let pictured = self.picture(&folder.join(format!("{name}.png"))).await;
        if kept.is_ok() || pictured.is_ok() {
            eprintln!("{name}: see {}", folder.join(name).display());
        }
    }
}

impl Session {
    async fn begin(computer: &Computer, application: &Path) -> Outcome<Self> {
        let port = free_port()?;
        let mut command = computer.command("WebKitWebDriver");
        command
            .arg(format!("--port={port}"))
            .arg("--host=127.0.0.1")
            .env("TAURI_WEBVIEW_AUTOMATION", "true");
        let driver = Program::start(command, &computer.logs().join("driver.log"))?;
        let mut capabilities = Capabilities::new();
        let options = json!({ "binary": application, "args": [] });
        capabilities.set("webkitgtk:browserOptions", options)?;
        let page = connect(port, "WebKitWebDriver", capabilities).await?;
        Ok(Self { page, driver })
    }
}

/// Begins a session with a driver that was started at a port.
pub async fn connect(port: u16, driver: &str, capabilities: Capabilities) -> Outcome<WebDriver> {
    // The driver's client speaks no TLS here, but asks for a provider once the gateways have brought TLS along. A second
    // window finds it there already.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let begun = Instant::now();
    while tokio::net::TcpStream::connect(("127.0.0.1", port)).await.is_err() {
        if begun.elapsed() > PATIENCE {
            return Err(Trouble::Unlike(format!("{driver} does not answer")));
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    Ok(WebDriver::new(format!("http://127.0.0.1:{port}"), capabilities).await?)
}

/// A port of this computer that nobody listens at.
pub fn free_port() -> Outcome<u16> {
    let listener = TcpListener::bind(("127.0.0.1", 0)).and_then(|listener| listener.local_addr());
    Ok(listener.map_err(Trouble::with("a free port"))?.port())
}

/// The application under test: `FRONTDESK_BIN`, or the one beside this program's own build.
pub fn application() -> Outcome<PathBuf> {
    let beside = || {
        Some(
            std::env::current_exe()
                .ok()?
                .ancestors()
                .nth(2)?
                .join("frontdesk"),
        )
    };
    let path = std::env::var_os("FRONTDESK_BIN")
        .map(PathBuf::from)
        .or_else(beside);
    path.filter(|path| path.is_file()).ok_or_else(|| {
        Trouble::Unlike("build it first: cargo build -p frontdesk --features custom-protocol".to_owned())
    })
}

/// Where failed tests leave what they saw: in the folder of the build, which Cargo marks.
fn evidence_folder() -> PathBuf {
    let own = std::env::current_exe().unwrap_or_default();
    let build = own
        .ancestors()
        .find(|folder| folder.join("CACHEDIR.TAG").is_file());
    build.unwrap_or(Path::new("target")).join("journeys")
}
