//! The signature of GOST R 34.10 (RFC 7091 section 6) over one curve; every number is read and written little-endian,
//! as Kazakhstan does.

use crypto_bigint::{NonZero, Uint};
use ring::rand::{SecureRandom, SystemRandom};

use super::curve::{Curve, Number};

/// Draws for one random number below the order: each succeeds with probability above one half.
const DRAWS_MAX: usize = 256;

impl<const LIMBS: usize> Curve<LIMBS> {
    /// Bytes of one number.
    const BYTES: usize = Uint::<LIMBS>::BYTES;

    /// Verifies `signature` = r‖s over `digest` under `public` = x‖y.
    pub(super) fn verify(&self, public: &[u8], digest: &[u8], signature: &[u8]) -> bool {
        self.check(public, digest, signature).is_some()
    }

    fn check(&self, public: &[u8], digest: &[u8], signature: &[u8]) -> Option<()> {
        let (x, y) = pair(public)?;
        let public = self.point(&x, &y)?;
        let (r, s) = pair(signature)?;
        if [&r, &s].into_iter().any(|number| *number == Uint::ZERO || number >= self.order()) {
            return None;
        }
        let inverse: Number<LIMBS> = self.digest(digest)?.invert().into_option()?;
        let (of_base, of_public) = (self.scalar(&s) * inverse, -(self.scalar(&r) * inverse));
        let sum = self.times_both(&of_base, (&of_public, &public));
        let (x, _) = self.affine(&sum)?;
        (self.reduced(&x) == r).then_some(())
    }

    /// The private number of these bytes: 0 < d < q.
    pub(super) fn private(&self, bytes: &[u8]) -> Option<Number<LIMBS>> {
        let number = number(bytes)?;
        (number != Uint::ZERO && number < *self.order()).then(|| self.scalar(&number))
    }

    /// x‖y of the public point of a private number.
    pub(super) fn public(&self, private: &Number<LIMBS>) -> Option<Vec<u8>> {
        let (x, y) = self.affine(&self.times_base(private))?;
        Some([x.to_le_bytes().as_ref(), y.to_le_bytes().as_ref()].concat())
    }

    /// Signs a digest with a fresh random number, as the standard asks.
    pub(super) fn sign(&self, private: &Number<LIMBS>, digest: &[u8], random: &SystemRandom) -> Option<Vec<u8>> {
        let once = self.private(&self.draw(random)?)?;
        // r or s being zero has no measurable probability; the caller then makes no signature.
        self.sign_with(private, digest, &once)
    }

    /// Signs with the one-time number given: the standard's example is told so.
    pub(super) fn sign_with(&self, private: &Number<LIMBS>, digest: &[u8], once: &Number<LIMBS>) -> Option<Vec<u8>> {
        let (x, _) = self.affine(&self.times_base(once))?;
        let r = self.reduced(&x);
        let s = (self.scalar(&r) * private + self.digest(digest)? * once).retrieve();
        if r == Uint::ZERO || s == Uint::ZERO {
            return None;
        }
        Some([r.to_le_bytes().as_ref(), s.to_le_bytes().as_ref()].concat())
    }

    /// Bytes of a random number n with 0 < n < q.
    pub(super) fn draw(&self, random: &SystemRandom) -> Option<Vec<u8>> {
        let mut bytes = vec![0; Self::BYTES];
        for _ in 0..DRAWS_MAX {
            random.fill(&mut bytes).ok()?;
            if self.private(&bytes).is_some() {
                return Some(bytes);
            }
        }
        None
    }

    /// The digest as a number modulo the order, one when it is zero (RFC 7091 6.1 step 2).
    fn digest(&self, digest: &[u8]) -> Option<Number<LIMBS>> {
        let reduced = self.reduced(&number(digest)?);
        Some(self.scalar(&if reduced == Uint::ZERO { Uint::ONE } else { reduced }))
    }

    fn reduced(&self, number: &Uint<LIMBS>) -> Uint<LIMBS> {
        NonZero::new(*self.order()).into_option().map_or(*number, |order| number.rem(&order))
    }
}

