//! Chinese words behind signs: money, units, multipliers.

/// A currency by its sign or code.
pub(super) fn currency(sign: &str) -> Option<&'static str> {
    Some(match sign {
        "¥" | "元" => "元",
        "CNY" | "RMB" | "CN¥" => "人民币",
        "$" | "US$" | "USD" => "美元",
        "A$" | "AU$" | "AUD" => "澳元",
        "C$" | "CA$" | "CAD" => "加元",
        "HK$" | "HKD" => "港元",
        "NT$" | "TWD" => "新台币",
        "S$" | "SGD" => "新加坡元",
        "NZ$" | "NZD" => "新西兰元",
        "R$" => "雷亚尔",
        "€" | "EUR" => "欧元",
        "£" | "GBP" => "英镑",
        "JPY" | "JP¥" => "日元",
        "₩" | "KRW" => "韩元",
        "₹" | "INR" => "卢比",
        "₽" | "RUB" => "卢布",
        "CHF" => "瑞士法郎",
        _ => return None,
    })
}

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

/// A unit: what is said before the figure, and after it.
pub(super) fn unit(written: &str) -> Option<(&'static str, &'static str)> {
    let after = match written {
        "km/h" | "kph" => return Some(("每小时", "公里")),
        "mph" => return Some(("每小时", "英里")),
        "m/s" => return Some(("每秒", "米")),
        "km²" | "km2" => "平方千米",
        "m²" | "m2" | "㎡" => "平方米",
        "cm²" => "平方厘米",
        "m³" | "m3" => "立方米",
        "km" => "公里",
        "m" => "米",
        "cm" => "厘米",
        "mm" => "毫米",
        "μm" | "µm" => "微米",
        "nm" => "纳米",
        "kg" => "千克",
        "g" => "克",
        "mg" => "毫克",
        "μg" | "µg" => "微克",
        "t" => "吨",
        "L" => "升",
        "ml" | "mL" => "毫升",
        "GW" => "吉瓦",
        "MW" => "兆瓦",
        "kW" | "KW" => "千瓦",
        "W" => "瓦",
        "TWh" => "太瓦时",
        "GWh" => "吉瓦时",
        "MWh" => "兆瓦时",
        "kWh" => "千瓦时",
        "mAh" => "毫安时",
        "V" => "伏",
        "GHz" => "吉赫兹",
        "MHz" => "兆赫兹",
        "kHz" => "千赫兹",
        "Hz" => "赫兹",
        "ms" => "毫秒",
        "min" => "分钟",
        "dB" => "分贝",
        "ha" => "公顷",
        "bp" | "bps" | "BP" => "个基点",
        "°C" | "℃" => "摄氏度",
        "°F" | "℉" => "华氏度",
        "°" => "度",
        _ => return None,
    };
    Some(("", after))
}

/// Things that are counted; before them two is 两.
pub(super) const COUNTED: &str = "个年天周名位家种项件条只张辆座亿万千百倍次场支艘架台栋套户人年级篇部所起批份元美欧小分秒时点层吨公米升英岁国省州党会大方者成代届度";

/// After these two stays 二, whatever the list above says: 2月, 2日, 2号; 2级, 2分之一.
pub(super) const NOT_COUNTED: [&str; 9] = ["年级", "分之", "代", "大", "会", "度", "方", "成", "人转"];

/// Words near a pair of figures that make it a score.
pub(super) const MATCH_WORDS: [&str; 18] = [
    "比分", "战胜", "击败", "大胜", "险胜", "不敌", "负于", "战平", "逆转", "取胜", "轻取", "力克", "完胜", "惨败",
    "爆冷", "横扫", "告负", "总分",
];
