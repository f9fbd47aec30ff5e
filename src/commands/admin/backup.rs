//! `admin backup`: a copy of the record beside it, while everything goes on.

use std::sync::Arc;

use jiff::Timestamp;

use super::{AdminError, Office, done};
use crate::commands::{CommandError, Reply, Report, Told};

/// The folder of copies in the data folder.
const FOLDER: &str = "backups";

pub(super) fn begin(office: &Office, now: Timestamp) -> Result<Reply, CommandError> {
    let upkeep = Arc::clone(&office.upkeep);
    let folder = office.data_dir.join(FOLDER);
    let name = format!("verbatim-{}.db", now.strftime("%Y%m%dT%H%M%SZ"));
    let work = office.works.begin(
        "backup",
        Told::new("backup-begun"),
        Told::new("backup-cancelled"),
        |teller| async move {
            let made = async {
                tokio::fs::create_dir_all(&folder)
                    .await
                    .map_err(|error| error.to_string())?;
                let progress = |done: u64, total: u64| {
                    teller.tell(
                        Told::new("backup-progress")
                            .with("done", done)
                            .with("total", total),
                    );
                };
                upkeep
                    .back_up(&folder.join(&name), &progress)
                    .await
                    .map_err(|error| error.to_string())
            };
            match made.await {
                Ok(made) => {
                    let told = if made.examined.is_sound() {
                        "backup-done"
                    } else {
                        "backup-unsound"
                    };
                    Report::new(
                        Told::new(told)
                            .with("name", name)
                            .with("statements", made.examined.statements)
                            .with("articles", made.examined.articles)
                            .with("damaged", made.examined.damaged.len())
                            .with("mebibytes", made.bytes.div_ceil(1 << 20)),
                    )
                }
                Err(error) => {
                    // It names paths of the machine.
                    tracing::error!(%error, "the record could not be copied");
                    done("backup-failed")
                }
            }
        },
    );
    Ok(Reply::Work(work.map_err(AdminError::Busy)?))
}
