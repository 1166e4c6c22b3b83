//! All SQL of the slice `contracts`.

use jiff::civil::Date;
use uuid::Uuid;

use crate::fact;

fact! {
    /// A state-order contract between issuer and performer (spec 2.4).
    pub struct StateOrder in "state_orders" {
        region: i16 = "int2",
        id: Uuid = "uuid",
        performer_id: Uuid = "uuid",
        issuer_id: Uuid = "uuid",
        programme: String = "text",
        number: String = "text",
        signed_on: Date = "date",
    }
}

fact! {
    /// Places and money of a state order in a month (tiyn).
    pub struct StateOrderMonth in "state_order_months" {
        region: i16 = "int2",
        month: Date = "date",
        state_order_id: Uuid = "uuid",
        places: i32 = "int4",
        amount: i64 = "int8",
    }
}

fact! {
    /// A service contract between a beneficiary and a performer.
    pub struct Contract in "contracts" {
        region: i16 = "int2",
        id: Uuid = "uuid",
        performer_id: Uuid = "uuid",
        bucket: i16 = "int2",
        person_id: Uuid = "uuid",
        voucher_id: Uuid = "uuid",
        number: String = "text",
    }
}

fact! {
    /// What a contract and its enrolment say as known from `recorded_at`.
    pub struct ContractRevision in "contract_revisions" {
        region: i16 = "int2",
        contract_id: Uuid = "uuid",
        group_id: Uuid = "uuid",
        signed_on: Date = "date",
        contract_from: Date = "date",
        contract_to: Date = "date",
        enrolled_from: Date = "date",
        enrolled_to: Option<Date> = "date",
        price: i64 = "int8",
        end_reason: Option<String> = "text",
        withdrawn: bool = "bool",
        effective_on: Date = "date",
    }
}
