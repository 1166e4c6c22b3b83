//! Identifiers as ASCII digits, made valid by construction (spec 3.2).

use jiff::civil::Date;

/// Twelve ASCII digits of an IIN or a BIN.
pub(super) type Twelve = [u8; 12];

/// Writes `value` in decimal over the whole of `out`, with leading zeros.
pub(super) fn put(out: &mut [u8], value: u64) {
    let mut rest = value;
    for place in out.iter_mut().rev() {
        *place = b'0' + u8::try_from(rest % 10).unwrap_or(0);
        rest /= 10;
    }
}

/// A date as the ten ASCII characters `YYYY-MM-DD`.
pub(super) fn iso(date: Date) -> [u8; 10] {
    let mut text = *b"0000-00-00";
    if let Some(year) = text.get_mut(0..4) {
        put(year, u64::from(date.year().unsigned_abs()));
    }
    if let Some(month) = text.get_mut(5..7) {
        put(month, u64::from(date.month().unsigned_abs()));
    }
    if let Some(day) = text.get_mut(8..10) {
        put(day, u64::from(date.day().unsigned_abs()));
    }
    text
}

/// The IIN of a birth date, a sex and a four-digit serial; `None` where no check digit exists.
pub(super) fn iin(born: Date, male: bool, serial: u32) -> Option<Twelve> {
    let mut digits = *b"000000000000";
    let year = u64::from(born.year().unsigned_abs());
    let day = year % 100 * 10_000 + u64::from(born.month().unsigned_abs()) * 100 + u64::from(born.day().unsigned_abs());
    let century = match (year >= 2000, male) {
        (false, true) => 3,
        (false, false) => 4,
        (true, true) => 5,
        (true, false) => 6,
    };
    put(digits.get_mut(0..6)?, day);
    put(digits.get_mut(6..7)?, century);
    put(digits.get_mut(7..11)?, u64::from(serial));
    with_check(digits)
}

/// The BIN of a resident's head office registered in `year_month` (`YYMM`); `None` where no check digit exists.
pub(super) fn bin(year_month: u32, serial: u32) -> Option<Twelve> {
    let mut digits = *b"000040000000";
    put(digits.get_mut(0..4)?, u64::from(year_month));
    put(digits.get_mut(6..11)?, u64::from(serial));
    with_check(digits)
}

/// The IBAN of a bank's three-digit code and an account of 13 digits.
pub(super) fn iban(bank: &str, account: u64) -> String {
    let body = format!("{bank}{account:013}");
    let open = format!("KZ00{body}");
    let remainder = open.as_bytes().try_into().ok().and_then(law::identifiers::mod_97).unwrap_or(0);
    format!("KZ{:02}{body}", 98 - remainder)
}

fn with_check(mut digits: Twelve) -> Option<Twelve> {
    let [body @ .., last] = &mut digits;
    *last = law::identifiers::check_digit(body)?;
    Some(digits)
}
