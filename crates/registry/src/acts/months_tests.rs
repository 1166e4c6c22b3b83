//! What goes over months: parents' fees, leave of a year, corrections of several months at once and over the turn of the year.

use std::{collections::HashMap, process::Command};

use jiff::civil::{Date, date};
use uuid::Uuid;

use super::{Close, Closed, close};
use crate::{
    attendance::import_timesheet,
    cabinets::{Export, export},
    contracts::fees::{import as import_fees, import_ceilings},
    platform::{
        Progress, Report,
        testkit::{
            enrolled::Stay,
            fixture::{Child, Country, MONTHLY, PROGRAMME, School},
        },
    },
    programmes,
};

const SEPTEMBER: Date = date(2026, 9, 1);
const OCTOBER: Date = date(2026, 10, 1);
const NOVEMBER: Date = date(2026, 11, 1);
const DECEMBER: Date = date(2026, 12, 1);
const JANUARY: Date = date(2027, 1, 1);
/// Of a group, a month.
const FEE: i64 = 2_200_000;

pub(super) struct Year {
    pub(super) country: Country,
    pub(super) one: School,
    pub(super) two: School,
    pub(super) holders: Vec<(Child, Uuid)>,
}

/// Study days of a five-day week.
fn study(month: Date) -> Vec<u32> {
    let days = crate::vouchers::terms::study_days(law::Pack::kz(), month, 31, "").unwrap();
    (1..=31).filter(|day| days >> (day - 1) & 1 == 1).collect()
}

fn half_up(sum: i64, days: usize, of: usize) -> i64 {
    let (days, of) = (i64::try_from(days).unwrap(), i64::try_from(of).unwrap());
    (2 * sum * days + of) / (2 * of)
}

impl Year {
    /// A country whose terms are changed, with children and a line of January.
    pub(super) async fn new(children: u32, change: impl FnOnce(&mut law::Terms)) -> Self {
        let (country, one, two) = Country::usual().await;
        country.line(JANUARY, 1_000_000_000_000).await;
        let mut terms = law::Pack::kz().latest_terms(PROGRAMME).unwrap().clone();
        terms.valid_from = SEPTEMBER;
        change(&mut terms);
        let rows = toml::to_string(&HashMap::from([("terms", [terms])])).unwrap();
        let file = ("rules.toml", rows.as_bytes());
        let report = programmes::enter(&country.app, &country.actor, file, false, &Progress::silent()).await.unwrap();
        assert_eq!(report.errors, []);
        let holders = country.holders(children).await;
        let year = Self { country, one, two, holders };
        year.now("2027-02-01T05:00:00Z");
        year
    }

    pub(super) fn now(&self, at: &str) {
        self.country.app.clock.set(at.parse().unwrap());
    }

    fn stay<'a>(&'a self, child: usize, school: &'a School, month: Date) -> Stay<'a> {
        let (child, voucher) = &self.holders[child];
        let days = (1, i16::from(month.days_in_month()));
        Stay { child, voucher: *voucher, school, month, days, portion: 1, amount: MONTHLY }
    }

    /// Enrols a child for a month; answers the contract.
    pub(super) async fn enrol(&self, child: usize, school: &School, month: Date) -> Uuid {
        self.country.enrol(&[self.stay(child, school, month)]).await.remove(0)
    }

    /// Marks the study days of a child's month.
    pub(super) async fn mark(
        &self,
        child: usize,
        school: &School,
        month: Date,
        letter: impl Fn(usize) -> &'static str,
    ) {
        let days: Vec<String> = (1..=31).map(|day| day.to_string()).collect();
        let mut cells = vec![""; 31];
        for (n, day) in study(month).into_iter().enumerate() {
            cells[usize::try_from(day).unwrap() - 1] = letter(n);
        }
        let text = format!(
            "BIN;{}\ngroup;{}\nmonth;{}\niin;name;{}\n{};x;{}\n",
            school.bin,
            school.group_code,
            month.strftime("%Y-%m"),
            days.join(";"),
            self.holders[child].0.iin,
            cells.join(";")
        );
        let (app, actor) = (&self.country.app, &self.country.actor);
        let report =
            import_timesheet(app, actor, ("t.csv", text.as_bytes()), false, &Progress::silent()).await.unwrap();
        assert_eq!(report.errors, []);
    }

    pub(super) async fn close(&self, month: Date) -> Closed {
        let what = Close { month, programme: None, region: None };
        close(&self.country.app, &self.country.actor, &what, &Progress::silent()).await.unwrap()
    }

