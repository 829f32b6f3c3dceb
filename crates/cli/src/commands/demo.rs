//! `zaowan demo`: the sample edition, made from an invented wire that is served on loopback.

use super::run::make;
use crate::fail::Failure;
use crate::summary;
use news::EditionKey;
use newsroom::{Clock, Order};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// Make an edition from the built-in sample wire: no key, no account, no network.
#[derive(Debug, clap::Args)]
pub struct Demo {
    /// The site's folder.
    #[arg(long, value_name = "DIR", default_value = "site-sample")]
    out: PathBuf,
    /// morning or evening.
    #[arg(long, default_value = "morning")]
    slot: String,
    /// bulletin, conversation, brief or debate.
    #[arg(long, default_value = "bulletin", value_parser = format)]
    format: news::Format,
}

fn format(written: &str) -> Result<news::Format, String> {
    let all = [news::Format::Bulletin, news::Format::Conversation, news::Format::Brief, news::Format::Debate];
    let found = all.into_iter().find(|format| format.key() == written);
    found.ok_or_else(|| "an edition is told as bulletin, conversation, brief or debate".to_owned())
}

impl Default for Demo {
    fn default() -> Self {
        Self { out: "site-sample".into(), slot: "morning".into(), format: news::Format::Bulletin }
    }
}

impl Demo {
    /// Serves the sample wire, makes its edition with the clock set beside it, and says where it is.
    ///
    /// The archive is a throwaway: invented news never enters anybody's memory.
    pub async fn run(&self, json: bool) -> Result<u8, Failure> {
        let failed = |error: std::io::Error| {
            Failure::other(
                "cannot serve the sample wire",
                &error.to_string(),
                "see whether loopback sockets and the temporary folder work here",
            )
        };
        let server = testkit::sample::serve().await.map_err(failed)?;
        let data = tempfile::tempdir().map_err(failed)?;
        let mut config = newsroom::config::parse(testkit::sample::config(), Path::new("sample.toml"))?;
        config.sample = true;
        config.format = self.format;
        // The sample is the same for everybody, and costs nobody anything.
        config.models.is_off = true;
        config.speech.vendors = newsroom::config::VoiceVendors::Off;
        config.out.clone_from(&self.out);
        config.data = data.path().to_owned();
        config.network.replay = Some(server.addr());
        config.network.host_delay = Duration::ZERO;
        // The wire has servers that never finish; nobody wants to wait for them in a demonstration.
        config.network.timeout = Duration::from_millis(1500);
        let as_of = testkit::sample::answer_key().as_of;
        let key = EditionKey { date: as_of.to_zoned(config.zone()).date(), slot: self.slot.clone() };
        let order = Order { key, again: true, deadline: Duration::from_secs(120) };
        let outcome = make(config, Clock::starting_at(as_of), &order, json, None).await?;
        summary::print(&outcome, json);
        Ok(0)
    }
}
