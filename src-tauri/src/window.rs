//! The one window. It shows the built-in interface and goes nowhere else.

use std::path::Path;

use tauri::{
    App, AppHandle, Manager as _, Runtime, Url, WebviewUrl, WebviewWindowBuilder, webview::NewWindowResponse,
};

/// The name that the capabilities grant commands to.
pub const LABEL: &str = "main";

/// Opens it. What the web view itself stores stays in `web_data`.
pub fn open<R: Runtime>(app: &App<R>, web_data: &Path) -> tauri::Result<()> {
    WebviewWindowBuilder::new(app, LABEL, WebviewUrl::default())
        .title("Frontdesk")
        .inner_size(1280.0, 800.0)
        .min_inner_size(900.0, 600.0)
        .data_directory(web_data.to_owned())
        .general_autofill_enabled(false)
        .disable_drag_drop_handler()
        .on_navigation(is_own_page)
        .on_new_window(|_, _| NewWindowResponse::Deny)
        .on_download(|_, _| false)
        .build()?;
    Ok(())
}

/// Brings it to the front: somebody started Frontdesk a second time.
pub fn focus<R: Runtime>(app: &AppHandle<R>) {
    if let Some(window) = app.get_webview_window(LABEL) {
        // A window manager may refuse to raise a window; there is nothing more to try.
        let _ = window.unminimize();
        let _ = window.show();
        let _ = window.set_focus();
    }
}

/// The interface's own pages: `tauri://localhost`, on Windows `http://tauri.localhost`, in development Vite's.
fn is_own_page(url: &Url) -> bool {
    match (url.scheme(), url.host_str()) {
        // A frame that the interface fills itself, for the preview of an e-mail.
        ("about", None) => url.path() == "srcdoc",
        ("tauri", Some("localhost")) | ("http", Some("tauri.localhost")) => true,
        ("http", Some("localhost")) => cfg!(all(debug_assertions, not(feature = "custom-protocol"))),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_window_goes_nowhere_else() {
        let own = |url: &str| is_own_page(&Url::parse(url).expect("a URL"));
        assert!(own("tauri://localhost/index.html"));
        for foreign in [
            "https://example.com/",
            "file:///etc/passwd",
            "data:text/html,x",
            "http://127.0.0.1/",
        ] {
            assert!(!own(foreign), "{foreign}");
        }
    }
}
