//! `qazyna bench`: the speed promises of spec 9.1 beside their floor, on a private cluster of its own as durable as production.

mod calc;
mod check;
mod children;
mod draw;
mod floor;
mod keys;
mod report;
mod world;

use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};
use registry::{
    acts::{self, Close, Side, Sign, Signing},
    app::App,
    platform::{
        Actor, Progress,
        cluster::{DATABASE, Role},
    },
};
use tokio_postgres::Client;

use self::{
    floor::{Cost, Watch, micros},
    keys::Keys,
    report::Measured,
    world::{MONTH, World},
};
use crate::{cli::Place, output, session, session::Session};

/// How many cases the calculator answers in a run of any size, at most.
const CALC_CASES: u64 = 1_000_000;

/// What is asked of the bench.
#[derive(Debug)]
pub(crate) struct Question {
    pub(crate) data: PathBuf,
    pub(crate) parts: u64,
    pub(crate) seed: u64,
}

/// Builds a world, times what has targets, checks it, prints.
pub(crate) async fn run(question: Question) -> registry::platform::Result<u8> {
    let data = question.data.join(format!("run-{}", std::process::id()));
    std::fs::create_dir_all(&data)?;
    let place = Place { data: data.clone(), database_url: None };
    let session = Session::open(&place).await?;
    let (mut app, cluster) = session.into_parts();
    let cluster = cluster.context("the bench has no cluster of its own")?;
    let home = cluster.home().to_owned();
    let owner = session::connect(&cluster.config(Role::Owner, DATABASE)).await?;
    let measured = measure(&mut app, &owner, &data, &question).await;
    app.db.close();
    drop(owner);
    cluster.stop();
    std::fs::remove_dir_all(&home)?;
    if data.exists() {
        std::fs::remove_dir_all(&data)?;
    }
    report::print(&measured?)?;
    Ok(0)
}

async fn measure(app: &mut App, owner: &Client, data: &Path, question: &Question) -> Result<Measured> {
    owner.batch_execute("SET qazyna.regions = 'national'").await?;
    let mut keys = Keys::create(app, data)?;
    let watch = Watch::start(owner).await?;
    let world = world::build(app, question.parts, question.seed, &output::progress("world")).await?;
    let mut measured = Measured {
        parts: world.counts.portions,
        performers: world.regions.iter().map(|region| u64::try_from(region.performers.len()).unwrap_or(0)).sum(),
        exceptions: world.counts.exceptions,
        marks: world.counts.marks,
        ..Measured::default()
    };
    measured.build = watch.stop(owner, measured.parts).await?;
    measured.ingest = Cost { micros: micros(world.counts.ingest), wal_bytes: 0, rows: measured.marks };
    // What the server does by itself within minutes, and a bench does not wait for.
    owner.batch_execute("VACUUM ANALYZE").await?;
    check::marks(app, &world).await?;
    let due = close(app, owner, &world, &mut measured).await?;
    sign(app, owner, (&world, &mut keys, due), &mut measured).await?;
    measured.floor = floor::run(owner).await?;
    let cases = check::amounts(app, &world, &data.join("export")).await?;
    measured.recomputed = u64::try_from(cases.len())?;
    measured.calc = calc::run(&cases, usize::try_from(question.parts.saturating_mul(4).min(CALC_CASES))?)?;
    Ok(measured)
}

/// Closes the month; answers what is due.
async fn close(app: &App, owner: &Client, world: &World, measured: &mut Measured) -> Result<i64> {
    let what = Close { month: MONTH, programme: Some(world.programme.clone()), region: None };
    let watch = Watch::start(owner).await?;
    let closed = acts::close(app, &Actor::console(app.clock.id()), &what, &output::progress("close")).await?;
    measured.close = watch.stop(owner, 0).await?;
    let written = floor::results(owner).await?;
    measured.close.rows = written.iter().map(|(_, rows)| rows).sum();
    let told = (u64::try_from(closed.lines)?, u64::try_from(closed.exceptions)?);
    let built = (measured.parts.saturating_sub(measured.exceptions), measured.exceptions);
    if told != built {
        return Err(anyhow::anyhow!("the close has {told:?} lines and exceptions, the world {built:?}"));
    }
    Ok(closed.total_due)
}

async fn sign(
    app: &App,
    owner: &Client,
    (world, keys, due): (&World, &mut Keys, i64),
    measured: &mut Measured,
) -> Result<()> {
    let mut orders = Vec::new();
    for performer in world.regions.iter().flat_map(|region| &region.performers) {
        orders.push(Sign { side: Side::Performer, month: MONTH, key_pem: keys.head_of(&performer.bin)? });
    }
    let watch = Watch::start(owner).await?;
    let progress = output::progress("performers sign");
    let count = orders.len();
    for (done, order) in orders.into_iter().enumerate() {
        progress.at("keys", done, count);
        none_refused(&acts::sign(app, order, &Progress::silent()).await?)?;
    }
    measured.performers_sign = watch.stop(owner, u64::try_from(count)?).await?;
    let before: u64 = floor::results(owner).await?.iter().map(|(_, rows)| rows).sum();
    let mut total = 0_i64;
    for region in &world.regions {
        let order = Sign { side: Side::Issuer, month: MONTH, key_pem: keys.head_of(&region.issuer_bin)? };
        let watch = Watch::start(owner).await?;
        let signing = Signing::open(app, &order).await?;
        let made = signing.make().await?;
        measured.issuers_sign = measured.issuers_sign.plus(watch.stop(owner, 0).await?);
        let watch = Watch::start(owner).await?;
        let signed = signing.accept(made).await?;
        measured.posting = measured.posting.plus(watch.stop(owner, 0).await?);
        none_refused(&signed)?;
        measured.issuers_sign.rows = measured.issuers_sign.rows.saturating_add(u64::try_from(signed.acts)?);
        total = total.saturating_add(signed.total);
    }
    let after: u64 = floor::results(owner).await?.iter().map(|(_, rows)| rows).sum();
    measured.posting.rows = after.saturating_sub(before);
    if total != due {
        return Err(anyhow::anyhow!("acts of {total} tiyn were signed, {due} are due"));
    }
    Ok(())
}

fn none_refused(signed: &acts::Signed) -> Result<()> {
    match signed.refused.first() {
        Some(refused) => Err(anyhow::anyhow!("act {} was refused: {} {}", refused.act, refused.code, refused.detail)),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(flavor = "multi_thread")]
    async fn a_short_bench_closes_posts_and_finds_what_it_timed_right() {
        let data = tempfile::Builder::new()
            .permissions(std::os::unix::fs::PermissionsExt::from_mode(0o711))
            .tempdir()
            .unwrap();
        let question = Question { data: data.path().to_owned(), parts: 2_000, seed: 1 };
        assert_eq!(run(question).await.unwrap(), 0);
    }
}
