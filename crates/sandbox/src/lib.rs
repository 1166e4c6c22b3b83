//! The sandbox: a country to play with, and the doubles of the systems around the registry.

pub mod ca;
pub mod world;
