#![expect(clippy::as_conversions, reason = "small counts of a test")]

use proptest::prelude::*;

use super::*;
use crate::Pack;

fn applications(demand: &[i64], ids: &[String]) -> Vec<Application<'static>> {
    let ids: &'static [String] = Box::leak(ids.to_vec().into_boxed_slice());
    let mut made = Vec::new();
    for (no, count) in (1i64..).zip(demand) {
        for _ in 0..*count {
            let at = made.len();
            made.push(Application {
                id: &ids[at],
                category: no,
                registered_at: Instant { seconds: at as i64, nanos: 0 },
            });
        }
    }
    made
}

fn ids(count: i64) -> Vec<String> {
    (0..count).map(|i| format!("{i:06}")).collect()
}

#[test]
fn the_check_vector_of_the_order_is_met_with_whole_vouchers() {
    let demand = [25, 10, 12, 60, 40, 30, 80, 100, 20, 15, 90, 10, 5, 400, 50, 700];
    let categories = Pack::kz().latest_queue_table().unwrap().categories();
    let all = applications(&demand, &ids(demand.iter().sum()));
    let got = allocate(350, &categories, &all).unwrap();
    let quotas: Vec<i64> = got.quotas.iter().map(|quota| quota.quota).collect();
    // x = 29.7647… in exact fractions: the floor and the closing rule of 4.3 give 29 or 30, and x/2 = 14.88… gives 14 or 15.
    assert_eq!(quotas.iter().sum::<i64>(), 350);
    for (quota, want) in quotas.iter().zip([25, 10, 12, 0, 0, 0, 0, 0, 20, 15, 0, 10, 5, 0, 0, 0]) {
        assert!(if want == 0 { [14, 15, 29, 30].contains(quota) } else { *quota == want }, "{quotas:?}");
    }
    assert!([14, 15].contains(&quotas[15]));
    assert_eq!(got.sequence.len(), 350);
    assert_eq!(got.unused, 0);
    assert_eq!(&got.sequence[..5], &["000000", "000001", "000002", "000003", "000025"]);
}

#[test]
fn what_cannot_be_run_is_refused_in_order() {
    let one = [Category { no: 1, k: 1 }];
    let instant = Instant { seconds: 0, nanos: 0 };
    let known = Application { id: "a", category: 1, registered_at: instant };
    let unknown = Application { id: "b", category: 2, registered_at: instant };
    assert_eq!(allocate(1, &[], &[]), Err(Refusal::InputInvalid));
    assert_eq!(allocate(1, &[one[0], one[0]], &[]), Err(Refusal::InputInvalid));
    assert_eq!(allocate(1, &[Category { no: 1, k: 0 }], &[unknown]), Err(Refusal::InputInvalid));
    assert_eq!(allocate(-1, &one, &[known, known]), Err(Refusal::InputInvalid));
    assert_eq!(allocate(-1, &one, &[unknown]), Err(Refusal::CategoryUnknown));
    assert_eq!(allocate(-1, &one, &[known]), Err(Refusal::TotalNegative));
    assert_eq!(allocate(5, &one, &[known]).unwrap().unused, 4);
    assert_eq!(allocate(0, &one, &[known]).unwrap().sequence, Vec::<&str>::new());
}

proptest! {
    #[test]
    fn nothing_is_lost_and_nobody_overtakes(total in 0i64..60, rows in prop::collection::vec((1i64..6, 0i64..12), 1..7)) {
        let categories: Vec<Category> = (1i64..).zip(&rows).map(|(no, (k, _))| Category { no, k: *k }).collect();
        let demand: Vec<i64> = rows.iter().map(|(_, demand)| *demand).collect();
        let wanted: i64 = demand.iter().sum();
        let all = applications(&demand, &ids(wanted));
        let mut shuffled = all.clone();
        shuffled.reverse();
        let got = allocate(total, &categories, &shuffled).unwrap();
        prop_assert_eq!(got.quotas.iter().map(|quota| quota.quota).sum::<i64>(), total.min(wanted));
        prop_assert_eq!(got.unused, (total - wanted).max(0));
        prop_assert_eq!(got.sequence.len() as i64, total.min(wanted));
        for (quota, demand) in got.quotas.iter().zip(&demand) {
            prop_assert!((0..=*demand).contains(&quota.quota));
            let of: Vec<&str> = all.iter().filter(|a| a.category == quota.category).map(|a| a.id).take(quota.quota as usize).collect();
            let handed: Vec<&str> = got.sequence.iter().copied().filter(|id| all.iter().any(|a| a.id == *id && a.category == quota.category)).collect();
            prop_assert_eq!(handed, of);
        }
    }
}
