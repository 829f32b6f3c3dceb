//! What a written channel means: where it is, what it carries, and in which variable its secret is.

use super::Error;
use super::check::Check;
use super::written::{WrittenCarries, WrittenChannel};
use news::Language;
use publish::channels::{Channel, Kind};
use std::collections::BTreeSet;
use std::fmt;
use std::net::IpAddr;
use std::time::Duration;
use url::Url;

/// How long one sending may take: nobody waits longer for an answer of a few words.
const PATIENCE: Duration = Duration::from_secs(15);

/// A way to tell people. It is never pinned in a run nor written anywhere: its address may be a secret.
#[derive(Clone)]
pub struct ChannelPlan {
    /// Its name.
    pub name: String,
    /// Its dialect.
    pub kind: Kind,
    /// Whether it tells of editions.
    pub editions: bool,
    /// Whether it tells of trouble.
    pub alarms: bool,
    /// In which language; the paper's first one if none.
    pub language: Option<Language>,
    /// Private addresses that may be asked.
    pub allow_private: Vec<IpAddr>,
    /// How long one sending may take.
    pub patience: Duration,
    place: Place,
    secret_env: Option<String>,
    secret_given: Option<String>,
    to: Vec<String>,
    from: Option<String>,
}

#[derive(Clone)]
enum Place {
    Written(String),
    Env(String),
}

impl fmt::Debug for ChannelPlan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({})", self.name, self.kind.key())
    }
}

impl ChannelPlan {
    /// The channel with its secrets, as the environment holds them.
    ///
    /// Errors: a variable is not set; which, never what is in another.
    pub fn open(&self) -> Result<Channel, String> {
        self.open_with(|name| std::env::var(name).ok())
    }

    /// The same, with what stands for the environment.
    pub fn open_with(&self, variable: impl Fn(&str) -> Option<String>) -> Result<Channel, String> {
        let read = |name: &String| match variable(name).filter(|value| !value.trim().is_empty()) {
            Some(value) => Ok(value),
            None => Err(format!("the variable {name} is not set")),
        };
        let address = match &self.place {
            Place::Written(url) => url.clone(),
            Place::Env(name) => read(name)?,
        };
        let secret = match &self.secret_given {
            Some(given) => Ok(Some(given.clone())),
            None => self.secret_env.as_ref().map(read).transpose(),
        };
        Ok(Channel {
            name: self.name.clone(),
            kind: self.kind,
            address: address.into(),
            secret: secret?.map(Into::into),
            to: self.to.clone(),
            from: self.from.clone(),
            allow_private: self.allow_private.clone(),
            patience: self.patience,
        })
    }

    /// Gives it its secret, where it is not in the environment: for tests, which share one.
    pub fn set_secret(&mut self, secret: &str) {
        if self.secret_env.is_some() {
            self.secret_given = Some(secret.to_owned());
        }
    }

    /// The host it is reached at, if the address stands in the file.
    pub fn host(&self) -> Option<String> {
        match &self.place {
            Place::Written(url) => Url::parse(url).ok()?.host_str().map(str::to_owned),
            Place::Env(_) => None,
        }
    }
}

/// The channels as meant.
pub(super) fn channels(written: &[WrittenChannel], check: &Check<'_>) -> Result<Vec<ChannelPlan>, Error> {
    let mut taken = BTreeSet::new();
    let mut plans = Vec::new();
    for channel in written {
        check.name("channel.name", &channel.name)?;
        if !taken.insert(channel.name.as_str()) {
            return Err(check.value("channel.name", &channel.name, "two channels have this name"));
        }
        plans.push(understand(channel, check)?);
    }
    Ok(plans)
}

fn understand(written: &WrittenChannel, check: &Check<'_>) -> Result<ChannelPlan, Error> {
    let wrong = |why: &str| check.value("channel", &written.name, why);
    if written.carries.is_empty() {
        return Err(wrong("carries nothing; write carries = [\"editions\", \"alarms\"], or leave the channel out"));
    }
    let secret_env = written.secret_env.as_deref().map(|name| variable(name, "secret_env", &wrong)).transpose()?;
    if secret_env.is_none() && matches!(written.kind, Kind::Telegram | Kind::Bark) {
        let what = if written.kind == Kind::Bark { "the device key" } else { "the bot's token" };
        return Err(wrong(&format!("needs {what}; name the variable that holds it with secret_env")));
    }
    if written.kind == Kind::Telegram && written.to.len() != 1 {
        return Err(wrong("tells one chat; write to = [\"-1001234567890\"]"));
    }
    if written.kind == Kind::Email && (written.to.is_empty() || written.from.is_none()) {
        return Err(wrong(
            "needs a sender and receivers; write from = \"paper@example.org\" and to = [\"me@example.org\"]",
        ));
    }
    Ok(ChannelPlan {
        name: written.name.clone(),
        kind: written.kind,
        editions: written.carries.contains(&WrittenCarries::Editions),
        alarms: written.carries.contains(&WrittenCarries::Alarms),
        language: written.language,
        allow_private: written.allow_private.clone(),
        patience: PATIENCE,
        place: place(written, &wrong)?,
        secret_env,
        secret_given: None,
        to: written.to.clone(),
        from: written.from.clone(),
    })
}

