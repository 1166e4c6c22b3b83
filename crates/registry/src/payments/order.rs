//! Forms registers of acts and payment orders (spec 6.3): one register a region and programme, one order an act, one pain.001 a register.

use std::collections::{BTreeSet, HashMap};

use connectors::treasury::pain001::{self, Account, Batch, Instruction, Party, PaymentCodes, Transfer};
use jiff::{civil::Date, tz::Offset};
use law::Pack;
use ledger::posting::Kind;
use serde::Serialize;
use uuid::Uuid;

use super::{
    payer::{kbe, payer},
    store::{self, ActRegister, PaymentOrder},
};
use crate::{
    accounts,
    acts::store::stage::{self, Staged},
    app::App,
    budgets::{
        self,
        store::held::{self, Of},
    },
    parties,
    platform::{Actor, Result, Tx, access},
};

/// How often a register that lost a race is formed again.
const TRIES: usize = 3;

/// Which acts are to be paid.
#[derive(Clone, Debug)]
pub struct Order {
    /// The month's first day.
    pub month: Date,
    /// One programme, or all.
    pub programme: Option<String>,
}

/// All registers of the month, those of earlier runs included.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Ordered {
    /// `YYYY-MM`.
    pub month: String,
    /// One a region and programme, and one more whenever acts came later.
    pub registers: Vec<Register>,
    /// Acts in registers, those without anything to pay included.
    pub acts: usize,
    /// Payment orders.
    pub orders: usize,
    /// Their sum (tiyn).
    pub total: i64,
    /// Acts that are left out while the account of their performer is blocked; the next order after it is lifted pays them.
    pub withheld: Vec<HeldAct>,
}

/// An act whose payment is held.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct HeldAct {
    /// Its number.
    pub act: String,
    /// The performer's BIN.
    pub performer_bin: String,
    /// Tiyn.
    pub total: i64,
    /// `account.blocked`, or `account.closed`.
    pub code: &'static str,
}

/// A register with its payment file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Register {
    /// Its number, also the file's `MsgId`.
    pub register: String,
    /// The region.
    pub region: i16,
    /// The programme.
    pub programme: String,
    /// Orders, one an act.
    pub orders: usize,
    /// Tiyn.
    pub total: i64,
    /// What to call the file.
    pub file_name: String,
    /// pain.001.001.09.
    #[serde(skip)]
    pub file: Vec<u8>,
}

/// Orders what the month's invoiced acts owe; acts with nothing to pay are paid at once. Done again it orders what came since and answers
/// the stored files of before. Acts of performers whose account is blocked are held.
///
/// # Errors
/// `access.denied`; faults.
pub async fn order(app: &App, actor: &Actor, order: Order) -> Result<Ordered> {
    access::require(app, actor, "orders").await?;
    let tx = app.begin(actor, "orders.read", 0).await?;
    let payable = stage::list_payable(&tx, order.month, order.programme.as_deref()).await?;
    tx.commit().await?;
    for group in payable.chunk_by(|one, next| (one.region, &one.programme) == (next.region, &next.programme)) {
        let mut tries = TRIES;
        while let Err(error) = (Forming { app, actor, month: order.month }).register(group).await {
            tries = tries.saturating_sub(1);
            if tries == 0 || !error.is_conflict() {
                return Err(error);
            }
        }
    }
    answer(app, actor, &order).await
}

async fn answer(app: &App, actor: &Actor, order: &Order) -> Result<Ordered> {
    let tx = app.begin(actor, "orders.read", 0).await?;
    let registers = store::list_registers(&tx, order.month, order.programme.as_deref()).await?;
    let payable = stage::list_payable(&tx, order.month, order.programme.as_deref()).await?;
    let withheld = list_held(&tx, &payable).await?;
    tx.commit().await?;
    let registers: Vec<Register> = registers.into_iter().map(register_of).collect();
    let orders = registers.iter().map(|register| register.orders).sum();
    let total = registers.iter().fold(0_i64, |sum, register| sum.saturating_add(register.total));
    Ok(Ordered { month: order.month.strftime("%Y-%m").to_string(), registers, acts: orders, orders, total, withheld })
}

