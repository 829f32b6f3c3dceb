//! English words behind abbreviations: multipliers, titles, months, states.

/// What a multiplier after a figure is called.
pub(super) fn multiplier(written: &str) -> Option<&'static str> {
    Some(match written.trim().to_ascii_lowercase().as_str() {
        "hundred" => "hundred",
        "k" | "thousand" => "thousand",
        "m" | "mn" | "mln" | "million" => "million",
        "b" | "bn" | "bln" | "billion" => "billion",
        "t" | "tn" | "trn" | "trillion" => "trillion",
        "lakh" => "lakh",
        "crore" => "crore",
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
    ("Rd.", "Road"),
    ("Hwy.", "Highway"),
    ("Supt.", "Superintendent"),
    ("Insp.", "Inspector"),
    ("Cpl.", "Corporal"),
    ("Pvt.", "Private"),
    ("Brig.", "Brigadier"),
    ("Atty.", "Attorney"),
    ("Messrs.", "Messieurs"),
    ("Reps.", "Representatives"),
    ("Sens.", "Senators"),
    ("Jan.", "January"),
    ("Feb.", "February"),
    ("Aug.", "August"),
    ("Sept.", "September"),
    ("Oct.", "October"),
    ("Nov.", "November"),
    ("Dec.", "December"),
    ("Tues.", "Tuesday"),
    ("Thurs.", "Thursday"),
    ("Bros.", "Brothers"),
    ("Vol.", "Volume"),
    ("Sect.", "Section"),
    ("Fig.", "Figure"),
    ("Govt.", "Government"),
    ("Intl.", "International"),
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

/// States as papers shorten them after a town and a comma, without the stop.
pub(super) fn state_in_papers(short: &str) -> Option<&'static str> {
    Some(match short {
        "Ala" => "Alabama",
        "Ariz" => "Arizona",
        "Ark" => "Arkansas",
        "Calif" => "California",
        "Colo" => "Colorado",
        "Conn" => "Connecticut",
        "Del" => "Delaware",
        "Fla" => "Florida",
        "Ga" => "Georgia",
        "Ill" => "Illinois",
        "Ind" => "Indiana",
        "Kan" => "Kansas",
        "Ky" => "Kentucky",
        "La" => "Louisiana",
        "Mass" => "Massachusetts",
        "Md" => "Maryland",
        "Mich" => "Michigan",
        "Minn" => "Minnesota",
        "Miss" => "Mississippi",
        "Mo" => "Missouri",
        "Mont" => "Montana",
        "Neb" => "Nebraska",
        "Nev" => "Nevada",
        "Okla" => "Oklahoma",
        "Ore" => "Oregon",
        "Pa" => "Pennsylvania",
        "Tenn" => "Tennessee",
        "Va" => "Virginia",
        "Vt" => "Vermont",
        "Wash" => "Washington",
        "Wis" => "Wisconsin",
        "Wyo" => "Wyoming",
        _ => return None,
    })
}

/// Last words of the name of a street.
pub(super) const STREETS: [&str; 22] = [
    "Street",
    "St",
    "Avenue",
    "Ave",
    "Road",
    "Rd",
    "Boulevard",
    "Blvd",
    "Drive",
    "Dr",
    "Lane",
    "Ln",
    "Expressway",
    "Expy",
    "Highway",
    "Hwy",
    "Parkway",
    "Pkwy",
    "Court",
    "Place",
    "Square",
    "Way",
];

/// Words after which a Roman numeral is a number.
pub(super) const BEFORE_ROMAN: &str =
    "War|Chapter|Part|Act|Phase|Type|Title|Volume|Vol|Section|Article|Bowl|Class|Level|Stage|Mark|Apollo|Category|Book";

/// Names after which a Roman numeral is an ordinal.
pub(super) const RULERS: &str = "Charles|Elizabeth|Henry|Edward|George|William|James|Louis|Leo|Benedict|Paul|Pius|Philip|Felipe|Frederik|Frederick|Gustaf|Nicholas|Catherine|Peter|Napoleon|Abdullah|Mohammed|Harald|Albert|Rama";
