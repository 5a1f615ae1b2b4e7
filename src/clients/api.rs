//! `/api/v1/addresses` and `/api/v1/clients`: sections 18, 19 and 24 of the contract.

pub mod addresses;
pub mod clients;
mod numbers;
pub mod timeline;

use serde_json::Value;

use crate::rest::{self, Resource};
use crate::web::api::{Endpoint, output_schema};
use addresses::Addresses;
use clients::Clients;

/// Endpoints of the room, for the description.
pub fn endpoints() -> Vec<Endpoint> {
    let mut all = rest::endpoints::<Addresses>(true, true);
    all.extend(rest::endpoints::<Clients>(false, true));
    all.extend(timeline::endpoints());
    all
}

/// Rows of the room, for the description.
pub fn rows() -> Vec<(&'static str, Value)> {
    vec![
        (Addresses::ROW, output_schema(Addresses::FIELDS)),
        (Clients::ROW, output_schema(Clients::FIELDS)),
        ("ClientActivity", output_schema(&timeline::ACTIVITY)),
    ]
}
