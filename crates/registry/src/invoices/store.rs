//! All SQL of the slice `invoices`.

use jiff::civil::Date;
use uuid::Uuid;

use crate::fact;

fact! {
    /// An invoice attached to an act by its registration number.
    pub struct ActInvoice in "act_invoices" {
        region: i16 = "int2",
        month: Date = "date",
        act_id: Uuid = "uuid",
        registration_number: String = "text",
        invoice_date: Date = "date",
        total: i64 = "int8",
    }
}
