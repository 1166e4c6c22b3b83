//! The share of student-days recorded by QR (spec 3.7).

use crate::Refusal;

/// The share when the programme's terms give none, in basis points.
pub const REQUIRED_BP: i64 = 5_000;

/// A share in basis points, rounded down, and whether it suffices.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct QrShare {
    pub share_bp: i128,
    pub meets: bool,
}

/// Student-days by QR over all enrolled student-days of a performer in a month; meets when
/// 10 000 · qr ≥ `required_bp` · enrolled and anyone was enrolled. Refuses with `qr.counts`.
pub fn qr_share(enrolled: i64, qr: i64, required_bp: i64) -> Result<QrShare, Refusal> {
    if qr < 0 || qr > enrolled {
        return Err(Refusal::QrCounts);
    }
    let scaled = i128::from(qr).saturating_mul(10_000);
    let share_bp = scaled.checked_div(i128::from(enrolled)).unwrap_or(0);
    let meets = enrolled > 0 && scaled >= i128::from(required_bp).saturating_mul(i128::from(enrolled));
    Ok(QrShare { share_bp, meets })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_share_is_rounded_down_and_judged_exactly() {
        assert_eq!(qr_share(3, 1, 3_333), Ok(QrShare { share_bp: 3_333, meets: true }));
        assert_eq!(qr_share(3, 1, 3_334), Ok(QrShare { share_bp: 3_333, meets: false }));
        assert_eq!(qr_share(10, 5, REQUIRED_BP), Ok(QrShare { share_bp: 5_000, meets: true }));
        assert_eq!(qr_share(0, 0, 0), Ok(QrShare { share_bp: 0, meets: false }));
        assert_eq!(qr_share(1, 0, 0), Ok(QrShare { share_bp: 0, meets: true }));
        assert_eq!(qr_share(7, 7, 10_000), Ok(QrShare { share_bp: 10_000, meets: true }));
    }

    #[test]
    fn counts_that_cannot_be_are_refused() {
        for (enrolled, qr) in [(-1, -1), (-1, 0), (5, -1), (5, 6), (0, 1)] {
            assert_eq!(qr_share(enrolled, qr, 0), Err(Refusal::QrCounts), "{enrolled} {qr}");
        }
    }
}
