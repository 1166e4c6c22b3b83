//! Papers read by programs of other houses, and sums that follow from the export.

use std::{collections::BTreeMap, fs, path::Path, process::Command};

use jiff::civil::{Date, date};
use uuid::Uuid;

use super::lived::{MONTH, World};
use crate::{
    acts,
    cabinets::{
        Export, export,
        onec::{self, Part},
        reconciliation::{Sides, statement},
    },
    platform::{
        Actor, Progress,
        paper::{Form, Made},
    },
    vouchers::reprice,
};

const OCTOBER: Date = date(2026, 10, 1);
const NOVEMBER: Date = date(2026, 11, 1);

/// What a program of another house answers; `None` where it is missing on a developer's machine.
fn asked(tool: &str, arguments: &[&str]) -> Option<String> {
    match Command::new(tool).args(arguments).output() {
        Ok(output) => {
            assert!(output.status.success(), "{tool}: {}", String::from_utf8_lossy(&output.stderr));
            Some(String::from_utf8_lossy(&output.stdout).into_owned())
        }
        Err(error) if std::env::var_os("CI").is_none() => {
            println!("not run: {tool} is missing ({error})");
            None
        }
        Err(error) => panic!("{tool} is missing: {error}"),
    }
}

/// The text of a PDF with its blanks made one, and its first attachment; the file is checked by qpdf.
pub(super) fn read(pdf: &[u8]) -> Option<(String, Vec<u8>)> {
    let folder = tempfile::tempdir().unwrap();
    let (file, inside) = (folder.path().join("a.pdf"), folder.path().join("inside"));
    fs::write(&file, pdf).unwrap();
    if let Some(keep) = std::env::var_os("QAZYNA_PAPERS") {
        fs::write(Path::new(&keep).join(format!("{}.pdf", pdf.len())), pdf).unwrap();
    }
    let (file, inside) = (file.to_str().unwrap(), inside.to_str().unwrap());
    asked("qpdf", &["--check", file])?;
    asked("pdfdetach", &["-save", "1", "-o", inside, file])?;
    let text = asked("pdftotext", &["-layout", file, "-"])?;
    let text = text.replace('\u{a0}', " ");
    Some((text.split_whitespace().collect::<Vec<_>>().join(" "), fs::read(inside).unwrap()))
}

impl World {
    fn actor(&self) -> &Actor {
        &self.desk.country.actor
    }

    pub(super) fn act_of(&self, school: usize, month: Date) -> Uuid {
        let performer = self.desk.schools[school].performer;
        let sql = format!("SELECT id FROM acts WHERE performer_id = '{performer}' AND month = '{month}'");
        self.desk.country.rows(&sql).concat().parse().unwrap()
    }

    pub(super) async fn paper(&self, act: Uuid) -> Made {
        let tx = self.desk.country.app.begin(self.actor(), "acts.read", 0).await.unwrap();
        let frozen = acts::paper::find(&tx, act).await.unwrap();
        let made = frozen.made(tx.pack()).unwrap();
        tx.commit().await.unwrap();
        made
    }
}

#[tokio::test]
async fn an_acts_paper_says_what_was_signed_whatever_the_tables_say_later() {
    let world = World::new().await;
    let act = world.act_of(0, MONTH);
    let country = &world.desk.country;
    let pdf = world.paper(act).await.bytes(Form::Pdf).unwrap();
    let stored = country.rows(&format!("SELECT encode(xml, 'hex') FROM act_versions WHERE act_id = '{act}'")).concat();
    let entries = country.rows(&format!("SELECT entry_id FROM act_signatures WHERE act_id = '{act}'"));
    if let Some((text, inside)) = read(&pdf) {
        assert_eq!(crate::platform::fact::hex(&inside), stored);
        let number = country.rows(&format!("SELECT number FROM acts WHERE id = '{act}'")).concat();
        let total = country.number(&format!("SELECT total FROM acts WHERE id = '{act}'"));
        let money = crate::platform::http::format::money(total).replace('\u{a0}', " ");
        let voucher = country.rows(&format!(
            "SELECT v.number FROM act_lines l JOIN vouchers v ON v.id = l.voucher_id WHERE l.act_id = '{act}' AND l.n = 2"
        ));
        for said in [
            number.as_str(),
            &money,
            &voucher.concat(),
            "65 800,00 × 22 / 22 = 65 800,00",
            "65 800,00 × 10 / 22 = 29 909,09",
            "Форма Р-1",
            "S2 2025-11-12",
            "АБАЙ ҚҰНАНБАЙҰЛЫ",
            "ребёнок зачислен только на часть учебных дней",
            "Исполнитель несёт ответственность",
            "Орындаушы осы актіге",
        ] {
            assert!(text.contains(said), "{said}: {text}");
        }
        assert_eq!(entries.len(), 2);
        assert!(entries.iter().all(|entry| text.contains(entry)), "{entries:?}: {text}");
        assert!(!text.contains("ПРОЕКТ"), "{text}");
    }
    drop(country.rows(&format!("UPDATE act_lines SET due = due + 1, payable_days = 1 WHERE act_id = '{act}'")));
    drop(country.rows(&format!("UPDATE acts SET total = total + 7 WHERE id = '{act}'")));
    assert!(world.paper(act).await.bytes(Form::Pdf).unwrap() == pdf, "the paper follows tables");
}

