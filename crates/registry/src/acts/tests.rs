//! Closing a month on the real database.

use jiff::civil::{Date, date};
use proptest::prelude::*;
use uuid::Uuid;

use super::{Close, Closed, State, close};
use crate::{
    attendance::import_timesheet,
    platform::{
        Error, Progress,
        testkit::{
            self,
            enrolled::Stay,
            fixture::{Child, Country, MONTHLY, REGION, School, SchoolLike},
        },
    },
    vouchers::store::{PortionEnd, Repricing},
};

const SEPTEMBER: Date = date(2026, 9, 1);
/// Study days of a five-day week in September 2026.
const STUDY: [usize; 22] = [1, 2, 3, 4, 7, 8, 9, 10, 11, 14, 15, 16, 17, 18, 21, 22, 23, 24, 25, 28, 29, 30];

struct World {
    country: Country,
    one: School,
    two: School,
    holders: Vec<(Child, Uuid)>,
}

async fn world(children: u32) -> World {
    let (country, one, two) = Country::usual().await;
    country.app.clock.set("2026-10-02T05:00:00Z".parse().unwrap());
    let holders = country.holders(children).await;
    World { country, one, two, holders }
}

impl World {
    fn stay<'a>(&'a self, child: usize, school: &'a School, days: (i16, i16), portion: i16) -> Stay<'a> {
        let (child, voucher) = &self.holders[child];
        Stay {
            child,
            voucher: *voucher,
            school,
            month: SEPTEMBER,
            days,
            portion,
            amount: if portion == 1 { MONTHLY } else { 0 },
        }
    }

    /// Enrols children at the first school for the whole of September.
    async fn enrol(&self, children: std::ops::Range<usize>) -> Vec<Uuid> {
        let stays: Vec<_> = children.map(|child| self.stay(child, &self.one, (1, 30), 1)).collect();
        self.country.enrol(&stays).await
    }

    /// Posts marks: child, and the letters of days.
    async fn mark(&self, school: &School, rows: &[(usize, Vec<(usize, &str)>)]) {
        let days: Vec<String> = (1..=31).map(|day| day.to_string()).collect();
        let mut text =
            format!("BIN;{}\ngroup;{}\nmonth;2026-09\niin;name;{}\n", school.bin, school.group_code, days.join(";"));
        for (child, letters) in rows {
            let mut cells = vec![""; 31];
            letters.iter().for_each(|(day, letter)| cells[day - 1] = letter);
            text += &format!("{};x;{}\n", self.holders[*child].0.iin, cells.join(";"));
        }
        let file = ("t.csv", text.as_bytes());
        let report =
            import_timesheet(&self.country.app, &self.country.actor, file, false, &Progress::silent()).await.unwrap();
        assert_eq!(report.errors, []);
    }

    async fn all_present(&self, children: std::ops::Range<usize>) {
        let rows: Vec<_> = children.map(|child| (child, STUDY.map(|day| (day, "P")).to_vec())).collect();
        self.mark(&self.one, &rows).await;
    }

    async fn try_close(&self, month: Date) -> Result<Closed, Error> {
        let what = Close { month, programme: None, region: None };
        close(&self.country.app, &self.country.actor, &what, &Progress::silent()).await
    }

    async fn close(&self) -> Closed {
        self.try_close(SEPTEMBER).await.unwrap()
    }

    /// The server lets go of the locks of a transaction that was dropped a moment after that.
    async fn close_when_free(&self) -> Closed {
        for _ in 0..1_000 {
            match self.try_close(SEPTEMBER).await {
                Ok(closed) => return closed,
                Err(error) => assert_eq!(error.code(), Some("close.in_progress")),
            }
            tokio::time::sleep(std::time::Duration::from_millis(10)).await;
        }
        panic!("the lock of a transaction that is gone is still held");
    }

    /// A close that a fail point breaks off, once the locks of the one before are gone.
    async fn broken_close(&self) {
        for _ in 0..1_000 {
            match self.try_close(SEPTEMBER).await {
                Err(error) if error.code() == Some("close.in_progress") => {}
                Err(_) => return,
                Ok(closed) => panic!("{closed:?} was not broken off"),
            }
            tokio::time::sleep(std::time::Duration::from_millis(10)).await;
        }
        panic!("the lock of a transaction that is gone is still held");
    }

