//! What a change of performer would do (spec 1.3, 2.1): last day at the old performer, first at the new, days and money of both in the
//! month, days that nobody pays, what goes back to the budget. Only looks; `divide` is the rule, pure.

use jiff::civil::Date;
use law::{DayMask, Month, Terms, split, terms::NominalSource};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{
    booking::mask,
    load::part_months,
    store::{self, Of, PortionRow, api::VoucherRow},
    terms,
    voucher::share,
};
use crate::{
    app::App,
    parties::store::{GroupRevision, find_group, list_groups, list_performers},
    platform::{Actor, Refusal, Result, Role, Scope, Tx, access},
    programmes::store::rates_on,
};

/// What somebody asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wish {
    /// The voucher.
    pub voucher: Uuid,
    /// The group where the child is to go.
    pub to_group: Uuid,
    /// The first day wished there (Asia/Almaty).
    pub on: Date,
}

/// What a performer would be paid at most for the month of the change: every study day attended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Share {
    /// The performer's BIN.
    #[schema(pattern = "^[0-9]{12}$")]
    pub performer_bin: String,
    /// The first day there in the month.
    #[schema(format = Date, example = "2026-10-01")]
    pub from: Date,
    /// The last day there in the month.
    #[schema(format = Date, example = "2026-10-13")]
    pub to: Date,
    /// Study days of its group among them.
    pub days: u32,
    /// Study days of its group in the whole month.
    pub study_days: u32,
    /// Tiyn.
    pub amount: i64,
}

/// What a change of performer would do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Preview {
    /// The voucher's number.
    pub voucher: String,
    /// The day wished.
    #[schema(format = Date, example = "2026-10-14")]
    pub wished: Date,
    /// The first day at the new performer.
    #[schema(format = Date, example = "2026-10-14")]
    pub first: Date,
    /// `transfer.first_of_month` when the day was moved by the programme's rule.
    pub moved: Option<&'static str>,
    /// The last day paid at the old performer; null when there is none.
    #[schema(format = Date, example = "2026-10-13")]
    pub last: Option<Date>,
    /// The month of the first day, by its first.
    #[schema(format = Date, example = "2026-10-01")]
    pub month: Date,
    /// The nominal of its part (tiyn): fixed by the booking, else the rate of the new group; null where no rate is in force.
    pub nominal: Option<i64>,
    /// The performers of the month, in the order of their days.
    pub shares: Vec<Share>,
    /// Study days of the new group between the two that nobody is paid for.
    pub gap_days: u32,
    /// What goes back to the budget of the month (tiyn).
    pub rest: i64,
    /// Later months, by their first days: booked anew at the new performer with the same nominals.
    pub later: Vec<Date>,
}

/// The days of somebody in a month, and the study days of its group there.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Days {
    live: DayMask,
    study: DayMask,
}

impl Days {
    fn served(self) -> u32 {
        (self.live & self.study).count_ones()
    }
}

/// What each of several performers gets of a nominal for its days, in their order and never above it (spec 2.1), and what is left.
fn divide(nominal: i64, all: &[Days]) -> (Vec<i64>, i64) {
    let mut left = nominal;
    let amounts = all.iter().map(|days| {
        let amount = share(nominal, days.served(), days.study.count_ones()).min(left);
        left = left.saturating_sub(amount);
        amount
    });
    (amounts.collect(), left)
}

