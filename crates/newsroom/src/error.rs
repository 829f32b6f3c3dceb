//! What can go wrong while an edition is made, each with a code that a page under docs/errors explains.

use std::path::PathBuf;

/// Why no edition came out, or why the configuration was refused.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The configuration is wrong; nothing was done.
    #[error(transparent)]
    Config(#[from] crate::config::Error),
    /// Not one source answered.
    #[error("not one of {n_sources} sources could be read; the first says: {first}")]
    NoSource {
        /// How many were asked.
        n_sources: usize,
        /// What the first one said.
        first: String,
    },
    /// Sources answered, but nothing in them could be published.
    #[error("nothing to publish: {n_items} items came in and every one was left out; {why}")]
    NothingToPublish {
        /// How many items came in.
        n_items: usize,
        /// The commonest reasons.
        why: String,
    },
    /// The managing editor said no.
    #[error("the managing editor stopped the edition: {0}")]
    Stopped(String),
    /// There is no such edition.
    #[error("there is no edition `{0}`")]
    NoEdition(String),
    /// No story, or more than one, fits what was said.
    #[error("not one story alone of {edition} fits {words:?}")]
    NoStory {
        /// In which edition.
        edition: String,
        /// What was asked for.
        words: String,
        /// Those that fit, or all if none does.
        fit: Vec<String>,
    },
    /// The data folder cannot be used.
    #[error("cannot use the data folder {path}: {source}")]
    Data {
        /// Which folder.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// The journal failed.
    #[error(transparent)]
    Journal(#[from] journal::Error),
    /// The archive failed.
    #[error(transparent)]
    Archive(#[from] archive::Error),
    /// The gateway could not be opened.
    #[error(transparent)]
    Gateway(#[from] gateway::Error),
    /// The wire could not be set up.
    #[error(transparent)]
    Wire(#[from] wire::Error),
    /// A backup could not be made or restored.
    #[error(transparent)]
    Backup(#[from] crate::backup::Fault),
    /// The edition could not be written.
    #[error(transparent)]
    Publish(#[from] publish::Error),
}

impl Error {
    /// Whether the run is as good as it was, and is gone on with: the disk or the folders' rights were at fault, or a
    /// fault of a test that stands for a kill.
    pub(crate) fn leaves_the_run_open(&self) -> bool {
        match self {
            Self::Data { .. } | Self::Archive(_) => true,
            Self::Journal(error) => matches!(error, journal::Error::File(_) | journal::Error::Stopped { .. }),
            Self::Gateway(error) => matches!(error, gateway::Error::Ledger(_)),
            Self::Publish(error) => {
                matches!(
                    error,
                    publish::Error::NoRoom { .. } | publish::Error::NoRights { .. } | publish::Error::Disk { .. }
                )
            }
            _ => false,
        }
    }
}

impl From<journal::StepError<Error>> for Error {
    fn from(error: journal::StepError<Error>) -> Self {
        match error {
            journal::StepError::Journal(error) => error.into(),
            journal::StepError::Effect(error) => error,
        }
    }
}
