//! Drafts of acts for tests, as the facts that `close` records, and a sandbox authority whose certificates sign them.

use std::path::Path;

use eds::Role;
use jiff::civil::{Date, date};
use ledger::posting::Kind;
use sandbox::ca::{Authority, KeyKind, Profile, Usage};
use uuid::Uuid;

use super::{
    Side, Sign, Signed,
    store::{ActLine, ActVersion},
};
use crate::{
    budgets::{self, Movement},
    platform::{
        Progress, Result,
        testkit::fixture::{Child, Country, PROGRAMME, REGION, School, iin},
    },
};

/// September, the month of most tests.
pub(crate) const SEPTEMBER: Date = date(2026, 9, 1);
/// October.
pub(crate) const OCTOBER: Date = date(2026, 10, 1);

/// A line of a draft: whose, which month is corrected (none = the act's own), what is due and what was booked (tiyn).
#[derive(Clone, Copy, Debug)]
pub(crate) struct Owed {
    pub(crate) voucher: Uuid,
    pub(crate) corrects: Option<Date>,
    pub(crate) due: i64,
    pub(crate) booked: i64,
}

impl Owed {
    /// A line of the act's own month, booked at 1000 tiyn.
    pub(crate) fn month(voucher: Uuid, due: i64) -> Self {
        Self { voucher, corrects: None, due, booked: 1000 }
    }

    /// A line that corrects September.
    pub(crate) fn september(voucher: Uuid, due: i64) -> Self {
        Self { voucher, corrects: Some(SEPTEMBER), due, booked: 0 }
    }
}

/// A country with schools, children, an authority and keys.
pub(crate) struct Desk {
    pub(crate) country: Country,
    pub(crate) schools: [School; 2],
    pub(crate) children: Vec<Child>,
    pub(crate) vouchers: Vec<Uuid>,
    pub(crate) authority: Authority,
}

/// A certificate's holder: the `n`th person of an organisation.
pub(crate) fn profile(bin: &str, n: u32, role: Role) -> Profile {
    Profile {
        iin: Some(iin(date(2001, 5, 6), n)),
        bin: Some(bin.to_owned()),
        name: "АБАЙ ҚҰНАНБАЙҰЛЫ".to_owned(),
        roles: vec![Role::Organisation, role],
        key: if n.is_multiple_of(2) { KeyKind::Rsa } else { KeyKind::Ec },
        not_before: "2026-01-01T00:00:00Z".parse().unwrap(),
        not_after: "2027-01-01T00:00:00Z".parse().unwrap(),
        usage: Usage::Sign,
    }
}

impl Desk {
    pub(crate) async fn new() -> Self {
        Self::of("private").await
    }

    /// The same with schools of a kind.
    pub(crate) async fn of(kind: &'static str) -> Self {
        let (mut country, first, second) = Country::usual_of(kind).await;
        let ca = country.app.data.join("ca");
        std::fs::create_dir_all(&ca).unwrap();
        let mut authority = Authority::create(&ca, "2026-08-20T00:00:00Z".parse().unwrap()).unwrap();
        authority.issue(&profile(&first.bin, 0, Role::Head)).unwrap();
        country.app.trust.roots = Some(ca.join("roots"));
        country.app.trust.crls = Some(ca.join("crl"));
        let (children, vouchers) = country.holders(13).await.into_iter().unzip();
        let desk = Self { country, schools: [first, second], children, vouchers, authority };
        desk.publish_crl();
        desk
    }

    pub(crate) fn publish_crl(&self) {
        let at = |text: &str| text.parse().unwrap();
        self.authority.crl(at("2026-08-01T00:00:00Z"), at("2026-12-31T00:00:00Z")).unwrap();
    }

    pub(crate) fn ca(&self) -> &Path {
        self.country.app.trust.crls.as_deref().and_then(Path::parent).unwrap()
    }

    /// A bundle of the `n`th person of an organisation; even persons have RSA keys, odd ones ECDSA.
    pub(crate) fn key(&mut self, bin: &str, n: u32) -> Vec<u8> {
        self.authority.issue(&profile(bin, n, Role::Head)).unwrap().pem.into_bytes()
    }

    /// Makes version 1 of a draft with its bookings.
    pub(crate) async fn draft(&self, school: &School, month: Date, owed: &[Owed]) -> Uuid {
        self.draft_with_total(school, month, owed, owed.iter().map(|line| line.due).sum::<i64>().max(0)).await
    }

