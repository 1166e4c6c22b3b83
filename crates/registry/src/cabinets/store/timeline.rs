//! What is known of an act's way, over acts, invoices and payments.

use jiff::{Timestamp, civil::Date};
use uuid::Uuid;

use crate::{
    cabinets::timeline::{Facts, begin_of},
    platform::{Result, Tx},
};

const WAY: &str = "
    SELECT
        a.programme,
        a.month,
        w.recorded_at,
        ps.recorded_at,
        si.recorded_at,
        n.recorded_at,
        o.recorded_at,
        (SELECT max(s.booked_on) FROM payment_states t JOIN statement_lines s ON s.month = t.month AND s.order_id = t.order_id AND s.amount = o.amount
         WHERE t.region = o.region AND t.month = o.month AND t.order_id = o.id AND t.state = 'confirmed'),
        a.state
    FROM acts a
    LEFT JOIN act_versions w ON w.region = a.region AND w.month = a.month AND w.act_id = a.id AND w.version = a.version
    LEFT JOIN act_signatures ps ON ps.region = a.region AND ps.month = a.month AND ps.act_id = a.id AND ps.side = 'performer'
    LEFT JOIN act_signatures si ON si.region = a.region AND si.month = a.month AND si.act_id = a.id AND si.side = 'issuer'
    LEFT JOIN act_invoices n ON n.region = a.region AND n.month = a.month AND n.act_id = a.id
    LEFT JOIN payment_orders o ON o.region = a.region AND o.month = a.month AND o.act_id = a.id
    WHERE a.id = $1";

pub(in crate::cabinets) async fn find(tx: &Tx<'_>, act: Uuid) -> Result<Option<Facts>> {
    let Some(row) = tx.find(WAY, &[&act]).await? else { return Ok(None) };
    let at = |place: usize| row.try_get::<_, Option<Timestamp>>(place);
    let (invoiced, ordered, state): (_, _, String) = (at(5)?, at(6)?, row.try_get(8)?);
    let booked = row.try_get::<_, Option<Date>>(7)?.and_then(begin_of);
    // An act without anything to pay has no order: it goes from the register to paid at once.
    let listed = ordered.or(if state == "paid" { invoiced } else { None });
    let paid = booked.or(if state == "paid" { listed } else { None });
    Ok(Some(Facts {
        programme: row.try_get(0)?,
        month: row.try_get(1)?,
        done: [at(2)?, at(3)?, at(4)?, invoiced, listed, listed, paid],
    }))
}
