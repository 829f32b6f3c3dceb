//! English words behind abbreviations: units, money, titles, months, states.

/// What a multiplier after a figure is called.
pub(super) fn multiplier(written: &str) -> Option<&'static str> {
    Some(match written.trim().to_ascii_lowercase().as_str() {
        "hundred" => "hundred",
        "k" | "thousand" => "thousand",
        "m" | "mn" | "mln" | "million" => "million",
        "b" | "bn" | "bln" | "billion" => "billion",
        "t" | "tn" | "trn" | "trillion" => "trillion",
        _ => return None,
    })
}

/// One and many of a currency by its sign or code.
pub(super) fn currency(sign: &str) -> Option<(&'static str, &'static str)> {
    Some(match sign {
        "$" | "US$" | "USD" => ("dollar", "dollars"),
        "A$" | "AU$" | "AUD" => ("Australian dollar", "Australian dollars"),
        "C$" | "CA$" | "CAD" => ("Canadian dollar", "Canadian dollars"),
        "HK$" | "HKD" => ("Hong Kong dollar", "Hong Kong dollars"),
        "S$" | "SGD" => ("Singapore dollar", "Singapore dollars"),
        "NT$" | "TWD" => ("Taiwan dollar", "Taiwan dollars"),
        "NZ$" | "NZD" => ("New Zealand dollar", "New Zealand dollars"),
        "€" | "EUR" => ("euro", "euros"),
        "£" | "GBP" => ("pound", "pounds"),
        "¥" | "CNY" | "RMB" | "CN¥" => ("yuan", "yuan"),
        "JPY" | "JP¥" => ("yen", "yen"),
        "₹" | "INR" | "Rs" => ("rupee", "rupees"),
        "₩" | "KRW" => ("won", "won"),
        "₽" | "RUB" => ("rouble", "roubles"),
        "₺" => ("lira", "lira"),
        "₿" => ("bitcoin", "bitcoin"),
        "R$" => ("real", "reais"),
        "CHF" => ("Swiss franc", "Swiss francs"),
        _ => return None,
    })
}

/// One and many of a unit.
pub(super) fn unit(written: &str) -> Option<(&'static str, &'static str)> {
    Some(match written {
        "km/h" | "kph" | "kmh" => ("kilometer per hour", "kilometers per hour"),
        "m/s" => ("meter per second", "meters per second"),
        "mph" => ("mile per hour", "miles per hour"),
        "km²" | "km2" | "sq km" => ("square kilometer", "square kilometers"),
        "m²" | "m2" | "sq m" => ("square meter", "square meters"),
        "cm²" | "cm2" => ("square centimeter", "square centimeters"),
        "m³" | "m3" => ("cubic meter", "cubic meters"),
        "sq ft" => ("square foot", "square feet"),
        "km" => ("kilometer", "kilometers"),
        "m" => ("meter", "meters"),
        "cm" => ("centimeter", "centimeters"),
        "mm" => ("millimeter", "millimeters"),
        "μm" | "µm" => ("micrometer", "micrometers"),
        "nm" => ("nanometer", "nanometers"),
        "ft" => ("foot", "feet"),
        "mi" => ("mile", "miles"),
        "kg" => ("kilogram", "kilograms"),
        "g" => ("gram", "grams"),
        "mg" => ("milligram", "milligrams"),
        "lb" | "lbs" => ("pound", "pounds"),
        "oz" => ("ounce", "ounces"),
        "ml" | "mL" => ("milliliter", "milliliters"),
        "L" => ("liter", "liters"),
        "ha" => ("hectare", "hectares"),
        "GW" => ("gigawatt", "gigawatts"),
        "MW" => ("megawatt", "megawatts"),
        "kW" => ("kilowatt", "kilowatts"),
        "W" => ("watt", "watts"),
        "TWh" => ("terawatt hour", "terawatt hours"),
        "GWh" => ("gigawatt hour", "gigawatt hours"),
        "MWh" => ("megawatt hour", "megawatt hours"),
        "kWh" => ("kilowatt hour", "kilowatt hours"),
        "mAh" => ("milliamp hour", "milliamp hours"),
        "V" => ("volt", "volts"),
        "GHz" => ("gigahertz", "gigahertz"),
        "MHz" => ("megahertz", "megahertz"),
        "kHz" => ("kilohertz", "kilohertz"),
        "Hz" => ("hertz", "hertz"),
        "TB" => ("terabyte", "terabytes"),
        "GB" => ("gigabyte", "gigabytes"),
        "MB" => ("megabyte", "megabytes"),
        "KB" | "kB" => ("kilobyte", "kilobytes"),
        "Gbps" => ("gigabit per second", "gigabits per second"),
        "Mbps" => ("megabit per second", "megabits per second"),
        "ms" => ("millisecond", "milliseconds"),
        "sec" | "secs" => ("second", "seconds"),
        "min" | "mins" => ("minute", "minutes"),
        "hr" | "hrs" => ("hour", "hours"),
        "bps" => ("basis point", "basis points"),
        "°C" | "℃" | "° C" => ("degree Celsius", "degrees Celsius"),
        "°F" | "℉" => ("degree Fahrenheit", "degrees Fahrenheit"),
        "°" => ("degree", "degrees"),
        "dB" => ("decibel", "decibels"),
        "ppm" => ("part per million", "parts per million"),
        _ => return None,
    })
}