    /// `voucher's place|due|code` of lines and exceptions of the newest versions.
    fn lines(&self) -> Vec<String> {
        self.country.rows(
            "SELECT right(left(v.number, 20), 2)::int - 1 || '|' || l.portion || '|' || l.kind || '|' || l.due FROM act_lines l
            JOIN acts a ON a.id = l.act_id AND a.version = l.version JOIN vouchers v ON v.id = l.voucher_id ORDER BY a.month, v.number, l.portion",
        )
    }

    fn kept(&self) -> Vec<String> {
        self.country.rows(
            "SELECT e.code FROM exceptions e JOIN acts a ON a.performer_id = e.performer_id AND a.month = e.month AND a.version = e.version
            JOIN vouchers v ON v.id = e.voucher_id ORDER BY v.number, e.portion",
        )
    }

    fn count(&self, table: &str) -> i64 {
        self.country.number(&format!("SELECT count(*) FROM {table}"))
    }

    /// As if both sides had signed the acts of a month now.
    fn sign(&self, month: Date) {
        let at = self.country.app.clock.now();
        let sql = format!(
            "UPDATE acts SET state = 'issuer_signed' WHERE month = '{month}';
            INSERT INTO act_signatures SELECT region, month, id, version, 'issuer', '', '', '', '', '{{}}', '{at}', id FROM acts WHERE month = '{month}'"
        );
        self.country.database.as_superuser(&sql).unwrap();
    }
}

#[test]
fn the_states_of_an_act_follow_one_another() {
    let grid: Vec<String> = State::ALL
        .into_iter()
        .map(|from| {
            let next: Vec<&str> = State::ALL.into_iter().filter(|to| from.may_become(*to)).map(State::code).collect();
            assert_eq!(State::parse(from.code()), Some(from));
            format!("{} → {}", from.code(), next.join(", "))
        })
        .collect();
    assert_eq!(
        grid,
        [
            "draft → draft, performer_signed",
            "performer_signed → issuer_signed, returned",
            "issuer_signed → invoiced",
            "invoiced → in_register",
            "in_register → ordered",
            "ordered → paid",
            "paid → ",
            "returned → draft",
        ]
    );
}

#[tokio::test]
async fn a_close_pays_whole_months_and_names_what_fails() {
    let world = world(7).await;
    let contracts = world.enrol(0..7).await;
    world.all_present(0..1).await;
    world.mark(&world.one, &[(1, STUDY.map(|day| (day, "U")).to_vec()), (2, vec![(1, "P")])]).await;
    let rows: Vec<_> = (3..7).map(|child| (child, STUDY.map(|day| (day, "S")).to_vec())).collect();
    world.mark(&world.one, &rows).await;
    world.country.tell(&world.holders[3].0, "deceased").await;
    let superuser = |sql: &str| world.country.database.as_superuser(sql).unwrap();
    superuser(&format!(
        "UPDATE contract_revisions SET contract_to = '2026-09-29' WHERE contract_id = '{}'",
        contracts[4]
    ));
    superuser(&format!("UPDATE parts SET line_id = NULL WHERE voucher_id = '{}'", world.holders[5].1));
    superuser(&format!("DELETE FROM movements WHERE subject = '{}'", world.holders[5].1));
    let closed = world.close().await;
    assert_eq!(world.lines(), ["0|1|0|6580000", "1|1|0|0", "6|1|0|6580000"]);
    assert_eq!(world.kept(), ["timesheet.incomplete", "person.deceased", "contract.not_in_force", "budget.exhausted"]);
    assert_eq!(
        (closed.performers, closed.closed, closed.lines, closed.exceptions, closed.total_due),
        (1, 1, 3, 4, 2 * MONTHLY)
    );
    let number = world.country.rows("SELECT number FROM acts").remove(0);
    assert_eq!(number, format!("A-75-202609-{}-SCH", world.one.bin));
    let xml = world.country.rows("SELECT convert_from(xml, 'UTF8') FROM act_versions").remove(0);
    for word in
        [number.as_str(), &world.one.bin, &world.country.issuer_bin, "due=\"13160000\"", "<declaration>", "/2026-09\""]
    {
        assert!(xml.contains(word), "{word} in {xml}");
    }
}

