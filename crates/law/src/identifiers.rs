//! Identifiers of people, organisations, accounts and vouchers with their check digits (spec 1.4 and 3.2).

use std::fmt;

use jiff::civil::Date;

use crate::Refusal;
use crate::month::number;

/// The sex that an IIN states.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sex {
    Male,
    Female,
}

/// The IIN of a person, `YYMMDD C NNNN K`. `Debug` never prints it: personal data stay out of logs (spec 1.4).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Iin([u8; 12]);

impl Iin {
    /// Reads 12 digits. Refuses with `iin.format`, `iin.century`, `iin.birth_date`, `iin.checksum`, in this order.
    pub fn parse(text: &str) -> Result<Iin, Refusal> {
        let iin = Iin(twelve_digits(text).ok_or(Refusal::IinFormat)?);
        iin.century().ok_or(Refusal::IinCentury)?;
        iin.read_birth_date().ok_or(Refusal::IinBirthDate)?;
        if checksum_holds(&iin.0) { Ok(iin) } else { Err(Refusal::IinChecksum) }
    }

    /// The twelve digits, for storage and for signed documents only.
    pub fn as_str(&self) -> &str {
        ascii(&self.0)
    }

    /// The date of birth that the number states.
    pub fn birth_date(&self) -> Date {
        self.read_birth_date().unwrap_or(Date::MIN)
    }

    /// Odd century digits are men, even ones women.
    pub fn sex(&self) -> Sex {
        if self.0[6] % 2 == 1 { Sex::Male } else { Sex::Female }
    }

    fn century(&self) -> Option<i16> {
        match self.0[6] {
            b'1' | b'2' => Some(1800),
            b'3' | b'4' => Some(1900),
            b'5' | b'6' => Some(2000),
            _ => None,
        }
    }

    fn read_birth_date(&self) -> Option<Date> {
        let [y1, y2, m1, m2, d1, d2, ..] = self.0;
        let year = self.century()?.checked_add(i16::try_from(number(&[y1, y2])?).ok()?)?;
        let month = i8::try_from(number(&[m1, m2])?).ok()?;
        Date::new(year, month, i8::try_from(number(&[d1, d2])?).ok()?).ok()
    }
}

impl fmt::Debug for Iin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Iin(************)")
    }
}

/// What kind of organisation a BIN belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Entity {
    Resident,
    NonResident,
    JointEntrepreneur,
}

impl Entity {
    /// The word used in data.
    pub fn as_str(self) -> &'static str {
        match self {
            Entity::Resident => "resident",
            Entity::NonResident => "non_resident",
            Entity::JointEntrepreneur => "joint_entrepreneur",
        }
    }
}

/// Which division of an organisation a BIN belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Attribute {
    Head,
    Branch,
    Representation,
    Farm,
}

impl Attribute {
    /// The word used in data.
    pub fn as_str(self) -> &'static str {
        match self {
            Attribute::Head => "head",
            Attribute::Branch => "branch",
            Attribute::Representation => "representation",
            Attribute::Farm => "farm",
        }
    }
}

/// The BIN of an organisation, `YYMM T A NNNNN K`; public, so `Debug` prints it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Bin([u8; 12]);

impl Bin {
    /// Reads 12 digits. Refuses with `bin.format`, `bin.registration_month`, `bin.entity_type`, `bin.attribute`,
    /// `bin.checksum`, in this order.
    pub fn parse(text: &str) -> Result<Bin, Refusal> {
        let bin = Bin(twelve_digits(text).ok_or(Refusal::BinFormat)?);
        let [_, _, m1, m2, ..] = bin.0;
        if !number(&[m1, m2]).is_some_and(|month| (1..=12).contains(&month)) {
            return Err(Refusal::BinRegistrationMonth);
        }
        bin.read_entity().ok_or(Refusal::BinEntityType)?;
        bin.read_attribute().ok_or(Refusal::BinAttribute)?;
        if checksum_holds(&bin.0) { Ok(bin) } else { Err(Refusal::BinChecksum) }
    }

    /// The twelve digits.
    pub fn as_str(&self) -> &str {
        ascii(&self.0)
    }

    /// The kind of organisation.
    pub fn entity(&self) -> Entity {
        self.read_entity().unwrap_or(Entity::Resident)
    }

