//! The parent's word against the real database: confirming, disputing, answering, silence.

use jiff::civil::{Date, date};
use uuid::Uuid;

use super::{
    Answer, Confirm, Mark, Raise, answer, confirm, confirm_by_silence, confirmation::Word, dispute::State,
    import_timesheet, of_own, raise,
};
use crate::{
    app::App,
    platform::{
        Actor, Error, Progress, Result, Role, Scope,
        fact::hex,
        testkit::{
            enrolled::Stay,
            fixture::{Child, Country, MONTHLY, REGION, School, SchoolLike},
        },
    },
};

const SEPTEMBER: Date = date(2026, 9, 1);
const OCTOBER: Date = date(2026, 10, 1);
const NOVEMBER: Date = date(2026, 11, 1);
/// The last second of September in Almaty.
const LAST: &str = "2026-09-30T18:59:59Z";
/// The second after.
const OVER: &str = "2026-09-30T19:00:00Z";

/// Two children of a programme whose parents confirm, in one kindergarten; it is the 29th of September, and the 1st to the 4th are marked.
struct Garden {
    country: Country,
    school: School,
    children: Vec<(Child, Uuid)>,
    contracts: Vec<Uuid>,
    programme: &'static str,
}

impl Garden {
    async fn of(programme: &'static str) -> Self {
        let country = Country::new().await;
        for month in [SEPTEMBER, OCTOBER, NOVEMBER, date(2026, 12, 1)] {
            country.line(month, 1_000_000_000_000).await;
        }
        let like = SchoolLike { programme, ..SchoolLike::default() };
        let school = country.school(1, &like).await;
        let born = country.children(date(2022, 3, 7), 2).await;
        let vouchers = country.vouchers(&born, (programme, "PRE")).await;
        let children: Vec<(Child, Uuid)> = born.into_iter().zip(vouchers).collect();
        let stays: Vec<Stay<'_>> = children
            .iter()
            .map(|(child, voucher)| Stay {
                child,
                voucher: *voucher,
                school: &school,
                month: SEPTEMBER,
                days: (1, 30),
                portion: 1,
                amount: MONTHLY,
            })
            .collect();
        let contracts = country.enrol(&stays).await;
        let garden = Self { country, school, children, contracts, programme };
        garden.keys();
        garden.at("2026-09-29T05:00:00Z");
        garden.mark(&[(1, "P"), (2, "P"), (3, "U"), (4, "P")]).await;
        garden
    }

    /// What the fixture leaves out: the children's own keys.
    fn keys(&self) {
        for (child, _) in &self.children {
            let (_, wrapped) = self.country.app.secrets.new_person_key().unwrap();
            self.sql(&format!(
                "INSERT INTO person_keys (bucket, person_id, key_version, wrapped) VALUES ({}, '{}', 1, '\\x{}')",
                child.bucket,
                child.id,
                hex(&wrapped)
            ));
        }
    }

    /// The child stays where it is in another month, and is marked there.
    fn goes_on(&self, n: usize, month: Date) {
        let (voucher, contract) = (self.children[n].1, self.contracts[n]);
        self.sql(&format!(
            "INSERT INTO parts SELECT region, '{month}', voucher_id, nominal, (SELECT id FROM budget_lines WHERE month = '{month}'), rate_id, recorded_at, entry_id
            FROM parts WHERE voucher_id = '{voucher}' AND month = '{SEPTEMBER}';
            INSERT INTO portions SELECT region, '{month}', voucher_id, portion, performer_id, contract_id, group_id, 1, 30, '{month}', recorded_at, entry_id
            FROM portions WHERE voucher_id = '{voucher}' AND month = '{SEPTEMBER}';
            INSERT INTO attendance_months VALUES ({REGION}, '{month}', '{contract}', 6, 0, 0, 0, '2026-10-20T05:00:00Z')",
        ));
    }

    fn app(&self) -> &App {
        &self.country.app
    }