#[tokio::test]
async fn an_object_without_places_and_a_strange_address_keep_lines_out() {
    let world = world(3).await;
    world.enrol(0..3).await;
    world.all_present(0..3).await;
    world.country.database.as_superuser("UPDATE objects SET capacity = 2").unwrap();
    world.close().await;
    assert_eq!(world.kept(), ["object.over_capacity"]);
    world
        .country
        .database
        .as_superuser(&format!("UPDATE group_revisions SET object_id = '{}'", world.two.object))
        .unwrap();
    assert_eq!(world.close().await.exceptions, 3);
    assert_eq!(world.kept(), ["object.address_mismatch"; 3]);
    world
        .country
        .database
        .as_superuser(&format!(
            "INSERT INTO standings VALUES ({REGION}, '{0}', '2026-09-15', 'terminated', '', '2026-09-15T00:00:00Z', '{0}')",
            world.one.performer
        ))
        .unwrap();
    world.close().await;
    assert_eq!(world.kept(), ["performer.not_admitted"; 3]);
}

#[tokio::test]
async fn closing_again_writes_only_what_changed() {
    let world = world(2).await;
    world.enrol(0..2).await;
    world.all_present(0..1).await;
    let first = world.close().await;
    let entries = world.count("journal_entries");
    let again = world.close().await;
    assert_eq!((again.lines, again.exceptions, again.total_due), (first.lines, first.exceptions, first.total_due));
    assert_eq!(
        (world.count("act_versions"), world.count("act_lines"), world.count("journal_entries")),
        (1, 1, entries)
    );
    world.all_present(1..2).await;
    world.close().await;
    assert_eq!(
        world.country.rows("SELECT version, lines, total FROM act_versions ORDER BY version"),
        ["1|1|6580000", "2|2|13160000"]
    );
    assert_eq!(
        world
            .country
            .number("SELECT count(*) FROM acts a JOIN performer_locks l USING (performer_id) WHERE a.epoch = l.epoch"),
        1
    );
    world.country.database.as_superuser("UPDATE acts SET state = 'performer_signed'").unwrap();
    let signed = world.close().await;
    assert_eq!((signed.performers, signed.skipped, signed.closed, signed.lines), (1, 1, 0, 0));
}

#[tokio::test]
async fn a_close_beside_another_is_refused() {
    let world = world(1).await;
    world.enrol(0..1).await;
    world.all_present(0..1).await;
    let other = world.country.app.begin(&world.country.actor, "other", 0).await.unwrap();
    assert!(super::store::close::try_lock(&other, REGION, SEPTEMBER, "school").await.unwrap());
    assert_eq!(world.try_close(SEPTEMBER).await.unwrap_err().code(), Some("close.in_progress"));
    drop(other);
    assert_eq!(world.close_when_free().await.lines, 1);
}

#[tokio::test]
async fn a_close_that_breaks_off_is_ended_by_the_next() {
    let _alone = testkit::alone().await;
    let world = world(2).await;
    let stays = [world.stay(0, &world.one, (1, 30), 1), world.stay(1, &world.two, (1, 30), 1)];
    world.country.enrol(&stays).await;
    world.all_present(0..1).await;
    world.mark(&world.two, &[(1, STUDY.map(|day| (day, "P")).to_vec())]).await;
    fail::cfg("close-before-chunk-commit", "1*return->off").unwrap();
    world.broken_close().await;
    assert_eq!((world.count("acts"), world.count("act_lines"), world.count("act_versions")), (0, 0, 0));
    fail::cfg("close-after-chunk-commit", "1*return->off").unwrap();
    world.broken_close().await;
    assert_eq!((world.count("acts"), world.count("act_lines"), world.count("act_versions")), (2, 2, 2));
    let closed = world.close_when_free().await;
    assert_eq!((closed.closed, closed.lines, closed.total_due), (2, 2, 2 * MONTHLY));
    assert_eq!((world.count("acts"), world.count("act_lines"), world.count("act_versions")), (2, 2, 2));
}

