//! `kill -9` at random moments while a worker sends: every e-mail arrives, and the duplicates are counted.

use std::{
    collections::BTreeSet,
    env,
    io::{BufRead as _, BufReader, Write as _},
    path::Path,
    process::{Command, Stdio},
    time::Duration,
};

use delivery::outbox::Pace;
use peers::exim::{Arrived, Exim};
use rand::{RngExt as _, SeedableRng as _, rngs::StdRng};

use crate::{
    faults::way_to,
    office::{self, SHORT},
};

/// Set in the process that is killed: the folder of its directory.
const VICTIM: &str = "FRONTDESK_OUTBOX_VICTIM";
const MESSAGES: u32 = 200;
const KILLS: usize = 50;

/// Claims that end soon, so that what a killed worker held is due again within the test.
const PACE: Pace = Pace {
    lease: Duration::from_millis(1_500),
    ..SHORT
};

#[tokio::test(flavor = "multi_thread")]
async fn every_mail_of_a_killed_worker_arrives() {
    if let Some(folder) = env::var_os(VICTIM) {
        return send_until_killed(Path::new(&folder)).await;
    }
    let folder = tempfile::tempdir().expect("a folder");
    let exim = Exim::start().expect("exim");
    let directory = office::found(folder.path()).await;
    office::use_server(&*directory, way_to(&exim)).await;
    for number in 1..=MESSAGES {
        office::create(&*directory, number, &format!("u{number}")).await;
    }
    // Printed, so that a failure can be repeated.
    let seed = rand::random();
    println!("seed {seed}");
    let mut rng = StdRng::seed_from_u64(seed);
    let mut killed_at_work = 0;
    for _ in 0..KILLS {
        kill_after(folder.path(), Duration::from_millis(rng.random_range(0..120)));
        killed_at_work += usize::from(directory.next_due().await.expect("an answer").is_some());
    }
    let worker = office::start(&directory, Exim::SECRET, PACE);
    office::until_all_are_sent(&*directory).await;
    worker.stop().await;
    // Its last e-mails are still on their way inside of the server when some came twice.
    let different = |arrived: &[Arrived]| arrived.iter().map(message_id).collect::<BTreeSet<_>>().len();
    let arrived = exim.arrived_when(|arrived| different(arrived) >= MESSAGES as usize);
    let duplicates = arrived.len() - different(&arrived);
    println!("{killed_at_work} of {KILLS} kills met a worker with work left; {duplicates} duplicates");
    assert_eq!(different(&arrived), MESSAGES as usize, "every one arrives");
    assert!(
        killed_at_work > KILLS / 2,
        "only {killed_at_work} kills met one at work"
    );
    assert!(
        duplicates <= KILLS,
        "a kill repeats one at most, and there are {duplicates}"
    );
}

pub fn message_id(mail: &Arrived) -> String {
    let headers = mail.headers();
    let id = headers
        .iter()
        .find(|(name, _)| name.eq_ignore_ascii_case("message-id"));
    id.expect("a Message-ID").1.clone()
}

/// Starts a worker in a process of its own, and kills it so long after it has begun.
fn kill_after(folder: &Path, time: Duration) {
    let mut victim = Command::new(env::current_exe().expect("this program"))
        .args([
            "--exact",
            "killed::every_mail_of_a_killed_worker_arrives",
            "--nocapture",
        ])
        .env(VICTIM, folder)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("it starts");
    let mut lines = BufReader::new(victim.stdout.take().expect("piped")).lines();
    while lines.next().expect("it gets ready").expect("a line") != "ready" {}
    std::thread::sleep(time);
    victim.kill().expect("it can be killed");
    victim.wait().expect("it ends");
}

async fn send_until_killed(folder: &Path) {
    let directory = office::open(folder).await;
    let _worker = office::start(&directory, Exim::SECRET, PACE);
    let mut out = std::io::stdout();
    writeln!(out, "ready").expect("written");
    out.flush().expect("written");
    std::future::pending::<()>().await;
}
