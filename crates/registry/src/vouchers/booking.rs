//! The rule of a booking (spec 2.4): every check as a named refusal, then the portions and the money they take. Pure.

use std::fmt;

use jiff::civil::Date;
use law::{
    DayMask, Month,
    month::{day_of, days_up_to},
    terms::NominalSource,
};
use uuid::Uuid;

use super::{
    nominal::{Nominal, Prices, nominal},
    voucher::{Effect, Sums, share},
    world::{LineHeld, PartHeld, Places, PortionHeld, RateHeld, VoucherHeld, World},
};
use crate::platform::Refusal;

/// A child as the persons register knows it.
#[derive(Clone, PartialEq, Eq)]
pub struct Child {
    /// The bucket of its keys.
    pub bucket: i16,
    /// The person.
    pub id: Uuid,
    /// Counts the age.
    pub birth_date: Date,
    /// The latest state says so.
    pub deceased: bool,
}

// The date of birth is personal data.
impl fmt::Debug for Child {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Child").field("id", &self.id).finish_non_exhaustive()
    }
}

/// Days of one contract that are to be the performer's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Booking {
    /// The child; `None` for an IIN that nobody has.
    pub child: Option<Child>,
    /// Who serves.
    pub performer_id: Uuid,
    /// Under which contract.
    pub contract_id: Uuid,
    /// Its number.
    pub number: String,
    /// Where.
    pub group_id: Uuid,
    /// The contract's own dates, both included.
    pub contract: (Date, Date),
    /// Its price of a month (tiyn); 0 where it names none.
    pub price: i64,
    /// First day of service.
    pub from: Date,
    /// Last day of service.
    pub to: Date,
    /// When the contract is known to end on `to` for a reason.
    pub ends: Option<(Effect, String)>,
    /// Legal date of the fact.
    pub effective_on: Date,
    /// The child goes on by the same contract at the performer that took over: its age was held to the group when it began.
    pub continues: bool,
}

/// A portion to be inserted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewPortion {
    /// Its month.
    pub month: Date,
    /// Its number in the part.
    pub portion: i16,
    /// First and last day.
    pub days: (i16, i16),
    /// The part, where it is new: nominal and line.
    pub part: Option<(Nominal, Option<Uuid>)>,
    /// The nominal of a part that everybody had left, where it is another now.
    pub anew: Option<Nominal>,
    /// Money taken now (tiyn) and the line's id and name; nothing while the part awaits a budget.
    pub money: Option<(i64, Uuid, String)>,
    /// The known end, on the last day.
    pub ends: Option<(Effect, String)>,
}

/// The answer to a booking; without portions everything was booked before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Booked {
    /// The voucher.
    pub voucher_id: Uuid,
    /// Its number.
    pub voucher_number: String,
    /// The child.
    pub child: Child,
    /// New portions by month.
    pub portions: Vec<NewPortion>,
}

fn refuse<T>(code: &'static str, detail: impl Into<String>) -> Result<T, Refusal> {
    Err(Refusal::new(code, detail))
}

/// The months and days that a booking wants of a voucher.
type Wanted = Vec<(Date, DayMask)>;

