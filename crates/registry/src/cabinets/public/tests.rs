//! The public pages over HTTP, on a real database: what each shows, refuses and never tells.

use std::{net::SocketAddr, sync::Arc};

use jiff::civil::date;
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{TcpListener, TcpStream},
};

use crate::{
    cabinets::{
        Subject, cut_receipt,
        tests::world::{World, publish},
    },
    http,
    platform::http::Language,
    platform::testkit::{
        TestDatabase,
        enrolled::Stay,
        fixture::{Country, MONTHLY, PROGRAMME, School, SchoolLike},
        require_captions,
    },
};

/// A country behind its HTTP door.
struct Door {
    address: SocketAddr,
    /// Kept as long as the door is open.
    _database: TestDatabase,
}

/// An answer.
struct Seen {
    status: u16,
    head: String,
    /// All of it.
    page: String,
    /// The content, with plain spaces.
    body: String,
}

impl Seen {
    #[track_caller]
    fn says(&self, texts: &[&str]) -> &Self {
        for text in texts {
            assert!(self.body.contains(text), "{text} is not in {}: {}", self.status, self.body);
        }
        self
    }

    #[track_caller]
    fn hides(&self, texts: &[&str]) -> &Self {
        for text in texts {
            assert!(!self.body.contains(text), "{text} is in {}", self.body);
        }
        self
    }
}

impl Door {
    async fn open(country: Country) -> Self {
        tracing_subscriber::fmt().with_test_writer().with_max_level(tracing::Level::ERROR).try_init().ok();
        let Country { database, app, .. } = country;
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let service = http::router(Arc::new(app)).into_make_service_with_connect_info::<SocketAddr>();
        tokio::spawn(async move { axum::serve(listener, service).await });
        Self { address, _database: database }
    }

    async fn send(&self, request: String) -> Seen {
        let mut stream = TcpStream::connect(self.address).await.unwrap();
        stream.write_all(request.as_bytes()).await.unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).await.unwrap();
        let answer = String::from_utf8_lossy(&answer).into_owned();
        let (head, body) = answer.split_once("\r\n\r\n").unwrap();
        let status = head.split(' ').nth(1).unwrap().parse().unwrap();
        require_captions(body);
        // The frame is the same on every page: what a test is about stands in the middle.
        let main =
            body.split_once("<main").and_then(|(_, rest)| rest.split_once("</main>")).map_or(body, |(main, _)| main);
        Seen { status, head: head.to_lowercase(), page: body.to_owned(), body: main.replace('\u{a0}', " ") }
    }

    async fn get(&self, path: &str) -> Seen {
        self.send(format!("GET {path} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n\r\n", self.address)).await
    }

    /// Pastes a text into the form of receipts.
    async fn paste(&self, text: &str) -> Seen {
        let part = format!("--x\r\nContent-Disposition: form-data; name=\"receipt\"\r\n\r\n{text}\r\n--x--\r\n");
        self.send(format!(
            "POST /ru/verify HTTP/1.1\r\nHost: {0}\r\nOrigin: http://{0}\r\nSec-Fetch-Site: same-origin\r\nConnection: close\r\n\
             Content-Type: multipart/form-data; boundary=x\r\nContent-Length: {1}\r\n\r\n{part}",
            self.address,
            part.len()
        ))
        .await
    }
}

/// Books so many children at a school for today's month, August 2026.
async fn enrol(country: &Country, school: &School, count: u32) {
    let holders = country.holders(count).await;
    let stays: Vec<Stay<'_>> = holders
        .iter()
        .map(|(child, voucher)| Stay {
            child,
            voucher: *voucher,
            school,
            month: date(2026, 9, 1),
            days: (1, 30),
            portion: 1,
            amount: MONTHLY,
        })
        .collect();
    country.enrol(&stays).await;
    country.app.clock.set("2026-09-10T05:00:00Z".parse().unwrap());
}

async fn small() -> (Country, School, School) {
    let (country, first, _) = Country::usual().await;
    let tight =
        country.school(5, &SchoolLike { group_capacity: 25, object_capacity: 30, ..SchoolLike::default() }).await;
    (country, first, tight)
}

