//! What an article is besides news: satire, opinion, an anniversary, an advertisement, a wall, orders to a model.
//!
//! Precision before recall: a mark keeps a story from leading or from the edition, so a report ABOUT a thing must not
//! bear its mark. Words therefore count in places where they name the kind of the piece (the address's section, a
//! label in front of the title, the first paragraph), not anywhere in the text.

use super::boilerplate::is_boilerplate;
use super::extract::weight;
use super::json_ld::JsonLd;
use super::lines::Lines;
use news::Mark;
use news::text::{is_han, is_whole_sentence, paragraphs, sentences};

/// A wall shows little else: with more text than this (weight), the phrase is quoted.
const WALL: usize = 2_400;

/// What an article is besides news, by its title, its text and its address; sorted, each mark once.
pub fn marks(title: &str, text: &str, url: &str) -> Vec<Mark> {
    let piece = Piece::new(title, text, url);
    let mut marks: Vec<Mark> = [
        (Mark::Teaser, is_teaser(text)),
        (Mark::LoginWall, is_login_wall(&piece)),
        (Mark::BotCheck, is_bot_check(&piece)),
        (Mark::Satire, is_satire(&piece)),
        (Mark::Opinion, is_opinion(&piece)),
        (Mark::LookBack, is_look_back(&piece)),
        (Mark::PressRelease, is_press_release(&piece)),
        (Mark::Obituary, is_obituary(&piece)),
        (Mark::Live, is_live(&piece)),
        (Mark::Injection, is_injection(&piece.title, text)),
        (Mark::Promotion, is_promotion(&piece)),
    ]
    .into_iter()
    .filter_map(|(mark, holds)| holds.then_some(mark))
    .collect();
    marks.sort();
    marks
}

/// Adds what only the whole page shows: walls around an empty article, its declared type, hidden text.
pub(super) fn add_page_marks(marks: &mut Vec<Mark>, lines: &Lines, json_ld: &JsonLd, title: &str, text: &str) {
    let shown: String = lines.lines.iter().take(60).map(|line| line.text.as_str()).collect::<Vec<_>>().join("\n");
    let page = Piece::new(title, &shown, "");
    let is_thin = weight(text) < 600;
    let mut add = |mark, holds: bool| {
        if holds && !marks.contains(&mark) {
            marks.push(mark);
        }
    };
    add(Mark::LoginWall, is_thin && (json_ld.is_paid || is_login_wall(&page)));
    add(Mark::BotCheck, is_thin && is_bot_check(&page));
    add(Mark::Satire, json_ld.kind == "satiricalarticle");
    add(Mark::Opinion, json_ld.kind == "opinionnewsarticle");
    add(Mark::Live, json_ld.kind == "liveblogposting");
    add(Mark::Promotion, json_ld.kind == "advertisercontentarticle");
    // Orders that no reader can see have no other purpose.
    add(Mark::Injection, is_injection("", &lines.hidden));
    marks.sort();
}

/// The places where words name the kind of a piece, folded to lower case.
struct Piece {
    title: String,
    /// The first paragraphs, some 400 characters.
    lead: String,
    /// The last paragraph.
    tail: String,
    /// The address's path.
    path: String,
    /// The address's host.
    host: String,
    weight: usize,
    all: String,
}

impl Piece {
    fn new(title: &str, text: &str, url: &str) -> Self {
        let parsed = url::Url::parse(url).ok();
        let all = fold(text);
        Self {
            title: fold(title),
            lead: all.chars().take(400).collect(),
            tail: all.lines().last().unwrap_or("").to_owned(),
            path: parsed.as_ref().map(|url| url.path().to_lowercase()).unwrap_or_default(),
            host: parsed.as_ref().and_then(url::Url::host_str).unwrap_or("").to_lowercase(),
            weight: weight(text),
            all,
        }
    }