impl World {
    /// Every check that needs neither places nor money: the voucher and the days not yet the contract's own.
    ///
    /// # Errors
    /// `person.unknown`, `person.deceased`, `contract.outside_period`, `performer.not_admitted`, `performer.suspended`,
    /// `object.address_mismatch`, `group.age`, `voucher.none`, `voucher.annulled`, `performer.no_state_order`, `booking.elsewhere`,
    /// `booking.overlap`; `account.blocked`, `account.closed` once the accounts were read, which is under the locks of the days.
    pub fn eligible(&self, booking: &Booking) -> Result<(VoucherHeld, Wanted), Refusal> {
        let Some(child) = &booking.child else {
            return refuse("person.unknown", "nobody in the persons register has this IIN");
        };
        if child.deceased {
            return refuse("person.deceased", "the persons register says that the child has died");
        }
        if let Some(refusal) = [child.id, booking.performer_id].iter().find_map(|owner| self.closed.get(owner)) {
            return Err(refusal.clone());
        }
        self.check_period(booking)?;
        self.check_performer(booking)?;
        self.check_group(booking, child)?;
        let (voucher, wanted) = self.voucher_for(booking, child)?;
        let mut new = Wanted::new();
        for (month, days) in wanted {
            let missing = days & !self.own_days(booking, month);
            if missing == 0 {
                continue;
            }
            if self.performers.get(&booking.performer_id).is_none_or(|performer| !performer.orders.contains_key(&month))
            {
                return refuse("performer.no_state_order", format!("no state order for {}", month.strftime("%Y-%m")));
            }
            if missing & self.live.get(&(child.id, month)).copied().unwrap_or_default() != 0 {
                return refuse(
                    "booking.elsewhere",
                    format!("days of {} are booked under another contract", month.strftime("%Y-%m")),
                );
            }
            if missing & self.elsewhere.get(&(child.id, month)).copied().unwrap_or_default() != 0 {
                return refuse(
                    "booking.overlap",
                    format!("days of {} are booked in a programme that may not overlap", month.strftime("%Y-%m")),
                );
            }
            new.push((month, missing));
        }
        Ok((voucher, new))
    }

    fn check_period(&self, booking: &Booking) -> Result<(), Refusal> {
        let (contract_from, contract_to) = booking.contract;
        let (first, last) = (self.terms.period_from, self.terms.period_to);
        if booking.from < contract_from
            || booking.from > contract_to
            || booking.to > contract_to
            || booking.to < booking.from
        {
            return refuse(
                "contract.outside_period",
                format!("service {} to {}, contract {contract_from} to {contract_to}", booking.from, booking.to),
            );
        }
        if first.is_some_and(|first| contract_from < first) || last.is_some_and(|last| booking.from > last) {
            return refuse(
                "contract.outside_period",
                format!("contract {contract_from} to {contract_to} is outside the programme's period"),
            );
        }
        Ok(())
    }

    fn check_performer(&self, booking: &Booking) -> Result<(), Refusal> {
        let Some(performer) = self.performers.get(&booking.performer_id) else {
            return refuse("performer.not_admitted", "");
        };
        if performer.admitted_on > booking.from || performer.standing == "terminated" {
            return refuse("performer.not_admitted", format!("{} on {}", performer.bin, booking.from));
        }
        if performer.standing == "suspended" {
            return refuse("performer.suspended", performer.bin.clone());
        }
        if performer.orders.is_empty() {
            return refuse("performer.no_state_order", performer.bin.clone());
        }
        Ok(())
    }

    fn check_group(&self, booking: &Booking, child: &Child) -> Result<(), Refusal> {
        let group = self.groups.get(&booking.group_id).filter(|group| group.performer_id == booking.performer_id);
        let Some(group) = group.filter(|group| group.object_capacity.is_some()) else {
            return refuse("object.address_mismatch", "the group does not meet at an admitted object of the performer");
        };
        let (low, high) = group.ages;
        let age = full_years(child.birth_date, booking.from);
        if !booking.continues && (age < low || age > high) {
            return refuse("group.age", format!("{age} years, the group takes {low} to {high}"));
        }
        Ok(())
    }

    /// The child's voucher that has parts in the days wanted, with those days: the first with days that the contract does not hold yet.
    fn voucher_for(&self, booking: &Booking, child: &Child) -> Result<(VoucherHeld, Wanted), Refusal> {
        let vouchers = self.vouchers.get(&child.id).map(Vec::as_slice).unwrap_or_default();
        let touched = || vouchers.iter().map(|voucher| (voucher, self.wanted(voucher, booking)));
        let open = |(month, days): &(Date, DayMask)| days & !self.own_days(booking, *month) != 0;
        let found = touched().find(|(_, wanted)| wanted.iter().any(open));
        let Some((voucher, wanted)) = found.or_else(|| touched().find(|(_, wanted)| !wanted.is_empty())) else {
            return match vouchers.is_empty() {
                true => refuse("voucher.none", "no voucher of the programme and region"),
                false => refuse(
                    "contract.outside_period",
                    format!("no part of the voucher between {} and {}", booking.from, booking.to),
                ),
            };
        };
        if voucher.annulled_from.is_some_and(|from| booking.to >= from) {
            return refuse("voucher.annulled", voucher.number.clone());
        }
        Ok((voucher.clone(), wanted))
    }

