//! Makes an item of what the source said of an article and of what its page says.

use crate::entry::{Entry, one_line, zone_of};
use crate::page::{self, Page};
use crate::teaser::{self, Teaser};
use crate::{canonical, dating};
use jiff::Timestamp;
use news::text::{han_share, hides_text, language_of, overlap, terms, visible};
use news::{Dating, Evidence, EvidenceKind, Item, ItemId, Language, Mark, Source};

/// An entry whose text was looked at.
pub(crate) struct Arrival {
    /// As it came.
    pub entry: Entry,
    /// Plain, one line.
    pub title: String,
    /// Its text, plain.
    pub teaser: Teaser,
}

/// What the page of an entry is needed for, the most pressing first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Need {
    /// The text that came is cut off, or none came.
    Text,
    /// The text that came is short.
    MoreText,
    /// The text is whole and long; the page may still know an older date.
    Date,
}

/// What became of an entry's page.
pub(crate) enum Fetched {
    /// Nobody asked, or it could not be had.
    Nothing,
    /// It was refused with a wall of this kind.
    Walled(Mark),
    /// It is on another site than the source's and the given address's: nothing of it is used.
    OffSite,
    /// It was read.
    Page(Box<Page>),
}

impl Arrival {
    /// Looks at an entry; `None` if it has neither title nor text.
    pub fn of(mut entry: Entry) -> Option<Self> {
        let teaser = teaser::look(&entry.body.plain());
        entry.body = Default::default();
        let title = one_line(&entry.title);
        let title = if title.is_empty() { title_from(&teaser.text) } else { title };
        // A list page may give nothing but an address; the page will tell the rest.
        (!title.is_empty() || entry.has_page).then_some(Self { entry, title, teaser })
    }

    /// How much its page is needed, most first: for a text that is cut off, for a short one, for its date only.
    pub fn need(&self) -> Need {
        match (
            self.teaser.is_cut || self.teaser.has_more || self.teaser.text.is_empty(),
            teaser::is_short(&self.teaser.text),
        ) {
            (true, _) => Need::Text,
            (false, true) => Need::MoreText,
            (false, false) => Need::Date,
        }
    }

    /// The item, cleaned; `None` if even the page gave it no title.
    ///
    /// This is the only place where an item is made of what came from outside, so it is cleaned here and nowhere else.
    pub fn into_item(self, source: &Source, fetched: Fetched, as_of: Timestamp) -> Option<Item> {
        self.raw_item(source, fetched, as_of).map(cleaned).filter(|item| !item.title.is_empty())
    }

    fn raw_item(self, source: &Source, fetched: Fetched, as_of: Timestamp) -> Option<Item> {
        let own_marks = page::marks(&self.title, &self.teaser.text, &self.entry.url);
        let mut marks: Vec<Mark> = own_marks.into_iter().filter(|mark| !is_of_text(*mark)).collect();
        let mut page = match fetched {
            Fetched::Page(page) => Some(page),
            Fetched::OffSite => {
                marks.push(Mark::OffSite);
                None
            }
            Fetched::Walled(mark) => {
                marks.push(mark);
                None
            }
            Fetched::Nothing => None,
        };
        if let Some(page) = page.as_deref() {
            marks.extend(page.marks.iter().filter(|mark| !is_of_text(**mark)));
        }
        let dating = date(&self.entry, page.as_deref(), source, as_of);
        marks.extend(dating::is_resurfaced(&dating).then_some(Mark::Resurfaced));
        // What stands on a page that shuts us out is not the article.
        page = page.filter(|page| !is_shut(page));
        let title = best_title(&self.title, page.as_deref())?;
        let (text, is_cut) = best_text(&self.teaser, &title, page.as_deref());
        marks.extend(match (text.is_empty(), is_cut) {
            (true, _) => Some(Mark::TitleOnly),
            (false, true) => Some(Mark::Teaser),
            (false, false) => None,
        });
        marks.sort_unstable();
        marks.dedup();
        let canonical_url = address(&self.entry, &title, source, page.as_deref());
        let declared = self.entry.language.or(page.as_deref().and_then(|page| page.language));
        let page_author = page.as_deref().and_then(|page| page.author.clone());
        Some(Item {
            id: ItemId::of(&canonical_url),
            source: source.id.clone(),
            url: if self.entry.url.is_empty() { canonical_url.clone() } else { self.entry.url },
            canonical_url,
            language: language(declared, source.language, &title, &text),
            title,
            text,
            author: self.entry.author.or(page_author),
            dating,
            fetched_at: as_of,
            marks,
            comments: self.entry.comments,
            image: self.entry.image.or(page.and_then(|page| page.image)),
        })
    }
}

