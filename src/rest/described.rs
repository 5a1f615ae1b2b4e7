//! The endpoints of a resource, for the description.

use super::resource::Resource;
use crate::web::api::{Endpoint, Kind, Parameter, Shown};

/// The address of the collection.
pub fn path_of<R: Resource>() -> String {
    format!("/api/v1/{}", R::COLLECTION)
}

/// List, making, row; with `whole` the three of the whole collection too.
pub fn endpoints<R: Resource>(whole: bool, has_put: bool) -> Vec<Endpoint> {
    let (all, row) = (path_of::<R>(), Shown::Row(R::ROW));
    let one = format!("{all}/{{id}}");
    let name = R::COLLECTION;
    let mut found = vec![
        Endpoint::new("GET", all.clone(), format!("List of {name}"))
            .parameters(R::PARAMETERS)
            .answers(200, Shown::List(R::ROW))
            .by_cursor(),
        Endpoint::new("POST", all.clone(), format!("Make one of {name}"))
            .body(R::FIELDS)
            .answers(201, row),
        Endpoint::new("GET", one.clone(), format!("One of {name}")).answers(200, row),
        Endpoint::new("PATCH", one.clone(), format!("Change one of {name}"))
            .body(R::FIELDS)
            .answers(200, row)
            .answers(204, Shown::Nothing),
        Endpoint::new("DELETE", one.clone(), format!("Remove one of {name}"))
            .answers(204, Shown::Nothing),
    ];
    if has_put {
        found.push(
            Endpoint::new("PUT", one, format!("Replace or make one of {name}"))
                .body(R::FIELDS)
                .answers(200, row)
                .answers(201, row)
                .answers(204, Shown::Nothing),
        );
    }
    if whole {
        let confirmed = [Parameter::new("all", Kind::Word(&["true"]))];
        for method in ["PUT", "PATCH"] {
            found.push(
                Endpoint::new(method, all.clone(), format!("Change all {name}"))
                    .body(R::FIELDS)
                    .parameters(&confirmed)
                    .answers(204, Shown::Nothing),
            );
        }
        found.push(
            Endpoint::new("DELETE", all, format!("Remove all {name}"))
                .parameters(&confirmed)
                .answers(204, Shown::Nothing),
        );
    }
    found.into_iter().map(|e| e.tag(R::COLLECTION)).collect()
}
