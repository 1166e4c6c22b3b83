//! One's own pages over the real database and the whole router: what they show of one's own, and that they show nothing of others.

mod spoken;

use std::{fmt::Write as _, io::Write as _, sync::Arc};

use axum::{
    body::{Body, to_bytes},
    http::{Request, StatusCode},
};
use jiff::civil::{Date, date};
use tower::ServiceExt as _;
use uuid::Uuid;

use crate::{
    acts::{self, Close},
    app::App,
    platform::{
        Actor, Progress, Role, Scope,
        fact::hex,
        http::Caller,
        identity::readings,
        testkit::{
            enrolled::Stay,
            fixture::{Child, Country, MONTHLY, REGION, School},
        },
    },
};

const SEPTEMBER: Date = date(2026, 9, 1);
const OCTOBER: Date = date(2026, 10, 1);
const NOVEMBER: Date = date(2026, 11, 1);
/// Every route about a child.
const OF_CHILD: [&str; 6] = ["", "/attendance", "/attendance/2026-09", "/payments", "/extract", "/transfer"];

/// A household of a guardian with one child, another's child, and what happened to the first: September paid, October signed by nobody,
/// November running. It is 21 November.
struct Home {
    country: Country,
    app: Arc<App>,
    children: Vec<(Child, Uuid)>,
    schools: [School; 2],
    guardian: Vec<u8>,
}

impl Home {
    async fn new() -> Self {
        let (country, first, second) = Country::usual().await;
        let children = country.holders(2).await;
        let other = App::open(
            country.database.config(crate::platform::cluster::Role::App),
            country.app.data.clone(),
            crate::platform::clock::Clock::fixed("2026-08-20T05:00:00Z".parse().unwrap()),
        );
        let app = Arc::new(other.await.unwrap());
        let (_, guardian) = app.secrets.lookup("850101300121");
        let home = Self { country, app, children, schools: [first, second], guardian };
        home.name(0, "Ахметова\tӘлия\tЕрланқызы");
        home.name(1, "Иванов\tПётр\t");
        home.live().await;
        home
    }

    /// What the fixture leaves out: a name and an IIN that can be read.
    fn name(&self, n: usize, name: &str) {
        let child = &self.children[n].0;
        let secrets = &self.country.app.secrets;
        let (key, wrapped) = secrets.new_person_key().unwrap();
        let cipher = |text: &str| hex(&secrets.encrypt(&key, text).unwrap());
        let (id, bucket) = (child.id, child.bucket);
        self.sql(&format!(
            "INSERT INTO person_keys (bucket, person_id, key_version, wrapped) VALUES ({bucket}, '{id}', 1, '\\x{}');
            UPDATE persons SET iin_cipher = '\\x{}' WHERE bucket = {bucket} AND id = '{id}';
            UPDATE person_states SET name_cipher = '\\x{}' WHERE bucket = {bucket} AND person_id = '{id}'",
            hex(&wrapped),
            cipher(&child.iin),
            cipher(name)
        ));
    }

    fn sql(&self, sql: &str) {
        self.country.database.as_superuser(sql).unwrap();
    }

    async fn live(&self) {
        for (n, (child, voucher)) in self.children.iter().enumerate() {
            let stay = |month: Date, days: (i16, i16), portion: i16, school: usize, amount: i64| Stay {
                child,
                voucher: *voucher,
                school: &self.schools[school],
                month,
                days,
                portion,
                amount,
            };
            let contracts = self
                .country
                .enrol(&[
                    stay(SEPTEMBER, (1, 30), 1, n, MONTHLY),
                    stay(OCTOBER, (1, 15), 1, n, MONTHLY),
                    stay(NOVEMBER, (1, 30), 1, n, MONTHLY),
                ])
                .await;
            // October has a second portion: the child changed place in mid-month.
            let moved = self.country.enrol(&[stay(OCTOBER, (16, 31), 2, 1 - n, 0)]).await;
            self.mark(SEPTEMBER, contracts[0], 0x3fff_ffff);
            self.mark(OCTOBER, contracts[1], 0x7fff);
            self.mark(OCTOBER, moved[0], 0x7fff_8000);
            self.mark(NOVEMBER, contracts[2], 0x7fff);
        }
        self.country.app.clock.set("2026-10-02T05:00:00Z".parse().unwrap());
        let close = Close { month: SEPTEMBER, programme: None, region: None };
        acts::close(&self.country.app, &self.country.actor, &close, &Progress::silent()).await.unwrap();
        self.sql("UPDATE acts SET state = 'paid'");
        for (child, (_, voucher)) in self.children.iter().enumerate() {
            self.pay(*voucher, &self.schools[child]);
        }
        self.app.clock.set("2026-11-21T13:00:00Z".parse().unwrap());
    }