    /// Whether the title begins with one of these labels and a mark: `Opinion: …`, `【评论】…`, `Live | …`.
    fn is_labelled(&self, labels: &[&str]) -> bool {
        let title = self.title.trim_start_matches(['【', '[', '「', '《', '(', '（', ' ']);
        labels.iter().any(|label| {
            let ends_label = |c: char| matches!(c, ':' | '：' | '|' | '｜' | '丨' | '】' | ']' | '」' | '》' | ')' | '）' | '—' | '–' | '/' | '·');
            title.strip_prefix(label).is_some_and(|rest| rest.trim_start().starts_with(ends_label))
        }) || labels.iter().any(|label| {
            let title = self.title.trim_end_matches([']', '】', ')', '）']);
            [" | ", " – ", " — ", "｜", "丨", " ["].iter().any(|mark| title.ends_with(&format!("{mark}{label}")))
        })
    }

    /// Whether one of these is a whole segment of the address.
    fn is_in_section(&self, sections: &[&str]) -> bool {
        self.path.split('/').any(|segment| sections.contains(&segment))
    }

    fn title_has(&self, phrases: &[&str]) -> bool {
        has(&self.title, phrases)
    }

    fn lead_has(&self, phrases: &[&str]) -> bool {
        has(&self.lead, phrases)
    }
}

fn has(text: &str, phrases: &[&str]) -> bool {
    phrases.iter().any(|phrase| contains_phrase(text, phrase))
}

/// Letters of a phrase must not go on on either side; Han phrases stand anywhere.
fn contains_phrase(text: &str, phrase: &str) -> bool {
    text.match_indices(phrase).any(|(at, found)| {
        let is_letter = |c: char| c.is_alphanumeric() && !is_han(c);
        let joins_before = text[..at].chars().next_back().is_some_and(is_letter) && phrase.starts_with(is_letter);
        let joins_after = text[at + found.len()..].chars().next().is_some_and(is_letter) && phrase.ends_with(is_letter);
        !joins_before && !joins_after
    })
}

fn fold(text: &str) -> String {
    text.to_lowercase().replace(['’', '‘'], "'").replace(['“', '”'], "\"")
}

/// Cut off: the last line ends in an ellipsis or in mid-sentence. One short line without a stop is a summary's habit
/// only where it is no sentence at all.
fn is_teaser(text: &str) -> bool {
    let Some(last) = paragraphs(text).last().map(|span| span.of(text)) else {
        return false;
    };
    let last = last.trim_end();
    let lower = last.to_lowercase();
    let bare = lower.trim_end_matches([']', '】', ')', '）', '>', '»', ' ']);
    let invites = ["read more", "continue reading", "read the full story", "阅读全文", "查看全文", "[+]", "全文", "閱讀全文"];
    if last.ends_with('…') || bare.ends_with("...") || bare.ends_with('…') || bare.ends_with("......") {
        return true;
    }
    if invites.iter().any(|invite| bare.ends_with(invite)) && last.chars().count() < 200 {
        return true;
    }
    // A long last line that stops in mid-sentence was cut at a length; a list, a credit or a signature is short.
    let last_sentence = sentences(last).last().map(|span| span.of(last)).unwrap_or("");
    let is_cut = !is_whole_sentence(last_sentence) && !last.ends_with(['.', '。', '!', '?', '！', '？', '”', '"', '」', ')', '）', ':', '：', ';', '’', '\'', '】', ']']);
    is_cut && weight(last) > 90 && !is_boilerplate(last)
}

