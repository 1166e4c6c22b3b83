//! All SQL of the slice `payments`.

use jiff::civil::Date;
use uuid::Uuid;

use crate::fact;

fact! {
    /// A register of acts with the payment file made from it.
    pub struct ActRegister in "act_registers" {
        region: i16 = "int2",
        month: Date = "date",
        id: Uuid = "uuid",
        number: String = "text",
        programme: String = "text",
        acts: i32 = "int4",
        total: i64 = "int8",
        file: Vec<u8> = "bytea",
    }
}

fact! {
    /// A payment order: its number is the EndToEndId.
    pub struct PaymentOrder in "payment_orders" {
        region: i16 = "int2",
        month: Date = "date",
        id: Uuid = "uuid",
        number: String = "text",
        register_id: Uuid = "uuid",
        act_id: Uuid = "uuid",
        performer_id: Uuid = "uuid",
        iban: String = "text",
        bik: String = "text",
        amount: i64 = "int8",
    }
}

fact! {
    /// A line of a bank statement and what became of it.
    pub struct StatementLine in "statement_lines" {
        region: i16 = "int2",
        month: Date = "date",
        id: Uuid = "uuid",
        statement: String = "text",
        row: i32 = "int4",
        end_to_end: String = "text",
        iban: String = "text",
        amount: i64 = "int8",
        booked_on: Date = "date",
        order_id: Option<Uuid> = "uuid",
        outcome: String = "text",
    }
}
