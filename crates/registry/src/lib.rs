//! registry.

pub mod platform;