fn is_login_wall(piece: &Piece) -> bool {
    const PHRASES: &[&str] = &[
        "subscribe to continue", "subscribe to read", "subscribe to keep reading", "log in to continue", "log in to read", "sign in to continue",
        "sign in to read", "register to continue", "register to read", "create a free account to", "create an account to continue",
        "already a subscriber", "already have an account", "this article is for subscribers", "this content is for subscribers",
        "this story is available to subscribers", "exclusively for subscribers", "subscribers only", "for subscribers only",
        "to continue reading", "to read the full story", "to keep reading", "unlock this article", "you have reached your limit of free articles",
        "start your free trial", "become a member to", "members only", "registrieren sie sich", "réservé aux abonnés", "solo para suscriptores",
        "登录后查看", "登录后阅读", "请登录", "登录阅读全文", "订阅后阅读", "付费阅读", "付费内容", "会员专享", "开通会员", "vip专享", "登录后可", "请先登录", "請登入", "登入後", "訂閱後", "會員專屬", "付費會員",
    ];
    let hits = PHRASES.iter().filter(|phrase| piece.all.contains(*phrase)).count();
    hits >= 1 && piece.weight < 900 || hits >= 2 && piece.weight < WALL
}

fn is_bot_check(piece: &Piece) -> bool {
    const TITLES: &[&str] = &["just a moment", "attention required", "access denied", "verify you are human", "are you a robot", "security check", "human verification", "安全验证", "访问验证", "人机验证", "请完成验证"];
    const PHRASES: &[&str] = &[
        "verify you are human", "verifying you are human", "verify that you are not a robot", "confirm you are human", "checking your browser",
        "enable javascript and cookies", "please enable javascript", "ddos protection by", "performance & security by cloudflare", "cloudflare ray id",
        "unusual traffic from your", "are you a robot", "complete the captcha", "complete the security check", "press & hold to confirm",
        "pardon our interruption", "has been denied because we believe you are using automation", "your access to this site has been",
        "请输入验证码", "请完成验证", "拖动滑块", "拖动下方滑块", "安全验证", "人机验证", "点击完成验证", "您的访问过于频繁", "访问频率过高", "访问被拒绝", "請輸入驗證碼", "我不是機器人",
    ];
    let hits = PHRASES.iter().filter(|phrase| piece.all.contains(*phrase)).count();
    let titled = TITLES.iter().any(|title| piece.title.starts_with(title));
    titled && piece.weight < 900 && (hits >= 1 || piece.weight < 120) || hits >= 1 && piece.weight < 450 || hits >= 2 && piece.weight < 1_000
}

fn is_satire(piece: &Piece) -> bool {
    // Titles of the field's best-known papers; an own list belongs in the configuration.
    const HOSTS: &[&str] = &[
        "theonion.com", "babylonbee.com", "thedailymash.co.uk", "der-postillon.com", "newsthump.com", "clickhole.com", "thebeaverton.com",
        "waterfordwhispersnews.com", "elmundotoday.com", "legorafi.fr", "reductress.com", "thehardtimes.net", "theshovel.com.au", "duffelblog.com",
        "betootaadvocate.com", "worldnewsdailyreport.com", "chaser.com.au",
    ];
    const SAYS: &[&str] = &[
        "this is satire", "this article is satire", "this story is satire", "this is a satirical", "is a work of satire", "satirical article",
        "satirical news", "a satire site", "a satirical website", "purely satirical", "entirely fictional", "本文纯属虚构", "纯属虚构", "讽刺作品", "恶搞新闻", "讽刺新闻", "本文为讽刺", "纯属娱乐", "幽默虚构", "諷刺",
    ];
    let is_host = HOSTS.iter().any(|host| piece.host == *host || piece.host.ends_with(&format!(".{host}")));
    let by_label = piece.is_labelled(&["satire", "humor", "humour", "parody", "讽刺", "恶搞", "段子"]) || piece.is_in_section(&["satire", "satirical", "humor", "parody"]);
    // A report on a satire says the word too; the notice of one stands at the end or speaks of itself.
    is_host || by_label || has(&piece.tail, SAYS) || has(&piece.lead, &SAYS[..5])
}

