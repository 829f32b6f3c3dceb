//! The outbox: a letter is written with the end of its run, once, and found again when its carrier was killed.

use crate::small_run::{KEY, Place, at, morning};
use journal::{Letter, LetterState};
use serde_json::json;

fn letter(channel: &str) -> Letter {
    Letter {
        key: format!("2026-02-10-morning/{channel}"),
        channel: channel.into(),
        about: "2026-02-10-morning".into(),
        body: "{}".into(),
        made_at: morning(),
        expires_at: at("2026-02-10T18:00:00Z"),
    }
}

/// `channel state tries why` of each letter, newest first.
fn shown(place: &Place) -> Vec<String> {
    let letters = place.journal().letters(10).unwrap();
    letters
        .iter()
        .map(|row| format!("{} {} {} {}", row.channel, row.state.key(), row.tries, row.why).trim_end().to_owned())
        .collect()
}

#[test]
fn letters_are_written_with_the_end_of_the_run_and_once() {
    let place = Place::new();
    let run = place.journal().begin(KEY, &json!({}), morning()).unwrap();
    assert_eq!(shown(&place), Vec::<String>::new());
    run.finish_and_post("published", morning(), &[letter("a"), letter("b")]).unwrap();
    assert_eq!(shown(&place), ["b waiting 0", "a waiting 0"]);
    let again = place.journal().begin_again(KEY, &json!({}), morning()).unwrap();
    again.finish_and_post("published", morning(), &[Letter { body: "other".into(), ..letter("a") }]).unwrap();
    place.journal().post(&[letter("b")]).unwrap();
    assert_eq!(shown(&place), ["b waiting 0", "a waiting 0"]);
    assert_eq!(place.journal().letters(10).unwrap()[1].body, "{}");
    assert_eq!(place.journal().verify().unwrap().n_records, 4, "the audit chain holds runs, not the post");
}

#[test]
fn a_letter_that_was_taken_and_not_settled_is_due_again() {
    let place = Place::new();
    place.journal().post(&[letter("a")]).unwrap();
    assert_eq!(place.journal().take_letter(&letter("a").key).unwrap(), 1);
    let due = place.journal().letters_due(morning()).unwrap();
    assert_eq!(due.iter().map(|row| (row.state, row.tries)).collect::<Vec<_>>(), [(LetterState::Taken, 1)]);
    assert_eq!(place.journal().take_letter(&due[0].key).unwrap(), 2);
    place.journal().settle_letter(&due[0].key, LetterState::Delivered, "", morning()).unwrap();
    assert_eq!(place.journal().letters_due(at("2026-02-11T07:00:00Z")).unwrap(), []);
    assert_eq!(shown(&place), ["a delivered 2"]);
}

#[test]
fn a_letter_that_was_put_back_waits_for_its_time() {
    let place = Place::new();
    let journal = place.journal();
    journal.post(&[letter("a"), letter("b")]).unwrap();
    journal.take_letter(&letter("a").key).unwrap();
    journal.put_letter_back(&letter("a").key, "status 503", at("2026-02-10T07:05:00Z")).unwrap();
    let due = |time: &str| -> Vec<String> {
        journal.letters_due(at(time)).unwrap().into_iter().map(|row| row.channel).collect()
    };
    assert_eq!(due("2026-02-10T07:04:59Z"), ["b"]);
    assert_eq!(due("2026-02-10T07:05:00Z"), ["a", "b"]);
    assert_eq!(shown(&place), ["b waiting 0", "a waiting 1 status 503"]);
    assert_eq!(journal.next_letter_at().unwrap(), Some(morning()));
    journal.settle_letter(&letter("b").key, LetterState::Delivered, "", morning()).unwrap();
    let counts: Vec<u64> = journal.letter_counts().unwrap().into_iter().map(|(_, n)| n).collect();
    assert_eq!(counts, [1, 0, 1, 0, 0, 0], "waiting and delivered");
}

#[test]
fn a_new_letter_leaves_though_the_clock_was_set_back() {
    let place = Place::new();
    let journal = place.journal();
    journal.post(&[letter("a"), letter("b")]).unwrap();
    journal.take_letter(&letter("a").key).unwrap();
    journal.put_letter_back(&letter("a").key, "status 503", at("2026-02-10T07:05:00Z")).unwrap();
    let due = journal.letters_due(at("2026-02-10T06:00:00Z")).unwrap();
    assert_eq!(due.into_iter().map(|row| row.channel).collect::<Vec<_>>(), ["b"]);
}

#[test]
fn settled_letters_are_forgotten_in_time_and_others_never() {
    let place = Place::new();
    let journal = place.journal();
    journal.post(&[letter("a"), letter("b")]).unwrap();
    journal.settle_letter(&letter("a").key, LetterState::Expired, "not delivered in time", morning()).unwrap();
    journal.forget_letters_before(at("2026-02-10T00:00:00Z")).unwrap();
    assert_eq!(shown(&place).len(), 2);
    journal.forget_letters_before(at("2026-03-10T00:00:00Z")).unwrap();
    assert_eq!(shown(&place), ["b waiting 0"]);
}
