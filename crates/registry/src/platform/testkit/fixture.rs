//! A small country to test use cases on: an issuer, performers with objects, groups and state orders, rates, budget lines and
//! persons, inserted as the facts that imports would record.
//!
//! Money is tiyn. The clock stands at 2026-08-20 10:00 in Almaty and moves a microsecond a reading.
#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a fixture that cannot be built fails its test")]

use std::fs;

use jiff::{
    ToSpan as _,
    civil::{Date, date},
};
use uuid::Uuid;

use super::{TestDatabase, database, run_folder};
use crate::{
    app::App,
    beneficiaries::store::{Person, PersonState},
    contracts::store::{StateOrder, StateOrderMonth, StateOrderPrice},
    parties::store::{Group, GroupRevision, Issuer, Object, Performer},
    platform::{Actor, clock::Clock, cluster::Role},
    programmes::store::Rate,
};

/// The region of everything here.
pub const REGION: i16 = 75;
/// The programme of everything here.
pub const PROGRAMME: &str = "school";
/// The monthly rate that [`Country::rate`] is usually called with (tiyn).
pub const MONTHLY: i64 = 6_580_000;

/// An application on a database of its own, with an issuer.
#[derive(Debug)]
pub struct Country {
    /// The database, kept as long as the application.
    pub database: TestDatabase,
    /// The application.
    pub app: App,
    /// The operator of the machine.
    pub actor: Actor,
    /// The issuer of [`REGION`].
    pub issuer: Uuid,
    /// Its BIN.
    pub issuer_bin: String,
}

/// A performer with one object and one group.
#[derive(Clone, Debug)]
pub struct School {
    /// The performer.
    pub performer: Uuid,
    /// Its BIN.
    pub bin: String,
    /// Its object, code `OBJ`.
    pub object: Uuid,
    /// Its group, code `<BIN>-1`.
    pub group: Uuid,
    /// The group's code.
    pub group_code: String,
    /// Its state order.
    pub state_order: Uuid,
}

/// What a school of the fixture is like; change what a test is about.
#[derive(Clone, Debug)]
pub struct SchoolLike {
    /// Places in the group.
    pub group_capacity: i32,
    /// Places in the building.
    pub object_capacity: i32,
    /// Places of the state order, each month.
    pub places: i32,
    /// Money of the state order, each month (tiyn).
    pub amount: i64,
    /// Days of the week, bit 0 = Monday.
    pub weekdays: i16,
    /// `2026-11-01/2026-11-08;…`.
    pub vacations: String,
    /// The programme of the school and of its state order.
    pub programme: &'static str,
    /// The price of a place that the state order names (tiyn a month).
    pub price: Option<i64>,
    /// `state` or `private`.
    pub kind: &'static str,
}

impl Default for SchoolLike {
    fn default() -> Self {
        Self {
            group_capacity: 1000,
            object_capacity: 1000,
            places: 1000,
            amount: 1_000_000_000_000,
            weekdays: 31,
            vacations: String::new(),
            programme: PROGRAMME,
            price: None,
            kind: "private",
        }
    }
}

/// A child of the persons register.
#[derive(Clone, PartialEq, Eq)]
pub struct Child {
    /// The bucket.
    pub bucket: i16,
    /// The person.
    pub id: Uuid,
    /// The IIN.
    pub iin: String,
}

impl std::fmt::Debug for Child {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("Child").field("id", &self.id).finish_non_exhaustive()
    }
}

async fn open(database: &TestDatabase) -> App {
    let data = run_folder().unwrap().join("data").join(database.name());
    fs::create_dir_all(&data).unwrap();
    let clock = Clock::fixed("2026-08-20T05:00:00Z".parse().unwrap());
    App::open(database.config(Role::App), data, clock).await.unwrap()
}

/// The months of the school year 2026/27, as their first days.
#[must_use]
pub fn months() -> Vec<Date> {
    (0..9).map(|n| date(2026, 9, 1).checked_add(n.months()).unwrap()).collect()
}

/// Eleven digits with the check digit of spec 3.2; `None` where there is none.
#[must_use]
pub fn with_check_digit(eleven: &str) -> Option<String> {
    let digits: Vec<u32> = eleven.chars().filter_map(|digit| digit.to_digit(10)).collect();
    let sum = |weights: [u32; 11]| digits.iter().zip(weights).map(|(digit, weight)| digit * weight).sum::<u32>() % 11;
    let check = match sum([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]) {
        10 => sum([3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2]),
        check => check,
    };
    (check < 10).then(|| format!("{eleven}{check}"))
}

/// The `n`th IIN with a check digit among girls and boys born on a day of the 21st century.
#[must_use]
pub fn iin(born: Date, n: u32) -> String {
    let head = format!("{:02}{:02}{:02}{}", born.year() % 100, born.month(), born.day(), 5 + n % 2);
    (0..10_000)
        .filter_map(|tail| with_check_digit(&format!("{head}{tail:04}")))
        .nth(usize::try_from(n / 2).unwrap())
        .expect("IINs of a day ran out")
}

