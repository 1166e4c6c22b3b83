//! One of a few, or some of a few.

use std::fmt::Display;

use askama::Template;

use super::{Attributes, Content, HtmlSafe, field::Field};
use crate::platform::http::given::Given;

/// One choice: what is sent, what is read, more about it.
#[derive(Clone, Debug)]
pub struct Item {
    pub(super) id: String,
    pub(super) value: String,
    pub(super) text: Content,
    pub(super) hint: Content,
    pub(super) conditional: Content,
    pub(super) divider: String,
    pub(super) checked: Option<bool>,
    pub(super) disabled: bool,
    pub(super) exclusive: bool,
    pub(super) name: String,
    pub(super) attributes: Attributes,
}

impl Item {
    /// The ids of what tells about it.
    fn described(&self, around: &str, id: &str) -> String {
        let own = if self.hint.is_empty() { String::new() } else { format!("{id}-item-hint") };
        let all = [around, own.as_str()];
        all.into_iter().filter(|id| !id.is_empty()).collect::<Vec<_>>().join(" ")
    }

    /// What is sent and what is read.
    pub fn new(value: impl Display, text: impl Display) -> Self {
        Self {
            id: String::new(),
            value: value.to_string(),
            text: Content::text(text),
            hint: Content::default(),
            conditional: Content::default(),
            divider: String::new(),
            checked: None,
            disabled: false,
            exclusive: false,
            name: String::new(),
            attributes: Attributes::default(),
        }
    }

    /// A word between two choices: "or".
    pub fn divider(word: impl Display) -> Self {
        Self { divider: word.to_string(), ..Self::new("", "") }
    }

    /// More about it.
    #[must_use]
    pub fn hint(mut self, hint: impl Display) -> Self {
        self.hint = Content::text(hint);
        self
    }

    /// Chosen already.
    #[must_use]
    pub fn checked(mut self, checked: impl Given<bool>) -> Self {
        self.checked = Some(checked.given());
        self
    }

    /// It cannot be chosen; say in the hint why.
    #[must_use]
    pub fn disabled(mut self) -> Self {
        self.disabled = true;
        self
    }

    /// Another attribute of its box.
    #[must_use]
    pub fn attribute(mut self, name: impl Display, value: impl Display) -> Self {
        self.attributes.push(name, value);
        self
    }

    /// Unchecks the others: "none of these".
    #[must_use]
    pub fn exclusive(mut self) -> Self {
        self.exclusive = true;
        self
    }

    /// Fields that are asked for only with this choice; without scripts they are always seen.
    #[must_use]
    pub fn conditional(mut self, markup: impl HtmlSafe) -> Self {
        self.conditional = Content::html(markup);
        self
    }
}

impl<A: Display, B: Display> From<(A, B)> for Item {
    fn from((value, text): (A, B)) -> Self {
        Self::new(value, text)
    }
}

impl<A: Display, B: Display> From<&(A, B)> for Item {
    fn from((value, text): &(A, B)) -> Self {
        Self::new(value, text)
    }
}

/// The choices as the template prints them: with ids, names, what is chosen.
struct Shown<'a> {
    item: &'a Item,
    id: String,
    name: &'a str,
    checked: bool,
    described: String,
}

macro_rules! choices {
    ($(#[$about:meta])* $component:ident, $kind:literal, $type:literal) => {
        $(#[$about])*
        #[derive(Clone, Debug, Template)]
        #[template(path = "platform/govuk/choices.html")]
        pub struct $component {
            pub(super) field: Field,
            pub(super) legend: bool,
            pub(super) classes: String,
            pub(super) items: Vec<Item>,
            pub(super) values: Vec<String>,
        }

        impl $component {
            const KIND: &str = $kind;
            const TYPE: &str = $type;

            /// Without choices yet; the label is the legend of its fieldset.
            pub fn new(name: impl Display, legend: impl Display) -> Self {
                let field = Field { label_classes: "govuk-fieldset__legend--m".to_owned(), ..Field::new(name, legend) };
                Self { field, legend: true, classes: String::new(), items: Vec::new(), values: Vec::new() }
            }

            /// One or a few without a legend: what stands around says what they are.
            pub fn alone(name: impl Display) -> Self {
                Self { legend: false, ..Self::new(name, "") }
            }

            /// Adds choices: items, or pairs of what is sent and what is read.
            #[must_use]
            pub fn items<I: Into<Item>>(mut self, items: impl IntoIterator<Item = I>) -> Self {
                self.items.extend(items.into_iter().map(Into::into));
                self
            }

            /// Adds one choice.
            #[must_use]
            pub fn item(mut self, item: Item) -> Self {
                self.items.push(item);
                self
            }

            /// What is chosen.
            #[must_use]
            pub fn value(mut self, value: impl Display) -> Self {
                self.values.push(value.to_string());
                self
            }

            /// All choices that are made.
            #[must_use]
            pub fn values<V: Display>(mut self, values: impl IntoIterator<Item = V>) -> Self {
                self.values.extend(values.into_iter().map(|value| value.to_string()));
                self
            }

            /// Small boxes, for lists and filters.
            #[must_use]
            pub fn small(self) -> Self {
                self.group_classes(concat!("govuk-", $kind, "--small"))
            }

            /// What helps to choose, below the legend.
            #[must_use]
            pub fn hint(mut self, hint: impl Display) -> Self {
                self.field.hint = Content::text(hint);
                self
            }

            /// What is wrong: `.error(errors.get("choice"))`.
            #[must_use]
            pub fn error(mut self, error: Option<super::Problem>) -> Self {
                self.field.error = error;
                self
            }

            /// The legend is the page's heading (`h1`).
            #[must_use]
            pub fn heading(mut self) -> Self {
                self.field.heading = true;
                self.legend_classes("govuk-fieldset__legend--l")
            }

            /// Classes of the legend.
            #[must_use]
            pub fn legend_classes(mut self, classes: impl Display) -> Self {
                self.field.label_classes = classes.to_string();
                self
            }

            /// Classes of the group of choices.
            #[must_use]
            pub fn group_classes(mut self, classes: impl Display) -> Self {
                self.classes = classes.to_string();
                self
            }

            fn shown(&self) -> impl Iterator<Item = Shown<'_>> {
                let numbered = self.items.iter().zip(1_u32..);
                // Boxes without a legend have nothing round them that could be described: each tells the hint and the error itself.
                let alone = !self.legend && Self::KIND == "checkboxes";
                let around = if alone { self.field.described() } else { String::new() };
                let with_id = numbered.map(|(item, number)| match (item.id.as_str(), number) {
                    ("", 1) => (item, self.field.id.clone()),
                    ("", number) => (item, format!("{}-{number}", self.field.id)),
                    (id, _) => (item, id.to_owned()),
                });
                with_id.map(move |(item, id)| Shown {
                    described: item.described(&around, &id),
                    id,
                    name: if item.name.is_empty() { &self.field.name } else { &item.name },
                    checked: item.checked.unwrap_or_else(|| self.values.contains(&item.value)),
                    item,
                })
            }
        }
    };
}
choices!(
    /// One of a few.
    Radios,
    "radios",
    "radio"
);
choices!(
    /// Some of a few, or one yes or no.
    Checkboxes,
    "checkboxes",
    "checkbox"
);
