//! The house formats, the same in every language (spec 8): `1 234 567,89 ₸`, `dd.mm.yyyy`, 24 hours of Asia/Almaty, masked identifiers.

use jiff::{Timestamp, civil::Date, tz::Offset};

use super::words::{Language, Text};

/// What stands between groups of three digits.
const GAP: char = '\u{a0}';

/// A sum in tiyn as `1 234 567,89 ₸`, with no-break spaces.
#[must_use]
pub fn money(tiyn: i64) -> String {
    format!("{}{GAP}₸", amount(tiyn))
}

/// A sum in tiyn as `1 234 567,89`: for columns whose heading names the currency.
#[must_use]
pub fn amount(tiyn: i64) -> String {
    let (whole, rest) = (tiyn.unsigned_abs() / 100, tiyn.unsigned_abs() % 100);
    let sign = if tiyn < 0 { "−" } else { "" };
    format!("{sign}{},{rest:02}", grouped(&whole.to_string()))
}

/// A whole number with groups: `12 340`.
#[must_use]
pub fn number(value: i64) -> String {
    let sign = if value < 0 { "−" } else { "" };
    format!("{sign}{}", grouped(&value.unsigned_abs().to_string()))
}

/// Hundredths of a percent as `45,7 %`; zeros at the end are left out.
#[must_use]
pub fn percent(hundredths: i64) -> String {
    let (whole, rest) = (hundredths.unsigned_abs() / 100, hundredths.unsigned_abs() % 100);
    let sign = if hundredths < 0 { "−" } else { "" };
    let rest = format!("{rest:02}");
    let rest = rest.trim_end_matches('0');
    let comma = if rest.is_empty() { "" } else { "," };
    format!("{sign}{}{comma}{rest}{GAP}%", grouped(&whole.to_string()))
}

/// Groups the digits before the point of a plain number and writes its point as a comma.
#[must_use]
pub(super) fn grouped(plain: &str) -> String {
    let (whole, rest) = plain.split_once('.').unwrap_or((plain, ""));
    let (sign, digits) = whole.strip_prefix('-').map_or(("", whole), |digits| ("−", digits));
    let mut out = sign.to_owned();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && digits.len().saturating_sub(at).is_multiple_of(3) {
            out.push(GAP);
        }
        out.push(digit);
    }
    if rest.is_empty() { out } else { format!("{out},{rest}") }
}

/// A sum that a person wrote, in tiyn: spaces of any kind between digits, a comma or a dot before at most two more. Nothing for anything else,
/// a sum below zero included.
#[must_use]
pub fn parse_money(written: &str) -> Option<i64> {
    let plain: String = written.trim().trim_end_matches('₸').chars().filter(|c| !c.is_whitespace()).collect();
    let (whole, rest) = plain.split_once([',', '.']).unwrap_or((&plain, ""));
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || whole.len() > 16 || rest.len() > 2 || !digits(whole) || !digits(rest) {
        return None;
    }
    if plain.ends_with([',', '.']) {
        return None;
    }
    format!("{whole}{rest:0<2}").parse().ok()
}

/// `05.11.2026`.
#[must_use]
pub fn date(date: Date) -> String {
    date.strftime("%d.%m.%Y").to_string()
}

/// `5 ноября 2026 г.`, `2026 ж. 5 қараша`, `05 Nov 2026`.
#[must_use]
pub fn long_date(language: Language, date: Date) -> Text {
    let day = date.strftime(if language == Language::En { "%d" } else { "%-d" }).to_string();
    language
        .t("date-long")
        .with("year", date.year().to_string())
        .with("month", i64::from(date.month()))
        .with("day", day)
}

/// `ноябрь 2026 г.`, `2026 ж. қараша`, `November 2026`.
#[must_use]
pub fn month(language: Language, first: Date) -> Text {
    language.t("date-month").with("year", first.year().to_string()).with("month", i64::from(first.month()))
}

/// `21.11.2026 18:02`, as clocks in Kazakhstan show it (UTC+5 since 2024-03-01).
#[must_use]
pub fn instant(at: Timestamp) -> String {
    Offset::constant(5).to_datetime(at).strftime("%d.%m.%Y %H:%M").to_string()
}

/// All but the last four characters hidden: `••••••••1234`.
#[must_use]
pub fn masked(identifier: &str) -> String {
    let hidden = identifier.chars().count().saturating_sub(4);
    identifier.chars().enumerate().map(|(at, c)| if at < hidden { '•' } else { c }).collect()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date as day;

    use super::*;

    #[test]
    fn sums_are_printed_as_people_write_them() {
        assert_eq!(money(0), "0,00\u{a0}₸");
        assert_eq!(money(123_456_789), "1\u{a0}234\u{a0}567,89\u{a0}₸");
        assert_eq!(money(-5), "−0,05\u{a0}₸");
        assert_eq!(amount(10_000), "100,00");
        assert_eq!(number(-12_340), "−12\u{a0}340");
        assert_eq!([percent(4570), percent(10_000), percent(5)], ["45,7\u{a0}%", "100\u{a0}%", "0,05\u{a0}%"]);
    }

    #[test]
    fn a_sum_is_read_however_it_is_grouped() {
        for written in
            ["1234567,89", "1 234 567,89", "1\u{a0}234\u{a0}567.89", "1\u{202f}234\u{202f}567,89 ₸", " 1234567.89 "]
        {
            assert_eq!(parse_money(written), Some(123_456_789), "{written}");
        }
        assert_eq!(parse_money("5"), Some(500));
        assert_eq!(parse_money("5,5"), Some(550));
        for bad in ["", " ", "-5", "5,", ",5", "1,234,567", "1.234,50", "5,555", "5 тг", "1e3", "99999999999999999"] {
            assert_eq!(parse_money(bad), None, "{bad}");
        }
    }

    #[test]
    fn what_is_printed_is_read_back() {
        for tiyn in [0, 1, 99, 100, 123_456_789, 9_007_199_254_740_993] {
            assert_eq!(parse_money(&money(tiyn)), Some(tiyn));
        }
    }

    #[test]
    fn dates_name_their_months_in_three_languages() {
        let at = day(2026, 11, 5);
        assert_eq!(date(at), "05.11.2026");
        let long: Vec<String> = Language::ALL.map(|language| long_date(language, at).to_string()).into();
        assert_eq!(long, ["2026 ж. 5 қараша", "5 ноября 2026 г.", "05 Nov 2026"]);
        let months: Vec<String> = Language::ALL.map(|language| month(language, at).to_string()).into();
        assert_eq!(months, ["2026 ж. қараша", "ноябрь 2026 г.", "November 2026"]);
    }

    #[test]
    fn a_moment_is_shown_as_clocks_in_kazakhstan_show_it() {
        let at: Timestamp = "2026-11-20T19:30:00Z".parse().unwrap();
        assert_eq!(instant(at), "21.11.2026 00:30");
    }

    #[test]
    fn only_the_end_of_an_identifier_is_shown() {
        assert_eq!(masked("010203501234"), "••••••••1234");
        assert_eq!(masked("123"), "123");
    }
}