/// An address that may hold a token is never repeated in a message.
fn place(written: &WrittenChannel, wrong: &impl Fn(&str) -> Error) -> Result<Place, Error> {
    let schemes: &[&str] = if written.kind == Kind::Email { &["smtps", "smtp"] } else { &["https", "http"] };
    match (&written.url, &written.url_env) {
        (Some(_), Some(_)) => Err(wrong("has both a url and a url_env; write one of them")),
        (None, Some(name)) => Ok(Place::Env(variable(name, "url_env", wrong)?)),
        (Some(url), None) => {
            let parsed = Url::parse(url.trim()).ok();
            if parsed.is_some_and(|url| schemes.contains(&url.scheme()) && url.has_host()) {
                return Ok(Place::Written(url.trim().to_owned()));
            }
            Err(wrong(&format!("has a url that is no {} address", schemes.join(" or "))))
        }
        (None, None) => match written.kind.address() {
            Some(url) => Ok(Place::Written(url.to_owned())),
            None => Err(wrong("has no address; write its url, or name the variable that holds it with url_env")),
        },
    }
}

fn variable(name: &str, key: &str, wrong: &impl Fn(&str) -> Error) -> Result<String, Error> {
    let is_variable = |c: char| c.is_ascii_alphanumeric() || c == '_';
    if !name.is_empty() && name.len() <= 100 && name.chars().all(is_variable) {
        return Ok(name.to_owned());
    }
    // A secret pasted here must not be repeated in a message.
    Err(wrong(&format!("{key} holds the name of an environment variable, such as MY_SECRET, and never the secret")))
}

#[cfg(test)]
mod tests {
    use crate::config::parse;
    use expect_test::{Expect, expect};
    use std::path::Path;

    fn check(channel: &str, expected: Expect) {
        let text = format!("[[source]]\nurl = \"https://a.example/feed\"\n[[channel]]\nname = \"x\"\n{channel}\n");
        let shown = match parse(&text, Path::new("newsroom.toml")) {
            Ok(config) => {
                let plan = &config.channels[0];
                let opened = plan.open_with(|name| (name == "SET").then(|| "tok-0123456789".to_owned()));
                let opened = opened.map(|channel| format!("{} {:?}", channel.kind.key(), channel.secret.is_some()));
                format!("{plan:?} editions {} alarms {} {opened:?}", plan.editions, plan.alarms)
            }
            Err(error) => error.to_string(),
        };
        expected.assert_eq(&shown);
    }

    #[test]
    fn channels_are_read() {
        check(
            "kind = \"telegram\"\nto = [\"-100\"]\nsecret_env = \"SET\"",
            expect![[r#"x (telegram) editions true alarms true Ok("telegram true")"#]],
        );
        check(
            "kind = \"slack\"\nurl_env = \"SLACK_URL\"\ncarries = [\"alarms\"]",
            expect![[r#"x (slack) editions false alarms true Err("the variable SLACK_URL is not set")"#]],
        );
        check(
            "kind = \"email\"\nurl = \"smtps://u@mail.example\"\nfrom = \"a@b.example\"\nto = [\"c@d.example\"]",
            expect![[r#"x (email) editions true alarms true Ok("email false")"#]],
        );
    }

    #[test]
    fn what_is_missing_is_named_and_no_secret_is_repeated() {
        check(
            "kind = \"telegram\"\nto = [\"-100\"]",
            expect![
                "newsroom.toml: channel = x: needs the bot's token; name the variable that holds it with secret_env"
            ],
        );
        check(
            "kind = \"telegram\"\nsecret_env = \"SET\"",
            expect![[r#"newsroom.toml: channel = x: tells one chat; write to = ["-1001234567890"]"#]],
        );
        check(
            "kind = \"bark\"\nsecret_env = \"abc/def+secret==\"",
            expect![
                "newsroom.toml: channel = x: secret_env holds the name of an environment variable, such as MY_SECRET, and never the secret"
            ],
        );
        check(
            "kind = \"wecom\"",
            expect![
                "newsroom.toml: channel = x: has no address; write its url, or name the variable that holds it with url_env"
            ],
        );
        check(
            "kind = \"wecom\"\nurl = \"qyapi.example/send?key=secret\"",
            expect!["newsroom.toml: channel = x: has a url that is no https or http address"],
        );
        check(
            "kind = \"email\"\nurl = \"smtps://mail.example\"",
            expect![[
                r#"newsroom.toml: channel = x: needs a sender and receivers; write from = "paper@example.org" and to = ["me@example.org"]"#
            ]],
        );
        check(
            "kind = \"pager\"",
            expect![[r#"
            newsroom.toml is not valid TOML: TOML parse error at line 5, column 8
              |
            5 | kind = "pager"
              |        ^^^^^^^
            unknown variant `pager`, expected one of `webhook`, `email`, `ntfy`, `telegram`, `feishu`, `dingtalk`, `wecom`, `slack`, `bark`"#]],
        );
        check(
            "kind = \"ntfy\"\nurl = \"https://ntfy.sh/t\"\ncarries = []",
            expect![[
                r#"newsroom.toml: channel = x: carries nothing; write carries = ["editions", "alarms"], or leave the channel out"#
            ]],
        );
    }

    #[test]
    fn a_configuration_that_is_written_down_holds_no_channel() {
        let text = "[[source]]\nurl = \"https://a.example/feed\"\n[[channel]]\nname = \"x\"\nkind = \"slack\"\nurl = \"https://hooks.example/T/tok-0123456789\"\n";
        let config = parse(text, Path::new("newsroom.toml")).unwrap();
        let written = serde_json::to_string(&config).unwrap() + &format!("{config:?}");
        assert!(!written.contains("tok-0123456789"));
    }
}