#[tokio::test]
async fn a_child_that_moves_is_paid_by_days_and_never_above_the_nominal() {
    let mut world = world(1).await;
    // The second school works six days a week, so its days weigh less and the sum of both may pass the nominal.
    world.two = world.country.school(3, &SchoolLike { weekdays: 1, ..SchoolLike::default() }).await;
    let stays = [world.stay(0, &world.one, (1, 11), 1), world.stay(0, &world.two, (14, 30), 2)];
    world.country.enrol(&stays[..1]).await;
    world.country.enrol(&stays[1..]).await;
    let first = [1, 2, 3, 4, 7, 8, 9, 10, 11];
    world.mark(&world.one, &[(0, first.map(|day| (day, "P")).to_vec())]).await;
    world.mark(&world.two, &[(0, [14, 21, 28].map(|day| (day, "P")).to_vec())]).await;
    world.close().await;
    // 9 of 22 days, then 3 of 4 Mondays: 75 % of the nominal, of which 13/22 are left.
    let earlier = (2 * MONTHLY * 9 + 22) / 44;
    assert_eq!(world.lines(), [format!("0|1|0|{earlier}"), format!("0|2|0|{}", MONTHLY - earlier)]);
}

#[tokio::test]
async fn what_is_learned_late_rides_in_the_next_act() {
    let world = world(4).await;
    let contracts = world.enrol(0..4).await;
    world.all_present(0..1).await;
    world
        .mark(&world.one, &[(1, STUDY.map(|day| (day, "U")).to_vec()), (3, STUDY.map(|day| (day, "P")).to_vec())])
        .await;
    world.mark(&world.one, &[(2, STUDY.map(|day| (day, "P")).to_vec())]).await;
    world.close().await;
    world.sign(SEPTEMBER);
    // A late certificate, a departure told late and a new rate.
    world.mark(&world.one, &[(1, STUDY.map(|day| (day, "S")).to_vec())]).await;
    let mut tx = world.country.app.begin(&world.country.actor, "late", REGION).await.unwrap();
    tx.record(&[PortionEnd {
        region: REGION,
        month: SEPTEMBER,
        voucher_id: world.holders[2].1,
        portion: 1,
        last_day: 11,
        effect: "release".to_owned(),
        reason: "transfer".to_owned(),
        effective_on: date(2026, 9, 11),
    }])
    .await
    .unwrap();
    tx.record(&[Repricing {
        region: REGION,
        month: SEPTEMBER,
        voucher_id: world.holders[3].1,
        nominal: MONTHLY + 100,
        rate_id: Uuid::nil(),
        effective_on: SEPTEMBER,
    }])
    .await
    .unwrap();
    tx.commit().await.unwrap();
    let october = date(2026, 10, 1);
    let closed = world.try_close(october).await.unwrap();
    let left = (2 * MONTHLY * 9 + 22) / 44 - MONTHLY;
    let rows = world
        .country
        .rows("SELECT l.due FROM act_lines l JOIN vouchers v ON v.id = l.voucher_id WHERE kind = 1 ORDER BY v.number");
    assert_eq!(rows, [MONTHLY.to_string(), left.to_string(), "100".to_owned()]);
    assert_eq!(closed.total_due, MONTHLY + left + 100);
    let again = world.try_close(october).await.unwrap();
    assert_eq!((again.total_due, world.count("act_versions")), (closed.total_due, 2));
    // Once signed, an adjustment is not made twice.
    world.sign(october);
    let november = world.try_close(date(2026, 11, 1)).await.unwrap();
    assert_eq!((november.lines, november.total_due), (0, 0));
    assert_eq!(contracts.len(), 4);
}

/// The answer of the published calculator for one child: `enrolled, present, excused, leave, closed, unexcused, payable, due` or a code.
fn calculator(case: &str) -> Result<Vec<i64>, String> {
    let mut out = Vec::new();
    law::calc::run(law::Pack::kz(), case.as_bytes(), &mut out).unwrap();
    let answer: serde_json::Value = serde_json::from_slice(&out).unwrap();
    let Some(found) = answer.get("out") else { return Err(answer["error"]["code"].as_str().unwrap().to_owned()) };
    let names = ["enrolled_days", "present", "excused", "leave", "closed", "unexcused", "payable_days", "due"];
    Ok(names.map(|name| found[name].as_i64().unwrap()).to_vec())
}