    fn at(&self, at: &str) {
        self.country.app.clock.set(at.parse().unwrap());
    }

    fn sql(&self, sql: &str) {
        self.country.database.as_superuser(sql).unwrap();
    }

    /// Marks both children alike.
    async fn mark(&self, days: &[(i8, &str)]) -> Vec<String> {
        let mut text = String::from("iin,group,date,mark,method\n");
        for (child, _) in &self.children {
            for (day, letter) in days {
                let line = format!("{},{},2026-09-{day:02},{letter},\n", child.iin, self.school.group_code);
                text += &line;
            }
        }
        let file = ("09.csv", text.as_bytes());
        let report = import_timesheet(self.app(), &self.country.actor, file, false, &Progress::silent()).await.unwrap();
        report.errors.into_iter().map(|error| error.code).collect()
    }

    /// A parent of the `n`th child.
    fn parent(&self, n: usize, iin: &str) -> Actor {
        let child = &self.children[n].0;
        Actor {
            role: Role::Beneficiary,
            organisation: String::new(),
            person: hex(&self.app().secrets.lookup(iin).1),
            request: self.app().clock.id(),
            scope: Scope::Own { parties: Vec::new(), persons: vec![(child.bucket, child.id)] },
        }
    }

    fn mother(&self) -> Actor {
        self.parent(0, "850101400121")
    }

    fn father(&self) -> Actor {
        self.parent(0, "850101300121")
    }

    fn director(&self) -> Actor {
        Actor {
            role: Role::Performer,
            organisation: self.school.bin.clone(),
            person: hex(&self.app().secrets.lookup("700101300121").1),
            request: self.app().clock.id(),
            scope: Scope::Own { parties: vec![(REGION, self.school.performer)], persons: Vec::new() },
        }
    }

    /// The word on September of whoever's child it is, and what stands marked.
    async fn word(&self, actor: &Actor) -> (Word, Confirm) {
        let words = of_own(self.app(), actor, SEPTEMBER).await.unwrap();
        let [word] = words.as_slice() else { panic!("{words:?}") };
        let order = Confirm { month: SEPTEMBER, contract: word.seat.contract_id, seen: word.seat.planes };
        (word.word, order)
    }

    async fn dispute(&self, actor: &Actor, day: u32, file: &[u8]) -> Result<super::Raised> {
        let (reason, words) = ("was_present".to_owned(), "болған".to_owned());
        let order = Raise { month: SEPTEMBER, contract: self.contracts[0], day, reason, words, file: file.to_vec() };
        raise(self.app(), actor, order).await
    }

    fn count(&self, table: &str) -> i64 {
        self.country.number(&format!("SELECT count(*) FROM {table}"))
    }
}

fn code<T: std::fmt::Debug>(answer: &Result<T>) -> Option<&'static str> {
    answer.as_ref().err().and_then(Error::code)
}

#[tokio::test]
async fn a_month_is_confirmed_to_the_last_second_of_its_last_day_and_twice_is_once() {
    let garden = Garden::of("preschool").await;
    let mother = garden.mother();
    let (word, order) = garden.word(&mother).await;
    assert_eq!(word, Word::Open(date(2026, 9, 30)));
    garden.at(OVER);
    assert_eq!(code(&confirm(garden.app(), &mother, order).await), Some("confirmation.closed"));
    garden.at(LAST);
    let first = confirm(garden.app(), &mother, order).await.unwrap();
    let again = confirm(garden.app(), &mother, order).await.unwrap();
    let other = confirm(garden.app(), &garden.father(), order).await.unwrap();
    assert_eq!((first.before, again.before, other.before), (false, true, true));
    assert_eq!((first.at, first.at), (again.at, other.at));
    assert_eq!(garden.count("confirmations"), 1);
    let by = garden.country.rows("SELECT encode(confirmed_by, 'hex') FROM confirmations");
    assert_eq!(by, [mother.person.as_str()]);
    assert!(matches!(garden.word(&mother).await.0, Word::Given(_, None)));
}

