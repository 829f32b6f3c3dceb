//! A programme that is heard while it is still being made: each story becomes segments of an HLS playlist once it is
//! spoken.
//!
//! What is heard live is mastered story by story, with the gain that the station's voices mostly need; the file that is
//! published later is measured as a whole.

mod playlist;
mod stretch;

pub use playlist::Piece;

use crate::mix::{Ends, Spoken};
use crate::{Error, Settings};
use news::CueKind;
use playlist::Playlist;
use std::fmt;
use std::sync::{Arc, mpsc};

/// Who is handed each file of the live programme as it is done, the playlist after every segment.
#[derive(Clone)]
pub struct Listener(Arc<dyn Fn(Piece) + Send + Sync>);

impl Listener {
    /// `hear` must put the file where the playlist's readers find it, under the name it has.
    pub fn new(hear: impl Fn(Piece) + Send + Sync + 'static) -> Self {
        Self(Arc::new(hear))
    }
}

impl fmt::Debug for Listener {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Listener")
    }
}

/// The live programme of a script that is being spoken; without a listener it does nothing.
pub(crate) struct Live {
    lines: Option<mpsc::Sender<Spoken>>,
    mixing: Option<tokio::task::JoinHandle<Result<(), Error>>>,
}

impl Live {
    /// Begins, beside the work of speaking.
    pub(crate) fn begin(settings: &Settings) -> Self {
        let Some(listener) = settings.live.clone() else { return Self { lines: None, mixing: None } };
        let (lines, spoken) = mpsc::channel();
        let settings = settings.clone();
        let mixing = tokio::task::spawn_blocking(move || mix(&spoken, &settings, &listener));
        Self { lines: Some(lines), mixing: Some(mixing) }
    }

    /// Takes in the next line of the script.
    pub(crate) fn line(&self, spoken: impl FnOnce() -> Spoken) {
        if let Some(lines) = &self.lines {
            // Nobody takes it any more only if the mixing has failed, which `end` tells.
            let _ = lines.send(spoken());
        }
    }

    /// Waits for the last segment; what went wrong, in plain words. The published file does not depend on it.
    pub(crate) async fn end(mut self) -> Option<String> {
        drop(self.lines.take());
        let failed = match self.mixing.take()?.await {
            Ok(Ok(())) => return None,
            Ok(Err(error)) => error.to_string(),
            Err(error) => error.to_string(),
        };
        Some(format!("the live programme stopped: {failed}"))
    }
}

fn mix(spoken: &mpsc::Receiver<Spoken>, settings: &Settings, listener: &Listener) -> Result<(), Error> {
    let mut desk = Desk { settings, playlist: Playlist::default(), waiting: Vec::new(), is_first: true };
    for line in spoken {
        if desk.is_turn(&line) {
            desk.hand_on(false, listener)?;
        }
        desk.waiting.push(line);
    }
    desk.hand_on(true, listener)
}

/// Lines wait until the story they tell is whole.
struct Desk<'a> {
    settings: &'a Settings,
    playlist: Playlist,
    waiting: Vec<Spoken>,
    is_first: bool,
}

impl Desk<'_> {
    fn is_turn(&self, next: &Spoken) -> bool {
        let Some(last) = self.waiting.last() else { return false };
        let falls_in = next.cue.overlap_ms > 0;
        let turns = matches!(next.cue.kind, CueKind::Transition { .. } | CueKind::Closing)
            || (next.cue.kind.story().is_some() && next.cue.kind.story() != last.cue.kind.story());
        // A closing of several lines is one stretch, and what leads to a story is heard with it.
        let is_begun = last.cue.kind == next.cue.kind || matches!(last.cue.kind, CueKind::Transition { .. });
        turns && !is_begun && !falls_in
    }

    fn hand_on(&mut self, is_last: bool, listener: &Listener) -> Result<(), Error> {
        let lines = std::mem::take(&mut self.waiting);
        if !lines.is_empty() {
            let ends = Ends { first: self.is_first, last: is_last };
            for (frames, n_frames) in stretch::encoded(&lines, self.settings, ends)? {
                let segment = self.playlist.segment(&frames, n_frames, self.settings)?;
                (listener.0)(segment);
                (listener.0)(self.playlist.piece());
            }
            self.is_first = false;
        }
        if is_last {
            self.playlist.end();
            (listener.0)(self.playlist.piece());
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mix::RATE_HZ;
    use crate::mix::tests::spoken;
    use news::{Anchor, Language, StoryId};
    use std::sync::Mutex;

    fn lines() -> Vec<Spoken> {
        let line = |kind| {
            let mut line = spoken(Anchor::A, 24_000, 3.0, 9000.0);
            line.cue.kind = kind;
            line
        };
        let story = |name: &str| StoryId::of(name);
        let body = |name: &str, sentence| CueKind::Body { story: story(name), sentence };
        vec![
            line(CueKind::Label),
            line(CueKind::Opening),
            line(CueKind::Transition { to: story("a") }),
            line(CueKind::Headline { story: story("a") }),
            line(body("a", 0)),
            line(CueKind::Transition { to: story("b") }),
            line(body("b", 0)),
            line(CueKind::Closing),
            line(CueKind::Closing),
        ]
    }

    #[tokio::test]
    async fn stories_are_heard_as_they_are_spoken_and_the_list_ends_with_the_programme() {
        let heard = Arc::new(Mutex::new(Vec::new()));
        let keep = heard.clone();
        let mut settings = Settings::titled("t", Language::EN);
        settings.aigc = r#"{"AIGC":{"Label":"1"}}"#.into();
        settings.live = Some(Listener::new(move |piece| keep.lock().unwrap().push(piece)));
        let live = Live::begin(&settings);
        lines().into_iter().for_each(|line| live.line(|| line));
        assert_eq!(live.end().await, None);
        let heard = heard.lock().unwrap();
        let lists: Vec<&Piece> = heard.iter().filter(|piece| piece.name == "live.m3u8").collect();
        let text = |piece: &Piece| String::from_utf8(piece.bytes.clone()).unwrap();
        assert!(text(lists[0]).contains("#EXT-X-PLAYLIST-TYPE:EVENT") && !text(lists[0]).contains("#EXT-X-ENDLIST"));
        let last = text(lists[lists.len() - 1]);
        assert!(last.ends_with("#EXT-X-ENDLIST\n"));
        let seconds: f64 =
            last.lines().filter_map(|line| line.strip_prefix("#EXTINF:")?.strip_suffix(',')?.parse::<f64>().ok()).sum();
        // Nine lines of three seconds, the themes and the pauses.
        assert!((38.0..48.0).contains(&seconds), "{seconds}");
        let sound: Vec<&Piece> = heard.iter().filter(|piece| piece.name.ends_with(".mp3")).collect();
        assert!(sound.len() >= 3, "{}", sound.len());
        for piece in sound {
            let tag = id3::Tag::read_from2(std::io::Cursor::new(&piece.bytes)).unwrap();
            assert_eq!(tag.extended_texts().next().unwrap().value, r#"{"AIGC":{"Label":"1"}}"#);
            let decoded = nanomp3::decode_all::<f32>(&piece.bytes);
            assert_eq!(decoded.sample_rate as usize, RATE_HZ);
            assert!(last.contains(&piece.name));
        }
    }

    #[tokio::test]
    async fn without_a_listener_nothing_is_mixed() {
        let live = Live::begin(&Settings::titled("t", Language::EN));
        live.line(|| unreachable!("nobody listens"));
        assert_eq!(live.end().await, None);
    }
}
