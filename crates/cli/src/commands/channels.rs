//! `zaowan channels`: lists the channels, tries one, shows and empties the outbox.

use super::ConfigFile;
use crate::fail::Failure;
use crate::say;
use crate::table::{fit, table};
use clap::Subcommand;
use news::Language;
use newsroom::config::ChannelPlan;
use newsroom::outbox::{self, Carried};
use newsroom::{Clock, Config};
use publish::channels::{Event, Message};
use serde::Serialize;

/// List the channels, try them, show what is on its way.
#[derive(Debug, clap::Args)]
pub struct Channels {
    #[command(subcommand)]
    command: Command,
    #[command(flatten)]
    config: ConfigFile,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// List the channels and whether their secrets are set.
    List,
    /// Send a test message by one channel, or by all.
    Test {
        /// Which; all if left out.
        name: Option<String>,
    },
    /// Show the newest messages: delivered, waiting, given up and why.
    Outbox {
        /// How many.
        #[arg(long, default_value_t = 40)]
        last: u32,
    },
    /// Deliver what is due now, as `run` and `serve` do.
    Flush,
}

impl Channels {
    /// Lists, tries, shows or delivers.
    pub async fn run(&self, json: bool) -> Result<u8, Failure> {
        let config = self.config.load()?;
        match &self.command {
            Command::List => list(&config, json),
            Command::Test { name } => return test(&config, name.as_deref(), json).await,
            Command::Outbox { last } => show(&config, *last, json)?,
            Command::Flush => {
                let carried = outbox::carry_once(&config, &Clock::system()).await?;
                if json {
                    say::json(&carried);
                } else {
                    carried.iter().for_each(tell);
                    say::err(&format!("{} messages were looked at", carried.len()));
                }
            }
        }
        Ok(0)
    }
}

/// Says what came of a message, unless it simply arrived.
pub fn tell(carried: &Carried) {
    let Carried { channel, about, tries, why, .. } = carried;
    match (carried.state, carried.next_at) {
        (journal::LetterState::Delivered, _) => say::err(&format!("told {channel} of {about}")),
        (_, Some(next_at)) => {
            say::err(&format!("{channel} was not told of {about} (try {tries}): {why}; tried again at {next_at}"));
        }
        (state, None) => say::err(&format!("{channel} was not told of {about} ({}): {why}", state.key())),
    }
}

fn list(config: &Config, json: bool) {
    #[derive(Serialize)]
    struct Row<'a> {
        name: &'a str,
        kind: &'static str,
        editions: bool,
        alarms: bool,
        host: Option<String>,
        trouble: Option<String>,
    }
    let row = |plan: &ChannelPlan| (plan.host(), plan.open().err());
    if json {
        let rows: Vec<Row<'_>> = config
            .channels
            .iter()
            .map(|plan| {
                let (host, trouble) = row(plan);
                let (kind, editions, alarms) = (plan.kind.key(), plan.editions, plan.alarms);
                Row { name: &plan.name, kind, editions, alarms, host, trouble }
            })
            .collect();
        return say::json(&rows);
    }
    let mut rows = vec![["channel", "kind", "carries", "state"].map(str::to_owned).to_vec()];
    rows.extend(config.channels.iter().map(|plan| {
        let (host, trouble) = row(plan);
        let state = trouble.unwrap_or_else(|| host.map_or_else(|| "ready".to_owned(), |host| format!("ready, {host}")));
        vec![plan.name.clone(), plan.kind.key().into(), carries(plan).into(), state]
    }));
    say::out(&table(&rows));
}

fn carries(plan: &ChannelPlan) -> &'static str {
    match (plan.editions, plan.alarms) {
        (true, true) => "editions, alarms",
        (true, false) => "editions",
        (false, _) => "alarms",
    }
}

/// Exit 1 if one of them did not arrive.
async fn test(config: &Config, name: Option<&str>, json: bool) -> Result<u8, Failure> {
    let wanted: Vec<&ChannelPlan> =
        config.channels.iter().filter(|plan| name.is_none_or(|name| plan.name == name)).collect();
    if wanted.is_empty() {
        let known: Vec<&str> = config.channels.iter().map(|plan| plan.name.as_str()).collect();
        return Err(match name {
            Some(name) => Failure::usage(
                &format!("there is no channel `{name}`"),
                &format!("newsroom.toml has {}", if known.is_empty() { "none".into() } else { known.join(", ") }),
                "name one of these, or add a [[channel]]",
            ),
            None => Failure::usage("there is no channel", "", "add a [[channel]] to newsroom.toml"),
        });
    }
    let mut rows = vec![["channel", "kind", "test"].map(str::to_owned).to_vec()];
    let mut answers = Vec::new();
    for plan in wanted {
        let trouble = try_one(config, plan).await.err();
        rows.push(vec![
            plan.name.clone(),
            plan.kind.key().into(),
            trouble.clone().unwrap_or_else(|| "delivered".to_owned()),
        ]);
        answers.push(serde_json::json!({"name": plan.name, "delivered": trouble.is_none(), "why": trouble}));
    }
    let is_well = answers.iter().all(|answer| answer["delivered"] == true);
    if json {
        say::json(&answers);
    } else {
        say::out(&table(&rows));
    }
    Ok(u8::from(!is_well))
}

async fn try_one(config: &Config, plan: &ChannelPlan) -> Result<(), String> {
    let channel = plan.open()?;
    let now = Clock::system().now();
    let language = plan.language.or(config.languages.first().copied()).unwrap_or(Language::EN);
    let (title, line) = if language == Language::ZH {
        (format!("{}：测试消息", config.name), format!("渠道 {} 可以送达。", plan.name))
    } else {
        (format!("{}: test message", config.name), format!("The channel {} delivers.", plan.name))
    };
    let message = Message {
        event: Event::Test,
        about: "test".into(),
        newsroom: config.name.clone(),
        language,
        title,
        lines: vec![line],
        link: config.base_url.clone(),
        audio: None,
        at: now,
    };
    let key = outbox::key_of(&config.name, &format!("test-{}", now.as_millisecond()), &plan.name);
    channel.send(&message, &key, now).await.map_err(|error| error.to_string())
}

fn show(config: &Config, last: u32, json: bool) -> Result<(), Failure> {
    let letters = outbox::letters(&config.data, last)?;
    if json {
        say::json(&letters);
        return Ok(());
    }
    let mut rows = vec![["written", "about", "channel", "state", "tries", "why"].map(str::to_owned).to_vec()];
    rows.extend(letters.iter().map(|letter| {
        vec![
            letter.made_at.strftime("%F %H:%MZ").to_string(),
            letter.about.clone(),
            letter.channel.clone(),
            letter.state.key().into(),
            letter.tries.to_string(),
            fit(&letter.why, 80),
        ]
    }));
    say::out(&table(&rows));
    Ok(())
}