    /// The division.
    pub fn attribute(&self) -> Attribute {
        self.read_attribute().unwrap_or(Attribute::Head)
    }

    fn read_entity(&self) -> Option<Entity> {
        match self.0[4] {
            b'4' => Some(Entity::Resident),
            b'5' => Some(Entity::NonResident),
            b'6' => Some(Entity::JointEntrepreneur),
            _ => None,
        }
    }

    fn read_attribute(&self) -> Option<Attribute> {
        match self.0[5] {
            b'0' => Some(Attribute::Head),
            b'1' => Some(Attribute::Branch),
            b'2' => Some(Attribute::Representation),
            b'3' => Some(Attribute::Farm),
            _ => None,
        }
    }
}

impl fmt::Display for Bin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for Bin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Bin({self})")
    }
}

/// A Kazakh IBAN of 20 characters: `KZ`, 2 check digits, 3 digits of the bank, 13 of the account.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Iban([u8; 20]);

impl Iban {
    /// Reads upper case without spaces. Refuses with `iban.format`, then `iban.checksum`.
    pub fn parse(text: &str) -> Result<Iban, Refusal> {
        let bytes: [u8; 20] = text.as_bytes().try_into().map_err(|_| Refusal::IbanFormat)?;
        let [b'K', b'Z', digits @ ..] = &bytes else { return Err(Refusal::IbanFormat) };
        let (head, account) = digits.split_at(5);
        let account_fits = account.iter().all(|c| c.is_ascii_digit() || c.is_ascii_uppercase());
        if !head.iter().all(u8::is_ascii_digit) || !account_fits {
            return Err(Refusal::IbanFormat);
        }
        if mod_97(&bytes) == Some(1) { Ok(Iban(bytes)) } else { Err(Refusal::IbanChecksum) }
    }

    /// The twenty characters.
    pub fn as_str(&self) -> &str {
        ascii(&self.0)
    }

    /// The three digits of the bank.
    pub fn bank_code(&self) -> &str {
        self.as_str().get(4..7).unwrap_or_default()
    }
}

impl fmt::Display for Iban {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for Iban {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Iban(KZ..{})", self.bank_code())
    }
}

/// The number printed on a voucher, `PPP-RR-YYYY-NNNNNNNN-C`: programme prefix, region at issue, year, sequence,
/// ISO 7064 MOD 37,36 check character over the characters without hyphens (spec 1.4).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct VoucherNumber([u8; 22]);

impl VoucherNumber {
    /// Makes the number; nothing when the prefix is not three capitals, the region not two digits, the year outside
    /// 1–9999 or the sequence above 99 999 999.
    pub fn try_new(prefix: &str, region: u8, year: i16, sequence: u32) -> Option<VoucherNumber> {
        let in_range = region <= 99 && (1..=9999).contains(&year) && sequence <= 99_999_999;
        let capitals = prefix.len() == 3 && prefix.bytes().all(|c| c.is_ascii_uppercase());
        if !in_range || !capitals {
            return None;
        }
        let body = format!("{prefix}-{region:02}-{year:04}-{sequence:08}-");
        let check = check_37_36(body.as_bytes())?;
        let mut number = [check; 22];
        number.iter_mut().zip(body.bytes()).for_each(|(to, from)| *to = from);
        Some(VoucherNumber(number))
    }

    /// Reads a number; refuses with `voucher.number_format` or `voucher.number_checksum`.
    pub fn parse(text: &str) -> Result<VoucherNumber, Refusal> {
        let fields: Vec<&str> = text.split('-').collect();
        let [prefix, region, year, sequence, check] = fields.as_slice() else {
            return Err(Refusal::VoucherNumberFormat);
        };
        if [region.len(), year.len(), sequence.len(), check.len()] != [2, 4, 8, 1] {
            return Err(Refusal::VoucherNumberFormat);
        }
        let parts = || {
            let region = u8::try_from(number(region.as_bytes())?).ok()?;
            let year = i16::try_from(number(year.as_bytes())?).ok()?;
            VoucherNumber::try_new(prefix, region, year, number(sequence.as_bytes())?)
        };
        let made = parts().ok_or(Refusal::VoucherNumberFormat)?;
        if made.as_str() == text { Ok(made) } else { Err(Refusal::VoucherNumberChecksum) }
    }

    /// The 22 characters.
    pub fn as_str(&self) -> &str {
        ascii(&self.0)
    }

