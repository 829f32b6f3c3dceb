//! Tells the lines of an article from what editors and machines put between them.

use news::text::is_han;
use std::collections::HashSet;

/// A longer line is prose, whatever it begins with.
const MAX_CHARS: usize = 160;

/// Whole lines that are never of an article, compared without case and end marks.
const WHOLE: &[&str] = &[
    "advertisement", "ad", "ads", "sponsored", "share", "share this", "share this article", "share this story", "read more", "more",
    "see also", "related", "related articles", "related stories", "related topics", "more on this story", "comments", "comment", "print",
    "email", "save", "follow us", "subscribe", "sign up", "log in", "sign in", "copy link", "link copied", "tweet", "facebook",
    "twitter", "whatsapp", "linkedin", "telegram", "reddit", "loading", "continue reading", "story continues below",
    "article continues below", "skip to content", "skip advertisement", "back to top", "most read", "most popular", "trending",
    "recommended", "you may also like", "in this article", "listen", "listen to this article", "watch", "photos", "gallery", "menu",
    "search", "home", "next", "previous", "getty images", "image source", "image caption", "media caption", "reuters", "ap", "afp",
    "anzeige", "publicité", "publicidad", "werbung", "teilen", "drucken", "mehr zum thema", "lire aussi", "lea también", "kommentare",
    "广告", "分享", "分享到", "评论", "点赞", "收藏", "打印", "返回顶部", "返回首页", "相关阅读", "相关新闻", "相关报道", "相关文章", "延伸阅读", "推荐阅读", "热门推荐",
    "猜你喜欢", "更多", "查看更多", "阅读全文", "展开全文", "下一页", "上一页", "举报", "微信", "微博", "朋友圈", "关注", "登录", "注册", "视频加载中", "原标题", "大字",
    "小字", "字号", "正文", "首页", "廣告", "相關新聞", "延伸閱讀", "更多新聞", "看更多",
];

/// Beginnings of short lines that are never of an article.
const STARTS: &[&str] = &[
    "advertisement", "read more:", "read more about", "read also", "read next", "also read", "see also:", "related:", "more:",
    "sign up for", "sign up to", "subscribe to", "get the latest", "get our", "download our app", "download the app", "follow us on",
    "follow us", "follow bbc", "join our", "click here", "tap here", "share this", "share on", "watch:", "watch more", "listen:",
    "photo:", "photo by", "photo credit", "photograph:", "image:", "image credit", "image source", "images:", "picture:", "credit:",
    "file photo", "getty images", "copyright ©", "copyright 20", "© 20", "©20", "(c) 20", "all rights reserved", "this article was originally",
    "this story was originally", "this article originally appeared", "do you have a story", "have a tip", "got a tip", "got a confidential tip",
    "contact the author", "contact us", "reporting by", "editing by", "additional reporting by", "our standards:", "view comments",
    "newsletter", "email sign-up", "enter your email", "by signing up", "by clicking", "you can unsubscribe", "we use cookies",
    "this site uses cookies", "this website uses", "support our journalism", "support independent", "donate", "if you buy something",
    "we may earn", "we earn a commission", "purchases made through", "when you buy through", "more from", "more on this", "recommended stories",
    "the post appeared first", "the post ", "continue reading", "skip to", "lesen sie auch", "mehr zum thema", "lire aussi", "à lire aussi",
    "lea también", "te puede interesar", "foto:", "bild:", "quelle:", "crédit", "suivez-nous", "newsletter abonnieren",
    "责任编辑", "责编", "编辑：", "编辑:", "编辑丨", "编辑 ", "校对", "监制", "审核：", "值班编辑", "文字编辑", "作者：", "来源：", "来源:", "文章来源", "原标题", "原文链接",
    "点击查看", "点击进入", "点击阅读", "点击下载", "点击关注", "点击图片", "点击上方", "点击右上", "更多精彩", "更多内容", "更多新闻", "更多资讯", "查看更多", "阅读更多", "推荐阅读", "相关阅读", "相关新闻",
    "延伸阅读", "扫码", "扫描", "扫一扫", "长按", "关注我们", "关注公众号", "欢迎关注", "微信公众号", "微信扫", "官方微", "下载app", "下载客户端", "打开app", "版权所有", "版权声明", "版权归",
    "未经授权", "未经许可", "本文系", "本文来自", "本文转自", "本文为", "转载请", "转载自", "免责声明", "声明：", "特别声明", "海量资讯", "新浪声明", "举报电话", "违法和不良", "投稿", "本网站", "分享到", "分享至",
    "图源", "图片来源", "图：", "图/", "供图", "摄影：", "摄影/", "资料图", "（资料图", "(资料图", "视频：", "上一篇", "下一篇", "已有", "我要评论", "网友评论", "发表评论", "热门评论", "责任編輯", "責任編輯", "更多新聞",
    "點擊", "掃碼", "版權所有", "未經授權", "圖：", "圖／", "圖片來源", "延伸閱讀", "相關新聞", "相關報導", "看更多", "加入line", "追蹤",
];