impl Country {
    /// The application of another process on the same database.
    pub async fn another_app(&self) -> App {
        open(&self.database).await
    }

    /// An empty country.
    pub async fn new() -> Self {
        let database = database().await.unwrap();
        let app = open(&database).await;
        let actor = Actor::console(app.clock.id());
        let (issuer, issuer_bin) =
            (app.clock.id(), with_check_digit("99034000123").unwrap_or_else(|| "990340001231".to_owned()));
        let mut tx = app.begin(&actor, "fixture", REGION).await.unwrap();
        tx.record(&[Issuer {
            region: REGION,
            id: issuer,
            bin: issuer_bin.clone(),
            name: "Education department".to_owned(),
        }])
        .await
        .unwrap();
        tx.commit().await.unwrap();
        Self { database, app, actor, issuer, issuer_bin }
    }

    /// A country with a rate, budget lines of 10 billion tiyn for September to December, and two schools.
    pub async fn usual() -> (Self, School, School) {
        Self::usual_of("private").await
    }

    /// The same with schools of a kind.
    pub async fn usual_of(kind: &'static str) -> (Self, School, School) {
        let country = Self::new().await;
        country.rate_of_kind(PROGRAMME, kind, date(2026, 9, 1), MONTHLY).await;
        for month in months().into_iter().take(4) {
            country.line(month, 1_000_000_000_000).await;
        }
        let first = country.school(1, &SchoolLike { kind, ..SchoolLike::default() }).await;
        let second = country.school(2, &SchoolLike { kind, ..SchoolLike::default() }).await;
        (country, first, second)
    }

    /// Admits the `n`th school.
    pub async fn school(&self, n: u32, like: &SchoolLike) -> School {
        let id = || self.app.clock.id();
        let bin = (0..100_u32).find_map(|k| with_check_digit(&format!("1501400{:04}", n * 20 + k))).unwrap();
        let school = School {
            performer: id(),
            object: id(),
            group: id(),
            state_order: id(),
            group_code: format!("{bin}-1"),
            bin,
        };
        let mut tx = self.app.begin(&self.actor, "fixture", REGION).await.unwrap();
        tx.record(&[performer_of(&school, like)]).await.unwrap();
        tx.execute("INSERT INTO performer_locks (region, performer_id) VALUES ($1, $2)", &[&REGION, &school.performer])
            .await
            .unwrap();
        tx.record(&[Object {
            region: REGION,
            id: school.object,
            performer_id: school.performer,
            code: "OBJ".to_owned(),
            rka: "0201200312345678".to_owned(),
            kato: "751110000".to_owned(),
            address: "Abai 1".to_owned(),
            capacity: like.object_capacity,
        }])
        .await
        .unwrap();
        tx.record(&[Group {
            region: REGION,
            id: school.group,
            performer_id: school.performer,
            code: school.group_code.clone(),
        }])
        .await
        .unwrap();
        tx.record(&[revision_of(&school, like)]).await.unwrap();
        tx.record(&[StateOrder {
            region: REGION,
            id: school.state_order,
            performer_id: school.performer,
            issuer_id: self.issuer,
            programme: like.programme.to_owned(),
            number: format!("ГОЗ-{}", school.bin),
            signed_on: date(2026, 8, 10),
        }])
        .await
        .unwrap();
        let order_months: Vec<_> = months()
            .into_iter()
            .map(|month| StateOrderMonth {
                region: REGION,
                month,
                state_order_id: school.state_order,
                places: like.places,
                amount: like.amount,
            })
            .collect();
        tx.record(&order_months).await.unwrap();
        let prices = like.price.map(|price| {
            let of = |month| StateOrderPrice { region: REGION, month, state_order_id: school.state_order, price };
            months().into_iter().map(of).collect::<Vec<_>>()
        });
        tx.record(&prices.unwrap_or_default()).await.unwrap();
        tx.commit().await.unwrap();
        school
    }

    /// A rate from a date, for private urban schools of kind `school` and 0 hours.
    pub async fn rate(&self, from: Date, monthly: i64) -> Uuid {
        self.rate_of(PROGRAMME, from, monthly).await
    }

    /// The same of another programme.
    pub async fn rate_of(&self, programme: &str, from: Date, monthly: i64) -> Uuid {
        self.rate_of_kind(programme, "private", from, monthly).await
    }

    /// The same of performers of a kind.
    pub async fn rate_of_kind(&self, programme: &str, kind: &str, from: Date, monthly: i64) -> Uuid {
        let id = self.app.clock.id();
        let mut tx = self.app.begin(&self.actor, "fixture", REGION).await.unwrap();
        tx.record(&[Rate {
            region: REGION,
            id,
            programme: programme.to_owned(),
            locality: "urban".to_owned(),
            performer_kind: kind.to_owned(),
            group_kind: "school".to_owned(),
            hours: 0,
            valid_from: from,
            valid_to: None,
            monthly,
            act_number: "1".to_owned(),
            act_date: from,
            note: String::new(),
        }])
        .await
        .unwrap();
        tx.commit().await.unwrap();
        id
    }

