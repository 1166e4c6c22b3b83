//! What every door shares: who asks, how an error is answered, and what every page is made of.

pub mod answer;
pub mod assets;
mod caller;
mod flash;
pub mod format;
pub mod frame;
pub mod given;
mod navigation;
pub mod origin;
pub mod page;
pub mod refused;
pub mod session;
mod upload;
pub mod words;

pub use answer::Answer;
pub use caller::Caller;
pub use page::{Page, Reader};
pub use upload::Upload;
pub use words::{Language, Text};
