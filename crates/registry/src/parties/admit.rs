//! Decides what a row of performers.zip adds to what is known: pure. Equal to what is known = accepted, nothing added.

use std::collections::{BTreeSet, HashMap};

use jiff::civil::Date;
use law::{Pack, terms::NominalSource};
use uuid::Uuid;

use super::{
    rows::{GroupRow, OrderRow},
    store::{Group, GroupRevision, Issuer, Object, Performer, StateOrder, StateOrderMonth, StateOrderPrice},
};
use crate::platform::{Refusal, clock::Clock};

/// What is known of the performers of a chunk.
#[derive(Default)]
pub(super) struct Known {
    pub(super) performers: Vec<Performer>,
    pub(super) objects: HashMap<(Uuid, String), Object>,
    pub(super) groups: HashMap<(Uuid, String), Uuid>,
    pub(super) revisions: HashMap<Uuid, GroupRevision>,
    pub(super) issuers: Vec<Issuer>,
    pub(super) orders: HashMap<(i16, String), StateOrder>,
    pub(super) months: HashMap<(Uuid, Date), StateOrderMonth>,
    /// Tiyn.
    pub(super) prices: HashMap<(Uuid, Date), i64>,
}

/// What a chunk adds.
#[derive(Default)]
pub(super) struct News {
    pub(super) performers: Vec<Performer>,
    pub(super) objects: Vec<Object>,
    pub(super) groups: Vec<Group>,
    pub(super) revisions: Vec<GroupRevision>,
    pub(super) orders: Vec<StateOrder>,
    pub(super) months: Vec<StateOrderMonth>,
    pub(super) prices: Vec<StateOrderPrice>,
    /// Performers known before whose groups change, with their regions.
    pub(super) touched: BTreeSet<(i16, Uuid)>,
}

/// The admission of a chunk.
pub(super) struct Admission<'a> {
    pub(super) clock: &'a Clock,
    pub(super) pack: &'a Pack,
    pub(super) today: Date,
    pub(super) known: Known,
    pub(super) news: News,
}

fn differs(what: &str) -> Refusal {
    Refusal::new("row.invalid", format!("{what} is known with other data: a change comes by its own way"))
}

/// The only performer of a BIN.
fn only<'a>(performers: &'a [Performer], bin: &str) -> Result<&'a Performer, Refusal> {
    let mut of_bin = performers.iter().filter(|performer| performer.bin == bin);
    match (of_bin.next(), of_bin.next()) {
        (Some(performer), None) => Ok(performer),
        (None, _) => Err(Refusal::new("performer.not_admitted", "bin: no performer of this BIN is admitted")),
        (Some(_), Some(_)) => Err(Refusal::new("row.invalid", "bin: several performers have this BIN")),
    }
}