    /// The days of `present` within the study days.
    fn mark(&self, month: Date, contract: Uuid, present: u32) {
        let study = crate::vouchers::terms::study_days(law::Pack::kz(), month, 31, "").unwrap();
        self.sql(&format!(
            "INSERT INTO attendance_months (region, month, contract_id, p0, p1, p2, qr, folded_at)
            VALUES ({REGION}, '{month}', '{contract}', {}, 0, 0, 3, '2026-11-17T10:00:00Z')",
            present & study
        ));
    }

    /// September is written off, ordered and redeemed.
    fn pay(&self, voucher: Uuid, school: &School) {
        let mut sql = String::new();
        for (kind, on) in [(5, "2026-10-05"), (6, "2026-10-12"), (7, "2026-10-20")] {
            write!(
                sql,
                "INSERT INTO movements (region, month, subject, id, kind, line_id, performer_id, part_month, portion, amount, rest,
                    document_kind, document, effective_on, recorded_at, entry_id)
                SELECT region, month, '{voucher}', gen_random_uuid(), {kind}, id, '{}', month, 1, {MONTHLY}, 0, 'test', id, '{on}', now(), id
                FROM budget_lines WHERE month = '{SEPTEMBER}';",
                school.performer
            )
            .unwrap();
        }
        self.sql(&sql);
    }

    fn caller(&self, role: Role, persons: Vec<(i16, Uuid)>) -> Caller {
        Caller {
            session: Uuid::nil(),
            actor: Actor {
                role,
                organisation: String::new(),
                person: hex(&self.guardian),
                request: self.app.clock.id(),
                scope: Scope::Own { parties: Vec::new(), persons },
            },
            name: "АХМЕТОВ ЕРЛАН".to_owned(),
            organisation_name: String::new(),
            capacities: 1,
            stepped_up_until: None,
        }
    }

    /// The guardian of the first child.
    fn guardian(&self) -> Caller {
        let child = &self.children[0].0;
        self.caller(Role::Beneficiary, vec![(child.bucket, child.id)])
    }

    async fn ask(&self, path: &str, caller: Option<Caller>) -> (StatusCode, String) {
        let mut request = Request::get(path).body(Body::empty()).unwrap();
        if let Some(caller) = caller {
            request.extensions_mut().insert(caller);
        }
        let answer = crate::http::router(Arc::clone(&self.app)).oneshot(request).await.unwrap();
        let status = answer.status();
        let bytes = to_bytes(answer.into_body(), 1 << 20).await.unwrap();
        (status, String::from_utf8(bytes.to_vec()).unwrap())
    }

    /// How a file that is no text is answered.
    async fn status(&self, path: &str, caller: Caller) -> StatusCode {
        let mut request = Request::get(path).body(Body::empty()).unwrap();
        request.extensions_mut().insert(caller);
        crate::http::router(Arc::clone(&self.app)).oneshot(request).await.unwrap().status()
    }

    /// A page of the guardian's, its text without markup.
    async fn page(&self, path: &str) -> String {
        let (status, html) = self.ask(path, Some(self.guardian())).await;
        assert_eq!(status, StatusCode::OK, "{path}: {html}");
        assert!(!html.contains('⟦'), "{path} lacks a message: {html}");
        text(&html)
    }

    /// The path of a page about the `n`th child.
    fn of_child(&self, language: &str, n: usize, path: &str) -> String {
        format!("/{language}/my/children/{}{path}", self.children[n].0.id)
    }
}

/// What a reader reads: markup gone, blanks made one.
fn text(html: &str) -> String {
    let main = html.split_once("<main").map_or(html, |(_, main)| main);
    let mut text = String::new();
    for piece in main.split('<') {
        text.push(' ');
        text.push_str(piece.split_once('>').map_or("", |(_, after)| after));
    }
    text.replace('\u{a0}', " ").split_whitespace().collect::<Vec<_>>().join(" ")
}

