//! Style sheets, scripts and icons under one content hash, so that they may be cached for ever. The
//! style sheets are joined at start; there is no build step.

use std::collections::HashMap;
use std::io::Write;
use std::sync::LazyLock;

use actix_web::http::header::{
    ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE, VARY,
};
use actix_web::{HttpRequest, HttpResponse};
use flate2::Compression;
use flate2::write::GzEncoder;
use rust_embed::RustEmbed;
use sha2::{Digest, Sha256};

use super::AppError;
use crate::refusal::Refusal;

#[derive(RustEmbed)]
#[folder = "static/"]
struct Files;

struct Asset {
    mime: String,
    plain: Vec<u8>,
    gzip: Option<Vec<u8>>,
}

/// All assets and the address under which they lie.
pub struct Assets {
    base: String,
    icons: String,
    files: HashMap<String, Asset>,
}

impl Assets {
    fn load() -> Assets {
        let mut names: Vec<String> = Files::iter().map(|n| n.into_owned()).collect();
        names.sort();
        let mut hash = Sha256::new();
        let mut files = HashMap::new();
        for name in names {
            let Some(file) = Files::get(&name) else {
                continue;
            };
            hash.update(name.as_bytes());
            hash.update(&file.data);
            let mime = file.metadata.mimetype().to_owned();
            files.insert(name, Asset::new(mime, file.data.into_owned()));
        }
        files.insert(
            "app.css".to_owned(),
            Asset::new("text/css".to_owned(), joined_styles()),
        );
        let short: String = hash
            .finalize()
            .iter()
            .take(6)
            .map(|b| format!("{b:02x}"))
            .collect();
        let base = format!("/assets/{short}");
        Assets {
            icons: format!("{base}/icons.svg"),
            base,
            files,
        }
    }

    /// Address of all assets, without a slash at its end.
    pub fn base(&self) -> &str {
        &self.base
    }

    /// Address of the icon sprite.
    pub fn icons(&self) -> &str {
        &self.icons
    }
}

impl Asset {
    fn new(mime: String, plain: Vec<u8>) -> Asset {
        let is_text =
            mime.starts_with("text/") || mime.contains("javascript") || mime.contains("svg");
        let gzip = is_text
            .then(|| {
                let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
                encoder.write_all(&plain).ok()?;
                encoder.finish().ok()
            })
            .flatten();
        Asset { mime, plain, gzip }
    }
}

/// The style sheets in the order of `css/index.txt`; layers decide, not this order.
fn joined_styles() -> Vec<u8> {
    let list = Files::get("css/index.txt").map(|f| f.data.into_owned());
    let mut joined = Vec::new();
    for name in String::from_utf8_lossy(&list.unwrap_or_default())
        .lines()
        .map(str::trim)
        .filter(|l| !l.is_empty() && !l.starts_with('#'))
    {
        if let Some(file) = Files::get(&format!("css/{name}")) {
            joined.extend_from_slice(&file.data);
            joined.push(b'\n');
        }
    }
    joined
}

static ASSETS: LazyLock<Assets> = LazyLock::new(Assets::load);

pub fn assets() -> &'static Assets {
    &ASSETS
}

/// `GET /assets/{hash}/{path}`: any hash is answered, only the present one may be kept for ever.
pub async fn serve(
    req: HttpRequest,
    path: actix_web::web::Path<(String, String)>,
) -> Result<HttpResponse, AppError> {
    let (hash, name) = path.into_inner();
    let asset = assets().files.get(&name).ok_or(Refusal::NotFound)?;
    let is_present = assets().base.ends_with(&hash);
    let accepts_gzip = req
        .headers()
        .get(ACCEPT_ENCODING)
        .and_then(|v| v.to_str().ok())
        .is_some_and(|v| v.contains("gzip"));
    let mut response = HttpResponse::Ok();
    response
        .insert_header((CONTENT_TYPE, asset.mime.clone()))
        .insert_header((VARY, "Accept-Encoding"))
        .insert_header((
            CACHE_CONTROL,
            if is_present {
                "public, max-age=31536000, immutable"
            } else {
                "no-cache"
            },
        ));
    match &asset.gzip {
        Some(packed) if accepts_gzip => {
            response.insert_header((CONTENT_ENCODING, "gzip"));
            Ok(response.body(packed.clone()))
        }
        _ => {
            // Said outright, so that the compressing middleware leaves it alone.
            response.insert_header((CONTENT_ENCODING, "identity"));
            Ok(response.body(asset.plain.clone()))
        }
    }
}

/// `GET /sw.js`: the service worker stands at the root, since it may answer only for what lies below it.
pub async fn serve_worker() -> Result<HttpResponse, AppError> {
    let asset = assets().files.get("js/sw.js").ok_or(Refusal::NotFound)?;
    Ok(HttpResponse::Ok()
        .insert_header((CONTENT_TYPE, "text/javascript"))
        .insert_header((CACHE_CONTROL, "no-cache"))
        .body(asset.plain.clone()))
}