/// Without what no reader sees. Whoever writes there writes for models.
fn cleaned(mut item: Item) -> Item {
    let comments = item.comments.iter().map(|comment| comment.text.as_str());
    let hides = [item.title.as_str(), &item.text].into_iter().chain(comments).any(hides_text);
    if hides && !item.is(Mark::Injection) {
        item.marks.push(Mark::Injection);
        item.marks.sort_unstable();
    }
    item.title = visible(&item.title).split_whitespace().collect::<Vec<_>>().join(" ");
    item.text = visible(&item.text);
    item.author = item.author.map(|author| visible(&author));
    for comment in &mut item.comments {
        comment.author = visible(&comment.author);
        comment.text = visible(&comment.text);
    }
    item
}

/// Marks that belong to the text that was chosen, not to either candidate.
fn is_of_text(mark: Mark) -> bool {
    matches!(mark, Mark::Teaser | Mark::TitleOnly)
}

/// Whether the page asks for a login or checks for robots.
pub(crate) fn is_shut(page: &Page) -> bool {
    page.marks.contains(&Mark::BotCheck) || page.marks.contains(&Mark::LoginWall)
}

/// The first sentence of a text that came without a title.
fn title_from(text: &str) -> String {
    let first = news::text::sentences(text).first().map(|span| span.of(text)).unwrap_or("");
    first.chars().take(120).collect::<String>().trim_end_matches(['.', '。']).to_owned()
}

fn best_title(own: &str, page: Option<&Page>) -> Option<String> {
    if !own.is_empty() {
        return Some(own.to_owned());
    }
    page.and_then(|page| page.title.clone()).map(|title| one_line(&title)).filter(|title| !title.is_empty())
}

/// The longer of two whole texts; a whole one before a cut one; and whether it is cut.
fn best_text(own: &Teaser, title: &str, page: Option<&Page>) -> (String, bool) {
    let Some(page) = page.filter(|page| speaks_of(&page.text, title, &own.text)) else {
        return (own.text.clone(), own.is_cut);
    };
    let is_page_cut = page.marks.contains(&Mark::Teaser);
    let is_page_better = match (own.is_cut, is_page_cut) {
        (true, false) => page.text.len() * 2 > own.text.len(),
        (false, true) => own.text.is_empty(),
        (true, true) | (false, false) => page.text.len() > own.text.len(),
    };
    if is_page_better { (page.text.clone(), is_page_cut) } else { (own.text.clone(), own.is_cut) }
}

/// Whether a page's text is about what the source announced, and not a cookie notice.
fn speaks_of(text: &str, title: &str, teaser: &str) -> bool {
    let announced = terms(&format!("{title}\n{teaser}"));
    // Too little was announced to tell.
    !text.is_empty() && (announced.len() < 4 || overlap(&announced, &terms(text)) >= 0.2)
}

/// A page behind a wall still tells its date; one that checks for robots is another page.
fn date(entry: &Entry, page: Option<&Page>, source: &Source, as_of: Timestamp) -> Dating {
    let page = page.filter(|page| !page.marks.contains(&Mark::BotCheck));
    let mut evidence = entry.evidence.clone();
    match page {
        Some(page) => evidence.extend(page.evidence.iter().cloned()),
        None => evidence.extend(date_in_address(&entry.url, source)),
    }
    dating::decide(evidence, as_of)
}

/// A page's signs hold that of its address already; without a page the address still speaks.
fn date_in_address(url: &str, source: &Source) -> Option<Evidence> {
    let (raw, value) = dating::date_in_url(url, zone_of(source).as_ref())?;
    Some(Evidence { kind: EvidenceKind::Url, raw, value: Some(value), rejected: None })
}

/// The page's own choice of address if it is on the same site, else the given one; without either, the entry's name.
fn address(entry: &Entry, title: &str, source: &Source, page: Option<&Page>) -> String {
    if entry.url.is_empty() {
        let name = if entry.guid.is_empty() { title } else { &entry.guid };
        return format!("{}#{name}", source.url);
    }
    if entry.url.starts_with("file:") {
        return entry.url.clone();
    }
    let chosen = page.and_then(|page| page.canonical_url.as_deref());
    let chosen = chosen.filter(|chosen| canonical::same_site(chosen, &entry.url));
    canonical::canonical_url(chosen.unwrap_or(&entry.url))
}

/// What was declared if the text does not speak against it, else what the text says.
fn language(declared: Option<Language>, of_source: Option<Language>, title: &str, text: &str) -> Language {
    let sample: String = format!("{title}\n{text}").chars().take(2000).collect();
    let found = language_of(&sample);
    let Some(declared) = declared.or(of_source) else { return found };
    let is_chinese = han_share(&sample) > 0.3;
    let scripts_agree =
        (declared == Language::ZH) == is_chinese || declared == Language::parse("ja").unwrap_or(Language::ZH);
    // The classifier errs on single headlines; on a few sentences it knows better than a feed's header.
    let is_long = sample.len() > 300;
    if scripts_agree && (!is_long || found == declared) { declared } else { found }
}
