//! The export, the audit and what is learned late, on months that the use cases themselves have kept, signed and paid.

mod beside;
mod canary;
mod consents;
mod damage;
mod ended;
mod erasure;
mod export;
mod http;
mod late;
pub(crate) mod lived;
mod papers;
mod reorganised;
mod sixth;
mod terms;
pub(crate) mod world;
