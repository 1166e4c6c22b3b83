//! Acts of services rendered (spec 2.5, 6.1): close, sign, write off, adjust.

pub mod store;