/// The acts that owe something to a performer whose account is not active.
async fn list_held(tx: &Tx<'_>, acts: &[Staged]) -> Result<Vec<HeldAct>> {
    let bins: BTreeSet<&str> = acts.iter().map(|act| act.performer_bin.as_str()).collect();
    let standing = accounts::store::standing(tx, &[], &Vec::from_iter(bins)).await?;
    let held = |act: &Staged| {
        let code = standing.performer(&act.performer_bin).held_by()?;
        Some(HeldAct { act: act.number.clone(), performer_bin: act.performer_bin.clone(), total: act.total, code })
    };
    Ok(acts.iter().filter(|act| act.total > 0).filter_map(held).collect())
}

fn register_of(register: ActRegister) -> Register {
    Register {
        region: register.region,
        programme: register.programme,
        orders: usize::try_from(register.acts).unwrap_or_default(),
        total: register.total,
        file_name: format!("pain.001-{}.xml", register.number),
        register: register.number,
        file: register.file,
    }
}

/// What a register and its orders are numbered by. The programme stands in it by the prefix of its vouchers: a bank takes 35 characters, and a
/// programme may be called by any name.
fn name(pack: &Pack, programme: &str, (region, month): (i16, Date), n: i64) -> String {
    let prefix = pack.latest_terms(programme).map_or(programme, |terms| terms.voucher_prefix.as_str());
    format!("{}-{region:02}-{}-{n}", prefix.trim_end_matches('-'), month.strftime("%Y%m"))
}

struct Forming<'a> {
    app: &'a App,
    actor: &'a Actor,
    month: Date,
}

impl Forming<'_> {
    /// Forms one register of a region and programme in one transaction.
    async fn register(&self, group: &[Staged]) -> Result<()> {
        let Some(first) = group.first() else { return Ok(()) };
        let (region, programme) = (first.region, first.programme.as_str());
        let mut tx = self.app.begin(self.actor, "orders.formed", region).await?;
        let performers = Vec::from_iter(group.iter().map(|act| act.performer_id).collect::<BTreeSet<_>>());
        parties::lock_performers(&mut tx, region, &performers).await?;
        let mut acts = stage::list_payable(&tx, self.month, Some(programme)).await?;
        acts.retain(|act| act.region == region && performers.binary_search(&act.performer_id).is_ok());
        // Read under the performers' locks, which whoever blocks an account takes too.
        let held = list_held(&tx, &acts).await?;
        acts.retain(|act| held.iter().all(|held| held.act != act.number));
        let (free, owed): (Vec<_>, Vec<_>) = acts.into_iter().partition(|act| act.total == 0);
        for state in ["issuer_signed", "invoiced"] {
            let ids: Vec<Uuid> = free.iter().filter(|act| act.state == state).map(|act| act.id).collect();
            stage::move_on(&tx, (region, self.month), &ids, state, "paid").await?;
        }
        if !owed.is_empty() {
            let already = store::count_registers(&tx, region, self.month, programme).await?;
            let name = name(tx.pack(), programme, (region, self.month), already.saturating_add(1));
            self.record(&mut tx, (region, &name), &owed).await?;
        }
        fail::fail_point!("orders-before-commit", |_| Err(anyhow::anyhow!("fail point orders-before-commit").into()));
        tx.commit().await
    }

    async fn record(&self, tx: &mut Tx<'_>, (region, name): (i16, &str), acts: &[Staged]) -> Result<()> {
        let id = self.app.clock.id();
        let orders: Vec<PaymentOrder> = acts
            .iter()
            .zip(1_u32..)
            .map(|(act, n)| PaymentOrder {
                region,
                month: self.month,
                id: self.app.clock.id(),
                number: format!("PO-{name}-{n:05}"),
                register_id: id,
                act_id: act.id,
                performer_id: act.performer_id,
                iban: act.iban.clone(),
                bik: act.bik.clone(),
                amount: act.total,
            })
            .collect();
        let register = ActRegister {
            region,
            month: self.month,
            id,
            number: format!("REG-{name}"),
            programme: acts.first().map(|act| act.programme.clone()).unwrap_or_default(),
            acts: i32::try_from(acts.len()).map_err(anyhow::Error::from)?,
            total: orders
                .iter()
                .try_fold(0_i64, |sum, order| sum.checked_add(order.amount))
                .ok_or_else(|| anyhow::anyhow!("a register beyond the range of money"))?,
            file: file(tx, &format!("REG-{name}"), acts, &orders)?,
        };
        self.post(tx, region, &orders).await?;
        tx.record(&[register]).await?;
        tx.record(&orders).await?;
        let ids: Vec<Uuid> = orders.iter().map(|order| order.id).collect();
        store::insert_states(tx, region, self.month, &ids).await?;
        let acts: Vec<Uuid> = acts.iter().map(|act| act.id).collect();
        stage::move_on(tx, (region, self.month), &acts, "invoiced", "ordered").await?;
        Ok(())
    }

    /// Orders every portion's due; the sum of an act must be what was signed.
    async fn post(&self, tx: &mut Tx<'_>, region: i16, orders: &[PaymentOrder]) -> Result<()> {
        let by_act: HashMap<Uuid, &PaymentOrder> = orders.iter().map(|order| (order.act_id, order)).collect();
        let acts: Vec<Uuid> = orders.iter().map(|order| order.act_id).collect();
        let held = held::list_held(tx, (region, self.month), Of::Acts, &acts).await?;
        let (mut sums, mut movements) = (HashMap::<Uuid, i64>::new(), Vec::with_capacity(held.len()));
        for one in &held {
            let order =
                by_act.get(&one.document).ok_or_else(|| anyhow::anyhow!("due of an act that was not asked for"))?;
            let sum = sums.entry(order.id).or_default();
            *sum = sum.saturating_add(one.amount);
            movements.push(one.pass_on(tx, Kind::Order, ("order", order.id), tx.today()));
        }
        for order in orders {
            let owed = sums.get(&order.id).copied().unwrap_or_default();
            if owed != order.amount {
                return Err(anyhow::anyhow!(
                    "act {} owes {owed} by its movements and {} by its total",
                    order.act_id,
                    order.amount
                )
                .into());
            }
        }
        movements.sort_unstable_by_key(|movement| (movement.month, movement.subject, movement.id));
        budgets::post(tx, region, &movements).await
    }
}

