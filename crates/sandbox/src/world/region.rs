//! Regions, rates and budgets. Codes are KATO's (ISO 3166-2:KZ); every sum here is invented and says so.

use super::digits::{self, Twelve};

/// The 20 regions: code, Kazakh name, Russian name, whether it is a city of republican significance.
pub(super) const REGIONS: [(u8, &str, &str, bool); 20] = [
    (10, "Абай облысы", "область Абай", false),
    (11, "Ақмола облысы", "Акмолинская область", false),
    (15, "Ақтөбе облысы", "Актюбинская область", false),
    (19, "Алматы облысы", "Алматинская область", false),
    (23, "Атырау облысы", "Атырауская область", false),
    (27, "Батыс Қазақстан облысы", "Западно-Казахстанская область", false),
    (31, "Жамбыл облысы", "Жамбылская область", false),
    (33, "Жетісу облысы", "область Жетысу", false),
    (35, "Қарағанды облысы", "Карагандинская область", false),
    (39, "Қостанай облысы", "Костанайская область", false),
    (43, "Қызылорда облысы", "Кызылординская область", false),
    (47, "Маңғыстау облысы", "Мангистауская область", false),
    (55, "Павлодар облысы", "Павлодарская область", false),
    (59, "Солтүстік Қазақстан облысы", "Северо-Казахстанская область", false),
    (61, "Түркістан облысы", "Туркестанская область", false),
    (62, "Ұлытау облысы", "область Улытау", false),
    (63, "Шығыс Қазақстан облысы", "Восточно-Казахстанская область", false),
    (71, "Астана қаласы", "город Астана", true),
    (75, "Алматы қаласы", "город Алматы", true),
    (79, "Шымкент қаласы", "город Шымкент", true),
];

/// The service months with a published budget: later ones belong to a financial year that is not published yet.
pub(super) const BUDGET_MONTHS: [&str; 4] = ["2026-09", "2026-10", "2026-11", "2026-12"];
/// The months of the state-order contracts: the nine parts of a school voucher.
pub(super) const STUDY_MONTHS: [&str; 9] =
    ["2026-09", "2026-10", "2026-11", "2026-12", "2027-01", "2027-02", "2027-03", "2027-04", "2027-05"];

/// A region of the world with its issuer and the monthly need that its performers' places add up to.
pub(super) struct Region {
    pub(super) code: u8,
    pub(super) name_kk: &'static str,
    pub(super) name_ru: &'static str,
    pub(super) city: bool,
    pub(super) issuer: Twelve,
    /// Σ places × rate a month, tiyn.
    pub(super) need: i64,
}

/// The regions a world plays in.
pub(super) fn regions(nation: bool, seed: u64) -> Vec<Region> {
    let city = if seed.is_multiple_of(2) { 71 } else { 75 };
    REGIONS
        .into_iter()
        .filter(|(code, ..)| nation || *code == city)
        .map(|(code, name_kk, name_ru, city)| Region {
            code,
            name_kk,
            name_ru,
            city,
            issuer: issuer_bin(code),
            need: 0,
        })
        .collect()
}

fn issuer_bin(code: u8) -> Twelve {
    (0..12).find_map(|month| digits::bin(1001 + month, 100 + u32::from(code))).unwrap_or_default()
}

/// The kinds of group that rates tell apart: code, hours a day, rate of a month before the region's coefficient, tiyn.
pub(super) const KINDS: [(&str, &str, i64); 3] =
    [("primary", "5", 6_213_347), ("basic", "6", 7_118_519), ("senior", "7", 7_864_283)];

/// The kind of a grade 1–11 as an index of [`KINDS`].
pub(super) fn kind_of(grade: u8) -> usize {
    match grade {
        0..=4 => 0,
        5..=9 => 1,
        _ => 2,
    }
}

/// The invented monthly rate, tiyn. Rural schools get 12 % more; regions differ by up to 6 %.
pub(super) fn rate(region: u8, rural: bool, kind: usize) -> i64 {
    let base = KINDS.get(kind).map_or(0, |kind| kind.2);
    let percent = 100 + i64::from(region % 7) + if rural { 12 } else { 0 };
    base * percent / 100
}

/// Appends the rows of rates.csv of a region as they stand on 1 September.
pub(super) fn write_rates(out: &mut Vec<u8>, region: &Region) {
    for (locality, rural) in localities(region) {
        for (index, (kind, hours, _)) in KINDS.into_iter().enumerate() {
            let monthly = rate(region.code, rural, index).to_string();
            let act = format!("INVENTED-{}-2026-1", region.code);
            row!(*out; "school", region.code.to_string(), locality, "private", kind, hours, "2026-09-01", "", monthly, act,
                "2026-08-14", "invented: no public table of rates");
        }
    }
}

/// Appends the repricing that arrives in October: primary from 1 September (behind the closed month), basic from 1 October.
pub(super) fn write_repricing(out: &mut Vec<u8>, region: &Region) {
    for (locality, rural) in localities(region) {
        for (index, from, permille) in [(0, "2026-09-01", 1_041), (1, "2026-10-01", 1_029)] {
            let Some((kind, hours, _)) = KINDS.get(index).copied() else { continue };
            let monthly = (rate(region.code, rural, index) * permille / 1_000).to_string();
            let act = format!("INVENTED-{}-2026-2", region.code);
            row!(*out; "school", region.code.to_string(), locality, "private", kind, hours, from, "", monthly, act,
                "2026-10-05", "invented: a repricing for the demonstration");
        }
    }
}

fn localities(region: &Region) -> impl Iterator<Item = (&'static str, bool)> + use<> {
    let last = if region.city { 1 } else { 2 };
    [("urban", false), ("rural", true)].into_iter().take(last)
}

/// Appends the budget lines of a region: 90 % of the need of all places republican, 60 % local, so money never runs out.
pub(super) fn write_budget(out: &mut Vec<u8>, region: &Region) {
    let name = issuer_name(region);
    for month in BUDGET_MONTHS {
        for (source, kbk, percent) in [("republican", "464011", 90), ("local", "464015", 60)] {
            let amount = (region.need / 100 * percent).to_string();
            row!(*out; region.issuer, name, "school", region.code.to_string(), "2026", month, source, kbk, amount);
        }
    }
}

/// The Russian name of a region's education department.
pub(super) fn issuer_name(region: &Region) -> String {
    format!("Управление образования: {}", region.name_ru)
}
