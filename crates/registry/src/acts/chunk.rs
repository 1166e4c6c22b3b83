//! One chunk of a close: some performers under their locks, one load, one save, one commit.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use jiff::civil::Date;
use law::{DayMask, Month, Pack};
use uuid::Uuid;

use super::{
    beside::{self, BesideLine, Earlier, Funding},
    close::{Closed, Shared},
    draft::{Draft, GroupFacts, Known, Line, draft},
    line::Portion,
    qr::{self, Cure},
    store::{
        ActFee, ActLine, ActVersion, Exception,
        beside::list_funding,
        changed,
        close::{self as store, ActRow, Of, Performer},
    },
    xml,
};
use crate::{
    app::App,
    contracts::{self, fees::Fees},
    parties::{self, GroupCalendar},
    platform::{Actor, Result, Tx},
};

/// Portions of which something was recorded since they were written off, and the performers of the chunk.
type Changed<'a> = (&'a BTreeSet<(Uuid, i16)>, &'a [Uuid]);

/// Everything that the performers of a chunk are computed from.
#[derive(Default)]
struct Loaded {
    /// Portions to look at, by performer.
    own: HashMap<Uuid, Vec<Portion>>,
    shared: HashMap<(Date, Uuid), Vec<Portion>>,
    written: HashMap<(Date, Uuid, i16), i64>,
    groups: HashMap<Uuid, GroupFacts>,
    /// What performers have beside their parts, and the portions of the earlier months that it is counted anew for.
    funding: HashMap<Uuid, Funding>,
    earlier: HashMap<Uuid, Earlier>,
    fees: Fees,
    fees_written: HashMap<(Date, Uuid, i16), i64>,
    cure: Cure,
}

/// What is to be written.
#[derive(Default)]
struct Saved {
    acts: Vec<ActRow>,
    versions: Vec<ActVersion>,
    lines: Vec<ActLine>,
    fees: Vec<ActFee>,
    exceptions: Vec<Exception>,
}

/// Closes some performers in a transaction of their own.
pub(super) async fn close_chunk(app: &App, actor: &Actor, shared: &Shared, performers: &[Uuid]) -> Result<Closed> {
    let mut tx = app.begin(actor, "acts.drafted", shared.region).await?;
    let epochs: HashMap<Uuid, i64> =
        parties::lock_performers(&mut tx, shared.region, performers).await?.into_iter().collect();
    let all = store::list_performers(&tx, shared.region, shared.month, performers).await?;
    let (open, signed): (Vec<Performer>, Vec<Performer>) =
        all.into_iter().partition(|performer| performer.act.is_none_or(|(_, state, _)| state.is_open()));
    let loaded = load(&tx, shared, &open).await?;
    let (closed, saved) = decide(&tx, shared, (&open, &epochs), &loaded).await?;
    tx.record(&saved.versions).await?;
    tx.record(&saved.lines).await?;
    tx.record(&saved.fees).await?;
    tx.record(&saved.exceptions).await?;
    store::save_acts(&tx, shared.region, shared.month, &saved.acts).await?;
    fail::fail_point!("close-before-chunk-commit", |_| Err(
        anyhow::anyhow!("fail point close-before-chunk-commit").into()
    ));
    tx.commit().await?;
    fail::fail_point!("close-after-chunk-commit", |_| Err(
        anyhow::anyhow!("fail point close-after-chunk-commit").into()
    ));
    Ok(Closed { performers: performers.len(), skipped: signed.len(), ..closed })
}

