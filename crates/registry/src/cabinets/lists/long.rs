//! A list that is too long to wait for: what its job was asked, and the file that it makes.

use documents::xlsx_out::About;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::{Form, List, Question, ROWS_MAX};
use crate::platform::{
    Result,
    http::Language,
    jobs::{Done, File, Order},
};

/// A long list under way.
pub(crate) struct Long<'o> {
    order: &'o Order,
    word: &'o str,
    query: Value,
}

impl<'o> Long<'o> {
    /// The list that a job is asked for.
    pub(crate) fn asked(order: &'o Order) -> Self {
        let query = order.input.get("query").cloned().unwrap_or_default();
        Self { order, word: text(order, "list"), query }
    }

    /// Whose job it is.
    pub(crate) fn order(&self) -> &'o Order {
        self.order
    }

    /// The list's word.
    pub(crate) fn word(&self) -> &'o str {
        self.word
    }

    /// The question as it was asked.
    pub(crate) fn asked_query(&self) -> Value {
        self.query.clone()
    }

    /// The language of whoever asked.
    pub(crate) fn language(&self) -> Result<Language> {
        let known = Language::parse(text(self.order, "language"));
        known.ok_or_else(|| anyhow::anyhow!("the parameters of a job cannot be read").into())
    }

    /// What was asked of the list of this word.
    pub(crate) fn query<T: DeserializeOwned>(&self, word: &str) -> Result<Option<T>> {
        if self.word != word {
            return Ok(None);
        }
        Ok(Some(serde_json::from_value(self.query.clone())?))
    }

    /// The list, if the question is this one.
    pub(crate) async fn of<Q: Question>(&self) -> Result<Option<List>> {
        let Some(query) = self.query::<Q>(Q::WORD)? else { return Ok(None) };
        query.list(&self.order.app, &self.order.actor, ROWS_MAX).await.map(Some)
    }

    /// The file of the list.
    pub(crate) fn done(&self, list: &List) -> Result<Done> {
        self.order.progress.at("rows", list.rows.len(), list.rows.len());
        let form = Form::parse(text(self.order, "form"))?;
        let told =
            |key: &str| self.order.input.get("about").and_then(|about| about.get(key)).cloned().unwrap_or_default();
        let about =
            About { sheet: serde_json::from_value(told("sheet"))?, lines: serde_json::from_value(told("lines"))? };
        let bytes = list.bytes(form, &about)?;
        let file = File { name: list.file_name(form), media_type: form.media_type().to_owned(), bytes };
        Ok(Done { result: json!({ "rows": list.rows.len() }), files: vec![file] })
    }
}

fn text<'o>(order: &'o Order, key: &str) -> &'o str {
    order.input.get(key).and_then(Value::as_str).unwrap_or_default()
}
