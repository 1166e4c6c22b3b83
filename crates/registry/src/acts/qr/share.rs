//! Which groups and days pull a month down.

use std::collections::BTreeMap;

use jiff::civil::Date;
use law::{Month, qr_share::qr_share};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{
    cure::until,
    store::{self, Known},
};
use crate::{
    acts::{
        chunk::study_days,
        store::close::{Of, list_groups, list_portions},
    },
    parties::GroupCalendar,
    platform::{Refusal, Result, Tx},
};

/// A day of a group.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct DayShare {
    /// Day of the month.
    pub day: u32,
    /// Children enrolled.
    pub enrolled: u32,
    /// Of them taken by QR.
    pub by_qr: u32,
    /// Whether an accepted failure keeps the day out of the base.
    pub failed: bool,
}

/// A group's month.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct GroupShare {
    /// The group's code.
    pub group: String,
    /// Its title.
    pub title: String,
    /// Student-days of the base.
    pub enrolled: u32,
    /// Of them by QR.
    pub by_qr: u32,
    /// Basis points, rounded down.
    pub share_bp: i64,
    /// Student-days by QR that it lacks to reach the share by itself.
    pub lacks: u32,
    /// Its study days with children.
    pub days: Vec<DayShare>,
}

/// A performer's month.
#[derive(Clone, Debug)]
pub struct Share {
    /// Basis points asked for.
    pub required_bp: u32,
    /// Student-days of the base.
    pub enrolled: u32,
    /// Of them by QR.
    pub by_qr: u32,
    /// Basis points, rounded down.
    pub share_bp: i64,
    /// Whether it suffices.
    pub meets: bool,
    /// The last day of the cure term.
    pub until: Option<Date>,
    /// Groups, the one that lacks most first.
    pub groups: Vec<GroupShare>,
    /// Failures documented.
    pub(crate) failures: Vec<Known>,
}

/// Counts a performer's month as known now, in the reader's sight.
///
/// # Errors
/// `qr.not_asked` where the terms ask for no share; faults.
pub async fn share(tx: &Tx<'_>, (region, month): (i16, Date), performer: Uuid) -> Result<Share> {
    let programme = store::find_programme(tx, (region, performer)).await?.unwrap_or_default();
    let terms = tx.pack().terms_on(&programme, month.last_of_month()).filter(|terms| terms.qr_share_bp > 0);
    let terms = terms.ok_or_else(|| Refusal::new("qr.not_asked", programme))?;
    let failures = store::list(tx, (region, month), &[performer]).await?;
    let portions = list_portions(tx, region, (month, terms.activation), Of::Performers(&[performer])).await?;
    let mut ids: Vec<Uuid> = portions.iter().map(|portion| portion.group_id).collect();
    ids.sort_unstable();
    ids.dedup();
    let calendars: BTreeMap<Uuid, u32> = list_groups(tx, region, &ids)
        .await?
        .into_iter()
        .map(|group| {
            let calendar = GroupCalendar::parse(group.weekdays, &group.vacations);
            (group.id, study_days(tx.pack(), calendar.as_ref(), month).unwrap_or(0))
        })
        .collect();
    let mut counted = BTreeMap::<(Uuid, u32), (u32, u32)>::new();
    for portion in &portions {
        let days = calendars.get(&portion.group_id).copied().unwrap_or(0) & portion.live & portion.in_force;
        for day in (1..=31).filter(|day| days >> (day - 1) & 1 == 1) {
            let (enrolled, by_qr) = counted.entry((portion.group_id, day)).or_default();
            *enrolled = enrolled.saturating_add(1);
            *by_qr = by_qr.saturating_add(portion.qr_days(1 << (day - 1)));
        }
    }
    let titles = store::list_titles(tx, region, performer).await?;
    let failed = |group: Uuid, day: u32| {
        let mut accepted = failures.iter().filter(|known| known.accepted == Some(true));
        accepted.any(|known| (known.of() == group || known.of() == performer) && known.days() >> (day - 1) & 1 == 1)
    };
    let mut groups: Vec<GroupShare> = Vec::new();
    for (id, code, title) in titles.into_iter().filter(|(id, ..)| calendars.contains_key(id)) {
        let of_group = counted.range((id, 0)..=(id, 31));
        let days: Vec<DayShare> = of_group
            .map(|((_, day), (enrolled, by_qr))| DayShare {
                day: *day,
                enrolled: *enrolled,
                by_qr: *by_qr,
                failed: failed(id, *day),
            })
            .collect();
        groups.push(group((code, title), days, terms.qr_share_bp));
    }
    groups.sort_by_key(|group| (std::cmp::Reverse(group.lacks), group.group.clone()));
    let sum = |of: fn(&GroupShare) -> u32| groups.iter().fold(0_u32, |sum, group| sum.saturating_add(of(group)));
    let (enrolled, by_qr) = (sum(|group| group.enrolled), sum(|group| group.by_qr));
    let (share_bp, meets) = judged((enrolled, by_qr), terms.qr_share_bp);
    let until = until(tx.pack(), terms, Month::of(month).first());
    Ok(Share { required_bp: terms.qr_share_bp, enrolled, by_qr, share_bp, meets, until, groups, failures })
}

fn judged((enrolled, by_qr): (u32, u32), required: u32) -> (i64, bool) {
    let share = qr_share(enrolled.into(), by_qr.into(), required.into());
    share.map_or((0, false), |share| (i64::try_from(share.share_bp).unwrap_or(i64::MAX), share.meets))
}

fn group((group, title): (String, String), days: Vec<DayShare>, required: u32) -> GroupShare {
    let counted = || days.iter().filter(|day| !day.failed);
    let enrolled = counted().fold(0_u32, |sum, day| sum.saturating_add(day.enrolled));
    let by_qr = counted().fold(0_u32, |sum, day| sum.saturating_add(day.by_qr));
    // The least count that reaches the share: required/10000 of the base, rounded up.
    let needed = u64::from(enrolled).saturating_mul(required.into()).div_ceil(10_000);
    let lacks = u32::try_from(needed).unwrap_or(u32::MAX).saturating_sub(by_qr);
    GroupShare { group, title, enrolled, by_qr, share_bp: judged((enrolled, by_qr), required).0, lacks, days }
}
