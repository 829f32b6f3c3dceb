//! Who owns an outlet, what it is about and how far it is trusted: a small table, and guesses for the rest.

use super::read::Outlet;

/// What is known of an outlet beside its articles.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Family {
    pub owner: String,
    pub beat: &'static str,
    pub trust: u8,
}

/// Part of a slug or name, owner, trust.
const OWNERS: &[(&str, &str, u8)] = &[
    ("ap-news", "The Associated Press", 5),
    ("bbc", "BBC", 5),
    ("xinhua", "新华社", 5),
    ("央视", "中央广播电视总台", 5),
    ("中央社", "中央通訊社", 5),
    ("guardian", "Guardian Media Group", 4),
    ("financial-times", "Nikkei", 4),
    ("bloomberg", "Bloomberg", 4),
    ("npr", "NPR", 4),
    ("al-jazeera", "Al Jazeera Media Network", 4),
    ("cnbc", "Versant", 4),
    ("cnn", "Warner Bros. Discovery", 4),
    ("espn", "Disney", 4),
    ("abc", "Disney", 4),
    ("politico", "Axel Springer", 4),
    ("nasa", "NASA", 4),
    ("science-aaas", "AAAS", 4),
    ("thepaper", "上海报业集团", 4),
    ("netease", "网易", 3),
    ("storm", "風傳媒", 3),
    ("cpcnews", "人民日报社", 4),
    ("epochtimes", "大紀元", 2),
    ("cnyes", "鉅亨網", 3),
    ("eastmoney", "东方财富", 3),
    ("端傳媒", "端傳媒", 4),
    ("聯合新聞網", "聯合報系", 4),
    ("經濟日報", "聯合報系", 4),
    ("udn", "聯合報系", 3),
    ("聯合報", "聯合報系", 4),
    ("倡議家", "聯合報系", 3),
    ("自由", "自由時報", 4),
    ("旺得富", "中時集團", 3),
    ("ctee", "中時集團", 4),
    ("數位時代", "巨思文化", 3),
    ("未來商務", "巨思文化", 3),
    ("天下雜誌", "天下雜誌集團", 4),
    ("cheers", "天下雜誌集團", 3),
    ("ars-technica", "Condé Nast", 4),
    ("wired", "Condé Nast", 4),
    ("pitchfork", "Condé Nast", 3),
    ("vogue", "Condé Nast", 3),
    ("billboard", "Penske Media", 3),
    ("rolling-stone", "Penske Media", 3),
    ("variety", "Penske Media", 3),
    ("hollywood-reporter", "Penske Media", 3),
    ("the-verge", "Vox Media", 4),
];

/// Part of a slug, name or section, in lower case, and the beat it tells; the first that occurs decides.
const BEATS: &[(&str, &str)] = &[
    ("sport", "sport"),
    ("espn", "sport"),
    ("體育", "sport"),
    ("体育", "sport"),
    ("tech", "technology"),
    ("verge", "technology"),
    ("wired", "technology"),
    ("openai", "technology"),
    ("deepmind", "technology"),
    ("hugging", "technology"),
    ("semiconductor", "technology"),
    ("ithome", "technology"),
    ("digitimes", "technology"),
    ("科技", "technology"),
    ("artificial", "technology"),
    ("financ", "business"),
    ("bloomberg", "business"),
    ("business", "business"),
    ("财富", "business"),
    ("財經", "business"),
    ("經濟", "business"),
    ("eastmoney", "business"),
    ("cnyes", "business"),
    ("wantrich", "business"),
    ("diario-financiero", "business"),
    ("scien", "science"),
    ("phys", "science"),
    ("space", "science"),
    ("nasa", "science"),
    ("quanta", "science"),
    ("singularity", "science"),
    ("carbon", "climate"),
    ("climate", "climate"),
    ("aging", "health"),
    ("lifespan", "health"),
    ("longevity", "health"),
    ("health", "health"),
    ("music", "culture"),
    ("pitchfork", "culture"),
    ("billboard", "culture"),
    ("rolling-stone", "culture"),
    ("variety", "culture"),
    ("hollywood", "culture"),
    ("vogue", "culture"),
    ("hypebeast", "culture"),
    ("politi", "politics"),
    ("world", "world"),
    ("央视", "china"),
    ("xinhua", "china"),
    ("cpcnews", "china"),
    ("thepaper", "china"),
];

/// What is known or guessed of an outlet.
pub(super) fn of(outlet: &Outlet) -> Family {
    let names = format!("{} {}", outlet.slug, outlet.name.to_lowercase());
    let known = OWNERS.iter().find(|(part, ..)| names.contains(part));
    let (owner, trust) = known.map_or((outlet.name.as_str(), 3), |(_, owner, trust)| (owner, *trust));
    let signs = format!("{names} {}", outlet.section.to_lowercase());
    let beat = BEATS.iter().find(|(part, _)| signs.contains(part)).map_or("general", |(_, beat)| beat);
    Family { owner: owner.to_owned(), beat, trust }
}
