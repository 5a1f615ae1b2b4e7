//! The command `serve`.

use std::time::Duration;

use super::{Failure, database, demo};
use crate::config::{Config, Registration};
use crate::{accounts, app, duplicates, files, imports, outbox, undo, webhooks};

/// How long the database may take to come up with the machine.
const PATIENCE: Duration = Duration::from_secs(30);

/// Serves until Ctrl-C or SIGTERM.
pub fn serve(mut config: Config, with_demo: bool) -> Result<(), Failure> {
    let database = database::open(&config)?;
    prepare_with_patience(&database)?;
    let is_development = config.database_url.is_none() && with_demo;
    config.registration.get_or_insert(if is_development {
        Registration::Open
    } else {
        Registration::Invited
    });
    let revive = database.revive(&config);
    let state = app::State::open(config.clone(), &database.app_url, revive);
    if with_demo {
        demo::make_if_empty(&state)?;
    }
    let letters = outbox::start(
        state.db.clone(),
        state.config.clone(),
        accounts::make_reset_link,
    )?;
    let hub = state.hub.clone();
    let worker = imports::worker::start(state.db.clone(), state.store.clone(), hub.clone());
    let pairs = duplicates::worker::start(state.db.clone(), hub.clone());
    let acts = undo::worker::start(state.db.clone(), hub.clone());
    let swept = state.store.sweep();
    swept.unwrap_or_else(|error| tracing::warn!(%error, "files on their way stay"));
    let unheld = files::worker::start(state.db.clone(), state.store.clone(), hub.clone())?;
    let private = state.config.webhooks_to_private;
    let told = webhooks::worker::start(&state.db, &hub, private);
    let runtime = actix_web::rt::System::new();
    let db = state.db.clone();
    runtime.block_on(async move {
        let (server, port) = app::server(state)?;
        println!("invest-crm: {}", shown_address(&config, port));
        demo::print_people(&db)?;
        let handle = server.handle();
        actix_web::rt::spawn(async move {
            asked_to_stop().await;
            // Streams end by themselves now, so that the server need not wait for them.
            hub.close();
            handle.stop(true).await;
        });
        server.await?;
        Ok::<(), Failure>(())
    })?;
    // A transaction under way is left to roll back: the job is taken up at the next start.
    drop((worker, pairs, acts, unheld, told));
    letters.stop();
    database.close();
    Ok(())
}

fn shown_address(config: &Config, port: u16) -> String {
    match &config.public_url {
        Some(url) => url.clone(),
        None => format!("http://{}:{port}", config.bind),
    }
}

/// In a set of containers the database may be a few seconds behind.
fn prepare_with_patience(database: &database::Database) -> Result<(), Failure> {
    use crate::db::migrations::SetupError;
    let begun = std::time::Instant::now();
    loop {
        match database.prepare() {
            Err(e)
                if begun.elapsed() < PATIENCE
                    && e.downcast_ref::<SetupError>()
                        .is_some_and(|e| matches!(e, SetupError::Connection(_))) =>
            {
                tracing::warn!(error = %e, "waiting for the database");
                std::thread::sleep(Duration::from_secs(1));
            }
            other => return other,
        }
    }
}

async fn asked_to_stop() {
    use tokio::signal::unix::{SignalKind, signal};
    let (Ok(mut terminate), Ok(mut interrupt)) = (
        signal(SignalKind::terminate()),
        signal(SignalKind::interrupt()),
    ) else {
        tracing::error!("signals cannot be received");
        return std::future::pending().await;
    };
    tokio::select! {
        _ = terminate.recv() => {}
        _ = interrupt.recv() => {}
    }
}