fn is_opinion(piece: &Piece) -> bool {
    const LABELS: &[&str] = &[
        "opinion", "op-ed", "editorial", "commentary", "column", "letters", "letter", "analysis & opinion", "viewpoint", "guest essay", "the guardian view", "review & outlook",
        "评论", "社评", "社论", "时评", "锐评", "快评", "短评", "观点", "专栏", "来论", "热评", "观察家", "评论员文章", "大家谈", "名家专栏", "社評", "社論", "評論", "觀點", "專欄", "投書",
    ];
    const SECTIONS: &[&str] = &["opinion", "opinions", "op-ed", "oped", "editorial", "editorials", "commentisfree", "commentary", "columns", "columnists", "views", "letters", "voices", "pinglun", "guandian", "sp", "opinion-ideas"];
    piece.is_labelled(LABELS) || piece.is_in_section(SECTIONS) || piece.title.starts_with("the guardian view on") || piece.title.starts_with("人民时评") || piece.title.starts_with("新华时评")
        || piece.title.ends_with("| editorial") || piece.title.contains("|社评") || has(&piece.tail, &["the opinions expressed are", "the views expressed", "仅代表作者个人观点", "本文仅代表作者"])
}

/// An anniversary or a look back: named so in the title, or the first words are of a past day's.
///
/// "Ceremony marks tenth anniversary" is news of today when its lead says what happened today; it is only marked when the
/// title itself looks back.
fn is_look_back(piece: &Piece) -> bool {
    const TITLES: &[&str] = &[
        "on this day", "this day in history", "today in history", "years ago today", "years ago this week", "looking back", "look back at", "a look back", "from the archive", "from the archives", "throwback",
        "remembering the", "year in review", "a history of", "flashback", "in pictures: a decade", "历史上的今天", "周年回顾", "周年祭", "回顾：", "回顾|", "往事", "旧闻", "那年今日", "年前的今天", "历史回眸", "重温", "档案解密", "週年回顧", "歷史上的今天",
    ];
    const LEADS: &[&str] = &["on this day in", "years ago today", "years ago this week", "this article was first published in", "this story was originally published in", "年前的今天", "历史上的今天", "歷史上的今天"];
    if piece.title_has(TITLES) || piece.is_labelled(&["archive", "throwback", "history", "anniversary", "回顾", "回眸", "历史", "周年", "往事"]) {
        return true;
    }
    if piece.lead_has(LEADS) || piece.is_in_section(&["on-this-day", "onthisday", "from-the-archive", "anniversary", "this-day-in-history"]) {
        return true;
    }
    let title_counts_years = counts_years(&piece.title);
    let tells_today = has(&piece.lead, &["today", "on monday", "on tuesday", "on wednesday", "on thursday", "on friday", "on saturday", "on sunday", "yesterday", "announced", "arrested", "今天", "今日", "昨日", "昨天", "近日", "日前", "宣布"]);
    title_counts_years && !tells_today
}

/// `ten years after the flood`, `20 years on`, `flood, 50th anniversary`, `洪水十周年`.
fn counts_years(title: &str) -> bool {
    const ENGLISH: &[&str] = &["years on", "years on:", "years later", "years after", "years since", "decades on", "decades after", "decades later", "a decade on", "a decade after", "a decade later", "a year on", "one year on", "anniversary of"];
    const CHINESE: &[&str] = &["周年", "週年", "年前的", "年之后", "年过去"];
    has(title, ENGLISH) || CHINESE.iter().any(|phrase| title.contains(phrase))
}

fn is_press_release(piece: &Piece) -> bool {
    const WIRES: &[&str] = &["/prnewswire/", "(business wire)", "/cnw/", "(globe newswire)", "globe newswire", "(globenewswire)", "--(business wire)--", "/美通社/", "美通社", "(prnewswire)", "-- prnewswire", "for immediate release", "accesswire"];
    const TAILS: &[&str] = &["media contact", "press contact", "forward-looking statements", "source:", "媒体联系", "媒体垂询", "关于我们："];
    let has_wire = WIRES.iter().any(|wire| piece.lead.contains(wire));
    let is_host = ["prnewswire.com", "businesswire.com", "globenewswire.com", "prnasia.com", "newswire.ca", "einpresswire.com", "accesswire.com"].iter().any(|host| piece.host.ends_with(host));
    let section = piece.is_in_section(&["press-release", "press-releases", "pressrelease", "press_release", "pressreleases", "newsroom-press"]);
    let by_end = has(&piece.tail, &TAILS[..2]) || piece.all.contains("forward-looking statements") && piece.all.contains("media contact");
    has_wire || is_host || section || by_end || piece.is_labelled(&["press release", "新闻稿", "新聞稿"])
}

