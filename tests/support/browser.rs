//! A real browser: one headless Chromium for all tests of the process, a private window for each person in each
//! test. Keys and clicks are the browser's own, so that focus, scripts and the security policy are those of people.

use std::io::Write as _;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;
use std::time::{Duration, Instant};

use chromiumoxide::cdp::browser_protocol::emulation::{
    SetDeviceMetricsOverrideParams, SetFocusEmulationEnabledParams,
};
use chromiumoxide::cdp::browser_protocol::input::{
    DispatchKeyEventParams, DispatchKeyEventType, DispatchMouseEventParams, DispatchMouseEventType,
    InsertTextParams, MouseButton,
};
use chromiumoxide::cdp::browser_protocol::network::CookieParam;
use chromiumoxide::cdp::browser_protocol::target::{
    CreateBrowserContextParams, CreateTargetParams, SetAutoAttachParams,
};
use chromiumoxide::handler::HandlerConfig;
use chromiumoxide::{Browser, keys};
use futures_util::StreamExt as _;
use serde_json::Value;

use super::TestApp;
use super::runtime::{clients, wait_for};

/// How long the browser may take to show what is waited for; a limit, not a delay.
const PATIENCE: Duration = Duration::from_secs(30);

/// Ends the browser and removes its folder when this process is gone, however it ends: its input closes then.
/// The last of its helpers still writes for a moment.
const GUARD: &str = r#"folder=$1; shift; "$@" >"$folder/log" 2>&1 & browser=$!; read -r _; kill "$browser"; wait "$browser"; sleep 1; rm -rf "$folder""#;

struct Running {
    browser: Browser,
    // Its open input keeps the guard waiting.
    _guard: Child,
}

fn program() -> PathBuf {
    let names = ["chromium", "google-chrome", "chromium-browser"];
    let folders = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&folders)
        .flat_map(|folder| names.map(|name| folder.join(name)))
        .find(|path| path.exists())
        .expect("browser tests need Chromium: run bin/install browser")
}

fn start() -> Running {
    let folder = tempfile::tempdir()
        .expect("a folder for the browser")
        .keep();
    let mut command = Command::new("sh");
    command
        .args(["-c", GUARD, "guard"])
        .arg(&folder)
        .arg(program());
    command.arg(format!("--user-data-dir={}", folder.display()));
    command.args([
        "--headless",
        "--no-sandbox",
        "--remote-debugging-port=0",
        "--window-size=1440,900",
        "--lang=ru",
        "--disable-gpu",
        "--disable-quic",
        "--disable-dev-shm-usage",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--disable-backgrounding-occluded-windows",
        "--disable-renderer-backgrounding",
        "--no-first-run",
    ]);
    let guard = command
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("the browser can be started");
    let begun = Instant::now();
    let address = loop {
        let told = std::fs::read_to_string(folder.join("DevToolsActivePort")).unwrap_or_default();
        if let Some((port, path)) = told.trim().split_once('\n') {
            break format!("ws://127.0.0.1:{port}{path}");
        }
        let log = folder.join("log");
        assert!(
            begun.elapsed() < Duration::from_secs(30),
            "the browser did not start: {}",
            std::fs::read_to_string(log).unwrap_or_default()
        );
        std::thread::sleep(Duration::from_millis(20));
    };
    let config = HandlerConfig {
        viewport: None,
        ..HandlerConfig::default()
    };
    let (browser, mut handler) =
        wait_for(Browser::connect_with_config(address, config)).expect("the browser lets us in");
    clients().spawn(async move { while handler.next().await.is_some() {} });
    Running {
        browser,
        _guard: guard,
    }
}

fn browser() -> &'static Browser {
    static BROWSER: OnceLock<Running> = OnceLock::new();
    &BROWSER.get_or_init(start).browser
}

/// A window of one person: cookies and storage are its own.
pub struct Window {
    page: chromiumoxide::Page,
    base: String,
}

/// Collects what a page should never do: fail in a script, break the security policy.
const WATCH: &str = "window.complaints = []; \
    addEventListener('error', (e) => complaints.push(e.message)); \
    addEventListener('unhandledrejection', (e) => complaints.push(String(e.reason))); \
    addEventListener('securitypolicyviolation', (e) => complaints.push(`${e.violatedDirective} ${e.blockedURI}`));";

