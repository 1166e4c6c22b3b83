//! Months of programmes with other terms, from the roster to the amounts, and what the outside auditor makes of their export.

use std::{path::Path, sync::Arc};

use axum::{
    body::{Body, to_bytes},
    http::{Request, StatusCode, request::Builder},
};
use jiff::{
    ToSpan as _,
    civil::{Date, date},
};
use tower::ServiceExt as _;
use uuid::Uuid;

use super::export::recompute;
use crate::{
    acts::{Close, Closed, close},
    app::App,
    attendance::import_timesheet,
    cabinets::{Export, audit, export},
    contracts::{
        self, Consent, Renew, Renewed,
        fixture::{Line, line, roster, zipped},
        import_roster, renew,
    },
    parties,
    platform::{
        Actor, Progress, Role, Scope,
        http::Caller,
        testkit::fixture::{Child, Country, MONTHLY, REGION, School, SchoolLike},
    },
    vouchers::terms::study_days,
};

pub(super) const SEPTEMBER: Date = date(2026, 9, 1);
pub(super) const OCTOBER: Date = date(2026, 10, 1);
const JANUARY: Date = date(2027, 1, 1);

/// A performer of a programme with children who hold its vouchers.
pub(super) struct Place {
    pub(super) country: Country,
    programme: &'static str,
    place: School,
    pub(super) children: Vec<Child>,
}

