//! All SQL of the slice `beneficiaries`.

use jiff::civil::Date;
use uuid::Uuid;

use crate::fact;

fact! {
    /// A person, found by the keyed hash of the IIN; the IIN itself only encrypted.
    pub struct Person in "persons" {
        bucket: i16 = "int2",
        id: Uuid = "uuid",
        region: i16 = "int2",
        iin_hmac: Vec<u8> = "bytea",
        iin_cipher: Vec<u8> = "bytea",
        birth_date: Date = "date",
        sex: String = "text",
    }
}

fact! {
    /// What the persons register says of a person from a date.
    pub struct PersonState in "person_states" {
        bucket: i16 = "int2",
        person_id: Uuid = "uuid",
        region: i16 = "int2",
        name_cipher: Vec<u8> = "bytea",
        guardians: Vec<u8> = "bytea",
        kato: String = "text",
        status: String = "text",
        effective_on: Date = "date",
    }
}
