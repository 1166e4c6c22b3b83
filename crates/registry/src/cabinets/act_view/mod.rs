//! An act as its performer and its issuer look at it: the head, its lines with the explanation of each amount, what was kept out, the
//! difference to the version before, signatures, the way so far. Who may look is decided by whoever calls; what is seen is held by the
//! transaction's scope.

mod explain;
pub(crate) mod store;
pub(crate) mod view;

pub(crate) use crate::acts::{Explained, Rule};
pub(crate) use store::{Act, Changes, Event, Exception, Line, Signature};