    /// As if both sides had signed the acts of a month now.
    pub(super) fn sign(&self, month: Date) {
        let at = self.country.app.clock.now();
        let sql = format!(
            "UPDATE acts SET state = 'issuer_signed' WHERE month = '{month}';
            INSERT INTO act_signatures SELECT region, month, id, version, 'issuer', '', '', '', '', '{{}}', '{at}', id FROM acts WHERE month = '{month}'"
        );
        self.country.database.as_superuser(&sql).unwrap();
    }

    /// `corrected month|kind|leave used|leave|unexcused|due|fee|fee due` of the lines of a month's acts as they stand.
    fn lines(&self, month: Date) -> Vec<String> {
        self.country.rows(&format!(
            "SELECT to_char(l.line_month, 'YYYY-MM') || '|' || l.kind || '|' || l.leave_days_used || '|' || l.leave || '|' || l.unexcused || '|' || l.due
                || '|' || coalesce(f.fee::text, '-') || '|' || coalesce(f.fee_due::text, '-')
            FROM acts a JOIN act_lines l ON l.act_id = a.id AND l.version = a.version
            JOIN vouchers v ON v.id = l.voucher_id
            LEFT JOIN act_fees f ON f.act_id = l.act_id AND f.version = l.version AND f.n = l.n
            WHERE a.month = '{month}' ORDER BY v.number, l.kind, l.line_month"
        ))
    }

    /// What a program that knows only the published rules finds wrong in the lines of a month's export, with a cell changed beforehand.
    pub(super) async fn recomputed(&self, month: Date, planted: Option<(&str, &str)>) -> Vec<String> {
        let folder = tempfile::tempdir().unwrap();
        let what = Export { month, programme: None, region: None, out: folder.path().to_owned() };
        export(&self.country.app, &self.country.actor, what, &Progress::silent()).await.unwrap();
        if let Some((from, to)) = planted {
            let path = folder.path().join("act_lines.csv");
            let text = std::fs::read_to_string(&path).unwrap();
            assert!(text.contains(from), "{from} is not in {text}");
            std::fs::write(&path, text.replacen(from, to, 1)).unwrap();
        }
        let program = concat!(env!("CARGO_MANIFEST_DIR"), "/../../testdata/recompute.py");
        let answer = Command::new("python3").arg(program).arg(folder.path()).arg("--nation").output().unwrap();
        assert_eq!(String::from_utf8(answer.stderr).unwrap(), "");
        // Nothing is posted here: balances are not what these tests are about.
        let all = String::from_utf8(answer.stdout).unwrap();
        all.lines().filter(|line| line.starts_with("act_lines.csv")).map(str::to_owned).collect()
    }

    async fn fees(&self, rows: &str) -> Report {
        let text = format!("performer_bin,programme,contract_number,group,from,monthly_tiyn\n{rows}");
        let (app, actor) = (&self.country.app, &self.country.actor);
        import_fees(app, actor, ("fees.csv", text.as_bytes()), false, &Progress::silent()).await.unwrap()
    }

    async fn ceilings(&self, rows: &str) -> Report {
        let header = "issuer_bin,programme,region,locality,hours,from,monthly_tiyn,act_number,act_date";
        let text = format!("{header}\n{rows}");
        let (app, actor) = (&self.country.app, &self.country.actor);
        import_ceilings(app, actor, ("ceilings.csv", text.as_bytes()), false, &Progress::silent()).await.unwrap()
    }
}

/// Three days without a reason are paid, and parents are charged by days.
fn like_preschool(terms: &mut law::Terms) {
    let of = law::Pack::kz().latest_terms("preschool").unwrap();
    terms.absence_rule = of.absence_rule;
    terms.absence_days_allowed = of.absence_days_allowed;
    terms.parental_fee = of.parental_fee;
}

