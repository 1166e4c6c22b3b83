//! Fields of forms and what tells about them, from the options of an example.

use super::options::Options;
use crate::platform::govuk::{
    Checkboxes, Content, DateInput, ErrorMessage, Fieldset, FileUpload, Hint, Input, Item, Label, Legend, Radios,
    Select, Textarea, date_input::Part, field::Field, select::Choice,
};

pub(super) fn label(o: &Options) -> String {
    Label {
        field: o.text("for"),
        content: o.content(),
        classes: o.text("classes"),
        heading: o.flag("isPageHeading"),
        attributes: o.attributes(),
    }
    .to_string()
}

pub(super) fn hint(o: &Options) -> String {
    Hint { id: o.text("id"), content: o.content(), classes: o.text("classes"), attributes: o.attributes() }.to_string()
}

pub(super) fn error_message(o: &Options) -> String {
    ErrorMessage {
        id: o.text("id"),
        prefix: o.maybe("visuallyHiddenText").unwrap_or_else(|| "Error".to_owned()),
        content: o.content(),
        classes: o.text("classes"),
        attributes: o.attributes(),
    }
    .to_string()
}

fn legend(o: &Options) -> Legend {
    Legend { content: o.content(), classes: o.text("classes"), heading: o.flag("isPageHeading") }
}

pub(super) fn fieldset(o: &Options) -> String {
    Fieldset {
        legend: legend(&o.part("legend")),
        content: Content::Html(o.text("html")),
        described_by: o.text("describedBy"),
        role: o.text("role"),
        classes: o.text("classes"),
        attributes: o.attributes(),
    }
    .to_string()
}

/// What all fields take; the label's options are in `label`.
fn field(o: &Options) -> Field {
    let (label, name) = (o.part("label"), o.text("name"));
    Field {
        id: o.or("id", &name),
        name,
        label: label.content(),
        label_classes: label.text("classes"),
        heading: label.flag("isPageHeading"),
        hint: o.part("hint").content(),
        error: o.problem(),
        described_by: o.text("describedBy"),
        classes: o.text("classes"),
        attributes: o.attributes(),
    }
}

/// As [`field`], for groups of fields: the label is the legend.
fn group(o: &Options, id: String) -> Field {
    let (fieldset, own) = (o.part("fieldset"), o.text("describedBy"));
    let Legend { content, classes, heading } = legend(&fieldset.part("legend"));
    let around = fieldset.text("describedBy");
    Field {
        name: o.or("name", &id),
        id,
        label: content,
        label_classes: classes,
        heading,
        hint: o.part("hint").content(),
        error: o.problem(),
        described_by: if around.is_empty() { own } else { around },
        classes: String::new(),
        attributes: o.attributes(),
    }
}

fn item(o: &Options) -> Item {
    Item {
        id: o.text("id"),
        value: o.text("value"),
        text: o.content(),
        hint: o.part("hint").content(),
        conditional: Content::Html(if o.part("conditional").is_off("html") {
            String::new()
        } else {
            o.part("conditional").text("html")
        }),
        divider: o.text("divider"),
        checked: o.maybe_flag("checked"),
        disabled: o.flag("disabled"),
        exclusive: o.text("behaviour") == "exclusive",
        name: o.text("name"),
        attributes: o.attributes(),
    }
}

pub(super) fn checkboxes(o: &Options) -> String {
    Checkboxes {
        field: group(o, o.or("idPrefix", &o.text("name"))),
        legend: o.object("fieldset").is_some(),
        classes: o.text("classes"),
        items: o.list("items").iter().map(item).collect(),
        values: o.texts("values"),
    }
    .to_string()
}

pub(super) fn radios(o: &Options) -> String {
    Radios {
        field: group(o, o.or("idPrefix", &o.text("name"))),
        legend: o.object("fieldset").is_some(),
        classes: o.text("classes"),
        items: o.list("items").iter().map(item).collect(),
        values: o.maybe("value").into_iter().collect(),
    }
    .to_string()
}

pub(super) fn date_input(o: &Options) -> String {
    let (id, prefix, values) = (o.text("id"), o.text("namePrefix"), o.part("values"));
    let part = |(name, label, width): (&str, &str, u8)| {
        let own = o.part(name);
        let sent = if prefix.is_empty() { name.to_owned() } else { format!("{prefix}-{name}") };
        let sent = own.or("name", &sent);
        Part {
            id: format!("{id}-{name}"),
            label: own.or("label", label),
            value: own.or("value", &values.text(&sent)),
            name: sent,
            classes: match own.text("classes") {
                own if own.contains("govuk-input--width-") => own,
                own => format!("govuk-input--width-{width} {own}").trim().to_owned(),
            },
            autocomplete: own.text("autocomplete"),
        }
    };
    let parts = [("day", "Day", 2), ("month", "Month", 2), ("year", "Year", 4)];
    let asked = parts.into_iter().filter(|(name, ..)| !o.is_off(name));
    let field = Field { classes: o.text("classes"), ..group(o, id.clone()) };
    DateInput { field, legend: o.object("fieldset").is_some(), parts: asked.map(part).collect() }.to_string()
}

pub(super) fn input(o: &Options) -> String {
    Input {
        field: field(o),
        kind: o.or("type", "text"),
        value: o.text("value"),
        autocomplete: o.text("autocomplete"),
        inputmode: o.text("inputmode"),
        spellcheck: o.maybe_flag("spellcheck"),
        disabled: o.flag("disabled"),
        prefix: o.part("prefix").content(),
        suffix: o.part("suffix").content(),
    }
    .to_string()
}

pub(super) fn textarea(o: &Options) -> String {
    Textarea {
        field: field(o),
        value: o.text("value"),
        rows: o.or("rows", "5").parse().unwrap(),
        spellcheck: o.maybe_flag("spellcheck"),
        disabled: o.flag("disabled"),
    }
    .to_string()
}

pub(super) fn select(o: &Options) -> String {
    let choice = |o: &Options| Choice {
        value: o.maybe("value"),
        text: o.text("text"),
        disabled: o.flag("disabled"),
        selected: o.maybe_flag("selected"),
    };
    Select {
        field: field(o),
        value: o.text("value"),
        choices: o.list("items").iter().map(choice).collect(),
        disabled: o.flag("disabled"),
    }
    .to_string()
}

pub(super) fn file_upload(o: &Options) -> String {
    FileUpload { field: field(o), multiple: o.flag("multiple"), disabled: o.flag("disabled") }.to_string()
}