impl TestApp {
    /// A window in which this person is signed in; with an empty address nobody is.
    pub fn window_of(&self, email: &str) -> Window {
        // What signing in leaves in a browser.
        let mut cookies = Vec::new();
        if !email.is_empty() {
            cookies = vec![
                ("session", self.session_cookie(email)),
                ("locale", "ru".to_owned()),
            ];
        }
        let base = self.url("");
        let browser = browser();
        let page = wait_for(async {
            let context = browser
                .create_browser_context(CreateBrowserContextParams::default())
                .await?;
            let mut target = CreateTargetParams::new("about:blank");
            target.browser_context_id = Some(context);
            let page = browser.new_page(target).await?;
            page.execute(SetFocusEmulationEnabledParams::new(true))
                .await?;
            // Else a service worker waits for a debugger to let it begin, and now and then it waits for ever.
            let mut attach = SetAutoAttachParams::new(true, false);
            attach.flatten = Some(true);
            page.execute(attach).await?;
            page.evaluate_on_new_document(WATCH).await?;
            for (name, value) in cookies {
                let mut cookie = CookieParam::new(name, value);
                cookie.url = Some(base.clone());
                page.set_cookie(cookie).await?;
            }
            Ok::<_, chromiumoxide::error::CdpError>(page)
        });
        Window {
            page: page.expect("the browser opens a window"),
            base,
        }
    }
}

impl Window {
    pub fn open(&self, path: &str) {
        let address = format!("{}{path}", self.base);
        wait_for(self.page.goto(address)).expect("the page opens");
    }

    /// Another session of the same person, as after signing in again in another tab.
    pub fn set_cookie(&self, session: &str) {
        let mut cookie = CookieParam::new("session", session);
        cookie.url = Some(self.base.clone());
        wait_for(self.page.set_cookie(cookie)).expect("the cookie is set");
    }

    /// The value of an expression, or of the promise that it gives.
    pub fn value(&self, expression: &str) -> Value {
        let answer = wait_for(self.page.evaluate(expression));
        let answer = answer.unwrap_or_else(|e| panic!("{expression}: {e}"));
        answer.value().cloned().unwrap_or(Value::Null)
    }

    pub fn is(&self, expression: &str) -> bool {
        self.value(&format!("Boolean({expression})")) == Value::Bool(true)
    }

    /// Text of the first element that fits, as it is shown; empty if there is none.
    pub fn text(&self, css: &str) -> String {
        let text = self.value(&format!(
            "document.querySelector({})?.innerText ?? ''",
            quoted(css)
        ));
        text.as_str().unwrap_or_default().trim().to_owned()
    }

    /// Waits until an expression is true.
    pub fn wait_until(&self, what: &str, expression: &str) {
        self.wait_at_most(PATIENCE, what, expression);
    }

    /// The same, where the time is part of what is promised.
    pub fn wait_at_most(&self, time: Duration, what: &str, expression: &str) {
        let begun = Instant::now();
        // While one page gives way to the next, there is nothing to ask.
        let holds = || {
            let asked = format!("Boolean({expression})");
            let answer = wait_for(self.page.evaluate(asked));
            answer.is_ok_and(|a| a.value() == Some(&Value::Bool(true)))
        };
        while !holds() {
            assert!(
                begun.elapsed() < time,
                "not within {time:?}: {what}\n{}",
                self.text("main")
            );
            std::thread::sleep(Duration::from_millis(15));
        }
    }

    pub fn wait_for_text(&self, css: &str, text: &str) {
        let shown = format!(
            "(document.querySelector({})?.innerText ?? '').includes({})",
            quoted(css),
            quoted(text)
        );
        self.wait_until(&format!("{css} says {text}"), &shown);
    }

    pub fn click(&self, css: &str) {
        self.wait_until(css, &format!("document.querySelector({})", quoted(css)));
        let clicked =
            wait_for(async { self.page.find_element(css).await?.click().await.map(|_| ()) });
        clicked.unwrap_or_else(|e| panic!("{css} can be clicked: {e}"));
    }

    /// Presses the mouse on one element, moves to another in steps and lets go there; `meanwhile` looks on.
    pub fn drag(&self, from: &str, to: &str, meanwhile: impl FnOnce(&Window)) {
        let middle = |css: &str| {
            let place = self.value(&format!(
                "(() => {{ const e = document.querySelector({}); e.scrollIntoView({{block: 'nearest', inline: 'nearest'}}); \
                 const b = e.getBoundingClientRect(); return [b.x + b.width / 2, b.y + Math.min(b.height / 2, 40)]; }})()",
                quoted(css)
            ));
            let at = |n: usize| place[n].as_f64().expect("the element has a place");
            (at(0), at(1))
        };
        let (start, end) = (middle(from), middle(to));
        self.mouse(DispatchMouseEventType::MousePressed, start);
        for step in 1..=8 {
            let part = f64::from(step) / 8.0;
            let at = |a: f64, b: f64| a + (b - a) * part;
            self.mouse(
                DispatchMouseEventType::MouseMoved,
                (at(start.0, end.0), at(start.1, end.1)),
            );
        }
        meanwhile(self);
        self.mouse(DispatchMouseEventType::MouseMoved, (end.0 + 1.0, end.1));
        self.mouse(DispatchMouseEventType::MouseReleased, end);
    }

    fn mouse(&self, kind: DispatchMouseEventType, (x, y): (f64, f64)) {
        let mut event = DispatchMouseEventParams::new(kind, x, y);
        event.button = Some(MouseButton::Left);
        event.buttons = Some(1);
        event.click_count = Some(1);
        wait_for(self.page.execute(event)).expect("the mouse moves");
    }

