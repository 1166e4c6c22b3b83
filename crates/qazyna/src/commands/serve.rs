//! `qazyna serve`: pages and the public log, the sequencer beside them, the signer under another user.

use std::{sync::Arc, time::Duration};

use anyhow::Context as _;
use registry::{
    app::App,
    cabinets::work,
    http,
    platform::{Result, housekeeping, http::serve::Serving, jobs, sequencer},
};
use tokio::net::TcpListener;

use crate::{cli::Place, output, sandbox_door, session::Session};

/// Jobs done at once: as many as there are cores to spare.
const WORKERS: usize = 2;
/// How soon rules that another process entered rule here.
const RULES_EVERY: Duration = Duration::from_secs(5);
/// How long a client may take for the head of a request.
const HEADERS_WITHIN: Duration = Duration::from_secs(10);
/// Connections at once: above, newcomers wait to be accepted.
const CONNECTIONS: usize = 2048;

pub(crate) async fn run(place: &Place, sandbox: bool) -> Result<u8> {
    let mut session = Session::open(place).await?;
    if sandbox {
        sandbox_door::open(&mut session.app, &place.data.join("ca"))?;
    }
    serve(session).await?;
    Ok(0)
}

/// Serves an open registry until the process is told to stop.
pub(crate) async fn serve(session: Session) -> Result<()> {
    let address = session.config.serve.address;
    let listener = TcpListener::bind(address).await.with_context(|| format!("listening at {address}"))?;
    let keep = session.config.keep.days();
    let mut signer = session.signer()?.start()?;
    let (app, rest) = session.into_parts();
    let app = Arc::new(app);
    let sequencing = tokio::spawn(sequence(Arc::clone(&app)));
    let refreshing = tokio::spawn(refresh_rules(Arc::clone(&app)));
    let working = (0..WORKERS).map(|_| tokio::spawn(jobs::work(Arc::clone(&app), work::kinds()))).collect::<Vec<_>>();
    let housekeeping = tokio::spawn(housekeeping::keep(Arc::clone(&app), keep));
    let address = listener.local_addr()?;
    output::error(&format!("the registry is at http://{address}/ — Ctrl-C ends it"));
    if app.is_sandbox() {
        output::error(&format!("sign in as an invented person, by role: http://{address}/sandbox/sign-in"));
    }
    let router = http::router_with(Arc::clone(&app), sandbox_door::routes(&app));
    let serving = Serving { headers_within: HEADERS_WITHIN, connections: CONNECTIONS };
    serving.run(listener, router, told_to_stop()).await;
    working.iter().for_each(tokio::task::JoinHandle::abort);
    housekeeping.abort();
    refreshing.abort();
    sequencing.abort();
    sequencer::drain(&app).await?;
    // Its standard input closes: the signer signs a last head and ends.
    drop(signer.stdin.take());
    tokio::task::spawn_blocking(move || signer.wait()).await.context("waiting for the signer")??;
    app.db.close();
    drop(rest);
    Ok(())
}

/// Sequences until it is aborted; a fault of the database is told and tried again.
async fn sequence(app: Arc<App>) {
    loop {
        if let Err(error) = sequencer::run(&app).await {
            tracing::error!(%error, "the sequencer stopped and begins again");
            tokio::time::sleep(Duration::from_secs(1)).await;
        }
    }
}

/// Sees the rows of the rules that another process entered.
async fn refresh_rules(app: Arc<App>) {
    loop {
        tokio::time::sleep(RULES_EVERY).await;
        if let Err(error) = app.refresh_rules().await {
            tracing::error!(%error, "the rules in force could not be read anew");
        }
    }
}

async fn told_to_stop() {
    use tokio::signal::unix::{SignalKind, signal};
    let Ok(mut terminated) = signal(SignalKind::terminate()) else { return };
    tokio::select! {
        _ = terminated.recv() => {}
        _ = tokio::signal::ctrl_c() => {}
    }
}
