//! Reads the command line and calls one command. No logic.
fn main() {}
