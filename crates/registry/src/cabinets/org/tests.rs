//! What the performer's pages show and refuse, over HTTP on a real database.

mod disputes;
mod fees;
mod office;

use std::collections::BTreeSet;

use jiff::civil::date;

use self::office::{Office, SEPTEMBER};
use crate::{
    attendance::{self, Raise},
    cabinets::work,
    platform::{Actor, Role, Scope, jobs},
};

#[tokio::test]
async fn the_first_screen_says_what_is_next_and_until_when() {
    let office = Office::enrolled().await;
    office.today("2026-10-02T05:00:00Z");
    let page = office.get("/ru/org?month=2026-09").await;
    assert!(page.has("Заполнить табель") && page.has("Табель заполнен"), "{page:?}");
    assert!(page.has("Срок до 05.10.2026, осталось 3 дня"), "{page:?}");
    assert!(page.has("Нет отметок за 44 дня у 2 детей."), "{page:?}");
    office.mark_all().await;
    office.close().await;
    let page = office.get("/ru/org?month=2026-09").await;
    assert!(page.has("Подписать акт") && page.has(&format!("/ru/org/acts/{}/sign", office.act())), "{page:?}");
    office.today("2026-10-20T05:00:00Z");
    let late = office.get("/ru/org?month=2026-09").await;
    assert!(late.has("Срок прошёл") && late.has("просрочено на 11 дней"), "{late:?}");
}

#[tokio::test]
async fn the_grid_shows_own_children_by_name_and_notes_who_read() {
    let office = Office::enrolled().await;
    office.today("2026-10-02T05:00:00Z");
    office.mark("iin,group,date,mark,method\n", &[(0, 1, "П", "qr"), (0, 2, "Н", "manual")]).await;
    let page = office.get("/ru/org/attendance/2026-09").await;
    assert!(page.has("Әлиева Әлия") && page.has("Қанатов Қанат") && !page.has("Чужой"), "{page:?}");
    assert!(page.body.find("Әлиева") < page.body.find("Қанатов"), "names stand in the order of the alphabet");
    assert!(page.has("Нет отметок за 42 дня у 2 детей.") && page.has("4,54"), "{page:?}");
    let readers = "SELECT DISTINCT organisation || ' ' || purpose || ' ' || role FROM readings";
    assert_eq!(office.country.rows(readers), [format!("{} attendance performer", office.schools[0].bin)]);
    assert_eq!(office.country.number("SELECT count(*) FROM readings"), 2);
    let csv = office.get("/ru/org/attendance/2026-09/table.csv").await;
    assert!(csv.body.contains("Әлиева Әлия,") && csv.body.contains(",П,Н,"), "{csv:?}");
    assert_eq!(csv.body.lines().count(), 3);
}

#[tokio::test]
async fn only_rows_with_problems_are_shown_when_asked_for() {
    let office = Office::enrolled().await;
    office.today("2026-10-02T05:00:00Z");
    office.mark_child(0).await;
    let page = office.get("/ru/org/attendance/2026-09?problems=1").await;
    assert!(!page.has("Әлиева") && page.has("Қанатов"), "{page:?}");
    let full = office.get("/ru/org/attendance/2026-09").await;
    assert!(full.has("Әлиева"), "{full:?}");
}

#[tokio::test]
async fn a_cell_leads_to_who_said_it_when_and_in_which_file() {
    let office = Office::enrolled().await;
    office.today("2026-10-02T05:00:00Z");
    office.mark("iin,group,date,mark,method\n", &[(0, 1, "П", "qr")]).await;
    office.today("2026-10-03T06:30:00Z");
    office.mark("iin,group,date,mark,method\n", &[(0, 1, "Б", "manual")]).await;
    let page = office.get(&format!("/ru/org/attendance/2026-09/children/{}", office.contracts[0])).await;
    assert!(page.has("02.10.2026 10:00: П, по QR"), "{page:?}");
    assert!(page.has("03.10.2026 11:30: Б, вручную"), "{page:?}");
    assert!(page.has("Болел, есть справка"), "{page:?}");
    // Another performer's contract, group and act are as unknown as ones that are not there.
    let group = office.schools[1].group;
    for foreign in [
        format!("/ru/org/attendance/2026-09/children/{}", office.contracts[2]),
        format!("/ru/org/attendance/2026-09?group={group}"),
        format!("/ru/org/attendance/2026-09/table.csv?group={group}"),
        format!("/ru/org/children?month=2026-09&group={group}"),
        "/ru/org/attendance/2026-13".to_owned(),
    ] {
        assert_eq!(office.get(&foreign).await.status, 404, "{foreign}");
    }
}

