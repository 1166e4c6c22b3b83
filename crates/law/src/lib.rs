//! The rules of the voucher (spec 3 and 4) as pure functions over the terms of a pack.
//!
//! Nothing here reads a file, a clock or a network: the caller passes what a rule needs and gets an answer or a
//! [`Refusal`]. Rules are chosen by term values, never by a programme's name; names occur in the pack's data only.
//! Money is integer tiyn ([`Minor`]), dates are civil dates of Asia/Almaty, days of a month are bits ([`DayMask`]).
#![cfg_attr(not(test), deny(clippy::arithmetic_side_effects))]

pub mod amount;
pub mod apportion;
pub mod calc;
pub mod calendar;
pub mod capital;
pub mod explain;
pub mod identifiers;
pub mod money;
pub mod month;
pub mod pack;
pub mod qr_share;
pub mod queue;
pub mod refusal;
pub mod split;
pub mod terms;
pub mod transfer;
pub mod volume;

pub use calendar::Calendar;
pub use identifiers::{Bin, Iban, Iin, Sex, VoucherNumber};
pub use money::Minor;
pub use month::{DayMask, Month};
pub use pack::{Pack, PackFiles};
pub use refusal::{Entry, Refusal, Text, code, codes};
pub use terms::Terms;
