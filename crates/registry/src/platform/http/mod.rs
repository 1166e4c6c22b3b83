//! What every door shares: who asks, how an error is answered.

pub mod answer;
mod caller;
pub mod origin;
pub mod session;

pub use answer::Answer;
pub use caller::Caller;
