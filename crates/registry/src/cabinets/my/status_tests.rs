//! The sentence of a place, story by story; and every sentence in three languages.

use jiff::civil::{Date, date};
use law::{Pack, Terms};
use uuid::Uuid;

use super::*;
use crate::{
    attendance::Planes,
    cabinets::my::{
        stay::{Money, Stay},
        store::Voucher,
        strip,
    },
    platform::http::words::{Language, has},
};

const SEPTEMBER: Date = date(2026, 9, 1);
const OCTOBER: Date = date(2026, 10, 1);
const NOVEMBER: Date = date(2026, 11, 1);
/// Saturday evening: Thursday's attendance is late, Friday's is not.
const TODAY: Date = date(2026, 11, 21);

fn terms() -> &'static Terms {
    Pack::kz().latest_terms("school").unwrap()
}

fn around() -> Around<'static> {
    Around { today: TODAY, reported_until: date(2026, 11, 19), terms: terms(), calendar: &Pack::kz().calendar }
}

/// A whole month with every day marked present.
fn stay(month: Date) -> Stay {
    Stay {
        calendar: &Pack::kz().calendar,
        month,
        portion: 1,
        from_day: 1,
        last_day: i16::from(month.days_in_month()),
        effect: None,
        reason: None,
        ended_on: None,
        nominal: 1000,
        funded: true,
        performer: Performer { name_ru: "Балапан".to_owned(), ..Performer::default() },
        contract: super::super::stay::Contract::default(),
        weekdays: 31,
        vacations: String::new(),
        planes: Planes { p0: u32::MAX, ..Planes::default() },
        told_at: None,
        money: Money::default(),
    }
}

fn accepted(month: Date, on: Date) -> Stay {
    Stay { money: Money { written_on: Some(on), due: 1000, ..Money::default() }, ..stay(month) }
}

fn paid(month: Date) -> Stay {
    let money = Money { paid: 1000, paid_on: Some(date(2026, 11, 10)), ..accepted(month, date(2026, 11, 5)).money };
    Stay { money, ..stay(month) }
}

/// The end of a stay: no day is left from the one given on.
fn ended(stay: Stay, last_day: i16, why: (&str, &str)) -> Stay {
    let ended_on = Some(date(2026, 11, 12));
    Stay { last_day, effect: Some(why.0.to_owned()), reason: Some(why.1.to_owned()), ended_on, ..stay }
}

fn told(stays: Vec<Stay>) -> Status {
    told_on(stays, TODAY)
}

fn told_on(stays: Vec<Stay>, today: Date) -> Status {
    told_in(stays, Around { today, ..around() })
}

fn told_in(stays: Vec<Stay>, around: Around<'_>) -> Status {
    let voucher = Voucher {
        region: 75,
        id: Uuid::nil(),
        person: Uuid::nil(),
        number: "SCH".to_owned(),
        programme: "school".to_owned(),
        year: 2026,
        first_month: SEPTEMBER,
        parts: 0b1_1111_1111,
        issued_on: SEPTEMBER,
        issuer_bin: String::new(),
        issuer_name: String::new(),
        succeeds: None,
        annulled: None,
    };
    of_voucher(&strip::parts(&voucher, stays, around.today), around)
}

#[test]
fn a_voucher_without_a_place_asks_for_one_until_its_months_are_over() {
    assert_eq!(told(Vec::new()), Status::NoContract);
    assert_eq!(told_on(Vec::new(), date(2027, 6, 1)), Status::Over { month: date(2027, 5, 1) });
}

#[test]
fn a_place_that_begins_later_says_when() {
    let later = Stay { from_day: 25, ..stay(NOVEMBER) };
    assert!(matches!(told(vec![later]), Status::Starts { on, .. } if on == date(2026, 11, 25)));
}

#[test]
fn a_contract_that_waits_for_the_readers_consent_is_spoken_of_where_the_terms_ask_for_it() {
    let activates = Around { terms: Pack::kz().latest_terms("preschool").unwrap(), ..around() };
    let of = |to, confirmed_on| {
        let contract = super::super::stay::Contract { to, confirmed_on, ..Default::default() };
        vec![Stay { contract, ..stay(NOVEMBER) }]
    };
    let (runs, over) = (date(2027, 5, 31), date(2026, 11, 20));
    assert!(matches!(told_in(of(runs, None), activates), Status::Unconfirmed { .. }));
    assert!(matches!(told_in(of(runs, Some(NOVEMBER)), activates), Status::Booked { .. }));
    assert!(matches!(told_in(of(over, None), activates), Status::Booked { .. }));
    assert!(matches!(told_in(of(runs, None), around()), Status::Booked { .. }));
}

