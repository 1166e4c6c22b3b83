//! A performer takes over from another (spec 2.1): a merger, a new BIN, an assignment. By a document and from a day the successor has the
//! predecessor's places, contracts and portions, and is paid what the predecessor's acts leave due; those acts stay the predecessor's.

pub(crate) mod api;
mod hand_over;
#[cfg(test)]
mod histories_tests;
mod reorganise;
#[cfg(test)]
mod tests;

pub use reorganise::{Kind, Reorganised, Reorganising, reorganise};
