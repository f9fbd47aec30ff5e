//! `admin reindex` and `admin cancel`: answers go on from the index in use until the new one is whole.

use std::time::Instant;

use super::{AdminError, Office, done};
use crate::commands::work::Work;
use crate::commands::{CommandError, Reply, Report, Told};
use crate::ingest::reindex;

pub(super) fn begin(office: &Office) -> Result<Reply, CommandError> {
    let (record, index) = (office.ingest.record.clone(), office.ingest.index.clone());
    let work: Result<Work, _> = office.works.begin(
        "reindex",
        Told::new("reindex-begun"),
        Told::new("reindex-cancelled"),
        |teller| async move {
            let begun = Instant::now();
            let rebuilt = reindex(&*record, &*index, &|done, total| {
                teller.tell(
                    Told::new("reindex-progress")
                        .with("done", done)
                        .with("total", total.max(done)),
                );
            })
            .await;
            match rebuilt {
                Ok(rebuilt) => Report::new(
                    Told::new("reindex-done")
                        .with("statements", rebuilt.statements)
                        .with("articles", rebuilt.articles)
                        .with("seconds", format!("{:.1}", begun.elapsed().as_secs_f64())),
                ),
                Err(error) => {
                    tracing::error!(%error, "the index could not be built anew");
                    done("reindex-failed")
                }
            }
        },
    );
    Ok(Reply::Work(work.map_err(AdminError::Busy)?))
}

pub(super) fn cancel(office: &Office) -> Report {
    match office.works.cancel() {
        Some(name) => Report::new(Told::new("work-cancelling").with("work", name)),
        None => done("work-none"),
    }
}