    pub(crate) async fn draft_with_total(&self, school: &School, month: Date, owed: &[Owed], total: i64) -> Uuid {
        let app = &self.country.app;
        let id = app.clock.id();
        let mut tx = app.begin(&self.country.actor, "fixture", REGION).await.unwrap();
        let line = budgets::store::lock_lines(&tx, REGION, PROGRAMME, &[month]).await.unwrap().remove(0);
        let number = format!("ACT-{}-{}", school.bin, month.strftime("%Y-%m"));
        tx.execute(
            "INSERT INTO acts (region, month, id, number, programme, performer_id, issuer_id, state, version, epoch, total)
            SELECT $1, $2, $3, $4, $5, $6, $7, 'draft', 1, epoch, $8 FROM performer_locks WHERE region = $1 AND performer_id = $6",
            &[&REGION, &month, &id, &number, &PROGRAMME, &school.performer, &self.country.issuer, &total],
        )
        .await
        .unwrap();
        let known_at = tx.at();
        tx.record(&[ActVersion {
            region: REGION,
            month,
            act_id: id,
            version: 1,
            lines: i32::try_from(owed.len()).unwrap(),
            total,
            enrolled_days: 20,
            qr_days: 0,
            known_at,
            prepared_by: self.country.actor.person.clone(),
            xml: format!("<act><number>{number}</number><total>{total}</total></act>").into_bytes(),
            unpaid: None,
        }])
        .await
        .unwrap();
        let lines: Vec<ActLine> =
            owed.iter().zip(1..).map(|(owed, n)| act_line((id, month, n), line.id, owed, known_at)).collect();
        tx.record(&lines).await.unwrap();
        let book = |owed: &Owed| Movement {
            region: REGION,
            month,
            subject: owed.voucher,
            id: app.clock.id(),
            kind: Kind::Book,
            line_id: line.id,
            performer_id: Some(school.performer),
            part_month: month,
            portion: 0,
            amount: owed.booked,
            rest: 0,
            document_kind: "booking".to_owned(),
            document: owed.voucher,
            effective_on: month,
            line_name: line.name.clone(),
            voucher_number: self
                .country
                .rows(&format!("SELECT number FROM vouchers WHERE id = '{}'", owed.voucher))
                .concat(),
            performer_bin: school.bin.clone(),
        };
        let bookings: Vec<Movement> = owed.iter().filter(|owed| owed.booked > 0).map(book).collect();
        budgets::post(&mut tx, REGION, &bookings).await.unwrap();
        tx.commit().await.unwrap();
        id
    }

    pub(crate) async fn sign(&self, side: Side, month: Date, key_pem: &[u8]) -> Result<Signed> {
        super::sign(&self.country.app, Sign { side, month, key_pem: key_pem.to_vec() }, &Progress::silent()).await
    }

    /// Both signatures over everything of the month, by persons 2 (performers) and 3 (issuer).
    pub(crate) async fn sign_all(&mut self, month: Date) {
        for bin in self.schools.clone().map(|school| school.bin) {
            let key = self.key(&bin, 2);
            assert_eq!(self.sign(Side::Performer, month, &key).await.unwrap().refused, []);
        }
        let key = self.key(&self.country.issuer_bin.clone(), 3);
        assert_eq!(self.sign(Side::Issuer, month, &key).await.unwrap().refused, []);
    }

    pub(crate) fn state(&self, act: Uuid) -> String {
        self.country.rows(&format!("SELECT state FROM acts WHERE id = '{act}'")).concat()
    }

    /// Committed, due, ordered and paid of all lines, from their stripes.
    pub(crate) fn stripes(&self) -> String {
        let sql = "SELECT sum(committed), sum(due), sum(ordered), sum(paid) FROM budget_stripes";
        self.country.rows(sql).concat()
    }

    /// Movements as `kind:amount/rest`, in the order of their ids, those of bookings and allotments left out.
    pub(crate) fn movements(&self) -> String {
        let sql = "SELECT string_agg(kind || ':' || amount || '/' || rest, ' ' ORDER BY recorded_at, id) FROM movements
            WHERE document_kind NOT IN ('booking', 'budget')";
        self.country.rows(sql).concat()
    }
}

fn act_line((act_id, month, n): (Uuid, Date, i32), line_id: Uuid, owed: &Owed, known_at: jiff::Timestamp) -> ActLine {
    ActLine {
        region: REGION,
        month,
        act_id,
        version: 1,
        n,
        kind: i16::from(owed.corrects.is_some()),
        line_month: owed.corrects.unwrap_or(month),
        voucher_id: owed.voucher,
        portion: 0,
        contract_id: owed.voucher,
        line_id,
        nominal: 1000,
        study_days: 20,
        enrolled_days: 20,
        present: 20,
        excused: 0,
        leave: 0,
        leave_days_used: 0,
        closed: 0,
        unexcused: 0,
        payable_days: 20,
        computed: owed.due,
        due: owed.due,
        known_at,
    }
}
