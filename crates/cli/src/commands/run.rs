//! `zaowan run`: makes an edition.

use super::ConfigFile;
use super::demo::Demo;
use crate::fail::Failure;
use crate::{display, say, summary};
use jiff::Timestamp;
use journal::Fault;
use news::EditionKey;
use newsroom::{Clock, Config, Newsroom, Order, Outcome};
use std::path::PathBuf;
use std::time::Duration;

/// The edition is out by then; what is not delivered stays in the outbox for `serve`, the next run or `channels flush`.
const TELL_WITHIN: Duration = Duration::from_secs(30);

/// Make an edition from your sources.
#[derive(Debug, clap::Args)]
pub struct Run {
    #[command(flatten)]
    config: ConfigFile,
    /// morning, evening or another slot; the nearest one if left out.
    #[arg(long)]
    slot: Option<String>,
    /// Set the clock of the whole run: 2026-02-10T07:00:00+08:00.
    #[arg(long, value_name = "RFC3339")]
    at: Option<Timestamp>,
    /// The site's folder, instead of publish.out.
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// How long it may take: 10m.
    #[arg(long, value_name = "TIME", value_parser = duration)]
    deadline: Option<Duration>,
    /// Where it stands already, look at its sources again and correct it; what is published is never replaced.
    #[arg(long)]
    again: bool,
    /// Exit with 3 if the edition is degraded.
    #[arg(long)]
    strict: bool,
    /// Where none of the sources can be reached, make the sample edition instead.
    #[arg(long)]
    or_sample: bool,
    /// Stop at a point of a step, for crash tests: kill:after_effect:release/site.
    #[arg(long, hide = true, value_name = "DEED:POINT:STEP")]
    fault: Option<Fault>,
}

fn duration(text: &str) -> Result<Duration, String> {
    let parsed = text.parse::<jiff::SignedDuration>().map_err(|error| error.to_string())?;
    Duration::try_from(parsed).map_err(|_| "a deadline lies ahead".to_owned())
}

impl Run {
    /// Makes the edition and says where it is.
    pub async fn run(&self, json: bool) -> Result<u8, Failure> {
        let mut config = self.config.load()?;
        if let Some(out) = &self.out {
            config.out.clone_from(out);
        }
        let clock = self.at.map_or_else(Clock::system, Clock::starting_at);
        let order = order(&config, clock.now(), self.slot.as_deref(), self.again, self.deadline)?;
        let made = make(config.clone(), clock, &order, json, self.fault.clone()).await;
        trace(&config, clock).await;
        match made {
            Ok(outcome) => {
                summary::print(&outcome, json);
                Ok(if self.strict && !outcome.edition.degraded.is_empty() { 3 } else { 0 })
            }
            Err(failure) if self.or_sample && failure.code == Some("Z007") => {
                failure.print(false);
                say::err(
                    "\nNone of the sources can be reached from here, so the SAMPLE edition is made instead (invented news).",
                );
                say::err("没有任何消息来源可以访问，改用样刊（虚构新闻）制作。\n");
                Demo::default().run(json).await
            }
            Err(failure) => Err(failure),
        }
    }
}

/// Tells the collector of the run, if there is one; the edition is out whatever it does.
async fn trace(config: &Config, clock: Clock) {
    match newsroom::telemetry::tell(config, clock.now()).await.map(|told| told.fault) {
        Ok(None) => {}
        Ok(Some(fault)) => say::err(&format!("note: the collector of traces did not take the run: {fault}")),
        Err(error) => say::err(&format!("note: the run could not be told to the collector of traces: {error}")),
    }
}

/// The order for an edition at `now`; wrong use if there is no such slot.
fn order(
    config: &Config,
    now: Timestamp,
    slot: Option<&str>,
    again: bool,
    deadline: Option<Duration>,
) -> Result<Order, Failure> {
    let slot = slot.map_or_else(|| config.slot_at(now), str::to_owned);
    let Some(plan) = config.editions.iter().find(|plan| plan.slot == slot) else {
        let known: Vec<&str> = config.editions.iter().map(|plan| plan.slot.as_str()).collect();
        return Err(Failure::usage(
            &format!("there is no edition `{slot}`"),
            &format!("newsroom.toml has {}", known.join(", ")),
            "name one of these, or add an [[edition]]",
        ));
    };
    let key = EditionKey { date: now.to_zoned(config.zone()).date(), slot };
    Ok(Order { key, again, deadline: deadline.unwrap_or(plan.deadline) })
}

/// Opens the newsroom and makes the edition under the display.
pub async fn make(
    config: Config,
    clock: Clock,
    order: &Order,
    quiet: bool,
    fault: Option<Fault>,
) -> Result<Outcome, Failure> {
    let newsroom = Newsroom::open(config, clock, display::sink(quiet))?;
    newsroom.set_fault(fault);
    let made = newsroom::make_edition(&newsroom, order).await;
    // Also where no edition came out: what is still on its way from the one before has waited for this.
    match newsroom.deliver(TELL_WITHIN).await {
        Ok(carried) => carried.iter().for_each(super::channels::tell),
        Err(error) => say::err(&format!("nobody could be told: {error}; `zaowan channels flush` tries it again")),
    }
    Ok(made?)
}
