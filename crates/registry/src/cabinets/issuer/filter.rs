//! What the queue of acts is asked for: read from the query, written back into links; pure.

use jiff::civil::Date;
use law::Month;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{cabinets::lists::filled, platform::http::format};

/// A tab of the queue: where an act stands, as the issuer sees it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Tab {
    /// Signed by the performer: the issuer's to sign.
    #[default]
    Waiting,
    /// Every act.
    All,
    /// Its data have changed since it was made: to be closed again.
    Draft,
    /// The performer's to sign.
    Performer,
    /// Signed by both, without an invoice.
    Signed,
    /// The invoice is there.
    Invoiced,
    /// In a register or ordered.
    Ordered,
    /// Paid.
    Paid,
}

impl Tab {
    /// In the order of the page: what waits for the reader first.
    pub(crate) const ALL: [Self; 8] = [
        Self::Waiting,
        Self::Draft,
        Self::Performer,
        Self::Signed,
        Self::Invoiced,
        Self::Ordered,
        Self::Paid,
        Self::All,
    ];

    /// The word of queries and keys of messages.
    pub(crate) fn code(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::All => "all",
            Self::Draft => "draft",
            Self::Performer => "performer",
            Self::Signed => "signed",
            Self::Invoiced => "invoiced",
            Self::Ordered => "ordered",
            Self::Paid => "paid",
        }
    }

    fn parse(code: &str) -> Self {
        Self::ALL.into_iter().find(|tab| tab.code() == code).unwrap_or_default()
    }
}

/// What the queue is sorted by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Sort {
    /// What has waited longest.
    #[default]
    Age,
    /// The largest sums.
    Sum,
    /// The newest months.
    Month,
    /// Names from A.
    Performer,
    /// Most lines kept out.
    Exceptions,
}

impl Sort {
    pub(crate) const ALL: [Self; 5] = [Self::Age, Self::Sum, Self::Exceptions, Self::Performer, Self::Month];

    /// The word of queries and keys of messages.
    pub(crate) fn code(self) -> &'static str {
        match self {
            Self::Age => "age",
            Self::Sum => "sum",
            Self::Month => "month",
            Self::Performer => "performer",
            Self::Exceptions => "exceptions",
        }
    }

    fn parse(code: &str) -> Self {
        Self::ALL.into_iter().find(|sort| sort.code() == code).unwrap_or_default()
    }
}

/// The query as it comes; what is written wrong stays in the form.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(default)]
pub(crate) struct Query {
    pub(crate) tab: String,
    pub(crate) month: String,
    pub(crate) programme: String,
    pub(crate) q: String,
    pub(crate) exceptions: String,
    pub(crate) from: String,
    pub(crate) to: String,
    pub(crate) sort: String,
    pub(crate) after: String,
    pub(crate) before: String,
}

/// What is asked for; sums in tiyn.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Filter {
    pub(crate) tab: Tab,
    pub(crate) month: Option<Date>,
    pub(crate) programme: Option<String>,
    /// A BIN, or a part of a name.
    pub(crate) performer: Option<String>,
    pub(crate) exceptions: bool,
    pub(crate) total_from: Option<i64>,
    pub(crate) total_to: Option<i64>,
    pub(crate) sort: Sort,
}

/// Where a page begins: the key of the order and the id of the row beside it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Cursor {
    pub(crate) key: String,
    pub(crate) id: Uuid,
    /// The page before the row instead of the one after.
    pub(crate) backwards: bool,
}

impl Cursor {
    fn parse(text: &str, backwards: bool) -> Option<Self> {
        let (id, key) = text.split_once('~')?;
        Some(Self { id: id.parse().ok()?, key: key.to_owned(), backwards })
    }

    /// The value of `after` and `before`.
    pub(crate) fn text(id: Uuid, key: &str) -> String {
        format!("{id}~{key}")
    }
}

impl Query {
    /// What is asked for, and the fields that could not be read.
    pub(crate) fn filter(&self) -> (Filter, Vec<&'static str>) {
        let mut wrong = Vec::new();
        let mut sum = |name: &'static str, text: &str| {
            let written = filled(text)?;
            let read = format::parse_money(written);
            if read.is_none() {
                wrong.push(name);
            }
            read
        };
        let (total_from, total_to) = (sum("from", &self.from), sum("to", &self.to));
        let month = filled(&self.month).map(Month::parse);
        if month == Some(None) {
            wrong.push("month");
        }
        let filter = Filter {
            tab: Tab::parse(&self.tab),
            month: month.flatten().map(Month::first),
            programme: filled(&self.programme).map(str::to_owned),
            performer: filled(&self.q).map(str::to_owned),
            exceptions: self.exceptions == "yes",
            total_from,
            total_to,
            sort: Sort::parse(&self.sort),
        };
        (filter, wrong)
    }

    /// Where the page begins. A key that does not fit its order's type is passed over.
    pub(crate) fn cursor(&self) -> Option<Cursor> {
        let cursor = Cursor::parse(&self.after, false).or_else(|| Cursor::parse(&self.before, true))?;
        let is_number = match Sort::parse(&self.sort) {
            Sort::Age | Sort::Sum | Sort::Exceptions => true,
            Sort::Month | Sort::Performer => false,
        };
        (!is_number || cursor.key.parse::<i64>().is_ok()).then_some(cursor)
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::cabinets::lists::Question as _;

    #[test]
    fn a_question_is_read_and_written_back() {
        let query = Query {
            tab: "signed".to_owned(),
            month: "2026-09".to_owned(),
            q: "№ 1 мектеп".to_owned(),
            exceptions: "yes".to_owned(),
            from: "1 000,50".to_owned(),
            after: "x".to_owned(),
            ..Query::default()
        };
        let (filter, wrong) = query.filter();
        assert_eq!(wrong, [""; 0]);
        assert_eq!((filter.tab, filter.month), (Tab::Signed, Some(date(2026, 9, 1))));
        assert_eq!((filter.total_from, filter.total_to, filter.exceptions), (Some(100_050), None, true));
        assert_eq!(query.cursor(), None);
        let link = query.with(&[("tab", "paid")]);
        assert!(link.starts_with("?month=2026-09&q=%E2%84%96%201%20") && link.ends_with("&tab=paid"), "{link}");
    }

    #[test]
    fn what_cannot_be_read_is_named_and_asks_for_nothing() {
        let query = Query { month: "09.2026".to_owned(), to: "-5".to_owned(), ..Query::default() };
        let (filter, wrong) = query.filter();
        assert_eq!(wrong, ["to", "month"]);
        assert_eq!(filter, Filter::default());
    }

    #[test]
    fn a_place_in_the_list_is_a_key_and_an_id() {
        let id = Uuid::from_u128(7);
        let query = Query { before: Cursor::text(id, "-12"), ..Query::default() };
        assert_eq!(query.cursor(), Some(Cursor { key: "-12".to_owned(), id, backwards: true }));
        let words = Query { after: Cursor::text(id, "а~б"), sort: "performer".to_owned(), ..Query::default() };
        assert_eq!(words.cursor().map(|cursor| cursor.key), Some("а~б".to_owned()));
        let foreign = Query { after: Cursor::text(id, "x'; --"), ..Query::default() };
        assert_eq!(foreign.cursor(), None);
    }
}
