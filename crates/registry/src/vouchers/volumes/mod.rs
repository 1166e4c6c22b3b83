//! The order volume (spec 3.6; S2, S3): how many vouchers of a programme and year an issuer may give in a region. It is published as the
//! average annual contingent times the normative, in versions; a correction cites its forecast.

pub(crate) mod api;
mod import;
pub(crate) mod store;
#[cfg(test)]
mod tests;
pub(crate) mod volume;

pub use import::import;
pub(crate) use {
    import::contingent,
    store::{VolumeRow, list, refusal},
    volume::{Said, places},
};