#[tokio::test]
async fn places_are_found_by_name_region_and_age() {
    let (country, first, tight) = small().await;
    let door = Door::open(country).await;
    let all = door.get("/ru/places").await;
    all.says(&[&format!("/ru/places/{}", first.bin), &format!("/ru/places/{}", tight.bin), "Свободно мест: 25 из 25"]);
    let found = door.get(&format!("/ru/places?q={}", tight.bin)).await;
    found.says(&[&tight.bin]).hides(&[&format!("/places/{}", first.bin)]);
    door.get("/ru/places?region=10").await.says(&["Ничего не найдено"]);
    door.get("/ru/places?age=29").await.says(&["Ничего не найдено"]);
    door.get(&format!("/ru/places?age=7&region=75&free=1&programme={PROGRAMME}")).await.says(&[&tight.bin]);
    let csv = door.get("/ru/places.csv?region=75").await;
    assert!(csv.head.contains("text/csv") && csv.head.contains("places.csv"));
    assert_eq!(csv.body.lines().count(), 4, "{}", csv.body);
    csv.says(&["region,bin,name_kk", &format!("75,{}", tight.bin)]);
    let xlsx = door.get("/kk/places.xlsx?region=75").await;
    assert!(xlsx.status == 200 && xlsx.head.contains("spreadsheetml") && xlsx.body.starts_with("PK"));
}

#[tokio::test]
async fn a_list_is_read_on_and_back_by_key() {
    let country = Country::new().await;
    for n in 0..23 {
        country.school(n, &SchoolLike::default()).await;
    }
    let door = Door::open(country).await;
    let link = |page: &Seen, name: &str| -> Option<String> {
        let at = page.body.find(&format!("/ru/places?{name}="))?;
        page.body[at..].split('"').next().map(|href| href.replace("&#38;", "&").replace("&amp;", "&"))
    };
    let bins = |page: &Seen| -> Vec<String> {
        page.body.split("/ru/places/").skip(1).map(|rest| rest[..12].to_owned()).collect()
    };
    let first = door.get("/ru/places").await;
    assert_eq!((bins(&first).len(), link(&first, "before")), (20, None));
    let second = door.get(&link(&first, "after").unwrap()).await;
    assert_eq!((bins(&second).len(), link(&second, "after")), (3, None));
    assert!(bins(&first).iter().all(|bin| !bins(&second).contains(bin)));
    let again = door.get(&link(&second, "before").unwrap()).await;
    assert_eq!(bins(&again), bins(&first));
}

#[tokio::test]
async fn fewer_than_five_children_are_not_counted_anywhere() {
    let (country, _, tight) = small().await;
    enrol(&country, &tight, 3).await;
    let door = Door::open(country).await;
    let card = door.get(&format!("/ru/places/{}", tight.bin)).await;
    card.says(&["Свободно мест: не менее 21 из 25", "21 и более"]).hides(&["22 из 25", ">22<"]);
    door.get("/en/places").await.says(&["at least 21 of 25"]).hides(&["22 of 25"]);
    door.get("/ru/places.csv").await.says(&["25,21,good"]).hides(&["25,22"]);
}

#[tokio::test]
async fn five_children_are_counted() {
    let (country, _, tight) = small().await;
    enrol(&country, &tight, 6).await;
    let door = Door::open(country).await;
    door.get(&format!("/ru/places/{}", tight.bin)).await.says(&["Свободно мест: 19 из 25", ">19<"]);
}

#[tokio::test]
async fn a_card_shows_facts_rates_and_standing_and_no_account() {
    let (country, first, _) = small().await;
    country
        .database
        .as_superuser(&format!(
            "INSERT INTO standings (region, performer_id, effective_on, standing, reason, recorded_at, entry_id) \
             VALUES (75, '{}', '2026-08-01', 'suspended', 'tax_debt', now(), gen_random_uuid())",
            first.performer
        ))
        .unwrap();
    country.app.clock.set("2026-09-10T05:00:00Z".parse().unwrap());
    let door = Door::open(country).await;
    let card = door.get(&format!("/ru/places/{}", first.bin)).await;
    card.says(&["Приостановлен с 01.08.2026", "Сейчас не принимает детей", "65 800,00 ₸", "Abai 1"])
        .hides(&["KZ", "iban"]);
    assert_eq!(door.get("/ru/places/000000000000").await.status, 404);
    door.get("/ru/places?free=1").await.hides(&[&first.bin]);
}

