//! What codes of the data are called on a page.

use std::fmt::Display;

use law::Pack;

use crate::platform::http::{Language, Page, words};

/// The name of a region; its number where the pack does not know it.
pub(super) fn region(language: Language, code: i16) -> String {
    let known = Pack::kz().regions.iter().find(|region| region.code.parse() == Ok(code));
    known.map_or_else(|| format!("{code:02}"), |region| language.of(&region.title).to_owned())
}

/// The name of a programme, with the brand of its pilot.
pub(super) fn programme(page: &Page, code: &str) -> String {
    let key = format!("programme-{}", code.replace('_', "-"));
    // A programme that was entered by rows is called by its brand.
    let brand = || page.reader().pack().latest_terms(code).map(|terms| terms.brand.clone());
    if words::has(&key) { word(page, "programme", code) } else { brand().unwrap_or_else(|| code.to_owned()) }
}

/// A word of the data by its prefix: `word(page, "locality", "urban")`; the word itself where there is no name for it.
pub(super) fn word(page: &Page, prefix: &str, word: impl Display) -> String {
    let word = word.to_string();
    let key = format!("{prefix}-{}", word.replace(['_', '.'], "-"));
    if words::has(&key) { page.t_of(prefix, word).into() } else { word }
}

/// The name of an organisation in the reader's language.
pub(super) fn own<'a>(language: Language, kk: &'a str, ru: &'a str) -> &'a str {
    match language {
        Language::Kk => kk,
        Language::Ru | Language::En => ru,
    }
}

/// The regions with their names, in alphabetical order of the pack.
pub(super) fn regions(language: Language) -> Vec<(String, String)> {
    Pack::kz().regions.iter().map(|region| (region.code.clone(), language.of(&region.title).to_owned())).collect()
}

/// The programmes of the pack with their names, each once.
pub(super) fn programmes(page: &Page) -> Vec<(String, String)> {
    let mut codes: Vec<&str> = page.reader().pack().terms.iter().map(|terms| terms.programme.as_str()).collect();
    codes.dedup();
    codes.into_iter().map(|code| (code.to_owned(), programme(page, code))).collect()
}

/// `Пн–Пт` or `Пн, Ср, Пт` of a mask (bit 0 is Monday).
pub(super) fn weekdays(page: &Page, mask: i16) -> String {
    let days: Vec<i16> = (0..7).filter(|day| mask >> day & 1 == 1).collect();
    let name = |day: &i16| page.t_of("public-weekday", day.saturating_add(1)).to_string();
    let unbroken = days.windows(2).all(|pair| matches!(pair, [a, b] if b - a == 1));
    match (days.first(), days.last()) {
        (Some(first), Some(last)) if unbroken && days.len() > 2 => format!("{}–{}", name(first), name(last)),
        _ => days.iter().map(name).collect::<Vec<_>>().join(", "),
    }
}

/// A sum short enough for a chart: `1,2 млрд ₸`, `12,3 млн ₸`, `123 456 ₸`.
pub(super) fn short(page: &Page, tiyn: i64) -> String {
    let tenth = |unit: i64| {
        let tenths = (tiyn.saturating_add(tiyn.signum().saturating_mul(unit / 2))) / unit;
        let (whole, rest) = (tenths / 10, (tenths % 10).abs());
        let whole = page.number(whole);
        if rest == 0 { whole } else { format!("{whole},{rest}") }
    };
    match tiyn.abs() {
        // A milliard of tenge is 10^11 tiyn; a tenth of it is the unit.
        99_500_000_000.. => page.t("sum-milliards").with("n", tenth(10_000_000_000)).into(),
        99_500_000.. => page.t("sum-millions").with("n", tenth(10_000_000)).into(),
        _ => page.t("sum-tenge").with("n", page.number((tiyn.saturating_add(50)) / 100)).into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::platform::http::Reader;

    #[test]
    fn sums_of_charts_are_short() {
        let page = Reader::stranger(Language::Ru).page("home-title");
        let said = |tiyn| short(&page, tiyn).replace('\u{a0}', " ");
        assert_eq!(said(123_456_789_012_345), "1 234,6 млрд ₸");
        assert_eq!(said(100_000_000_000), "1 млрд ₸");
        assert_eq!(said(1_234_567_890), "12,3 млн ₸");
        assert_eq!(said(-1_234_567_890), "-12,3 млн ₸".replace('-', "−"));
        assert_eq!(said(12_345_678), "123 457 ₸");
        assert_eq!(said(0), "0 ₸");
    }

    #[test]
    fn a_week_is_said_shortly() {
        let page = Reader::stranger(Language::En).page("home-title");
        assert_eq!(weekdays(&page, 31), "Mon–Fri");
        assert_eq!(weekdays(&page, 0b10_1010), "Tue, Thu, Sat");
        assert_eq!(weekdays(&page, 0b11), "Mon, Tue");
        assert_eq!(weekdays(&page, 0), "");
    }

    #[test]
    fn every_region_and_programme_of_the_pack_has_a_name() {
        for language in Language::ALL {
            let page = Reader::stranger(language).page("home-title");
            assert!(programmes(&page).iter().all(|(code, name)| code != name && !name.contains('⟦')));
            assert_eq!(
                region(language, 75),
                Pack::kz().regions.iter().find(|r| r.code == "75").map(|r| language.of(&r.title).to_owned()).unwrap()
            );
        }
    }
}
