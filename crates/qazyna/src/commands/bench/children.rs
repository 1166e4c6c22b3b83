//! The children of the world: persons, vouchers, contracts, booked parts and their marks.

use anyhow::Result;
use jiff::civil::{Date, date};
use law::{DayMask, month::day_bit, month::days_up_to};
use ledger::posting::Kind;
use registry::{
    attendance::{Mark, Said, store::AttendanceBatch},
    beneficiaries::store::{Person, PersonState},
    budgets::{self, Movement},
    contracts::store::{Contract, ContractRevision},
    platform::Tx,
    vouchers::store::{Part, Portion, PortionEnd, Voucher},
};
use uuid::Uuid;

use super::{
    draw::Draw,
    world::{Builder, Counts, MONTH, NOMINAL, Place, Region},
};

/// The last day of [`MONTH`].
const LAST_DAY: u32 = 30;
/// The end of the study year.
const CONTRACT_TO: Date = date(2027, 5, 31);

/// A group to fill.
#[derive(Clone, Debug)]
pub(super) struct GroupPlace {
    pub(super) performer: Place,
    pub(super) group: Uuid,
    pub(super) study: DayMask,
    pub(super) children: u64,
}

/// What happens to a child in the month; of a thousand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fate {
    /// A day without a mark: 10.
    Incomplete,
    /// The contract is not in force to the end: 5.
    OutOfForce,
    /// Dies, and the portion still stands: 5.
    Deceased,
    /// Comes within the month: 30.
    Arrives(u32),
    /// Leaves within the month: 30.
    Departs(u32),
    /// All others.
    Stays,
}

impl Fate {
    fn draw(draw: &mut Draw) -> Self {
        let day = u32::try_from(draw.below(15)).unwrap_or(0).saturating_add(8);
        match draw.below(1000) {
            0..10 => Self::Incomplete,
            10..15 => Self::OutOfForce,
            15..20 => Self::Deceased,
            20..50 => Self::Arrives(day),
            50..80 => Self::Departs(day),
            _ => Self::Stays,
        }
    }

    fn is_exception(self) -> bool {
        match self {
            Self::Incomplete | Self::OutOfForce | Self::Deceased => true,
            Self::Arrives(_) | Self::Departs(_) | Self::Stays => false,
        }
    }

    /// First and last day.
    fn days(self) -> (u32, u32) {
        match self {
            Self::Arrives(day) => (day, LAST_DAY),
            Self::Departs(day) => (1, day),
            Self::Incomplete | Self::OutOfForce | Self::Deceased | Self::Stays => (1, LAST_DAY),
        }
    }
}

/// Facts of some groups, ready to be recorded.
#[derive(Default)]
struct Facts {
    persons: Vec<Person>,
    states: Vec<PersonState>,
    vouchers: Vec<Voucher>,
    contracts: Vec<Contract>,
    revisions: Vec<ContractRevision>,
    parts: Vec<Part>,
    portions: Vec<Portion>,
    ends: Vec<PortionEnd>,
    movements: Vec<Movement>,
}

/// Makes children one after another.
#[derive(Debug)]
pub(super) struct Children {
    draw: Draw,
    serial: u64,
}

/// The ids of a child.
#[derive(Clone, Copy)]
struct Ids {
    bucket: i16,
    person: Uuid,
    voucher: Uuid,
    contract: Uuid,
}

fn day(number: u32) -> Date {
    let number = i8::try_from(number).unwrap_or(1);
    Date::new(MONTH.year(), MONTH.month(), number).unwrap_or(MONTH)
}

fn small(number: u32) -> i16 {
    i16::try_from(number).unwrap_or(i16::MAX)
}

impl Children {
    pub(super) fn new(draw: Draw) -> Self {
        Self { draw, serial: 0 }
    }

    /// Books children into groups; answers the lists of their marks, a list a group.
    pub(super) async fn enrol(
        &mut self,
        builder: &Builder<'_>,
        tx: &mut Tx<'_>,
        (region, groups): (&Region, &[GroupPlace]),
        counts: &mut Counts,
    ) -> Result<Vec<AttendanceBatch>> {
        let mut facts = Facts::default();
        let mut lists = Vec::with_capacity(groups.len());
        for place in groups {
            let mut list = AttendanceBatch {
                region: region.code,
                month: MONTH,
                id: builder.app.clock.id(),
                performer_id: place.performer.id,
                group_id: place.group,
                first_day: 1,
                days: small(LAST_DAY),
                contracts: Vec::new(),
                marks: Vec::new(),
                source: vec![0; 32],
            };
            for _ in 0..place.children {
                let fate = Fate::draw(&mut self.draw);
                let ids = self.child(builder, (region, place), fate, &mut facts);
                let marks = self.marks(place.study, fate);
                counts.marks += u64::try_from(marks.iter().filter(|byte| **byte != 0).count())?;
                counts.portions += 1;
                counts.exceptions += u64::from(fate.is_exception());
                list.contracts.extend_from_slice(ids.contract.as_bytes());
                list.marks.extend_from_slice(&marks);
            }
            lists.push(list);
        }
        facts.movements.sort_unstable_by_key(|movement| (movement.month, movement.subject, movement.id));
        tx.record(&facts.persons).await?;
        tx.record(&facts.states).await?;
        tx.record(&facts.vouchers).await?;
        tx.record(&facts.contracts).await?;
        tx.record(&facts.revisions).await?;
        tx.record(&facts.parts).await?;
        tx.record(&facts.portions).await?;
        tx.record(&facts.ends).await?;
        budgets::post(tx, region.code, &facts.movements).await?;
        Ok(lists)
    }