fn child() -> impl Strategy<Value = (i16, i16, Vec<usize>)> {
    let mark = prop_oneof![8 => Just(0_usize), 4 => 0_usize..5, 1 => 4_usize..6];
    (1_i16..=30, 1_i16..=30, prop::collection::vec(mark, 30))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 4, max_shrink_iters: 0, ..ProptestConfig::default() })]
    /// The batch and the calculator, asked child by child, say the same of random months.
    #[test]
    fn the_batch_pays_what_the_calculator_says(children in prop::collection::vec(child(), 25), weekdays in 1_i16..128) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let mut world = world(25).await;
            world.one = world.country.school(5, &SchoolLike { weekdays, vacations: "2026-09-07/2026-09-09".to_owned(), ..SchoolLike::default() }).await;
            let spans: Vec<(i16, i16)> = children.iter().map(|(a, b, _)| (*a.min(b), *a.max(b))).collect();
            let stays: Vec<_> = spans.iter().enumerate().map(|(n, span)| world.stay(n, &world.one, *span, 1)).collect();
            world.country.enrol(&stays).await;
            let (mut rows, mut expected) = (Vec::new(), Vec::new());
            for (n, ((from, to), (_, _, marks))) in spans.iter().zip(&children).enumerate() {
                let study = |day: i16| {
                    let at = date(2026, 9, i8::try_from(day).unwrap());
                    weekdays >> (at.weekday().to_monday_zero_offset()) & 1 == 1 && !(7..=9).contains(&day)
                };
                let said: Vec<(usize, &str)> = (*from..=*to)
                    .filter(|day| study(*day))
                    .map(|day| usize::try_from(day).unwrap())
                    .map(|day| (day, ["P", "S", "U", "L", "C", ""][marks[day - 1]]))
                    .filter(|(_, letter)| !letter.is_empty())
                    .collect();
                let told: Vec<String> = said.iter().map(|(day, letter)| format!("\"2026-09-{day:02}\":\"{letter}\"")).collect();
                let days: Vec<String> = (0..7).filter(|bit| weekdays >> bit & 1 == 1).map(|bit| (bit + 1).to_string()).collect();
                expected.push(calculator(&format!(
                    r#"{{"id":1,"op":"amount_due","in":{{"programme":"school","nominal":{MONTHLY},"month":"2026-09","calendar":{{"weekdays":[{}],"vacations":[["2026-09-07","2026-09-09"]]}},"enrolled_from":"2026-09-{from:02}","enrolled_to":"2026-09-{to:02}","marks":{{{}}}}}}}"#,
                    days.join(","), told.join(",")
                )));
                rows.push((n, said));
            }
            world.mark(&world.one, &rows).await;
            world.close().await;
            for (n, expected) in expected.into_iter().enumerate() {
                let voucher = world.holders[n].1;
                let line = world.country.rows(&format!(
                    "SELECT enrolled_days, present, excused, leave, closed, unexcused, payable_days, due FROM act_lines WHERE voucher_id = '{voucher}'"
                ));
                let found = match line.first() {
                    Some(line) => Ok(line.split('|').map(|field| field.parse().unwrap()).collect()),
                    None => Err(world.country.rows(&format!("SELECT code FROM exceptions WHERE voucher_id = '{voucher}'")).remove(0)),
                };
                assert_eq!(found, expected, "child {n}");
            }
        });
    }
}

/// Leave marked before it was told that the child had left is no leave of the year.
#[tokio::test]
async fn leave_after_the_last_day_is_not_counted_against_the_year() {
    let world = world(1).await;
    let stay = world.stay(0, &world.one, (1, 30), 1);
    world.country.enrol(&[stay]).await;
    world.mark(&world.one, &[(0, [9, 10, 11, 14, 15].map(|day| (day, "L")).to_vec())]).await;
    let person = world.holders[0].0.id;
    let taken = async |country: &Country| {
        let tx = country.app.begin(&country.actor, "leave", REGION).await.unwrap();
        super::store::leave::list_leave(&tx, date(2026, 10, 1))
            .await
            .unwrap()
            .remove("school")
            .and_then(|mut of| of.remove(&person))
    };
    assert_eq!(taken(&world.country).await, Some(vec![(SEPTEMBER, 5)]));
    let mut tx = world.country.app.begin(&world.country.actor, "late", REGION).await.unwrap();
    tx.record(&[PortionEnd {
        region: REGION,
        month: SEPTEMBER,
        voucher_id: world.holders[0].1,
        portion: 1,
        last_day: 11,
        effect: "release".to_owned(),
        reason: "transfer".to_owned(),
        effective_on: date(2026, 9, 11),
    }])
    .await
    .unwrap();
    tx.commit().await.unwrap();
    assert_eq!(taken(&world.country).await, Some(vec![(SEPTEMBER, 3)]));
}
