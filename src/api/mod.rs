//! The JSON API's own room: its description, and its answers for paths and methods that do not exist. The
//! resources themselves are served by the rooms that own them.

mod description;
mod reader;

use std::sync::LazyLock;

use actix_web::{HttpRequest, web};

pub use description::{description, endpoints};

use crate::refusal::{Refusal, RequestRefusal};
use crate::web::{Answer, Outcome};

static DESCRIPTION: LazyLock<String> = LazyLock::new(|| description().to_string());
static PATHS: LazyLock<Vec<(&'static str, String)>> = LazyLock::new(|| {
    let all = endpoints().into_iter();
    all.map(|e| (e.method, e.path)).collect()
});

/// `GET /api/v1/openapi.json`
async fn openapi() -> Outcome {
    Ok(Answer::json_text(DESCRIPTION.clone()))
}

/// Whether a path is one of this pattern.
fn fits(pattern: &str, path: &str) -> bool {
    let (mut a, mut b) = (pattern.split('/'), path.split('/'));
    loop {
        match (a.next(), b.next()) {
            (None, None) => return true,
            (Some(p), Some(s)) if p == s || (p.starts_with('{') && !s.is_empty()) => {}
            _ => return false,
        }
    }
}

async fn nowhere(req: HttpRequest) -> Outcome {
    // A path that is written out goes before one in which it would be an id.
    let is_written_out = PATHS.iter().any(|(_, path)| path == req.path());
    let is_here = |path: &str| match is_written_out {
        true => path == req.path(),
        false => fits(path, req.path()),
    };
    let here = PATHS.iter().filter(|(_, path)| is_here(path));
    let mut allowed: Vec<&'static str> = here.map(|(method, _)| *method).collect();
    allowed.sort_unstable();
    allowed.dedup();
    if allowed.is_empty() {
        return Err(Refusal::NotFound.into());
    }
    Err(Refusal::from(RequestRefusal::MethodNotAllowed { allowed }).into())
}

pub fn routes(app: &mut web::ServiceConfig) {
    app.route("/api/v1/openapi.json", web::get().to(openapi))
        .route("/api/docs", web::get().to(reader::docs))
        .service(web::scope("/api").default_service(web::to(nowhere)));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_fits_its_pattern_piece_by_piece() {
        for (path, does) in [
            ("/api/v1/deals/1", true),
            ("/api/v1/deals/", false),
            ("/api/v1/deals", false),
            ("/api/v1/deals/1/", false),
            ("/api/v1/tasks/1", false),
        ] {
            assert_eq!(fits("/api/v1/deals/{id}", path), does, "{path}");
        }
    }
}
