//! What every door shares: who asks, how an error is answered, and what every page is made of.

mod about_file;
pub mod answer;
pub mod assets;
mod caller;
pub mod file;
mod flash;
pub mod format;
pub mod frame;
pub mod given;
pub mod idempotency;
pub mod json;
pub mod limits;
mod navigation;
pub mod origin;
pub mod packed;
pub mod page;
pub mod paging;
pub mod problem;
pub mod query;
pub mod refused;
pub mod request_log;
pub mod serve;
pub mod session;
mod upload;
pub mod words;

pub use answer::Answer;
pub use caller::Caller;
pub use page::{Page, Reader};
pub use upload::Upload;
pub use words::{Language, Text};
