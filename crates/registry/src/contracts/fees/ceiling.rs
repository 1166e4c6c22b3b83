//! The most that parents may be asked; pure.

use std::collections::HashMap;

use jiff::civil::Date;

use super::store::FeeCeiling;

/// Ceilings as known now, by region and programme.
#[derive(Clone, Debug, Default)]
pub(crate) struct Ceilings(HashMap<(i16, String), Vec<FeeCeiling>>);

impl Ceilings {
    /// Rows in the order in which they were recorded.
    pub(crate) fn new(rows: impl IntoIterator<Item = FeeCeiling>) -> Self {
        let mut ceilings = Self::default();
        for row in rows {
            ceilings.0.entry((row.region, row.programme.clone())).or_default().push(row);
        }
        ceilings
    }

    /// The ceiling of a place and of a group's hours on the 1st of a month (tiyn): the closest row, of such rows that in force last, of such
    /// the one recorded last.
    pub(crate) fn of(
        &self,
        (region, programme): (i16, &str),
        (locality, hours): (&str, i16),
        month: Date,
    ) -> Option<i64> {
        let rows = self.0.get(&(region, programme.to_owned()))?;
        let holds = |row: &&FeeCeiling| {
            row.valid_from <= month
                && (row.locality.is_empty() || row.locality == locality)
                && (row.hours == 0 || row.hours == hours)
        };
        // Of equals the last is taken: the one recorded last.
        let closest =
            rows.iter().filter(holds).max_by_key(|row| (row.hours != 0, !row.locality.is_empty(), row.valid_from));
        closest.map(|row| row.monthly)
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use uuid::Uuid;

    use super::*;

    fn row(locality: &str, hours: i16, from: Date, monthly: i64) -> FeeCeiling {
        FeeCeiling {
            region: 75,
            issuer_id: Uuid::nil(),
            programme: "p".to_owned(),
            locality: locality.to_owned(),
            hours,
            valid_from: from,
            monthly,
            act_number: String::new(),
            act_date: from,
        }
    }

    #[test]
    fn the_closest_row_rules_and_of_equals_the_latest() {
        let (may, june) = (date(2026, 5, 1), date(2026, 6, 1));
        let ceilings = Ceilings::new([
            row("", 0, may, 10),
            row("urban", 0, may, 20),
            row("", 9, may, 30),
            row("urban", 9, june, 40),
            row("urban", 9, june, 50),
            row("", 0, june, 60),
        ]);
        let of = |locality, hours, month| ceilings.of((75, "p"), (locality, hours), month);
        assert_eq!((of("rural", 4, may), of("urban", 4, may), of("urban", 9, may)), (Some(10), Some(20), Some(30)));
        assert_eq!((of("urban", 9, june), of("rural", 4, june)), (Some(50), Some(60)));
        assert_eq!(of("urban", 9, date(2026, 4, 1)), None);
        assert_eq!(ceilings.of((71, "p"), ("urban", 9), june), None);
    }
}
