//! What every slice stands on and what knows no business: the private database cluster, its test kit.

pub mod cluster;
#[cfg(any(test, feature = "testkit"))]
pub mod testkit;
