//! Two processes with a worker each on one directory: every e-mail is sent once.

use std::{
    collections::BTreeSet,
    env,
    path::Path,
    process::{Command, Stdio},
    time::Duration,
};

use delivery::outbox::Pace;
use peers::exim::Exim;

use crate::{
    faults::way_to,
    killed::message_id,
    office::{self, SHORT},
};

/// Set in the processes that send: the folder of their directory.
const SENDER: &str = "FRONTDESK_OUTBOX_SENDER";
const MESSAGES: u32 = 1_000;

const PACE: Pace = Pace {
    lease: Duration::from_mins(2),
    batch: 16,
    ..SHORT
};

#[tokio::test(flavor = "multi_thread")]
async fn two_processes_send_each_of_a_thousand_once() {
    if let Some(folder) = env::var_os(SENDER) {
        return send_all(Path::new(&folder)).await;
    }
    let folder = tempfile::tempdir().expect("a folder");
    let exim = Exim::start().expect("exim");
    let directory = office::found(folder.path()).await;
    for number in 1..=MESSAGES {
        office::create(&*directory, number, &format!("u{number}")).await;
    }
    office::use_server(&*directory, way_to(&exim)).await;
    let senders = [(); 2].map(|()| {
        Command::new(env::current_exe().expect("this program"))
            .args([
                "--exact",
                "side_by_side::two_processes_send_each_of_a_thousand_once",
            ])
            .env(SENDER, folder.path())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("it starts")
    });
    for mut sender in senders {
        assert!(sender.wait().expect("it ends").success());
    }
    let arrived = exim.arrived_after(MESSAGES as usize);
    let ids: BTreeSet<String> = arrived.iter().map(message_id).collect();
    assert_eq!((arrived.len(), ids.len()), (1_000, 1_000));
    assert!(exim.connections() >= 2, "both have sent");
}

async fn send_all(folder: &Path) {
    let directory = office::open(folder).await;
    let worker = office::start(&directory, Exim::SECRET, PACE);
    office::until_all_are_sent(&*directory).await;
    worker.stop().await;
}
