//! A vendor that can be asked: the owner's settings over a row of the table, with its key.

use crate::secret::Secret;
use crate::settings::{KeySource, Limits, VendorSettings};
use crate::table::{Quirks, table};

/// A vendor that can be asked.
#[derive(Debug, Clone)]
pub struct Vendor {
    /// Its name in configuration and ledger.
    pub name: String,
    /// Whose it is.
    pub owner: String,
    /// Where it is.
    pub jurisdiction: String,
    /// The address before the protocol's own paths, without a slash at its end.
    pub base_url: String,
    /// Where its key came from, for people: `DEEPSEEK_API_KEY`.
    pub key_from: String,
    pub(crate) key: Option<Secret>,
    pub(crate) limits: Limits,
    pub(crate) quirks: Quirks,
}

/// A vendor that was named but cannot be asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unusable {
    /// Its name.
    pub name: String,
    /// Why not, and what would help.
    pub why: String,
}

impl Vendor {
    /// Fills the settings in from the table and finds the key; `env` reads a variable.
    ///
    /// Errors: no address, an address that is none, no key where one is needed.
    pub fn open(settings: &VendorSettings, env: &dyn Fn(&str) -> Option<String>) -> Result<Self, Unusable> {
        let unusable = |why: String| Unusable { name: settings.name.clone(), why };
        let mut quirks = row_for(settings).map_err(unusable)?;
        let is_listed_elsewhere = settings.base_url.is_some();
        if let Some(api) = settings.api {
            quirks.api = api;
        }
        if let Some(speech) = settings.speech {
            quirks.speech = Some(speech);
        }
        fill(&mut quirks.fast, settings.fast.as_ref());
        fill(&mut quirks.strong, settings.strong.as_ref());
        fill(&mut quirks.base_url, settings.base_url.as_ref());
        fill(&mut quirks.owner, settings.owner.as_ref());
        fill(&mut quirks.jurisdiction, settings.jurisdiction.as_ref());
        let base_url = quirks.base_url.trim_end_matches('/').to_owned();
        let url = url::Url::parse(&base_url).ok().filter(|url| matches!(url.scheme(), "http" | "https"));
        let host = url.as_ref().and_then(|url| url.host_str());
        let Some(host) = host else {
            let what = if base_url.is_empty() {
                "no base_url".to_owned()
            } else {
                format!("base_url {base_url:?} is no http(s) address")
            };
            return Err(unusable(format!("{what}; write base_url = \"https://…/v1\"")));
        };
        let is_local = quirks.local || is_loopback(host);
        if quirks.owner.is_empty() {
            quirks.owner = if is_local { "local".into() } else { settings.name.clone() };
        }
        if quirks.jurisdiction.is_empty() {
            quirks.jurisdiction = if is_local { "local".into() } else { "unknown".into() };
        }
        let is_keyless = is_local || is_listed_elsewhere && quirks.key_env.is_empty();
        let needs_key = !is_keyless;
        let (key, key_from) = find_key(settings, &quirks, env, needs_key).map_err(unusable)?;
        Ok(Self {
            name: settings.name.clone(),
            owner: quirks.owner.clone(),
            jurisdiction: quirks.jurisdiction.clone(),
            base_url,
            key_from,
            key,
            limits: settings.limits,
            quirks,
        })
    }

    /// What the owner says that may be asked of it.
    pub fn limits(&self) -> Limits {
        self.limits
    }

    /// Whether it runs on a machine of the owner's, so that no byte leaves.
    pub fn is_local(&self) -> bool {
        self.jurisdiction == "local"
    }

    /// Whether it has voices here.
    pub fn has_voices(&self) -> bool {
        self.quirks.speech.is_some()
    }

    /// Whether it has models; some vendors have voices and nothing else.
    pub fn has_models(&self) -> bool {
        !self.quirks.voices_only
    }

    /// The model to use for quick work, if the table or the owner names one.
    pub fn fast(&self) -> Option<&str> {
        Some(self.quirks.fast.as_str()).filter(|model| !model.is_empty())
    }

    /// The model to use for writing and judging.
    pub fn strong(&self) -> Option<&str> {
        Some(self.quirks.strong.as_str()).filter(|model| !model.is_empty()).or(self.fast())
    }

    /// Every vendor of the table for which the environment holds a key, one house once.
    pub fn in_environment(env: &dyn Fn(&str) -> Option<String>) -> Vec<Self> {
        let rows = table().vendors.iter().filter(|row| !row.voices_only);
        let rows = rows.filter(|row| row.key_env.iter().any(|name| has(env, name)));
        rows.filter_map(|row| Self::open(&VendorSettings::named(&row.name), env).ok()).collect()
    }
}

fn fill(field: &mut String, given: Option<&String>) {
    if let Some(given) = given {
        field.clone_from(given);
    }
}