#[tokio::test]
async fn an_act_explains_every_amount_and_gives_the_bytes_that_are_signed() {
    let office = Office::enrolled().await;
    office.today("2026-10-02T05:00:00Z");
    office.mark_all().await;
    office.close().await;
    let (act, foreign) = (office.act(), office.act_of(1));
    let page = office.get(&format!("/ru/org/acts/{act}")).await;
    assert!(page.has("Әлиева Әлия") && page.has("131\u{a0}600,00\u{a0}₸"), "{page:?}");
    assert!(page.has("Сто тридцать одна тысяча шестьсот тенге 00 тиын"), "{page:?}");
    assert!(page.has("Бір жүз отыз бір мың алты жүз теңге 00 тиын"), "{page:?}");
    let line = office.get(&format!("/ru/org/acts/{act}/lines/1")).await;
    assert!(
        line.has("Номинал 65\u{a0}800,00\u{a0}₸ × дни к оплате 22 ÷ учебные дни 22 = 65\u{a0}800,00\u{a0}₸"),
        "{line:?}"
    );
    assert!(line.has("в месяц с 01.09.2026; акт № 1 от 01.09.2026"), "{line:?}");
    let xml = office.get(&format!("/ru/org/acts/{act}/act.xml")).await;
    let stored =
        office.country.rows(&format!("SELECT convert_from(xml, 'UTF8') FROM act_versions WHERE act_id = '{act}'"));
    assert_eq!(xml.body, stored.concat());
    for form in ["pdf", "xlsx"] {
        assert_eq!(office.get(&format!("/ru/org/acts/{act}/act.{form}")).await.status, 200, "{form}");
    }
    for path in ["", "/sign", "/act.xml", "/act.pdf", "/lines.csv", "/lines/1"] {
        assert_eq!(office.get(&format!("/ru/org/acts/{foreign}{path}")).await.status, 404, "{path}");
    }
    assert_eq!(office.get(&format!("/ru/org/acts/{act}/lines/3")).await.status, 404);
    assert_eq!(office.get("/ru/org/acts/none").await.status, 404);
    let list = office.get("/ru/org/acts?state=draft").await;
    assert!(list.has(&act) && !list.has(&foreign), "{list:?}");
    assert!(!office.get("/ru/org/acts?state=paid").await.has(&act));
}

#[tokio::test]
async fn a_timesheet_is_a_paper_that_its_readers_are_noted_for() {
    let office = Office::enrolled().await;
    office.today("2026-10-02T05:00:00Z");
    office.mark_all().await;
    let before = office.country.number("SELECT count(*) FROM readings");
    let sheet = office.get("/ru/org/attendance/2026-09/timesheet.xml").await;
    assert_eq!((sheet.status, sheet.header("content-type")), (200, Some("application/xml; charset=utf-8")));
    assert!(sheet.has("name=\"Әлиева Әлия\"") && !sheet.has("Чужой"), "{sheet:?}");
    assert_eq!(sheet.body.matches("mark=\"P\"").count(), 44, "{sheet:?}");
    assert!(office.country.number("SELECT count(*) FROM readings") > before);
    for form in ["pdf", "xlsx"] {
        assert_eq!(office.get(&format!("/ru/org/attendance/2026-09/timesheet.{form}")).await.status, 200, "{form}");
    }
    assert_eq!(office.get("/ru/org/attendance/2026-08/timesheet.pdf").await.status, 404);
}

#[tokio::test]
async fn what_was_left_out_stands_with_words_and_remedy() {
    let office = Office::enrolled().await;
    office.today("2026-10-02T05:00:00Z");
    office.mark_child(0).await;
    office.close().await;
    let page = office.get(&format!("/ru/org/acts/{}", office.act())).await;
    let entry = law::code("timesheet.incomplete").unwrap();
    assert!(page.has(&entry.text.ru) && page.has(&entry.remedy.ru) && page.has("timesheet.incomplete"), "{page:?}");
    assert!(page.has("Не вошла в акт 1 строка"), "{page:?}");
}

