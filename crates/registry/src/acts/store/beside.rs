//! What the acts of performers owe beside their parts: what was entered, and what signed acts have given of it already.

use std::collections::HashMap;

use jiff::{ToSpan as _, civil::Date};
use tokio_postgres::Row;
use uuid::Uuid;

use crate::{
    acts::{
        act::State,
        beside::{Estimated, Funding, Obliged},
    },
    funding::store as funding,
    platform::{Result, Tx},
};

/// The estimates and obligations of performers up to a month, with what their signed acts of the year before it have given; performers
/// without any are left out.
pub(in crate::acts) async fn list_funding(
    tx: &Tx<'_>,
    region: i16,
    month: Date,
    performers: &[Uuid],
) -> Result<HashMap<Uuid, Funding>> {
    let from = month.checked_sub(12.months())?;
    let (estimates, obligations) = tokio::try_join!(
        funding::list_estimates(tx, region, performers, (from, month)),
        funding::list_obligations(tx, region, performers),
    )?;
    let mut found = HashMap::<Uuid, Funding>::new();
    for (one, _) in estimates {
        let of = &mut found.entry(one.performer_id).or_default().estimates;
        of.insert(one.month, Estimated { amount: one.amount, line_id: one.line_id });
    }
    for (one, recorded_at) in obligations {
        let of = &mut found.entry(one.performer_id).or_default().obligations;
        of.push(Obliged { obligation: one, recorded_at });
    }
    if found.is_empty() {
        return Ok(found);
    }
    for funding in found.values_mut() {
        funding.obligations.sort_by(|one, other| one.order().cmp(&other.order()));
    }
    let funded: Vec<Uuid> = found.keys().copied().collect();
    add_signed(tx, (region, from, month), &funded, &mut found).await?;
    Ok(found)
}

/// Adds the months that issuers have signed, and Σ dues of their lines and of those that corrected them since.
async fn add_signed(
    tx: &Tx<'_>,
    (region, from, month): (i16, Date, Date),
    performers: &[Uuid],
    found: &mut HashMap<Uuid, Funding>,
) -> Result<()> {
    let written_off: Vec<&str> =
        State::ALL.into_iter().filter(|state| state.is_written_off()).map(State::code).collect();
    let acts = tx
        .query(
            "SELECT a.performer_id, a.month, w.known_at
            FROM acts a
            JOIN act_versions w ON w.region = a.region AND w.month = a.month AND w.act_id = a.id AND w.version = a.version
            WHERE a.region = $1 AND a.performer_id = ANY ($2) AND a.month >= $3 AND a.month < $4 AND a.state = ANY ($5)",
            &[&region, &performers, &from, &month, &written_off],
        )
        .await?;
    for row in acts {
        if let Some(funding) = found.get_mut(&row.try_get(0)?) {
            funding.signed.entry(row.try_get(1)?).or_default().known_at = row.try_get(2)?;
        }
    }
    let lines = tx
        .query(
            "SELECT a.performer_id, l.line_month, CASE WHEN l.kind = 3 THEN l.contract_id END AS obligation, sum(l.due)::int8
            FROM acts a
            JOIN act_lines l ON l.region = a.region AND l.month = a.month AND l.act_id = a.id AND l.version = a.version
            WHERE a.region = $1 AND a.performer_id = ANY ($2) AND a.month >= $3 AND a.month < $4 AND a.state = ANY ($5)
            GROUP BY a.performer_id, l.line_month, obligation",
            &[&region, &performers, &from, &month, &written_off],
        )
        .await?;
    for row in lines {
        add_line(&row, found)?;
    }
    Ok(())
}

fn add_line(row: &Row, found: &mut HashMap<Uuid, Funding>) -> Result<()> {
    let (obligation, due): (Option<Uuid>, i64) = (row.try_get(2)?, row.try_get(3)?);
    let signed = found.get_mut(&row.try_get(0)?).and_then(|funding| funding.signed.get_mut(&row.try_get(1).ok()?));
    match (signed, obligation) {
        (Some(signed), Some(id)) => drop(signed.capital.insert(id, due)),
        (Some(signed), None) => signed.written = due,
        // The month is older than what is looked at.
        (None, _) => {}
    }
    Ok(())
}
