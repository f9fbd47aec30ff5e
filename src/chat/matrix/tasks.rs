//! What goes on beside, until it is waited for.

use parking_lot::Mutex;
use tokio::task::JoinSet;

/// Tasks that end by themselves.
#[derive(Debug, Default)]
pub(super) struct Tasks(Mutex<JoinSet<()>>);

impl Tasks {
    /// Starts one.
    pub(super) fn spawn(&self, task: impl Future<Output = ()> + Send + 'static) {
        let mut tasks = self.0.lock();
        while let Some(ended) = tasks.try_join_next() {
            note(ended);
        }
        tasks.spawn(task);
    }

    /// Waits until all have ended, those too that are started meanwhile.
    pub(super) async fn wait(&self) {
        loop {
            let mut tasks = std::mem::take(&mut *self.0.lock());
            if tasks.is_empty() {
                return;
            }
            while let Some(ended) = tasks.join_next().await {
                note(ended);
            }
        }
    }
}

fn note(ended: Result<(), tokio::task::JoinError>) {
    if let Err(error) = ended {
        tracing::error!(%error, "a task broke off");
    }
}
