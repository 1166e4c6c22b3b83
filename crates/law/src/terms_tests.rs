use jiff::civil::date;

use super::*;
use crate::Pack;

/// The key that is refused when a new programme, like school but for `change`, stands beside the pack's; nothing when it can rule.
fn refused(change: impl FnOnce(&mut Terms)) -> Option<&'static str> {
    let pack = Pack::kz();
    let mut row = pack.latest_terms("school").unwrap().clone();
    row.programme = "camp".to_owned();
    row.voucher_prefix = "CMP".to_owned();
    change(&mut row);
    let mut rows = pack.terms.clone();
    rows.push(row.clone());
    row.check(&rows).err().map(|wrong| wrong.key)
}

#[test]
fn rows_of_the_pack_and_a_new_programme_can_rule() {
    for row in &Pack::kz().terms {
        assert_eq!(row.check(&Pack::kz().terms), Ok(()), "{}", row.programme);
    }
    assert_eq!(refused(|_| {}), None);
    for name in ["a", "a1_b", "abcdefghijabcdefghijabcdefghij32"] {
        assert_eq!(refused(|row| row.programme = name.to_owned()), None, "{name}");
    }
}

#[test]
fn a_name_is_small_letters_digits_and_underscores() {
    for name in ["", "1a", "_a", "A", "aB", "a-b", "a b", "қ", "aқ", "abcdefghijabcdefghijabcdefghij333"] {
        assert_eq!(refused(|row| row.programme = name.to_owned()), Some("programme"), "{name}");
    }
}

#[test]
fn every_row_names_its_source_and_act() {
    assert_eq!(refused(|row| row.act = " ".to_owned()), Some("act"));
    assert_eq!(refused(|row| row.source = String::new()), Some("act"));
}

#[test]
fn a_prefix_is_three_capitals_of_one_programme_alone() {
    for prefix in ["", "CM", "CAMP", "CMp", "CM1", "ҚMP"] {
        assert_eq!(refused(|row| row.voucher_prefix = prefix.to_owned()), Some("voucher_prefix"), "{prefix}");
    }
    assert_eq!(refused(|row| row.voucher_prefix = "SCH".to_owned()), Some("voucher_prefix"));
    let later = |prefix: &str| {
        refused(|row| {
            row.programme = "school".to_owned();
            row.voucher_prefix = prefix.to_owned();
            row.valid_from = date(2027, 9, 1);
        })
    };
    assert_eq!((later("SCH"), later("SCL")), (None, Some("voucher_prefix")));
}

#[test]
fn months_shares_periods_and_ages_are_in_range() {
    for months in [&[][..], &[0, 1], &[12, 13], &[2, 1], &[1, 1], &[-1]] {
        assert_eq!(refused(|row| row.part_months = months.to_vec()), Some("part_months"), "{months:?}");
    }
    for months in [&[1][..], &[12], &[1, 12]] {
        assert_eq!(refused(|row| row.part_months = months.to_vec()), None, "{months:?}");
    }
    assert_eq!(refused(|row| row.qr_share_bp = 10_000), None);
    assert_eq!(refused(|row| row.qr_share_bp = 10_001), Some("qr_share_bp"));
    let period = |from, to| {
        refused(|row| {
            row.period_from = Some(from);
            row.period_to = Some(to);
        })
    };
    assert_eq!(period(date(2026, 7, 1), date(2026, 7, 1)), None);
    assert_eq!(period(date(2026, 7, 2), date(2026, 7, 1)), Some("period_to"));
    for (ages, fits) in [
        ([0, 0], true),
        ([100, 100], true),
        ([5, 18], true),
        ([-1, 5], false),
        ([6, 5], false),
        ([0, 101], false),
        ([101, 102], false),
    ] {
        assert_eq!(refused(|row| row.issue_ages = Some(ages)).is_none(), fits, "{ages:?}");
    }
    let paid_on = |kind, count| refused(|row| row.payment = Some(PaymentTerm { kind, count }));
    for (count, fits) in [(0, false), (1, true), (31, true), (32, false)] {
        assert_eq!(paid_on(PaymentTermKind::DayOfNextMonth, count).is_none(), fits, "{count}");
        assert_eq!(paid_on(PaymentTermKind::Days, count), None);
    }
}

#[test]
fn performers_and_programmes_named_are_known() {
    assert_eq!(refused(|row| row.no_overlap_with = vec!["nothing".to_owned()]), Some("no_overlap_with"));
    assert_eq!(refused(|row| row.no_overlap_with = vec!["school".to_owned(), "camp".to_owned()]), None);
    assert_eq!(refused(|row| row.performers = Vec::new()), Some("performers"));
    assert_eq!(refused(|row| row.performers = vec!["state".to_owned(), "any".to_owned()]), Some("performers"));
}