/// The full name of a month, small, as it is said within a date.
pub(super) fn month(written: &str) -> Option<&'static str> {
    const MONTHS: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    let written = written.trim_end_matches('.').to_ascii_lowercase();
    if let Ok(number) = written.parse::<usize>() {
        return MONTHS.get(number.checked_sub(1)?).copied();
    }
    MONTHS
        .iter()
        .find(|month| written.len() >= 3 && month.starts_with(&*written) || **month == "september" && written == "sept")
        .copied()
}

/// Abbreviations that are said in full, with their stop.
pub(super) const ABBREVIATIONS: &[(&str, &str)] = &[
    ("Mr.", "Mister"),
    ("Mrs.", "Missus"),
    ("Ms.", "Miz"),
    ("Dr.", "Doctor"),
    ("Prof.", "Professor"),
    ("Rev.", "Reverend"),
    ("Hon.", "Honorable"),
    ("Maj.", "Major"),
    ("Gen.", "General"),
    ("Col.", "Colonel"),
    ("Capt.", "Captain"),
    ("Lt.", "Lieutenant"),
    ("Sgt.", "Sergeant"),
    ("Cmdr.", "Commander"),
    ("Adm.", "Admiral"),
    ("Sen.", "Senator"),
    ("Rep.", "Representative"),
    ("Gov.", "Governor"),
    ("Pres.", "President"),
    ("Mt.", "Mount"),
    ("Ft.", "Fort"),
    ("St.", "Saint"),
    ("Jr.", "Junior"),
    ("Sr.", "Senior"),
    ("Inc.", "Incorporated"),
    ("Corp.", "Corporation"),
    ("Ltd.", "Limited"),
    ("Co.", "company"),
    ("Dept.", "Department"),
    ("Univ.", "University"),
    ("Assn.", "Association"),
    ("Ave.", "Avenue"),
    ("Blvd.", "Boulevard"),
    ("approx.", "approximately"),
    ("est.", "estimated"),
    ("vs.", "versus"),
    ("v.", "versus"),
    ("etc.", "et cetera"),
    ("e.g.", "for example"),
    ("i.e.", "that is"),
    ("Ph.D.", "PHD"),
    ("M.D.", "MD"),
    ("U.S.A.", "USA"),
    ("U.S.", "US"),
    ("U.K.", "UK"),
    ("U.N.", "UN"),
    ("E.U.", "EU"),
    ("D.C.", "DC"),
    ("B.C.", "BC"),
    ("A.D.", "AD"),
];

/// A weekday by its first three letters.
pub(super) fn weekday(short: &str) -> Option<&'static str> {
    const DAYS: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
    DAYS.iter().find(|day| day.starts_with(short)).copied()
}

/// States by their postal code, as they stand after a town and a comma.
pub(super) fn state(code: &str) -> Option<&'static str> {
    Some(match code {
        "AL" => "Alabama",
        "AZ" => "Arizona",
        "AR" => "Arkansas",
        "CA" => "California",
        "CO" => "Colorado",
        "CT" => "Connecticut",
        "DC" => "D C",
        "FL" => "Florida",
        "GA" => "Georgia",
        "IL" => "Illinois",
        "KS" => "Kansas",
        "KY" => "Kentucky",
        "LA" => "Louisiana",
        "MA" => "Massachusetts",
        "MD" => "Maryland",
        "MI" => "Michigan",
        "MN" => "Minnesota",
        "MO" => "Missouri",
        "MS" => "Mississippi",
        "NC" => "North Carolina",
        "NE" => "Nebraska",
        "NJ" => "New Jersey",
        "NM" => "New Mexico",
        "NV" => "Nevada",
        "NY" => "New York",
        "PA" => "Pennsylvania",
        "SC" => "South Carolina",
        "TN" => "Tennessee",
        "TX" => "Texas",
        "UT" => "Utah",
        "VA" => "Virginia",
        "WA" => "Washington",
        "WI" => "Wisconsin",
        _ => return None,
    })
}

/// Words after which a Roman numeral is a number.
pub(super) const BEFORE_ROMAN: &str =
    "War|Chapter|Part|Act|Phase|Type|Title|Volume|Vol|Section|Article|Bowl|Class|Level|Stage|Mark|Apollo|Category|Book";

/// Names after which a Roman numeral is an ordinal.
pub(super) const RULERS: &str = "Charles|Elizabeth|Henry|Edward|George|William|James|Louis|Leo|Benedict|Paul|Pius|Philip|Felipe|Frederik|Frederick|Gustaf|Nicholas|Catherine|Peter|Napoleon|Abdullah|Mohammed|Harald|Albert|Rama";
