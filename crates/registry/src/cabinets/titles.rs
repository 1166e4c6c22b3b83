//! Names of the pack's codes in the reader's language.

use law::Pack;

use crate::platform::http::{Language, Reader};

/// A region by its code (first two digits of KATO); the nation for 0.
pub(super) fn region(reader: &Reader, code: i16) -> String {
    let text = format!("{code:02}");
    let known = Pack::kz().regions.iter().find(|region| region.code == text);
    known.map_or_else(|| reader.t("region-nation").to_string(), |region| reader.language.of(&region.title).to_owned())
}

/// The programme by its code: what everybody calls it.
pub(super) fn programme(reader: &Reader, code: &str) -> String {
    let name = reader.t(format!("programme-{}", code.replace('_', "-")));
    let brand = Pack::kz().latest_terms(code).map_or("", |terms| terms.brand.as_str());
    if brand.is_empty() { name.to_string() } else { format!("{name} ({brand})") }
}

/// A performer's name: Kazakh pages show the Kazakh one, the others the Russian one.
pub(super) fn performer<'n>(reader: &Reader, kk: &'n str, ru: &'n str) -> &'n str {
    match reader.language {
        Language::Kk => kk,
        Language::Ru | Language::En => ru,
    }
}
