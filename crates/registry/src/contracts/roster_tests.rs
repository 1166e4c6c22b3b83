//! Rosters on the real database.

use super::fixture::{Files, Line, files, line, roster, zipped};
use crate::{
    contracts::import_roster,
    platform::{
        Progress, Report,
        testkit::fixture::{Country, SchoolLike},
    },
};

async fn import(country: &Country, lines: &[Line<'_>]) -> Report {
    import_roster(&country.app, &country.actor, ("oneroster.zip", &roster(lines)), false, &Progress::silent())
        .await
        .unwrap()
}

fn errors(report: &Report) -> Vec<(u64, &str)> {
    report.errors.iter().map(|error| (error.row, error.code.as_str())).collect()
}

#[tokio::test]
async fn a_roster_books_what_it_can_refuses_the_rest_by_row_and_is_taken_once() {
    let (country, school, _) = Country::usual().await;
    let holders = country.holders(3).await;
    let lines = [
        line(&school, &holders[0].0.iin, "A-1"),
        line(&school, &holders[1].0.iin, "A-2"),
        line(&school, &holders[0].0.iin, "A-3"),
        line(&school, "160307500000", "A-4"),
    ];
    let report = import(&country, &lines).await;
    assert_eq!(report.errors.len(), 3, "{:?}", report.errors);
    assert_eq!(errors(&report).iter().filter(|error| error.1 == "booking.elsewhere").count(), 1);
    assert_eq!(country.number("SELECT count(*) FROM contracts"), 2);
    assert_eq!(country.number("SELECT count(*) FROM contract_revisions"), 2);
    assert_eq!(country.number("SELECT count(*) FROM portions"), 18);
    let again = import(&country, &lines).await;
    assert_eq!(errors(&again).last(), Some(&(0, "file.repeated")));
    assert_eq!(country.number("SELECT count(*) FROM portions"), 18);
    // The same rows in another file say nothing new.
    let more = import(&country, &lines[..2]).await;
    assert!(more.errors.is_empty(), "{:?}", more.errors);
    assert_eq!(country.number("SELECT count(*) FROM contract_revisions"), 2);
}

#[tokio::test]
async fn a_transfer_told_in_one_file_ends_one_contract_and_books_the_other() {
    let (country, first, _) = Country::usual().await;
    let second = country.school(8, &SchoolLike::default()).await;
    let holders = country.holders(1).await;
    let iin = &holders[0].0.iin;
    assert!(import(&country, &[line(&first, iin, "A-1")]).await.errors.is_empty());
    let later = "2026-09-14T05:00:00.000Z";
    let moved = [
        Line { from: "2026-09-14", at: later, ..line(&second, iin, "B-1") },
        Line { to: "2026-09-11", reason: "transfer", at: later, ..line(&first, iin, "A-1") },
    ];
    let report = import(&country, &moved).await;
    assert!(report.errors.is_empty(), "{:?}", report.errors);
    assert_eq!(
        country.rows("SELECT portion, from_day, to_day FROM portions WHERE month = '2026-09-01' ORDER BY 1"),
        ["1|1|30", "2|14|30"]
    );
    let stale = Line { to: "2026-12-01", reason: "transfer", ..line(&first, iin, "A-1") };
    assert_eq!(errors(&import(&country, &[stale]).await), [(2, "contract.stale_revision")]);
    let error = Line { from: "2026-09-14", status: "tobedeleted", at: later, ..line(&second, iin, "B-1") };
    assert!(import(&country, &[error]).await.errors.is_empty());
    assert_eq!(country.number("SELECT sum(bit_count(days::bit(32))) FROM live_days"), 11);
    assert_eq!(country.number("SELECT count(DISTINCT person_id) FROM contracts"), 1);
}

#[tokio::test]
async fn a_dry_run_tells_the_same_and_leaves_nothing() {
    let (country, school, _) = Country::usual().await;
    let holders = country.holders(1).await;
    let bytes = roster(&[line(&school, &holders[0].0.iin, "A-1"), line(&school, &holders[0].0.iin, "A-2")]);
    let dry = import_roster(&country.app, &country.actor, ("oneroster.zip", &bytes), true, &Progress::silent())
        .await
        .unwrap();
    assert_eq!(
        country.number(
            "SELECT (SELECT count(*) FROM contracts) + (SELECT count(*) FROM live_days) + (SELECT count(*) FROM inbox)"
        ),
        0
    );
    let real = import_roster(&country.app, &country.actor, ("oneroster.zip", &bytes), false, &Progress::silent())
        .await
        .unwrap();
    assert_eq!(dry, real);
    let cut = import_roster(
        &country.app,
        &country.actor,
        ("oneroster.zip", &bytes[..bytes.len() / 2]),
        false,
        &Progress::silent(),
    )
    .await
    .unwrap();
    assert_eq!(errors(&cut), [(0, "file.truncated")]);
}

/// What a roster leaves behind, ids and times left out.
fn state(country: &Country) -> Vec<String> {
    let mut state = Vec::new();
    for sql in [
        "SELECT 'contract', c.number, p.bin, v.number FROM contracts c JOIN performers p ON p.id = c.performer_id JOIN vouchers v ON v.id = c.voucher_id ORDER BY 2",
        "SELECT 'revision', c.number, g.code, signed_on, contract_from, contract_to, enrolled_from, enrolled_to, price, end_reason, withdrawn, r.effective_on
        FROM contract_revisions r JOIN contracts c ON c.id = r.contract_id JOIN groups g ON g.id = r.group_id ORDER BY 2, r.recorded_at",
        "SELECT 'group', g.code, title, capacity, weekdays, vacations, r.effective_on FROM group_revisions r JOIN groups g ON g.id = r.group_id ORDER BY 2, r.recorded_at",
        "SELECT 'portion', c.number, month, portion, from_day, to_day, part.nominal
        FROM portions p JOIN parts part USING (month, voucher_id) JOIN contracts c ON c.id = p.contract_id ORDER BY 2, 3, 4",
        "SELECT 'days', month, count(*), sum(bit_count(days::bit(32))) FROM live_days GROUP BY 2 ORDER BY 2",
        "SELECT 'money', month, sum(committed) FROM budget_stripes GROUP BY 2 ORDER BY 2",
    ] {
        state.extend(country.rows(sql));
    }
    state
}

/// How the files of a package become its bytes.
type Way<'a> = &'a dyn Fn(&Files) -> Vec<u8>;

/// The rows of a table under the same header, last first; cells hold no commas.
fn upside_down(text: &str) -> String {
    let mut lines = text.lines();
    let header = lines.next().unwrap_or_default();
    std::iter::once(header).chain(lines.rev()).map(|line| format!("{line}\n")).collect()
}

/// Each row with its cells in another order, and a column of the sender's own among them.
fn reordered(text: &str) -> String {
    let turn = |(n, line): (usize, &str)| {
        let mut cells: Vec<&str> = line.split(',').collect();
        let middle = cells.len() / 2;
        cells.rotate_left(middle);
        cells.insert(1, if n == 0 { "metadata.own" } else { "х" });
        cells.join(",") + "\n"
    };
    text.lines().enumerate().map(turn).collect()
}

#[tokio::test]
async fn a_roster_in_another_encoding_or_order_leaves_the_same_state() {
    use documents::text::Encoding;
    let plain = |text: &str| text.as_bytes().to_vec();
    let changed = |files: &Files, change: &dyn Fn(&str) -> String| -> Files {
        let keep = |name: &str| name == "manifest.csv";
        files.iter().map(|(name, text)| (*name, if keep(name) { text.clone() } else { change(text) })).collect()
    };
    let encoded =
        |files: &Files, encoding: Encoding| zipped(files, |text| [encoding.bom(), &encoding.encode(text)].concat());
    let ways: [(&str, Way<'_>); 6] = [
        ("plain", &|files| zipped(files, plain)),
        ("Windows-1251", &|files| encoded(files, Encoding::Windows1251)),
        ("UTF-8 with a mark", &|files| encoded(files, Encoding::Utf8Bom)),
        ("rows upside down", &|files| zipped(&changed(files, &upside_down), plain)),
        ("columns in another order", &|files| zipped(&changed(files, &reordered), plain)),
        ("all at once", &|files| {
            encoded(&changed(files, &|text| reordered(&upside_down(text))), Encoding::Windows1251)
        }),
    ];
    let mut first: Option<Vec<String>> = None;
    for (name, way) in ways {
        let (country, school, other) = Country::usual().await;
        let holders = country.holders(8).await;
        let numbers: Vec<String> = (0..8).map(|n| format!("Д-{n}")).collect();
        let mut lines: Vec<Line<'_>> = holders
            .iter()
            .zip(&numbers)
            .enumerate()
            .map(|(n, ((child, _), number))| line(if n % 3 == 0 { &other } else { &school }, &child.iin, number))
            .collect();
        lines[5].from = "2026-09-14";
        (lines[6].to, lines[6].reason) = ("2026-11-20", "transfer");
        let bytes = way(&files(&lines));
        let report =
            import_roster(&country.app, &country.actor, ("oneroster.zip", &bytes), false, &Progress::silent()).await;
        assert_eq!(report.unwrap().errors, [], "{name}");
        let state = state(&country);
        assert_eq!(country.number("SELECT count(*) FROM contracts"), 8);
        assert!(state.iter().any(|row| row.starts_with("group|") && row.contains("|1 А|")), "{state:#?}");
        match &first {
            None => first = Some(state),
            Some(first) => assert_eq!(*first, state, "{name}"),
        }
    }
}

#[tokio::test]
async fn a_file_of_classes_alone_changes_the_calendars_of_their_groups() {
    let (country, school, _) = Country::usual().await;
    let holder = country.holders(1).await.remove(0).0;
    let mut alone: Files = files(&[line(&school, &holder.iin, "A-1")]);
    for (name, text) in &mut alone {
        match *name {
            "enrollments.csv" | "users.csv" => *text = text.lines().next().unwrap().to_owned() + "\n",
            "classes.csv" => *text = text.replace("1 2 3 4 5", "1 2 3"),
            _ => {}
        }
    }
    let bytes = zipped(&alone, |text| text.as_bytes().to_vec());
    let file = ("oneroster.zip", bytes.as_slice());
    let report = import_roster(&country.app, &country.actor, file, false, &Progress::silent()).await.unwrap();
    assert_eq!(report.errors, []);
    let known = "SELECT weekdays FROM group_revisions WHERE group_id = '";
    let revisions = country.rows(&format!("{known}{}' ORDER BY recorded_at", school.group));
    assert_eq!(revisions, ["31", "7"]);
}