#[tokio::test]
async fn money_adds_up_from_budget_to_performer() {
    let world = World::new().await;
    let bins: Vec<String> = world.schools.iter().map(|(school, _)| school.bin.clone()).collect();
    let total: i64 = world.schools.iter().flat_map(|(_, places)| places.iter().map(|place| place.due)).sum();
    let door = Door::open(world.country).await;
    let amount = crate::platform::http::format::amount(total).replace('\u{a0}', " ");
    let year = door.get("/ru/money").await;
    year.says(&["Бюджет 2026 года", &amount, "сходится с бюджетом", "<svg", &format!("/ru/money/2026/{PROGRAMME}")]);
    let programme = door.get(&format!("/ru/money/2026/{PROGRAMME}?metric=share")).await;
    programme.says(&[&format!("/ru/money/2026/{PROGRAMME}/75"), "Алматы", "map-class-1"]);
    let region = door.get(&format!("/ru/money/2026/{PROGRAMME}/75")).await;
    region.says(&[&format!("/ru/places/{}", bins[0]), &format!("/ru/places/{}", bins[1]), &amount]);
    let csv = door.get(&format!("/ru/money/2026/{PROGRAMME}/regions.csv")).await;
    let paid: i64 = csv.body.lines().skip(1).map(|line| line.split(',').nth(8).unwrap().parse::<i64>().unwrap()).sum();
    assert_eq!(paid, total);
    let performers = door.get(&format!("/ru/money/2026/{PROGRAMME}/75/performers.csv")).await;
    let acted: i64 =
        performers.body.lines().skip(1).map(|line| line.split(',').nth(5).unwrap().parse::<i64>().unwrap()).sum();
    assert_eq!(acted, total);
    for path in ["2025/school", "2026/no-such", "2026/school/10", "2026/school/99", "2026/school/7'5"] {
        assert_eq!(door.get(&format!("/ru/money/{path}")).await.status, 404, "{path}");
    }
}

#[tokio::test]
async fn a_country_without_a_budget_says_so() {
    let door = Door::open(Country::new().await).await;
    door.get("/kk/money").await.says(&["Тізілімде бюджет жоқ"]);
    door.get("/kk").await.says(&["Бюджет әзірге жарияланған жоқ"]);
    door.get("/en/verify/log").await.says(&["The log is not published yet"]);
    door.get("/ru/data").await.says(&["CSVW"]);
}

#[tokio::test]
async fn the_calculator_answers_in_the_address_and_names_what_is_wrong() {
    let door = Door::open(Country::new().await).await;
    let week = "weekday=1&weekday=2&weekday=3&weekday=4&weekday=5";
    let good = door.get(&format!("/ru/rules/preschool?month=2026-09&nominal=60000&{week}&unexcused=1-4,7")).await;
    assert_eq!(good.status, 200);
    good.says(&["54 545,45 ₸", "Не оплачены дни 4, 7", "60 000,00 ₸ × 20 ÷ 22 = 54 545,45 ₸", "amount_due"]);
    let bad = door.get(&format!("/ru/rules/preschool?month=2026-09&nominal=x&{week}&closed=5")).await;
    assert_eq!(bad.status, 422);
    bad.says(&["govuk-error-summary", "href=\"#nominal\"", "Напишите норматив"]);
    let outside = door.get(&format!("/en/rules/school?month=2026-09&nominal=1&{week}&closed=5")).await;
    assert_eq!(outside.status, 422);
    outside.says(&["href=\"#closed\""]);
    assert_eq!(door.get("/ru/rules/no-such").await.status, 404);
    door.get("/ru/rules").await.says(&["OrtaBilim", "KasipTech", "/ru/rules/preschool#calculator"]);
}

#[tokio::test]
async fn a_receipt_is_verified_and_a_changed_one_is_not() {
    let world = World::new().await;
    let (app, actor) = (&world.country.app, &world.country.actor);
    let note = publish(app, &app.data).await;
    let text = note.to_string();
    world
        .country
        .database
        .as_superuser(&format!(
            "INSERT INTO journal_checkpoints (size, note, signed_at) VALUES ({}, '{text}', now())",
            note.checkpoint.size
        ))
        .unwrap();
    let key = ledger::log::keys::Signer::from_seed("qazyna/test", ledger::log::keys::KeyKind::Log, &[7; 32]).unwrap();
    std::fs::write(app.data.join("log/key.pub"), format!("{}\n", key.verifier())).unwrap();
    let id = world.country.rows("SELECT id FROM movements ORDER BY id LIMIT 1")[0].parse().unwrap();
    let receipt = cut_receipt(app, actor, Subject::Movement(id)).await.unwrap();
    let (index, size) = (receipt.index, note.checkpoint.size);
    let json = serde_json::to_string(&receipt).unwrap();
    let entry = world.country.rows(&format!("SELECT entry_id FROM journal_leaves WHERE index = {index}"))[0].clone();
    let door = Door::open(world.country).await;
    let good = door.paste(&json).await;
    assert_eq!(good.status, 200, "{}", good.body);
    good.says(&["Квитанция верна", "movements", "продолжает журнал"]);
    // What the row says is its holder's.
    let hidden: Vec<&str> = receipt.row.iter().flatten().map(String::as_str).filter(|text| text.len() > 11).collect();
    good.hides(&hidden);
    for (from, to, said) in [
        ("\"row_index\":", "\"row_index\":1", "Строки квитанции нет"),
        ("qazyna/test", "qazyna/tost", "не подписано ключом"),
        ("{", "[", "Это не квитанция"),
    ] {
        let bad = door.paste(&json.replacen(from, to, 1)).await;
        assert_eq!(bad.status, 422, "{from}");
        bad.says(&[said, "govuk-error-summary"]);
    }
    door.paste("").await.says(&["Вставьте квитанцию"]);
    let place = door.get(&format!("/ru/verify/log/{index}")).await;
    place.says(&["Верно", "RFC 6962", "/log/tile/entries/"]);
    assert_eq!(door.get(&format!("/ru/verify/log/{size}")).await.status, 404);
    let moved = door.get(&format!("/ru/verify/{entry}")).await;
    assert!(moved.status == 303 && moved.head.contains(&format!("/ru/verify/log/{index}")), "{}", moved.head);
    assert_eq!(door.get("/ru/verify/00000000-0000-0000-0000-000000000000").await.status, 404);
    door.get(&format!("/ru/verify/log/head/{size}")).await.says(&["qazyna/test"]);
    door.get(&format!("/ru/verify/log?old={size}&new={size}")).await.says(&["Верно"]);
    let unknown = door.get("/ru/verify/log?old=999&new=1").await;
    assert_eq!(unknown.status, 422);
    door.get("/ru/status").await.says(&["Вовремя"]);
}