#[tokio::test]
async fn two_parents_at_once_make_one_confirmation() {
    let garden = Garden::of("preschool").await;
    let (mother, father) = (garden.mother(), garden.father());
    let (_, order) = garden.word(&mother).await;
    let other = garden.country.another_app().await;
    other.clock.set("2026-09-29T06:00:00Z".parse().unwrap());
    let both = tokio::join!(confirm(garden.app(), &mother, order), confirm(&other, &father, order));
    let before = [both.0.unwrap().before, both.1.unwrap().before];
    assert_eq!(before.iter().filter(|before| !**before).count(), 1, "{before:?}");
    assert_eq!(garden.count("confirmations"), 1);
}

#[tokio::test]
async fn a_parent_speaks_of_own_children_alone() {
    let garden = Garden::of("preschool").await;
    let stranger = garden.parent(1, "860101300121");
    let (_, order) = garden.word(&garden.mother()).await;
    assert_eq!(code(&confirm(garden.app(), &stranger, order).await), Some("timesheet.unknown"));
    assert_eq!(code(&garden.dispute(&stranger, 3, b"").await), Some("timesheet.unknown"));
    let nobody = Actor { scope: Scope::Own { parties: Vec::new(), persons: Vec::new() }, ..garden.mother() };
    assert_eq!(code(&confirm(garden.app(), &nobody, order).await), Some("timesheet.unknown"));
    assert!(of_own(garden.app(), &nobody, SEPTEMBER).await.unwrap().is_empty());
    // A director may neither confirm nor dispute, whatever the scope says.
    assert_eq!(code(&confirm(garden.app(), &garden.director(), order).await), Some("access.denied"));
    assert_eq!((garden.count("confirmations"), garden.count("disputes")), (0, 0));
}

#[tokio::test]
async fn confirmed_then_corrected_is_asked_anew_and_corrected_then_confirmed_needs_the_new_marks() {
    let garden = Garden::of("preschool").await;
    let mother = garden.mother();
    let (_, seen) = garden.word(&mother).await;
    confirm(garden.app(), &mother, seen).await.unwrap();
    assert_eq!(garden.mark(&[(3, "P")]).await, Vec::<String>::new());
    let (word, now) = garden.word(&mother).await;
    // Tuesday the 29th and two calendar days.
    assert_eq!(word, Word::Void(date(2026, 10, 1)));
    assert_eq!(code(&confirm(garden.app(), &mother, seen).await), Some("confirmation.changed"));
    garden.at("2026-10-01T18:59:59Z");
    assert!(!confirm(garden.app(), &mother, now).await.unwrap().before);
    assert!(matches!(garden.word(&mother).await.0, Word::Given(_, None)));
    assert_eq!(garden.count("confirmations"), 2);
    // When the last list came is what the lists say.
    let told = "SELECT count(*) FROM timesheets t WHERE t.last_at = (SELECT max(recorded_at) FROM attendance_batches)";
    assert_eq!((garden.country.number(told), garden.count("timesheets")), (1, 1));
}

