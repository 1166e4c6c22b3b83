//! Buildings, groups, places.

use std::sync::Arc;

use askama::Template;
use axum::{
    extract::{Path, State},
    response::Response,
};
use jiff::civil::Date;

use super::{
    Own, brand, in_address,
    lists::Wanted,
    store::{
        self, Performer,
        groups::{Group, GroupRow},
    },
};
use crate::{
    app::App,
    cabinets::lists::{Datum as Cell, List},
    platform::{
        Result, govuk,
        http::{Caller, Page, Reader, page::show as render},
    },
};

/// A building with its groups.
struct Building {
    address: String,
    code: String,
    programme: String,
    capacity: i64,
    groups: Vec<Group>,
}

impl Building {
    fn children(&self) -> i64 {
        self.groups.iter().fold(0, |sum, group| sum.saturating_add(group.children))
    }

    fn free(&self) -> i64 {
        self.capacity.saturating_sub(self.children()).max(0)
    }
}

#[derive(Template)]
#[template(path = "cabinets/org/groups.html")]
struct GroupsPage {
    page: Page,
    day: Date,
    buildings: Vec<Building>,
    performers: Vec<Performer>,
}

/// `/org/groups`.
pub(super) async fn show(State(app): State<Arc<App>>, reader: Reader, caller: Caller) -> Result<Response> {
    let own = Own::enter(&app, &caller, "page.org.groups").await?;
    let tx = own.begin(&app).await?;
    let day = tx.today();
    let buildings = buildings(store::groups::list_groups(&tx, &own, day).await?);
    let performers = store::list_performers(&tx, &own, day.first_of_month()).await?;
    tx.commit().await?;
    let page = reader.page("org-groups-title").crumb("/org", reader.t("org-title"));
    render(&GroupsPage { page, day, buildings, performers })
}

/// Rows, which come building by building, as buildings.
fn buildings(rows: Vec<GroupRow>) -> Vec<Building> {
    let mut found: Vec<(uuid::Uuid, Building)> = Vec::new();
    for row in rows {
        if found.last().is_none_or(|(id, _)| *id != row.object) {
            let capacity = row.object_capacity.into();
            let building = Building {
                address: row.address,
                code: row.object_code,
                programme: row.programme,
                capacity,
                groups: Vec::new(),
            };
            found.push((row.object, building));
        }
        if let (Some((_, building)), Some(group)) = (found.last_mut(), row.group) {
            building.groups.push(group);
        }
    }
    found.into_iter().map(|(_, building)| building).collect()
}

fn free(group: &Group) -> i64 {
    i64::from(group.capacity).saturating_sub(group.children).max(0)
}

/// `/org/groups/table.csv` or `.xlsx`.
pub(super) async fn file(
    State(app): State<Arc<App>>,
    reader: Reader,
    caller: Caller,
    Path((_, kind)): Path<(String, String)>,
) -> Result<Response> {
    let own = Own::enter(&app, &caller, "page.org.groups").await?;
    Wanted::Groups.answer((&app, &reader, &caller), &own, &kind).await
}

/// The groups for a file.
pub(super) async fn list((app, own, reader): (&App, &Own, &Reader)) -> Result<List> {
    let tx = own.begin(app).await?;
    let buildings = buildings(store::groups::list_groups(&tx, own, tx.today()).await?);
    tx.commit().await?;
    let heads = ["programme", "address", "group", "code-of-group", "ages", "capacity", "children", "free"];
    let header = heads.map(|head| reader.t(format!("org-col-{head}")).to_string());
    let row = |(building, group): (&Building, &Group)| {
        vec![
            Cell::text(brand(reader, &building.programme)),
            Cell::text(&building.address),
            Cell::text(&group.title),
            Cell::text(&group.code),
            Cell::text(format!("{}–{}", group.ages.0, group.ages.1)),
            Cell::Number(group.capacity.into()),
            Cell::Number(group.children),
            Cell::Number(free(group)),
        ]
    };
    let all = buildings.iter().flat_map(|building| building.groups.iter().map(move |group| (building, group)));
    Ok(List::new("groups", header, all.map(row).collect()))
}

impl GroupsPage {
    /// Places, children, free places.
    fn sums(&self) -> (i64, i64, i64) {
        let sum = |of: fn(&Building) -> i64| self.buildings.iter().fold(0_i64, |sum, one| sum.saturating_add(of(one)));
        (sum(|one| one.capacity), sum(Building::children), sum(Building::free))
    }

    fn table(&self, building: &Building) -> govuk::Table {
        let page = &self.page;
        let row = |group: &Group| {
            let name = if group.title.is_empty() { &group.code } else { &group.title };
            let href = page.href(format!("/org/attendance/{}?group={}", in_address(self.day), group.id));
            [
                govuk::Cell::link(href, name),
                govuk::Cell::number(page.number(group.children)),
                govuk::Cell::number(group.capacity),
                govuk::Cell::number(page.number(free(group))),
                govuk::Cell::new(page.t("org-ages").with("from", group.ages.0).with("to", group.ages.1)),
                govuk::Cell::new(self.weekdays(group.weekdays)),
            ]
        };
        govuk::Table::new(page.t("org-groups-of").with("address", &building.address))
            .caption_hidden()
            .text(page.t("org-col-group"))
            .number(page.t("org-col-children"))
            .number(page.t("org-col-capacity"))
            .number(page.t("org-col-free"))
            .text(page.t("org-col-ages"))
            .text(page.t("org-col-weekdays"))
            .rows(building.groups.iter().map(row))
    }

    fn weekdays(&self, mask: i16) -> String {
        let days = (1_i8..=7).zip(0_u32..).filter(|(_, bit)| mask >> bit & 1 == 1);
        days.map(|(day, _)| self.page.t_of("weekday", day).to_string()).collect::<Vec<_>>().join(" ")
    }

    fn brand<'a>(&self, programme: &'a str) -> &'a str {
        brand(self.page.reader(), programme)
    }
}
