//! A desktop without a window: the application as it is composed for real, a home of its own, a keychain in memory.

use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use frontdesk::{places::Places, shell::Shell};
use keychain::MemoryKeychain;
use serde_json::{Value, json};
use tauri::{
    App, Listener as _, Manager as _, WebviewWindow, WebviewWindowBuilder,
    ipc::{CallbackFn, InvokeBody},
    test::{INVOKE_KEY, MockRuntime, get_ipc_response, mock_builder},
    webview::InvokeRequest,
};
use tempfile::TempDir;

pub const OWNER: &str = "olga.owner@example.com";
pub const PASSWORD: &str = "Quince#Harbour7Lantern";

pub struct Desktop {
    pub home: Arc<TempDir>,
    pub keychain: Arc<MemoryKeychain>,
    window: WebviewWindow<MockRuntime>,
    app: App<MockRuntime>,
}

impl Desktop {
    /// Before the first run.
    pub fn new() -> Self {
        let home = tempfile::tempdir().expect("a temporary folder");
        Self::at(Arc::new(home), Arc::new(MemoryKeychain::new()))
    }

    /// In a home that may have a directory already.
    pub fn at(home: Arc<TempDir>, keychain: Arc<MemoryKeychain>) -> Self {
        let places = Places::under(home.path()).expect("a place");
        let app = frontdesk::build(
            mock_builder(),
            tauri::generate_context!(),
            places,
            Arc::clone(&keychain) as Arc<dyn keychain::SecretStore>,
        )
        .expect("it is composed");
        let window = WebviewWindowBuilder::new(&app, "main", tauri::WebviewUrl::default())
            .build()
            .expect("a mock window");
        let desktop = Self {
            home,
            keychain,
            window,
            app,
        };
        desktop.wait_until_opened();
        desktop
    }

    /// With a directory whose owner is signed in.
    pub fn with_owner() -> Self {
        let desktop = Self::new();
        let state = desktop.call("start_local_directory", json!({ "form": owner_form() }));
        assert_eq!(state.expect("the directory is made")["phase"], "signed_in");
        desktop
    }

    /// Stops the application and starts it again in the same home.
    pub fn restarted(self) -> Self {
        let (home, keychain) = (Arc::clone(&self.home), Arc::clone(&self.keychain));
        drop(self);
        Self::at(home, keychain)
    }

    /// Another application at the same directory, as another connection to a shared one would be.
    pub fn at_same_home(other: &Self) -> Self {
        Self::at(Arc::clone(&other.home), Arc::clone(&other.keychain))
    }

    /// Calls a command as the page would.
    pub fn call(&self, command: &str, arguments: Value) -> Result<Value, Value> {
        let request = InvokeRequest {
            cmd: command.to_owned(),
            callback: CallbackFn(0),
            error: CallbackFn(1),
            url: "tauri://localhost".parse().expect("a URL"),
            body: InvokeBody::Json(arguments),
            headers: tauri::http::HeaderMap::new(),
            invoke_key: INVOKE_KEY.to_owned(),
        };
        get_ipc_response(&self.window, request).map(|body| body.deserialize().expect("it answers in JSON"))
    }

    /// Counts how often the window is told something from now on.
    pub fn count_of(&self, event: &str) -> Arc<AtomicUsize> {
        let count = Arc::new(AtomicUsize::new(0));
        let counting = Arc::clone(&count);
        self.app.listen_any(event, move |_| {
            counting.fetch_add(1, Ordering::SeqCst);
        });
        count
    }

    pub fn sign_in(&self, email: &str, password: &str) -> Result<Value, Value> {
        self.call("sign_in", json!({ "email": email, "password": password }))
    }

    fn wait_until_opened(&self) {
        for _ in 0..500 {
            if self.call("start_state", json!({})).expect("a state")["phase"] != "opening" {
                return;
            }
            std::thread::sleep(Duration::from_millis(10));
        }
        panic!("still opening after 5 s");
    }
}

impl Drop for Desktop {
    /// As when the window is closed.
    fn drop(&mut self) {
        tauri::async_runtime::block_on(self.app.state::<Shell>().close());
    }
}

pub fn owner_form() -> Value {
    json!({
        "firstName": "Olga", "lastName": "Owner", "email": OWNER,
        "password": PASSWORD, "confirmPassword": PASSWORD,
        "passphrase": null, "confirmPassphrase": null,
    })
}

/// A draft without a flaw.
pub fn draft(email: &str) -> Value {
    json!({
        "firstName": "Nadia", "lastName": "Newcomer", "email": email,
        "password": PASSWORD, "confirmPassword": PASSWORD,
        "device": { "draftId": request_id(), "country": null, "number": "" },
        "roles": ["member"], "permissions": [],
        "takenEmail": null, "lookalikeConfirmed": false,
    })
}

pub fn request_id() -> String {
    uuid::Uuid::now_v7().to_string()
}

/// The code of a refusal.
pub fn code(answer: Result<Value, Value>) -> String {
    match answer {
        Ok(answer) => format!("it answered {answer}"),
        Err(error) => error["code"]
            .as_str()
            .map_or_else(|| error.to_string(), str::to_owned),
    }
}