fn is_obituary(piece: &Piece) -> bool {
    let labelled = piece.is_labelled(&["obituary", "obituaries", "in memoriam", "讣告", "讣闻", "訃聞", "悼念", "追忆", "缅怀"]);
    let section = piece.is_in_section(&["obituary", "obituaries", "obits"]);
    let dies_at = ["dies at", "dead at", "dies aged", "dies, aged", "has died at", "died at", "died aged"].iter().any(|phrase| {
        piece.title.split(phrase).nth(1).is_some_and(|rest| rest.trim_start().starts_with(|c: char| c.is_ascii_digit()))
    });
    let zh = piece.title.contains("逝世") && piece.title.contains('享') || piece.title.contains("享年") || piece.title.contains("终年");
    labelled || section || dies_at || zh || piece.title.ends_with(" obituary")
}

fn is_live(piece: &Piece) -> bool {
    const PHRASES: &[&str] = &["live updates", "live blog", "liveblog", "as it happened", "live coverage", "live:", "live –", "– live", "- live", "| live", "watch live", "文字直播", "图文直播", "实时更新", "滚动更新", "直播中", "直播|", "直播｜"];
    PHRASES.iter().any(|phrase| piece.title.contains(phrase)) && !piece.title.contains("olive:") || piece.is_labelled(&["live", "直播", "实时"]) || piece.is_in_section(&["live", "live-updates", "liveblog", "live-blog"])
}

/// Something to buy. One brand's product news is news: what sells gives prices off, codes or "where to buy".
fn is_promotion(piece: &Piece) -> bool {
    const TITLES: &[&str] = &[
        "promo code", "promo codes", "coupon", "coupons", "discount code", "best deals", "day deals", "deals we", "deals worth", "deals actually", "top deals", "friday deals", "weekend deals", "holiday deals", "amazon deals", "deals right now", "deals today", "monday deals", "deal of the day", "prime day deals", "where to buy", "how to buy", "off right now", "gift guide", "gift ideas", "gifts for", "sponsored", "paid post",
        "advertorial", "partner content", "save up to", "on sale for", "is on sale", "lowest price", "lowest price ever", "record low price", "优惠券", "优惠码", "折扣码", "限时抢购", "限时优惠", "特惠", "秒杀价", "好价", "到手价", "值得买", "团购", "满减", "領券", "優惠碼", "折扣碼", "限時優惠", "業配", "广告", "推广",
    ];
    const BEST: &[&str] = &["best", "8 best", "top 10", "top ten"];
    let sells_best = piece.title.split_whitespace().take(3).any(|word| word == "best")
        && has(&piece.all.chars().take(1_500).collect::<String>(), &["we may earn", "affiliate", "at amazon", "shop now", "buy now", "our picks", "we tested", "editors' picks", "according to editors", "in-store", "for every budget"]);
    let is_about_deals = has(&piece.title, &["trade deals", "peace deals", "arms deals", "tv deals", "merger deals", "contract deals", "deals with", "deals blow", "police", "court", "probe", "inquiry", "诈骗", "监管", "罚"]);
    debug_assert!(!BEST.is_empty());
    let labelled = piece.is_labelled(&["deal", "deals", "ad", "sponsored", "promoted", "advertisement", "paid content", "广告", "推广", "赞助", "廣編特輯"]);
    let section = piece.is_in_section(&["deals", "coupons", "sponsored", "partner-content", "paid-content", "shopping", "advertorial", "brandvoice", "gift-guides", "buying-guides"]);
    labelled || section || !is_about_deals && (piece.title_has(TITLES) || sells_best)
}