impl Place {
    /// `named`: the programme and the prefix of its numbers; `parts`: the first month and a bit a part.
    pub(super) async fn new(named: (&'static str, &str), parts: (Date, i16), price: Option<i64>) -> Self {
        let (country, programme) = (Country::new().await, named.0);
        for month in 0..9 {
            let month = SEPTEMBER.checked_add(month.months()).unwrap();
            country.line_in(programme, (month, "464003"), 1_000_000_000_000).await;
        }
        let place = country.school(1, &SchoolLike { programme, price, ..SchoolLike::default() }).await;
        let children = country.children(date(2016, 3, 7), 3).await;
        country.vouchers_of(&children, named, parts).await;
        Self { country, programme, place, children }
    }

    pub(super) fn now(&self, at: &str) {
        self.country.app.clock.set(at.parse().unwrap());
    }

    /// The first two children from the 1st, the third from the 15th of September.
    pub(super) async fn enrol(&self, price: &str) {
        let programme = self.programme;
        let froms = ["2026-09-01", "2026-09-01", "2026-09-15"];
        let numbers = ["A-0", "A-1", "A-2"];
        let each = self.children.iter().zip(numbers).zip(froms);
        let lines: Vec<Line<'_>> = each
            .map(|((child, number), from)| Line { from, programme, price, ..line(&self.place, &child.iin, number) })
            .collect();
        let bytes = roster(&lines);
        let (app, actor) = (&self.country.app, &self.country.actor);
        let report = import_roster(app, actor, ("oneroster.zip", &bytes), false, &Progress::silent()).await.unwrap();
        assert_eq!(report.errors, []);
    }

    /// Every study day of a month present, by QR; of the third child from a day on.
    pub(super) async fn attend(&self, month: Date, third_from: i8) {
        self.attend_from(month, [Some(1), Some(1), Some(third_from)]).await;
    }

    /// The same of those children that are there, each from a day on.
    pub(super) async fn attend_from(&self, month: Date, froms: [Option<i8>; 3]) {
        let next = month.checked_add(1.month()).unwrap();
        self.now(&format!("{}-02T05:00:00Z", next.strftime("%Y-%m")));
        let School { bin, group_code, .. } = &self.place;
        let days: Vec<String> = (1..=31).map(|day| day.to_string()).collect();
        let mut text =
            format!("BIN;{bin}\ngroup;{group_code}\nmonth;{}\niin;name;{}\n", month.strftime("%Y-%m"), days.join(";"));
        let study = study_days(law::Pack::kz(), month, 31, "").unwrap();
        for (child, from) in self.children.iter().zip(froms).filter_map(|(child, from)| Some((child, from?))) {
            let seen = |day: i8| day >= from && study >> (day - 1) & 1 == 1;
            let cells: Vec<&str> = (1..=31).map(|day| if seen(day) { "P*" } else { "" }).collect();
            text += &format!("{};x;{}\n", child.iin, cells.join(";"));
        }
        let (app, actor) = (&self.country.app, &self.country.actor);
        let report =
            import_timesheet(app, actor, ("t.csv", text.as_bytes()), false, &Progress::silent()).await.unwrap();
        assert_eq!(report.errors, []);
    }

    pub(super) async fn close(&self, month: Date) -> Closed {
        let what = Close { month, programme: None, region: None };
        close(&self.country.app, &self.country.actor, &what, &Progress::silent()).await.unwrap()
    }

    /// The dues of the acts as they stand: month of the line, contract, due.
    pub(super) fn dues(&self) -> Vec<String> {
        self.country.rows(
            "SELECT to_char(l.line_month, 'MM'), c.number, l.due FROM acts a
            JOIN act_lines l ON l.act_id = a.id AND l.version = a.version JOIN contracts c ON c.id = l.contract_id
            ORDER BY a.month, c.number, l.line_month",
        )
    }

    /// Exports a month and holds it to the published rules and to the journal; answers parts.csv and portions.csv, some cells of each row.
    pub(super) async fn audited(&self, month: Date) -> (Vec<String>, Vec<String>) {
        let (app, actor) = (&self.country.app, &self.country.actor);
        assert_eq!(audit(app, actor, &Progress::silent()).await.unwrap().findings, []);
        let folder = tempfile::tempdir().unwrap();
        let asked = Export { month, programme: None, region: None, out: folder.path().to_owned() };
        export(app, actor, asked, &Progress::silent()).await.unwrap();
        assert_eq!(recompute(folder.path()), (true, String::new()));
        (cells(folder.path(), "parts.csv", &[1, 6, 7]), cells(folder.path(), "portions.csv", &[1, 3, 5, 7]))
    }

    pub(super) fn guardian(&self, child: usize) -> Actor {
        let child = &self.children[child];
        Actor {
            role: Role::Beneficiary,
            organisation: String::new(),
            person: "0a0b".to_owned(),
            request: self.country.app.clock.id(),
            scope: Scope::Own { parties: Vec::new(), persons: vec![(child.bucket, child.id)] },
        }
    }

    /// What the guardian of the first child is answered.
    pub(super) async fn ask(&self, app: &Arc<App>, request: Builder) -> (StatusCode, String) {
        self.send(app, request.body(Body::empty()).unwrap()).await
    }

    pub(super) async fn send(&self, app: &Arc<App>, request: Request<Body>) -> (StatusCode, String) {
        self.send_as(app, self.guardian(0), request).await
    }

    pub(super) async fn send_as(
        &self,
        app: &Arc<App>,
        actor: Actor,
        mut request: Request<Body>,
    ) -> (StatusCode, String) {
        request.extensions_mut().insert(Caller {
            session: Uuid::nil(),
            actor,
            name: "АХМЕТОВ ЕРЛАН".to_owned(),
            organisation_name: String::new(),
            capacities: 1,
            stepped_up_until: None,
        });
        let answer = crate::http::router(Arc::clone(app)).oneshot(request).await.unwrap();
        let status = answer.status();
        let bytes = to_bytes(answer.into_body(), 1 << 20).await.unwrap();
        (status, String::from_utf8(bytes.to_vec()).unwrap())
    }

    pub(super) async fn consent(&self, child: usize, contract: &str) -> Result<bool, String> {
        let person = self.children[child].id;
        let (guardian, contract) = (self.guardian(child), self.contract(contract));
        let told = contracts::confirm(&self.country.app, &guardian, contract, Consent::Portal { person });
        told.await.map_err(|error| error.code().unwrap_or("fault").to_owned())
    }

    pub(super) fn contract(&self, number: &str) -> Uuid {
        self.country.rows(&format!("SELECT id FROM contracts WHERE number = '{number}'")).concat().parse().unwrap()
    }

    pub(super) async fn renew(&self) -> Renewed {
        let what = Renew { year: 2027, programme: None, region: None };
        renew(&self.country.app, &self.country.actor, &what, &Progress::silent()).await.unwrap()
    }
}

fn cells(folder: &Path, name: &str, wanted: &[usize]) -> Vec<String> {
    let text = std::fs::read_to_string(folder.join(name)).unwrap();
    let row = |line: &str| {
        let cells: Vec<&str> = line.split(',').collect();
        wanted.iter().map(|at| cells[*at]).collect::<Vec<_>>().join(",")
    };
    text.lines().skip(1).map(row).collect()
}

/// What a child that came on the 15th is owed of a nominal: 12 of the 22 study days of September 2026.
pub(super) const fn since_the_15th(nominal: i64) -> i64 {
    (nominal * 12 * 2 + 22) / 44
}

#[tokio::test]
async fn the_month_of_a_circle_goes_from_the_split_at_the_booking_to_its_amounts() {
    let circle = Place::new(("extra", "EXT"), (date(2026, 1, 1), 0), None).await;
    circle.country.rate_of_issuer("extra", (SEPTEMBER, MONTHLY), &circle.country.issuer_bin).await;
    circle.enrol("1").await;
    assert_eq!(
        circle
            .country
            .rows("SELECT to_char(month, 'MM'), count(*), min(nominal), max(nominal) FROM parts GROUP BY 1 ORDER BY 1"),
        ["09", "10", "11", "12"].map(|month| format!("{month}|3|{MONTHLY}|{MONTHLY}"))
    );
    circle.attend(SEPTEMBER, 15).await;
    let closed = circle.close(SEPTEMBER).await;
    assert_eq!((closed.lines, closed.exceptions), (3, 0));
    let third = since_the_15th(MONTHLY);
    assert_eq!(circle.dues(), [format!("09|A-0|{MONTHLY}"), format!("09|A-1|{MONTHLY}"), format!("09|A-2|{third}")]);
    let (parts, portions) = circle.audited(SEPTEMBER).await;
    assert_eq!(parts, vec![format!("2026-09,{MONTHLY},booked"); 3]);
    assert_eq!(portions, ["2026-09,A-0,1,booked", "2026-09,A-1,1,booked", "2026-09,A-2,15,booked"]);
}

#[tokio::test]
async fn a_state_order_may_name_the_price_of_a_place_and_then_keeps_it() {
    let college = Place::new(("tvet", "TVE"), (SEPTEMBER, 0b11_1111_1111), None).await;
    let country = &college.country;
    let (bin, issuer) = (&college.place.bin, &country.issuer_bin);
    let head = |columns: &str| format!("{columns}\n");
    let import = async |orders: &str| {
        let columns = "number,bin,issuer_bin,programme,signed_on,month,places,amount_tiyn,price_tiyn";
        let files = vec![
            (
                "performers.csv",
                head(
                    "bin,name_kk,name_ru,kind,programme,region,locality,kato,iban,bik,licence_number,licence_on,admitted_on",
                ),
            ),
            ("objects.csv", head("object,bin,rka,kato,address,capacity")),
            ("groups.csv", head("group,bin,object,title,group_kind,hours,capacity,age_from,age_to,weekdays,vacations")),
            ("state_orders.csv", format!("{columns}\n{orders}\n")),
        ];
        let bytes = zipped(&files, |text| text.as_bytes().to_vec());
        let file = ("p.zip", bytes.as_slice());
        let report = parties::import(&country.app, &country.actor, file, false, &Progress::silent()).await.unwrap();
        report.errors.into_iter().map(|error| error.code).collect::<Vec<_>>()
    };
    let row = |number: &str, price: &str| format!("{number},{bin},{issuer},tvet,2026-08-10,2026-09,5,500,{price}");
    assert_eq!(import(&format!("{}\n{}", row("N-1", "100"), row("N-2", ""))).await, Vec::<String>::new());
    assert_eq!(country.rows("SELECT price, month FROM state_order_prices"), ["100|2026-09-01"]);
    for (number, price, codes) in [
        ("N-1", "100", vec![]),
        ("N-1", "101", vec!["row.invalid"]),
        ("N-2", "100", vec!["row.invalid"]),
        ("N-3", "0", vec!["row.invalid"]),
    ] {
        assert_eq!(import(&row(number, price)).await, codes, "{number} {price}");
    }
    assert_eq!(country.number("SELECT count(*) FROM state_order_prices"), 1);
}

#[tokio::test]
async fn the_month_of_a_college_goes_from_the_price_of_the_contract_to_its_amounts() {
    let college = Place::new(("tvet", "TVE"), (SEPTEMBER, 0b11_1111_1111), Some(7_300_001)).await;
    college.enrol("7300001").await;
    college.attend(SEPTEMBER, 15).await;
    let closed = college.close(SEPTEMBER).await;
    assert_eq!((closed.lines, closed.exceptions), (3, 0));
    let third = since_the_15th(7_300_001);
    assert_eq!(college.dues(), ["09|A-0|7300001".to_owned(), "09|A-1|7300001".to_owned(), format!("09|A-2|{third}")]);
    let (parts, _) = college.audited(SEPTEMBER).await;
    assert_eq!(parts, vec!["2026-09,7300001,booked"; 3]);
}

#[tokio::test]
async fn an_amended_price_counts_from_the_first_of_the_next_month_and_needs_its_money() {
    let college = Place::new(("tvet", "TVE"), (SEPTEMBER, 0b11_1111_1111), None).await;
    college.enrol("7300001").await;
    let amend = async |at: &str, price: &str| {
        college.now(at);
        let told = Line { at, price, programme: "tvet", ..line(&college.place, &college.children[0].iin, "A-0") };
        let (app, actor, bytes) = (&college.country.app, &college.country.actor, roster(&[told]));
        let report = import_roster(app, actor, ("oneroster.zip", &bytes), false, &Progress::silent()).await.unwrap();
        report.errors.into_iter().map(|error| error.code).collect::<Vec<_>>()
    };
    let nominals = || {
        college.country.rows(
            "SELECT to_char(p.month, 'MM'), coalesce((
                SELECT r.nominal FROM repricings r WHERE r.month = p.month AND r.voucher_id = p.voucher_id ORDER BY r.recorded_at DESC LIMIT 1
            ), p.nominal)
            FROM parts p JOIN contracts c ON c.voucher_id = p.voucher_id WHERE c.number = 'A-0' AND p.month < '2027-01-01' ORDER BY p.month",
        )
    };
    assert_eq!(amend("2026-10-10T05:00:00.000Z", "8000000").await, Vec::<String>::new());
    assert_eq!(nominals(), ["09|7300001", "10|7300001", "11|8000000", "12|8000000"]);
    let documents = "SELECT DISTINCT m.document_kind FROM movements m JOIN repricings r ON r.rate_id = m.document";
    assert_eq!(college.country.rows(documents), ["booking", "contract"]);
    // Told again it does nothing; another price without money is told by its row and nothing moves; a lower one gives money back.
    assert_eq!(amend("2026-10-10T06:00:00.000Z", "8000000").await, Vec::<String>::new());
    let lacks = amend("2026-11-10T05:00:00.000Z", "2000000000000").await;
    assert_eq!(lacks, ["budget.exhausted"], "one row, whatever the number of months");
    assert_eq!(nominals(), ["09|7300001", "10|7300001", "11|8000000", "12|8000000"]);
    assert_eq!(amend("2026-11-11T05:00:00.000Z", "7000000").await, Vec::<String>::new());
    assert_eq!(nominals(), ["09|7300001", "10|7300001", "11|8000000", "12|7000000"]);
    college.attend(SEPTEMBER, 15).await;
    college.close(SEPTEMBER).await;
    college.audited(SEPTEMBER).await;
}