/// Parts of short lines that give them away wherever they stand.
const PARTS: &[&str] = &[
    "sign up for our newsletter", "sign up for the", "subscribe to our", "subscribe now", "subscribers only", "all rights reserved",
    "click here to", "follow us on", "download our app", "terms of service", "terms of use", "privacy policy", "cookie policy",
    "appeared first on", "may not be published, broadcast, rewritten", "getty images", "via getty", "/reuters", "/ap photo", "ap photo/", "(ap photo",
    "shutterstock", "contributed to this report", "affiliate link", "share on facebook", "share on twitter", "扫码关注", "扫描二维码", "长按二维码",
    "点击链接", "版权所有", "未经授权不得转载", "责任编辑", "责编：", "不得转载", "转载请注明", "下载客户端", "公众号", "微信号", "(完)", "（完）", "京icp备", "沪icp备", "icp备",
    "网安备", "許可證", "版權所有", "不得轉載",
];

/// The lines of an article without what does not belong to it; lines that come twice come once.
pub(super) fn clean(text: &str, title: Option<&str>) -> String {
    let mut seen = HashSet::new();
    let title = title.map(fold).unwrap_or_default();
    let mut kept: Vec<&str> = Vec::new();
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let folded = fold(line);
        let is_title = kept.is_empty() && !title.is_empty() && folded == title;
        if folded.is_empty() || is_title || is_boilerplate(line) || is_only_a_date(line) || !seen.insert(folded) {
            continue;
        }
        kept.push(line);
    }
    kept.join("\n")
}

/// Whether a line is an invitation, a credit, a notice or a control rather than a part of the article.
pub(super) fn is_boilerplate(line: &str) -> bool {
    let n_chars = line.chars().count();
    // A Han character says as much as two or three letters.
    let max_chars = if line.chars().any(is_han) { MAX_CHARS / 2 } else { MAX_CHARS };
    if n_chars > max_chars {
        return false;
    }
    let lower = line.to_lowercase();
    let bare = lower.trim_matches(|c: char| !c.is_alphanumeric());
    if WHOLE.contains(&bare) {
        return true;
    }
    let start = lower.trim_start_matches(|c: char| matches!(c, '[' | '【' | '(' | '（' | '>' | '▶' | '•' | '*' | '|' | ' ' | '→'));
    if STARTS.iter().any(|phrase| start.starts_with(phrase)) {
        return !is_told(line, start);
    }
    PARTS.iter().any(|phrase| lower.contains(phrase)) && n_chars <= max_chars * 3 / 4 && !is_quotation(line)
}

/// "Donate blood, doctors urged on Monday after the crash." is news: a full sentence of some length stays, unless it
/// speaks to the reader of the medium itself.
fn is_told(line: &str, start: &str) -> bool {
    let n_words = line.split_whitespace().count();
    let n_han = line.chars().filter(|c| is_han(*c)).count();
    let ends_well = line.ends_with(['.', '。', '”', '"']);
    let addresses_reader = ["your", " our ", "us on", "newsletter", "©", "reporting by", "editing by", "编辑", "点击", "扫", "关注", "版权", "来源", "转载", "photo", "image", "图"]
        .iter()
        .any(|word| start.contains(word));
    ends_well && !addresses_reader && (n_words >= 14 || n_han >= 40)
}

fn is_quotation(line: &str) -> bool {
    line.starts_with(['"', '“', '「']) && line.chars().count() > 40
}

/// `2026-02-10 14:30` or `10 February 2026` on a line of its own is the page's stamp.
fn is_only_a_date(line: &str) -> bool {
    let is_short = line.chars().count() <= 40 && line.split_whitespace().count() <= 6;
    let n_han = line.chars().filter(|c| is_han(*c)).count();
    is_short
        && n_han <= 12
        && !line.ends_with(['.', '。', '!', '?', '！', '？'])
        && crate::dating::parse_date(line, None).is_some()
}

fn fold(line: &str) -> String {
    line.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn invitations_credits_and_notices_are_not_of_the_article() {
        for line in [
            "Read more",
            "ADVERTISEMENT",
            "Sign up for our newsletter to get the morning's stories",
            "Photo: Jane Roe/Agency",
            "© 2026 The Paper. All rights reserved.",
            "Reporting by J. Roe; editing by A. Poe",
            "责任编辑：王五",
            "点击查看更多",
            "扫码下载客户端",
            "【版权所有，未经授权不得转载】",
            "相关新闻",
        ] {
            assert!(is_boilerplate(line), "{line}");
        }
    }

    #[test]
    fn sentences_stay_whatever_they_begin_with() {
        for line in [
            "Donate blood, doctors urged people across the harbour city on Monday after the ferry collision left dozens in hospital.",
            "Subscribers of the rail company lost their seats.",
            "The company said it would share the data with regulators.",
            "编写新教材的工作已经开始。",
            "More than forty people were hurt.",
            "It rained.",
        ] {
            assert!(!is_boilerplate(line), "{line}");
        }
    }

    #[test]
    fn lines_that_come_twice_come_once() {
        assert_eq!(clean("Ferry sails\nIt sailed.\n\nRead more\nIt sailed.\n2026-02-10 14:30\nIt came.", Some("Ferry sails")), "It sailed.\nIt came.");
    }
}