#[tokio::test]
async fn an_act_is_signed_by_the_signed_in_person_over_the_bytes_that_were_shown() {
    let office = Office::enrolled().await;
    office.today("2026-10-02T05:00:00Z");
    office.mark_all().await;
    office.close().await;
    let (act, path) = (office.act(), format!("/ru/org/acts/{}/sign", office.act()));
    let xml = office.get(&format!("/ru/org/acts/{act}/act.xml")).await.body;
    let shown = office.get(&path).await;
    let sha256 = office.sha256(&xml);
    assert!(shown.has(&sha256) && shown.has("131\u{a0}600,00\u{a0}₸"), "{shown:?}");
    let other = office.cms(1, &xml);
    let refused = office.post(&path, &[("version", "1"), ("sha256", &sha256)], Some(("cms", &other))).await;
    let text = &law::code("signature.wrong_certificate").unwrap().text.ru;
    assert!(refused.status == 422 && refused.has(text), "{refused:?}");
    let wrong = office.cms(0, "<act/>");
    assert_eq!(office.post(&path, &[("version", "1"), ("sha256", &sha256)], Some(("cms", &wrong))).await.status, 422);
    let mine = office.cms(0, &xml);
    let stale = office.post(&path, &[("version", "2"), ("sha256", &sha256)], Some(("cms", &mine))).await;
    assert!(stale.status == 422 && stale.has(&law::code("act.stale").unwrap().text.ru), "{stale:?}");
    let sandbox = office.post(&path, &[("by", "sandbox"), ("version", "1"), ("sha256", &sha256)], None).await;
    assert_eq!(sandbox.status, 422, "nobody signs for others where there is no sandbox");
    assert_eq!(office.state(), "draft");
    let signed = office.post(&path, &[("version", "1"), ("sha256", &sha256)], Some(("cms", &mine))).await;
    assert_eq!(
        (signed.status, signed.header("location")),
        (303, Some("/ru/org/payments?done=org-signed")),
        "{signed:?}"
    );
    assert_eq!(office.state(), "performer_signed");
    let page = office.get(&format!("/ru/org/acts/{act}")).await;
    assert!(page.has("Серийный номер сертификата") && page.has("АБАЙ"), "{page:?}");
    let tracker = office.get("/ru/org/payments").await;
    assert!(
        tracker.has("Ждём шаг «Подписан эмитентом». У кого: эмитент. Срок до 09.10.2026, осталось 7 дней"),
        "{tracker:?}"
    );
    assert!(office.get(&path).await.has(&law::code("act.already_signed").unwrap().text.ru));
}

#[tokio::test]
async fn in_a_sandbox_the_key_of_whoever_is_signed_in_signs_and_no_other() {
    let office = Office::enrolled().await.with_key(0).await;
    office.today("2026-10-02T05:00:00Z");
    office.mark_all().await;
    office.close().await;
    let (act, path) = (office.act(), format!("/ru/org/acts/{}/sign", office.act()));
    let sha256 = office.sha256(&office.get(&format!("/ru/org/acts/{act}/act.xml")).await.body);
    assert!(office.get(&path).await.has("value=\"sandbox\""));
    let fields = [("by", "sandbox"), ("version", "1"), ("sha256", sha256.as_str())];
    let signed = office.post(&path, &fields, None).await;
    assert_eq!((signed.status, office.state().as_str()), (303, "performer_signed"), "{signed:?}");
    // The only key is another person's.
    let office = Office::enrolled().await.with_key(1).await;
    office.today("2026-10-02T05:00:00Z");
    office.mark_all().await;
    office.close().await;
    let path = format!("/ru/org/acts/{}/sign", office.act());
    let sha256 = office.sha256(&office.get(&format!("/ru/org/acts/{}/act.xml", office.act())).await.body);
    let refused = office.post(&path, &[("by", "sandbox"), ("version", "1"), ("sha256", &sha256)], None).await;
    assert!(refused.has(&law::code("signature.wrong_certificate").unwrap().text.ru), "{refused:?}");
    assert_eq!(office.state(), "draft");
}

