//! Whose an outlet is, and whose a text is: families of publishers by their sites and outlets, and the credits of
//! agencies. What ten papers of one house say, or ten papers out of one agency's copy, one owner has said.
//!
//! The table is `data/owners.toml`; who it does not know owns itself.

mod table;

use news::Item;
use table::{Family, table};

/// A dateline stands within so many characters.
const DATELINE: usize = 160;
/// Behind an agency's name a Chinese dateline ends within so many characters: 新华社北京2月10日电.
const ZH_DATELINE: usize = 24;

/// The family of an outlet: by its site (`www.wsj.com`, or any address on it), else by its name; `None` if not known.
pub fn owner_of(site: &str, outlet: &str) -> Option<&'static str> {
    let table = table();
    table.by_site(site).or_else(|| table.by_outlet(outlet)).map(|family| family.owner.as_str())
}

/// The agency whose copy an item is, by its byline or its dateline: `WARSAW (AP) —`, `新华社北京2月10日电`.
pub fn agency_of(item: &Item) -> Option<&'static str> {
    let author = item.author.as_deref().unwrap_or("").trim();
    let head: String =
        item.text.trim_start_matches(['【', '（', '(', '「', ' ', '\u{3000}']).chars().take(DATELINE).collect();
    let is_copy = |family: &&Family| family.credits.iter().any(|credit| author == credit || opens(&head, credit));
    table().agencies().find(is_copy).map(|family| family.owner.as_str())
}

/// Whom an item counts for: the agency whose copy it is, else whoever owns its source.
///
/// `owner`: as the source is configured; a name that the table knows is told as the table tells it, so that one house
/// under two names is one.
pub fn owner_of_item(item: &Item, owner: &str) -> String {
    let own = || table().by_outlet(owner).map_or(owner, |family| family.owner.as_str());
    agency_of(item).unwrap_or_else(own).to_owned()
}

/// Whether a text begins with a dateline of this credit.
fn opens(head: &str, credit: &str) -> bool {
    if credit.starts_with(['(', '（', '/']) {
        return head.contains(credit) || head.starts_with(credit.trim_start_matches(['(', '（']));
    }
    let Some(behind) = head.strip_prefix(credit).filter(|_| credit.chars().any(news::text::is_han)) else {
        return false;
    };
    behind.chars().take(ZH_DATELINE).any(|c| matches!(c, '电' | '電' | '讯' | '訊'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture::item_at;

    fn item(author: &str, text: &str) -> Item {
        let at = "2026-02-10T07:00:00Z".parse().unwrap();
        Item { author: Some(author.into()), ..item_at(at, "paper", "https://paper.example/1", "A title", text) }
    }

    #[test]
    fn outlets_of_one_house_have_one_owner() {
        for (site, outlet, owner) in [
            ("www.wsj.com", "", "News Corp"),
            ("https://nypost.com/2026/02/10/x", "", "News Corp"),
            ("ft.com", "", "Nikkei"),
            ("", "日經中文網", ""),
            ("asia.nikkei.com", "", "Nikkei"),
            ("", "澎湃新闻", "上海报业集团"),
            ("cls.cn", "", "上海报业集团"),
            ("", "聯合新聞網", "聯合報系"),
            ("", "the associated press", "Associated Press"),
            ("notwsj.com", "", ""),
            ("paper.example", "Paper", ""),
        ] {
            assert_eq!(owner_of(site, outlet).unwrap_or(""), owner, "{site} {outlet}");
        }
    }

    #[test]
    fn copy_is_the_agency_s() {
        for (author, text, owner) in [
            ("", "WARSAW, Poland (AP) — Ferries sailed again on Tuesday.", "Associated Press"),
            ("Reuters", "Ferries sailed again.", "Thomson Reuters"),
            ("Jane Roe", "LONDON, Feb 10 (Reuters) - Ferries sailed again.", "Thomson Reuters"),
            ("", "新华社北京2月10日电（记者张三）渡轮复航。", "新华社"),
            ("", "（中央社記者王五台北10日電）渡輪復航。", "中央通訊社"),
            ("", "新华社社长周二访问港城，参观了渡轮。", "Paper House"),
            ("Jane Roe", "Ferries sailed again, Reuters was told.", "Paper House"),
        ] {
            assert_eq!(owner_of_item(&item(author, text), "Paper House"), owner, "{author} {text}");
        }
        assert_eq!(owner_of_item(&item("", "Ferries sailed."), "The Associated Press"), "Associated Press");
    }
}