    fn wanted(&self, voucher: &VoucherHeld, booking: &Booking) -> Wanted {
        let months = voucher.parts.within(self.terms, (booking.from, booking.to));
        let days = months.into_iter().map(|month| (month, Month::of(month).days_between(booking.from, booking.to)));
        days.filter(|(_, days)| *days != 0).collect()
    }

    fn own_days(&self, booking: &Booking, month: Date) -> DayMask {
        self.own.get(&(booking.contract_id, month)).copied().unwrap_or_default()
    }

    /// Books the days of a contract: all of them or none.
    ///
    /// # Errors
    /// Those of [`World::eligible`] and [`nominal`], `group.full`, `object.over_capacity`, `contract.no_places`, `budget.exhausted`.
    pub fn book(&mut self, booking: &Booking) -> Result<Booked, Refusal> {
        let (voucher, wanted) = self.eligible(booking)?;
        let child = booking.child.clone().ok_or_else(|| Refusal::new("person.unknown", ""))?;
        let mut planned = Vec::new();
        for (month, days) in &wanted {
            self.check_price(booking, &voucher, *month)?;
            self.check_places(booking, *month, *days)?;
            planned.extend(self.plan(booking, &voucher, (*month, *days))?);
        }
        for (month, days) in wanted {
            self.take_places(booking, month, days);
            *self.live.entry((child.id, month)).or_default() |= days;
            *self.own.entry((booking.contract_id, month)).or_default() |= days;
        }
        for portion in &planned {
            self.take_money(booking, voucher.id, portion);
        }
        Ok(Booked { voucher_id: voucher.id, voucher_number: voucher.number, child, portions: planned })
    }

    /// A contract that is amended names one of the prices of the state order, also for months that it holds already.
    fn check_price(&self, booking: &Booking, voucher: &VoucherHeld, month: Date) -> Result<(), Refusal> {
        if self.terms.nominal == NominalSource::ContractPrice && month >= booking.effective_on {
            self.nominal_of(booking, voucher, month)?;
        }
        Ok(())
    }

    /// Who counts places in a month, how many there are and the code of the refusal.
    fn limits(&self, booking: &Booking, month: Date) -> Vec<(Uuid, i32, &'static str)> {
        let mut limits = Vec::with_capacity(3);
        if let Some(group) = self.groups.get(&booking.group_id) {
            limits.push((booking.group_id, group.capacity, "group.full"));
            limits.push((group.object_id, group.object_capacity.unwrap_or_default(), "object.over_capacity"));
        }
        let order = self.performers.get(&booking.performer_id).and_then(|performer| performer.orders.get(&month));
        limits.push((booking.performer_id, order.map_or(0, |order| order.places), "contract.no_places"));
        limits
    }

    fn check_places(&self, booking: &Booking, month: Date, days: DayMask) -> Result<(), Refusal> {
        for (key, limit, code) in self.limits(booking, month) {
            let Some(places) = self.places.get(&(key, month)) else {
                if limit <= 0 {
                    return refuse(code, format!("{limit} places in {}", month.strftime("%Y-%m")));
                }
                continue;
            };
            let full = bits(days).any(|day| places.get(day).is_some_and(|taken| i32::from(*taken) >= limit));
            if full {
                return refuse(code, format!("{limit} places in {}", month.strftime("%Y-%m")));
            }
        }
        Ok(())
    }

    fn take_places(&mut self, booking: &Booking, month: Date, days: DayMask) {
        for (key, _, _) in self.limits(booking, month) {
            add_places(self.places.entry((key, month)).or_default(), days);
        }
    }

