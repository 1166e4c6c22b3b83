//! All SQL of the slice `acts`.

use jiff::{Timestamp, civil::Date};
use uuid::Uuid;

use crate::fact;

pub(crate) mod api;
pub(super) mod beside;
pub(super) mod changed;
pub(super) mod close;
pub(super) mod leave;
pub(super) mod paper;
pub(super) mod sign;
pub(crate) mod stage;

fact! {
    /// The frozen bytes of a version of an act, which the signatures are over; `unpaid` is the code of what leaves its month without pay.
    pub struct ActVersion in "act_versions" {
        region: i16 = "int2",
        month: Date = "date",
        act_id: Uuid = "uuid",
        version: i16 = "int2",
        lines: i32 = "int4",
        total: i64 = "int8",
        enrolled_days: i32 = "int4",
        qr_days: i32 = "int4",
        known_at: Timestamp = "timestamptz",
        prepared_by: String = "text",
        xml: Vec<u8> = "bytea",
    }
    later {
        unpaid: Option<String> = "text",
    }
}

fact! {
    /// A line of an act: kind 0 month, 1 adjustment, 2 estimate, 3 capital; amounts in tiyn. Of a line that lies beside the parts
    /// `voucher_id` is the performer itself and `contract_id` its obligation.
    pub struct ActLine in "act_lines" {
        region: i16 = "int2",
        month: Date = "date",
        act_id: Uuid = "uuid",
        version: i16 = "int2",
        n: i32 = "int4",
        kind: i16 = "int2",
        line_month: Date = "date",
        voucher_id: Uuid = "uuid",
        portion: i16 = "int2",
        contract_id: Uuid = "uuid",
        line_id: Uuid = "uuid",
        nominal: i64 = "int8",
        study_days: i16 = "int2",
        enrolled_days: i16 = "int2",
        present: i16 = "int2",
        excused: i16 = "int2",
        leave: i16 = "int2",
        leave_days_used: i16 = "int2",
        closed: i16 = "int2",
        unexcused: i16 = "int2",
        payable_days: i16 = "int2",
        computed: i64 = "int8",
        due: i64 = "int8",
        known_at: Timestamp = "timestamptz",
    }
}

fact! {
    /// The parents' fee of a line, where it has one: what is asked for the month and what is due for it, of an adjustment the difference (tiyn).
    pub struct ActFee in "act_fees" {
        region: i16 = "int2",
        month: Date = "date",
        act_id: Uuid = "uuid",
        version: i16 = "int2",
        n: i32 = "int4",
        line_month: Date = "date",
        contract_id: Uuid = "uuid",
        fee: i64 = "int8",
        fee_due: i64 = "int8",
    }
}

fact! {
    /// What kept a line out of a version of an act, by code.
    pub struct Exception in "exceptions" {
        region: i16 = "int2",
        month: Date = "date",
        performer_id: Uuid = "uuid",
        version: i16 = "int2",
        voucher_id: Uuid = "uuid",
        portion: i16 = "int2",
        code: String = "text",
        detail: String = "text",
    }
}

fact! {
    /// A signature over a version of an act, with the evidence of its check.
    pub struct ActSignature in "act_signatures" {
        region: i16 = "int2",
        month: Date = "date",
        act_id: Uuid = "uuid",
        version: i16 = "int2",
        side: String = "text",
        signer_hmac: Vec<u8> = "bytea",
        bin: String = "text",
        algorithm: String = "text",
        cms: Vec<u8> = "bytea",
        evidence: serde_json::Value = "jsonb",
    }
}
