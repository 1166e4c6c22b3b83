//! Carries out a child's move to another settlement (spec 1.3, 2.1): where the terms keep the voucher, what is open of it is annulled and a
//! successor issued in the new region, in one transaction; elsewhere it is annulled. The persons register tells of moves; the issuer of the
//! new region carries them out.

use jiff::civil::Date;
use law::terms::Move;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::end::{Act, Ended, apply, carry_out, document, issuer, within};
use crate::{
    app::App,
    beneficiaries::store::find_residence,
    platform::{Actor, Result, Scope, Tx, access, error::refuse},
    vouchers::{
        self, Effect, Held, Wanted,
        end::{MOVE, Told, list_told},
    },
};

/// The most moves that are listed.
const LISTED: i64 = 200;

/// What an issuer carries out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Moving {
    /// The voucher's number.
    pub voucher: String,
    /// The region where the child lives now.
    pub region: i16,
    /// The first day there (Asia/Almaty).
    pub on: Date,
    /// The document that says so.
    pub document: String,
}

/// A move of which the register told and which nobody has carried out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Relocated {
    /// The voucher's number.
    pub voucher: String,
    /// Its programme.
    pub programme: String,
    /// The new region.
    #[schema(minimum = 1, maximum = 99)]
    pub region: i16,
    /// KATO of the settlement that was left.
    #[schema(pattern = "^[0-9]{9}$")]
    pub from_kato: String,
    /// KATO of the new settlement.
    #[schema(pattern = "^[0-9]{9}$")]
    pub to_kato: String,
    /// When the register told.
    #[schema(format = Date, example = "2026-10-12")]
    pub told_on: Date,
    /// Whether a successor is issued; else the voucher is annulled.
    pub keeps: bool,
}

/// Moves a voucher to the region where its child lives now.
///
/// # Errors
/// `access.denied`; `voucher.unknown`; `end.document`, `end.outside`; `move.not_registered` unless the persons register says that the child
/// lives in that region; `move.same_region` where the terms keep the voucher and it is of that region already; `voucher.annulled`,
/// `voucher.no_months`, `issuer.unknown`; faults.
pub async fn transfer_region(app: &App, actor: &Actor, what: &Moving) -> Result<Ended> {
    access::require(app, actor, "move").await?;
    carry_out(app, actor, &Act::Move(what)).await
}

pub(super) async fn apply_move(tx: &mut Tx<'_>, actor: &Actor, held: &Held, what: &Moving) -> Result<Ended> {
    document(&what.document)?;
    let voucher = &held.voucher;
    let last = what.on.yesterday()?;
    within(voucher, last)?;
    let residence = find_residence(tx, voucher.child).await?;
    if residence.is_none_or(|(region, _)| region != what.region) {
        return refuse("move.not_registered", format!("the register does not say region {:02}", what.region));
    }
    let terms = vouchers::terms::terms(tx.pack(), &voucher.programme, what.on)?;
    let told = vouchers::terms::effect(tx.pack(), &voucher.programme, MOVE, what.on);
    let wanted = |effect| Wanted { effect, reason: MOVE.to_owned(), last, document: what.document.clone() };
    match terms.r#move {
        Move::Annuls => apply(tx, held, &wanted(told.unwrap_or(Effect::Annul))).await,
        Move::Keeps if voucher.region == what.region => refuse("move.same_region", voucher.number.clone()),
        Move::Keeps => {
            let issuer = issuer(tx, actor, what.region).await?;
            let mut ended = apply(tx, held, &wanted(Effect::Annul)).await?;
            ended.successor = match ended.already {
                true => held.successor(tx).await?,
                false => Some(held.succeed(tx, (what.region, issuer), what.on).await?.number),
            };
            Ok(ended)
        }
    }
}

/// Moves into the actor's regions that wait to be carried out, the newest first.
///
/// # Errors
/// `access.denied`; faults.
pub async fn relocated(app: &App, actor: &Actor) -> Result<Vec<Relocated>> {
    access::require(app, actor, "move").await?;
    let tx = app.begin(&actor.with_scope(Scope::National), "moves.read", 0).await?;
    let mine = match &actor.scope {
        Scope::Regions(_) | Scope::Programmes { .. } => actor.scope.regions(),
        Scope::National | Scope::Own { .. } => None,
    };
    let told = list_told(&tx, mine, LISTED).await?;
    let pack = tx.pack();
    tx.commit().await?;
    let waits = |told: Told| {
        let terms = pack.terms_on(&told.programme, told.told_on)?;
        let keeps = terms.r#move == Move::Keeps;
        (!keeps || told.of_region != told.region).then_some(Relocated {
            voucher: told.voucher,
            programme: told.programme,
            region: told.region,
            from_kato: told.from_kato,
            to_kato: told.to_kato,
            told_on: told.told_on,
            keeps,
        })
    };
    Ok(told.into_iter().filter_map(waits).collect())
}
