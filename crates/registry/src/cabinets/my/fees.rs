//! What a parent sees of the fee: what acts have charged and how, what is paid and what is owed.

use std::collections::BTreeMap;

use jiff::civil::Date;
use uuid::Uuid;

use crate::{
    app::App,
    cabinets::charges::{Charge, store},
    contracts::fees::owed,
    platform::{
        Actor, Result,
        http::{Reader, format, words::Text},
    },
};

/// The fees of a voucher; sums in tiyn.
pub(super) struct FeesView {
    pub(super) rest: i64,
    pub(super) ahead: i64,
    pub(super) paid: i64,
    /// The charges, the newest first.
    pub(super) charges: Vec<Text>,
    pub(super) payments: Vec<Text>,
}

/// The fees under all contracts of a voucher; nothing where none was ever charged or paid.
pub(super) async fn of(app: &App, actor: &Actor, reader: &Reader, voucher: (i16, Uuid)) -> Result<Option<FeesView>> {
    let tx = app.begin(actor, "household.fees", 0).await?;
    let contracts = store::list_contracts_of(&tx, voucher).await?;
    let charges = store::list_of_contracts(&tx, voucher.0, &contracts).await?;
    let payments = store::list_payments(&tx, voucher.0, &contracts).await?;
    tx.commit().await?;
    if charges.is_empty() && payments.is_empty() {
        return Ok(None);
    }
    // Each place is owed by itself: what is ahead at one pays nothing at another.
    let mut by_contract = BTreeMap::<Uuid, (Vec<(Date, i64)>, i64)>::new();
    for charge in &charges {
        by_contract.entry(charge.contract).or_default().0.push((charge.month, charge.due));
    }
    for (contract, _, sum) in &payments {
        let paid = &mut by_contract.entry(*contract).or_default().1;
        *paid = paid.saturating_add(*sum);
    }
    let stands: Vec<_> = by_contract.values().map(|(charges, paid)| owed(charges, *paid)).collect();
    let sum = |of: fn(&crate::contracts::fees::Owed) -> i64| stands.iter().map(of).fold(0, i64::saturating_add);
    let told = |(_, day, sum): &(Uuid, Date, i64)| {
        reader.t("my-fees-payment").with("day", format::date(*day)).with("sum", format::money(*sum))
    };
    Ok(Some(FeesView {
        rest: sum(crate::contracts::fees::Owed::rest),
        ahead: sum(|one| one.ahead),
        paid: sum(|one| one.paid),
        charges: told_charges(reader, &charges),
        payments: payments.iter().rev().map(told).collect(),
    }))
}

/// A month is told by its formula, what a later act corrects of it by the difference.
fn told_charges(reader: &Reader, charges: &[Charge]) -> Vec<Text> {
    let mut seen = Vec::new();
    let mut told = Vec::new();
    for charge in charges {
        let month = format::month(reader.language, charge.month);
        let key = (charge.contract, charge.month);
        let text = if seen.contains(&key) {
            reader.t("my-fees-correction").with("month", month.to_string()).with("due", format::money(charge.due))
        } else {
            let text =
                reader.t("my-fees-charge").with("month", month.to_string()).with("fee", format::money(charge.fee));
            let text = text.with("days", charge.days()).with("study", charge.study);
            text.with("due", format::money(charge.due))
        };
        seen.push(key);
        told.push((charge.month, text));
    }
    told.sort_by_key(|(month, _)| std::cmp::Reverse(*month));
    told.into_iter().map(|(_, text)| text).collect()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use law::Pack;

    use super::*;
    use crate::platform::http::Language;

    #[test]
    fn a_month_is_told_by_its_formula_and_what_corrects_it_by_the_difference() {
        let charge = |month, due| Charge {
            contract: Uuid::nil(),
            number: "A-1".to_owned(),
            voucher: "V".to_owned(),
            month,
            fee: 2_200_000,
            due,
            study: 22,
            enrolled: 22,
            leave: 2,
            closed: 1,
        };
        let (september, october) = (date(2026, 9, 1), date(2026, 10, 1));
        let all = [charge(september, 1_900_000), charge(october, 1_900_000), charge(september, -100_000)];
        let told = told_charges(&Reader::of_language(Language::En, Pack::kz()), &all);
        let told: Vec<String> = told.into_iter().map(|text| text.to_string().replace('\u{a0}', " ")).collect();
        assert_eq!(
            told,
            [
                "Fee of October 2026: 22 000,00 ₸ × 19 / 22 days = 19 000,00 ₸",
                "Fee of September 2026: 22 000,00 ₸ × 19 / 22 days = 19 000,00 ₸",
                "Correction of September 2026: −1 000,00 ₸",
            ]
        );
    }
}
