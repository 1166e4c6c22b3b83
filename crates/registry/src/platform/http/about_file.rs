//! What a workbook says of itself on its second sheet: from which page, by which filter, when and by whom it was made.

use documents::xlsx_out::About;
use jiff::Timestamp;

use super::{Reader, format};

impl Reader {
    /// The second sheet of a file that this reader takes away; `at` is the instant of its data.
    #[must_use]
    pub fn about_file(&self, at: Timestamp) -> About {
        let line = |key: &'static str, value: String| (self.t(key).to_string(), value);
        let all = || self.t("file-about-all").to_string();
        let whom = self.caller.as_ref().map(|caller| match caller.organisation_name.as_str() {
            "" => caller.name.clone(),
            organisation => format!("{}, {organisation}", caller.name),
        });
        let source = format!("{} {}, {}", self.t("layout-name"), env!("CARGO_PKG_VERSION"), self.href(&self.path));
        let lines = vec![
            line("file-about-source", source),
            line("file-about-filter", if self.query.is_empty() { all() } else { self.query.clone() }),
            line("file-about-at", format::instant(at)),
            line("file-about-whom", whom.unwrap_or_else(|| self.t("file-about-anyone").to_string())),
        ];
        About { sheet: self.t("file-about").to_string(), lines }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::platform::http::Language;

    #[test]
    fn a_file_says_in_each_language_what_it_holds_and_that_anybody_may_have_made_it() {
        for language in Language::ALL {
            let about = Reader::stranger(language).about_file(Timestamp::from_second(1_795_000_000).unwrap());
            let values: Vec<&str> = about.lines.iter().map(|(_, value)| value.as_str()).collect();
            assert_eq!(values[2], format::instant(Timestamp::from_second(1_795_000_000).unwrap()));
            assert!(about.sheet.chars().count() <= 31 && values.iter().all(|value| !value.is_empty()), "{about:?}");
        }
    }
}
