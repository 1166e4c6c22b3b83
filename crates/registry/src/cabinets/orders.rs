//! The orders of the state in the reader's language; the pack names each as its English reference does.

use law::Terms;

use crate::platform::http::{Page, words};

/// The order that terms come from.
pub(super) fn act(page: &Page, terms: &Terms) -> String {
    said(page, "rules-act", &terms.source, &terms.act)
}

/// A text of the pack that is not a code, by its source: translated where we have words for it.
pub(super) fn said(page: &Page, prefix: &str, source: &str, text: &str) -> String {
    let key = format!("{prefix}-{}", source.to_lowercase());
    if words::has(&key) { page.t(key).into() } else { text.to_owned() }
}

#[cfg(test)]
mod tests {
    use law::Pack;

    use super::*;

    #[test]
    fn every_order_of_the_pack_has_its_name_in_three_languages() {
        let sources = Pack::kz().terms.iter().map(|terms| terms.source.to_lowercase());
        let nameless: Vec<String> = sources.filter(|source| !words::has(&format!("rules-act-{source}"))).collect();
        assert!(nameless.is_empty(), "{nameless:?}");
    }
}