#[tokio::test]
async fn every_public_page_opens_in_three_languages_without_a_missing_word() {
    let world = World::new().await;
    let bin = world.schools[0].0.bin.clone();
    let door = Door::open(world.country).await;
    let mut paths: Vec<String> =
        ["", "/places", "/money", "/rules", "/verify", "/verify/log", "/codes", "/data", "/status"]
            .iter()
            .chain(&["/accessibility", "/privacy", "/help", "/contact"])
            .map(|path| (*path).to_owned())
            .collect();
    paths.extend([format!("/places/{bin}"), format!("/money/2026/{PROGRAMME}"), format!("/money/2026/{PROGRAMME}/75")]);
    paths.extend(law::Pack::kz().terms.iter().map(|terms| format!("/rules/{}", terms.programme)));
    for language in ["kk", "ru", "en"] {
        for path in &paths {
            let page = door.get(&format!("/{language}{path}")).await;
            assert_eq!(page.status, 200, "/{language}{path}: {}", page.body);
            page.hides(&["⟦", "style=\"", " onclick"]).says(&["<h1"]);
            assert!(page.page.contains(&format!("<html lang=\"{language}\"")) && !page.page.contains('⟦'), "{path}");
            assert_eq!(page.body.matches("<h1").count(), 1, "{path}");
        }
    }
}

#[tokio::test]
async fn every_code_is_told_in_three_languages_with_its_clause_and_remedy() {
    let door = Door::open(Country::new().await).await;
    for language in [Language::Kk, Language::Ru, Language::En] {
        let page = door.get(&format!("/{}/codes", language.code())).await;
        let mut told = 0;
        for (code, entry) in law::codes() {
            let (_, section) = page.body.split_once(&format!("id=\"{code}\"")).unwrap_or_else(|| panic!("{code}"));
            let section = section.split("</section>").next().unwrap().replace("&#39;", "'").replace("&#34;", "\"");
            for text in [language.of(&entry.text), language.of(&entry.remedy), &entry.clause] {
                let plain = text.replace('\u{a0}', " ").replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
                let section = section.replace("&#38;", "&amp;").replace("&#60;", "&lt;").replace("&#62;", "&gt;");
                assert!(!text.is_empty() && section.contains(&plain), "{code}: {text} is not in {section}");
            }
            told += 1;
        }
        assert_eq!(page.body.matches("<section").count(), told);
    }
}

#[tokio::test]
async fn open_tables_are_described_and_read() {
    let world = World::new().await;
    let door = Door::open(world.country).await;
    door.get("/ru/data/money.csv?year=2026")
        .await
        .says(&["year,programme,region,month,allotted_tiyn", "2026,school,75,2026-09,"]);
    door.get("/ru/data/vouchers.csv").await.says(&["2026,75,school,13"]);
    door.get("/ru/data/payment-terms.csv").await.says(&["2026,75,school,2026-09,2,2"]);
    door.get("/en/data/money.csv-metadata.json").await.says(&["\"tableSchema\"", "paid_tiyn"]);
    assert_eq!(door.get("/en/data/persons.csv").await.status, 404);
    assert_eq!(door.get("/en/data/places.csv").await.status, 404);
}

#[tokio::test]
async fn without_its_row_in_the_matrix_a_page_is_closed() {
    let country = Country::new().await;
    country.database.as_superuser("DELETE FROM access_matrix WHERE action = 'page.public.money'").unwrap();
    let door = Door::open(country).await;
    assert_eq!(door.get("/ru/money").await.status, 403);
    assert_eq!(door.get("/ru/places").await.status, 200);
}
