//! The rows of performers.zip (docs/formats.md), as facts whose ids and owners are not known yet.

use documents::table::Column;
use law::Pack;
use uuid::Uuid;

use super::store::{GroupRevision, Object, Performer, StateOrder, StateOrderMonth};
use crate::platform::{
    Refusal,
    table_file::{Cells, column, date_of, optional},
};

/// The tables of the archive.
pub(super) const FILES: [&str; 4] = ["performers.csv", "objects.csv", "groups.csv", "state_orders.csv"];

pub(super) const PERFORMERS: &[Column<'static>] = &[
    column(&["bin", "БСН", "БИН"]),
    column(&["name_kk", "қазақша атауы", "название на казахском"]),
    column(&["name_ru", "орысша атауы", "название на русском"]),
    column(&["kind", "түрі", "вид"]),
    column(&["programme", "бағдарлама", "программа"]),
    column(&["region", "өңір", "регион"]),
    column(&["locality", "жергілікті жер", "местность"]),
    column(&["kato", "ӘАОЖ", "КАТО"]),
    column(&["iban", "ЖСК", "ИИК"]),
    column(&["bik", "БСК", "БИК"]),
    column(&["licence_number", "лицензия нөмірі", "номер лицензии"]),
    column(&["licence_on", "лицензия күні", "дата лицензии"]),
    column(&["admitted_on", "рұқсат күні", "дата допуска"]),
];
pub(super) const OBJECTS: &[Column<'static>] = &[
    column(&["object", "нысан", "объект"]),
    column(&["bin", "БСН", "БИН"]),
    column(&["rka", "МТК", "РКА"]),
    column(&["kato", "ӘАОЖ", "КАТО"]),
    column(&["address", "мекенжай", "адрес"]),
    column(&["capacity", "сыйымдылық", "вместимость"]),
];
pub(super) const GROUPS: &[Column<'static>] = &[
    column(&["group", "топ", "группа"]),
    column(&["bin", "БСН", "БИН"]),
    column(&["object", "нысан", "объект"]),
    column(&["title", "атауы", "название"]),
    column(&["group_kind", "топ түрі", "вид группы"]),
    column(&["hours", "сағат", "часы"]),
    column(&["capacity", "сыйымдылық", "вместимость"]),
    column(&["age_from", "жастан", "возраст от"]),
    column(&["age_to", "жасқа дейін", "возраст до"]),
    column(&["weekdays", "апта күндері", "дни недели"]),
    column(&["vacations", "демалыс", "каникулы"]),
];
pub(super) const STATE_ORDERS: &[Column<'static>] = &[
    column(&["number", "нөмірі", "номер"]),
    column(&["bin", "БСН", "БИН"]),
    column(&["issuer_bin", "тапсырыс берушінің БСН", "БИН заказчика"]),
    column(&["programme", "бағдарлама", "программа"]),
    column(&["signed_on", "қол қойылған күні", "дата подписания"]),
    column(&["month", "ай", "месяц"]),
    column(&["places", "орын", "места"]),
    column(&["amount_tiyn", "сомасы", "сумма"]),
    optional(&["price_tiyn", "орын бағасы", "цена места"]),
];

/// A row of groups.csv.
pub(super) struct GroupRow {
    pub(super) code: String,
    pub(super) object: String,
    pub(super) revision: GroupRevision,
}

/// A row of `state_orders.csv`.
pub(super) struct OrderRow {
    pub(super) issuer_bin: String,
    pub(super) order: StateOrder,
    pub(super) month: StateOrderMonth,
    /// Of a place in the month (tiyn), where the order names one.
    pub(super) price: Option<i64>,
}

/// `row.invalid`, `bin.…`, `iban.…`, `programme.unknown`, `admission.licence`.
pub(super) fn performer(pack: &Pack, cells: &Cells<'_>) -> Result<(String, Performer), Refusal> {
    let bin = cells.bin("bin")?;
    let region = cells.region("region")?;
    let (kato, kato_region) = cells.kato("kato")?;
    if kato_region != region {
        return Err(cells.invalid("kato", "is in another region"));
    }
    let bik = cells.raw("bik");
    if !law::identifiers::is_bik(bik) {
        return Err(cells.invalid("bik", "is no BIK"));
    }
    let performer = Performer {
        region,
        id: Uuid::nil(),
        bin: bin.clone(),
        name_kk: cells.text("name_kk")?.to_owned(),
        name_ru: cells.text("name_ru")?.to_owned(),
        kind: cells.word("kind", &["state", "private"])?,
        programme: cells.programme("programme", pack)?,
        locality: cells.word("locality", &["urban", "rural"])?,
        kato,
        iban: cells.iban("iban")?,
        bik: bik.to_owned(),
        licence_number: cells.any_text("licence_number")?.to_owned(),
        licence_on: cells.date("licence_on")?,
        admitted_on: cells.date("admitted_on")?,
    };
    if performer.licence_number.is_empty() || performer.licence_on > performer.admitted_on {
        return Err(Refusal::new("admission.licence", "licence_on: there is no licence on the day of admission"));
    }
    Ok((bin, performer))
}

