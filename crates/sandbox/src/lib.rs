//! sandbox.

pub mod ca;