#[tokio::test]
async fn a_disputed_day_waits_for_its_answer_and_the_act_waits_with_it() {
    let garden = Garden::of("preschool").await;
    let (mother, director) = (garden.mother(), garden.director());
    let raised = garden.dispute(&mother, 3, b"%PDF-1.7 certificate %%EOF").await.unwrap();
    // Three working days after Tuesday the 29th.
    assert_eq!((raised.answer_by, raised.before), (date(2026, 10, 2), false));
    let again = garden.dispute(&garden.father(), 3, b"").await.unwrap();
    assert_eq!((again.id, again.before, garden.count("disputes")), (raised.id, true, 1));
    let (_, order) = garden.word(&mother).await;
    assert_eq!(code(&confirm(garden.app(), &mother, order).await), Some("confirmation.disputed"));
    let tx = garden.app().begin(&garden.country.actor, "test", REGION).await.unwrap();
    let open = super::unanswered(&tx, (REGION, SEPTEMBER), &[garden.school.performer]).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(open.get(&garden.school.performer), Some(&1));
    // Sealed: neither the words nor the file lie in the database as they were written.
    let lies = garden.country.rows("SELECT encode(sealed, 'escape') FROM dispute_files");
    assert!(!lies.concat().contains("certificate"));
    let tx = garden.app().begin(&mother, "test", 0).await.unwrap();
    let words = super::of_contracts(&tx, (REGION, SEPTEMBER), &[garden.contracts[0]]).await.unwrap();
    let read = words[0].words(garden.app(), &words[0].disputes[0]).unwrap();
    let file = words[0].file(garden.app(), &tx, raised.id).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!((read.0.as_str(), file.0.as_str()), ("болған", "application/pdf"));
    assert_eq!(file.1, b"%PDF-1.7 certificate %%EOF");
    // The same mark is no correction; a refusal says why; then the answer stands.
    let same = answer(garden.app(), &director, raised.id, Answer::Correct(Mark::Unexcused)).await;
    assert_eq!(code(&same), Some("dispute.same_mark"));
    let silent = answer(garden.app(), &director, raised.id, Answer::Refuse(" ".to_owned())).await;
    assert_eq!(code(&silent), Some("dispute.reason"));
    let done = answer(garden.app(), &director, raised.id, Answer::Correct(Mark::Present)).await.unwrap();
    assert_eq!(done, State::Corrected);
    assert_eq!(answer(garden.app(), &director, raised.id, Answer::Correct(Mark::Present)).await.unwrap(), done);
    let late = answer(garden.app(), &director, raised.id, Answer::Refuse("no".to_owned())).await;
    assert_eq!(code(&late), Some("dispute.answered"));
    assert_eq!((garden.count("dispute_answers"), garden.count("attendance_batches")), (1, 2));
    let (_, order) = garden.word(&mother).await;
    assert_eq!(order.seen.on(3), Some(Mark::Present));
    assert!(!confirm(garden.app(), &mother, order).await.unwrap().before);
}

#[tokio::test]
async fn a_refusal_follows_the_performer_and_a_list_that_changes_the_day_is_the_answer() {
    let garden = Garden::of("preschool").await;
    let (mother, director) = (garden.mother(), garden.director());
    let refused = garden.dispute(&mother, 3, b"").await.unwrap();
    let reason = Answer::Refuse("журналда жоқ".to_owned());
    assert_eq!(answer(garden.app(), &director, refused.id, reason).await.unwrap(), State::Refused);
    assert_eq!(code(&garden.dispute(&mother, 3, b"").await), Some("dispute.answered"));
    let corrected = garden.dispute(&mother, 4, b"").await.unwrap();
    garden.mark(&[(4, "S")]).await;
    let rows = garden
        .country
        .rows(&format!("SELECT outcome, mark FROM dispute_answers WHERE dispute_id = '{}'", corrected.id));
    assert_eq!(rows, ["corrected|2"]);
    // Of a corrected day the parent may speak again.
    assert!(!garden.dispute(&mother, 4, b"").await.unwrap().before);
    let stranger =
        Actor { scope: Scope::Own { parties: vec![(REGION, Uuid::nil())], persons: Vec::new() }, ..director };
    let answered = answer(garden.app(), &stranger, corrected.id, Answer::Refuse("no".to_owned())).await;
    assert_eq!(code(&answered), Some("dispute.unknown"));
}