/// Shows what a change would do; nothing is changed.
///
/// # Errors
/// `access.denied`; `voucher.unknown` also for one that the actor may not see; `group.unknown`; `voucher.none` for a group of another
/// programme or region; `voucher.annulled`; `contract.outside_period` for a day outside of its months; `calendar.unknown_year`; faults.
pub async fn preview(app: &App, actor: &Actor, wish: Wish) -> Result<Preview> {
    access::require(app, actor, "read.vouchers").await?;
    let unknown = || Refusal::new("voucher.unknown", wish.voucher.to_string());
    let tx = app.begin(actor, "vouchers.read", 0).await?;
    let voucher = store::api::find(&tx, wish.voucher).await?.ok_or_else(unknown)?;
    tx.commit().await?;
    // The group that the child is to go to is no secret, and not the actor's.
    let tx = app.begin(&actor.with_scope(Scope::National), "vouchers.read", voucher.region).await?;
    let target = Target::load(&tx, &voucher, wish.to_group).await?;
    let held = Held::load(&tx, &voucher).await?;
    let terms = terms::terms(tx.pack(), &voucher.programme, wish.on)?;
    let preview = look(&tx, (&voucher, terms), (&held, &target), wish.on).await?;
    tx.commit().await?;
    let others = held.performers(&preview).any(|performer| !sees(actor, voucher.region, performer));
    if others { Err(unknown().into()) } else { Ok(preview) }
}

/// A performer looks only at changes from itself: another's days are not its own.
fn sees(actor: &Actor, region: i16, performer: Uuid) -> bool {
    match &actor.scope {
        Scope::Own { parties, .. } if actor.role == Role::Performer => parties.contains(&(region, performer)),
        Scope::Own { .. } | Scope::National | Scope::Regions(_) | Scope::Programmes { .. } => true,
    }
}

/// Where the child is to go.
struct Target {
    bin: String,
    /// Which rates apply: locality and kind of the performer.
    rate_key: (String, String),
    group: GroupRevision,
}

impl Target {
    async fn load(tx: &Tx<'_>, voucher: &VoucherRow, group: Uuid) -> Result<Self> {
        let unknown = || Refusal::new("group.unknown", group.to_string());
        let (region, performer, programme) = find_group(tx, group).await?.ok_or_else(unknown)?;
        if region != voucher.region || programme != voucher.programme {
            return Err(
                Refusal::new("voucher.none", format!("the group is of {programme} in region {region:02}")).into()
            );
        }
        let found = list_groups(tx, region, &[performer]).await?.into_iter().find(|row| row.id == group);
        let revision = found.and_then(|row| row.revision).ok_or_else(unknown)?;
        let performers = list_performers(tx, region, &[performer], tx.today()).await?;
        let performer = performers.into_iter().next().ok_or_else(unknown)?;
        Ok(Self { bin: performer.bin, rate_key: (performer.locality, performer.kind), group: revision })
    }
}

/// What is booked of the voucher.
struct Held {
    portions: Vec<PortionRow>,
    nominals: Vec<(Date, i64)>,
    annulled_from: Option<Date>,
    groups: Vec<(Uuid, GroupRevision)>,
    bins: Vec<(Uuid, String)>,
}

impl Held {
    async fn load(tx: &Tx<'_>, voucher: &VoucherRow) -> Result<Self> {
        let (region, ids) = (voucher.region, [voucher.id]);
        // What was split at the booking may be in any month of a year.
        let months =
            part_months(voucher.first_month, if voucher.parts == 0 { 0b1111_1111_1111 } else { voucher.parts });
        let mut portions = store::list_portions(tx, region, &months, Of::Vouchers(&ids)).await?;
        portions.retain(|portion| mask((portion.from_day, portion.last_day)) != 0);
        let performers: Vec<Uuid> = portions.iter().map(|portion| portion.performer_id).collect();
        let groups = list_groups(tx, region, &performers).await?;
        Ok(Self {
            nominals: store::list_parts(tx, region, &ids, &months)
                .await?
                .into_iter()
                .map(|part| (part.month, part.nominal))
                .collect(),
            annulled_from: store::annulments(tx, region, &ids).await?.remove(&voucher.id),
            groups: groups.into_iter().filter_map(|group| Some((group.id, group.revision?))).collect(),
            bins: list_performers(tx, region, &performers, tx.today())
                .await?
                .into_iter()
                .map(|performer| (performer.id, performer.bin))
                .collect(),
            portions,
        })
    }