    /// The programme's prefix; the pack's terms name the programme.
    pub fn prefix(&self) -> &str {
        self.as_str().get(..3).unwrap_or_default()
    }

    /// The region at issue.
    pub fn region(&self) -> u8 {
        self.as_str().get(4..6).and_then(|digits| digits.parse().ok()).unwrap_or_default()
    }

    /// The year of issue.
    pub fn year(&self) -> i16 {
        self.as_str().get(7..11).and_then(|digits| digits.parse().ok()).unwrap_or_default()
    }

    /// The sequence number within programme, region and year.
    pub fn sequence(&self) -> u32 {
        self.as_str().get(12..20).and_then(|digits| digits.parse().ok()).unwrap_or_default()
    }
}

impl fmt::Display for VoucherNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for VoucherNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "VoucherNumber({self})")
    }
}

/// Whether `text` is a KATO code: nine digits, of which the first two are the region (ISO 3166-2:KZ).
pub fn is_kato(text: &str) -> bool {
    text.len() == 9 && text.bytes().all(|c| c.is_ascii_digit())
}

/// Whether `text` is a BIK: eight capitals or digits, the fifth and sixth `KZ`.
pub fn is_bik(text: &str) -> bool {
    text.len() == 8
        && text.get(4..6) == Some("KZ")
        && text.bytes().all(|c| c.is_ascii_digit() || c.is_ascii_uppercase())
}

/// Whether `text` is an RKA address code: sixteen digits.
pub fn is_rka(text: &str) -> bool {
    text.len() == 16 && text.bytes().all(|c| c.is_ascii_digit())
}

fn twelve_digits(text: &str) -> Option<[u8; 12]> {
    let bytes: [u8; 12] = text.as_bytes().try_into().ok()?;
    bytes.iter().all(u8::is_ascii_digit).then_some(bytes)
}

/// The check of IIN and BIN (spec 3.2): a second row of weights when the first gives 10; 10 again fits no digit.
fn checksum_holds(digits: &[u8; 12]) -> bool {
    let [body @ .., check] = digits;
    check_digit(body) == Some(*check)
}

/// The check digit, ASCII, that completes the eleven ASCII digits of an IIN or a BIN (spec 3.2); `None` when both weighings
/// give ten, and no number begins so.
pub fn check_digit(body: &[u8; 11]) -> Option<u8> {
    const FIRST: [u32; 11] = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11];
    const SECOND: [u32; 11] = [3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2];
    let control = |weights: [u32; 11]| {
        let sum = body.iter().zip(weights).fold(0u32, |sum, (digit, weight)| {
            sum.saturating_add(u32::from(digit.wrapping_sub(b'0')).saturating_mul(weight))
        });
        sum % 11
    };
    let value = match control(FIRST) {
        10 => control(SECOND),
        first => first,
    };
    b"0123456789".get(usize::try_from(value).ok()?).copied()
}

/// ISO 7064 MOD 97-10 of an IBAN: the first four characters moved behind, letters as 10–35.
pub fn mod_97(iban: &[u8; 20]) -> Option<u32> {
    let (head, tail) = iban.split_at(4);
    tail.iter().chain(head).try_fold(0u32, |rest, c| {
        let value = alphanumeric(*c)?;
        let shifted = rest.checked_mul(if value < 10 { 10 } else { 100 })?;
        Some(shifted.checked_add(value)? % 97)
    })
}

/// The check character of ISO 7064 MOD 37,36 over capitals and digits, hyphens left out; `None` where another character stands.
pub fn check_37_36(body: &[u8]) -> Option<u8> {
    let product = body.iter().filter(|c| **c != b'-').try_fold(36u32, |product, c| {
        let sum = product.checked_add(alphanumeric(*c)?)? % 36;
        let sum = if sum == 0 { 36 } else { sum };
        Some(sum.checked_mul(2)? % 37)
    })?;
    let check = 37u32.checked_sub(product)? % 36;
    b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ".get(usize::try_from(check).ok()?).copied()
}

fn alphanumeric(c: u8) -> Option<u32> {
    char::from(c).to_digit(36).filter(|_| !c.is_ascii_lowercase())
}

fn ascii(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).unwrap_or_default()
}

#[cfg(test)]
#[path = "identifiers_tests.rs"]
mod tests;
