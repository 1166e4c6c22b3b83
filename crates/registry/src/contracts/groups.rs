//! Classes of a roster become groups: a new revision only when something changed, at an admitted object of the performer.

use std::collections::HashMap;

use uuid::Uuid;

use super::oneroster::{CLASSES, ClassRow};
use crate::{
    parties::store::{Group, GroupRevision, GroupRow, list_groups, list_objects},
    platform::{Refusal, Report, Result, Tx},
};

/// The groups of a roster's classes, or why a class was refused.
#[derive(Debug, Default)]
pub(super) struct GroupIds(HashMap<(Uuid, String), Result<Uuid, Refusal>>);

impl GroupIds {
    /// The group of a performer's class.
    pub(super) fn find(&self, performer: Uuid, class: &str) -> Result<Uuid, Refusal> {
        let key = (performer, class.to_owned());
        self.0.get(&key).cloned().unwrap_or_else(|| Err(Refusal::new("row.invalid", "the class was refused")))
    }
}

/// Saves the classes of performers.
pub(super) async fn save(
    tx: &mut Tx<'_>,
    (region, performers): (i16, &[Uuid]),
    classes: &[(Uuid, ClassRow)],
    (ids, report): (&mut GroupIds, &mut Report),
) -> Result<()> {
    let known = list_groups(tx, region, performers).await?;
    let objects: HashMap<(Uuid, String), Uuid> =
        list_objects(tx, region, performers).await?.into_iter().map(|(performer, code, id)| ((performer, code), id)).collect();
    let (mut groups, mut revisions) = (Vec::new(), Vec::new());
    for (performer, class) in classes {
        let found = known.iter().find(|group| group.performer_id == *performer && group.code == class.code);
        let model = found.or_else(|| known.iter().find(|group| group.performer_id == *performer));
        let group_id = found.map_or_else(|| tx.app().clock.id(), |group| group.id);
        let object = objects.get(&(*performer, class.object.clone())).copied();
        let answer = revision(region, (group_id, object), class, model).map(|revision| {
            if found.is_none() {
                groups.push(Group { region, id: group_id, performer_id: *performer, code: class.code.clone() });
            }
            let before = found.and_then(|group| group.revision.clone());
            let same = before.is_some_and(|before| GroupRevision { effective_on: revision.effective_on, ..before } == revision);
            if !same {
                revisions.push(revision);
            }
            group_id
        });
        if let Err(refusal) = &answer {
            super::roster::refuse(report, CLASSES, class.row, refusal);
        }
        ids.0.insert((*performer, class.code.clone()), answer);
    }
    groups.sort_by_key(|group| group.id);
    revisions.sort_by_key(|revision| revision.group_id);
    tx.record(&groups).await?;
    tx.record(&revisions).await
}

/// What a class says, and what it leaves out from the group itself or a sister group.
fn revision(region: i16, (group_id, object): (Uuid, Option<Uuid>), class: &ClassRow, model: Option<&GroupRow>) -> Result<GroupRevision, Refusal> {
    let object_id = object.ok_or_else(|| Refusal::new("object.address_mismatch", format!("{} is no admitted object of the performer", class.object)))?;
    let model = model.and_then(|group| group.revision.clone());
    let model = model.ok_or_else(|| Refusal::new("row.invalid", "kind and ages of the group are not known: import the performer's groups first"))?;
    Ok(GroupRevision {
        region,
        group_id,
        object_id,
        title: class.title.clone(),
        capacity: class.capacity.unwrap_or(model.capacity),
        weekdays: class.weekdays.unwrap_or(model.weekdays),
        vacations: class.vacations.clone().unwrap_or_default(),
        effective_on: class.told_on,
        group_kind: model.group_kind,
        hours: model.hours,
        age_from: model.age_from,
        age_to: model.age_to,
    })
}
