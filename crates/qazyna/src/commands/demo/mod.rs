//! `qazyna demo`: a city's two months from budget to payment, by the same use cases as every other command, then the page.

mod check;
mod month;
mod world;

use std::time::Instant;

use registry::platform::Result;

use self::world::World;
use crate::{
    cli::{Command, Place},
    output, sandbox_door,
    session::Session,
};

/// The months of the demo.
pub(super) const MONTHS: [&str; 2] = ["2026-09", "2026-10"];

/// What is asked of the demo.
#[derive(Debug)]
pub(crate) struct Question {
    pub(crate) place: Place,
    pub(crate) check: bool,
    pub(crate) seed: u64,
    pub(crate) performers: u32,
}

impl Question {
    pub(crate) fn of(command: Command) -> Option<Self> {
        let Command::Demo { data, database_url, check, seed, performers } = command else { return None };
        // Each world has a registry of its own, so that another seed never mixes with it.
        let data = data.join(format!("seed-{seed}-{performers}"));
        Some(Self { place: Place { data, database_url }, check, seed, performers })
    }
}

pub(crate) async fn run(question: Question) -> Result<u8> {
    let begun = Instant::now();
    std::fs::create_dir_all(&question.place.data)?;
    let world = World::prepare(&question.place.data, question.seed, question.performers)?;
    if question.place.database_url.is_some() {
        crate::session::migrate(&question.place).await?;
    }
    let mut session = Session::open(&question.place).await?;
    world.trust(&mut session.app);
    sandbox_door::open(&mut session.app, &world.ca())?;
    let mut told = month::Told::default();
    month::prepare(&session.app, &world, &mut told).await?;
    for (at, month) in MONTHS.into_iter().enumerate() {
        month::run(&session.app, &world, month::Step { month, last: at + 1 == MONTHS.len() }, &mut told).await?;
    }
    let checked = check::run(&session, &world, &told).await?;
    for line in &checked.listed {
        output::error(line);
    }
    let seconds = begun.elapsed().as_secs();
    if question.check {
        session.close().await?;
        output::line(&checked.line(seconds))?;
        return Ok(u8::from(!checked.broken.is_empty()));
    }
    output::line(&checked.line(seconds))?;
    super::serve::serve(session).await?;
    Ok(0)
}