    /// A budget line of a month with an allotment (tiyn).
    pub async fn line(&self, month: Date, amount: i64) -> Uuid {
        self.line_of_kbk(month, amount, "464003").await
    }

    /// A budget line of a month and KBK with an allotment (tiyn).
    pub async fn line_of_kbk(&self, month: Date, amount: i64, kbk: &str) -> Uuid {
        self.line_in(PROGRAMME, (month, kbk), amount).await
    }

    /// `count` living children born on a day.
    pub async fn children(&self, born: Date, count: u32) -> Vec<Child> {
        let (mut children, mut persons, mut states) = (Vec::new(), Vec::new(), Vec::new());
        for n in 0..count {
            let iin = iin(born, n);
            let (bucket, iin_hmac) = self.app.secrets.lookup(&iin);
            let child = Child { bucket, id: self.app.clock.id(), iin };
            persons.push(Person {
                bucket,
                id: child.id,
                region: REGION,
                iin_hmac,
                iin_cipher: vec![0],
                birth_date: born,
                sex: if n % 2 == 0 { "male" } else { "female" }.to_owned(),
            });
            states.push(state_of(&child, "alive"));
            children.push(child);
        }
        let mut tx = self.app.begin(&self.actor, "fixture", 0).await.unwrap();
        tx.record(&persons).await.unwrap();
        tx.record(&states).await.unwrap();
        tx.commit().await.unwrap();
        children
    }

    /// Children born in 2016 who hold vouchers of nine parts from September 2026.
    pub async fn holders(&self, count: u32) -> Vec<(Child, Uuid)> {
        let children = self.children(date(2016, 3, 7), count).await;
        let vouchers = self.vouchers(&children, (PROGRAMME, "SCH")).await;
        children.into_iter().zip(vouchers).collect()
    }

    /// A voucher of nine parts from September 2026 for each child, of a programme with the prefix of its numbers.
    pub async fn vouchers(&self, children: &[Child], named: (&str, &str)) -> Vec<Uuid> {
        self.vouchers_of(children, named, (date(2026, 9, 1), 0b1_1111_1111)).await
    }

    /// Records what the persons register says of a child now.
    pub async fn tell(&self, child: &Child, status: &str) {
        let mut tx = self.app.begin(&self.actor, "fixture", 0).await.unwrap();
        tx.record(&[state_of(child, status)]).await.unwrap();
        tx.commit().await.unwrap();
    }

    /// One number of a query as the superuser, past row-level security.
    #[must_use]
    pub fn number(&self, sql: &str) -> i64 {
        self.database.as_superuser(sql).unwrap().trim().parse().unwrap()
    }

    /// The rows of a query as the superuser, `|` between columns.
    #[must_use]
    pub fn rows(&self, sql: &str) -> Vec<String> {
        self.database.as_superuser(sql).unwrap().lines().map(str::to_owned).collect()
    }
}

fn performer_of(school: &School, like: &SchoolLike) -> Performer {
    Performer {
        region: REGION,
        id: school.performer,
        bin: school.bin.clone(),
        name_kk: "Мектеп".to_owned(),
        name_ru: "Школа".to_owned(),
        kind: like.kind.to_owned(),
        programme: like.programme.to_owned(),
        locality: "urban".to_owned(),
        kato: "751110000".to_owned(),
        iban: "KZ86125KZT5004100100".to_owned(),
        bik: "KKMFKZ2A".to_owned(),
        licence_number: "L-1".to_owned(),
        licence_on: date(2020, 1, 10),
        admitted_on: date(2026, 8, 1),
    }
}

fn revision_of(school: &School, like: &SchoolLike) -> GroupRevision {
    GroupRevision {
        region: REGION,
        group_id: school.group,
        object_id: school.object,
        title: "1 A".to_owned(),
        group_kind: "school".to_owned(),
        hours: 0,
        capacity: like.group_capacity,
        age_from: 6,
        age_to: 18,
        weekdays: like.weekdays,
        vacations: like.vacations.clone(),
        effective_on: date(2026, 8, 20),
    }
}

fn state_of(child: &Child, status: &str) -> PersonState {
    PersonState {
        bucket: child.bucket,
        person_id: child.id,
        region: REGION,
        name_cipher: vec![0],
        guardians: vec![0],
        kato: "751110000".to_owned(),
        status: status.to_owned(),
        effective_on: date(2026, 8, 1),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn the_usual_country_stands() {
        let (country, first, second) = Country::usual().await;
        assert_ne!(first.bin, second.bin);
        assert_eq!(country.holders(3).await.len(), 3);
        assert_eq!(country.number("SELECT count(*) FROM vouchers"), 3);
        assert_eq!(country.number("SELECT sum(allotted) FROM budget_stripes"), 4_000_000_000_000);
    }
}
