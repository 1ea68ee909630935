//! Starts that compete for one home, as real processes: this test program runs itself again as each of them.

#![cfg(unix)]
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "in a test every surprise is a failure"
)]

use std::{
    env, fs,
    io::{self, BufRead, BufReader},
    os::unix::fs::PermissionsExt,
    path::Path,
    process::{Child, ChildStdout, Command, Stdio},
    sync::mpsc::{self, Receiver},
    thread,
    time::{Duration, Instant},
};

use frontdesk::{
    places::Places,
    single_instance::{Start, claim},
};

/// Set in the processes that are started: the home that they claim.
const HOME: &str = "SINGLE_INSTANCE_HOME";

/// A process that has claimed a home; ended by its id when dropped.
struct Started {
    process: Child,
    words: Receiver<String>,
}

impl Started {
    fn at(home: &Path) -> Self {
        Self::with_runtime(home, home)
    }

    fn with_runtime(home: &Path, runtime: &Path) -> Self {
        let mut command = Command::new(env::current_exe().unwrap());
        command.args([
            "a_second_start_asks_the_first_to_show_itself_and_ends",
            "--exact",
            "--nocapture",
        ]);
        command.env(HOME, home).env("XDG_RUNTIME_DIR", runtime);
        let mut process = command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let words = words_of(process.stdout.take().unwrap());
        Self { process, words }
    }

    /// The next word that the process says.
    fn says(&mut self) -> String {
        let within = Duration::from_secs(30);
        self.words
            .recv_timeout(within)
            .expect("the process says something more within 30 s")
    }

    fn kill(mut self) {
        self.process.kill().unwrap();
        self.process.wait().unwrap();
    }
}

impl Drop for Started {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// What the process says, as it says it.
fn words_of(output: ChildStdout) -> Receiver<String> {
    let (said, words) = mpsc::channel();
    thread::spawn(move || {
        for line in BufReader::new(output).lines().map_while(Result::ok) {
            if let Some(word) = line.strip_prefix("says ") {
                // Nobody listens any more when the test is over.
                let _ = said.send(word.to_owned());
            }
        }
    });
    words
}

/// What a process does that a test has started.
fn start_at(home: &Path) {
    println!();
    match claim(&Places::under(home).unwrap()).unwrap() {
        Start::Second => println!("says second"),
        Start::First(guard) => {
            println!("says first");
            guard.on_second_start(|| println!("says shown"));
            // Until the test ends it, or closes its input.
            io::copy(&mut io::stdin(), &mut io::sink()).unwrap();
        }
    }
}

#[test]
fn a_second_start_asks_the_first_to_show_itself_and_ends() {
    if let Some(home) = env::var_os(HOME) {
        return start_at(Path::new(&home));
    }
    let home = tempfile::tempdir().unwrap();
    let mut first = Started::at(home.path());
    assert_eq!(first.says(), "first");
    for _ in 0..3 {
        let mut second = Started::at(home.path());
        assert_eq!(second.says(), "second");
        assert!(second.process.wait().unwrap().success());
        assert_eq!(first.says(), "shown");
    }
}

#[test]
fn a_start_that_was_killed_is_no_obstacle() {
    let home = tempfile::tempdir().unwrap();
    for _ in 0..3 {
        let mut start = Started::at(home.path());
        assert_eq!(start.says(), "first");
        start.kill();
    }
    let mut first = Started::at(home.path());
    assert_eq!(first.says(), "first");
    assert_eq!(Started::at(home.path()).says(), "second");
    assert_eq!(first.says(), "shown");
}

#[test]
fn a_start_while_the_first_is_ending_becomes_the_first() {
    let home = tempfile::tempdir().unwrap();
    let places = Places::under(home.path()).unwrap();
    let Start::First(guard) = claim(&places).unwrap() else {
        panic!("nobody else is there")
    };
    // As when it is ending: nobody listens any more, and the lock is still held.
    fs::remove_file(places.data.join("frontdesk.sock")).unwrap();
    let mut next = Started::at(home.path());
    thread::sleep(Duration::from_millis(500));
    drop(guard);
    assert_eq!(next.says(), "first");
}

#[test]
fn other_homes_have_their_own() {
    let (one, two) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let (mut here, mut there) = (Started::at(one.path()), Started::at(two.path()));
    assert_eq!(
        (here.says(), there.says()),
        ("first".to_owned(), "first".to_owned())
    );
}

#[test]
fn a_home_with_a_long_path_works_too() {
    let home = tempfile::tempdir().unwrap();
    let deep = home.path().join("long".repeat(40)).join("longer".repeat(30));
    // Sockets whose own path would be too long go to the runtime folder.
    let start = || Started::with_runtime(&deep, home.path());
    let mut first = start();
    assert_eq!(first.says(), "first");
    assert_eq!(start().says(), "second");
    assert_eq!(first.says(), "shown");
}

#[test]
fn of_many_starts_at_once_one_is_the_first() {
    let home = tempfile::tempdir().unwrap();
    let began = Instant::now();
    let mut starts: Vec<Started> = (0..8).map(|_| Started::at(home.path())).collect();
    let words: Vec<String> = starts.iter_mut().map(Started::says).collect();
    assert_eq!(
        words.iter().filter(|word| *word == "first").count(),
        1,
        "{words:?}"
    );
    assert!(began.elapsed() < Duration::from_secs(20));
}

#[test]
fn lock_and_socket_are_for_this_user_only() {
    let home = tempfile::tempdir().unwrap();
    let places = Places::under(home.path()).unwrap();
    let _first = claim(&places).unwrap();
    for name in ["frontdesk.lock", "frontdesk.sock"] {
        let mode = fs::metadata(places.data.join(name)).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "{name}");
    }
}
