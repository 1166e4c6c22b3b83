//! Lists of the operator, the registrar and the auditor: what the filter shows is what its files hold, page after page.

use super::{Answer, House, Who, get};
use crate::{
    cabinets::{audit, tests::world::publish},
    platform::{Actor, Progress, Role, Scope, inbox, testkit::require_captions},
};

impl Answer {
    fn text(&self) -> String {
        assert_eq!(self.status, 200, "{:?}", String::from_utf8_lossy(&self.bytes));
        let text = String::from_utf8(self.bytes.clone()).unwrap();
        require_captions(&text);
        text
    }

    /// The rows of a CSV without its header and its mark.
    fn rows(&self) -> Vec<Vec<String>> {
        assert_eq!(self.header("content-type"), Some("text/csv; charset=utf-8"));
        self.text().lines().skip(1).map(|line| line.split(',').map(str::to_owned).collect()).collect()
    }
}

async fn house() -> (House, Who, Who, Who) {
    let house = House::new().await;
    let of = |role| Who { role, ..house.registrar() };
    let (operator, auditor, registrar) = (of(Role::Operator), of(Role::Auditor), house.registrar());
    (house, operator, auditor, registrar)
}

#[tokio::test]
async fn orders_are_filtered_alike_on_the_page_and_in_its_files() {
    let (house, operator, ..) = house().await;
    let total: i64 = house.world.country.rows("SELECT sum(amount) FROM payment_orders")[0].parse().unwrap();
    let file = |query: &str| get(format!("/en/operator/orders/file?form=csv{query}"));
    let all = house.ask(&operator, &file("")).await.rows();
    let sum: i64 = all.iter().map(|row| row[7].parse::<i64>().unwrap()).sum();
    assert_eq!((all.len(), sum), (2, total));
    let page = house.ask(&operator, &get("/en/operator/orders")).await.text();
    assert!(page.contains(&crate::platform::http::format::money(total)), "{page}");
    let bin = &house.school(1).bin;
    for (query, found) in [
        (format!("&q={bin}"), 1),
        ("&q=O-0".to_owned(), 1),
        ("&month=2026-09&state=confirmed".to_owned(), 2),
        ("&state=sent".to_owned(), 0),
        ("&month=2026-08".to_owned(), 0),
        ("&region=71".to_owned(), 0),
        ("&after=nonsense".to_owned(), 2),
    ] {
        let rows = house.ask(&operator, &file(&query)).await.rows();
        assert_eq!(rows.len(), found, "{query}");
        let page = house.ask(&operator, &get(format!("/en/operator/orders?x=y{query}"))).await.text();
        let shown = all.iter().filter(|row| page.contains(&format!(">{}<", row[0]))).count();
        assert_eq!(shown, found, "{query}");
    }
    let book = house.ask(&operator, &get("/en/operator/orders/file?form=xlsx")).await;
    let table = documents::table::Table::open(std::io::Cursor::new(book.bytes), documents::archive::Limits::default());
    let cells: Vec<String> = table.unwrap().skip(1).map(|row| row.unwrap().cells.join(",")).collect();
    assert_eq!(cells, all.iter().map(|row| row.join(",")).collect::<Vec<_>>());
    assert_eq!(house.ask(&operator, &get("/en/operator/orders/file?form=pdf")).await.status, 404);
}

