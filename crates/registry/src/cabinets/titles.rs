//! Names of the pack's codes in the reader's language.

use law::Pack;

use crate::platform::http::{Language, Reader, words};

/// A region by its code (first two digits of KATO); the nation for 0.
pub(super) fn region(reader: &Reader, code: i16) -> String {
    let text = format!("{code:02}");
    let known = Pack::kz().regions.iter().find(|region| region.code == text);
    known.map_or_else(|| reader.t("region-nation").to_string(), |region| reader.language.of(&region.title).to_owned())
}

/// The programme by its code: what everybody calls it.
pub(super) fn programme(reader: &Reader, code: &str) -> String {
    let key = format!("programme-{}", code.replace('_', "-"));
    let brand = reader.pack().latest_terms(code).map_or("", |terms| terms.brand.as_str());
    // A programme that was entered by rows has no message: it is called by its brand.
    match (words::has(&key), brand) {
        (true, "") => reader.t(key).to_string(),
        (true, brand) => format!("{} ({brand})", reader.t(key)),
        (false, "") => code.to_owned(),
        (false, brand) => brand.to_owned(),
    }
}

/// What a journal entry records, by its kind; the kind itself where there are no words for it.
pub(super) fn entry_kind(reader: &Reader, kind: &str) -> String {
    let key = format!("entry-kind-{}", kind.replace(['.', '_'], "-"));
    if words::has(&key) { reader.t(key).to_string() } else { kind.to_owned() }
}

/// A performer's name: Kazakh pages show the Kazakh one, the others the Russian one.
pub(super) fn performer<'n>(reader: &Reader, kk: &'n str, ru: &'n str) -> &'n str {
    match reader.language {
        Language::Kk => kk,
        Language::Ru | Language::En => ru,
    }
}