    /// The portions of one month (one a run of days) and their money.
    fn plan(
        &self,
        booking: &Booking,
        voucher: &VoucherHeld,
        (month, days): (Date, DayMask),
    ) -> Result<Vec<NewPortion>, Refusal> {
        let known = self.parts.get(&(voucher.id, month));
        let nominal = match known.filter(|part| part.is_held()) {
            Some(part) => Nominal { amount: part.nominal, source: part.rate_id },
            None => self.nominal_of(booking, voucher, month)?,
        };
        let anew = known.is_some_and(|part| part.nominal != nominal.amount);
        let mut number =
            known.and_then(|part| part.portions.iter().map(|portion| portion.portion).max()).unwrap_or_default();
        let mut others = known.map_or(0, |part| part.portions.iter().map(|portion| portion.sums.held).sum::<i64>());
        let mut planned = Vec::new();
        let (mut line, mut spent) = (None, 0_i64);
        for (run, at) in runs(days).into_iter().zip(0_u8..) {
            let needs = self.needs(booking, month, (nominal.amount, others, run));
            if at == 0 {
                line = self.line_for(month, known, needs)?;
                self.check_money(booking, month, needs)?;
            }
            number = number.saturating_add(1);
            others = others.saturating_add(needs);
            spent = spent.saturating_add(needs);
            let last_day = Month::of(booking.to) == Month::of(month) && i16::from(booking.to.day()) == run.1;
            planned.push(NewPortion {
                month,
                portion: number,
                days: run,
                part: (known.is_none() && at == 0).then(|| (nominal, line.as_ref().map(|line: &LineHeld| line.id))),
                anew: (anew && at == 0).then_some(nominal),
                money: line.as_ref().filter(|_| needs > 0).map(|line| (needs, line.id, line.name.clone())),
                ends: booking.ends.clone().filter(|_| last_day),
            });
        }
        if line.as_ref().is_some_and(|line| line.free < spent) {
            return refuse("budget.exhausted", month.strftime("%Y-%m").to_string());
        }
        Ok(planned)
    }

    /// What a portion takes: what other portions leave of the nominal; a portion whose end is known takes its days only.
    fn needs(&self, booking: &Booking, month: Date, (nominal, others, run): (i64, i64, (i16, i16))) -> i64 {
        let left = nominal.saturating_sub(others).max(0);
        if booking.ends.is_none() || Month::of(booking.to) != Month::of(month) {
            return left;
        }
        let study =
            self.groups.get(&booking.group_id).and_then(|group| group.study.get(&month)).copied().unwrap_or_default();
        left.min(share(nominal, (study & mask(run)).count_ones(), study.count_ones()))
    }

    /// The nominal of a month that nobody holds, by the source that the terms name.
    fn nominal_of(&self, booking: &Booking, voucher: &VoucherHeld, month: Date) -> Result<Nominal, Refusal> {
        let order = self.performers.get(&booking.performer_id).and_then(|performer| performer.orders.get(&month));
        let prices = Prices {
            rate: self.rate_of(booking, month, ""),
            issuer_rate: self.rate_of(booking, month, &voucher.issuer_bin),
            contract: (booking.contract_id, booking.price),
            ordered: order.map_or(&[], |order| order.prices.as_slice()),
        };
        nominal(self.terms.nominal, &prices)
            .map_err(|refusal| Refusal::new(refusal.code, format!("{}: {}", month.strftime("%Y-%m"), refusal.detail)))
    }

    fn rate_of(&self, booking: &Booking, month: Date, issuer_bin: &str) -> Option<RateHeld> {
        let (performer, group) = self.performers.get(&booking.performer_id).zip(self.groups.get(&booking.group_id))?;
        let ((locality, kind), (group_kind, hours)) = (performer.rate_key.clone(), group.rate_key.clone());
        self.rates.get(&(month, issuer_bin.to_owned(), locality, kind, group_kind, hours)).copied()
    }

