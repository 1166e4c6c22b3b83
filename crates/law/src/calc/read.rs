//! Typed reading of a case's fields (spec 3.1): every field is typed before the first rule.

use jiff::civil::Date;

use super::json::{Object, Value};
use crate::month::{self, Month, number, parse_date};
use crate::queue::allocate::Instant;
use crate::{Minor, Refusal};

pub(super) const MONEY: (i64, i64) = (-1_000_000_000_000_000, 1_000_000_000_000_000);
pub(super) const MONEY_NOT_NEGATIVE: (i64, i64) = (0, 1_000_000_000_000_000);
pub(super) const COUNT: (i64, i64) = (-1_000_000_000, 1_000_000_000);
pub(super) const COUNT_NOT_NEGATIVE: (i64, i64) = (0, 1_000_000_000);
pub(super) const STUDY_DAYS: (i64, i64) = (-1_000_000_000, 31);
pub(super) const BASIS_POINTS: (i64, i64) = (0, 10_000);
pub(super) const YEAR: (i64, i64) = (1, 9_999);

/// Why a case has no result: a refusal, and of a wrong field its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Wrong {
    pub(super) refusal: Refusal,
    pub(super) field: &'static str,
}

impl From<Refusal> for Wrong {
    fn from(refusal: Refusal) -> Wrong {
        Wrong { refusal, field: "" }
    }
}

pub(super) type Read<T> = Result<T, Wrong>;

/// `input.invalid` naming the field.
pub(super) fn invalid(field: &'static str) -> Wrong {
    Wrong { refusal: Refusal::InputInvalid, field }
}

/// The fields of an object. Optional ones may be absent; null is a wrong type.
#[derive(Clone, Copy)]
pub(super) struct Fields<'v, 'a>(pub(super) &'v Object<'a>);

impl<'v, 'a> Fields<'v, 'a> {
    /// Takes an array's element, which must be an object.
    pub(super) fn of(value: &'v Value<'a>, field: &'static str) -> Read<Fields<'v, 'a>> {
        match value {
            Value::Object(object) => Ok(Fields(object)),
            Value::Null
            | Value::Bool(_)
            | Value::Int(_)
            | Value::Number
            | Value::Str(_)
            | Value::Array(_)
            | Value::Deep => Err(invalid(field)),
        }
    }

    fn required<T>(found: Option<T>, name: &'static str) -> Read<T> {
        found.ok_or_else(|| invalid(name))
    }

    fn read<T>(self, name: &'static str, take: impl Fn(&'v Value<'a>) -> Option<T>) -> Read<Option<T>> {
        self.0.get(name).map(|value| Fields::required(take(value), name)).transpose()
    }

    pub(super) fn int_if_given(self, name: &'static str, range: (i64, i64)) -> Read<Option<i64>> {
        self.read(name, |value| int(value, range))
    }

    pub(super) fn int(self, name: &'static str, range: (i64, i64)) -> Read<i64> {
        Fields::required(self.int_if_given(name, range)?, name)
    }

    pub(super) fn money_if_given(self, name: &'static str, range: (i64, i64)) -> Read<Option<Minor>> {
        Ok(self.int_if_given(name, range)?.map(Minor::new))
    }

    pub(super) fn money(self, name: &'static str) -> Read<Minor> {
        Ok(Minor::new(self.int(name, MONEY)?))
    }

    pub(super) fn year(self, name: &'static str) -> Read<i16> {
        i16::try_from(self.int(name, YEAR)?).map_err(|_| invalid(name))
    }

    pub(super) fn flag(self, name: &'static str) -> Read<bool> {
        let given = self.read(name, |value| if let Value::Bool(flag) = value { Some(*flag) } else { None })?;
        Ok(given.unwrap_or(false))
    }