    fn child(
        &mut self,
        builder: &Builder<'_>,
        (region, place): (&Region, &GroupPlace),
        fate: Fate,
        facts: &mut Facts,
    ) -> Ids {
        self.serial = self.serial.saturating_add(1);
        let iin = format!("{:012}", self.serial);
        let (bucket, iin_hmac) = builder.app.secrets.lookup(&iin);
        let id = || builder.app.clock.id();
        let ids = Ids { bucket, person: id(), voucher: id(), contract: id() };
        let born = date(2018, 3, 7);
        let sex = if self.serial.is_multiple_of(2) { "female" } else { "male" }.to_owned();
        facts.persons.push(Person {
            bucket,
            id: ids.person,
            region: region.code,
            iin_hmac,
            iin_cipher: vec![0; 40],
            birth_date: born,
            sex,
        });
        let (status, effective_on) = if fate == Fate::Deceased { ("deceased", day(10)) } else { ("alive", born) };
        facts.states.push(PersonState {
            bucket,
            person_id: ids.person,
            region: region.code,
            name_cipher: vec![0; 60],
            guardians: vec![0; 60],
            kato: "751110000".to_owned(),
            status: status.to_owned(),
            effective_on,
        });
        let prefix = builder.terms.voucher_prefix.trim_end_matches('-');
        let number = format!("{prefix}-{:02}-2026-{:08}-0", region.code, self.serial);
        facts.vouchers.push(Voucher {
            region: region.code,
            id: ids.voucher,
            number: number.clone(),
            bucket,
            person_id: ids.person,
            programme: builder.terms.programme.clone(),
            issuer_id: region.issuer,
            year: MONTH.year(),
            first_month: MONTH,
            parts: 0b1_1111_1111,
            issued_on: date(2026, 8, 20),
            succeeds: None,
        });
        contract(region, place, (ids, fate), facts);
        book(builder, (region, place), (ids, fate), &number, facts);
        ids
    }

    /// A byte a day of the month: all marks, half of them by QR.
    fn marks(&mut self, study: DayMask, fate: Fate) -> Vec<u8> {
        let (first, last) = fate.days();
        let days = study & days_up_to(last) & !days_up_to(first.saturating_sub(1));
        let mut silent = fate == Fate::Incomplete;
        let byte = |number: u32| {
            // The first study day of an incomplete month is the one of which nothing is said.
            if days & day_bit(number) == 0 || std::mem::take(&mut silent) {
                return 0;
            }
            let mark = match self.draw.below(100) {
                0..4 => Mark::Excused,
                4..7 => Mark::Unexcused,
                7 => Mark::Leave,
                8 | 9 => Mark::Closed,
                _ => Mark::Present,
            };
            let method = if self.draw.below(2) == 0 { "qr" } else { "manual" };
            Said::new(mark, method).unwrap_or_default().byte()
        };
        (1..=LAST_DAY).map(byte).collect()
    }
}

fn contract(region: &Region, place: &GroupPlace, (ids, fate): (Ids, Fate), facts: &mut Facts) {
    let (first, last) = fate.days();
    let departs = last < LAST_DAY;
    facts.contracts.push(Contract {
        region: region.code,
        id: ids.contract,
        performer_id: place.performer.id,
        bucket: ids.bucket,
        person_id: ids.person,
        voucher_id: ids.voucher,
        number: format!("C-{}", ids.contract),
    });
    facts.revisions.push(ContractRevision {
        region: region.code,
        contract_id: ids.contract,
        group_id: place.group,
        signed_on: MONTH,
        contract_from: MONTH,
        contract_to: if fate == Fate::OutOfForce { day(20) } else { CONTRACT_TO },
        enrolled_from: day(first),
        enrolled_to: departs.then(|| day(last)),
        price: NOMINAL,
        end_reason: departs.then(|| "transfer".to_owned()),
        withdrawn: false,
        effective_on: MONTH,
    });
}

/// The part with its portion and what is committed for it; a departure returns the days that are not used.
fn book(
    builder: &Builder<'_>,
    (region, place): (&Region, &GroupPlace),
    (ids, fate): (Ids, Fate),
    number: &str,
    facts: &mut Facts,
) {
    let (first, last) = fate.days();
    facts.parts.push(Part {
        region: region.code,
        month: MONTH,
        voucher_id: ids.voucher,
        nominal: NOMINAL,
        line_id: Some(region.line),
        rate_id: region.rate,
    });
    facts.portions.push(Portion {
        region: region.code,
        month: MONTH,
        voucher_id: ids.voucher,
        portion: 1,
        performer_id: place.performer.id,
        contract_id: ids.contract,
        group_id: place.group,
        from_day: small(first),
        to_day: small(LAST_DAY),
        effective_on: MONTH,
    });
    let mut post = |kind: Kind, amount: i64| {
        facts.movements.push(Movement {
            subject: ids.voucher,
            performer_id: Some(place.performer.id),
            document: ids.contract,
            voucher_number: number.to_owned(),
            performer_bin: place.performer.bin.clone(),
            ..builder.movement(region, (kind, amount))
        });
    };
    post(Kind::Book, NOMINAL);
    if last < LAST_DAY {
        let of = i64::from(place.study.count_ones()).max(1);
        let kept = i64::from((place.study & days_up_to(last)).count_ones());
        let keeps = (2 * NOMINAL * kept + of) / (2 * of);
        post(Kind::Release, NOMINAL.saturating_sub(keeps));
        facts.ends.push(PortionEnd {
            region: region.code,
            month: MONTH,
            voucher_id: ids.voucher,
            portion: 1,
            last_day: small(last),
            effect: "release".to_owned(),
            reason: "transfer".to_owned(),
            effective_on: day(last),
        });
    }
}
