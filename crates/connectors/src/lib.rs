//! The outside systems we talk to, one module each: their wire formats here, their HTTP clients when a part needs them.

pub mod ncanode;
pub mod treasury;