#[tokio::test]
async fn registers_statements_and_differences_say_the_same_sums_everywhere() {
    let (house, operator, ..) = house().await;
    let statement = "5a".repeat(32);
    drop(house.world.country.rows(&format!(
        "UPDATE statement_lines SET statement = '{statement}', outcome = CASE end_to_end WHEN 'O-0' THEN 'redeemed' ELSE 'payment.amount' END"
    )));
    let csv = |list: &str| get(format!("/en/operator/{list}/file?form=csv"));
    let registers = house.ask(&operator, &csv("registers")).await.rows();
    let orders = house.ask(&operator, &csv("orders")).await.rows();
    let sums = |rows: &[Vec<String>], at: usize| rows.iter().map(|row| row[at].parse::<i64>().unwrap()).sum::<i64>();
    assert_eq!((registers.len(), sums(&registers, 6), sums(&registers, 7)), (2, sums(&orders, 7), sums(&orders, 7)));
    let read = house.ask(&operator, &csv("statements")).await.rows();
    assert_eq!((read.len(), read[0][3].as_str(), read[0][5].as_str()), (1, "2", "1"));
    let differ = house.ask(&operator, &csv("differences")).await.rows();
    assert_eq!((differ.len(), differ[0][3].as_str()), (1, "payment.amount"));
    assert_eq!(sums(&read, 4) - sums(&read, 6), sums(&differ, 4));
    let page = house.ask(&operator, &get(format!("/en/operator/differences?statement={statement}"))).await.text();
    assert!(page.contains(&crate::platform::http::format::money(sums(&differ, 4))), "{page}");
    let other = house.ask(&operator, &get("/en/operator/differences/file?form=csv&code=payment.iban")).await;
    assert_eq!(other.rows().len(), 0);
}

#[tokio::test]
async fn the_journal_is_read_page_by_page_to_its_first_entry() {
    let (house, _, _, registrar) = house().await;
    publish(&house.app, &house.app.data.clone()).await;
    let size: usize = house.world.country.rows("SELECT count(*) FROM journal_leaves")[0].parse().unwrap();
    let (mut path, mut seen) = ("/en/registrar/journal".to_owned(), Vec::new());
    loop {
        let page = house.ask(&registrar, &get(&path)).await.text();
        let ids = page.split("/registrar/journal/").skip(1).filter_map(|rest| rest.get(..36));
        seen.extend(ids.filter(|id| id.parse::<uuid::Uuid>().is_ok()).map(str::to_owned));
        let Some(next) =
            page.split("href=\"").skip(1).find(|rest| rest.contains("after=") && rest.contains("rel=\"next\""))
        else {
            break;
        };
        let next = next.split('"').next().unwrap().replace("&amp;", "&");
        assert_ne!(next, path);
        path = next;
    }
    let (read, mut once) = (seen.len(), seen.clone());
    once.sort_unstable();
    once.dedup();
    assert_eq!((read, once.len()), (size, size));
    let file = house.ask(&registrar, &get("/en/registrar/journal/file?form=csv")).await.rows();
    assert_eq!(file.iter().map(|row| row[1].clone()).collect::<Vec<_>>(), seen);
    for (query, found) in [(format!("q={}", seen[3]), 1), ("q=0".to_owned(), 1), ("q=nobody".to_owned(), 0)] {
        let rows = house.ask(&registrar, &get(format!("/en/registrar/journal/file?form=csv&{query}"))).await.rows();
        assert_eq!(rows.len(), found, "{query}");
    }
    let kind = &file[0][2];
    let of_kind = house.ask(&registrar, &get(format!("/en/registrar/journal/file?form=csv&kind={kind}"))).await.rows();
    assert_eq!(of_kind.len(), file.iter().filter(|row| row[2] == *kind).count());
}

#[tokio::test]
async fn an_entry_says_whether_its_body_gives_its_hash() {
    let (house, _, _, registrar) = house().await;
    publish(&house.app, &house.app.data.clone()).await;
    let id = house.world.country.rows("SELECT entry_id FROM journal_leaves WHERE index = 0").remove(0);
    let page = house.ask(&registrar, &get(format!("/en/registrar/journal/{id}"))).await.text();
    assert!(page.contains("The body gives this hash") && page.contains("/en/verify/log/0\""), "{page}");
    drop(house.world.country.rows(&format!("UPDATE journal_bodies SET body = body || '\\x20' WHERE id = '{id}'")));
    let page = house.ask(&registrar, &get(format!("/en/registrar/journal/{id}"))).await.text();
    assert!(page.contains("The body does not give this hash"), "{page}");
}

