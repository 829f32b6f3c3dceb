//! What a channel tells of an edition: its headlines in the channel's language, and where it stands.

use super::{Event, Message};
use crate::words::Tongue;
use crate::{labels, when, words};
use news::edition::PublishedStory;
use news::{Edition, Language};

impl Message {
    /// That an edition is out. `base_url` is where the site is served, with a slash at its end.
    pub fn of_edition(edition: &Edition, base_url: Option<&str>, language: Language) -> Self {
        let tongue = Tongue::of(&[language]);
        let folder = base_url.map(|base| format!("{base}editions/{}/", edition.id));
        let day = when::day(edition.date, tongue);
        let mut title = format!("{} · {day} {}", edition.newsroom, words::slot(&edition.slot, tongue));
        if edition.sample {
            title = format!("{} {title}", tongue.say(("【样刊】", "[Sample]")));
        }
        let headline = |(n, story): (usize, &PublishedStory)| format!("{}. {}", n + 1, headline(story, language));
        let mut lines: Vec<String> = edition.stories.iter().enumerate().map(headline).collect();
        lines.push(labels::text(language).to_owned());
        let audio = edition.audio.as_ref().zip(folder.as_ref()).map(|(audio, folder)| format!("{folder}{}", audio.url));
        Self {
            event: Event::Edition,
            about: edition.id.clone(),
            newsroom: edition.newsroom.clone(),
            language,
            title,
            lines,
            link: folder.map(|folder| format!("{folder}index.html")),
            audio,
            at: edition.published_at,
        }
    }
}

/// A story's headline in this language, or in its own where it was not translated.
fn headline(story: &PublishedStory, language: Language) -> &str {
    let translated = story.translations.iter().find(|translation| translation.language == language);
    translated.filter(|_| story.language != language).map_or(&story.headline, |translation| &translation.headline)
}