/// The payment file of a register.
fn file(tx: &Tx<'_>, number: &str, acts: &[Staged], orders: &[PaymentOrder]) -> Result<Vec<u8>> {
    let programme = acts.first().map_or("", |act| act.programme.as_str());
    let payer = payer(&tx.app().payers, programme, tx.today())?;
    let party = || Party { name: payer.name.clone(), bin: payer.bin.clone() };
    let transfers = acts.iter().zip(orders).map(|(act, order)| Transfer {
        order_number: order.number.clone(),
        amount_tiyn: order.amount,
        payee: Party { name: act.performer_name.chars().take(140).collect(), bin: act.performer_bin.clone() },
        account: Account { iban: order.iban.clone(), bic: order.bik.clone() },
        codes: PaymentCodes { knp: payer.knp.clone(), kbe: kbe(&act.performer_kind).to_owned(), kbk: None },
        purpose: format!(
            "За образовательные услуги по ваучерам, акт {} за {}",
            act.number,
            act.month.strftime("%Y-%m")
        ),
    });
    let batch = Batch {
        id: number.to_owned(),
        requested_on: tx.today(),
        payer: party(),
        account: Account { iban: payer.iban.clone(), bic: payer.bik.clone() },
        transfers: transfers.collect(),
    };
    let created_at = tx.at().to_zoned(Offset::constant(5).to_time_zone());
    let instruction =
        Instruction { message_id: number.to_owned(), created_at, initiator: party(), batches: vec![batch] };
    Ok(pain001::write(&instruction).map_err(anyhow::Error::from)?)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn the_number_of_an_order_fits_a_banks_field_whatever_its_programme_is_called() {
        for terms in &Pack::kz().terms {
            let number = format!("PO-{}-{:05}", name(Pack::kz(), &terms.programme, (79, date(2026, 10, 1)), 1), 1);
            assert!(number.len() <= 35, "{number}");
            assert!(number.contains(&terms.voucher_prefix), "{number}");
        }
    }
}