#[tokio::test]
async fn c_34_what_is_seen_is_what_is_signed_whatever_the_tables_say() {
    let office = Office::enrolled().await;
    office.today("2026-10-02T05:00:00Z");
    office.mark_all().await;
    office.close().await;
    let (act, path) = (office.act(), format!("/ru/org/acts/{}/sign", office.act()));
    let change = |sql: &str| office.country.database.as_superuser(sql).unwrap();
    let read = async || office.get(&format!("/ru/org/acts/{act}/act.xml")).await.body;
    let (xml, sum) = (read().await, "131\u{a0}600,00\u{a0}₸");
    // The rows beside the document are changed by somebody with every right: the page still shows the document.
    change("UPDATE acts SET total = 777");
    change("UPDATE act_lines SET due = 777");
    let shown = office.get(&path).await;
    assert!(shown.has(sum) && shown.has(&office.sha256(&xml)) && !shown.has("7,77"), "{shown:?}");
    // The document is changed after it was shown: what was seen is not signed over other bytes, and a new look shows the new ones.
    change(
        "UPDATE act_versions SET xml = convert_to(replace(convert_from(xml, 'UTF8'), '13160000', '99960000'), 'UTF8')",
    );
    let (seen, mine) = (office.sha256(&xml), office.cms(0, &xml));
    let refused = office.post(&path, &[("version", "1"), ("sha256", &seen)], Some(("cms", &mine))).await;
    assert!(refused.has(&law::code("act.stale").unwrap().text.ru), "{refused:?}");
    let other = read().await;
    assert_ne!(other, xml, "the document names its total in tiyn");
    let shown = office.get(&path).await;
    assert!(shown.has("999\u{a0}600,00\u{a0}₸") && shown.has(&office.sha256(&other)), "{shown:?}");
    // A signature over what was seen before does not pass for one over what is stored now.
    let now = office.sha256(&other);
    let refused = office.post(&path, &[("version", "1"), ("sha256", &now)], Some(("cms", &mine))).await;
    assert!(refused.has(&law::code("signature.invalid").unwrap().text.ru), "{refused:?}");
    assert_eq!(office.state(), "draft");
}

#[tokio::test]
async fn a_list_that_is_too_long_to_wait_for_is_made_by_a_job_and_is_the_same_and_whole() {
    let office = Office::enrolled().await;
    office.today("2026-10-02T05:00:00Z");
    office.mark_all().await;
    office.close().await;
    let paths = [
        "/ru/org/children/table.csv?month=2026-09".to_owned(),
        "/kk/org/children/table.csv?month=2026-09&state=booked".to_owned(),
        "/ru/org/acts/table.csv?month=2026-09".to_owned(),
        format!("/ru/org/acts/{}/lines.csv", office.act()),
        "/en/org/groups/table.csv".to_owned(),
        "/ru/org/payments/table.csv".to_owned(),
        "/ru/org/attendance/2026-09/table.csv".to_owned(),
    ];
    let mut direct = Vec::new();
    for path in &paths {
        let file = office.get(path).await;
        assert!(file.status == 200 && file.body.lines().count() >= 2, "{path} {file:?}");
        direct.push(file.body);
    }
    assert_eq!(direct[0].lines().count(), 3, "the head and two children of the first school");
    let office = office.with(|app| app.list_rows_at_once = 0).await;
    for (path, direct) in paths.iter().zip(&direct) {
        let sent = office.get(path).await;
        let job = sent.header("location").unwrap_or_else(|| panic!("{path} {sent:?}")).to_owned();
        assert_eq!((sent.status, job.starts_with("/ru/jobs/") || !path.starts_with("/ru")), (303, true), "{path}");
        assert!(jobs::step(&office.app, &work::kinds()).await.unwrap());
        let page = office.get(&job).await;
        let file = page.body.split(&format!("{job}/files/")).nth(1).unwrap_or_else(|| panic!("{path} {page:?}"));
        let file = file.split('"').next().unwrap();
        let made = office.get(&format!("{job}/files/{file}")).await;
        assert_eq!(&made.body, direct, "{path}");
    }
    // Who has lost the organisation meanwhile gets nothing of it: what is its own is found anew.
    let sent = office.get(&paths[0]).await;
    office.country.database.as_superuser(&format!("UPDATE jobs SET organisation = '000000000000', actor = jsonb_set(actor, '{{organisation}}', '\"000000000000\"') WHERE id = '{}'", sent.header("location").unwrap().rsplit('/').next().unwrap())).unwrap();
    assert!(jobs::step(&office.app, &work::kinds()).await.unwrap());
    let rows = office.country.rows("SELECT result ->> 'rows' FROM jobs WHERE organisation = '000000000000'");
    assert_eq!(rows, ["0"]);
}