async fn load(tx: &Tx<'_>, shared: &Shared, open: &[Performer]) -> Result<Loaded> {
    let ids: Vec<Uuid> = open.iter().map(|performer| performer.id).collect();
    let (region, month, activation) = (shared.region, shared.month, shared.terms.activation);
    let (portions, changed) = tokio::try_join!(
        store::list_portions(tx, region, (month, activation), Of::Performers(&ids)),
        changed::list_changed(tx, region, (month, activation, shared.amount_terms.charges_fee), &ids),
    )?;
    let mut loaded = Loaded::default();
    let mut several = BTreeSet::new();
    for portion in portions {
        if portion.portion > 1 || shared.several.contains(&portion.voucher_id) {
            several.insert(portion.voucher_id);
        }
        loaded.own.entry(portion.performer_id).or_default().push(portion);
    }
    add_shared(tx, (region, month, activation), several, &mut loaded, None).await?;
    let mut months = BTreeMap::<Date, BTreeSet<(Uuid, i16)>>::new();
    for (month, voucher, portion) in changed {
        months.entry(month).or_default().insert((voucher, portion));
    }
    if shared.amount_terms.charges_fee {
        loaded.fees = contracts::fees::store::fees(tx, region, &ids).await?;
    }
    if shared.terms.qr_share_bp > 0 {
        loaded.cure = qr::cure(tx, shared, &ids).await?;
    }
    for (month, changed) in months {
        if shared.amount_terms.charges_fee {
            loaded.fees_written.extend(changed::list_fees_written(tx, region, month, &ids).await?);
        }
        let vouchers = changed.iter().map(|(voucher, _)| *voucher).collect();
        add_shared(tx, (region, month, activation), vouchers, &mut loaded, Some((&changed, &ids))).await?;
    }
    add_funding(tx, (region, month, activation), &ids, &mut loaded).await?;
    loaded.groups = groups(tx, region, &loaded).await?;
    Ok(loaded)
}

/// Reads what the performers have beside their parts, and those who share parts with them; almost always that is nothing.
async fn add_funding(
    tx: &Tx<'_>,
    (region, month, activation): (i16, Date, bool),
    ids: &[Uuid],
    loaded: &mut Loaded,
) -> Result<()> {
    let others = loaded.shared.values().flatten().map(|portion| portion.performer_id);
    let performers: BTreeSet<Uuid> = others.chain(ids.iter().copied()).collect();
    loaded.funding = list_funding(tx, region, month, &Vec::from_iter(performers)).await?;
    let mut again = BTreeMap::<Date, Vec<Uuid>>::new();
    for performer in ids {
        let Some(funding) = loaded.funding.get(performer) else { continue };
        let own = loaded.own.get(performer).map_or(&[][..], Vec::as_slice);
        for month in funding.capital_again(&own.iter().map(|portion| portion.month).collect()) {
            again.entry(month).or_default().push(*performer);
        }
    }
    for (month, performers) in again {
        let portions = store::list_portions(tx, region, (month, activation), Of::Performers(&performers)).await?;
        let vouchers: Vec<Uuid> = portions.iter().map(|portion| portion.voucher_id).collect();
        loaded.written.extend(changed::list_written(tx, region, month, &vouchers).await?);
        for performer in performers {
            loaded.earlier.entry(performer).or_default().entry(month).or_default();
        }
        for portion in portions {
            let of = loaded.earlier.entry(portion.performer_id).or_default();
            of.entry(month).or_default().push(portion);
        }
    }
    Ok(())
}

/// Reads all portions of some parts with what was written off for them; those of `changed` are looked at again.
async fn add_shared(
    tx: &Tx<'_>,
    (region, month, activation): (i16, Date, bool),
    vouchers: BTreeSet<Uuid>,
    loaded: &mut Loaded,
    changed: Option<Changed<'_>>,
) -> Result<()> {
    let vouchers = Vec::from_iter(vouchers);
    let (portions, written) = tokio::try_join!(
        store::list_portions(tx, region, (month, activation), Of::Vouchers(&vouchers)),
        changed::list_written(tx, region, month, &vouchers),
    )?;
    loaded.written.extend(written);
    for portion in portions {
        let again = |(changed, ids): Changed<'_>| {
            changed.contains(&(portion.voucher_id, portion.portion)) && ids.contains(&portion.performer_id)
        };
        if changed.is_some_and(again) {
            loaded.own.entry(portion.performer_id).or_default().push(portion.clone());
        }
        loaded.shared.entry((month, portion.voucher_id)).or_default().push(portion);
    }
    Ok(())
}

