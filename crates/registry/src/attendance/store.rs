//! All SQL of the slice `attendance`.

use jiff::civil::Date;
use uuid::Uuid;

use crate::fact;

fact! {
    /// A list of marks as it was posted; see the migration for the bytes.
    pub struct AttendanceBatch in "attendance_batches" {
        region: i16 = "int2",
        month: Date = "date",
        id: Uuid = "uuid",
        performer_id: Uuid = "uuid",
        group_id: Uuid = "uuid",
        first_day: i16 = "int2",
        days: i16 = "int2",
        contracts: Vec<u8> = "bytea",
        marks: Vec<u8> = "bytea",
        source: Vec<u8> = "bytea",
    }
}
