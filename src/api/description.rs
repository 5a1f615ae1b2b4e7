//! The OpenAPI description: the endpoints and rows that the rooms keep beside their routes, put together.

use serde_json::Value;

use crate::web::api::{Endpoint, Shown, openapi};
use crate::{accounts, analytics, clients, contacts, deals, directories, imports, projects, tasks};

/// Every endpoint below `/api/v1`.
pub fn endpoints() -> Vec<Endpoint> {
    let mut all = vec![
        Endpoint::new("GET", "/api/v1/openapi.json", "This description")
            .tag("description")
            .answers(200, Shown::Object)
            .open(),
    ];
    all.extend(accounts::api::endpoints());
    all.extend(directories::api::endpoints());
    all.extend(clients::api::endpoints());
    all.extend(projects::api::endpoints());
    all.extend(imports::api::endpoints());
    all.extend(contacts::api::endpoints());
    all.extend(deals::api::endpoints());
    all.extend(tasks::api::endpoints());
    all.extend(analytics::api::endpoints());
    all
}

/// OpenAPI 3.1 of everything below `/api/v1` that this version serves.
pub fn description() -> Value {
    let mut rows = Vec::new();
    rows.extend(accounts::api::rows());
    rows.extend(directories::api::rows());
    rows.extend(clients::api::rows());
    rows.extend(projects::api::rows());
    rows.extend(imports::api::rows());
    rows.extend(contacts::api::rows());
    rows.extend(deals::api::rows());
    rows.extend(tasks::api::rows());
    openapi(&endpoints(), &rows)
}