async fn groups(tx: &Tx<'_>, region: i16, loaded: &Loaded) -> Result<HashMap<Uuid, GroupFacts>> {
    let earlier = || loaded.earlier.values().flat_map(HashMap::values);
    let portions = || loaded.own.values().chain(loaded.shared.values()).chain(earlier()).flatten();
    let ids: BTreeSet<Uuid> = portions().map(|portion| portion.group_id).collect();
    let months: BTreeSet<Date> = portions().map(|portion| portion.month).collect();
    let groups = store::list_groups(tx, region, &Vec::from_iter(ids)).await?;
    let facts = |group: store::Group| {
        let calendar = GroupCalendar::parse(group.weekdays, &group.vacations);
        let study = months.iter().map(|month| (*month, study_days(tx.pack(), calendar.as_ref(), *month))).collect();
        (group.id, GroupFacts { object: group.object, study })
    };
    Ok(groups.into_iter().map(facts).collect())
}

pub(super) fn study_days(pack: &Pack, calendar: Option<&GroupCalendar>, month: Date) -> Result<DayMask, &'static str> {
    let calendar = calendar.ok_or("row.invalid")?;
    let days = pack.calendar.study_days(Month::of(month), calendar.weekdays, &calendar.vacations);
    days.map_err(|refusal| refusal.code())
}

/// Computes the drafts and keeps those that differ from what stands.
async fn decide(
    tx: &Tx<'_>,
    shared: &Shared,
    (open, epochs): (&[Performer], &HashMap<Uuid, i64>),
    loaded: &Loaded,
) -> Result<(Closed, Saved)> {
    let acts: Vec<(Uuid, i16)> =
        open.iter().filter_map(|performer| performer.act.map(|(id, _, version)| (id, version))).collect();
    let with_act: Vec<(Uuid, i16)> =
        open.iter().filter_map(|performer| performer.act.map(|(_, _, version)| (performer.id, version))).collect();
    let (mut lines_before, mut kept_before, mut fees_before) = (HashMap::new(), HashMap::new(), HashMap::new());
    if !acts.is_empty() {
        if shared.amount_terms.charges_fee {
            fees_before = store::list_fees(tx, shared.region, shared.month, &acts).await?;
        }
        lines_before = store::list_lines(tx, shared.region, shared.month, &acts).await?;
        kept_before = store::list_exceptions(tx, shared.region, shared.month, &with_act).await?;
    }
    let known = Known {
        month: shared.month,
        terms: shared.amount_terms,
        groups: &loaded.groups,
        shared: &loaded.shared,
        leave: &shared.leave,
        deaths: &shared.deaths,
        written: &loaded.written,
        fees: &loaded.fees,
        fees_written: &loaded.fees_written,
        failed: &loaded.cure.failed,
        adjusting_line: shared.adjusting_line,
        funding: &loaded.funding,
    };
    let nothing = Earlier::new();
    let (mut closed, mut saved) = (Closed::default(), Saved::default());
    for performer in open {
        let portions = loaded.own.get(&performer.id).map_or(&[][..], Vec::as_slice);
        let mut drafted = draft(portions, performer.terminated_on, &known);
        if let Some(funding) = loaded.funding.get(&performer.id) {
            let earlier = loaded.earlier.get(&performer.id).unwrap_or(&nothing);
            beside::add(&mut drafted, funding, earlier, (&known, tx.pack()));
        }
        // What an estimate pays hangs on no attendance (spec 3.8).
        if !known.is_funded(performer.id, shared.month)
            && loaded.cure.is_over(performer.id, (drafted.enrolled_days, drafted.qr_days))
        {
            drafted.leave_unpaid("qr.below_share");
        }
        if drafted.count() == 0 && drafted.kept.is_empty() && performer.act.is_none() {
            continue;
        }
        closed.closed = closed.closed.saturating_add(1);
        closed.late = closed.late.saturating_add(usize::from(drafted.is_late()));
        closed.lines = closed.lines.saturating_add(drafted.count());
        closed.exceptions = closed.exceptions.saturating_add(drafted.kept.len());
        closed.total_due = closed.total_due.saturating_add(drafted.due());
        let mut next = Next::new(tx, shared, performer, epochs)?;
        let before = (lines_before.remove(&next.act.id), kept_before.remove(&performer.id));
        let fees = fees_before.remove(&next.act.id).unwrap_or_default();
        next.total(&drafted);
        if let (Some(_), (lines, kept)) = (performer.act, before)
            && next.is_unchanged(&drafted, (&lines.unwrap_or_default(), &fees), &kept.unwrap_or_default())
        {
            saved.acts.push(next.act);
            continue;
        }
        next.act.version = performer.act.map_or(1, |(_, _, version)| version.saturating_add(1));
        next.save(tx, &drafted, &mut saved)?;
    }
    saved.acts.sort_by_key(|act| act.id);
    saved.lines.sort_by_key(|line| (line.act_id, line.n));
    saved.fees.sort_by_key(|fee| (fee.act_id, fee.n));
    Ok((closed, saved))
}

