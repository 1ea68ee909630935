//! Pictures of the window, from a virtual display.

use std::{
    fs::File,
    io::{BufRead, BufReader},
    path::PathBuf,
    process::{Child, Stdio},
    thread,
    time::{Duration, Instant},
};

use crate::{
    app,
    failure::Failure,
    options::Options,
    packages::{self, Purpose},
    places,
    tool::Tool,
};

/// How long the window may take to show.
const PATIENCE: Duration = Duration::from_secs(30);

/// Ends a program when it goes out of scope.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Opens the window on a virtual display, waits until it stands still and writes it to a file.
pub fn screenshot(options: &Options) -> Result<(), Failure> {
    packages::install(Purpose::Test, options.yes)?;
    let binary = app::build(options.release)?;
    let file = options
        .file
        .clone()
        .unwrap_or_else(|| places::target().join("frontdesk.png"));
    let log = places::target().join("frontdesk.log");
    let (_server, display) = virtual_display()?;
    let said = File::create(&log).map_err(Failure::file(&log))?;
    let app = Tool::new(&binary)
        .env("DISPLAY", &display)
        .env("GDK_BACKEND", "x11");
    let app = app.into_command().stdout(Stdio::null()).stderr(said).spawn();
    let _app = Running(app.map_err(Failure::file(&binary))?);
    wait_until_still(&display, log)?;
    import(&display).arg(&file).run()?;
    println!("{}", file.display());
    Ok(())
}

/// Takes the README's pictures from the application, with its sample data.
pub fn pictures(options: &Options) -> Result<(), Failure> {
    packages::install(Purpose::Test, options.yes)?;
    let binary = app::build(options.release)?;
    let pictures = Tool::cargo()
        .args("run -p journeys --bin pictures --")
        .arg(places::root().join("docs"));
    pictures.env("FRONTDESK_BIN", binary).run()
}

fn virtual_display() -> Result<(Running, String), Failure> {
    let xvfb = Tool::new("Xvfb").args("-displayfd 1 -screen 0 1280x800x24 -nolisten tcp -noreset");
    let mut server = xvfb
        .into_command()
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .map_err(Failure::file("Xvfb"))?;
    let mut number = String::new();
    if let Some(output) = server.stdout.take() {
        BufReader::new(output)
            .read_line(&mut number)
            .map_err(Failure::file("Xvfb"))?;
    }
    Ok((Running(server), format!(":{}", number.trim())))
}

fn import(display: &str) -> Tool {
    Tool::new("import")
        .env("DISPLAY", display)
        .args("-silent -window root")
}

/// The window has painted once two pictures in a row are alike and not of one colour.
fn wait_until_still(display: &str, log: PathBuf) -> Result<(), Failure> {
    let begun = Instant::now();
    let mut before = String::new();
    while begun.elapsed() < PATIENCE {
        thread::sleep(Duration::from_millis(700));
        let now = import(display).args("-depth 8 -resize 25% txt:-").output()?;
        let colours = now
            .lines()
            .skip(1)
            .filter_map(|pixel| pixel.split_whitespace().nth(2));
        let mut colours: Vec<_> = colours.collect();
        colours.sort_unstable();
        colours.dedup();
        if now == before && colours.len() > 8 {
            return Ok(());
        }
        before = now;
    }
    Err(Failure::NoWindow {
        seconds: PATIENCE.as_secs(),
        log,
    })
}
