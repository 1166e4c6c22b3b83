//! The charge list of parents' fees (spec 6.1): what the acts of a performer charge for a month by contract, how it is counted, what is paid and
//! what is owed by age. Charges are lines of acts that both sides have signed, adjustments of later acts among them.

mod paper;
pub(in crate::cabinets) mod store;

use std::collections::BTreeMap;

use jiff::civil::Date;
use uuid::Uuid;

pub(in crate::cabinets) use store::{Charge, Party};

use crate::{
    cabinets::lists::{Datum, List},
    contracts::fees::{Age, Owed, owed},
    platform::{Result, Tx},
};

/// A contract of the list; sums in tiyn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::cabinets) struct Row {
    /// The contract's number and the voucher that it serves.
    pub(in crate::cabinets) contract: String,
    pub(in crate::cabinets) voucher: String,
    /// What is asked for the month, as the latest line knows it; nothing where only other months are owed.
    pub(in crate::cabinets) fee: i64,
    /// Days charged of the study days.
    pub(in crate::cabinets) days: i64,
    pub(in crate::cabinets) study: i64,
    /// Due for the month, with adjustments.
    pub(in crate::cabinets) due: i64,
    /// How all months stand.
    pub(in crate::cabinets) stands: Owed,
}

/// A performer's list of a month, as known on a day.
#[derive(Clone, Debug)]
pub(in crate::cabinets) struct ChargeList {
    pub(in crate::cabinets) party: Party,
    pub(in crate::cabinets) month: Date,
    pub(in crate::cabinets) today: Date,
    pub(in crate::cabinets) rows: Vec<Row>,
}

/// The list of one's own performer, or of one in sight; contracts that owe nothing and are not charged are left out.
///
/// # Errors
/// Faults.
pub(in crate::cabinets) async fn list(tx: &Tx<'_>, party: Party, month: Date) -> Result<ChargeList> {
    let charges = store::list_charges(tx, (party.region, party.id)).await?;
    let paid = store::list_paid(tx, (party.region, party.id)).await?;
    let today = tx.today();
    let mut by_contract = BTreeMap::<(String, Uuid), Vec<Charge>>::new();
    for charge in charges {
        by_contract.entry((charge.number.clone(), charge.contract)).or_default().push(charge);
    }
    for (contract, number, _) in &paid {
        by_contract.entry((number.clone(), *contract)).or_default();
    }
    let paid: BTreeMap<Uuid, i64> = paid.into_iter().map(|(contract, _, sum)| (contract, sum)).collect();
    let rows = by_contract.into_iter().map(|((number, contract), charges)| {
        row(number, month, &charges, paid.get(&contract).copied().unwrap_or_default())
    });
    let rows = rows.filter(|row| row.fee != 0 || row.due != 0 || row.stands.rest() != 0 || row.stands.ahead != 0);
    Ok(ChargeList { party, month, today, rows: rows.collect() })
}

fn row(contract: String, month: Date, charges: &[Charge], paid: i64) -> Row {
    let of_month = || charges.iter().filter(|charge| charge.month == month);
    // Acts follow one another: the last line knows most.
    let last = of_month().next_back();
    let sums: Vec<(Date, i64)> = charges.iter().map(|charge| (charge.month, charge.due)).collect();
    Row {
        contract,
        voucher: last.or(charges.last()).map(|charge| charge.voucher.clone()).unwrap_or_default(),
        fee: last.map_or(0, |charge| charge.fee),
        days: last.map_or(0, Charge::days),
        study: last.map_or(0, |charge| charge.study),
        due: of_month().fold(0, |sum, charge| sum.saturating_add(charge.due)),
        stands: owed(&sums, paid),
    }
}

impl ChargeList {
    fn sum(&self, of: impl Fn(&Row) -> i64) -> i64 {
        self.rows.iter().fold(0, |sum, row| sum.saturating_add(of(row)))
    }

    /// Σ due for the month.
    pub(in crate::cabinets) fn due(&self) -> i64 {
        self.sum(|row| row.due)
    }

    /// Σ paid of all months.
    pub(in crate::cabinets) fn paid(&self) -> i64 {
        self.sum(|row| row.stands.paid)
    }

    /// Σ owed of all months.
    pub(in crate::cabinets) fn rest(&self) -> i64 {
        self.sum(|row| row.stands.rest())
    }

    /// Σ owed of an age.
    pub(in crate::cabinets) fn aged(&self, age: Age) -> i64 {
        self.sum(|row| row.stands.aged(age, self.today))
    }

    /// The list as a table for files, sums in tiyn.
    pub(in crate::cabinets) fn table(&self, limit: i64) -> List {
        let header = [
            "month",
            "performer_bin",
            "contract",
            "voucher",
            "fee_tiyn",
            "days",
            "study_days",
            "due_tiyn",
            "charged_all_tiyn",
            "paid_all_tiyn",
            "owed_tiyn",
            "owed_current_tiyn",
            "owed_one_tiyn",
            "owed_two_tiyn",
            "owed_three_tiyn",
            "ahead_tiyn",
        ];
        let row = |row: &Row| {
            let mut cells = vec![
                Datum::text(self.month.strftime("%Y-%m").to_string()),
                Datum::text(&self.party.bin),
                Datum::text(&row.contract),
                Datum::text(&row.voucher),
            ];
            let stands = &row.stands;
            let sums = [row.fee, row.days, row.study, row.due, stands.charged, stands.paid, stands.rest()];
            cells.extend(sums.map(Datum::Number));
            cells.extend(Age::ALL.map(|age| Datum::Number(stands.aged(age, self.today))));
            cells.push(Datum::Number(stands.ahead));
            cells
        };
        let limit = usize::try_from(limit).unwrap_or(usize::MAX);
        List::new("fees", header, self.rows.iter().take(limit).map(row).collect())
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn charge(month: Date, due: i64, leave: i64) -> Charge {
        Charge {
            contract: Uuid::nil(),
            number: "A-1".to_owned(),
            voucher: "V".to_owned(),
            month,
            fee: 2_000,
            due,
            study: 20,
            enrolled: 20,
            leave,
            closed: 1,
        }
    }

    #[test]
    fn a_month_is_the_sum_of_its_lines_and_the_last_line_says_how_it_was_counted() {
        let (september, october) = (date(2026, 9, 1), date(2026, 10, 1));
        let charges = [charge(september, 1_900, 0), charge(october, 1_900, 0), charge(september, -500, 5)];
        let found = row("A-1".to_owned(), september, &charges, 1_500);
        assert_eq!((found.due, found.days, found.study, found.fee), (1_400, 14, 20, 2_000));
        assert_eq!((found.stands.charged, found.stands.months.as_slice()), (3_300, [(october, 1_800)].as_slice()));
        let other = row("A-1".to_owned(), date(2026, 11, 1), &charges, 0);
        assert_eq!((other.due, other.fee, other.stands.rest()), (0, 0, 3_300));
    }
}