/// A performer's act on its way to the next version.
struct Next<'a> {
    shared: &'a Shared,
    performer: &'a Performer,
    issuer_bin: &'a str,
    receivable: i64,
    act: ActRow,
}

impl<'a> Next<'a> {
    fn new(tx: &Tx<'_>, shared: &'a Shared, performer: &'a Performer, epochs: &HashMap<Uuid, i64>) -> Result<Self> {
        let no_issuer = || anyhow::anyhow!("performer {} has portions and no state order", performer.bin);
        let (issuer_id, issuer_bin) = performer.issuer.as_ref().ok_or_else(no_issuer)?;
        let month = shared.month.strftime("%Y%m");
        let prefix = shared.terms.voucher_prefix.trim_end_matches('-');
        let act = ActRow {
            id: performer.act.map_or_else(|| tx.app().clock.id(), |(id, _, _)| id),
            number: format!("A-{:02}-{month}-{}-{prefix}", shared.region, performer.bin),
            programme: shared.terms.programme.clone(),
            performer_id: performer.id,
            issuer_id: *issuer_id,
            version: performer.act.map_or(1, |(_, _, version)| version),
            epoch: epochs.get(&performer.id).copied().unwrap_or(0),
            total: 0,
        };
        let receivable = shared.receivables.get(&performer.id).copied().unwrap_or(0);
        Ok(Self { shared, performer, issuer_bin, receivable, act })
    }

    fn total(&mut self, draft: &Draft<'_>) {
        self.act.total = draft.due().saturating_sub(self.receivable).max(0);
    }

    fn lines(&self, draft: &Draft<'_>, known_at: jiff::Timestamp) -> Vec<ActLine> {
        let mut lines = Vec::with_capacity(draft.count());
        lines.extend(draft.lines.iter().zip(1..).map(|(line, n)| self.line(line, n, known_at)));
        let next = i32::try_from(draft.lines.len()).unwrap_or(i32::MAX).saturating_add(1);
        lines.extend(draft.beside.iter().zip(next..).map(|(line, n)| self.beside(line, n, known_at)));
        lines
    }

    /// A line that is of no part: its subject is the performer.
    fn beside(&self, line: &BesideLine, n: i32, known_at: jiff::Timestamp) -> ActLine {
        ActLine {
            region: self.shared.region,
            month: self.shared.month,
            act_id: self.act.id,
            version: self.act.version,
            n,
            kind: line.kind(),
            line_month: line.month,
            voucher_id: self.performer.id,
            portion: 0,
            contract_id: line.obligation,
            line_id: line.line_id,
            nominal: line.nominal,
            study_days: 0,
            enrolled_days: i16::try_from(line.pupils).unwrap_or(i16::MAX),
            present: 0,
            excused: 0,
            leave: 0,
            leave_days_used: 0,
            closed: 0,
            unexcused: 0,
            payable_days: 0,
            computed: line.computed,
            due: line.due,
            known_at,
        }
    }