#[tokio::test]
async fn what_is_brought_wrong_is_refused_by_its_code() {
    let garden = Garden::of("preschool").await;
    let mother = garden.mother();
    for file in [&b"MZ\x90 a program"[..], b"%PDF-1.7 cut", b"<svg/>", b"PK\x03\x04 an archive", b"GIF89a"] {
        assert_eq!(code(&garden.dispute(&mother, 3, file).await), Some("file.type"), "{file:?}");
    }
    let large = vec![0; super::dispute::FILE_MAX + 1];
    assert_eq!(code(&garden.dispute(&mother, 3, &large).await), Some("request.too_large"));
    // A Saturday, a day to come, a day that no month has.
    for (day, expected) in [
        (5, "mark.outside_enrolment"),
        (30, "mark.future"),
        (31, "mark.outside_enrolment"),
        (0, "mark.outside_enrolment"),
    ] {
        assert_eq!(code(&garden.dispute(&mother, day, b"").await), Some(expected), "{day}");
    }
    let wordless = Raise {
        month: SEPTEMBER,
        contract: garden.contracts[0],
        day: 3,
        reason: "other".to_owned(),
        words: " ".to_owned(),
        file: Vec::new(),
    };
    assert_eq!(code(&raise(garden.app(), &mother, wordless.clone()).await), Some("dispute.reason"));
    let unknown = Raise { reason: "so".to_owned(), ..wordless };
    assert_eq!(code(&raise(garden.app(), &mother, unknown).await), Some("dispute.reason"));
    assert_eq!(garden.count("disputes"), 0);
}

#[tokio::test]
async fn after_the_lock_marks_change_only_for_a_dispute_or_a_certificate() {
    let garden = Garden::of("preschool").await;
    // The lock is Monday 5 October, three working days after the month.
    garden.at("2026-10-05T18:59:59Z");
    let disputed = garden.dispute(&garden.mother(), 3, b"").await.unwrap();
    assert_eq!(garden.mark(&[(1, "U")]).await, Vec::<String>::new());
    garden.at("2026-10-05T19:00:00Z");
    assert_eq!(code(&garden.dispute(&garden.mother(), 4, b"").await), Some("dispute.closed"));
    assert_eq!(garden.mark(&[(2, "U")]).await, ["month.closed", "month.closed"]);
    // The certificate of both, a day without a mark of both; the disputed day of the first child alone.
    assert_eq!(garden.mark(&[(2, "S"), (7, "P")]).await, Vec::<String>::new());
    assert_eq!(garden.mark(&[(3, "P")]).await, ["month.closed"]);
    let outcome =
        garden.country.rows(&format!("SELECT outcome FROM dispute_answers WHERE dispute_id = '{}'", disputed.id));
    assert_eq!(outcome, ["corrected"]);
}

#[tokio::test]
async fn where_no_parent_is_asked_the_month_stays_open_and_nothing_is_confirmed() {
    let garden = Garden::of("school").await;
    let mother = garden.mother();
    let (word, order) = garden.word(&mother).await;
    assert_eq!(word, Word::NotAsked);
    assert_eq!(code(&confirm(garden.app(), &mother, order).await), Some("confirmation.not_asked"));
    garden.at("2026-10-07T05:00:00Z");
    assert_eq!(garden.mark(&[(2, "U")]).await, Vec::<String>::new());
}

#[tokio::test]
async fn a_silent_month_warns_and_the_second_annuls_where_the_terms_say_so() {
    let garden = Garden::of("preschool_accounts").await;
    assert_eq!(garden.programme, "preschool_accounts");
    let actor = &garden.country.actor;
    let run = async |month: Date| confirm_by_silence(garden.app(), actor, month, &Progress::silent()).await;
    assert_eq!(code(&run(SEPTEMBER).await), Some("confirmation.open"));
    // The second child's parent spoke.
    let second = garden.parent(1, "860101300121");
    let (_, order) = garden.word(&second).await;
    confirm(garden.app(), &second, order).await.unwrap();
    garden.at(OVER);
    let first = run(SEPTEMBER).await.unwrap();
    let (quiet, spoke) = (garden.children[0].1, garden.children[1].1);
    assert_eq!((first.warned.as_slice(), first.annulled.len(), first.open), ([quiet].as_slice(), 0, 0));
    assert_eq!(run(SEPTEMBER).await.unwrap().warned, Vec::<Uuid>::new(), "decided once");
    // October is silent for both; November is booked.
    for n in [0, 1] {
        garden.goes_on(n, OCTOBER);
        garden.goes_on(n, NOVEMBER);
    }
    garden.at("2026-10-31T19:00:00Z");
    let second = run(OCTOBER).await.unwrap();
    assert_eq!((second.warned.as_slice(), second.annulled.as_slice()), ([spoke].as_slice(), [quiet].as_slice()));
    let ends = garden.country.rows("SELECT voucher_id, month, effect, reason FROM portion_ends ORDER BY month");
    assert!(ends.contains(&format!("{quiet}|2026-11-01|annul|two_silent_months")), "{ends:?}");
    assert!(ends.iter().all(|end| end.starts_with(&quiet.to_string())), "{ends:?}");
    let ended =
        garden.country.rows("SELECT enrolled_to, end_reason FROM contract_revisions WHERE end_reason IS NOT NULL");
    assert_eq!(ended, ["2026-10-31|two_silent_months"]);
}

