//! How the private server is set up; every setting goes on its command line, so no file of it can go stale.

use std::fs;
use std::path::PathBuf;

use super::os;

/// What an acknowledged write survives.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Durability {
    /// Everything up to a power cut: each commit is on the disk before it is acknowledged.
    #[default]
    Full,
    /// Only the death of processes: nothing is forced to the disk. For tests alone.
    Test,
}

/// How long the server lives.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Lifetime {
    /// It stops with the last process that uses it, however that one ends.
    #[default]
    Users,
    /// It outlives the process; whoever finds the folder next uses it. For the test kit alone.
    Detached,
}

/// The configuration of a private cluster; the default is right for a machine of any size.
#[derive(Clone, Debug)]
pub struct ClusterConfig {
    /// PostgreSQL's programs; `None` looks at `QAZYNA_PG_BIN`, then in `installed`.
    pub programs: Option<PathBuf>,
    /// Where the distribution keeps its versions of PostgreSQL.
    pub installed: PathBuf,
    /// What an acknowledged write survives.
    pub durability: Durability,
    /// How long the server lives.
    pub lifetime: Lifetime,
    /// PostgreSQL's own cache, MiB.
    pub shared_buffers_mb: u64,
    /// The cache that plans may count on, the operating system's included, MiB.
    pub effective_cache_mb: u64,
    /// Memory of one sort or hash, MiB.
    pub work_mem_mb: u64,
    /// The write-ahead log between two checkpoints, MiB.
    pub max_wal_size_mb: u64,
    /// Sessions at a time.
    pub max_connections: u32,
}

impl Default for ClusterConfig {
    fn default() -> Self {
        let memory_mb = memory_mb();
        Self {
            programs: None,
            installed: PathBuf::from("/usr/lib/postgresql"),
            durability: Durability::default(),
            lifetime: Lifetime::default(),
            shared_buffers_mb: (memory_mb / 4).clamp(64, 8192),
            effective_cache_mb: (memory_mb / 2).clamp(128, 65_536),
            work_mem_mb: (memory_mb / 256).clamp(4, 64),
            max_wal_size_mb: 4096,
            max_connections: 200,
        }
    }
}

impl ClusterConfig {
    /// The settings as PostgreSQL names them. `lz4` tells whether this build of PostgreSQL can compress its log so.
    pub(super) fn settings(&self, lz4: bool) -> Vec<(&'static str, String)> {
        let durable = match self.durability {
            Durability::Full => "on",
            Durability::Test => "off",
        };
        let mb = |size: u64| format!("{size}MB");
        vec![
            ("listen_addresses", String::new()),
            ("unix_socket_permissions", "0777".to_owned()),
            ("max_connections", self.max_connections.to_string()),
            ("shared_buffers", mb(self.shared_buffers_mb)),
            ("effective_cache_size", mb(self.effective_cache_mb)),
            ("work_mem", mb(self.work_mem_mb)),
            ("maintenance_work_mem", mb(self.work_mem_mb.saturating_mul(8))),
            ("max_wal_size", mb(self.max_wal_size_mb)),
            ("checkpoint_timeout", "15min".to_owned()),
            ("checkpoint_completion_target", "0.9".to_owned()),
            ("wal_compression", if lz4 { "lz4" } else { "pglz" }.to_owned()),
            // The documents of acts: many times faster to compress, little larger.
            ("default_toast_compression", if lz4 { "lz4" } else { "pglz" }.to_owned()),
            ("fsync", durable.to_owned()),
            ("full_page_writes", durable.to_owned()),
            // Even tests kill processes: what is acknowledged has left the server's memory.
            ("synchronous_commit", "on".to_owned()),
            ("recovery_init_sync_method", "syncfs".to_owned()),
            ("random_page_cost", "1.1".to_owned()),
            ("dynamic_shared_memory_type", shared_memory().to_owned()),
            // A month's load must not be closed with the plans of an empty table.
            ("autovacuum_naptime", "5s".to_owned()),
            ("jit", "off".to_owned()),
            ("timezone", "UTC".to_owned()),
            ("log_timezone", "UTC".to_owned()),
            ("log_checkpoints", "off".to_owned()),
            ("cluster_name", "qazyna".to_owned()),
        ]
    }
}

/// Where parallel workers share memory: a container often gives `/dev/shm` 64 MiB, which one hash table fills.
fn shared_memory() -> &'static str {
    const ENOUGH: u64 = 512 << 20;
    match os::file_system_bytes(c"/dev/shm") {
        Ok(bytes) if bytes >= ENOUGH => "posix",
        Ok(_) | Err(_) => "mmap",
    }
}

/// The memory of this machine, MiB; a small one is assumed where the kernel does not tell.
fn memory_mb() -> u64 {
    let text = fs::read_to_string("/proc/meminfo").unwrap_or_default();
    let total = text.lines().find_map(|line| line.strip_prefix("MemTotal:"));
    total.and_then(|rest| rest.trim().trim_end_matches(" kB").parse::<u64>().ok()).map_or(1024, |kb| kb / 1024)
}
