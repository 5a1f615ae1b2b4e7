//! Assembles the server: state, middleware order, routes of every room. No handler.

use std::sync::Arc;
use std::time::Duration;

use actix_web::middleware::{Compress, from_fn};
use actix_web::{App, HttpServer, dev::Server, web};

use crate::accounts;
use crate::analytics;
use crate::api;
use crate::board;
use crate::bulk;
use crate::calendar;
use crate::cards;
use crate::clients;
use crate::comments;
use crate::config::Config;
use crate::contacts;
use crate::days;
use crate::db::{Db, PoolSettings, Projection, Revive};
use crate::deals;
use crate::directories;
use crate::duplicates;
use crate::erasures;
use crate::files;
use crate::handover;
use crate::imports;
use crate::live::{self, Hub};
use crate::meetings;
use crate::notices;
use crate::overview;
use crate::projects;
use crate::register;
use crate::removals;
use crate::search;
use crate::storage::Store;
use crate::supports;
use crate::tasks;
use crate::undo;
use crate::webhooks;

/// What every process of the server shares.
#[derive(Clone)]
pub struct State {
    pub db: Db,
    pub config: Arc<Config>,
    pub hub: Arc<Hub>,
    pub store: Store,
}

/// Copies that upper rooms keep of lower rooms' rows.
fn projections() -> Vec<Projection> {
    vec![
        clients::refresh,
        tasks::refresh,
        duplicates::refresh,
        register::refresh,
        search::refresh,
        webhooks::tell,
    ]
}

impl State {
    /// Opens the pool and starts the wire to the other processes; the database may be away.
    pub fn open(config: Config, app_url: &str, revive: Option<Revive>) -> State {
        let hub = Arc::new(Hub::default());
        let wire = live::start(app_url.to_owned(), hub.clone());
        let mut config = config;
        config.token_secret = Some(accounts::token_secret(&config));
        let settings = PoolSettings {
            url: app_url.to_owned(),
            size: config.pool_size,
            count_statements: config.count_statements,
            slow: config.slow_query,
            revive,
        };
        State {
            db: Db::open(&settings, projections(), wire),
            store: Store::of(&config),
            config: Arc::new(config),
            hub,
        }
    }
}

/// Routes of every room.
fn routes(app: &mut web::ServiceConfig) {
    app.route("/healthz", web::get().to(crate::web::healthy))
        .route("/readyz", web::get().to(crate::web::ready))
        .route("/metrics", web::get().to(crate::web::show_metrics))
        .route(
            "/assets/{hash}/{path:.*}",
            web::get().to(crate::web::serve_asset),
        )
        .route("/sw.js", web::get().to(crate::web::serve_worker))
        .route("/", web::get().to(accounts::home));
    accounts::routes(app);
    live::routes(app);
    notices::routes(app);
    calendar::routes(app);
    directories::routes(app);
    clients::routes(app);
    comments::routes(app);
    files::routes(app);
    contacts::routes(app);
    supports::routes(app);
    projects::routes(app);
    meetings::routes(app);
    deals::routes(app);
    tasks::routes(app);
    days::routes(app);
    analytics::routes(app);
    removals::routes(app);
    erasures::routes(app);
    cards::routes(app);
    duplicates::routes(app);
    register::routes(app);
    board::routes(app);
    imports::routes(app);
    overview::routes(app);
    search::routes(app);
    bulk::routes(app);
    handover::routes(app);
    undo::routes(app);
    webhooks::routes(app);
    api::routes(app);
}

/// Binds the address and gives the server, ready to run. Port 0 takes any free one.
pub fn server(state: State) -> std::io::Result<(Server, u16)> {
    let (bind, port, workers) = (state.config.bind, state.config.port, state.config.workers);
    let listener = std::net::TcpListener::bind((bind, port))?;
    let port = listener.local_addr()?.port();
    let server = HttpServer::new(move || {
        App::new()
            .app_data(web::Data::new(state.db.clone()))
            .app_data(web::Data::from(state.config.clone()))
            .app_data(web::Data::from(state.hub.clone()))
            .app_data(web::Data::new(state.store.clone()))
            .app_data(imports::upload_config(state.config.import_limit))
            .wrap(from_fn(crate::web::render_errors))
            .wrap(from_fn(accounts::send_to_sign_in))
            .wrap(Compress::default())
            .wrap(from_fn(crate::web::guard))
            .configure(routes)
            .default_service(web::to(crate::web::nowhere))
    })
    .workers(workers)
    // Without this a compressed response waits some 40 ms for the peer's delayed acknowledgement.
    .tcp_nodelay(true)
    .keep_alive(Duration::from_secs(75))
    .shutdown_timeout(1)
    .disable_signals()
    .listen(listener)?
    .run();
    Ok((server, port))
}
