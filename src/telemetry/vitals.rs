//! What is measured, and whether the program can do its work.
//!
//! Whatever happens (a command, a delivery) is counted where it happens, with the macros of the `metrics` crate. What is
//! the case (how much is indexed, how fresh a source is) is looked up when somebody asks.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use metrics::{describe_counter, describe_gauge, describe_histogram, gauge};
use metrics_exporter_prometheus::{BuildError, Matcher, PrometheusBuilder, PrometheusHandle};
use thiserror::Error;

use super::machine;
use crate::domain::{Clock, Source, SourceKind};
use crate::ports::{Queues, Record, RecordError, SearchIndex};

/// Seconds by which commands are sorted: from what an answer takes on an idle machine to what nobody waits for.
const SECONDS: [f64; 13] = [
    0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0,
];

/// How long the record may take to say that it is there.
const PATIENCE: Duration = Duration::from_secs(2);

/// Why nothing can be asked for.
#[derive(Debug, Error)]
pub enum ListenError {
    /// The address can't be listened on.
    #[error(
        "{address} ([telemetry] listen) can't be listened on: {reason}. Name another, or leave it empty"
    )]
    Address {
        /// Which.
        address: std::net::SocketAddr,
        /// What the system says.
        reason: std::io::Error,
    },
    /// Something else in this process counts already.
    #[error("nothing can be measured: {0}")]
    Measuring(#[from] BuildError),
}

/// Measures.
pub struct Vitals {
    record: Arc<dyn Record>,
    index: Arc<dyn SearchIndex>,
    queues: Arc<dyn Queues>,
    sources: Vec<Source>,
    index_folder: PathBuf,
    clock: Arc<dyn Clock>,
    counted: PrometheusHandle,
}

impl Vitals {
    /// Begins to count in this process.
    ///
    /// # Errors
    /// [`ListenError::Measuring`] where something else does already.
    pub fn new(
        record: Arc<dyn Record>,
        index: Arc<dyn SearchIndex>,
        queues: Arc<dyn Queues>,
        sources: Vec<Source>,
        index_folder: PathBuf,
        clock: Arc<dyn Clock>,
    ) -> Result<Self, ListenError> {
        let counted = PrometheusBuilder::new()
            .set_buckets_for_metric(Matcher::Suffix("_seconds".to_owned()), &SECONDS)?
            .install_recorder()?;
        describe();
        Ok(Self {
            record,
            index,
            queues,
            sources,
            index_folder,
            clock,
            counted,
        })
    }

    /// Everything measured, in the text format of Prometheus.
    ///
    /// # Errors
    /// [`RecordError`] where the record can't be read.
    pub(super) async fn render(&self) -> Result<String, RecordError> {
        let (statements, articles) = self.index.counts();
        gauge!("verbatim_index_statements").set(statements as f64);
        gauge!("verbatim_index_articles").set(articles as f64);
        gauge!("verbatim_index_generation").set(self.index.generation() as f64);
        gauge!("verbatim_index_bytes").set(machine::size_of(&self.index_folder) as f64);
        let (followed, newest) = (self.index.position(), self.record.position().await?);
        gauge!("verbatim_index_changes_behind").set((newest.0 - followed.0) as f64);
        let kept = self.record.freshness().await?;
        gauge!("verbatim_record_statements").set(kept.statements as f64);
        gauge!("verbatim_record_articles").set(kept.articles as f64);
        if let Some(updated) = kept.updated {
            gauge!("verbatim_record_updated_timestamp_seconds").set(seconds(updated));
        }
        for source in &self.sources {
            if matches!(source.kind, SourceKind::Folder { .. }) {
                continue;
            }
            let state = self.record.source_state(&source.address()).await?;
            let id = source.id.to_string();
            gauge!("verbatim_source_failures", "source" => id.clone())
                .set(f64::from(state.failures));
            if let Some(fetched) = state.fetched {
                gauge!("verbatim_source_fetched_timestamp_seconds", "source" => id)
                    .set(seconds(fetched));
            }
        }
        for (queue, waiting) in self.queues.depths(self.clock.now()).await? {
            gauge!("verbatim_queue_entries", "queue" => queue).set(waiting as f64);
        }
        if let Some(memory) = machine::memory() {
            gauge!("process_resident_memory_bytes").set(memory as f64);
        }
        gauge!("verbatim_info", "version" => env!("CARGO_PKG_VERSION")).set(1.0);
        Ok(self.counted.render())
    }

    /// Why no question could be answered now, if there is a reason.
    pub(super) async fn unready(&self) -> Option<String> {
        match tokio::time::timeout(PATIENCE, self.record.position()).await {
            Ok(Ok(_)) => None,
            // The reason may name a path: it is for the log, not for whoever asks.
            Ok(Err(error)) => {
                tracing::error!(%error, "not ready");
                Some("the record can't be read".to_owned())
            }
            Err(_) => Some("the record does not answer".to_owned()),
        }
    }

    /// Sorts what was measured since the last time, which else would grow until somebody asks.
    pub(super) fn tidy(&self) {
        self.counted.run_upkeep();
    }
}

fn seconds(moment: Timestamp) -> f64 {
    moment.as_duration().as_secs_f64()
}

fn describe() {
    describe_counter!(
        "verbatim_commands_total",
        "Commands given, by command, platform and outcome"
    );
    describe_histogram!(
        "verbatim_command_seconds",
        "Time from a command to its reply, sending not included"
    );
    describe_counter!(
        "verbatim_deliveries_total",
        "Attempts to deliver an alert, by platform and outcome"
    );
    describe_gauge!("verbatim_index_statements", "Statements that can be found");
    describe_gauge!("verbatim_index_articles", "Articles that can be found");
    describe_gauge!(
        "verbatim_index_generation",
        "Number of the index's generation: every rebuild counts it up"
    );
    describe_gauge!("verbatim_index_bytes", "Size of the index on disk");
    describe_gauge!(
        "verbatim_index_changes_behind",
        "Changes of the record that the index has not followed yet"
    );
    describe_gauge!(
        "verbatim_record_statements",
        "Statements in the record's current texts"
    );
    describe_gauge!("verbatim_record_articles", "Articles in the record");
    describe_gauge!(
        "verbatim_record_updated_timestamp_seconds",
        "When an article was last taken in"
    );
    describe_gauge!(
        "verbatim_source_fetched_timestamp_seconds",
        "When a source was last fetched without failing"
    );
    describe_gauge!(
        "verbatim_source_failures",
        "Failures of a source since its last success"
    );
    describe_gauge!("verbatim_queue_entries", "Entries that wait, by queue");
    describe_gauge!(
        "process_resident_memory_bytes",
        "Resident memory size in bytes"
    );
    describe_gauge!("verbatim_info", "The program's version");
}