#[tokio::test]
async fn an_act_is_not_offered_for_signing_once_its_attendance_has_changed() {
    let office = Office::enrolled().await;
    office.today("2026-10-02T05:00:00Z");
    office.mark_all().await;
    office.close().await;
    office.mark("iin,group,date,mark,method\n", &[(0, 1, "Н", "manual")]).await;
    let page = office.get(&format!("/ru/org/acts/{}", office.act())).await;
    assert!(page.has("Подписать нельзя") && !page.has("/sign\""), "{page:?}");
    let sign = office.get(&format!("/ru/org/acts/{}/sign", office.act())).await;
    assert!(sign.has(&law::code("act.stale").unwrap().text.ru) && !sign.has("name=\"cms\""), "{sign:?}");
}

#[tokio::test]
async fn a_file_is_checked_first_and_then_taken_and_only_own_groups_are() {
    let office = Office::enrolled().await;
    office.today("2026-10-02T05:00:00Z");
    let (own, foreign) = (office.row(0, 1, "П", "qr"), office.row(2, 1, "П", "qr"));
    let file = format!(
        "iin,group,date,mark,method,bin\n{own},{}\n{foreign},{}\n",
        office.schools[0].bin, office.schools[1].bin
    );
    let sent = office.post("/ru/org/import", &[("kind", "timesheet")], Some(("file", file.as_bytes()))).await;
    let result = sent.header("location").unwrap().to_owned();
    assert_eq!(sent.status, 303, "{sent:?}");
    assert!(office.get(&result).await.has("Страницу можно закрыть"));
    assert!(jobs::step(&office.app, &work::kinds()).await.unwrap());
    let page = office.get(&result).await;
    assert!(
        page.has("Принять 1 строку") && page.has("<td class=\"govuk-table__cell\">3</td>") || page.has(">3<"),
        "{page:?}"
    );
    assert_eq!(office.country.number("SELECT count(*) FROM attendance_batches"), 0, "a check changes nothing");
    let taken = office.post(&result, &[], None).await;
    let earnest = taken.header("location").unwrap().to_owned();
    assert!(jobs::step(&office.app, &work::kinds()).await.unwrap());
    assert!(office.get(&earnest).await.has("Строки приняты."));
    let whose = office.country.rows("SELECT DISTINCT performer_id::text FROM attendance_batches");
    assert_eq!(whose, [office.schools[0].performer.to_string()], "another performer's row is never taken");
    // Another organisation does not see the import.
    let other = office.as_of(1, Role::Performer);
    assert_eq!(office.get_as(other, &result).await.status, 404);
}

#[tokio::test]
async fn what_is_right_in_the_only_row_of_a_sheet_can_be_taken() {
    let office = Office::enrolled().await;
    office.today("2026-10-02T05:00:00Z");
    let (school, child) = (&office.schools[0], &office.children[0]);
    let sheet = |cells: &str| {
        format!("BIN;{}\ngroup;{}\nmonth;2026-09\niin;1;2\n{};{cells}\n", school.bin, school.group_code, child.iin)
    };
    for (cells, can) in [("П;X", true), ("Y;X", false)] {
        let sent =
            office.post("/ru/org/import", &[("kind", "timesheet")], Some(("file", sheet(cells).as_bytes()))).await;
        assert!(jobs::step(&office.app, &work::kinds()).await.unwrap());
        let page = office.get(sent.header("location").unwrap()).await;
        assert_eq!(page.has("Принять 1 строку") && page.has("Частично"), can, "{page:?}");
    }
}

