#![expect(clippy::as_conversions, reason = "small counts of a test")]

use jiff::civil::date;

use super::*;
use crate::Pack;

/// The rows of spec 4.2 as conditions, written apart from the pack.
fn by_hand(age: i64, a: Attributes) -> i64 {
    let vulnerable = a.vulnerable || a.other_vulnerable;
    let rows = [
        a.large_family && age >= 3,
        a.other_vulnerable && age == 5,
        a.single_parent && a.other_vulnerable && age >= 4,
        a.other_vulnerable && age >= 4,
        age >= 5,
        a.large_family && age == 2,
        vulnerable && age >= 3,
        age >= 4,
        vulnerable && age == 2,
        a.sibling_enrolled && age == 3,
        vulnerable && age == 2,
        a.sibling_enrolled && age == 2,
        a.large_family && age == 1,
        age >= 2,
        vulnerable && age == 1,
        true,
    ];
    rows.iter().position(|fits| *fits).unwrap() as i64 + 1
}

#[test]
fn every_age_and_attribute_finds_the_first_row_that_fits() {
    let table = Pack::kz().latest_queue_table().unwrap();
    for age in 0..=8i64 {
        for bits in 0..32u8 {
            let has = |bit: u8| bits >> bit & 1 == 1;
            let attributes = Attributes {
                large_family: has(0),
                single_parent: has(1),
                vulnerable: has(2),
                other_vulnerable: has(3),
                sibling_enrolled: has(4),
            };
            let born = date(i16::try_from(2026 - age).unwrap(), 7, 1);
            assert_eq!(
                queue_category(table, born, 2026, attributes),
                Ok((age, by_hand(age, attributes))),
                "{age} {attributes:?}"
            );
        }
    }
}

#[test]
fn the_birthday_itself_counts_and_the_unborn_are_refused() {
    assert_eq!(age_on_1_july(date(2020, 7, 1), 2026), 6);
    assert_eq!(age_on_1_july(date(2020, 7, 2), 2026), 5);
    assert_eq!(age_on_1_july(date(2020, 6, 30), 2026), 6);
    let table = Pack::kz().latest_queue_table().unwrap();
    assert_eq!(queue_category(table, date(2026, 7, 2), 2026, Attributes::default()), Err(Refusal::InputInvalid));
    assert_eq!(queue_category(table, date(2026, 7, 1), 2026, Attributes::default()), Ok((0, 16)));
}

#[test]
fn the_coefficients_sum_to_35() {
    let categories = Pack::kz().latest_queue_table().unwrap().categories();
    assert_eq!(categories.len(), 16);
    assert_eq!(categories.iter().map(|row| row.k).sum::<i64>(), 35);
}
