//! The queue of children and the distribution of vouchers (spec 4, order 352 annex).

pub mod allocate;
pub mod category;
