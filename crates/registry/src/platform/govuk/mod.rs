//! The components of the pages, made once: the patterns of govuk-frontend as templates, held to its own fixtures by a test, and ours beside
//! them. `docs/design.md` shows each with an example.
//!
//! A component is built by value and printed where it stands: `{{ govuk::Input::new("iban", page.t("org-iban")).value(form.iban) }}`. Texts are
//! taken as anything that can be printed and are escaped; what is markup already is taken as [`HtmlSafe`].

mod banner;
mod button;
mod choice;
mod content;
mod date_input;
mod error_summary;
mod field;
mod file_upload;
mod input;
mod labels;
mod navigation;
mod pagination;
mod select;
mod summary_list;
mod table;
mod tabs;
mod tag;
mod task_list;
mod text;
mod textarea;

pub use askama::filters::HtmlSafe;

pub use banner::NotificationBanner;
pub use button::Button;
pub use choice::{Checkboxes, Item, Radios};
pub use content::{Attributes, Content};
pub use date_input::{DateInput, MonthInput};
pub use error_summary::ErrorSummary;
pub use field::{Errors, Problem};
pub use file_upload::FileUpload;
pub use input::Input;
pub use labels::{ErrorMessage, Fieldset, Hint, Label, Legend};
pub use navigation::{BackLink, Breadcrumbs, Header, LanguageNavigation, PhaseBanner, ServiceNavigation, SkipLink};
pub use pagination::Pagination;
pub use select::{Choice, Select};
pub use summary_list::{Action, SummaryList};
pub use table::{Cell, Column, Table};
pub use tabs::Tabs;
pub use tag::{Colour, Tag};
pub use task_list::{Task, TaskList};
pub use text::{Details, InsetText, Panel, WarningText};
pub use textarea::Textarea;

/// Makes a template printable inside another without being escaped again.
macro_rules! components {
    ($($component:ty),* $(,)?) => {$(
        impl HtmlSafe for $component {}
    )*};
}
components!(
    BackLink,
    Breadcrumbs,
    ErrorMessage,
    Fieldset,
    Header,
    Hint,
    Label,
    LanguageNavigation,
    Legend,
    PhaseBanner,
    ServiceNavigation,
    SkipLink,
    NotificationBanner,
    Button,
    Checkboxes,
    Radios,
    DateInput,
    MonthInput,
    ErrorSummary,
    FileUpload,
    Input,
    Pagination,
    Select,
    SummaryList,
    Table,
    Tabs,
    Tag,
    TaskList,
    Details,
    InsetText,
    Panel,
    WarningText,
    Textarea,
);

#[cfg(test)]
mod tests;