    /// The portions of a month that begin before a day, each cut to the day before it.
    fn before(&self, first: Date) -> impl Iterator<Item = (&PortionRow, DayMask)> {
        let month = first.first_of_month();
        let earlier = Month::of(first).days_between(month, first.yesterday().unwrap_or(first));
        let earlier = if first.day() == 1 { 0 } else { earlier };
        let of_month = self.portions.iter().filter(move |portion| portion.month == month);
        of_month
            .map(move |portion| (portion, mask((portion.from_day, portion.last_day)) & earlier))
            .filter(|(_, days)| *days != 0)
    }

    /// The last booked day before one.
    fn last_before(&self, first: Date) -> Option<Date> {
        let days =
            self.portions.iter().filter(|portion| portion.month < first.first_of_month()).filter_map(|portion| {
                let day = u32::try_from(portion.last_day).ok()?;
                Month::of(portion.month).day_or_last(day)
            });
        let of_month = self.before(first).filter_map(|(portion, days)| {
            Month::of(portion.month).day_or_last(32_u32.saturating_sub(days.leading_zeros()))
        });
        days.chain(of_month).max()
    }

    /// The performers that a preview speaks of.
    fn performers<'a>(&'a self, preview: &'a Preview) -> impl Iterator<Item = Uuid> {
        let shown = preview.shares.iter().take(preview.shares.len().saturating_sub(1));
        shown.filter_map(|share| self.bins.iter().find(|(_, bin)| *bin == share.performer_bin)).map(|(id, _)| *id)
    }
}

async fn look(
    tx: &Tx<'_>,
    (voucher, terms): (&VoucherRow, &Terms),
    (held, target): (&Held, &Target),
    wished: Date,
) -> Result<Preview> {
    let outside = || Refusal::new("contract.outside_period", format!("no part of the voucher on {wished}"));
    let handover = terms.handover(wished).ok_or_else(outside)?;
    let (first, month) = (handover.first, handover.first.first_of_month());
    let months = months_of(voucher, terms, first)?;
    if !months.contains(&month) {
        return Err(outside().into());
    }
    if held.annulled_from.is_some_and(|from| first >= from) {
        return Err(Refusal::new("voucher.annulled", voucher.number.clone()).into());
    }
    let study = |group: &GroupRevision, month| terms::study_days(tx.pack(), month, group.weekdays, &group.vacations);
    let (mut days, mut shares) = (Vec::new(), Vec::new());
    let mut add = |bin: &str, one: Days| {
        let day = |day: u32| Month::of(month).day_or_last(day).unwrap_or(month);
        shares.push(Share {
            performer_bin: bin.to_owned(),
            from: day(one.live.trailing_zeros().saturating_add(1)),
            to: day(32_u32.saturating_sub(one.live.leading_zeros())),
            days: one.served(),
            study_days: one.study.count_ones(),
            amount: 0,
        });
        days.push(one);
    };
    for (portion, live) in held.before(first) {
        let bin = held.bins.iter().find(|(id, _)| *id == portion.performer_id).map(|(_, bin)| bin.as_str());
        let group = held.groups.iter().find(|(id, _)| *id == portion.group_id).map(|(_, group)| group);
        let study = group.map(|group| study(group, month)).transpose()?.unwrap_or_default();
        add(bin.unwrap_or_default(), Days { live, study });
    }
    add(
        &target.bin,
        Days { live: Month::of(month).days_between(first, Date::MAX), study: study(&target.group, month)? },
    );
    let nominal = nominal(tx, (voucher, terms), (held, target), month).await?;
    let (amounts, rest) = divide(nominal.unwrap_or_default(), &days);
    shares.iter_mut().zip(amounts).for_each(|(share, amount)| share.amount = amount);
    let last = held.last_before(first);
    Ok(Preview {
        voucher: voucher.number.clone(),
        wished,
        first,
        moved: handover.moved.then_some("transfer.first_of_month"),
        last,
        month,
        nominal,
        shares,
        gap_days: gap(&months, last, first, |month| study(&target.group, month))?,
        rest,
        later: months.into_iter().filter(|later| *later > month).collect(),
    })
}

