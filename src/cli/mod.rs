//! The command line. Each command calls the same actions as the pages; no SQL here.

mod backup;
mod database;
pub mod demo;
pub mod import;
mod people;
mod refresh;
mod serve;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::config::{Config, LogFormat};

#[derive(Parser)]
#[command(
    name = "invest-crm",
    version,
    about = "The register of an investment agency: clients, projects, support, decisions"
)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Serve the pages; starts the private database where no DATABASE_URL is set, and migrates it.
    Serve {
        /// Do not make the demo agency on an empty database.
        #[arg(long)]
        no_demo: bool,
    },
    /// Run the migrations that are pending.
    Migrate,
    /// Make the demo agency if there is no organization yet.
    Demo,
    /// Bring a workbook into an organization: .xlsx, .xls, .ods or .csv.
    Import(import::Import),
    /// Print everything of an organization as JSON.
    Dump(import::Dump),
    /// Write the database and all files into one archive, while people work.
    Backup(backup::Backup),
    /// Bring a backup back into an empty place.
    Restore(backup::Restore),
    /// Print the OpenAPI description of the JSON API.
    Openapi,
    /// Make anew what the register and the search keep as copies of projects and clients.
    Refresh(refresh::Refresh),
    /// Make an account in an organization; the password is read from standard input.
    CreateUser(people::CreateUser),
    /// Set the password of an account; the password is read from standard input.
    ResetPassword(people::ResetPassword),
}

/// What a command that failed prints.
pub type Failure = Box<dyn std::error::Error + Send + Sync>;

/// Reads the arguments and the environment, runs the command, gives its exit code.
pub fn run() -> ExitCode {
    let cli = Cli::parse();
    let config = match Config::from_environment() {
        Ok(config) => config,
        Err(errors) => {
            eprintln!("{errors}");
            return ExitCode::from(2);
        }
    };
    log_to_stderr(&config);
    let done = match cli.command {
        Command::Serve { no_demo } => serve::serve(config, !no_demo),
        Command::Migrate => database::migrate(&config),
        Command::Backup(args) => backup::backup(&config, &args),
        Command::Restore(args) => backup::restore(&config, &args),
        Command::Demo => demo::make(&config),
        Command::Import(args) => import::import(&config, &args),
        Command::Dump(args) => import::dump(&config, &args),
        Command::Openapi => {
            println!("{:#}", crate::api::description());
            Ok(())
        }
        Command::Refresh(args) => refresh::refresh(&config, &args),
        Command::CreateUser(args) => people::create(&config, &args),
        Command::ResetPassword(args) => people::reset(&config, &args),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("invest-crm: {failure}");
            ExitCode::FAILURE
        }
    }
}

fn log_to_stderr(config: &Config) {
    let filter = tracing_subscriber::EnvFilter::try_new(&config.log)
        .unwrap_or_else(|_| tracing_subscriber::EnvFilter::new("info"));
    let builder = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_ansi(std::io::IsTerminal::is_terminal(&std::io::stderr()))
        .with_writer(std::io::stderr);
    // A second start in one process (tests) keeps the first subscriber.
    let _ = match config.log_format {
        LogFormat::Text => builder.try_init(),
        LogFormat::Json => builder.json().try_init(),
    };
}
