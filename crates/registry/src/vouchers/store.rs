//! All SQL of the slice `vouchers`.

use jiff::civil::Date;
use uuid::Uuid;

use crate::fact;

fact! {
    /// A voucher: one person, programme and year (spec 2.1); `parts` holds a bit a month from `first_month`.
    pub struct Voucher in "vouchers" {
        region: i16 = "int2",
        id: Uuid = "uuid",
        number: String = "text",
        bucket: i16 = "int2",
        person_id: Uuid = "uuid",
        programme: String = "text",
        issuer_id: Uuid = "uuid",
        year: i16 = "int2",
        first_month: Date = "date",
        parts: i16 = "int2",
        issued_on: Date = "date",
    }
}

fact! {
    /// A month of a voucher from its booking on, with the nominal fixed then (tiyn).
    pub struct Part in "parts" {
        region: i16 = "int2",
        month: Date = "date",
        voucher_id: Uuid = "uuid",
        nominal: i64 = "int8",
        line_id: Option<Uuid> = "uuid",
        rate_id: Uuid = "uuid",
    }
}

fact! {
    /// A new nominal of a booked part.
    pub struct Repricing in "repricings" {
        region: i16 = "int2",
        month: Date = "date",
        voucher_id: Uuid = "uuid",
        nominal: i64 = "int8",
        rate_id: Uuid = "uuid",
        effective_on: Date = "date",
    }
}

fact! {
    /// The days of a part at one performer under one contract.
    pub struct Portion in "portions" {
        region: i16 = "int2",
        month: Date = "date",
        voucher_id: Uuid = "uuid",
        portion: i16 = "int2",
        performer_id: Uuid = "uuid",
        contract_id: Uuid = "uuid",
        group_id: Uuid = "uuid",
        from_day: i16 = "int2",
        to_day: i16 = "int2",
        effective_on: Date = "date",
    }
}

fact! {
    /// A portion ended before its last day.
    pub struct PortionEnd in "portion_ends" {
        region: i16 = "int2",
        month: Date = "date",
        voucher_id: Uuid = "uuid",
        portion: i16 = "int2",
        last_day: i16 = "int2",
        effect: String = "text",
        reason: String = "text",
        effective_on: Date = "date",
    }
}