    fn line(&self, line: &Line<'_>, n: i32, known_at: jiff::Timestamp) -> ActLine {
        // Days of a month fit whatever they are counted in.
        let days = |count: u32| i16::try_from(count).unwrap_or(i16::MAX);
        let (portion, amount) = (line.portion, &line.amount);
        ActLine {
            region: self.shared.region,
            month: self.shared.month,
            act_id: self.act.id,
            version: self.act.version,
            n,
            kind: line.kind().1,
            line_month: portion.month,
            voucher_id: portion.voucher_id,
            portion: portion.portion,
            contract_id: portion.contract_id,
            line_id: line.line_id,
            nominal: portion.nominal,
            study_days: days(amount.study_days),
            enrolled_days: days(amount.enrolled_days),
            present: days(amount.present),
            excused: days(amount.excused),
            leave: days(amount.leave),
            leave_days_used: days(line.leave_days_used),
            closed: days(amount.closed),
            unexcused: days(amount.unexcused),
            payable_days: days(amount.payable_days),
            computed: amount.due.tiyn(),
            due: line.due,
            known_at,
        }
    }

    fn fees(&self, draft: &Draft<'_>) -> Vec<ActFee> {
        let fee = |(line, n): (&Line<'_>, i32)| {
            line.fee.map(|(fee, fee_due)| ActFee {
                region: self.shared.region,
                month: self.shared.month,
                act_id: self.act.id,
                version: self.act.version,
                n,
                line_month: line.portion.month,
                contract_id: line.portion.contract_id,
                fee,
                fee_due,
            })
        };
        draft.lines.iter().zip(1..).filter_map(fee).collect()
    }

    fn exceptions(&self, draft: &Draft<'_>) -> Vec<Exception> {
        let exception = |kept: &super::draft::Kept| Exception {
            region: self.shared.region,
            month: self.shared.month,
            performer_id: self.performer.id,
            version: self.act.version,
            voucher_id: kept.voucher_id,
            portion: kept.portion,
            code: kept.code.to_owned(),
            detail: kept.detail.clone(),
        };
        draft.kept.iter().map(exception).collect()
    }

    /// Whether the version that stands says the same but for the time at which it was known.
    fn is_unchanged(&self, draft: &Draft<'_>, (lines, fees): (&[ActLine], &[ActFee]), kept: &[Exception]) -> bool {
        let returned = self.performer.act.is_some_and(|(_, state, _)| state != super::State::Draft);
        let days = |count: u32| i32::try_from(count).unwrap_or(i32::MAX);
        let known_at = lines.first().map(|line| line.known_at).unwrap_or_default();
        !returned
            && self.act.total == self.performer.total
            && (days(draft.enrolled_days), days(draft.qr_days)) == self.performer.student_days
            && draft.unpaid == self.performer.unpaid.as_deref()
            && self.fees(draft) == fees
            && self.lines(draft, known_at) == lines
            && self.exceptions(draft) == kept
    }

    fn save(self, tx: &Tx<'_>, draft: &Draft<'_>, saved: &mut Saved) -> Result<()> {
        let count = |number: usize| i32::try_from(number).unwrap_or(i32::MAX);
        let head = xml::Head {
            id: self.act.id,
            number: &self.act.number,
            version: self.act.version,
            month: self.shared.month,
            performer_bin: &self.performer.bin,
            issuer_bin: self.issuer_bin,
            known_at: tx.at(),
            prepared_by: &tx.actor().person,
            total: self.act.total,
            receivable: self.receivable,
        };
        let xml = xml::document(&head, self.shared.terms, draft).map_err(anyhow::Error::from)?;
        saved.versions.push(ActVersion {
            region: self.shared.region,
            month: self.shared.month,
            act_id: self.act.id,
            version: self.act.version,
            lines: count(draft.count()),
            total: self.act.total,
            enrolled_days: i32::try_from(draft.enrolled_days).unwrap_or(i32::MAX),
            qr_days: i32::try_from(draft.qr_days).unwrap_or(i32::MAX),
            known_at: tx.at(),
            prepared_by: tx.actor().person.clone(),
            xml,
            unpaid: draft.unpaid.map(str::to_owned),
        });
        saved.lines.extend(self.lines(draft, tx.at()));
        saved.fees.extend(self.fees(draft));
        saved.exceptions.extend(self.exceptions(draft));
        saved.acts.push(self.act);
        Ok(())
    }
}
