//! The words of the pages: Fluent messages in three languages, embedded in the binary. A test holds the three to the same keys and variables.

use std::{borrow::Cow, fmt, sync::LazyLock};

use fluent_bundle::{FluentArgs, FluentResource, FluentValue, concurrent::FluentBundle};
use unic_langid::LanguageIdentifier;

use super::format;

/// A language of the pages: the first segment of every page's path.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Language {
    /// Kazakh, the default.
    Kk,
    /// Russian.
    Ru,
    /// English.
    En,
}

impl Language {
    /// All languages, in the order of the switch.
    pub const ALL: [Self; 3] = [Self::Kk, Self::Ru, Self::En];

    /// The code of the path and of `lang`.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Kk => "kk",
            Self::Ru => "ru",
            Self::En => "en",
        }
    }

    /// The language of a path's first segment.
    #[must_use]
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|language| language.code() == code)
    }

    /// Its name in itself.
    #[must_use]
    pub fn own_name(self) -> &'static str {
        match self {
            Self::Kk => "Қазақша",
            Self::Ru => "Русский",
            Self::En => "English",
        }
    }

    /// A message in this language.
    pub fn t(self, key: impl Key) -> Text {
        Text { language: self, key: key.into_key(), args: FluentArgs::new() }
    }

    /// A text of law's registry in this language.
    #[must_use]
    pub fn of(self, text: &law::refusal::Text) -> &str {
        match self {
            Self::Kk => &text.kk,
            Self::Ru => &text.ru,
            Self::En => &text.en,
        }
    }

    fn bundle(self) -> &'static Bundle {
        let [kk, ru, en] = &*BUNDLES;
        match self {
            Self::Kk => kk,
            Self::Ru => ru,
            Self::En => en,
        }
    }
}

/// A message that is printed where it stands: `{{ page.t("org-acts-title") }}`, `{{ page.t("org-acts-count").with("n", acts.len()) }}`.
#[derive(Debug)]
pub struct Text {
    language: Language,
    key: Cow<'static, str>,
    args: FluentArgs<'static>,
}

impl Text {
    /// Gives the message a variable: a number (for plurals and grouping) or a text that is printed as it is.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl Argument) -> Self {
        self.args.set(name, value.into_value());
        self
    }
}

impl fmt::Display for Text {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let bundle = self.language.bundle();
        let Some(pattern) = bundle.get_message(&self.key).and_then(|message| message.value()) else {
            tracing::error!(key = %self.key, language = self.language.code(), "a message is missing");
            return write!(out, "⟦{}⟧", self.key);
        };
        let mut faults = Vec::new();
        bundle.write_pattern(out, pattern, Some(&self.args), &mut faults)?;
        if !faults.is_empty() {
            tracing::error!(key = %self.key, ?faults, "a message lacks what it needs");
        }
        Ok(())
    }
}

impl From<Text> for String {
    fn from(text: Text) -> Self {
        text.to_string()
    }
}

/// Whether there is such a message, in any language: a test holds them to the same keys.
#[must_use]
pub fn has(key: &str) -> bool {
    Language::Kk.bundle().has_message(key)
}

/// What names a message: a literal, by however many references templates pass it, or a key put together from the data's word.
pub trait Key {
    /// The key.
    fn into_key(self) -> Cow<'static, str>;
}

macro_rules! keys {
    ($($key:ty, $name:ident => $into:expr;)*) => {$(
        impl Key for $key {
            fn into_key(self) -> Cow<'static, str> {
                let $name = self;
                $into
            }
        }
    )*};
}
keys!(
    &'static str, key => Cow::Borrowed(key);
    &&'static str, key => Cow::Borrowed(*key);
    &&&'static str, key => Cow::Borrowed(**key);
    String, key => Cow::Owned(key);
    &String, key => Cow::Owned(key.clone());
);

/// What a message's variable may be: a whole number or a text, by value or by reference as templates pass it.
pub trait Argument {
    /// The value as Fluent takes it.
    fn into_value(self) -> FluentValue<'static>;
}

macro_rules! numbers {
    ($($number:ty),*) => {$(
        impl Argument for $number {
            fn into_value(self) -> FluentValue<'static> {
                FluentValue::from(self)
            }
        }
    )*};
}
numbers!(i16, i32, i64, u8, u16, u32, u64, usize);

impl Argument for &str {
    fn into_value(self) -> FluentValue<'static> {
        FluentValue::String(Cow::Owned(self.to_owned()))
    }
}

impl Argument for String {
    fn into_value(self) -> FluentValue<'static> {
        FluentValue::String(Cow::Owned(self))
    }
}

impl Argument for Text {
    fn into_value(self) -> FluentValue<'static> {
        self.to_string().into_value()
    }
}

impl<T: Argument + Clone> Argument for &T {
    fn into_value(self) -> FluentValue<'static> {
        self.clone().into_value()
    }
}

type Bundle = FluentBundle<FluentResource>;

/// Numbers inside messages are grouped as everywhere: `12 340`.
fn grouped<M>(value: &FluentValue<'_>, _: &M) -> Option<String> {
    if let FluentValue::Number(number) = value { Some(format::grouped(&number.as_string())) } else { None }
}

macro_rules! catalogue {
    ($($subject:literal),* $(,)?) => {
        /// The files of a language: one a subject, so that two hands seldom meet in one.
        const FILES: [(Language, &str, &str); 3 * [$($subject),*].len()] = [
            $((Language::Kk, $subject, include_str!(concat!("../../../../../web/messages/kk/", $subject, ".ftl"))),)*
            $((Language::Ru, $subject, include_str!(concat!("../../../../../web/messages/ru/", $subject, ".ftl"))),)*
            $((Language::En, $subject, include_str!(concat!("../../../../../web/messages/en/", $subject, ".ftl"))),)*
        ];
    };
}
catalogue!(
    "accounts",
    "audit",
    "codes",
    "common",
    "components",
    "developers",
    "dates",
    "ends",
    "fees",
    "funding",
    "issuer",
    "jobs",
    "life",
    "months",
    "my",
    "operator",
    "org",
    "papers",
    "public",
    "registrar",
    "signin",
    "simulator",
    "titles",
    "volumes"
);

static BUNDLES: LazyLock<[Bundle; 3]> = LazyLock::new(|| Language::ALL.map(read));

#[expect(
    clippy::panic,
    reason = "the messages are part of the binary; broken ones must not start, and a test reads them"
)]
fn read(language: Language) -> Bundle {
    // A code of two letters is a language identifier.
    let identifier: LanguageIdentifier = language.code().parse().unwrap_or_default();
    let mut bundle = Bundle::new_concurrent(vec![identifier]);
    bundle.set_use_isolating(false);
    bundle.set_formatter(Some(grouped));
    for (_, subject, source) in FILES.iter().filter(|(of, ..)| *of == language) {
        let read = match FluentResource::try_new((*source).to_owned()) {
            Ok(read) => read,
            Err((_, faults)) => panic!("{}/{subject}.ftl: {faults:?}", language.code()),
        };
        if let Err(faults) = bundle.add_resource(read) {
            panic!("{}/{subject}.ftl: {faults:?}", language.code());
        }
    }
    bundle
}

#[cfg(test)]
mod tests;
