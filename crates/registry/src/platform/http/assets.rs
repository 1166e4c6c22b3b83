//! Style, behaviour and pictures of the pages: embedded in the binary, named by what is in them, compressed once.

use std::{
    io::Write as _,
    sync::{Arc, LazyLock},
};

use axum::{
    Router,
    extract::Path,
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse as _, Response},
    routing::get,
};
use bytes::Bytes;
use flate2::{Compression, write::GzEncoder};
use sha2::{Digest as _, Sha256};

use crate::app::App;

/// What a page may ask for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Name {
    /// The one style sheet.
    Style,
    /// What every page's behaviour comes from; nothing depends on it.
    Script,
    /// htmx, for pages that refresh a part of themselves.
    Htmx,
    /// The sign in the browser's tab.
    Icon,
}

struct Source {
    name: Name,
    stem: &'static str,
    ending: &'static str,
    kind: &'static str,
    parts: &'static [&'static str],
}

const SOURCES: [Source; 4] = [
    Source {
        name: Name::Style,
        stem: "qazyna",
        ending: "css",
        kind: "text/css; charset=utf-8",
        parts: &[
            include_str!("../../../../../web/vendor/govuk-frontend/govuk-frontend.css"),
            include_str!("../../../../../web/qazyna.css"),
            include_str!("../../../../../web/my.css"),
        ],
    },
    Source {
        name: Name::Script,
        stem: "qazyna",
        ending: "js",
        kind: "text/javascript; charset=utf-8",
        parts: &[
            include_str!("../../../../../web/vendor/govuk-frontend/govuk-frontend.js"),
            include_str!("../../../../../web/qazyna.js"),
        ],
    },
    Source {
        name: Name::Htmx,
        stem: "htmx",
        ending: "js",
        kind: "text/javascript; charset=utf-8",
        parts: &[include_str!("../../../../../web/vendor/htmx/htmx.js")],
    },
    Source {
        name: Name::Icon,
        stem: "icon",
        ending: "svg",
        kind: "image/svg+xml",
        parts: &[include_str!("../../../../../web/icon.svg")],
    },
];

struct Asset {
    name: Name,
    file: String,
    href: String,
    kind: &'static str,
    plain: Bytes,
    packed: Bytes,
}

static ASSETS: LazyLock<Vec<Asset>> = LazyLock::new(|| SOURCES.iter().map(prepare).collect());

fn prepare(source: &Source) -> Asset {
    let plain = Bytes::from(source.parts.join("\n"));
    let digest = Sha256::digest(&plain);
    let hash: String = digest.iter().take(4).map(|byte| format!("{byte:02x}")).collect();
    let file = format!("{}.{hash}.{}", source.stem, source.ending);
    let packed = packed(&plain).unwrap_or_default();
    Asset { name: source.name, href: format!("/assets/{file}"), file, kind: source.kind, plain, packed }
}

fn packed(plain: &[u8]) -> std::io::Result<Bytes> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(plain)?;
    Ok(encoder.finish()?.into())
}

/// Where an asset is served: its name changes with its bytes, so that it may be kept for ever.
#[must_use]
pub fn href(name: Name) -> &'static str {
    ASSETS.iter().find(|asset| asset.name == name).map_or("", |asset| asset.href.as_str())
}

/// `/assets/<name>.<hash8>.<ending>`.
pub fn routes() -> Router<Arc<App>> {
    Router::new().route("/assets/{file}", get(serve))
}

async fn serve(Path(file): Path<String>, headers: HeaderMap) -> Response {
    let Some(asset) = ASSETS.iter().find(|asset| asset.file == file) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let mut response = if takes_gzip(&headers) && !asset.packed.is_empty() {
        ([(header::CONTENT_ENCODING, HeaderValue::from_static("gzip"))], asset.packed.clone()).into_response()
    } else {
        asset.plain.clone().into_response()
    };
    for (name, value) in [
        (header::CONTENT_TYPE, asset.kind),
        (header::CACHE_CONTROL, "public, max-age=31536000, immutable"),
        (header::VARY, "accept-encoding"),
    ] {
        response.headers_mut().insert(name, HeaderValue::from_static(value));
    }
    response
}

/// Whether the reader takes gzip: named, and not with a weight of zero.
fn takes_gzip(headers: &HeaderMap) -> bool {
    let accepted = headers.get(header::ACCEPT_ENCODING).and_then(|value| value.to_str().ok()).unwrap_or_default();
    accepted.split(',').any(|one| {
        let mut parts = one.split(';').map(str::trim);
        parts.next() == Some("gzip") && !parts.any(|weight| matches!(weight, "q=0" | "q=0.0" | "q=0.00" | "q=0.000"))
    })
}

#[cfg(test)]
mod tests {
    use std::{
        collections::BTreeMap,
        fs,
        path::{Path, PathBuf},
    };

    use super::*;

    #[derive(serde::Deserialize)]
    struct Vendored {
        version: String,
        licence: String,
        files: BTreeMap<String, String>,
    }

    fn vendor() -> PathBuf {
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../../web/vendor")
    }

    #[test]
    fn what_is_not_ours_is_what_its_list_says() {
        let list: BTreeMap<String, Vendored> =
            toml::from_str(&fs::read_to_string(vendor().join("VERSIONS.toml")).unwrap()).unwrap();
        for entry in fs::read_dir(vendor()).unwrap().map(Result::unwrap).filter(|entry| entry.path().is_dir()) {
            let name = entry.file_name().into_string().unwrap();
            let known = list.get(&name).unwrap_or_else(|| panic!("{name} has no entry"));
            assert!(!known.version.is_empty() && !known.licence.is_empty());
            assert!(entry.path().join("LICENCE.txt").is_file(), "{name} has no licence");
            for (file, hash) in &known.files {
                let digest = Sha256::digest(fs::read(entry.path().join(file)).unwrap());
                let digest: String = digest.iter().map(|byte| format!("{byte:02x}")).collect();
                assert_eq!(&digest, hash, "{name}/{file} is not what VERSIONS.toml says");
            }
        }
    }

    #[test]
    fn pages_stay_light_for_a_slow_phone() {
        let size = |name| ASSETS.iter().find(|asset| asset.name == name).unwrap().packed.len();
        assert!(size(Name::Style) <= 20_480, "{} bytes of CSS", size(Name::Style));
        let scripts = size(Name::Script) + size(Name::Htmx);
        assert!(scripts <= 25_600, "{scripts} bytes of scripts");
    }

    #[test]
    fn nothing_is_loaded_from_elsewhere_and_no_foreign_mark_is_kept() {
        for asset in ASSETS.iter() {
            let text = String::from_utf8(asset.plain.to_vec()).unwrap();
            for bad in ["url(http", "@import", "GDS Transport", "crown", "crest", "fonts.g"] {
                assert!(!text.contains(bad), "{} has {bad}", asset.file);
            }
        }
    }

    #[test]
    fn gzip_is_sent_to_those_who_take_it() {
        let asked = |value: &'static str| {
            takes_gzip(&HeaderMap::from_iter([(header::ACCEPT_ENCODING, HeaderValue::from_static(value))]))
        };
        assert!(asked("gzip, deflate, br") && asked("br;q=1, gzip;q=0.5"));
        assert!(!asked("br") && !asked("gzip;q=0") && !asked("xgzip"));
        assert!(!takes_gzip(&HeaderMap::new()));
    }
}
