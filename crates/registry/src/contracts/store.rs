//! All SQL of the slice `contracts`.

use jiff::civil::Date;
use uuid::Uuid;

use crate::fact;
pub use crate::parties::{StateOrder, StateOrderMonth};

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