impl Admission<'_> {
    /// Admits a performer; one that is known must be told alike.
    pub(super) fn performer(&mut self, _bin: &str, told: Performer) -> Result<(), Refusal> {
        let same = |known: &&Performer| {
            (known.region, &known.bin, &known.programme) == (told.region, &told.bin, &told.programme)
        };
        if let Some(known) = self.known.performers.iter().find(same) {
            let told = Performer { id: known.id, ..told };
            return if *known == told { Ok(()) } else { Err(differs("the performer")) };
        }
        let told = Performer { id: self.clock.id(), ..told };
        self.known.performers.push(told.clone());
        self.news.performers.push(told);
        Ok(())
    }

    /// Admits an object in the performer's region.
    pub(super) fn object(&mut self, bin: &str, told: Object) -> Result<(), Refusal> {
        let performer = only(&self.known.performers, bin)?;
        if performer.region != told.region {
            return Err(Refusal::new("row.invalid", "kato: is in another region than the performer"));
        }
        let key = (performer.id, told.code.clone());
        let told = Object { performer_id: performer.id, ..told };
        if let Some(known) = self.known.objects.get(&key) {
            let told = Object { id: known.id, ..told };
            return if *known == told { Ok(()) } else { Err(differs("the object")) };
        }
        let told = Object { id: self.clock.id(), ..told };
        self.known.objects.insert(key, told.clone());
        self.news.objects.push(told);
        Ok(())
    }

    /// Takes a group, or a new revision of one that has changed.
    pub(super) fn group(&mut self, bin: &str, told: GroupRow) -> Result<(), Refusal> {
        let performer = only(&self.known.performers, bin)?;
        let (region, performer_id) = (performer.region, performer.id);
        let object = self.known.objects.get(&(performer_id, told.object));
        let object_id =
            object.ok_or_else(|| Refusal::new("row.invalid", "object: the performer has no such object"))?.id;
        let known = self.known.groups.get(&(performer_id, told.code.clone())).copied();
        let group_id = known.unwrap_or_else(|| self.clock.id());
        let revision = GroupRevision { region, group_id, object_id, effective_on: self.today, ..told.revision };
        if let Some(before) = self.known.revisions.get(&group_id) {
            let as_of_then = GroupRevision { effective_on: before.effective_on, ..revision.clone() };
            if *before == as_of_then {
                return Ok(());
            }
        }
        match known {
            Some(_) => {
                self.news.touched.insert((region, performer_id));
            }
            None => self.news.groups.push(Group { region, id: group_id, performer_id, code: told.code }),
        }
        self.news.revisions.push(revision);
        Ok(())
    }

    /// Takes a month of a state order; its contract comes with its first month.
    pub(super) fn order(&mut self, bin: &str, told: OrderRow) -> Result<(), Refusal> {
        let of_programme = |performer: &&Performer| performer.bin == bin && performer.programme == told.order.programme;
        let performer = self.known.performers.iter().find(of_programme);
        let performer =
            performer.ok_or_else(|| Refusal::new("performer.not_admitted", "bin: is not admitted to the programme"))?;
        if opened_too_late(self.pack, performer, told.order.signed_on) {
            return Err(Refusal::new(
                "performer.no_state_order",
                "bin: a private school opened on or after the day that ends state orders",
            ));
        }
        let region = performer.region;
        let issuer = self.known.issuers.iter().find(|issuer| issuer.region == region && issuer.bin == told.issuer_bin);
        let issuer_id = issuer
            .ok_or_else(|| Refusal::new("row.invalid", "issuer_bin: no issuer of the region; its budget comes first"))?
            .id;
        let order = StateOrder { region, performer_id: performer.id, issuer_id, ..told.order };
        let state_order_id = self.contract(order)?;
        let month = StateOrderMonth { region, state_order_id, ..told.month };
        let key = (state_order_id, month.month);
        match self.known.months.get(&key) {
            Some(known) if *known == month && self.known.prices.get(&key).copied() == told.price => Ok(()),
            Some(_) => Err(differs("the month of the state order")),
            None => {
                self.known.months.insert(key, month.clone());
                if let Some(price) = told.price {
                    self.known.prices.insert(key, price);
                    self.news.prices.push(StateOrderPrice { region, month: month.month, state_order_id, price });
                }
                self.news.months.push(month);
                Ok(())
            }
        }
    }

    fn contract(&mut self, told: StateOrder) -> Result<Uuid, Refusal> {
        let key = (told.region, told.number.clone());
        if let Some(known) = self.known.orders.get(&key) {
            let told = StateOrder { id: known.id, ..told };
            return if *known == told { Ok(known.id) } else { Err(differs("the number of the state order")) };
        }
        let told = StateOrder { id: self.clock.id(), ..told };
        let id = told.id;
        self.known.orders.insert(key, told.clone());
        self.news.orders.push(told);
        Ok(id)
    }
}

/// Whether the gate of spec 5.1 (6) closes: private performers of a programme financed per pupil at the rate of booking, first licensed on or
/// after the day from which such schools have neither state orders nor a capital component.
fn opened_too_late(pack: &Pack, performer: &Performer, on: Date) -> bool {
    let terms = pack.terms_on(&performer.programme, on);
    performer.kind == "private"
        && terms.is_some_and(|terms| terms.nominal == NominalSource::RateAtBooking)
        && performer.licence_on >= pack.capital.accepted_before
}