#[test]
fn the_last_whole_month_is_spoken_of() {
    let this = || stay(NOVEMBER);
    assert!(matches!(told(vec![this()]), Status::Booked { month: NOVEMBER, .. }));
    assert!(matches!(told(vec![stay(OCTOBER), this()]), Status::Booked { month: OCTOBER, .. }));
    let unfunded = Stay { funded: false, ..stay(OCTOBER) };
    assert!(matches!(told(vec![unfunded, this()]), Status::Unfunded { month: OCTOBER, .. }));
    let on = date(2026, 11, 5);
    let by = Some(date(2026, 12, 7)); // 30 days end on a Saturday
    assert!(matches!(told(vec![accepted(OCTOBER, on), this()]), Status::Accepted { by: told, .. } if told == by));
    let money = Money { ordered: 1000, ordered_on: Some(on), ..accepted(OCTOBER, on).money };
    assert!(matches!(told(vec![Stay { money, ..stay(OCTOBER) }, this()]), Status::Paying { .. }));
    let money = Money { returned_on: Some(on), ..accepted(OCTOBER, on).money };
    assert!(matches!(told(vec![Stay { money, ..stay(OCTOBER) }, this()]), Status::SentBack { .. }));
    assert!(matches!(told(vec![paid(OCTOBER), this()]), Status::Paid { month: OCTOBER, .. }));
    let money = Money { due: 0, ..accepted(OCTOBER, on).money };
    assert!(matches!(told(vec![Stay { money, ..stay(OCTOBER) }, this()]), Status::NothingDue { .. }));
}

#[test]
fn late_reports_come_before_money_and_days_that_are_not_late_are_not_counted() {
    let silent = |month, said: u32| Stay { planes: Planes { p0: said, ..Planes::default() }, ..stay(month) };
    // 17, 18 and 19 November are late; 20 November is not yet.
    let status = told(vec![paid(OCTOBER), silent(NOVEMBER, 0xffff)]);
    assert!(matches!(status, Status::Missing { month: NOVEMBER, days: 3, .. }), "{status:?}");
    let status = told(vec![silent(OCTOBER, 0x7fff_fffe), silent(NOVEMBER, 0xffff)]);
    assert!(matches!(status, Status::Missing { month: OCTOBER, days: 1, .. }), "{status:?}");
    let silent_but_paid = Stay { planes: Planes::default(), ..paid(OCTOBER) };
    assert!(matches!(told(vec![silent_but_paid, stay(NOVEMBER)]), Status::Paid { .. }));
}

#[test]
fn an_end_says_when_and_why_unless_another_place_follows() {
    let gone = || ended(stay(NOVEMBER), 12, ("release", "transfer"));
    let empty = || ended(stay(date(2026, 12, 1)), 0, ("release", "transfer"));
    let Status::Ended { on, reason, effect, place } = told(vec![paid(OCTOBER), gone(), empty()]) else { panic!() };
    assert_eq!((on, reason.as_str(), effect), (date(2026, 11, 12), "transfer", Effect::Release));
    assert_eq!(place.name_ru, "Балапан");
    let next = Stay { portion: 2, from_day: 13, ..stay(NOVEMBER) };
    assert!(matches!(told(vec![paid(OCTOBER), gone(), next, empty()]), Status::Paid { month: OCTOBER, .. }));
    let annulled = ended(stay(NOVEMBER), 12, ("annul", "expulsion"));
    assert!(matches!(told(vec![annulled]), Status::Ended { effect: Effect::Annul, .. }));
    assert_eq!(told(vec![ended(stay(NOVEMBER), 12, ("annul", "death"))]), Status::Person);
}

#[test]
fn a_year_that_is_over_says_so_once_it_is_paid() {
    let may = date(2027, 5, 1);
    assert_eq!(told_on(vec![paid(may)], date(2027, 7, 1)), Status::Over { month: may });
    assert!(matches!(told_on(vec![accepted(may, date(2027, 6, 3))], date(2027, 6, 10)), Status::Accepted { .. }));
}