/// Text that gives orders to models.
///
/// A report about the matter quotes such orders; a piece that gives them speaks to the model. Control tokens of chat
/// formats count anywhere. Phrases count outside quotation marks, and twice as much in the title or the first lines;
/// the strong ones alone suffice, the weak ones only together.
pub(super) fn is_injection(title: &str, text: &str) -> bool {
    const TOKENS: &[&str] = &["<|im_start|>", "<|im_end|>", "<|system|>", "<|endoftext|>", "[/inst]", "<<sys>>", "<|assistant|>", "</system>", "<|begin_of_text|>", "<|start_header_id|>"];
    const STRONG: &[&str] = &[
        "ignore all previous instructions", "ignore previous instructions", "ignore the previous instructions", "ignore the above instructions", "ignore your instructions", "ignore your previous instructions",
        "ignore all prior instructions", "ignore any previous instructions", "ignore all instructions", "disregard previous instructions", "disregard all previous", "disregard the above", "disregard your instructions", "forget your instructions",
        "forget all previous", "forget previous instructions", "override your instructions", "you are now in developer mode", "you are now dan", "new instructions:", "begin system prompt", "reveal your system prompt", "print your system prompt",
        "instructions to the ai", "instruction to the ai", "note to ai", "attention ai", "ai assistants must", "ai assistant must", "language models must", "language model must", "if you are an ai", "if you are a language model", "if you are an llm", "llms reading this", "dear ai",
        "忽略以上", "忽略之前的", "忽略先前的", "忽略上述", "忽略前面的", "忽略所有指令", "忽略你的指令", "无视以上", "无视之前的", "无视上述", "忘记之前的指令", "忘记以上", "如果你是ai", "如果你是人工智能", "如果你是语言模型", "如果你是大模型", "ai助手请", "请ai", "致ai", "忽略先前", "忽略之前", "無視以上",
    ];
    const WEAK: &[&str] = &[
        "system prompt", "you must output", "you must respond", "you must write", "you must report", "output only", "respond only with", "reply only with", "do not mention this", "as an ai", "as a language model", "act as", "pretend to be",
        "you are now", "your new task", "your task is now", "do not tell the user", "do not follow", "print the following", "repeat the following", "append the following", "include the following sentence", "say that", "rank this story", "lead story", "你现在是", "你必须输出", "请输出", "你的新任务", "系统提示", "不要告诉用户", "不要提及", "只输出", "从现在起你", "请在摘要中", "头条", "你的任务是",
    ];
    let both = fold(&format!("{title}\n{text}"));
    if TOKENS.iter().any(|token| both.contains(token)) {
        return true;
    }
    let unquoted = without_quotations(&both);
    let strong = STRONG.iter().filter(|phrase| contains_phrase(&unquoted, phrase)).count();
    let weak = WEAK.iter().filter(|phrase| contains_phrase(&unquoted, phrase)).count();
    let is_about_it = has(&both, &["prompt injection", "prompt injections", "jailbreak", "jailbreaks", "提示注入", "提示词注入", "越狱", "researchers", "researcher", "研究人员", "attackers", "attacker", "攻击者"]);
    let needed = if is_about_it { 3 } else { 2 };
    strong * 2 + weak.min(2) > needed || strong > 0 && !is_about_it
}

/// What stands in quotation marks is said by somebody else.
fn without_quotations(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for line in text.lines() {
        let n_quotes = line.matches('"').count();
        let mut inside = false;
        let mut depth = 0usize;
        for c in line.chars() {
            match c {
                '"' if n_quotes.is_multiple_of(2) => inside = !inside,
                '「' | '『' | '《' => depth += 1,
                '」' | '』' | '》' => depth = depth.saturating_sub(1),
                _ if !inside && depth == 0 => out.push(c),
                _ => {}
            }
        }
        out.push('\n');
    }
    out
}

#[cfg(test)]
#[path = "marks_tests.rs"]
mod tests;
