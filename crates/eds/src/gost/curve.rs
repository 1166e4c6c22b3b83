//! Elliptic curves in short Weierstrass form whose order is prime, in constant time.
//!
//! Points are projective and added by the complete formulas of Renes, Costello and Batina (2015/1060, algorithm 1):
//! one formula for sum, double and the point at infinity, so nothing branches on a secret.

use crypto_bigint::modular::{FixedMontyForm, FixedMontyParams};
use crypto_bigint::{CtAssign as _, CtEq as _, Odd, Uint};

/// A number modulo the prime of the field or modulo the order of the group.
pub(super) type Number<const LIMBS: usize> = FixedMontyForm<LIMBS>;

/// A curve y² = x³ + ax + b with a base point of prime order; its cofactor is 1, so a point on it is in the group.
pub(super) struct Curve<const LIMBS: usize> {
    field: FixedMontyParams<LIMBS>,
    order: FixedMontyParams<LIMBS>,
    a: Number<LIMBS>,
    b: Number<LIMBS>,
    b3: Number<LIMBS>,
    base: Point<LIMBS>,
}

/// The numbers of a curve as the standards print them: hexadecimal, most significant digit first, full length.
pub(super) struct Parameters {
    pub(super) p: &'static str,
    pub(super) q: &'static str,
    pub(super) a: &'static str,
    pub(super) b: &'static str,
    pub(super) x: &'static str,
    pub(super) y: &'static str,
}

/// A point in projective coordinates; Z = 0 is the point at infinity.
#[derive(Clone, Copy)]
pub(super) struct Point<const LIMBS: usize> {
    x: Number<LIMBS>,
    y: Number<LIMBS>,
    z: Number<LIMBS>,
}

impl<const LIMBS: usize> Curve<LIMBS> {
    /// `None` when a modulus is even or the base point is not on the curve.
    pub(super) fn new(parameters: &Parameters) -> Option<Self> {
        let modulus = |hex| Odd::new(Uint::from_be_hex(hex)).into_option().map(FixedMontyParams::new);
        let (field, order) = (modulus(parameters.p)?, modulus(parameters.q)?);
        let number = |hex| Number::new(&Uint::from_be_hex(hex), &field);
        let b = number(parameters.b);
        let base = Point { x: number(parameters.x), y: number(parameters.y), z: Number::one(&field) };
        let curve = Self { field, order, a: number(parameters.a), b, b3: b + b + b, base };
        curve.holds(&base.x, &base.y).then_some(curve)
    }

    /// A number modulo the order of the group.
    pub(super) fn scalar(&self, number: &Uint<LIMBS>) -> Number<LIMBS> {
        Number::new(number, &self.order)
    }

    /// The order of the group.
    pub(super) fn order(&self) -> &Uint<LIMBS> {
        self.order.modulus().as_ref()
    }

    /// The point of these affine coordinates; `None` when they are not reduced or not on the curve.
    pub(super) fn point(&self, x: &Uint<LIMBS>, y: &Uint<LIMBS>) -> Option<Point<LIMBS>> {
        let prime = self.field.modulus().as_ref();
        let (inside, x, y) = (x < prime && y < prime, self.number(x), self.number(y));
        (inside && self.holds(&x, &y)).then(|| Point { x, y, z: Number::one(&self.field) })
    }

    fn number(&self, number: &Uint<LIMBS>) -> Number<LIMBS> {
        Number::new(number, &self.field)
    }

    fn holds(&self, x: &Number<LIMBS>, y: &Number<LIMBS>) -> bool {
        y.square() == (x.square() + self.a) * x + self.b
    }

    /// `scalar` times the base point.
    pub(super) fn times_base(&self, scalar: &Number<LIMBS>) -> Point<LIMBS> {
        self.combination([(scalar, &self.base)])
    }

    /// `of_base` times the base point and `of_point` times `point`, summed.
    pub(super) fn times_both(
        &self,
        of_base: &Number<LIMBS>,
        (of_point, point): (&Number<LIMBS>, &Point<LIMBS>),
    ) -> Point<LIMBS> {
        self.combination([(of_base, &self.base), (of_point, point)])
    }

    /// The sum of multiples of points, in windows of four bits and with common doublings; the same steps for all scalars.
    fn combination<const TERMS: usize>(&self, terms: [(&Number<LIMBS>, &Point<LIMBS>); TERMS]) -> Point<LIMBS> {
        let tables = terms.map(|(_, point)| self.multiples(point));
        let scalars = terms.map(|(scalar, _)| scalar.retrieve().to_be_bytes());
        let mut sum = self.infinity();
        for index in 0..Uint::<LIMBS>::BYTES {
            for shift in [4, 0] {
                for _ in 0..4 {
                    sum = self.add(&sum, &sum);
                }
                for (table, scalar) in tables.iter().zip(&scalars) {
                    let window = scalar.as_ref().get(index).map_or(0, |byte| (byte >> shift) & 15);
                    sum = self.add(&sum, &chosen(table, window));
                }
            }
        }
        sum
    }

