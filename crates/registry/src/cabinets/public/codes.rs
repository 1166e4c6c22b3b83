//! Every refusal code of the registry with its text, clause and remedy (spec 2.7): the addresses that API errors give as their `type`.

use std::sync::Arc;

use askama::Template;
use axum::{
    Router,
    extract::{Query, State},
    response::Response,
    routing::get,
};
use serde::Deserialize;

use super::{begin, fold::fold};
use crate::{
    app::App,
    platform::{
        Result, govuk,
        http::{Language, Page, Reader, page::show},
    },
};

pub(super) fn routes() -> Router<Arc<App>> {
    Router::new().route("/{language}/codes", get(codes))
}

#[derive(Debug, Default, Deserialize)]
struct Asked {
    #[serde(default)]
    q: String,
}

#[derive(Template)]
#[template(path = "cabinets/public/codes.html")]
struct CodesPage {
    page: Page,
    q: String,
    codes: Vec<CodeView>,
}

/// A code in the reader's language.
struct CodeView {
    code: &'static str,
    text: &'static str,
    remedy: &'static str,
    clause: &'static str,
}

/// The codes whose name, text or remedy holds the words looked for.
fn find(language: Language, q: &str) -> Vec<CodeView> {
    let wanted = fold(q);
    let view = |(code, entry): (&'static str, &'static law::Entry)| CodeView {
        code,
        text: language.of(&entry.text),
        remedy: language.of(&entry.remedy),
        clause: &entry.clause,
    };
    let fits = |view: &CodeView| {
        wanted.is_empty() || fold(&format!("{} {} {}", view.code, view.text, view.remedy)).contains(&wanted)
    };
    law::codes().map(view).filter(fits).collect()
}

async fn codes(State(app): State<Arc<App>>, reader: Reader, Query(asked): Query<Asked>) -> Result<Response> {
    begin(&app, &reader, "page.public.rules").await?.commit().await?;
    let q: String = asked.q.chars().take(100).collect();
    show(&CodesPage { page: reader.page("codes-title"), codes: find(reader.language, &q), q })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_found_by_name_and_by_words_of_the_language() {
        assert!(find(Language::Ru, "").len() > 100);
        assert_eq!(find(Language::Ru, "mark.outside_enrolment").len(), 1);
        assert!(
            find(Language::Kk, "қолтаңба")
                .iter()
                .all(|view| fold(&format!("{} {}", view.text, view.remedy)).contains("колтанба"))
        );
        assert!(find(Language::En, "no such words at all").is_empty());
    }
}
