//! The SQL of the issuer's pages: set-based, one or two statements a page. $1 is always the issuer's BIN: another issuer of the same
//! region is not shown.

pub(super) mod acts;
pub(super) mod budget;
pub(super) mod consents;
pub(super) mod exceptions;
pub(super) mod home;
pub(super) mod months;
pub(super) mod performers;
