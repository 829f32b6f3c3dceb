//! Chinese words that decide how the figures beside them are said.

/// The power of ten of an English multiplier.
pub(super) fn power(written: &str) -> Option<usize> {
    Some(match written.trim().to_ascii_lowercase().as_str() {
        "k" | "thousand" => 3,
        "w" => 4,
        "m" | "mn" | "million" => 6,
        "b" | "bn" | "billion" => 9,
        "t" | "tn" | "trillion" => 12,
        _ => return None,
    })
}

/// Things that are counted; before them two is 两.
pub(super) const COUNTED: &str = "个年天周名位家种项件条只张辆座亿万千百倍次场支艘架台栋套户人篇部所起批份元美欧港小分秒时点层吨公米升英岁国省州党会大方者成代届度双对头匹棵株颗粒块片本册页幅首句段堂餐顿桌杯瓶碗箱袋盒桶车船间幢口节排列队组班群股笔宗桩案则道封束枚尊门集季轮局盘回趟遍声步圈类样款亩卷根盏桥世事";

/// Of these there may be some two thousand; before other words such a figure is a year (2026春晚).
const COUNTED_LIKE_YEARS: &str =
    "个名位家种项件条只张辆座亿万倍次场支艘架台栋套户人元吨米升天岁集页斤亩点公余多几枚份所起字株棵头匹.,";

/// The same of more than one character.
const COUNTED_LIKE_YEARS_LONG: [&str; 10] =
    ["美元", "欧元", "港元", "日元", "英镑", "平方", "立方", "小时", "分钟", "毫米"];

/// Words that only begin like one of those: 2026人工智能大会, 2026米兰冬奥会.
const BEGIN_LIKE_COUNTED: [&str; 31] = [
    "台北", "台湾", "台海", "台风", "人工", "人民", "人形", "人才", "家电", "家居", "家博", "户外", "元旦", "元宵",
    "米兰", "天猫", "天津", "集团", "集成", "座谈", "公开", "公益", "公司", "公安", "张家", "名城", "种业", "项目",
    "场馆", "点评", "字节",
];

/// Whether a figure that could be a year counts what follows.
pub(super) fn is_counted_like_year(after: &str) -> bool {
    let begins = |words: &[&str]| words.iter().any(|word| after.starts_with(word));
    begins(&COUNTED_LIKE_YEARS_LONG)
        || (after.starts_with(|c: char| COUNTED_LIKE_YEARS.contains(c)) && !begins(&BEGIN_LIKE_COUNTED))
}

/// After these two stays 二, whatever the list above says: 2月, 2日, 2号; 2级, 2分之一.
const NOT_COUNTED: [&str; 14] =
    ["年级", "分之", "代", "大", "会", "度", "方", "人转", "班次", "车间", "队列", "组别", "世界", "事业"];

/// The first characters of units that are counted, and of traditional spellings.
const MEASURES: &str = "平立厘毫克瓦伏摄兆吉公海赫秒億萬個條歲";

/// Whether that which follows a figure is counted by it.
pub(super) fn is_counted(after: &str) -> bool {
    let is_not = NOT_COUNTED.iter().any(|word| after.starts_with(word)) || after.starts_with('两');
    !is_not && after.starts_with(|c: char| COUNTED.contains(c) || MEASURES.contains(c))
}

/// What a score did; after it or before it.
pub(super) const DEEDS: [&str; 17] = [
    "战胜", "击败", "大胜", "险胜", "不敌", "负于", "战平", "逆转", "取胜", "轻取", "力克", "完胜", "惨败", "横扫",
    "告负", "胜出", "获胜",
];

/// Words before a pair of figures that make it a score.
pub(super) const MATCH_WORDS: [&str; 39] = [
    "战胜",
    "击败",
    "大胜",
    "险胜",
    "不敌",
    "负于",
    "战平",
    "逆转",
    "取胜",
    "轻取",
    "力克",
    "完胜",
    "惨败",
    "横扫",
    "告负",
    "胜出",
    "获胜",
    "比分",
    "爆冷",
    "总分",
    "首局",
    "次局",
    "局分",
    "领先",
    "落后",
    "扳平",
    "半场",
    "直落",
    "决赛",
    "小组赛",
    "联赛",
    "常规赛",
    "季后赛",
    "首回合",
    "次回合",
    "男单",
    "女单",
    "男双",
    "女双",
];

/// Words near a pair of figures that make it a ratio.
pub(super) const RATIO_WORDS: [&str; 10] =
    ["比例", "配比", "之比", "比率", "比值", "赔率", "杠杆", "汇率", "画幅", "缩放"];
