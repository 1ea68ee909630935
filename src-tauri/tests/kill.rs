//! `kill -9` at random moments while users are created by the commands, without a window. Afterwards every
//! acknowledged user is there whole, no half user is, and the chain verifies.
//!
//! 190 rounds; `FRONTDESK_KILL_ROUNDS=1000 cargo test -p frontdesk --test kill` runs more.
#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test says what it expects"
)]

use std::{
    collections::BTreeSet,
    env,
    io::{BufRead as _, BufReader, Write as _},
    path::Path,
    process::{Command, Stdio},
    sync::Arc,
    thread,
    time::{Duration, Instant},
};

use accounts::{
    Directory, StatusFilter, UserQuery, UserSort,
    activity::{Action, Verifier},
};
use directories::{DirectoryKey, Found};
use keychain::{MemoryKeychain, Secret, SecretStore as _};
use rand::{
    RngExt as _, SeedableRng as _,
    rand_core::UnwrapErr,
    rngs::{StdRng, SysRng},
};
use serde_json::{Value, json};
use tauri::{
    WebviewWindow, WebviewWindowBuilder,
    async_runtime::block_on,
    ipc::{CallbackFn, InvokeBody},
    test::{INVOKE_KEY, MockRuntime, get_ipc_response, mock_builder},
    webview::InvokeRequest,
};

const OWNER: &str = "olga.owner@example.com";
const PASSWORD: &str = "Quince#Harbour7Lantern";
/// Set in the process that is killed: the home it works in.
const VICTIM: &str = "FRONTDESK_KILL_HOME";
const ROUNDS: usize = 190;

#[test]
fn every_acknowledged_user_survives_whole_and_no_half_user_is_left() {
    if let Some(home) = env::var_os(VICTIM) {
        return create_until_killed(Path::new(&home));
    }
    let home = tempfile::tempdir().expect("a temporary folder");
    let rounds = env::var("FRONTDESK_KILL_ROUNDS").map_or(ROUNDS, |rounds| rounds.parse().expect("a number"));
    // Printed, so that a failure can be repeated.
    let seed = rand::random();
    println!("seed {seed}");
    let mut rng = StdRng::seed_from_u64(seed);
    let mut acknowledged = BTreeSet::new();
    start_directory(home.path());
    let mut pace = Duration::from_millis(100);
    for _ in 0..rounds {
        let (before, share) = (rng.random_range(0..3), rng.random_range(0.0..1.5));
        acknowledged.extend(one_round(home.path(), before, share, &mut pace));
    }
    assert!(
        acknowledged.len() > rounds / 2,
        "only {} in {rounds} rounds",
        acknowledged.len()
    );
    block_on(assert_whole(home.path(), &acknowledged));
}

/// Lets a process create users, kills it in the middle of one, and returns what it acknowledged. It is killed after
/// `before` acknowledgements and a `share` of the time that a user takes, which `pace` remembers.
fn one_round(home: &Path, before: usize, share: f64, pace: &mut Duration) -> Vec<String> {
    let mut victim = Command::new(env::current_exe().expect("this program"))
        .args([
            "--exact",
            "every_acknowledged_user_survives_whole_and_no_half_user_is_left",
            "--nocapture",
        ])
        .env(VICTIM, home)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("it starts");
    let mut lines = BufReader::new(victim.stdout.take().expect("piped")).lines();
    while lines.next().expect("it gets ready").expect("a line") != "ready" {}
    let mut acknowledged = Vec::new();
    let mut since = Instant::now();
    while acknowledged.len() < before {
        acknowledged.extend(created(lines.next().expect("it goes on")));
        *pace = since.elapsed();
        since = Instant::now();
    }
    thread::sleep(pace.mul_f64(share));
    victim.kill().expect("it can be killed");
    victim.wait().expect("it ends");
    acknowledged.extend(lines.filter_map(created));
    acknowledged
}

/// The address of an acknowledgement; a line that was cut off is none.
fn created(line: std::io::Result<String>) -> Option<String> {
    let line = line.ok()?;
    Some(line.strip_prefix("created ")?.strip_suffix(" .")?.to_owned())
}

fn create_until_killed(home: &Path) {
    let window = desktop(home);
    while let Err(refusal) = call(
        &window,
        "sign_in",
        json!({ "email": OWNER, "password": PASSWORD }),
    ) {
        // A process that died between the try and its outcome leaves a miss behind.
        assert_eq!(refusal["code"], "slow_down");
        thread::sleep(Duration::from_millis(200));
    }
    let mut out = std::io::stdout();
    writeln!(out, "ready").expect("written");
    for number in 0.. {
        let email = format!("u{}.{number}@example.com", std::process::id());
        let draft = json!({
            "firstName": "Nadia", "lastName": "Newcomer", "email": email,
            "password": PASSWORD, "confirmPassword": PASSWORD, "roles": ["member", "help-desk"],
            "device": { "draftId": "00000000-0000-0000-0000-000000000000", "country": null, "number": "" },
            "permissions": ["users.create"], "takenEmail": null, "lookalikeConfirmed": true,
        });
        let request = uuid::Uuid::now_v7().to_string();
        call(
            &window,
            "create_user",
            json!({ "draft": draft, "requestId": request }),
        )
        .expect("created");
        writeln!(out, "created {email} .").expect("written");
        out.flush().expect("written");
    }
}

fn places(home: &Path) -> frontdesk::places::Places {
    frontdesk::places::Places::under(home).expect("a place")
}

