//! The rule of an order volume: what may be published after what, and how many vouchers it allows. Pure.

use crate::platform::Refusal;

/// What an issuer says of a volume.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Said {
    /// The average annual contingent in ten-thousandths.
    pub(crate) contingent: i64,
    /// Tiyn for the whole span of the voucher.
    pub(crate) normative: i64,
    /// Contingent × normative as the issuer has it (tiyn).
    pub(crate) volume: i64,
    /// The forecast that a correction rests on.
    pub(crate) forecast: String,
    /// The act by which it is published.
    pub(crate) act_number: String,
    /// Its date.
    pub(crate) act_date: jiff::civil::Date,
}

/// A version that is published, as far as the rule asks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Published {
    /// Its number, from 1.
    pub(crate) version: i16,
    /// What was said.
    pub(crate) said: Said,
}

/// How many vouchers a contingent (ten-thousandths) allows: whole children. A part of a child is no child, so the rest is left out.
pub(crate) fn places(contingent: i64) -> i64 {
    contingent.div_euclid(10_000).max(0)
}

/// Whether what is said becomes a version: its number, or nothing when it is what is published already.
///
/// # Errors
/// `volume.sum` when the volume is not contingent × normative; `volume.forecast` for a correction without one; `volume.below_issued` when
/// it allows fewer vouchers than live ones were `issued`.
pub(crate) fn next(latest: Option<&Published>, said: &Said, issued: i64) -> Result<Option<i16>, Refusal> {
    if law::volume::volume_of(said.contingent, said.normative) != Some(said.volume) {
        return Err(Refusal::new("volume.sum", "volume_tiyn: is not contingent × normative"));
    }
    if latest.is_some_and(|latest| latest.said == *said) {
        return Ok(None);
    }
    if latest.is_some() && said.forecast.is_empty() {
        return Err(Refusal::new("volume.forecast", "forecast: a correction cites the forecast that it rests on"));
    }
    if places(said.contingent) < issued {
        return Err(Refusal::new("volume.below_issued", format!("contingent: {issued} vouchers are issued")));
    }
    Ok(Some(latest.map_or(1, |latest| latest.version.saturating_add(1))))
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn said(contingent: i64, volume: i64, forecast: &str) -> Said {
        Said {
            contingent,
            normative: 1_000_000,
            volume,
            forecast: forecast.to_owned(),
            act_number: "7".to_owned(),
            act_date: date(2026, 8, 1),
        }
    }

    /// A line a case: contingent, volume, forecast, whether something is published, issued => the answer.
    #[test]
    fn what_may_be_published() {
        let first = Published { version: 3, said: said(25_000, 2_500_000, "") };
        for (contingent, volume, forecast, corrects, issued, answer) in [
            (25_000, 2_500_000, "", false, 0, Ok(Some(1))),
            (25_000, 2_500_001, "", false, 0, Err("volume.sum")),
            (25_000, 2_500_000, "", true, 9, Ok(None)),
            (30_000, 3_000_000, "", true, 0, Err("volume.forecast")),
            (30_000, 3_000_000, "forecast 5", true, 3, Ok(Some(4))),
            (29_999, 2_999_900, "forecast 5", true, 3, Err("volume.below_issued")),
            (0, 0, "forecast 6", true, 0, Ok(Some(4))),
        ] {
            let told = next(corrects.then_some(&first), &said(contingent, volume, forecast), issued);
            assert_eq!(told.map_err(|refusal| refusal.code), answer, "{contingent} {forecast}");
        }
    }

    #[test]
    fn a_part_of_a_child_is_no_child() {
        assert_eq!([0, 9_999, 10_000, 19_999, 1_204_500].map(places), [0, 0, 1, 1, 120]);
    }
}