    pub(super) fn text(self, name: &'static str) -> Read<&'v str> {
        Fields::required(self.read(name, text)?, name)
    }

    pub(super) fn date_if_given(self, name: &'static str) -> Read<Option<Date>> {
        self.read(name, date)
    }

    pub(super) fn date(self, name: &'static str) -> Read<Date> {
        Fields::required(self.date_if_given(name)?, name)
    }

    pub(super) fn month(self, name: &'static str) -> Read<Month> {
        Fields::required(self.read(name, |value| text(value).and_then(Month::parse))?, name)
    }

    pub(super) fn instant(self, name: &'static str) -> Read<Instant> {
        Fields::required(self.read(name, |value| text(value).and_then(instant))?, name)
    }

    pub(super) fn array_if_given(self, name: &'static str) -> Read<Option<&'v [Value<'a>]>> {
        self.read(name, array)
    }

    pub(super) fn array(self, name: &'static str) -> Read<&'v [Value<'a>]> {
        Fields::required(self.array_if_given(name)?, name)
    }

    pub(super) fn object_if_given(self, name: &'static str) -> Read<Option<Fields<'v, 'a>>> {
        self.read(name, |value| Fields::of(value, name).ok())
    }
}

pub(super) fn int(value: &Value<'_>, (min, max): (i64, i64)) -> Option<i64> {
    if let Value::Int(int) = value { Some(*int).filter(|int| (min..=max).contains(int)) } else { None }
}

pub(super) fn text<'v>(value: &'v Value<'_>) -> Option<&'v str> {
    if let Value::Str(text) = value { Some(text) } else { None }
}

pub(super) fn date(value: &Value<'_>) -> Option<Date> {
    text(value).and_then(parse_date)
}

pub(super) fn array<'v, 'a>(value: &'v Value<'a>) -> Option<&'v [Value<'a>]> {
    if let Value::Array(items) = value { Some(items) } else { None }
}

/// Reads exactly `YYYY-MM-DDThh:mm:ss[.f{1,9}](Z|±hh:mm)` as an instant: capitals, no second 60, offsets below 24 h.
pub(super) fn instant(text: &str) -> Option<Instant> {
    let date = parse_date(text.get(..10)?)?;
    let [b'T', h1, h2, b':', m1, m2, b':', s1, s2, rest @ ..] = text.as_bytes().get(10..)? else { return None };
    let clock = [number(&[*h1, *h2])?, number(&[*m1, *m2])?, number(&[*s1, *s2])?];
    let [hours, minutes, seconds] = clock;
    if hours > 23 || minutes > 59 || seconds > 59 {
        return None;
    }
    let (nanos, zone) = match rest {
        [b'.', fraction @ ..] => fraction_of(fraction)?,
        zone => (0, zone),
    };
    let days = i64::from(month::days_since_epoch(date));
    let local = days.checked_mul(86_400)?.checked_add(i64::from(hours).checked_mul(3_600)?)?;
    let local = local.checked_add(i64::from(minutes).checked_mul(60)?)?.checked_add(i64::from(seconds))?;
    Some(Instant { seconds: local.checked_sub(offset_seconds(zone)?)?, nanos })
}

/// The nanoseconds of one to nine digits, and what follows them.
fn fraction_of(text: &[u8]) -> Option<(u32, &[u8])> {
    let length = text.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let (digits, zone) = text.split_at_checked(length)?;
    let missing = u32::try_from(9usize.checked_sub(length).filter(|_| length > 0)?).ok()?;
    Some((number(digits)?.checked_mul(10u32.checked_pow(missing)?)?, zone))
}

fn offset_seconds(zone: &[u8]) -> Option<i64> {
    let [sign, h1, h2, b':', m1, m2] = zone else { return (zone == b"Z").then_some(0) };
    let (hours, minutes) = (number(&[*h1, *h2])?, number(&[*m1, *m2])?);
    if hours > 23 || minutes > 59 {
        return None;
    }
    let seconds = i64::from(hours).checked_mul(3_600)?.checked_add(i64::from(minutes).checked_mul(60)?)?;
    match sign {
        b'+' => Some(seconds),
        b'-' => seconds.checked_neg(),
        _ => None,
    }
}
