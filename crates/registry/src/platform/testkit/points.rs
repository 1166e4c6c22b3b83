//! Fail points in tests: they are the process's, so that a test that sets one is alone in it. cargo-nextest gives every test a process of its own;
//! under `cargo test` the tests of a process are threads, and those that use a database wait here for one that sets fail points.

use std::{
    cell::{Cell, RefCell},
    sync::{Arc, LazyLock},
};

use tokio::sync::{OwnedRwLockReadGuard, OwnedRwLockWriteGuard, RwLock};

static POINTS: LazyLock<Arc<RwLock<()>>> = LazyLock::new(Arc::default);

thread_local! {
    /// This test's leave to work beside others, until its thread ends.
    static LEAVE: RefCell<Option<OwnedRwLockReadGuard<()>>> = const { RefCell::new(None) };
    static ALONE: Cell<bool> = const { Cell::new(false) };
}

/// Waits until no other test sets fail points; none will while this one runs.
pub(super) async fn wait() {
    if ALONE.get() || LEAVE.with_borrow(Option::is_some) {
        return;
    }
    let leave = Arc::clone(&POINTS).read_owned().await;
    LEAVE.set(Some(leave));
}

/// While it lives, no other test of the process uses a database; when it ends, no fail point is set.
pub struct Alone {
    _points: fail::FailScenario<'static>,
    _turn: OwnedRwLockWriteGuard<()>,
}

impl std::fmt::Debug for Alone {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("Alone")
    }
}

impl Drop for Alone {
    fn drop(&mut self) {
        ALONE.set(false);
    }
}

/// Waits for every other test that uses a database; the first line of a test that sets fail points.
pub async fn alone() -> Alone {
    LEAVE.set(None);
    let turn = Arc::clone(&POINTS).write_owned().await;
    ALONE.set(true);
    Alone { _points: fail::FailScenario::setup(), _turn: turn }
}

#[cfg(test)]
mod tests {
    use std::{sync::mpsc, thread, time::Duration};

    use super::*;

    fn run<T>(work: impl Future<Output = T>) -> T {
        tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap().block_on(work)
    }

    #[test]
    fn who_sets_fail_points_waits_for_the_others_and_they_for_it() {
        let (told, heard) = mpsc::channel();
        let (go_on, going) = mpsc::channel::<()>();
        let other = thread::spawn(move || {
            run(wait());
            told.send(()).unwrap();
            going.recv().unwrap();
        });
        heard.recv().unwrap();
        let soon = Duration::from_millis(100);
        run(async {
            assert!(tokio::time::timeout(soon, alone()).await.is_err(), "another test is at work");
        });
        go_on.send(()).unwrap();
        other.join().unwrap();
        run(async {
            let _alone = alone().await;
            wait().await;
            fail::cfg("nowhere", "return").unwrap();
            let late = thread::spawn(move || run(async { tokio::time::timeout(soon, wait()).await.is_err() }));
            assert!(late.join().unwrap(), "this one sets fail points");
        });
        assert!(fail::list().is_empty());
        assert!(thread::spawn(move || run(async { tokio::time::timeout(soon, wait()).await.is_ok() })).join().unwrap());
    }
}