/// One number of exactly the length of the curve.
fn number<const LIMBS: usize>(bytes: &[u8]) -> Option<Uint<LIMBS>> {
    (bytes.len() == Uint::<LIMBS>::BYTES).then(|| Uint::from_le_slice(bytes))
}

fn pair<const LIMBS: usize>(bytes: &[u8]) -> Option<(Uint<LIMBS>, Uint<LIMBS>)> {
    let (one, other) = bytes.split_at_checked(Uint::<LIMBS>::BYTES)?;
    Some((number(one)?, number(other)?))
}

#[cfg(test)]
mod tests {
    use super::super::curve::Parameters;
    use super::*;

    struct Example {
        curve: Parameters,
        d: &'static str,
        public: [&'static str; 2],
        e: &'static str,
        k: &'static str,
        signature: [&'static str; 2],
    }

    /// A number of the standard as this crate reads it.
    fn bytes<const LIMBS: usize>(hex: &str) -> Vec<u8> {
        let padded = format!("{hex:0>width$}", width = LIMBS * 16);
        Uint::<LIMBS>::from_be_hex(&padded).to_le_bytes().as_ref().to_vec()
    }

    fn check<const LIMBS: usize>(example: &Example) {
        let curve = Curve::<LIMBS>::new(&example.curve).unwrap();
        let number = bytes::<LIMBS>;
        let both = |pair: [&str; 2]| pair.map(number).concat();
        let (public, signature, digest) = (both(example.public), both(example.signature), number(example.e));
        let private = curve.private(&number(example.d)).unwrap();
        assert_eq!(curve.public(&private).unwrap(), public);
        let once = curve.private(&number(example.k)).unwrap();
        assert_eq!(curve.sign_with(&private, &digest, &once).unwrap(), signature);
        assert!(curve.verify(&public, &digest, &signature));
        for index in 0..signature.len() {
            let mut altered = signature.clone();
            altered[index] ^= 1;
            assert!(!curve.verify(&public, &digest, &altered));
        }
        let (r, s) = signature.split_at(Uint::<LIMBS>::BYTES);
        let zero = vec![0; r.len()];
        let order = curve.order().to_le_bytes();
        for pair in [[&zero, s], [r, &zero], [order.as_ref(), s], [r, order.as_ref()], [s, r]] {
            assert!(!curve.verify(&public, &digest, &pair.concat()));
        }
        // The same number written larger would be a second signature of the same bytes.
        let larger = Uint::<LIMBS>::from_le_slice(s).wrapping_add(curve.order());
        assert!(larger > *curve.order());
        assert!(!curve.verify(&public, &digest, &[r, larger.to_le_bytes().as_ref()].concat()));
        assert!(!curve.verify(&public, &digest, &signature[1..]));
        assert!(!curve.verify(&public, &digest[1..], &signature));
        assert!(!curve.verify(&vec![0; public.len()], &digest, &signature));
        assert!(curve.private(&zero).is_none() && curve.private(order.as_ref()).is_none());
        // A digest of zero counts as one: it is signed and verified like any other.
        let of_zero = curve.sign(&private, &zero, &SystemRandom::new()).unwrap();
        assert!(curve.verify(&public, &zero, &of_zero) && curve.verify(&public, &number("1"), &of_zero));
    }

    #[test]
    fn the_example_of_256_bits_in_rfc_7091_is_made_and_verified() {
        check::<4>(&Example {
            curve: Parameters {
                p: "8000000000000000000000000000000000000000000000000000000000000431",
                q: "8000000000000000000000000000000150FE8A1892976154C59CFC193ACCF5B3",
                a: "0000000000000000000000000000000000000000000000000000000000000007",
                b: "5FBFF498AA938CE739B8E022FBAFEF40563F6E6A3472FC2A514C0CE9DAE23B7E",
                x: "0000000000000000000000000000000000000000000000000000000000000002",
                y: "08E2A8A0E65147D4BD6316030E16D19C85C97F0A9CA267122B96ABBCEA7E8FC8",
            },
            d: "7A929ADE789BB9BE10ED359DD39A72C11B60961F49397EEE1D19CE9891EC3B28",
            public: [
                "7F2B49E270DB6D90D8595BEC458B50C58585BA1D4E9B788F6689DBD8E56FD80B",
                "26F1B489D6701DD185C8413A977B3CBBAF64D1C593D26627DFFB101A87FF77DA",
            ],
            e: "2DFBC1B372D89A1188C09C52E0EEC61FCE52032AB1022E8E67ECE6672B043EE5",
            k: "77105C9B20BCD3122823C8CF6FCC7B956DE33814E95B7FE64FED924594DCEAB3",
            signature: [
                "41AA28D2F1AB148280CD9ED56FEDA41974053554A42767B83AD043FD39DC0493",
                "1456C64BA4642A1653C235A98A60249BCD6D3F746B631DF928014F6C5BF9C40",
            ],
        });
    }

    #[test]
    fn the_example_of_512_bits_in_rfc_7091_is_made_and_verified() {
        check::<8>(&Example {
            curve: Parameters {
                p: "4531ACD1FE0023C7550D267B6B2FEE80922B14B2FFB90F04D4EB7C09B5D2D15D\
                    F1D852741AF4704A0458047E80E4546D35B8336FAC224DD81664BBF528BE6373",
                q: "4531ACD1FE0023C7550D267B6B2FEE80922B14B2FFB90F04D4EB7C09B5D2D15D\
                    A82F2D7ECB1DBAC719905C5EECC423F1D86E25EDBE23C595D644AAF187E6E6DF",
                a: "0000000000000000000000000000000000000000000000000000000000000000\
                    0000000000000000000000000000000000000000000000000000000000000007",
                b: "1CFF0806A31116DA29D8CFA54E57EB748BC5F377E49400FDD788B649ECA1AC43\
                    61834013B2AD7322480A89CA58E0CF74BC9E540C2ADD6897FAD0A3084F302ADC",
                x: "24D19CC64572EE30F396BF6EBBFD7A6C5213B3B3D7057CC825F91093A68CD762\
                    FD60611262CD838DC6B60AA7EEE804E28BC849977FAC33B4B530F1B120248A9A",
                y: "2BB312A43BD2CE6E0D020613C857ACDDCFBF061E91E5F2C3F32447C259F39B2C\
                    83AB156D77F1496BF7EB3351E1EE4E43DC1A18B91B24640B6DBB92CB1ADD371E",
            },
            d: "BA6048AADAE241BA40936D47756D7C93091A0E8514669700EE7508E508B10207\
                2E8123B2200A0563322DAD2827E2714A2636B7BFD18AADFC62967821FA18DD4",
            public: [
                "115DC5BC96760C7B48598D8AB9E740D4C4A85A65BE33C1815B5C320C854621DD\
                 5A515856D13314AF69BC5B924C8B4DDFF75C45415C1D9DD9DD33612CD530EFE1",
                "37C7C90CD40B0F5621DC3AC1B751CFA0E2634FA0503B3D52639F5D7FB72AFD61\
                 EA199441D943FFE7F0C70A2759A3CDB84C114E1F9339FDF27F35ECA93677BEEC",
            ],
            e: "3754F3CFACC9E0615C4F4A7C4D8DAB531B09B6F9C170C533A71D147035B0C591\
                7184EE536593F4414339976C647C5D5A407ADEDB1D560C4FC6777D2972075B8C",
            k: "359E7F4B1410FEACC570456C6801496946312120B39D019D455986E364F36588\
                6748ED7A44B3E794434006011842286212273A6D14CF70EA3AF71BB1AE679F1",
            signature: [
                "2F86FA60A081091A23DD795E1E3C689EE512A3C82EE0DCC2643C78EEA8FCACD3\
                 5492558486B20F1C9EC197C90699850260C93BCBCD9C5C3317E19344E173AE36",
                "1081B394696FFE8E6585E7A9362D26B6325F56778AADBC081C0BFBE933D52FF5\
                 823CE288E8C4F362526080DF7F70CE406A6EEB1F56919CB92A9853BDE73E5B4A",
            ],
        });
    }
}
