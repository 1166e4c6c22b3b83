//! Ends the vouchers of children of whom the persons register says that they have died (spec 2.1, 5.4): at the date of death, without a
//! word to the family.

use jiff::civil::Date;
use law::Pack;
use serde::Serialize;

use super::end::{Act, carry_out};
use crate::{
    app::App,
    platform::{Actor, Progress, Result, Scope, access},
    vouchers::{
        Effect, VoucherHeld, Wanted,
        end::{DEATH, list_dead},
        terms,
    },
};

/// What the register's deaths ended.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Bereaved {
    /// Vouchers that ended.
    pub vouchers: usize,
    /// What went back to budget lines (tiyn).
    pub returned: i64,
}

/// Ends every voucher that lives on beyond the death of its child, each in a transaction of its own: the dead are few, and a run that breaks
/// off is ended by the next.
///
/// # Errors
/// `access.denied`; faults.
pub async fn end_of_dead(app: &App, actor: &Actor, progress: &Progress) -> Result<Bereaved> {
    access::require(app, actor, "import.persons").await?;
    let tx = app.begin(&actor.with_scope(Scope::National), "vouchers.ended", 0).await?;
    let dead = list_dead(&tx).await?;
    tx.commit().await?;
    let mut bereaved = Bereaved::default();
    for (done, (voucher, died_on)) in dead.iter().enumerate() {
        progress.at("deaths", done, dead.len());
        let ended = carry_out(app, actor, &Act::ByLaw(voucher, &of_death(app.pack(), voucher, *died_on))).await?;
        bereaved.vouchers = bereaved.vouchers.saturating_add(usize::from(!ended.already));
        bereaved.returned = bereaved.returned.saturating_add(ended.returned);
    }
    Ok(bereaved)
}

/// The end by a death: its own day is still served.
fn of_death(pack: &Pack, voucher: &VoucherHeld, died_on: Date) -> Wanted {
    // A table without the reason cannot keep a voucher for the dead.
    let effect = terms::effect(pack, &voucher.programme, DEATH, died_on).unwrap_or(Effect::Annul);
    Wanted { effect, reason: DEATH.to_owned(), last: died_on, document: "persons register".to_owned() }
}
