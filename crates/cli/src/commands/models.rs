//! `zaowan models`: who can be asked, how well they answer, what they cost, and who is on trial.

mod list;
mod prices;
mod rank;
mod test;
mod trial;

use super::ConfigFile;
use crate::fail::Failure;
use clap::Subcommand;
use gateway::{Gateway, Ledger};
use news::{EditionKey, Role};
use newsroom::{Clock, Config, Roster};

pub use list::nearby_lines;

/// List, test, rank, price or try out models.
#[derive(Debug, clap::Args)]
pub struct Models {
    #[command(subcommand)]
    command: Command,
    #[command(flatten)]
    config: ConfigFile,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Who can be asked and who plays which role; asks each vendor for its models.
    List {
        /// Ask nobody.
        #[arg(long)]
        offline: bool,
    },
    /// Ask each model one tiny question.
    Test {
        /// Which models, as vendor/model; all that play a role if left out.
        routes: Vec<gateway::Route>,
    },
    /// What each model did in each role so far, the best first.
    Rank,
    /// What the models cost, what an edition is expected to cost, and what is spent today.
    Prices {
        /// Say by role what a first edition may cost at most.
        #[arg(long)]
        edition: bool,
    },
    /// Let a model do a role's work beside the one whose work is published; report all trials if nothing is named.
    Trial {
        /// The role, such as reporter.
        #[arg(requires = "route")]
        role: Option<String>,
        /// The model, as vendor/model.
        route: Option<gateway::Route>,
        /// For how many editions.
        #[arg(long, default_value_t = 3, value_parser = clap::value_parser!(u32).range(1..=100))]
        editions: u32,
    },
}

impl Models {
    /// Exit 1 if a tested model does not answer.
    pub async fn run(&self, json: bool) -> Result<u8, Failure> {
        let config = self.config.load()?;
        match &self.command {
            Command::List { offline } => list::run(&config, *offline, json).await?,
            Command::Test { routes } => return test::run(&config, routes, json).await,
            Command::Rank => rank::run(&config, json)?,
            Command::Prices { edition } => prices::run(&config, *edition, json)?,
            Command::Trial { role: Some(role), route: Some(route), editions } => {
                trial::begin(&config, role, route, *editions, json)?;
            }
            Command::Trial { .. } => trial::report(&config, json)?,
        }
        Ok(0)
    }
}

/// The ledger as it stands; one that keeps nothing where there is none yet, so that looking leaves nothing behind.
pub(super) fn ledger_to_read(config: &Config) -> Result<Ledger, Failure> {
    let path = config.data.join("ledger.db");
    if path.exists() { Ok(Ledger::open(&path).map_err(gateway::Error::from)?) } else { Ok(Ledger::none()) }
}

/// The ledger, made if need be.
fn ledger_to_write(config: &Config) -> Result<Ledger, Failure> {
    std::fs::create_dir_all(&config.data)
        .map_err(|source| newsroom::Error::Data { path: config.data.clone(), source })?;
    Ok(Ledger::open(&config.data.join("ledger.db")).map_err(gateway::Error::from)?)
}

/// The gateway, for looking at it.
pub fn open_to_look(config: &Config) -> Result<Gateway, Failure> {
    open(config, ledger_to_read(config)?)
}

fn open(config: &Config, ledger: Ledger) -> Result<Gateway, Failure> {
    Ok(newsroom::models::open_with(config, ledger, &|name| std::env::var(name).ok())?)
}

/// Who would play which role in an edition that began now.
fn roster_now(config: &Config, gateway: &Gateway) -> Roster {
    let now = Clock::system().now();
    let key = EditionKey { date: now.to_zoned(config.zone()).date(), slot: config.slot_at(now) };
    newsroom::models::roster(config, gateway, &key)
}

/// The role of this name, if a model may play it.
fn role_named(name: &str) -> Result<Role, Failure> {
    let can = |role: &Role| newsroom::roster::post(*role) != newsroom::roster::Post::NoModel;
    Role::ALL.into_iter().filter(can).find(|role| role.key() == name).ok_or_else(|| {
        let known: Vec<&str> = Role::ALL.into_iter().filter(can).map(Role::key).collect();
        Failure::usage(
            &format!("no model plays a role `{name}`"),
            &format!("models play {}", known.join(", ")),
            "name one of these",
        )
    })
}

/// Micro-dollars for people, with as many digits as matter: `$2.40`, `$0.0312`, `$0.000042`.
pub(super) fn dollars(microusd: i64) -> String {
    let dollars = microusd as f64 / 1_000_000.0;
    match microusd.abs() {
        cents if cents % 10_000 == 0 || cents >= 1_000_000 => format!("${dollars:.2}"),
        10_000.. => format!("${dollars:.4}"),
        _ => format!("${dollars:.6}"),
    }
}

/// Milliseconds for people.
fn milliseconds(ms: u64) -> String {
    if ms < 10_000 { format!("{ms} ms") } else { format!("{:.1} s", ms as f64 / 1000.0) }
}