/// Study days after the last day and before the first.
fn gap(months: &[Date], last: Option<Date>, first: Date, study: impl Fn(Date) -> Result<DayMask>) -> Result<u32> {
    let Some((from, to)) = last.and_then(|last| Some((last.tomorrow().ok()?, first.yesterday().ok()?))) else {
        return Ok(0);
    };
    let mut days = 0_u32;
    for month in months.iter().filter(|month| **month <= to && month.last_of_month() >= from && from <= to) {
        days = days.saturating_add((study(*month)? & Month::of(*month).days_between(from, to)).count_ones());
    }
    Ok(days)
}

/// The months of a voucher; of one that gets its parts when it is booked, those that a booking from `first` would give it.
fn months_of(voucher: &VoucherRow, terms: &Terms, first: Date) -> Result<Vec<Date>> {
    if voucher.parts != 0 {
        return Ok(part_months(voucher.first_month, voucher.parts));
    }
    let months = split::part_months(terms, first, Date::new(first.year(), 12, 31)?)
        .map_err(|refusal| Refusal::new(refusal.code(), voucher.number.clone()))?;
    Ok(months.into_iter().map(Month::first).collect())
}

/// The nominal of a month: that of its part, else the rate of the group where the child is to go; nothing where only the contract there
/// will say it.
async fn nominal(
    tx: &Tx<'_>,
    (voucher, terms): (&VoucherRow, &Terms),
    (held, target): (&Held, &Target),
    month: Date,
) -> Result<Option<i64>> {
    if let Some((_, nominal)) = held.nominals.iter().find(|(known, _)| *known == month) {
        return Ok(Some(*nominal));
    }
    let whose = match terms.nominal {
        NominalSource::PerCapitaRate | NominalSource::RateAtBooking => String::new(),
        NominalSource::IssuerRate => voucher.issuer_bin.clone(),
        NominalSource::ContractPrice | NominalSource::PerChildOrder => return Ok(None),
    };
    let (locality, kind) = target.rate_key.clone();
    let key = (month, whose, locality, kind, target.group.group_kind.clone(), target.group.hours);
    let rates = rates_on(tx, voucher.region, &voucher.programme, &[month]).await?;
    Ok(rates.into_iter().find(|rate| rate.key == key).map(|rate| rate.monthly))
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    /// Days `live` of which `study` in the month are study days.
    fn days(live: (i16, i16), study: DayMask) -> Days {
        Days { live: mask(live), study }
    }

    #[test]
    fn each_gets_its_days_and_never_more_than_is_left() {
        let all = mask((1, 22));
        assert_eq!(divide(2_200, &[days((1, 13), all), days((14, 31), all)]), (vec![1_300, 900], 0));
        // The second's month is shorter: its share is cut to what the first leaves.
        assert_eq!(divide(2_200, &[days((1, 11), all), days((12, 31), mask((12, 22)))]), (vec![1_100, 1_100], 0));
        assert_eq!(divide(2_200, &[days((1, 5), all), days((20, 31), all)]), (vec![500, 300], 1_400));
        assert_eq!(divide(2_200, &[days((1, 31), all)]), (vec![2_200], 0));
        assert_eq!(divide(100, &[days((1, 1), mask((1, 3))), days((2, 3), mask((1, 3)))]), (vec![33, 67], 0));
        assert_eq!(divide(100, &[days((1, 31), 0)]), (vec![0], 100));
        assert_eq!(divide(0, &[days((1, 31), all)]), (vec![0], 0));
    }

    #[test]
    fn a_gap_counts_study_days_between_two_contracts() {
        let months = [date(2026, 9, 1), date(2026, 10, 1), date(2026, 11, 1)];
        let every = |month: Date| Ok(Month::of(month).all_days());
        let count = |last, first| gap(&months, last, first, every).unwrap();
        assert_eq!(count(Some(date(2026, 10, 13)), date(2026, 10, 14)), 0);
        assert_eq!(count(Some(date(2026, 10, 13)), date(2026, 10, 20)), 6);
        assert_eq!(count(Some(date(2026, 9, 30)), date(2026, 11, 3)), 33);
        assert_eq!(count(None, date(2026, 11, 3)), 0);
    }
}
