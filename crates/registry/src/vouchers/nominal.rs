//! Where the nominal of a part comes from (spec 1.3): one rule for each value of the term `nominal`. Pure; sums in tiyn a month.

use law::terms::NominalSource;
use uuid::Uuid;

use super::world::RateHeld;
use crate::platform::Refusal;

/// What is known of the price of one month when it is booked.
#[derive(Clone, Copy, Debug)]
pub struct Prices<'a> {
    /// The rate of the methodology for performer and group in force on the 1st.
    pub rate: Option<RateHeld>,
    /// The rate that the voucher's issuer has set for them.
    pub issuer_rate: Option<RateHeld>,
    /// The contract and its price of a month; 0 where it names none.
    pub contract: (Uuid, i64),
    /// Prices of a place that the performer's state orders name, each once with its order, ascending.
    pub ordered: &'a [(i64, Uuid)],
}

/// A nominal and what it was taken from: a rate, a contract or a state order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Nominal {
    /// Tiyn.
    pub amount: i64,
    /// Its id.
    pub source: Uuid,
}

/// The nominal of a month by the programme's source.
///
/// # Errors
/// `rate.none`, `contract.price_missing`, `contract.price_differs`, `order.price_missing`.
pub fn nominal(source: NominalSource, prices: &Prices<'_>) -> Result<Nominal, Refusal> {
    match source {
        NominalSource::PerCapitaRate | NominalSource::RateAtBooking => rate_in_force(prices),
        NominalSource::IssuerRate => rate_of_the_issuer(prices),
        NominalSource::ContractPrice => price_of_the_contract(prices),
        NominalSource::PerChildOrder => price_of_the_order(prices),
    }
}

fn of_rate(rate: Option<RateHeld>, whose: &str) -> Result<Nominal, Refusal> {
    let rate = rate.ok_or_else(|| Refusal::new("rate.none", format!("{whose} for this performer and group")))?;
    Ok(Nominal { amount: rate.monthly, source: rate.id })
}

/// The rate of the methodology: per capita, and as it is on the day of the booking.
fn rate_in_force(prices: &Prices<'_>) -> Result<Nominal, Refusal> {
    of_rate(prices.rate, "no rate of the methodology is in force")
}

/// A rate that another issuer has set is none.
fn rate_of_the_issuer(prices: &Prices<'_>) -> Result<Nominal, Refusal> {
    of_rate(prices.issuer_rate, "the voucher's issuer has set no rate")
}

/// The price in the contract; where the state order names prices it has to be one of them.
fn price_of_the_contract(prices: &Prices<'_>) -> Result<Nominal, Refusal> {
    let (source, amount) = prices.contract;
    if amount <= 0 {
        return Err(Refusal::new("contract.price_missing", "the contract names no price of a month"));
    }
    if !prices.ordered.is_empty() && !prices.ordered.iter().any(|(price, _)| *price == amount) {
        let ordered: Vec<String> = prices.ordered.iter().map(|(price, _)| price.to_string()).collect();
        let detail = format!("the contract says {amount} tiyn, the state order {}", ordered.join(", "));
        return Err(Refusal::new("contract.price_differs", detail));
    }
    Ok(Nominal { amount, source })
}

/// The amount of the state order for one child; orders that name several leave it open.
fn price_of_the_order(prices: &Prices<'_>) -> Result<Nominal, Refusal> {
    match prices.ordered {
        [(amount, source)] => Ok(Nominal { amount: *amount, source: *source }),
        [] => Err(Refusal::new("order.price_missing", "the state order names no amount for a child")),
        several => Err(Refusal::new("order.price_missing", format!("the state orders name {} amounts", several.len()))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ID: Uuid = Uuid::from_u128(7);

    /// `rate issuer's_rate contract's_price order's_prices => amount | refusal`, `-` for none.
    fn check(source: NominalSource, story: &str) {
        for line in story.lines().map(str::trim).filter(|line| !line.is_empty()) {
            let (given, expected) = line.split_once(" => ").unwrap();
            let [rate, issuer_rate, price, ordered] = given.split_whitespace().collect::<Vec<_>>()[..] else {
                panic!("{line}")
            };
            let held = |text: &str| text.parse().ok().map(|monthly| RateHeld { id: ID, monthly });
            let ordered: Vec<(i64, Uuid)> =
                ordered.split(',').filter_map(|price| Some((price.parse().ok()?, ID))).collect();
            let prices = Prices {
                rate: held(rate),
                issuer_rate: held(issuer_rate),
                contract: (ID, price.parse().unwrap_or(0)),
                ordered: &ordered,
            };
            let found = nominal(source, &prices);
            let found = found.map_or_else(|refusal| refusal.code.to_owned(), |nominal| nominal.amount.to_string());
            assert_eq!(found, expected, "{source:?}: {line}");
        }
    }

    #[test]
    fn each_source_of_a_nominal_takes_its_own_price_and_no_other() {
        for methodology in [NominalSource::PerCapitaRate, NominalSource::RateAtBooking] {
            check(
                methodology,
                "10 20 30 40 => 10
                - 20 30 40 => rate.none",
            );
        }
        check(
            NominalSource::IssuerRate,
            "10 20 30 40 => 20
            10 - 30 40 => rate.none",
        );
        check(
            NominalSource::ContractPrice,
            "10 20 30 30 => 30
            10 20 30 29,30 => 30
            10 20 30 - => 30
            10 20 30 31 => contract.price_differs
            10 20 - 30 => contract.price_missing
            10 20 0 30 => contract.price_missing",
        );
        check(
            NominalSource::PerChildOrder,
            "10 20 30 40 => 40
            10 20 30 - => order.price_missing
            10 20 30 40,41 => order.price_missing",
        );
    }
}