/// `row.invalid`, `bin.…`, `admission.address`.
pub(super) fn object(cells: &Cells<'_>) -> Result<(String, Object), Refusal> {
    let (bin, address, rka) = (cells.bin("bin")?, cells.any_text("address")?, cells.raw("rka"));
    let (kato, region) = cells.kato("kato")?;
    if address.is_empty() || !law::identifiers::is_rka(rka) {
        return Err(Refusal::new(
            "admission.address",
            "address, rka: an object needs an address and its code of 16 digits",
        ));
    }
    let object = Object {
        region,
        id: Uuid::nil(),
        performer_id: Uuid::nil(),
        code: cells.text("object")?.to_owned(),
        rka: rka.to_owned(),
        kato,
        address: address.to_owned(),
        capacity: cells.number("capacity", 0..=100_000)?,
    };
    Ok((bin, object))
}

/// `row.invalid`, `bin.…`.
pub(super) fn group(cells: &Cells<'_>) -> Result<(String, GroupRow), Refusal> {
    let (age_from, age_to) = (cells.number("age_from", 0..=99)?, cells.number("age_to", 0..=99)?);
    if age_from > age_to {
        return Err(cells.invalid("age_to", "is below age_from"));
    }
    let revision = GroupRevision {
        region: 0,
        group_id: Uuid::nil(),
        object_id: Uuid::nil(),
        title: cells.text("title")?.to_owned(),
        group_kind: cells.text("group_kind")?.to_owned(),
        hours: cells.number("hours", 0..=24)?,
        capacity: cells.number("capacity", 0..=10_000)?,
        age_from,
        age_to,
        weekdays: weekdays(cells.raw("weekdays")).ok_or_else(|| cells.invalid("weekdays", "are not days 1 to 7"))?,
        vacations: vacations(cells.raw("vacations"))
            .ok_or_else(|| cells.invalid("vacations", "are not periods FROM/TO;…"))?,
        effective_on: jiff::civil::Date::MIN,
    };
    Ok((
        cells.bin("bin")?,
        GroupRow { code: cells.text("group")?.to_owned(), object: cells.text("object")?.to_owned(), revision },
    ))
}

/// `row.invalid`, `bin.…`, `programme.unknown`.
pub(super) fn order(pack: &Pack, cells: &Cells<'_>) -> Result<(String, OrderRow), Refusal> {
    let order = StateOrder {
        region: 0,
        id: Uuid::nil(),
        performer_id: Uuid::nil(),
        issuer_id: Uuid::nil(),
        programme: cells.programme("programme", pack)?,
        number: cells.text("number")?.to_owned(),
        signed_on: cells.date("signed_on")?,
    };
    let month = StateOrderMonth {
        region: 0,
        month: cells.month("month")?,
        state_order_id: Uuid::nil(),
        places: cells.number("places", 0..=1_000_000)?,
        amount: cells.number("amount_tiyn", 0..=1_000_000_000_000_000)?,
    };
    let price = match cells.raw("price_tiyn") {
        "" => None,
        _ => Some(cells.tiyn("price_tiyn")?),
    };
    Ok((cells.bin("bin")?, OrderRow { issuer_bin: cells.bin("issuer_bin")?, order, month, price }))
}

/// `1 2 3 4 5` as bits, Monday first; a set that is not empty.
pub(crate) fn weekdays(text: &str) -> Option<i16> {
    let mut bits = 0_i16;
    for day in text.split_whitespace() {
        let day: u32 = day.parse().ok().filter(|day| (1..=7).contains(day))?;
        bits |= 1_i16.checked_shl(day.checked_sub(1)?)?;
    }
    (bits > 0).then_some(bits)
}

/// `2026-11-01/2026-11-08;…` in one form; empty for none.
pub(crate) fn vacations(text: &str) -> Option<String> {
    let mut periods = Vec::new();
    for period in text.split(';').map(str::trim).filter(|period| !period.is_empty()) {
        let (from, to) = period.split_once('/')?;
        let (from, to) = (date_of(from.trim())?, date_of(to.trim())?);
        if from > to {
            return None;
        }
        periods.push(format!("{from}/{to}"));
    }
    periods.sort();
    Some(periods.join(";"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weekdays_are_a_set_that_is_not_empty() {
        assert_eq!(weekdays("1 2 3 4 5"), Some(31));
        assert_eq!(weekdays("7 1 7"), Some(65));
        assert_eq!((weekdays(""), weekdays("0"), weekdays("8"), weekdays("1,2")), (None, None, None, None));
    }

    #[test]
    fn vacations_have_one_form_and_end_after_they_begin() {
        assert_eq!(
            vacations("2027-01-01/2027-01-10; 2026-11-01/2026-11-08;").unwrap(),
            "2026-11-01/2026-11-08;2027-01-01/2027-01-10"
        );
        assert_eq!(vacations(""), Some(String::new()));
        assert_eq!(
            (vacations("2026-11-08/2026-11-01"), vacations("2026-11-31/2026-12-01"), vacations("x")),
            (None, None, None)
        );
    }
}
