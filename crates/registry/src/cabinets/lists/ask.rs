//! The filter of a list: its fields, and what is applied now with the way to leave it out.

use std::{collections::BTreeSet, fmt::Display};

use jiff::civil::Date;
use law::Pack;

use super::Question;
use crate::{
    cabinets::titles,
    platform::{
        blocks::Filter,
        govuk::{HtmlSafe, Input, Select},
        http::Page,
    },
};

/// A filter being made from a question.
pub(crate) struct Ask<'q, Q> {
    page: &'q Page,
    query: &'q Q,
    filter: Filter,
}

impl<'q, Q: Question> Ask<'q, Q> {
    /// The filter of a question's page.
    pub(crate) fn new(page: &'q Page, query: &'q Q) -> Self {
        Self { page, query, filter: Filter::new(page, Q::PATH) }
    }

    /// A choice among what is known; the first is everything.
    pub(crate) fn choose(self, name: &'static str, label: impl Display, known: Vec<(String, String)>) -> Self {
        let chosen = self.query.field(name);
        let text = known.iter().find(|(value, _)| value == chosen).map(|(_, text)| text.clone());
        let select = choice(self.page, (name, label), known, chosen);
        self.add(name, select, text)
    }

    /// Months, the newest first.
    pub(crate) fn month(self, months: &[Date]) -> Self {
        let named = |month: &Date| (month.strftime("%Y-%m").to_string(), self.page.month(*month).into());
        let (label, known) = (self.page.t("filter-month"), months.iter().map(named).collect());
        self.choose("month", label, known)
    }

    /// The regions of the country.
    pub(crate) fn region(self) -> Self {
        let (label, known) = (self.page.t("filter-region"), known_regions(self.page));
        self.choose("region", label, known)
    }

    /// The programmes of the pack.
    pub(crate) fn programme(self) -> Self {
        let (label, known) = (self.page.t("filter-programme"), known_programmes(self.page, &[]));
        self.choose("programme", label, known)
    }

    /// A text written by hand.
    pub(crate) fn write(self, name: &'static str, label: impl Display, hint: impl Display) -> Self {
        let written = self.query.field(name).to_owned();
        let input = Input::new(name, label).hint(hint).value(&written);
        self.add(name, input, super::filled(&written).map(str::to_owned))
    }

    /// A day written by hand.
    pub(crate) fn day(self, name: &'static str, label: impl Display) -> Self {
        let written = self.query.field(name).to_owned();
        let input = Input::new(name, label).kind("date").value(&written).classes("govuk-input--width-10");
        let day = written.parse::<Date>().ok().map(|day| self.page.date(day));
        self.add(name, input, day)
    }

    /// A field that is no choice of the form and stays; where it says something, it can be taken away.
    pub(crate) fn keep(mut self, name: &'static str, text: Option<String>) -> Self {
        if let Some(text) = text {
            self.filter = self.filter.keep(name, self.query.field(name)).applied(text, self.query.path(&[(name, "")]));
        }
        self
    }

    fn add(mut self, name: &'static str, component: impl HtmlSafe, applied: Option<String>) -> Self {
        self.filter = self.filter.field(component);
        if let Some(text) = applied {
            self.filter = self.filter.applied(text, self.query.path(&[(name, "")]));
        }
        self
    }

    /// The block.
    pub(crate) fn filter(self) -> Filter {
        self.filter
    }
}

fn choice(page: &Page, (name, label): (&str, impl Display), known: Vec<(String, String)>, chosen: &str) -> Select {
    let all = (String::new(), page.t("filter-all").to_string());
    Select::new(name, label).choices(std::iter::once(all).chain(known)).value(chosen)
}

fn known_regions(page: &Page) -> Vec<(String, String)> {
    let language = page.reader().language;
    Pack::kz().regions.iter().map(|region| (region.code.clone(), language.of(&region.title).to_owned())).collect()
}

/// One of the programmes of the pack, or all; of the reader's own, where the reader is held to some.
pub(crate) fn programmes(page: &Page, own: &[String], chosen: &str) -> Select {
    choice(page, ("programme", page.t("filter-programme")), known_programmes(page, own), chosen)
}

fn known_programmes(page: &Page, own: &[String]) -> Vec<(String, String)> {
    let codes: BTreeSet<&str> = page.reader().pack().terms.iter().map(|terms| terms.programme.as_str()).collect();
    let seen = |code: &&str| own.is_empty() || own.iter().any(|own| own == code);
    codes.into_iter().filter(seen).map(|code| (code.to_owned(), titles::programme(page.reader(), code))).collect()
}

/// One of the regions of the country, or all.
pub(crate) fn regions(page: &Page, chosen: &str) -> Select {
    choice(page, ("region", page.t("filter-region")), known_regions(page), chosen)
}