#[tokio::test]
async fn a_draft_calls_itself_one() {
    let mut world = World::enrolled().await;
    world.now("2026-09-30T05:00:00Z");
    world.keep(MONTH).await;
    let act = world.act_of(1, MONTH);
    drop(world.desk.country.rows(&format!("DELETE FROM act_signatures WHERE act_id = '{act}' AND side = 'issuer'")));
    if let Some((text, _)) = read(&world.paper(act).await.bytes(Form::Pdf).unwrap()) {
        assert!(text.contains("ПРОЕКТ") && text.contains("ЖОБА"), "{text}");
    }
}

/// Balances of movements.csv by account, credits less debits: `state|performer`.
fn balances(folder: &Path) -> BTreeMap<String, i64> {
    let text = fs::read_to_string(folder.join("movements.csv")).unwrap();
    let mut balances = BTreeMap::new();
    for line in text.lines().skip(1) {
        let cells: Vec<&str> = line.split(',').collect();
        let amount: i64 = cells[5].parse().unwrap();
        for (account, sign) in [(cells[3], -1), (cells[4], 1)] {
            let (state, owner) = account.split_once(':').unwrap_or((account, ""));
            let performer = owner.split('|').nth(1).unwrap_or_default();
            *balances.entry(format!("{state}|{performer}")).or_insert(0) += sign * amount;
        }
    }
    balances
}