    /// The line that the money comes from: the part's own, else the first with enough; none while the month awaits its budget.
    fn line_for(&self, month: Date, part: Option<&PartHeld>, needs: i64) -> Result<Option<LineHeld>, Refusal> {
        let lines = self.lines.get(&month).map(Vec::as_slice).unwrap_or_default();
        let found = match part {
            Some(PartHeld { line_id: None, .. }) => return Ok(None),
            Some(PartHeld { line_id: Some(id), .. }) => lines.iter().find(|line| line.id == *id),
            None if lines.is_empty() => return Ok(None),
            None => lines.iter().find(|line| line.free >= needs),
        };
        match found.filter(|line| line.free >= needs) {
            Some(line) => Ok(Some(line.clone())),
            None => refuse("budget.exhausted", month.strftime("%Y-%m").to_string()),
        }
    }

    fn check_money(&self, booking: &Booking, month: Date, needs: i64) -> Result<(), Refusal> {
        let order = self.performers.get(&booking.performer_id).and_then(|performer| performer.orders.get(&month));
        let held = self.money.get(&(booking.performer_id, month)).copied().unwrap_or_default();
        if order.is_none_or(|order| held.saturating_add(needs) > order.amount) {
            return refuse(
                "contract.no_places",
                format!("the state order's money for {} is used up", month.strftime("%Y-%m")),
            );
        }
        Ok(())
    }

    fn take_money(&mut self, booking: &Booking, voucher: Uuid, portion: &NewPortion) {
        let part = self.parts.entry((voucher, portion.month));
        let (nominal, line_id) = portion.part.unwrap_or_default();
        let part = part.or_insert_with(|| PartHeld {
            nominal: nominal.amount,
            rate_id: nominal.source,
            line_id,
            portions: Vec::new(),
        });
        if let Some(anew) = portion.anew {
            (part.nominal, part.rate_id) = (anew.amount, anew.source);
        }
        let held = portion.money.as_ref().map_or(0, |money| money.0);
        let sums = Sums { held, ..Sums::default() };
        part.portions.push(PortionHeld { portion: portion.portion, live: true, sums });
        let money = self.money.entry((booking.performer_id, portion.month)).or_default();
        *money = money.saturating_add(held);
        if let Some((amount, line_id, _)) = &portion.money {
            for line in self.lines.entry(portion.month).or_default().iter_mut().filter(|line| line.id == *line_id) {
                line.free = line.free.saturating_sub(*amount);
            }
        }
    }
}

/// Adds a child to the days of a month.
pub fn add_places(places: &mut Places, days: DayMask) {
    for day in bits(days) {
        if let Some(taken) = places.get_mut(day) {
            *taken = taken.saturating_add(1);
        }
    }
}

/// Indexes of the days set, from 0.
fn bits(days: DayMask) -> impl Iterator<Item = usize> {
    (0_usize..31)
        .zip(std::iter::successors(Some(1_u32), |bit| bit.checked_mul(2)))
        .filter(move |(_, bit)| days & bit != 0)
        .map(|(day, _)| day)
}

/// Runs of days, each with its first and last day.
#[must_use]
pub fn runs(days: DayMask) -> Vec<(i16, i16)> {
    let mut runs: Vec<(i16, i16)> = Vec::new();
    for day in bits(days).filter_map(|day| i16::try_from(day).ok()).map(|day| day.saturating_add(1)) {
        match runs.last_mut() {
            Some((_, last)) if last.saturating_add(1) == day => *last = day,
            _ => runs.push((day, day)),
        }
    }
    runs
}

/// The days from the first to the last of a run; none when reversed.
#[must_use]
pub fn mask((first, last): (i16, i16)) -> DayMask {
    let up_to = |day: i16| days_up_to(u32::try_from(day).unwrap_or_default());
    up_to(last) & !up_to(first.saturating_sub(1))
}

/// Full years on a day.
fn full_years(born: Date, on: Date) -> i16 {
    let before = (on.month(), day_of(on)) < (born.month(), day_of(born));
    on.year().saturating_sub(born.year()).saturating_sub(i16::from(before))
}
