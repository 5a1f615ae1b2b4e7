//! How long a test runs: its short form in `bin/test`, its whole form in `bin/soak`.

/// The number of rounds: `short` normally, `long` where `bin/soak` has set SOAK.
pub fn rounds(short: u32, long: u32) -> u32 {
    if std::env::var_os("SOAK").is_some_and(|value| value == "1") {
        long
    } else {
        short
    }
}
