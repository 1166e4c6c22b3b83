//! Short true texts: accessibility, privacy, help, contact.

use std::sync::Arc;

use askama::Template;
use axum::{Router, response::Response, routing::get};

use crate::{
    app::App,
    platform::{
        Result,
        http::{Page, Reader, Text, page::show},
    },
};

/// A text: its path, its title, and its pieces; a key that ends in `-title` is a heading.
struct Piece {
    path: &'static str,
    title: &'static str,
    pieces: &'static [&'static str],
}

const TEXTS: [Piece; 4] = [
    Piece {
        path: "accessibility",
        title: "accessibility-title",
        pieces: &[
            "accessibility-lead",
            "accessibility-made-title",
            "accessibility-made",
            "accessibility-known-title",
            "accessibility-known",
            "accessibility-tell-title",
            "accessibility-tell",
        ],
    },
    Piece {
        path: "privacy",
        title: "privacy-title",
        pieces: &[
            "privacy-lead",
            "privacy-public-title",
            "privacy-public",
            "privacy-kept-title",
            "privacy-kept",
            "privacy-seen-title",
            "privacy-seen",
            "privacy-cookies-title",
            "privacy-cookies",
        ],
    },
    Piece {
        path: "help",
        title: "help-title",
        pieces: &[
            "help-lead",
            "help-parents-title",
            "help-parents",
            "help-performers-title",
            "help-performers",
            "help-refused-title",
            "help-refused",
            "help-sign-title",
            "help-sign",
        ],
    },
    Piece {
        path: "contact",
        title: "contact-title",
        pieces: &[
            "contact-lead",
            "contact-money-title",
            "contact-money",
            "contact-rules-title",
            "contact-rules",
            "contact-system-title",
            "contact-system",
        ],
    },
];

pub(super) fn routes() -> Router<Arc<App>> {
    Router::new()
        .route("/{language}/accessibility", get(async |reader: Reader| text(&reader, "accessibility")))
        .route("/{language}/privacy", get(async |reader: Reader| text(&reader, "privacy")))
        .route("/{language}/help", get(async |reader: Reader| text(&reader, "help")))
        .route("/{language}/contact", get(async |reader: Reader| text(&reader, "contact")))
}

#[derive(Template)]
#[template(path = "cabinets/public/text.html")]
struct TextPage {
    page: Page,
    /// Whether it is a heading, and what it says.
    pieces: Vec<(bool, Text)>,
}

fn text(reader: &Reader, path: &str) -> Result<Response> {
    let Some(text) = TEXTS.iter().find(|text| text.path == path) else {
        return crate::platform::error::refuse("page.unknown", "");
    };
    let page = reader.page(text.title);
    let pieces = text.pieces.iter().map(|key| (key.ends_with("-title"), page.t(*key))).collect();
    show(&TextPage { page, pieces })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::platform::http::{Language, words};

    #[test]
    fn every_piece_is_written_in_three_languages() {
        for key in TEXTS.iter().flat_map(|text| text.pieces.iter().chain([&text.title])) {
            assert!(words::has(key), "{key}");
            for language in Language::ALL {
                assert!(!language.t(*key).to_string().contains('⟦'), "{key}");
            }
        }
    }
}
