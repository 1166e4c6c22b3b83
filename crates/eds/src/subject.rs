//! Distinguished names: the facts of the Kazakh profile, and equality.

use const_oid::ObjectIdentifier;
use const_oid::db::rfc4519;
use der::asn1::Any;
use der::{Tag, Tagged};
use x509_cert::name::Name;

/// What a Kazakh subject name says (domain-facts 4.3).
#[derive(Clone, Default)]
pub(crate) struct Subject {
    pub(crate) iin: Option<String>,
    pub(crate) bin: Option<String>,
    pub(crate) name: Option<String>,
    pub(crate) surname: Option<String>,
    pub(crate) given_name: Option<String>,
    pub(crate) organisation: Option<String>,
}

impl Subject {
    pub(crate) fn read(name: &Name) -> Self {
        let serials = values(name, rfc4519::SERIAL_NUMBER);
        let units = values(name, rfc4519::OU);
        let first = |oid| values(name, oid).into_iter().next();
        Self {
            iin: only_one(serials.iter().filter_map(|value| number(value, "IIN"))),
            bin: only_one(serials.iter().chain(&units).filter_map(|value| number(value, "BIN"))),
            name: first(rfc4519::CN),
            surname: first(rfc4519::SN),
            given_name: first(rfc4519::GIVEN_NAME),
            organisation: first(rfc4519::O),
        }
    }
}

/// Whether two names are equal: the same attributes with the same characters in the same order.
///
/// The kind of string (`PrintableString`, `UTF8String`) may differ; nothing is trusted by a name alone.
pub(crate) fn same_name(one: &Name, other: &Name) -> bool {
    one.0.len() == other.0.len()
        && one.0.iter().zip(&other.0).all(|(one, other)| {
            one.0.len() == other.0.len()
                && one
                    .0
                    .iter()
                    .zip(other.0.iter())
                    .all(|(one, other)| one.oid == other.oid && one.value.value() == other.value.value())
        })
}

fn values(name: &Name, oid: ObjectIdentifier) -> Vec<String> {
    name.0
        .iter()
        .flat_map(|part| part.0.iter())
        .filter(|one| one.oid == oid)
        .filter_map(|one| text(&one.value))
        .collect()
}

fn text(value: &Any) -> Option<String> {
    let bytes = value.value();
    let tag = value.tag();
    if [Tag::Utf8String, Tag::PrintableString, Tag::Ia5String].contains(&tag) {
        std::str::from_utf8(bytes).ok().map(str::to_owned)
    } else if tag == Tag::BmpString {
        let units: Vec<u16> = bytes
            .chunks(2)
            .map(|pair| <[u8; 2]>::try_from(pair).map(u16::from_be_bytes))
            .collect::<Result<_, _>>()
            .ok()?;
        String::from_utf16(&units).ok()
    } else {
        None
    }
}

/// The twelve digits behind `prefix`.
fn number(value: &str, prefix: &str) -> Option<String> {
    let digits = value.strip_prefix(prefix)?;
    (digits.len() == 12 && digits.bytes().all(|byte| byte.is_ascii_digit())).then(|| digits.to_owned())
}

/// The one value stated; two different ones state nothing.
fn only_one(mut values: impl Iterator<Item = String>) -> Option<String> {
    let first = values.next()?;
    values.all(|other| other == first).then_some(first)
}
