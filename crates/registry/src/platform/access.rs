//! The access matrix: who may do what, as data; what has no row is forbidden.

use tokio_postgres::Client;

use super::{Actor, Refusal, Result};
use crate::app::App;

/// `role,action,scope`, one row each.
const MATRIX: &str = include_str!("access.csv");

/// Rows of the matrix: role, action, scope.
fn rows() -> impl Iterator<Item = (&'static str, &'static str, &'static str)> {
    MATRIX.lines().skip(1).filter_map(|line| {
        let mut cells = line.split(',');
        Some((cells.next()?, cells.next()?, cells.next()?))
    })
}

/// Brings the table to what the binary says, as the owner.
///
/// # Errors
/// Faults of the database.
pub(crate) async fn seed(client: &mut Client) -> Result<()> {
    let tx = client.transaction().await?;
    tx.execute("DELETE FROM access_matrix", &[]).await?;
    for (role, action, scope) in rows() {
        tx.execute("INSERT INTO access_matrix (role, action, scope) VALUES ($1, $2, $3)", &[&role, &action, &scope])
            .await?;
    }
    Ok(tx.commit().await?)
}

/// Whether the actor's role may do the action at all; its scope is held by row-level security.
///
/// # Errors
/// `access.denied` when the matrix has no row.
pub async fn require(app: &App, actor: &Actor, action: &str) -> Result<()> {
    let client = app.db.get().await?;
    let statement = client.prepare_cached("SELECT scope FROM access_matrix WHERE role = $1 AND action = $2").await?;
    match client.query_opt(&statement, &[&actor.role.code(), &action]).await? {
        Some(_) => Ok(()),
        None => Err(Refusal::new("access.denied", format!("{} may not {action}", actor.role.code())).into()),
    }
}