#[tokio::test]
async fn parents_are_charged_by_days_and_a_fee_told_late_is_an_adjustment_of_nothing_but_the_fee() {
    let year = Year::new(2, like_preschool).await;
    let contract = year.enrol(0, &year.one, SEPTEMBER).await;
    year.enrol(1, &year.one, SEPTEMBER).await;
    let (bin, group) = (&year.one.bin, &year.one.group_code);
    let rows = format!("{bin},school,,{group},2026-09,{FEE}\n{bin},school,school-{contract},,2026-09,1000000\n");
    assert_eq!(year.fees(&rows).await.errors, []);
    // Two days of leave and one on which the group was closed are not charged; days without a reason are.
    let letter = |n| ["L", "C", "U", "L", "S"].get(n).copied().unwrap_or("P");
    for child in 0..2 {
        year.mark(child, &year.one, SEPTEMBER, letter).await;
    }
    year.close(SEPTEMBER).await;
    let days = study(SEPTEMBER).len();
    let charged = |fee| half_up(fee, days - 3, days);
    assert_eq!(
        year.lines(SEPTEMBER),
        [
            format!("2026-09|0|0|2|1|{MONTHLY}|1000000|{}", charged(1_000_000)),
            format!("2026-09|0|0|2|1|{MONTHLY}|{FEE}|{}", charged(FEE)),
        ]
    );
    let xml = year.country.rows("SELECT convert_from(xml, 'UTF8') FROM act_versions").remove(0);
    let both = charged(1_000_000) + charged(FEE);
    assert!(
        xml.contains(&format!("parental_fee=\"{FEE}\"")) && xml.contains(&format!("parental_fee_due=\"{both}\"")),
        "{xml}"
    );
    assert_eq!(year.recomputed(SEPTEMBER, None).await, Vec::<String>::new());
    let (right, wrong) = (format!(",{FEE},{},", charged(FEE)), format!(",{FEE},{},", charged(FEE) + 1));
    assert_eq!(year.recomputed(SEPTEMBER, Some((&right, &wrong))).await.len(), 1, "a tiyn of a fee is found");
    let entries = year.country.number("SELECT count(*) FROM act_versions");
    year.close(SEPTEMBER).await;
    assert_eq!(year.country.number("SELECT count(*) FROM act_versions"), entries, "nothing changed");
    year.sign(SEPTEMBER);
    // The group's fee was lower all the time: the next act corrects what parents owe and no money of the state.
    assert_eq!(year.fees(&format!("{bin},school,,{group},2026-09,2000000\n")).await.errors, []);
    year.close(OCTOBER).await;
    let less = charged(2_000_000) - charged(FEE);
    assert_eq!(year.lines(OCTOBER), [format!("2026-09|1|0|2|1|0|2000000|{less}")]);
    assert_eq!(year.recomputed(OCTOBER, None).await, Vec::<String>::new());
    year.sign(OCTOBER);
    assert_eq!(year.close(NOVEMBER).await.lines, 0, "once");
    // A fee that was never asked is taken back whole.
    assert_eq!(year.fees(&format!("{bin},school,,{group},2026-09,0\n")).await.errors, []);
    year.close(NOVEMBER).await;
    assert_eq!(year.lines(NOVEMBER), [format!("2026-09|1|0|2|1|0|0|-{}", charged(2_000_000))]);
}

#[tokio::test]
async fn a_fee_above_the_ceiling_is_refused_and_the_issuer_is_told() {
    let year = Year::new(1, like_preschool).await;
    year.enrol(0, &year.one, SEPTEMBER).await;
    let (bin, group, issuer) = (&year.one.bin, &year.one.group_code, &year.country.issuer_bin);
    let of = |from: &str, fee: i64| format!("{bin},school,,{group},{from},{fee}\n");
    assert_eq!(year.fees(&of("2026-09", FEE)).await.errors, []);
    let ceilings = format!(
        "{issuer},school,75,,,2026-10,{FEE},12,2026-09-20\n{issuer},school,75,rural,,2026-10,1,12,2026-09-20\n\
         {issuer},tvet,75,,,2026-10,{FEE},12,2026-09-20\n{bin},school,75,,,2026-10,{FEE},12,2026-09-20\n"
    );
    let refused: Vec<String> = year.ceilings(&ceilings).await.errors.into_iter().map(|error| error.code).collect();
    assert_eq!(refused, ["fee.not_charged", "issuer.unknown"]);
    assert_eq!(year.ceilings(&ceilings.replace("12,", "13,")).await.files[0].accepted, 2);
    let codes = |report: Report| report.errors.into_iter().map(|error| error.code).collect::<Vec<_>>();
    assert_eq!(codes(year.fees(&of("2026-10", FEE + 1)).await), ["fee.above_ceiling"]);
    assert_eq!(codes(year.fees(&of("2026-09", FEE + 1)).await), Vec::<String>::new(), "before the ceiling");
    assert_eq!(codes(year.fees(&of("2026-10", FEE)).await), Vec::<String>::new(), "as much as allowed");
    assert_eq!(
        year.country.rows("SELECT valid_from, monthly, above FROM parental_fees WHERE above IS NOT NULL"),
        [format!("2026-10-01|{}|{FEE}", FEE + 1)],
        "what was asked is kept for the issuer"
    );
    let rows = format!(
        "{bin},tvet,,{group},2026-10,1\n{bin},school,,nowhere,2026-10,1\n{bin},school,none,,2026-10,1\n{bin},school,none,{group},2026-10,1\n{bin},extra,,{group},2026-10,1\n"
    );
    assert_eq!(
        codes(year.fees(&rows).await),
        ["performer.unknown", "group.unknown", "contract.unknown", "row.invalid", "performer.unknown"]
    );
}