#[tokio::test]
async fn a_parent_sees_one_sentence_about_each_child_and_none_about_others() {
    let home = Home::new().await;
    let page = home.page("/ru/my").await;
    assert!(page.contains("Ахметова Әлия Ерланқызы"), "{page}");
    assert!(page.contains("нет отметки посещаемости за 3 дня, ноябрь 2026 г."), "{page}");
    assert!(page.contains("до 03.12.2026"), "{page}");
    assert!(!page.contains("Иванов"), "{page}");
    let page = home.page("/kk/my").await;
    assert!(page.contains("Мектеп: 2026 ж. қараша айының 3 күніне қатысу белгісі қойылмаған."), "{page}");
    let page = home.page("/en/my").await;
    assert!(page.contains("attendance of 3 days is missing, November 2026"), "{page}");
}

#[tokio::test]
async fn a_child_has_its_voucher_its_parts_and_its_contracts() {
    let home = Home::new().await;
    let page = home.page(&home.of_child("ru", 0, "")).await;
    assert!(page.contains("SCH-75-2026-00000001-0") && page.contains("Education department"), "{page}");
    assert!(page.contains("Погашен оплачено 20.10.2026 65 800,00 65 800,00"), "{page}");
    assert!(page.contains("01.10.2026–15.10.2026: Школа 16.10.2026–31.10.2026: Школа"), "{page}");
    assert!(page.contains("Активный место не выбрано"), "{page}");
    assert!(page.contains("Ещё 6 месяцев без места"), "{page}");
    assert!(page.contains("Abai 1") && page.contains("1 A"), "{page}");
    let masked = format!("••••••••{}", &home.children[0].0.iin[8..]);
    assert!(page.contains(&masked) && !page.contains(&home.children[0].0.iin), "{page}");
}