#[tokio::test]
async fn every_day_of_a_month_in_which_the_child_changed_the_group_can_be_disputed_and_answered() {
    let garden = Garden::of("preschool").await;
    // The second group from the 3rd on.
    garden.sql(
        "INSERT INTO portions SELECT region, month, voucher_id, 2, performer_id, contract_id, group_id, 3, 30, effective_on, recorded_at, entry_id FROM portions;
        UPDATE portions SET to_day = 2 WHERE portion = 1",
    );
    let mother = garden.mother();
    for (day, mark) in [(2, Mark::Unexcused), (3, Mark::Present)] {
        let raised = garden.dispute(&mother, day, &[]).await.unwrap();
        let state = answer(garden.app(), &garden.director(), raised.id, Answer::Correct(mark)).await.unwrap();
        assert_eq!(state, State::Corrected, "{day}");
    }
}

#[tokio::test]
async fn silence_annuls_what_the_child_holds_at_another_place_too() {
    let garden = Garden::of("preschool_accounts").await;
    garden.goes_on(0, OCTOBER);
    let (quiet, voucher) = &garden.children[0];
    // The first place ends with the second silent month; the next one holds November.
    garden.sql(&format!(
        "UPDATE contract_revisions SET enrolled_to = '2026-10-31', end_reason = 'transfer' WHERE contract_id = '{}'",
        garden.contracts[0]
    ));
    let next = garden.country.school(2, &SchoolLike { programme: garden.programme, ..SchoolLike::default() }).await;
    let stay = Stay {
        child: quiet,
        voucher: *voucher,
        school: &next,
        month: NOVEMBER,
        days: (1, 30),
        portion: 1,
        amount: MONTHLY,
    };
    let place = garden.country.enrol(&[stay]).await[0];
    let run =
        async |month: Date| confirm_by_silence(garden.app(), &garden.country.actor, month, &Progress::silent()).await;
    garden.at(OVER);
    run(SEPTEMBER).await.unwrap();
    garden.at("2026-10-31T19:00:00Z");
    assert_eq!(run(OCTOBER).await.unwrap().annulled, [*voucher]);
    let ends = garden.country.rows("SELECT month, last_day, effect, reason FROM portion_ends");
    assert_eq!(ends, ["2026-11-01|0|annul|two_silent_months"]);
    let of_voucher = garden.country.rows("SELECT voucher_id, effect, last_on, document FROM voucher_ends");
    assert_eq!(of_voucher, [format!("{voucher}|annul|2026-10-31|two_silent_months 2026-10")]);
    let withdrawn = garden.country.rows(&format!(
        "SELECT withdrawn FROM contract_revisions WHERE contract_id = '{place}' ORDER BY recorded_at DESC LIMIT 1"
    ));
    assert_eq!(withdrawn, ["t"]);
    assert_eq!(garden.count("silent_months"), 3, "the other child was silent in September, too");
    assert_eq!(run(OCTOBER).await.unwrap().annulled, Vec::<Uuid>::new(), "decided once");
}