#[tokio::test]
async fn a_form_without_a_file_says_what_is_missing() {
    let office = Office::enrolled().await;
    let page = office.post("/ru/org/import", &[("kind", "budget")], Some(("file", b""))).await;
    assert!(page.status == 422 && page.has("Выберите файл") && page.has("Выберите, что это за файл"), "{page:?}");
    assert!(page.body.contains("<title>Ошибка:"), "{page:?}");
}

#[tokio::test]
async fn groups_and_children_are_counted_by_what_is_in_force() {
    let office = Office::enrolled().await;
    office.today("2026-09-10T05:00:00Z");
    let groups = office.get("/ru/org/groups").await;
    assert!(groups.has("998") && groups.has("Abai 1"), "{groups:?}");
    let children = office.get("/ru/org/children?month=2026-09").await;
    assert!(children.has("Всего 2 ребёнка") && children.has("Забронирован") && !children.has("Чужой"), "{children:?}");
    assert!(office.get("/ru/org/children?month=2026-09&state=redeemed").await.has("детей нет"));
    let csv = office.get("/ru/org/children/table.csv?month=2026-09").await;
    assert!(csv.body.contains("Қанатов Қанат,07.03.2016"), "{csv:?}");
    assert_eq!(office.get("/ru/org/children/table.pdf").await.status, 404);
}

#[tokio::test]
async fn an_empty_month_says_what_to_do() {
    let office = Office::enrolled().await;
    let page = office.get("/ru/org/attendance/2026-08").await;
    assert!(page.status == 200 && page.has("табель пуст") && page.has("/ru/org/import?kind=oneroster"), "{page:?}");
    assert!(office.get("/ru/org/acts").await.has("Акты появляются после закрытия месяца"));
}

#[tokio::test]
async fn every_page_is_a_performers_alone_and_speaks_three_languages() {
    let office = Office::enrolled().await;
    office.today("2026-10-02T05:00:00Z");
    office.mark_all().await;
    office.close().await;
    let act = office.act();
    let contract = office.contracts[0];
    let pages = [
        "/org".to_owned(),
        "/org/attendance/2026-09".to_owned(),
        format!("/org/attendance/2026-09/children/{contract}"),
        "/org/acts".to_owned(),
        format!("/org/acts/{act}"),
        format!("/org/acts/{act}/lines/1"),
        format!("/org/acts/{act}/sign"),
        "/org/payments".to_owned(),
        "/org/reconciliation".to_owned(),
        "/org/groups".to_owned(),
        "/org/children?month=2026-09".to_owned(),
        "/org/import".to_owned(),
    ];
    for page in &pages {
        for language in ["kk", "ru", "en"] {
            let shown = office.get(&format!("/{language}{page}")).await;
            assert_eq!(shown.status, 200, "{language}{page}: {shown:?}");
            assert!(!shown.has("⟦"), "{language}{page} lacks words: {shown:?}");
            assert_eq!(shown.body.matches("<h1").count(), 1, "{language}{page}");
        }
        for role in [Role::Issuer, Role::Operator, Role::Registrar, Role::Auditor, Role::Beneficiary] {
            assert_eq!(
                office.get_as(office.as_of(0, role), &format!("/ru{page}")).await.status,
                403,
                "{role:?} {page}"
            );
        }
    }
    let told: BTreeSet<String> = office.country.rows("SELECT DISTINCT purpose FROM readings").into_iter().collect();
    assert_eq!(told, ["act", "attendance", "contingent"].map(str::to_owned).into());
    let wide = Actor { scope: Scope::National, ..office.as_of(0, Role::Performer) };
    assert_eq!(office.get_as(wide, "/ru/org").await.status, 403, "only what is one's own is shown");
    assert_eq!(SEPTEMBER, date(2026, 9, 1));
}

/// Brings a signature of the performer; the code of a refusal.
async fn bring(office: &Office, act: &str, cms: Vec<u8>) -> Result<(), &'static str> {
    let version = office.country.rows(&format!("SELECT version FROM acts WHERE id = '{act}'"))[0].parse().unwrap();
    let side = crate::acts::Side::Performer;
    let answer = crate::acts::accept_signature(&office.app, side, act.parse().unwrap(), version, cms).await;
    answer.map_err(|error| error.code().unwrap())
}
