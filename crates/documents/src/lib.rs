//! Files in and out from plain data: text and its encoding, tables (CSV and XLSX), zip archives, canonical XML, PDF/A, charts.
//!
//! Knows nothing of vouchers and opens no file by itself: everything works on the readers and writers it is given.
//! Every file that comes from outside is hostile until read: limits are enforced on what is read, never on what a
//! header claims, and what cannot be understood is refused by name instead of being guessed.

pub mod archive;
pub mod csv_in;
pub mod csv_out;
pub mod errors_back;
pub mod kind;
pub mod map;
pub mod pdf;
pub mod refusal;
pub mod safe_cell;
pub mod sankey;
pub mod sum_words;
pub mod table;
pub mod text;
pub mod xlsx_in;
pub mod xlsx_out;
pub mod xml_out;

pub use refusal::{FileError, FileRefusal, Result};
