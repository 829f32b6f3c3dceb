//! Looks again at one page: what it says now, that it is gone, or that it cannot be told.

use crate::Wire;
use crate::arrival::is_shut;
use crate::fetch::{Answer, Body, Request};
use crate::page;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use url::Url;

/// What a page that was read before is now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Looked {
    /// It is there.
    Page {
        /// Its headline.
        title: String,
        /// Its article, one paragraph a line.
        text: String,
    },
    /// Its host says that there is no such page, or no more.
    Gone {
        /// 404 or 410.
        status: u16,
    },
    /// It could not be read: silence, an error of the host, a wall. That says nothing of the page.
    Unknown {
        /// Why.
        why: String,
    },
}

impl Wire {
    /// Looks again at a page that was read before.
    pub async fn look(&self, url: &str, as_of: Timestamp) -> Looked {
        match self.door.get(Request::new(url)).await {
            Ok(Answer::Body(body)) => read(body, url, as_of).await,
            Ok(Answer::NotModified) => unknown("it was not asked for and not sent"),
            Err(failure) => match failure.status {
                Some(status @ (404 | 410)) => Looked::Gone { status },
                _ => unknown(failure.detail),
            },
        }
    }
}

async fn read(body: Body, url: &str, as_of: Timestamp) -> Looked {
    if is_home(&body.url) && !Url::parse(url).is_ok_and(|asked| is_home(&asked)) {
        // Many hosts send readers of a lost page to their front page; that is not what the page says now.
        return unknown("it leads to the front page");
    }
    if body.content_type.as_deref().is_some_and(|kind| !kind.contains("html") && !kind.contains("xml")) {
        return unknown(format!("it is {}", body.content_type.unwrap_or_default()));
    }
    let address = body.url.to_string();
    let read = tokio::task::spawn_blocking(move || page::read_page(&body.text(), &address, as_of, None)).await;
    match read {
        Ok(page) if is_shut(&page) => unknown("it asks for a login or checks for robots"),
        Ok(page) if page.text.is_empty() && page.title.is_none() => unknown("nothing stands on it"),
        Ok(page) => Looked::Page { title: page.title.unwrap_or_default(), text: page.text },
        Err(stopped) => unknown(format!("reading the page stopped: {stopped}")),
    }
}

fn is_home(url: &Url) -> bool {
    url.path() == "/" && url.query().is_none()
}

fn unknown(why: impl Into<String>) -> Looked {
    Looked::Unknown { why: why.into() }
}