    /// 0 to 15 times a point.
    fn multiples(&self, point: &Point<LIMBS>) -> [Point<LIMBS>; 16] {
        let mut table = [self.infinity(); 16];
        let mut multiple = self.infinity();
        for entry in &mut table {
            *entry = multiple;
            multiple = self.add(&multiple, point);
        }
        table
    }

    fn infinity(&self) -> Point<LIMBS> {
        Point { x: Number::zero(&self.field), y: Number::one(&self.field), z: Number::zero(&self.field) }
    }

    /// The sum of any two points, equal, opposite or infinite ones too.
    pub(super) fn add(&self, one: &Point<LIMBS>, other: &Point<LIMBS>) -> Point<LIMBS> {
        let (xx, yy, zz) = (one.x * other.x, one.y * other.y, one.z * other.z);
        let xy = (one.x + one.y) * (other.x + other.y) - xx - yy;
        let xz = (one.x + one.z) * (other.x + other.z) - xx - zz;
        let yz = (one.y + one.z) * (other.y + other.z) - yy - zz;
        let middle = self.a * xz + self.b3 * zz;
        let (low, high) = (yy - middle, yy + middle);
        let azz = self.a * zz;
        let slope = xx + xx + xx + azz;
        let rest = self.b3 * xz + self.a * (xx - azz);
        Point { x: xy * low - yz * rest, y: low * high + slope * rest, z: yz * high + xy * slope }
    }

    /// The affine coordinates; `None` for the point at infinity.
    pub(super) fn affine(&self, point: &Point<LIMBS>) -> Option<(Uint<LIMBS>, Uint<LIMBS>)> {
        let inverse: Number<LIMBS> = point.z.invert().into_option()?;
        Some(((point.x * inverse).retrieve(), (point.y * inverse).retrieve()))
    }
}

/// The entry of a window, with every entry touched.
fn chosen<const LIMBS: usize>(table: &[Point<LIMBS>; 16], window: u8) -> Point<LIMBS> {
    let [mut found, ..] = *table;
    for (index, entry) in (0_u8..).zip(table) {
        let is_it = index.ct_eq(&window);
        found.x.ct_assign(&entry.x, is_it);
        found.y.ct_assign(&entry.y, is_it);
        found.z.ct_assign(&entry.z, is_it);
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gost::parameters::{CRYPTO_PRO_A, TC26_512_A};

    fn group_laws<const LIMBS: usize>(curve: &Curve<LIMBS>) {
        let one = curve.scalar(&Uint::ONE);
        let two = one + one;
        let base = curve.times_base(&one);
        let affine = |point: &Point<LIMBS>| curve.affine(point);
        assert_eq!(affine(&curve.times_base(&two)), affine(&curve.add(&base, &base)));
        // The order times the base is infinity, and one less its opposite.
        let last = curve.times_base(&-one);
        assert_eq!(affine(&curve.add(&last, &base)), None);
        assert_eq!(affine(&curve.times_base(&Number::zero(&curve.order))), None);
        assert_eq!(affine(&last).unwrap().0, affine(&base).unwrap().0);
        let infinity = curve.add(&last, &base);
        assert_eq!(affine(&curve.add(&infinity, &base)), affine(&base));
        assert_eq!(affine(&curve.add(&infinity, &infinity)), None);
        let (x, y) = affine(&base).unwrap();
        assert!(curve.point(&x, &y).is_some());
        assert!(curve.point(&y, &x).is_none());
        assert!(curve.point(&Uint::ZERO, &Uint::ZERO).is_none());
        assert!(curve.point(&x.wrapping_add(curve.field.modulus().as_ref()), &y).is_none());
    }

    #[test]
    fn the_laws_of_the_group_hold_on_both_curves() {
        group_laws(&Curve::<4>::new(&CRYPTO_PRO_A).unwrap());
        group_laws(&Curve::<8>::new(&TC26_512_A).unwrap());
    }

    #[test]
    fn a_base_point_beside_the_curve_is_refused() {
        let wrong = Parameters { y: CRYPTO_PRO_A.q, ..CRYPTO_PRO_A };
        assert!(Curve::<4>::new(&wrong).is_none());
    }
}