fn has(env: &dyn Fn(&str) -> Option<String>, name: &str) -> bool {
    env(name).is_some_and(|value| !value.trim().is_empty())
}

fn row_for(settings: &VendorSettings) -> Result<Quirks, String> {
    let row = match &settings.like {
        Some(like) => table().row(like).ok_or_else(|| format!("there is no vendor {like:?} to be like"))?,
        None => table()
            .row(&settings.name)
            .or_else(|| {
                table()
                    .vendors
                    .iter()
                    .find(|row| settings.api.is_some_and(|api| row.api == api && api != crate::table::Api::Chat))
            })
            .or_else(|| table().row("openai-compatible"))
            .ok_or("the vendor table is empty")?,
    };
    let mut row = row.clone();
    let is_own_name = table().row(&settings.name).is_none();
    if is_own_name && settings.like.is_none() {
        // It only speaks like that vendor; it is not that vendor.
        row.key_env.clear();
        row.owner.clear();
        row.jurisdiction.clear();
        row.fast.clear();
        row.strong.clear();
        row.local = false;
        row.base_url.clear();
    }
    Ok(row)
}

fn is_loopback(host: &str) -> bool {
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    host == "localhost" || bare.parse::<std::net::IpAddr>().is_ok_and(|address| address.is_loopback())
}

fn find_key(
    settings: &VendorSettings,
    quirks: &Quirks,
    env: &dyn Fn(&str) -> Option<String>,
    needs_key: bool,
) -> Result<(Option<Secret>, String), String> {
    let read = |name: &str| env(name).filter(|value| !value.trim().is_empty());
    match &settings.key {
        Some(KeySource::None) => Ok((None, "no key".into())),
        Some(KeySource::File(path)) => Ok((Some(Secret::from_file(path)?), path.display().to_string())),
        Some(KeySource::Env(name)) => match read(name) {
            Some(key) => Ok((Some(Secret::new(&key)), name.clone())),
            None => Err(format!("the variable {name} is empty or not set; export {name}=…")),
        },
        None => match quirks.key_env.iter().find_map(|name| Some((read(name)?, name))) {
            Some((key, name)) => Ok((Some(Secret::new(&key)), name.clone())),
            None if needs_key => {
                let names = quirks.key_env.join(" or ");
                let names = if names.is_empty() { "key_env".to_owned() } else { names };
                Err(format!("no key: export {names}, or name a variable with key_env or a file with key_file"))
            }
            None => Ok((None, "no key".into())),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::table::Api;

    fn env(name: &str) -> Option<String> {
        match name {
            "DEEPSEEK_API_KEY" | "MY_KEY" => Some("sk-0123456789".into()),
            "OPENAI_API_KEY" => Some("  ".into()),
            _ => None,
        }
    }

    #[test]
    fn one_key_in_the_environment_is_enough() {
        let found = Vendor::in_environment(&env);
        let shown: Vec<_> = found.iter().map(|vendor| (vendor.name.as_str(), vendor.key_from.as_str())).collect();
        assert_eq!(shown, [("deepseek", "DEEPSEEK_API_KEY")]);
        assert_eq!(found[0].strong(), Some("deepseek-v4-pro"));
    }

    #[test]
    fn a_vendor_without_its_key_says_which_variable_is_missing() {
        let why = |settings: &VendorSettings| Vendor::open(settings, &env).unwrap_err().why;
        assert!(why(&VendorSettings::named("openai")).contains("OPENAI_API_KEY"));
        let named = VendorSettings { key: Some(KeySource::Env("NOT_SET".into())), ..VendorSettings::named("deepseek") };
        assert_eq!(why(&named), "the variable NOT_SET is empty or not set; export NOT_SET=…");
        assert!(why(&VendorSettings::named("mine")).contains("no base_url"));
        let odd = VendorSettings { base_url: Some("ftp://x".into()), ..VendorSettings::named("mine") };
        assert!(why(&odd).contains("ftp://x"));
    }

    #[test]
    fn any_address_that_speaks_the_wire_is_a_vendor() {
        let own = VendorSettings { base_url: Some("http://127.0.0.1:9/v1/".into()), ..VendorSettings::named("mine") };
        let vendor = Vendor::open(&own, &env).unwrap();
        assert_eq!(
            (vendor.owner.as_str(), vendor.is_local(), vendor.base_url.as_str()),
            ("local", true, "http://127.0.0.1:9/v1")
        );
        let far = VendorSettings {
            base_url: Some("https://models.example/v1".into()),
            key: Some(KeySource::Env("MY_KEY".into())),
            api: Some(Api::Anthropic),
            ..VendorSettings::named("mine")
        };
        let vendor = Vendor::open(&far, &env).unwrap();
        assert_eq!(
            (vendor.owner.as_str(), vendor.jurisdiction.as_str(), vendor.quirks.api),
            ("mine", "unknown", Api::Anthropic)
        );
        assert_eq!(vendor.strong(), None);
    }
}