#[tokio::test]
async fn a_guardian_confirms_on_the_childs_page_and_the_part_is_active_there_and_over_the_api() {
    let garden = Place::new(("preschool", "PRE"), (SEPTEMBER, 0b1111), None).await;
    garden.country.rate_of("preschool", SEPTEMBER, MONTHLY).await;
    garden.enrol("1").await;
    let app = Arc::new(garden.country.another_app().await);
    let child = &garden.children[0];
    let path = format!("/ru/my/children/{}", child.id);
    let page = garden.ask(&app, Request::get(&path)).await;
    assert!(page.1.contains("ещё не подтверждён") && page.1.contains("Подтвердить договор"), "{}", page.1);
    assert!(page.1.contains("нужно ваше подтверждение договора"), "{}", page.1);
    let act = format!("{path}/contracts/{}/confirm", garden.contract("A-0"));
    for _ in 0..2 {
        let told = garden.ask(&app, Request::post(&act)).await;
        assert_eq!(told.0, StatusCode::SEE_OTHER, "{}", told.1);
    }
    let of_another = format!("{path}/contracts/{}/confirm", garden.contract("A-1"));
    assert_eq!(garden.ask(&app, Request::post(&of_another)).await.0, StatusCode::NOT_FOUND);
    let page = garden.ask(&app, Request::get(&path)).await;
    assert!(page.1.contains("Подтверждён вами") && !page.1.contains("Подтвердить договор"), "{}", page.1);
    assert!(page.1.contains("qz-part-state--active\">Активный"), "{}", page.1);
    let voucher = garden.country.rows(&format!("SELECT id FROM vouchers WHERE person_id = '{}'", child.id)).concat();
    let told = garden.ask(&app, Request::get(format!("/api/v1/vouchers/{voucher}"))).await;
    assert_eq!(told.1.matches("\"state\":\"active\"").count(), 4, "{}", told.1);
    // Over the API the same consent changes nothing, and a body that is neither of both ways is refused.
    let asked = |body: String| {
        let path = format!("/api/v1/contracts/{}/confirmations", garden.contract("A-0"));
        Request::post(path)
            .header("content-type", "application/json")
            .header("idempotency-key", body.len().to_string())
            .body(Body::from(body))
            .unwrap()
    };
    let told = garden.send(&app, asked(format!("{{\"person\":\"{}\"}}", child.id))).await;
    assert_eq!((told.0, told.1.contains("\"is_new\":false")), (StatusCode::CREATED, true), "{}", told.1);
    assert_eq!(garden.send(&app, asked("{}".to_owned())).await.0, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn only_contracts_that_need_it_are_confirmed() {
    let circle = Place::new(("extra", "EXT"), (date(2026, 1, 1), 0), None).await;
    circle.country.rate_of_issuer("extra", (SEPTEMBER, MONTHLY), &circle.country.issuer_bin).await;
    circle.enrol("1").await;
    assert_eq!(circle.consent(0, "A-0").await, Err("contract.no_activation".to_owned()));
    assert_eq!(circle.country.number("SELECT count(*) FROM contract_confirmations"), 0);
}

#[tokio::test]
async fn on_the_first_of_january_a_successor_is_issued_and_booked_on_the_same_contract_once() {
    let circle = Place::new(("extra", "EXT"), (date(2026, 1, 1), 0), None).await;
    let country = &circle.country;
    country.rate_of_issuer("extra", (SEPTEMBER, MONTHLY), &country.issuer_bin).await;
    circle.enrol("1").await;
    circle.now("2026-12-20T05:00:00Z");
    // The second child's contract ends with the year; before the year begins nothing is renewed.
    let ends = Line {
        to: "2026-12-31",
        reason: "transfer",
        at: "2026-12-20T05:00:00.000Z",
        programme: "extra",
        price: "1",
        ..line(&circle.place, &circle.children[1].iin, "A-1")
    };
    let bytes = roster(&[ends]);
    let report =
        import_roster(&country.app, &country.actor, ("2.zip", &bytes), false, &Progress::silent()).await.unwrap();
    assert_eq!(report.errors, []);
    let what = Renew { year: 2027, programme: None, region: None };
    let early = renew(&country.app, &country.actor, &what, &Progress::silent()).await.unwrap_err();
    assert_eq!(early.code(), Some("input.invalid"));
    let school = Renew { year: 2026, programme: Some("school".to_owned()), region: None };
    let other = renew(&country.app, &country.actor, &school, &Progress::silent()).await.unwrap_err();
    assert_eq!(other.code(), Some("input.invalid"));

    circle.now("2026-12-31T20:00:00Z");
    country.rate_of_issuer("extra", (JANUARY, MONTHLY + 5), &country.issuer_bin).await;
    let places = "UPDATE state_order_months SET places = {} WHERE month = '2027-03-01'";
    country.database.as_superuser(&places.replace("{}", "0")).unwrap();
    let first = circle.renew().await;
    assert_eq!((first.contracts, first.issued, first.booked, first.refused), (2, 2, 0, 2));
    assert!(first.listed.iter().all(|one| one.code == "contract.no_places"), "{:?}", first.listed);
    // What was refused is tried again; two at once do it once.
    country.database.as_superuser(&places.replace("{}", "1000")).unwrap();
    let another = country.another_app().await;
    another.clock.set("2026-12-31T20:00:00Z".parse().unwrap());
    let what = Renew { year: 2027, programme: Some("extra".to_owned()), region: Some(REGION) };
    let silent = Progress::silent();
    let (one, two) = tokio::join!(
        renew(&country.app, &country.actor, &what, &silent),
        renew(&another, &country.actor, &what, &silent)
    );
    let (one, two) = (one.unwrap(), two.unwrap());
    assert_eq!((one.issued + two.issued, one.booked + two.booked, one.held + two.held), (0, 2, 2));
    assert_eq!((circle.renew().await.held, country.number("SELECT count(*) FROM vouchers")), (2, 5));
    assert_eq!(
        country
            .rows("SELECT n.number, v.number, n.parts FROM vouchers n JOIN vouchers v ON v.id = n.succeeds ORDER BY 2")
            .len(),
        2
    );
    assert_eq!(
        country.rows("SELECT to_char(p.month, 'MM'), count(*), min(nominal) FROM parts p WHERE p.month >= '2027-01-01' GROUP BY 1 ORDER BY 1"),
        ["01", "02", "03", "04", "05"].map(|month| format!("{month}|2|{}", MONTHLY + 5))
    );
    assert_eq!(country.number("SELECT count(DISTINCT contract_id) FROM portions WHERE month >= '2027-01-01'"), 2);
    // January is recomputed like any month.
    circle.attend_from(JANUARY, [Some(1), None, Some(1)]).await;
    assert_eq!(circle.close(JANUARY).await.lines, 2);
    let (parts, mut portions) = circle.audited(JANUARY).await;
    // Numbers are given in the order of the children's keys, which are drawn.
    portions.sort();
    assert_eq!(parts, vec![format!("2027-01,{},booked", MONTHLY + 5); 2]);
    assert_eq!(portions, ["2027-01,A-0,1,booked", "2027-01,A-2,1,booked"]);
}
