//! Which fee is in force; pure.

use std::collections::HashMap;

use jiff::civil::Date;
use law::Minor;
use uuid::Uuid;

use super::store::ParentalFee;

/// The fees of performers as known now, by contract or group.
#[derive(Clone, Debug, Default)]
pub(crate) struct Fees(HashMap<Uuid, Vec<(Date, i64)>>);

impl Fees {
    /// Rows in the order in which they were recorded; those refused for the ceiling are no fees.
    pub(crate) fn new(rows: impl IntoIterator<Item = ParentalFee>) -> Self {
        let mut fees = Self::default();
        rows.into_iter().filter(|row| row.above.is_none()).for_each(|row| fees.add(&row));
        fees
    }

    /// Takes a row that was recorded after all others.
    pub(crate) fn add(&mut self, row: &ParentalFee) {
        let of = if row.contract_id.is_nil() { row.group_id } else { row.contract_id };
        let dated = self.0.entry(of).or_default();
        dated.retain(|(from, _)| *from != row.valid_from);
        let place = dated.partition_point(|(from, _)| *from < row.valid_from);
        dated.insert(place, (row.valid_from, row.monthly));
    }

    /// What one contract or group asks from the 1st of a month (tiyn); nothing where it says nothing.
    pub(crate) fn said(&self, of: Uuid, month: Date) -> Option<i64> {
        let dated = self.0.get(&of)?;
        dated.iter().rev().find(|(from, _)| *from <= month).map(|(_, monthly)| *monthly)
    }

    /// The fee of a contract in a month: its own before its group's. A fee of nothing is none.
    pub(crate) fn of(&self, (contract, group): (Uuid, Uuid), month: Date) -> Option<Minor> {
        let monthly = self.said(contract, month).or_else(|| self.said(group, month))?;
        (monthly > 0).then(|| Minor::new(monthly))
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn row(contract: u128, group: u128, from: Date, monthly: i64) -> ParentalFee {
        let (contract_id, group_id) = (Uuid::from_u128(contract), Uuid::from_u128(group));
        ParentalFee {
            region: 75,
            performer_id: Uuid::nil(),
            contract_id,
            group_id,
            valid_from: from,
            monthly,
            above: None,
        }
    }

    #[test]
    fn a_contract_goes_before_its_group_and_the_latest_word_on_a_month_counts() {
        let (september, november) = (date(2026, 9, 1), date(2026, 11, 1));
        let refused = ParentalFee { above: Some(1), ..row(1, 0, september, 999) };
        let fees = Fees::new([
            row(0, 2, september, 100),
            row(1, 0, november, 300),
            row(0, 2, september, 150),
            refused,
            row(3, 0, september, 0),
        ]);
        let of =
            |contract: u128, month| fees.of((Uuid::from_u128(contract), Uuid::from_u128(2)), month).map(Minor::tiyn);
        assert_eq!(of(1, date(2026, 8, 1)), None);
        assert_eq!((of(1, september), of(1, date(2026, 10, 1)), of(1, november)), (Some(150), Some(150), Some(300)));
        assert_eq!((of(3, november), of(4, november)), (None, Some(150)), "nothing asked is not the group's fee");
    }
}
