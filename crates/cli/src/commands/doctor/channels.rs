//! What the doctor says about channels: which can be used, whose secret is missing, and whether anybody hears alarms.

use super::Finding;
use newsroom::Config;
use newsroom::config::ChannelPlan;

/// An edition comes out without any channel, so nothing here is fatal.
pub fn findings(config: &Config) -> Vec<Finding> {
    let mut found: Vec<Finding> = config.channels.iter().map(of_one).collect();
    if !config.channels.iter().any(|channel| channel.alarms) {
        let detail = "no [[channel]] carries alarms: if an edition does not come out, nobody is told".into();
        found.push(Finding { state: "note", what: "alarms", detail });
    }
    if let Err(why) = config.watch.ping() {
        found.push(Finding { state: "WARN", what: "watch", detail: format!("ping_url_env: {why}") });
    }
    found
}

fn of_one(plan: &ChannelPlan) -> Finding {
    match plan.open() {
        Ok(_) => {
            let carries = match (plan.editions, plan.alarms) {
                (true, true) => "editions and alarms",
                (true, false) => "editions",
                (false, _) => "alarms",
            };
            let detail = format!(
                "{} ({}) carries {carries}; `zaowan channels test {}` tries it",
                plan.name,
                plan.kind.key(),
                plan.name
            );
            Finding { state: "ok", what: "channel", detail }
        }
        Err(why) => {
            let detail = format!("{} ({}) cannot be used: {why}", plan.name, plan.kind.key());
            Finding { state: "WARN", what: "channel", detail }
        }
    }
}
