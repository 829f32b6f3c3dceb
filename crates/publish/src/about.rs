//! What is said about the newsroom on every page and in every feed.

use crate::Error;
use news::Language;
use url::Url;

/// Where feeds point when no address of the site is configured: a name that can never exist (RFC 2606).
const NO_ADDRESS: &str = "https://example.invalid/";

/// The newsroom as its readers see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct About {
    /// Its name: the site's masthead and the podcast's title.
    pub name: String,
    /// One or two sentences about it.
    pub description: String,
    /// The absolute address the output folder is served at. Without it the pages work (from disk too), the feeds
    /// are well-formed and point nowhere (`https://example.invalid/`), and podcast apps cannot play them.
    pub base_url: Option<String>,
    /// In the order they are told.
    pub languages: Vec<Language>,
    /// The address podcast directories write to.
    pub owner_email: Option<String>,
    /// Who publishes it.
    pub author: String,
    /// The name or code of who answers for the service, as the metadata labels have it; empty: this program's.
    pub producer: String,
    /// Whether it tells invented news from the sample wire.
    pub sample: bool,
}

impl About {
    /// The address of the site with a slash at its end; `None` if none is configured.
    pub(crate) fn base(&self) -> Result<Option<Url>, Error> {
        let Some(value) = self.base_url.as_deref().map(str::trim).filter(|value| !value.is_empty()) else {
            return Ok(None);
        };
        let refused = |why: String| Error::BaseUrl { value: value.to_owned(), why };
        let mut base = Url::parse(value).map_err(|error| refused(error.to_string()))?;
        if !matches!(base.scheme(), "http" | "https") {
            return Err(refused(format!("its scheme is {}", base.scheme())));
        }
        if !base.username().is_empty() || base.password().is_some() {
            return Err(refused("it holds a user name or password, which every reader of the feed would see".into()));
        }
        base.set_query(None);
        base.set_fragment(None);
        if !base.path().ends_with('/') {
            let path = format!("{}/", base.path());
            base.set_path(&path);
        }
        Ok(Some(base))
    }

    /// The address feeds are written with: the configured one, or one that can never exist.
    pub(crate) fn feed_base(&self) -> Result<Url, Error> {
        match self.base()? {
            Some(base) => Ok(base),
            None => Url::parse(NO_ADDRESS)
                .map_err(|error| Error::BaseUrl { value: NO_ADDRESS.to_owned(), why: error.to_string() }),
        }
    }

    /// The first language, zh if none is given.
    pub(crate) fn language(&self) -> Language {
        self.languages.first().copied().unwrap_or(Language::ZH)
    }
}

/// The language as feeds name it.
pub(crate) fn feed_language(language: Language) -> String {
    // The zh of this project is written with simplified characters.
    if language == Language::ZH { "zh-cn".to_owned() } else { language.to_string() }
}
