//! Tables, lists, tabs and the way through them, from the options of an example.

use super::{options::Options, texts::made_tag};
use crate::platform::govuk::{
    Action, Cell, Column, Content, Pagination, SummaryList, Table, Tabs, Task, TaskList,
    pagination::Way,
    summary_list::{Card, Row},
    tabs::Tab,
};

pub(super) fn pagination(o: &Options) -> String {
    let way = |name: &str, usual: &str| {
        let o = o.object(name)?;
        let text = o.or("text", usual);
        Some(Way { href: o.text("href"), text, label: o.text("labelText") })
    };
    Pagination {
        landmark: o.or("landmarkLabel", "Pagination"),
        previous: way("previous", "Previous page"),
        next: way("next", "Next page"),
    }
    .to_string()
}

fn action(o: &Options) -> Action {
    Action {
        href: o.text("href"),
        text: o.content(),
        about: o.text("visuallyHiddenText"),
        classes: o.text("classes"),
        attributes: o.attributes(),
    }
}

fn actions(o: &Options) -> Vec<Action> {
    o.list("items").iter().map(action).collect()
}

pub(super) fn summary_list(o: &Options) -> String {
    let row = |o: &Options| {
        let (key, value, links) = (o.part("key"), o.part("value"), o.part("actions"));
        Row {
            key: key.content(),
            value: value.content(),
            classes: o.text("classes"),
            actions: actions(&links),
            actions_classes: links.text("classes"),
            key_classes: key.text("classes"),
            value_classes: value.text("classes"),
        }
    };
    let card = |o: Options| {
        let (title, links) = (o.part("title"), o.part("actions"));
        Card {
            title: title.content(),
            level: title.or("headingLevel", "2").parse().unwrap(),
            title_classes: title.text("classes"),
            classes: o.text("classes"),
            actions_classes: links.text("classes"),
            actions: actions(&links),
            attributes: o.attributes(),
        }
    };
    SummaryList {
        rows: o.list("rows").iter().map(row).collect(),
        classes: o.text("classes"),
        attributes: o.attributes(),
        card: o.object("card").map(card),
    }
    .to_string()
}

pub(super) fn table(o: &Options) -> String {
    let column = |o: &Options| Column {
        content: o.content(),
        number: o.text("format") == "numeric",
        sort: None,
        classes: o.text("classes"),
        colspan: o.text("colspan"),
        rowspan: o.text("rowspan"),
        attributes: o.attributes(),
    };
    let cell = |o: &Options| Cell {
        content: o.content(),
        number: o.text("format") == "numeric",
        classes: o.text("classes"),
        colspan: o.text("colspan"),
        rowspan: o.text("rowspan"),
        attributes: o.attributes(),
    };
    Table {
        caption: o.text("caption"),
        caption_classes: o.text("captionClasses"),
        columns: o.list("head").iter().map(column).collect(),
        rows: o.list("rows").iter().map(|row| row.cells().iter().map(cell).collect()).collect(),
        first_is_header: o.flag("firstCellIsHeader"),
        scrolls: false,
        stacked: false,
        classes: o.text("classes"),
        attributes: o.attributes(),
    }
    .to_string()
}

pub(super) fn tabs(o: &Options) -> String {
    let tab = |o: &Options| {
        let panel = o.part("panel");
        Tab {
            id: o.text("id"),
            label: o.text("label"),
            content: panel.content(),
            attributes: o.attributes(),
            panel_attributes: panel.attributes(),
        }
    };
    Tabs {
        id: o.text("id"),
        title: o.or("title", "Contents"),
        classes: o.text("classes"),
        tabs: o.list("items").iter().map(tab).collect(),
        attributes: o.attributes(),
    }
    .to_string()
}

pub(super) fn task_list(o: &Options) -> String {
    let task = |o: &Options| {
        let (title, status) = (o.part("title"), o.part("status"));
        let tagged = status.object("tag").map(|tag| Content::html(made_tag(&tag, "")));
        Task {
            title: title.content(),
            title_classes: title.text("classes"),
            href: o.text("href"),
            hint: o.part("hint").content(),
            status: tagged.unwrap_or_else(|| status.content()),
            status_classes: status.text("classes"),
            classes: o.text("classes"),
        }
    };
    TaskList {
        id: o.or("idPrefix", "task-list"),
        tasks: o.list("items").iter().map(task).collect(),
        classes: o.text("classes"),
        attributes: o.attributes(),
    }
    .to_string()
}