#[tokio::test]
async fn a_reconciliation_follows_from_the_movements_of_the_export() {
    let mut world = World::new().await;
    // A lower rate comes after September is paid: October takes the difference back and sets it off.
    let country = &world.desk.country;
    country.rate(MONTH, 5_000_000).await;
    reprice(&country.app, &country.actor, &Progress::silent()).await.unwrap();
    world.keep(OCTOBER).await;
    let country = &world.desk.country;
    let folder = tempfile::tempdir().unwrap();
    let what = Export { month: OCTOBER, programme: None, region: None, out: folder.path().to_owned() };
    export(&country.app, &country.actor, what, &Progress::silent()).await.unwrap();
    let balances = balances(folder.path());
    let tx = country.app.begin(&country.actor, "acts.read", 0).await.unwrap();
    for school in &world.desk.schools {
        let sides = || Sides { performer: school.bin.clone(), issuer: country.issuer_bin.clone() };
        let of = |state: &str| balances.get(&format!("{state}|{}", school.bin)).copied().unwrap_or_default();
        let whole = statement(&tx, sides(), (MONTH, date(2026, 12, 31))).await.unwrap();
        let made = whole.made().unwrap();
        let xml = String::from_utf8(made.xml.clone()).unwrap();
        let sum = |name: &str| -> i64 {
            let (_, rest) = xml.split_once(&format!(" {name}=\"")).unwrap();
            rest.split('"').next().unwrap().parse().unwrap()
        };
        assert_eq!(sum("due"), of("part.due") + of("part.ordered"), "{xml}");
        assert_eq!(sum("receivable"), -of("performer.receivable"), "{xml}");
        assert_eq!(sum("paid"), of("part.paid"), "{xml}");
        assert_eq!(sum("closing"), sum("due") - sum("receivable"), "{xml}");
        assert!(sum("set_off") > 0 && sum("opening") == 0 && xml.contains("movement=\"12\""), "{xml}");
        let early = statement(&tx, sides(), (MONTH, date(2026, 10, 31))).await.unwrap().made().unwrap();
        let late = statement(&tx, sides(), (NOVEMBER, date(2026, 12, 31))).await.unwrap().made().unwrap();
        let closing = String::from_utf8(early.xml).unwrap();
        let closing = closing.split(" closing=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
        assert!(String::from_utf8(late.xml).unwrap().contains(&format!(" opening=\"{closing}\"")), "{closing}");
        if let Some((text, inside)) = read(&made.bytes(Form::Pdf).unwrap()) {
            assert_eq!(String::from_utf8(inside).unwrap(), xml);
            assert!(text.contains("АКТ СВЕРКИ") && text.contains("САЛЫСТЫРУ"), "{text}");
        }
    }
    let stranger = Sides { performer: world.desk.schools[0].bin.clone(), issuer: "000000000000".to_owned() };
    let refused = statement(&tx, stranger, (MONTH, NOVEMBER)).await.unwrap_err();
    assert_eq!(refused.code(), Some("performer.unknown"));
    tx.commit().await.unwrap();
}

#[tokio::test]
async fn a_register_is_told_with_its_control_total() {
    let world = World::new().await;
    let country = &world.desk.country;
    let id: Uuid = country.rows("SELECT id FROM act_registers LIMIT 1").concat().parse().unwrap();
    let tx = country.app.begin(&country.actor, "orders.read", 0).await.unwrap();
    let made = crate::payments::paper::find(&tx, id).await.unwrap();
    let unknown = crate::payments::paper::find(&tx, Uuid::nil()).await.unwrap_err();
    tx.commit().await.unwrap();
    assert_eq!(unknown.code(), Some("register.unknown"));
    let xml = String::from_utf8(made.xml.clone()).unwrap();
    let sum = country.number(&format!("SELECT sum(amount) FROM payment_orders WHERE register_id = '{id}'"));
    assert!(xml.contains(&format!(" total=\"{sum}\"")), "{xml}");
    let acts = country.number(&format!("SELECT count(*) FROM payment_orders WHERE register_id = '{id}'"));
    assert_eq!(xml.matches("<act ").count(), usize::try_from(acts).unwrap());
    if let Some((text, inside)) = read(&made.bytes(Form::Pdf).unwrap()) {
        assert_eq!(String::from_utf8(inside).unwrap(), xml);
        let sum = crate::platform::http::format::money(sum).replace('\u{a0}', " ");
        assert!(text.contains("РЕЕСТР АКТОВ") && text.contains(&sum), "{text}");
    }
}

#[tokio::test]
async fn an_accountants_files_hold_the_payments_and_acts_of_the_period_to_the_tiyn() {
    let world = World::new().await;
    let country = &world.desk.country;
    let school = &world.desk.schools[0];
    let year = (date(2026, 1, 1), date(2026, 12, 31));
    let file = async |part, (from, to): (Date, Date)| {
        let whose = (school.bin.as_str(), from, to);
        let answer = onec::file((&country.app, &country.actor), part, whose).await.unwrap();
        axum::body::to_bytes(answer.into_body(), 1 << 20).await.unwrap()
    };
    let sql = format!("SELECT number, amount, iban FROM payment_orders WHERE performer_id = '{}'", school.performer);
    let order = country.rows(&sql).concat();
    let order: Vec<&str> = order.split('|').collect();
    let sum: i64 = order[1].parse().unwrap();
    let tenge = format!("{}.{:02}", sum / 100, sum % 100);
    let bytes = file(Part::Payments, year).await;
    let (text, _, broken) = encoding_rs::WINDOWS_1251.decode(&bytes);
    assert!(!broken && text.starts_with("1CClientBankExchange\r\n") && text.ends_with("КонецФайла\r\n"), "{text}");
    let lines: Vec<&str> = text.split("\r\n").collect();
    for line in [
        format!("НомерДокумента={}", order[0]),
        format!("СуммаПриход={tenge}"),
        format!("ВсегоПоступило={tenge}"),
        format!("ПолучательИИК={}", order[2]),
        format!("ПолучательБИН_ИИН={}", school.bin),
        "ДатаОперации=02.10.2026".to_owned(),
    ] {
        assert_eq!(lines.iter().filter(|found| **found == line).count(), 1, "{line}: {text}");
    }
    let acts = String::from_utf8(file(Part::Acts, year).await.to_vec()).unwrap();
    let number = country.rows(&format!("SELECT number FROM acts WHERE performer_id = '{}'", school.performer)).concat();
    assert!(acts.contains(&format!("<Номер>{number}</Номер>")), "{acts}");
    assert!(acts.contains(&format!("<Сумма>{tenge}</Сумма>")) && acts.contains("<Роль>Покупатель</Роль>"), "{acts}");
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("acts.xml");
    fs::write(&path, &acts).unwrap();
    asked("xmllint", &["--noout", path.to_str().unwrap()]);
    let before = (date(2026, 1, 1), date(2026, 9, 30));
    assert!(!String::from_utf8_lossy(&file(Part::Acts, before).await).contains("<Документ>"));
    assert!(!encoding_rs::WINDOWS_1251.decode(&file(Part::Payments, before).await).0.contains("СекцияДокумент"));
}