#[tokio::test]
async fn a_month_is_a_calendar_with_words_and_counts() {
    let home = Home::new().await;
    let page = home.page(&home.of_child("ru", 0, "/attendance/2026-11")).await;
    assert!(page.contains("Нет отметок за дни: 16–18."), "{page}");
    assert!(page.contains("Всего 21 учебный день"), "{page}");
    assert!(page.contains("П Присутствовал: 10"), "{page}");
    assert!(page.contains("? Нет отметки: 3"), "{page}");
    assert!(page.contains("переданы 17.11.2026 15:00. Кто передал: Школа."), "{page}");
    assert!(page.contains("← октябрь 2026 г.") && !page.contains("→"), "{page}");
    let october = home.page(&home.of_child("en", 0, "/attendance/2026-10")).await;
    assert_eq!(october.matches("study days in all").count(), 2, "one calendar a place: {october}");
    let june = home.page(&home.of_child("kk", 0, "/attendance/2027-06")).await;
    assert!(june.contains("Бұл айда орын болмаған"), "{june}");
    let latest = home.ask(&home.of_child("kk", 0, "/attendance"), Some(home.guardian())).await;
    assert_eq!(latest.0, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn payments_name_the_act_and_why_the_sum_is_what_it_is() {
    let home = Home::new().await;
    let page = home.page(&home.of_child("ru", 0, "/payments")).await;
    assert!(page.contains("К оплате за все месяцы 65 800,00 ₸ Оплачено 65 800,00 ₸"), "{page}");
    assert!(page.contains("65 800,00 ₸ × 22 из 22 учебных дней = 65 800,00 ₸"), "{page}");
    assert!(page.contains("Все дни оплачены полностью."), "{page}");
    assert!(page.contains("Акт ") && page.contains("– оплачен"), "{page}");
    assert!(
        page.contains("Посещаемость передана полностью выполнено Организация подписала акт сейчас здесь"),
        "{page}"
    );
}

#[tokio::test]
async fn the_extract_has_the_requisites_of_the_order() {
    let home = Home::new().await;
    let page = home.page(&home.of_child("ru", 0, "/extract")).await;
    let child = &home.children[0].0;
    for needed in
        [&*child.iin, "Ахметова Әлия Ерланқызы", "SCH-75-2026-00000001-0", &home.country.issuer_bin, "20.08.2026"]
    {
        assert!(page.contains(needed), "{needed}: {page}");
    }
    assert!(page.contains(&format!("Школа, БИН {}", home.schools[0].bin)), "{page}");
}

#[tokio::test]
async fn the_extract_as_a_file_names_the_person_to_the_household_alone() {
    let home = Home::new().await;
    let child = &home.children[0].0;
    let number = home.country.rows(&format!("SELECT number FROM vouchers WHERE person_id = '{}'", child.id)).concat();
    let (status, own) = home.ask(&home.of_child("ru", 0, "/extract.xml"), Some(home.guardian())).await;
    assert_eq!(status, StatusCode::OK, "{own}");
    assert!(own.contains(&format!("iin=\"{}\"", child.iin)) && own.contains(&number), "{own}");
    assert!(own.contains("state=\"redeemed\"") && own.contains("month=\"2026-09\""), "{own}");
    for form in ["pdf", "xlsx"] {
        let request = home.of_child("kk", 0, &format!("/extract.{form}"));
        assert_eq!(home.status(&request, home.guardian()).await, StatusCode::OK, "{form}");
        let foreign = home.of_child("kk", 1, &format!("/extract.{form}"));
        assert_eq!(home.status(&foreign, home.guardian()).await, StatusCode::NOT_FOUND, "{form}");
    }
    assert_eq!(home.status(&home.of_child("kk", 0, "/extract.exe"), home.guardian()).await, StatusCode::NOT_FOUND);
    let api = format!("/api/v1/vouchers/{}/extract", home.children[0].1);
    assert!(home.ask(&api, Some(home.guardian())).await.1.contains(&child.iin));
    let mut issuer = home.caller(Role::Issuer, Vec::new());
    issuer.actor.scope = Scope::Regions(vec![REGION]);
    issuer.actor.organisation = home.country.issuer_bin.clone();
    for path in [api, format!("/ru/issuer/vouchers/{number}/extract.xml")] {
        let (status, told) = home.ask(&path, Some(issuer.clone())).await;
        assert_eq!(status, StatusCode::OK, "{path} {told}");
        assert!(told.contains(&number) && !told.contains("beneficiary") && !told.contains(&child.iin), "{told}");
    }
    issuer.actor.organisation = "000000000000".to_owned();
    let foreign = format!("/ru/issuer/vouchers/{number}/extract.xml");
    assert_eq!(home.status(&foreign, issuer).await, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_foreign_child_is_answered_as_one_that_is_not_there() {
    let home = Home::new().await;
    for path in OF_CHILD {
        let (status, html) = home.ask(&home.of_child("ru", 1, path), Some(home.guardian())).await;
        assert_eq!(status, StatusCode::NOT_FOUND, "{path}");
        assert!(!html.contains("Иванов") && !html.contains("SCH-75"), "{path}");
        let (status, _) = home.ask(&format!("/ru/my/children/{}{path}", Uuid::nil()), Some(home.guardian())).await;
        assert_eq!(status, StatusCode::NOT_FOUND, "{path}");
        let (status, _) = home.ask(&format!("/ru/my/children/1{path}"), Some(home.guardian())).await;
        assert_eq!(status, StatusCode::NOT_FOUND, "{path}");
    }
    let foreign = home.children[1].1;
    for path in ["", "/payments", "/extract"] {
        let path = home.of_child("ru", 0, &format!("{path}?voucher={foreign}"));
        assert_eq!(home.ask(&path, Some(home.guardian())).await.0, StatusCode::NOT_FOUND, "{path}");
    }
    for path in ["/access-log", "/access-log.csv"] {
        let path = format!("/ru/my{path}?child={}", home.children[1].0.id);
        assert_eq!(home.ask(&path, Some(home.guardian())).await.0, StatusCode::NOT_FOUND, "{path}");
    }
    for bad in ["2026-13", "2026", "x"] {
        let path = home.of_child("ru", 0, &format!("/attendance/{bad}"));
        assert_eq!(home.ask(&path, Some(home.guardian())).await.0, StatusCode::NOT_FOUND, "{bad}");
    }
}

#[tokio::test]
async fn nobody_else_comes_in() {
    let home = Home::new().await;
    let own = OF_CHILD.map(|path| home.of_child("kk", 0, path));
    let rest = ["", "/access-log", "/access-log.csv", "/settings"].map(|path| format!("/kk/my{path}"));
    let child = &home.children[0].0;
    for path in own.iter().chain(&rest) {
        assert_eq!(home.ask(path, None).await.0, StatusCode::UNAUTHORIZED, "{path}");
        for role in Role::ALL.into_iter().filter(|role| *role != Role::Beneficiary) {
            let caller = home.caller(role, vec![(child.bucket, child.id)]);
            assert_eq!(home.ask(path, Some(caller)).await.0, StatusCode::FORBIDDEN, "{path} {}", role.code());
        }
    }
}

#[tokio::test]
async fn who_looked_is_named_and_ones_own_looks_are_not() {
    let home = Home::new().await;
    let child = &home.children[0].0;
    assert!(home.page("/ru/my/access-log").await.contains("Никто не смотрел."));
    let keep = async |actor: &Actor, person: &Child, purpose: &str| {
        readings::keep(&home.app, actor, &[(person.bucket, person.id)], purpose).await.unwrap();
    };
    let issuer = Actor {
        role: Role::Issuer,
        organisation: home.country.issuer_bin.clone(),
        request: home.app.clock.id(),
        scope: Scope::Regions(vec![REGION]),
        ..home.country.actor.clone()
    };
    keep(&issuer, child, "=проверка акта").await;
    keep(&issuer, &home.children[1].0, "чужое").await;
    keep(&home.guardian().actor, child, "своё").await;
    let page = home.page("/ru/my/access-log").await;
    assert!(page.contains("Education department, БИН") && page.contains("В роли эмитент"), "{page}");
    assert!(page.contains("Для чего =проверка акта О ком Ахметова"), "{page}");
    assert!(!page.contains("чужое") && !page.contains("своё"), "{page}");
    let (status, csv) = home.ask(&format!("/ru/my/access-log.csv?child={}", child.id), Some(home.guardian())).await;
    assert_eq!(status, StatusCode::OK);
    let lines: Vec<&str> = csv.lines().collect();
    assert_eq!(lines.len(), 2, "{csv}");
    assert!(lines[0].ends_with("Когда,Кто,В роли,Для чего,О ком") && lines[1].contains(",'=проверка акта,"), "{csv}");
}

#[tokio::test]
async fn a_long_log_goes_on_by_key() {
    let home = Home::new().await;
    let child = &home.children[0].0;
    for n in 0..30 {
        let actor = Actor { request: home.app.clock.id(), ..home.country.actor.clone() };
        readings::keep(&home.app, &actor, &[(child.bucket, child.id)], &format!("цель-{n:02}.")).await.unwrap();
    }
    let (_, first) = home.ask("/ru/my/access-log", Some(home.guardian())).await;
    assert!(first.contains("цель-29.") && first.contains("цель-05.") && !first.contains("цель-04."));
    let (_, rest) = first.split_once("rel=\"next\" href=\"").unwrap();
    let next = rest.split('"').next().unwrap().replace("&#38;", "&").replace("&amp;", "&");
    let second = home.page(&next).await;
    assert!(second.contains("цель-04.") && second.contains("цель-00.") && !second.contains("цель-05."), "{second}");
    for bad in ["1", "x~y", "1~2"] {
        let (status, _) = home.ask(&format!("/ru/my/access-log?before={bad}"), Some(home.guardian())).await;
        assert_eq!(status, StatusCode::NOT_FOUND, "{bad}");
    }
}

#[tokio::test]
async fn of_a_death_no_machine_speaks() {
    let home = Home::new().await;
    home.sql(&format!("UPDATE person_states SET status = 'deceased' WHERE person_id = '{}'", home.children[0].0.id));
    for path in ["/payments", "/attendance/2026-09"] {
        let (status, _) = home.ask(&home.of_child("ru", 0, path), Some(home.guardian())).await;
        assert_eq!(status, StatusCode::SEE_OTHER, "{path}");
    }
    for path in ["/ru/my".to_owned(), home.of_child("ru", 0, "")] {
        let page = home.page(&path).await;
        assert!(page.contains("вам ответит сотрудник"), "{page}");
        for machine in ["отметк", "Заплатит", "умер", "смерт", "Погашен", "аннулир"]
        {
            assert!(!page.contains(machine), "{path} says {machine}: {page}");
        }
    }
}

#[tokio::test]
async fn a_household_without_anybody_is_told_why() {
    let home = Home::new().await;
    let (status, html) = home.ask("/en/my", Some(home.caller(Role::Beneficiary, Vec::new()))).await;
    assert_eq!(status, StatusCode::OK);
    assert!(text(&html).contains("The persons register does not name you"), "{html}");
    let settings = home.page("/en/my/settings").await;
    assert!(settings.contains("АХМЕТОВ ЕРЛАН") && settings.contains("You can act in 1 role."), "{settings}");
}

#[tokio::test]
async fn every_page_is_light_enough_for_a_slow_phone() {
    let home = Home::new().await;
    let child = OF_CHILD.map(|path| home.of_child("kk", 0, path));
    let rest = ["", "/access-log", "/settings"].map(|path| format!("/kk/my{path}"));
    for path in child.iter().chain(&rest) {
        let (_, html) = home.ask(path, Some(home.guardian())).await;
        let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
        packed.write_all(html.as_bytes()).unwrap();
        let size = packed.finish().unwrap().len();
        assert!(size <= 20_480, "{path} has {size} bytes");
        assert!(!html.contains("style=") && !html.contains(" onclick="), "{path}");
    }
}
