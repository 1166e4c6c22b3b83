//! All SQL of the slice `parties`.

use jiff::civil::Date;
use uuid::Uuid;

use crate::fact;

fact! {
    /// An education department or the Financial Centre: who owes.
    pub struct Issuer in "issuers" {
        region: i16 = "int2",
        id: Uuid = "uuid",
        bin: String = "text",
        name: String = "text",
    }
}

fact! {
    /// A kindergarten, school, college or circle admitted in a region.
    pub struct Performer in "performers" {
        region: i16 = "int2",
        id: Uuid = "uuid",
        bin: String = "text",
        name_kk: String = "text",
        name_ru: String = "text",
        kind: String = "text",
        programme: String = "text",
        locality: String = "text",
        kato: String = "text",
        iban: String = "text",
        bik: String = "text",
        licence_number: String = "text",
        licence_on: Date = "date",
        admitted_on: Date = "date",
    }
}

fact! {
    /// A performer's standing from a date; the latest in force counts.
    pub struct StandingRow in "standings" {
        region: i16 = "int2",
        performer_id: Uuid = "uuid",
        effective_on: Date = "date",
        standing: String = "text",
        reason: String = "text",
    }
}

fact! {
    /// An admitted building where the service is given.
    pub struct Object in "objects" {
        region: i16 = "int2",
        id: Uuid = "uuid",
        performer_id: Uuid = "uuid",
        code: String = "text",
        rka: String = "text",
        kato: String = "text",
        address: String = "text",
        capacity: i32 = "int4",
    }
}

fact! {
    /// A class or group of a performer, under the name its learning system gives.
    pub struct Group in "groups" {
        region: i16 = "int2",
        id: Uuid = "uuid",
        performer_id: Uuid = "uuid",
        code: String = "text",
    }
}

fact! {
    /// What a group is from a date: calendar, capacity, ages (weekdays: bit 0 = Monday).
    pub struct GroupRevision in "group_revisions" {
        region: i16 = "int2",
        group_id: Uuid = "uuid",
        object_id: Uuid = "uuid",
        title: String = "text",
        group_kind: String = "text",
        hours: i16 = "int2",
        capacity: i32 = "int4",
        age_from: i16 = "int2",
        age_to: i16 = "int2",
        weekdays: i16 = "int2",
        vacations: String = "text",
        effective_on: Date = "date",
    }
}
