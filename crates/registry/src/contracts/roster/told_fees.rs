//! The fees of parents that a roster tells beside its classes and enrolments.

use uuid::Uuid;

use super::{Chunk, Import, known_contracts};
use crate::{
    contracts::{
        fees,
        oneroster::{CLASSES, ClassRow, ENROLLMENTS, EnrolmentRow},
    },
    platform::{Result, Tx},
};

impl Import {
    /// The fees that classes and enrolments tell, once their contracts are there; what is refused stands beside rows that are read.
    pub(super) async fn fees(&mut self, tx: &mut Tx<'_>, chunk: &Chunk) -> Result<()> {
        let place = (chunk.region, chunk.programme.as_str());
        let of_class = |(performer, class): &(Uuid, ClassRow)| {
            let ((from, monthly), group) = (class.fee?, self.groups.find(*performer, &class.code).ok()?);
            Some(fees::Told { row: class.row, performer: *performer, contract: Uuid::nil(), group, from, monthly })
        };
        let of_classes: Vec<fees::Told> = chunk.classes.iter().filter_map(of_class).collect();
        for (row, refusal) in fees::record(tx, place, &of_classes).await? {
            self.report.refuse(CLASSES, row, refusal.code, refusal.detail);
        }
        if chunk.enrolments.iter().all(|(_, row)| row.fee.is_none()) {
            return Ok(());
        }
        let known = known_contracts(tx, chunk).await?;
        let of_row = |(performer, row): &(Uuid, EnrolmentRow)| {
            let ((from, monthly), known) = (row.fee?, known.get(&(*performer, row.number.clone()))?);
            let (contract, group) = (known.contract.id, known.revision.group_id);
            Some(fees::Told { row: row.row, performer: *performer, contract, group, from, monthly })
        };
        let of_rows: Vec<fees::Told> = chunk.enrolments.iter().filter_map(of_row).collect();
        for (row, refusal) in fees::record(tx, place, &of_rows).await? {
            self.report.refuse(ENROLLMENTS, row, refusal.code, refusal.detail);
        }
        Ok(())
    }
}