/// The application in a home whose key was laid beside it: a keychain in memory does not outlive its process.
fn desktop(home: &Path) -> WebviewWindow<MockRuntime> {
    let keychain = Arc::new(MemoryKeychain::new());
    if let Ok(Found::Local { id, .. }) = directories::look(&places(home).data) {
        let key = std::fs::read_to_string(home.join("key of this test")).expect("laid before");
        block_on(keychain.write(&format!("directory-{id}"), &Secret::new(key))).expect("written");
    }
    let app = frontdesk::build(mock_builder(), tauri::generate_context!(), places(home), keychain)
        .expect("composed");
    let window = WebviewWindowBuilder::new(&app, "main", tauri::WebviewUrl::default())
        .build()
        .expect("a window");
    // The application lives as long as the process.
    Box::leak(Box::new(app));
    while call(&window, "start_state", json!({})).expect("a state")["phase"] == "opening" {
        thread::sleep(Duration::from_millis(5));
    }
    window
}

fn start_directory(home: &Path) {
    let id = uuid::Uuid::now_v7();
    let clock = frontdesk::clock::SystemClock::default();
    let hashing = accounts::password::Hashing::new(1);
    let text = |text: &str| text.to_owned();
    let owner = accounts::first_run::OwnerDraft {
        general: accounts::General {
            first_name: text("Olga"),
            last_name: text("Owner"),
            email: text(OWNER),
            password: text(PASSWORD).into(),
            confirm_password: text(PASSWORD).into(),
        },
        passphrase: None,
    };
    let key = DirectoryKey::random(&mut rand::rng());
    std::fs::write(home.join("key of this test"), key.to_base64().as_bytes()).expect("written");
    let places = places(home);
    places.create_private().expect("folders");
    block_on(async {
        let first = owner
            .owner(&clock, &hashing, || Box::new(UnwrapErr(SysRng)))
            .await
            .expect("an owner");
        let source = directories::KeySource::Keychain;
        directories::create_local(&places.data, &key, id, &source, &first.account, &first.entries)
            .await
            .expect("made");
    });
}

fn call(window: &WebviewWindow<MockRuntime>, command: &str, arguments: Value) -> Result<Value, Value> {
    let request = InvokeRequest {
        cmd: command.to_owned(),
        callback: CallbackFn(0),
        error: CallbackFn(1),
        url: "tauri://localhost".parse().expect("a URL"),
        body: InvokeBody::Json(arguments),
        headers: tauri::http::HeaderMap::new(),
        invoke_key: INVOKE_KEY.to_owned(),
    };
    get_ipc_response(window, request).map(|body| body.deserialize().expect("JSON"))
}

async fn assert_whole(home: &Path, acknowledged: &BTreeSet<String>) {
    let key = std::fs::read_to_string(home.join("key of this test")).expect("laid before");
    let key = DirectoryKey::from_base64(&key).expect("a key");
    let directory = directories::open_local(&places(home).data, &key)
        .await
        .expect("it opens");
    let users = all_users(directory.as_ref()).await;
    let emails: BTreeSet<String> = users.iter().map(|user| user.email.as_str().to_owned()).collect();
    let lost: Vec<&String> = acknowledged.difference(&emails).collect();
    assert!(lost.is_empty(), "lost: {lost:?}");

    let messages = all_recipients(directory.as_ref()).await;
    let recorded = all_recorded(directory.as_ref()).await;
    for user in users.iter().filter(|user| user.email.as_str() != OWNER) {
        let email = user.email.as_str();
        assert_eq!(user.roles.len(), 2, "{email} has its roles");
        let account = directory.user(user.id).await.expect("it is there");
        assert_eq!(account.permissions.len(), 1, "{email} has its permission");
        assert!(messages.contains(email), "{email} has its message");
        assert!(recorded.contains(&user.id.0), "{email} has its entry");
    }
    assert_eq!(messages.len(), users.len() - 1, "no message without its user");
    assert_eq!(recorded.len(), users.len(), "no entry without its user");
    directory.close().await;
}

async fn all_users(directory: &dyn Directory) -> Vec<accounts::User> {
    let mut query = UserQuery {
        search: String::new(),
        status: StatusFilter::All,
        sort: UserSort::Created,
        descending: false,
        after: None,
        limit: 200,
    };
    let mut users = Vec::new();
    loop {
        let page = directory.users(&query).await.expect("a page");
        users.extend(page.users);
        if page.next.is_none() {
            return users;
        }
        query.after = page.next;
    }
}

async fn all_recipients(directory: &dyn Directory) -> BTreeSet<String> {
    let (mut recipients, mut after) = (BTreeSet::new(), None);
    loop {
        let page = directory
            .messages(None, after.as_ref(), 200)
            .await
            .expect("a page");
        recipients.extend(
            page.messages
                .into_iter()
                .map(|message| message.recipient.as_str().to_owned()),
        );
        if page.next.is_none() {
            return recipients;
        }
        after = page.next;
    }
}

/// The users that entries say were created; the chain is verified on the way.
async fn all_recorded(directory: &dyn Directory) -> BTreeSet<uuid::Uuid> {
    let mut verifier = Verifier::default();
    let (mut created, mut from) = (BTreeSet::new(), 1);
    loop {
        let links = directory.links_from(from, 1_000).await.expect("links");
        let Some(last) = links.last() else {
            verifier
                .finish(&directory.head().await.expect("a head"))
                .expect("the chain is whole");
            return created;
        };
        from = last.number + 1;
        for link in &links {
            verifier.take(link).expect("the chain is whole");
            let entry = link.entry().expect("readable");
            if entry.action == Action::UserCreated {
                created.extend(entry.subject.and_then(|party| party.id));
            }
        }
    }
}