#[test]
fn the_sentence_that_asks_for_most_leads() {
    let place = Performer::default();
    let paid = Status::Paid { place: place.clone(), month: OCTOBER };
    let missing = Status::Missing { place, month: OCTOBER, days: 1 };
    assert_eq!(leading(&[paid.clone(), missing.clone()]), Some(1));
    assert_eq!(leading(&[paid.clone(), paid.clone()]), Some(0));
    assert_eq!(leading(&[Status::NoContract, paid]), Some(1));
    assert_eq!(leading(&[]), None);
}

#[test]
fn what_comes_next_has_a_date() {
    let place = Performer::default;
    let next = |status: Status| status.next(around());
    assert_eq!(next(Status::Paid { place: place(), month: OCTOBER }), Some(Next::Closes(date(2026, 11, 30))));
    assert_eq!(next(Status::Booked { place: place(), month: OCTOBER }), None);
    let november = Status::Missing { place: place(), month: NOVEMBER, days: 2 };
    assert_eq!(next(november), Some(Next::Reports(date(2026, 12, 3))));
    let october = Status::Missing { place: place(), month: OCTOBER, days: 2 };
    assert_eq!(next(october), None, "the term is over");
    assert_eq!(next(Status::Person), None);
}

/// One of each.
fn every_status() -> Vec<Status> {
    let (place, month, by) = (Performer::default, OCTOBER, None);
    let ended = |effect| Status::Ended { place: place(), on: TODAY, reason: "transfer".to_owned(), effect };
    vec![
        Status::Person,
        Status::NoVoucher,
        Status::NoContract,
        Status::Starts { place: place(), on: TODAY },
        Status::Missing { place: place(), month, days: 3 },
        Status::SentBack { place: place(), month },
        Status::Booked { place: place(), month },
        Status::Unfunded { place: place(), month },
        Status::Accepted { place: place(), month, by },
        Status::Paying { place: place(), month, by },
        Status::Paid { place: place(), month },
        Status::NothingDue { place: place(), month },
        ended(Effect::Release),
        ended(Effect::Pause),
        ended(Effect::Annul),
        Status::Over { month },
    ]
}

#[test]
fn every_status_has_a_word_and_a_sentence() {
    for status in every_status() {
        assert!(has(&format!("my-status-{}", status.code())), "{status:?}");
        assert!(has(&format!("my-tag-{}", status.code())), "{status:?}");
    }
    for row in &Pack::kz().end_reasons {
        let key = format!("my-reason-{}", row.reason.replace('_', "-"));
        assert!(row.reason == "death" || has(&key), "{key}");
    }
}

#[test]
fn days_are_counted_as_each_language_counts_them() {
    let said = |language: Language, n: u32| {
        let text = language.t("my-status-missing").with("place", "Айгөлек").with("month", "…").with("n", n);
        text.to_string()
    };
    for (n, word) in [(1, "1 день"), (3, "3 дня"), (5, "5 дней"), (11, "11 дней"), (21, "21 день"), (22, "22 дня")]
    {
        assert!(said(Language::Ru, n).contains(word), "{}", said(Language::Ru, n));
    }
    assert!(said(Language::En, 1).contains("1 day is") && said(Language::En, 2).contains("2 days is"));
    assert!(said(Language::Kk, 1).contains("1 күніне") && said(Language::Kk, 5).contains("5 күніне"));
    // Kazakh takes no suffix on a name: what follows it is a mark.
    assert!(said(Language::Kk, 5).starts_with("Айгөлек: "));
}

#[test]
fn a_parent_is_told_until_when_a_month_is_paid_by_the_terms_of_its_programme() {
    let by = |programme, accepted| {
        pay_by((Pack::kz().latest_terms(programme).unwrap(), &Pack::kz().calendar), (SEPTEMBER, accepted))
    };
    let accepted = date(2026, 10, 5);
    assert_eq!(by("school", accepted), Some(date(2026, 11, 4)));
    assert_eq!(by("extra", accepted), Some(date(2026, 10, 18)), "the 18th after September");
    assert_eq!(by("extra", date(2026, 10, 19)), Some(date(2026, 11, 18)), "accepted after it");
    assert_eq!(by("tvet", accepted), None, "counted from another event");
}
