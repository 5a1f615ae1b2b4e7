//! Letters to send, with retries.
