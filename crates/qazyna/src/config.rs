//! Typed configuration: `DATA/qazyna.toml`, overridden by `QAZYNA_…` variables, checked by `qazyna config check`.

use std::path::{Path, PathBuf};

use anyhow::Context as _;
use confique::Config as _;
use registry::{
    payments::Payer,
    platform::{Result, housekeeping},
};

/// Everything that may be configured.
#[derive(Debug, confique::Config)]
pub(crate) struct Config {
    /// The database: a connection string of the owner or the application. Without it the binary runs its own cluster.
    #[config(env = "QAZYNA_DATABASE_URL")]
    pub(crate) database_url: Option<String>,
    /// Whom electronic signatures are trusted by.
    #[config(nested)]
    pub(crate) signatures: Signatures,
    /// The journal's public log.
    #[config(nested)]
    pub(crate) log: Log,
    /// The portal.
    #[config(nested)]
    pub(crate) serve: Serve,
    /// From which account each programme is paid: tables `[[payers]]` with `programmes`, `valid_from`, `name`, `bin`, `iban`, `bik`, `knp`; of several in force
    /// the latest. Without one payment files carry an invented account.
    #[config(default = [])]
    pub(crate) payers: Vec<Payer>,
    /// How long what only serves the machine is kept. The journal and facts are kept as the law says and are no part of this.
    #[config(nested)]
    pub(crate) keep: Keep,
}

#[derive(Debug, confique::Config)]
pub(crate) struct Signatures {
    /// Folder of trust anchors (PEM or DER certificates).
    #[config(env = "QAZYNA_SIGNATURES_ROOTS")]
    pub(crate) roots: Option<PathBuf>,
    /// Folder of revocation lists.
    #[config(env = "QAZYNA_SIGNATURES_CRLS")]
    pub(crate) crls: Option<PathBuf>,
}

#[derive(Debug, confique::Config)]
pub(crate) struct Log {
    /// The log's name: the first line of every checkpoint. Never changes.
    #[config(default = "qazyna/journal", env = "QAZYNA_LOG_ORIGIN")]
    pub(crate) origin: String,
    /// At most this many seconds pass between a committed entry and a signed head.
    #[config(default = 10)]
    pub(crate) checkpoint_s_max: u64,
}

#[derive(Debug, confique::Config)]
pub(crate) struct Serve {
    /// Where the portal listens.
    #[config(default = "127.0.0.1:8080", env = "QAZYNA_SERVE_ADDRESS")]
    pub(crate) address: std::net::SocketAddr,
}

#[derive(Debug, confique::Config)]
pub(crate) struct Keep {
    /// Days for which an answer is given again under its Idempotency-Key.
    #[config(default = 90)]
    pub(crate) idempotency_keys_days: u16,
    /// Days for which files that jobs left can be fetched: reports, copies with errors, exports.
    #[config(default = 90)]
    pub(crate) job_files_days: u16,
    /// Days for which a job is listed after its end.
    #[config(default = 1096)]
    pub(crate) jobs_days: u16,
    /// Days for which the log of requests is kept: journals of events three years (decree 832 of 20.12.2016).
    #[config(default = 1096)]
    pub(crate) requests_days: u16,
    /// Days for which a session is listed to its person after its last use.
    #[config(default = 30)]
    pub(crate) sessions_days: u16,
}

impl Keep {
    /// As the registry takes it.
    pub(crate) fn days(&self) -> housekeeping::Keep {
        housekeeping::Keep {
            idempotency_keys: self.idempotency_keys_days,
            job_files: self.job_files_days,
            jobs: self.jobs_days,
            requests: self.requests_days,
            sessions: self.sessions_days,
        }
    }

    fn is_right(&self) -> bool {
        let housekeeping::Keep { idempotency_keys, job_files, jobs, requests, sessions } = self.days();
        [idempotency_keys, job_files, jobs, requests, sessions].iter().all(|days| *days >= 1) && job_files <= jobs
    }
}

impl Config {
    /// Reads the file of a data folder (it may be absent) and the environment.
    pub(crate) fn read(data: &Path) -> Result<Self> {
        let path = data.join("qazyna.toml");
        let config = Self::builder().env().file(&path).load().with_context(|| format!("reading {}", path.display()))?;
        for folder in [&config.signatures.roots, &config.signatures.crls].into_iter().flatten() {
            if !folder.is_dir() {
                return Err(anyhow::anyhow!("{} is no folder", folder.display()).into());
            }
        }
        if config.log.checkpoint_s_max == 0 || config.log.checkpoint_s_max > 60 {
            return Err(anyhow::anyhow!("log.checkpoint_s_max is 1 to 60").into());
        }
        for (n, payer) in config.payers.iter().enumerate() {
            if let Some(field) = payer.faults().first() {
                return Err(anyhow::anyhow!("payers, row {}: {field} is wrong or missing", n.saturating_add(1)).into());
            }
        }
        if !config.keep.is_right() {
            return Err(anyhow::anyhow!("keep: a day at least, and files of jobs no longer than jobs").into());
        }
        Ok(config)
    }

    /// The commented template.
    pub(crate) fn template() -> String {
        confique::toml::template::<Self>(confique::toml::FormatOptions::default())
    }
}