#[tokio::test]
async fn leave_counts_up_to_a_limit_over_performers_and_anew_from_january() {
    let year = Year::new(1, like_preschool).await;
    for (month, school) in [(SEPTEMBER, &year.one), (OCTOBER, &year.two), (NOVEMBER, &year.one), (JANUARY, &year.one)] {
        year.enrol(0, school, month).await;
        year.mark(0, school, month, |_| "L").await;
        year.close(month).await;
    }
    let [september, october, november] = [SEPTEMBER, OCTOBER, NOVEMBER].map(|month| study(month).len());
    let within = 60 - september - october;
    let over = november - within;
    assert!(over > 3);
    let paid = half_up(MONTHLY, november - (over - 3), november);
    assert_eq!(year.lines(SEPTEMBER), [format!("2026-09|0|0|{september}|0|{MONTHLY}|-|-")]);
    assert_eq!(year.lines(OCTOBER), [format!("2026-10|0|{september}|{october}|0|{MONTHLY}|-|-")]);
    assert_eq!(year.lines(NOVEMBER), [format!("2026-11|0|{}|{within}|{over}|{paid}|-|-", september + october)]);
    assert_eq!(year.lines(JANUARY)[0], format!("2027-01|0|0|{}|0|{MONTHLY}|-|-", study(JANUARY).len()));
}

#[tokio::test]
async fn a_certificate_of_one_month_moves_the_leave_of_a_later_one_that_is_written_off() {
    let year = Year::new(1, like_preschool).await;
    let (bin, group) = (&year.one.bin, &year.one.group_code);
    assert_eq!(year.fees(&format!("{bin},school,,{group},2026-09,{FEE}\n")).await.errors, []);
    // The earlier months are another performer's: the later one finds nothing of its own changed.
    for (month, school) in [(SEPTEMBER, &year.two), (OCTOBER, &year.two), (NOVEMBER, &year.one)] {
        year.enrol(0, school, month).await;
        year.mark(0, school, month, |_| "L").await;
        year.close(month).await;
        year.sign(month);
    }
    let [september, october, november] = [SEPTEMBER, OCTOBER, NOVEMBER].map(|month| study(month).len());
    let over = november - (60 - september - october);
    let paid = half_up(MONTHLY, november - (over - 3), november);
    year.mark(0, &year.two, OCTOBER, |n| if n < 5 { "S" } else { "L" }).await;
    year.close(DECEMBER).await;
    let used = september + october - 5;
    assert!(used + november <= 60);
    let less = half_up(FEE, over, november);
    assert_eq!(
        year.lines(DECEMBER),
        [format!("2026-11|1|{used}|{november}|0|{}|{FEE}|-{less}", MONTHLY - paid)],
        "October itself is paid as before"
    );
    assert_eq!(year.recomputed(DECEMBER, None).await, Vec::<String>::new());
    year.sign(DECEMBER);
    assert_eq!(year.close(JANUARY).await.lines, 0);
}

#[tokio::test]
async fn one_act_corrects_three_months_and_december_is_corrected_on_januarys_line() {
    let year = Year::new(1, like_preschool).await;
    let months = [OCTOBER, NOVEMBER, DECEMBER];
    for month in months {
        year.enrol(0, &year.one, month).await;
        year.mark(0, &year.one, month, |n| if n < 8 { "U" } else { "P" }).await;
        year.close(month).await;
        year.sign(month);
    }
    for month in months {
        year.mark(0, &year.one, month, |n| if n < 8 { "S" } else { "P" }).await;
    }
    year.enrol(0, &year.one, JANUARY).await;
    year.mark(0, &year.one, JANUARY, |_| "P").await;
    year.close(JANUARY).await;
    let more = |month: Date| MONTHLY - half_up(MONTHLY, study(month).len() - 5, study(month).len());
    assert_eq!(year.recomputed(JANUARY, None).await, Vec::<String>::new());
    let found = year.lines(JANUARY);
    let dues: Vec<i64> = found.iter().map(|line| line.split('|').nth(5).unwrap().parse().unwrap()).collect();
    assert_eq!(dues, [MONTHLY, more(OCTOBER), more(NOVEMBER), more(DECEMBER)], "{found:?}");
    let charged = year.country.rows(
        "SELECT DISTINCT b.month FROM acts a JOIN act_lines l ON l.act_id = a.id AND l.version = a.version
        JOIN budget_lines b ON b.id = l.line_id WHERE a.month = '2027-01-01'",
    );
    assert_eq!(charged, ["2027-01-01"], "an adjustment charges the month of its act, also over the turn of the year");
}