    /// One key by its name, such as `Enter`, `F2`, `ArrowDown`, or one letter of an English keyboard.
    pub fn press(&self, key: &str) {
        let known = keys::get_key_definition(key).unwrap_or_else(|| panic!("no key {key}"));
        let text = known.text.or((known.key.len() == 1).then_some(known.key));
        let mut event = DispatchKeyEventParams::builder()
            .key(known.key)
            .code(known.code)
            .windows_virtual_key_code(known.key_code)
            .native_virtual_key_code(known.key_code);
        if let Some(text) = text {
            event = event.text(text);
        }
        let down = match text {
            Some(_) => DispatchKeyEventType::KeyDown,
            None => DispatchKeyEventType::RawKeyDown,
        };
        for kind in [down, DispatchKeyEventType::KeyUp] {
            let event = event
                .clone()
                .r#type(kind)
                .build()
                .expect("a key event is complete");
            wait_for(self.page.execute(event)).expect("the key is pressed");
        }
    }

    /// The same while Ctrl is held, or Shift, or both.
    pub fn press_with(&self, held: &[&str], key: &str) {
        let known = keys::get_key_definition(key).unwrap_or_else(|| panic!("no key {key}"));
        let bit = |name: &&str| match *name {
            "Ctrl" => 2,
            "Shift" => 8,
            other => panic!("no key {other} to be held"),
        };
        for kind in [
            DispatchKeyEventType::RawKeyDown,
            DispatchKeyEventType::KeyUp,
        ] {
            let event = DispatchKeyEventParams::builder()
                .key(known.key)
                .code(known.code)
                .windows_virtual_key_code(known.key_code)
                .modifiers(held.iter().map(bit).sum::<i64>())
                .r#type(kind)
                .build()
                .expect("a key event is complete");
            wait_for(self.page.execute(event)).expect("the key is pressed");
        }
    }

    /// Pastes where the focus is, as if another program had put this text into the clipboard.
    pub fn paste(&self, text: &str) {
        self.value(&format!(
            "(() => {{ const clipboardData = new DataTransfer(); clipboardData.setData('text/plain', {}); \
             document.activeElement.dispatchEvent(new ClipboardEvent('paste', {{ clipboardData, bubbles: true, cancelable: true }})); }})()",
            quoted(text)
        ));
    }

    /// What copying or cutting where the focus is puts into the clipboard.
    pub fn take(&self, verb: &str) -> String {
        let text = self.value(&format!(
            "(() => {{ const clipboardData = new DataTransfer(); \
             document.activeElement.dispatchEvent(new ClipboardEvent({}, {{ clipboardData, bubbles: true, cancelable: true }})); \
             return clipboardData.getData('text/plain'); }})()",
            quoted(verb)
        ));
        text.as_str().unwrap_or_default().to_owned()
    }

    /// Writes where the focus is, in any language.
    pub fn write(&self, text: &str) {
        wait_for(self.page.execute(InsertTextParams::new(text))).expect("the text is written");
    }

    /// As wide as a phone, touched and not pointed at.
    pub fn be_a_phone(&self) {
        let size = SetDeviceMetricsOverrideParams::new(390, 844, 2.0, true);
        wait_for(self.page.execute(size)).expect("the window takes the size");
    }

    /// What the page did that it should not have done.
    pub fn complaints(&self) -> Vec<String> {
        let found = self.value("window.complaints");
        serde_json::from_value(found).unwrap_or_default()
    }

    /// What axe-core finds wrong: rule and element, one a line.
    pub fn barriers(&self) -> Vec<String> {
        self.value(concat!(include_str!("../vendor/axe.min.js"), "; true"));
        let found = self.value(
            "axe.run().then((r) => r.violations.flatMap((v) => v.nodes.map((n) => `${v.id}: ${n.html.slice(0, 200)} ${n.failureSummary}`)))",
        );
        serde_json::from_value(found).expect("axe answers with a list")
    }

    /// A picture of the window, for whoever looks into a failure.
    pub fn picture(&self, path: &std::path::Path) {
        use chromiumoxide::page::ScreenshotParams;
        let bytes = wait_for(self.page.screenshot(ScreenshotParams::default()));
        let file = std::fs::File::create(path);
        if let (Ok(bytes), Ok(mut file)) = (bytes, file) {
            let _ = file.write_all(&bytes);
        }
    }
}

impl Drop for Window {
    fn drop(&mut self) {
        if std::thread::panicking() {
            let name = std::thread::current()
                .name()
                .unwrap_or("test")
                .replace("::", "-");
            let path = std::env::temp_dir().join(format!("{name}-{}.png", uuid::Uuid::now_v7()));
            self.picture(&path);
            eprintln!("the window as it was: {}", path.display());
        }
        let _ = wait_for(self.page.clone().close());
    }
}

/// A text as a script writes it.
pub fn quoted(text: &str) -> String {
    serde_json::to_string(text).expect("any text can be quoted")
}
