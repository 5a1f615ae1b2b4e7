//! Reads the command line and calls one command. No logic.

// Gives memory back to the system after a large import, which the default allocator keeps.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> std::process::ExitCode {
    invest_crm::cli::run()
}
