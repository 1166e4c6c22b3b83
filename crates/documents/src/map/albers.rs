//! Albers' conic projection, which keeps areas true, in whole numbers: a choropleth must not make the north larger than it is.
//!
//! Numbers are billionths ([`ONE`]); angles are radians. The errors stay below a millionth of the earth's radius, a hundredth of a pixel.

pub(super) const ONE: i64 = 1_000_000_000;
/// π / 180.
const DEGREE: i64 = 17_453_293;

/// The projection with its standard parallels 42° and 53° north and its centre at 48° north, 67° east.
pub(super) struct Albers {
    n: i64,
    c: i64,
    rho_0: i64,
}

impl Albers {
    pub(super) fn new() -> Self {
        let (south, north) = (sin(radians(42 * ONE)), sin(radians(53 * ONE)));
        let n = (south + north) / 2;
        let cosine = cos(radians(42 * ONE));
        let c = mul(cosine, cosine) + 2 * mul(n, south);
        let mut made = Self { n, c, rho_0: 0 };
        made.rho_0 = made.rho(48 * ONE);
        made
    }

    fn rho(&self, latitude: i64) -> i64 {
        let inner = (self.c - 2 * mul(self.n, sin(radians(latitude)))).max(0);
        div(inner.saturating_mul(ONE).isqrt(), self.n)
    }

    /// Longitude and latitude in billionths of a degree → right and down, in billionths of the earth's radius.
    pub(super) fn place(&self, (longitude, latitude): (i64, i64)) -> (i64, i64) {
        let angle = mul(self.n, radians(longitude - 67 * ONE));
        let rho = self.rho(latitude);
        (mul(rho, sin(angle)), mul(rho, cos(angle)) - self.rho_0)
    }
}

fn mul(a: i64, b: i64) -> i64 {
    i64::try_from(i128::from(a) * i128::from(b) / i128::from(ONE)).unwrap_or(0)
}

fn div(a: i64, b: i64) -> i64 {
    i128::from(a)
        .saturating_mul(i128::from(ONE))
        .checked_div(i128::from(b))
        .and_then(|exact| i64::try_from(exact).ok())
        .unwrap_or(0)
}

fn radians(degrees: i64) -> i64 {
    mul(degrees, DEGREE)
}

/// Taylor's series to the 13th power: exact to a billionth up to 1.3 radians.
fn sin(angle: i64) -> i64 {
    series(angle, angle, 1)
}

fn cos(angle: i64) -> i64 {
    series(angle, ONE, 0)
}

/// Σ ± xᵏ/k!, from `first` = xᵏ/k! on, every second power.
fn series(angle: i64, first: i64, mut power: i64) -> i64 {
    let square = mul(angle, angle);
    let (mut term, mut sum) = (first, first);
    while power < 13 && term != 0 {
        power += 2;
        term = -mul(term, square) / (power * (power - 1));
        sum += term;
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sines_are_those_of_the_tables() {
        for (degrees, expected) in
            [(0, 0), (30, 500_000_000), (42, 669_130_606), (53, 798_635_510), (-45, -707_106_781)]
        {
            assert!((sin(radians(degrees * ONE)) - expected).abs() < 50, "{degrees}");
        }
        assert!((cos(radians(60 * ONE)) - 500_000_000).abs() < 50);
    }

    /// The places of Astana and Almaty in a projection made with floating point numbers.
    #[test]
    fn cities_are_where_they_are() {
        let albers = Albers::new();
        for (place, expected) in [
            ((71_430_000_000, 51_130_000_000), (48_359_973, -56_219_006)),
            ((76_890_000_000, 43_240_000_000), (125_197_036, 75_442_673)),
        ] {
            let found = albers.place(place);
            assert!((found.0 - expected.0).abs() < 200 && (found.1 - expected.1).abs() < 200, "{found:?} {expected:?}");
        }
        assert_eq!(albers.place((67 * ONE, 48 * ONE)), (0, 0));
    }
}
