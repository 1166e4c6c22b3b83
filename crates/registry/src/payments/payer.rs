//! From which account a programme is paid: dated rows that the operator has entered, else invented ones of the pack.

use std::sync::LazyLock;

use jiff::civil::Date;
use law::{Bin, Iban};
use serde::{Deserialize, Serialize};

use crate::platform::Result;

const FILE: &str = include_str!("../../../../packs/kz/payments.toml");

/// The holder of the account for control of payments (KSN, spec 6.3), with the code that its payments carry.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Payer {
    /// The programmes that it pays.
    pub programmes: Vec<String>,
    /// From when.
    pub valid_from: Date,
    /// As the treasury knows it.
    pub name: String,
    /// BIN.
    pub bin: String,
    /// The account.
    pub iban: String,
    /// The bank's code.
    pub bik: String,
    /// The purpose by the classifier of payments, three digits.
    pub knp: String,
}

impl Payer {
    /// What is wrong with a row that somebody has entered: the fields' names; none when it can pay.
    #[must_use]
    pub fn faults(&self) -> Vec<&'static str> {
        let digits = |text: &str, count| text.len() == count && text.bytes().all(|byte| byte.is_ascii_digit());
        let bik = matches!(self.bik.len(), 8 | 11) && self.bik.bytes().all(|byte| byte.is_ascii_alphanumeric());
        let name = (1..=140).contains(&self.name.trim().chars().count());
        [
            ("programmes", !self.programmes.is_empty()),
            ("name", name),
            ("bin", Bin::parse(&self.bin).is_ok()),
            ("iban", Iban::parse(&self.iban).is_ok()),
            ("bik", bik),
            ("knp", digits(&self.knp, 3)),
        ]
        .into_iter()
        .filter_map(|(field, good)| (!good).then_some(field))
        .collect()
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    payer: Vec<Payer>,
}

fn in_force<'a>(payers: &'a [Payer], programme: &str, on: Date) -> Option<&'a Payer> {
    let fits = |payer: &&Payer| payer.valid_from <= on && payer.programmes.iter().any(|one| one == programme);
    payers.iter().filter(fits).max_by_key(|payer| payer.valid_from)
}

/// The pack's rows. No source gives an account of the operator or a KNP of education services (domain-facts 3.4): they are invented.
fn invented() -> &'static [Payer] {
    static PAYERS: LazyLock<Vec<Payer>> =
        LazyLock::new(|| toml::from_str::<File>(FILE).map(|file| file.payer).unwrap_or_default());
    &PAYERS
}

/// The payer of a programme on a day: the latest row entered, else the pack's.
///
/// # Errors
/// When neither names one.
pub(crate) fn payer<'a>(entered: &'a [Payer], programme: &str, on: Date) -> Result<&'a Payer> {
    let found = in_force(entered, programme, on).or_else(|| in_force(invented(), programme, on));
    Ok(found
        .ok_or_else(|| anyhow::anyhow!("no payer of {programme} on {on}: enter one under [[payers]] of qazyna.toml"))?)
}

/// Programmes that would be paid from the invented account on a day.
#[must_use]
pub fn not_entered(entered: &[Payer], on: Date) -> Vec<String> {
    let programmes = invented().iter().flat_map(|payer| &payer.programmes);
    programmes.filter(|programme| in_force(entered, programme, on).is_none()).cloned().collect()
}

/// KBE of a payee: resident, and private (17) or state (16) (domain-facts 3.4).
pub(crate) fn kbe(performer_kind: &str) -> &'static str {
    if performer_kind == "state" { "16" } else { "17" }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn entered(from: Date, knp: &str) -> Payer {
        Payer { valid_from: from, knp: knp.to_owned(), programmes: vec!["school".to_owned()], ..invented()[0].clone() }
    }

    #[test]
    fn the_latest_row_entered_pays_and_the_pack_where_none_is() {
        let rows = [entered(date(2026, 9, 1), "111"), entered(date(2026, 10, 1), "222")];
        let knp = |programme: &str, on| payer(&rows, programme, on).unwrap().knp.clone();
        assert_eq!(knp("school", date(2026, 9, 30)), "111");
        assert_eq!(knp("school", date(2026, 10, 1)), "222");
        assert_eq!(knp("school", date(2026, 8, 31)), invented()[0].knp);
        assert_eq!(knp("extra", date(2026, 10, 1)), invented()[0].knp);
        assert!(payer(&rows, "nothing", date(2026, 10, 1)).is_err());
        let missing = not_entered(&rows, date(2026, 10, 1));
        assert!(missing.contains(&"extra".to_owned()) && !missing.contains(&"school".to_owned()));
    }

    #[test]
    fn each_wrong_field_of_a_row_is_named() {
        assert_eq!(invented()[0].faults(), Vec::<&str>::new());
        let wrong = Payer {
            programmes: Vec::new(),
            valid_from: date(2026, 9, 1),
            name: " ".to_owned(),
            bin: "990140000127".to_owned(),
            iban: "KZ00".to_owned(),
            bik: "K".to_owned(),
            knp: "85".to_owned(),
        };
        assert_eq!(wrong.faults(), ["programmes", "name", "bin", "iban", "bik", "knp"]);
    }
}