#[tokio::test]
async fn the_last_audit_is_told_to_the_registrar_and_to_everybody() {
    let (house, _, _, registrar) = house().await;
    let pages = async || {
        let (desk, status) = (get("/en/registrar"), get("/en/status"));
        [house.ask(&registrar, &desk).await.text(), house.anybody(&status).await.text()]
    };
    assert!(pages().await.iter().all(|page| page.contains("There was none yet")));
    let head = publish(&house.app, &house.app.data.clone()).await;
    let note = crate::platform::fact::hex(head.to_string().as_bytes());
    drop(house.world.country.rows(&format!(
        "INSERT INTO journal_checkpoints (size, note, signed_at) VALUES ({}, convert_from(decode('{note}', 'hex'), 'UTF8'), now())",
        head.checkpoint.size
    )));
    let console = Actor::console(house.app.clock.id());
    let (progress, on) = (Progress::silent(), format!("on the head of {} entries", head.checkpoint.size));
    let mut found = Vec::new();
    for damage in ["SELECT 1", "UPDATE payment_orders SET amount = amount + 1"] {
        drop(house.world.country.rows(damage));
        house.app.clock.set(house.app.clock.now().checked_add(jiff::SignedDuration::from_secs(60)).unwrap());
        let wrong = audit(&house.app, &console, &progress).await.unwrap().wrong();
        let words = if wrong == 0 { "Nothing found".to_owned() } else { format!("{wrong} finding") };
        for page in pages().await {
            assert!(page.contains(&words) && page.contains(&on), "{words}: {page}");
        }
        found.push(wrong);
    }
    assert!(found[0] < found[1], "{found:?}");
    // An audit of some regions says nothing of the nation.
    let some = Actor { scope: Scope::Regions(vec![10]), ..console };
    audit(&house.app, &some, &progress).await.unwrap();
    assert!(pages().await.iter().all(|page| page.contains(&format!("{} finding", found[1]))));
}

#[tokio::test]
async fn messages_of_which_nothing_was_taken_are_found_by_kind_and_name() {
    let (house, _, _, registrar) = house().await;
    for (name, kind) in [("september.csv", "import.budget"), ("October.csv", "import.statement")] {
        let tx = house.app.begin(&house.world.country.actor, "inbox.kept", 0).await.unwrap();
        inbox::store(&tx, kind, (name, name.as_bytes())).await.unwrap();
        tx.commit().await.unwrap();
    }
    let file = |query: &str| get(format!("/en/registrar/messages/file?form=csv{query}"));
    for (query, names) in [
        ("", vec!["October.csv", "september.csv"]),
        ("&kind=budget", vec!["september.csv"]),
        ("&q=OCTO", vec!["October.csv"]),
        ("&kind=statement&q=sept", vec![]),
    ] {
        let mut found: Vec<String> =
            house.ask(&registrar, &file(query)).await.rows().into_iter().map(|mut row| row.remove(0)).collect();
        found.sort_unstable();
        assert_eq!(found, names, "{query}");
        let page = house.ask(&registrar, &get(format!("/en/registrar/messages?x=y{query}"))).await.text();
        assert_eq!(names.iter().filter(|name| page.contains(**name)).count(), names.len(), "{query}");
    }
}

#[tokio::test]
async fn the_same_seed_draws_the_same_lines_into_both_files() {
    let (house, _, auditor, _) = house().await;
    let file =
        |form: &str, seed: &str| get(format!("/en/audit/sample/file?form={form}&month=2026-09&lines=5&seed={seed}"));
    let first = house.ask(&auditor, &file("csv", "oak")).await.rows();
    assert_eq!((first.len(), first.clone()), (5, house.ask(&auditor, &file("csv", "oak")).await.rows()));
    assert_ne!(first, house.ask(&auditor, &file("csv", "elm")).await.rows());
    let book = house.ask(&auditor, &file("xlsx", "oak")).await;
    let table = documents::table::Table::open(std::io::Cursor::new(book.bytes), documents::archive::Limits::default());
    assert_eq!(table.unwrap().count(), 6);
    let page = house.ask(&auditor, &get("/en/audit?month=2026-09&lines=5&seed=oak")).await.text();
    assert!(page.contains("value=\"oak\"") && page.contains("value=\"2026-09\""), "{page}");
}
