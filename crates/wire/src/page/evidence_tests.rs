//! Which signs of a date are taken from a page, and which never.

use super::*;
use crate::dating::{day_of, decide};

const AS_OF: &str = "2026-11-01T00:00:00Z";

fn signs(html: &str) -> Vec<(EvidenceKind, String)> {
    let page = read_page(html, "https://paper.example/ferry", AS_OF.parse().unwrap(), None);
    let sign = |sign: &Evidence| Some((sign.kind, sign.value?.to_string()[..10].to_owned()));
    page.evidence.iter().filter_map(sign).collect()
}

fn check(html: &str, expected: &[(EvidenceKind, &str)]) {
    let expected: Vec<(EvidenceKind, String)> = expected.iter().map(|(kind, day)| (*kind, (*day).to_owned())).collect();
    assert_eq!(signs(html), expected, "{html}");
}

fn post(language: &str, around_title: &str, behind: &str) -> String {
    let prose =
        "The ferry between the harbour city and the islands sailed again after a strike of nine days, it was said.";
    format!(
        "<html lang='{language}'><body><div class='post'><h1>Ferry sails again after strike</h1>{around_title}\
         <p>{prose}</p><p>{prose}</p></div>{behind}</body></html>"
    )
}

#[test]
fn a_dateline_is_read_in_many_languages() {
    for (language, dateline) in [
        ("de", "<span class='datum'>Donnerstag, 5. März 2020</span>"),
        ("fr", "<p>Publié le 5 mars 2020 à 10:00</p>"),
        ("es", "<div class='fecha'>5 de marzo de 2020</div>"),
        ("it", "<small>5 marzo 2020</small>"),
        ("pt", "<p>Publicado em 05/03/2020</p>"),
        ("nl", "<p>Geplaatst op 5 maart 2020</p>"),
        ("pl", "<p>Opublikowano: 5 marca 2020</p>"),
        ("cs", "<p>Vydáno 5. března 2020</p>"),
        ("ru", "<p>5 марта 2020, 10:00</p>"),
        ("tr", "<p>Yayınlanma tarihi: 5 Mart 2020</p>"),
        ("fi", "<p>5. maaliskuuta 2020</p>"),
        ("hu", "<p>2020. március 5.</p>"),
        ("el", "<p>5 Μαρτίου 2020</p>"),
        ("id", "<p>Kamis, 5 Maret 2020</p>"),
        ("ja", "<p>2020年3月5日 10時00分</p>"),
        ("zh", "<p>发布时间：2020-03-05 来源：早报</p>"),
        ("en-US", "<p>By Jane Roe | 3/5/2020</p>"),
        ("en-GB", "<p>By Jane Roe | 05/03/2020</p>"),
        ("de", "<p>05.03.20, 10:00 Uhr</p>"),
    ] {
        check(&post(language, dateline, ""), &[(EvidenceKind::Text, "2020-03-05")]);
    }
}

#[test]
fn another_date_of_the_page_settles_the_order_of_numbers() {
    let html = post("de", "<p>Erstellt am: 01.11.2023</p>", "")
        .replace("<body>", "<head><meta name='date' content='11/01/2023 12:43:42'></head><body>");
    check(&html, &[(EvidenceKind::Meta, "2023-11-01"), (EvidenceKind::Text, "2023-11-01")]);
}

#[test]
fn comments_related_pieces_embeds_events_and_rights_date_nothing() {
    for other in [
        "<div class='comments'><div class='comment'><b>Max</b> <span class='date'>5 March 2020</span></div></div>",
        "<div class='related-posts'><a href='/x'>Harbour opens</a> <span class='post-date'>5 March 2020</span></div>",
        "<blockquote class='instagram-media'><time datetime='2020-03-05'>5 March 2020</time></blockquote>",
        "<p>The strike lasts from 3 March to 5 March 2020 and may be repeated in the summer, the union of the crews said.</p>",
        "<footer>© 5 March 2020 The Paper</footer>",
        "<header><div class='current-date'>Thursday, 5 March 2020</div></header>",
    ] {
        check(&post("en", "", other), &[]);
    }
}

#[test]
fn a_note_below_the_post_that_names_it_dates_it() {
    let note = "<div class='box'>„Ferry sails again after strike“ wurde am 5. März 2020 um 23:03 Uhr gepostet und unter Häfen abgelegt.</div>";
    check(&post("de", "", note), &[(EvidenceKind::Text, "2020-03-05")]);
}

#[test]
fn a_change_is_kept_apart_from_the_publication() {
    let both = "<p>Published: 5 March 2020 / Updated: 9 March 2020</p>";
    check(&post("en", both, ""), &[(EvidenceKind::Text, "2020-03-05"), (EvidenceKind::Update, "2020-03-09")]);
    let html = post("de", "<p>Zuletzt aktualisiert: 9. März 2020</p>", "");
    check(&html, &[(EvidenceKind::Update, "2020-03-09")]);
}

#[test]
fn json_in_scripts_tells_the_date_only_if_it_tells_one() {
    let one = "<script>window.state = {\"article\":{\"publishDate\":\"2020-03-05T10:00:00Z\"}}</script>";
    check(&post("en", "", one), &[(EvidenceKind::JsonLd, "2020-03-05")]);
    let many = "<script>[{\"publishDate\":\"2020-03-05\"},{\"publishDate\":\"2019-01-01\"}]</script>";
    check(&post("en", "", many), &[]);
}

#[test]
fn the_day_is_the_one_that_the_page_shows() {
    let html = post("en-US", "<p>March 5, 2020 11:15 PM</p>", "").replace(
        "<body>",
        "<head><meta property='article:published_time' content='2020-03-06T04:15:00Z'></head><body>",
    );
    let as_of = AS_OF.parse().unwrap();
    let dating = decide(read_page(&html, "https://paper.example/ferry", as_of, None).evidence, as_of);
    assert_eq!(day_of(&dating), Some("2020-03-05".parse().unwrap()));
    assert_eq!(dating.confidence, news::Confidence::High);
}
