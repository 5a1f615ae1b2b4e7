//! One runtime for the client side of all tests, so that a test is a plain function that waits for each answer.

use std::future::Future;
use std::sync::LazyLock;
use std::time::Duration;

use tokio::runtime::{Builder, Handle};

static CLIENTS: LazyLock<Handle> = LazyLock::new(|| {
    let runtime = Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("a runtime can be made");
    let handle = runtime.handle().clone();
    std::thread::Builder::new()
        .name("test clients".to_owned())
        .spawn(move || runtime.block_on(std::future::pending::<()>()))
        .expect("a thread can be started");
    handle
});

/// Waits for a future on this thread; its network and timers are driven by the runtime's own.
pub fn wait_for<T>(future: impl Future<Output = T>) -> T {
    CLIENTS.block_on(future)
}

/// The runtime, for what is to run on while the test goes on.
pub fn clients() -> &'static Handle {
    &CLIENTS
}

/// None if it took longer.
pub fn wait_at_most<T>(time: Duration, future: impl Future<Output = T>) -> Option<T> {
    wait_for(async { tokio::time::timeout(time, future).await.ok() })
}

/// Asks again until the answer is yes; the time is a limit, not a delay.
pub fn eventually(what: &str, time: Duration, mut asked: impl FnMut() -> bool) {
    let begun = std::time::Instant::now();
    while !asked() {
        assert!(begun.elapsed() < time, "not within {time:?}: {what}");
        std::thread::sleep(Duration::from_millis(20));
    }
}
