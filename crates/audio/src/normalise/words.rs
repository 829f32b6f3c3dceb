//! What stands behind a sign in both languages: currencies and units, read once from the tables in `data`.

use std::collections::HashMap;
use std::sync::LazyLock;

/// What a currency is called.
pub(super) struct Currency {
    pub(super) zh: &'static str,
    pub(super) en_one: &'static str,
    pub(super) en_many: &'static str,
}

/// What a unit is called: in Chinese before and after the figure.
pub(super) struct Unit {
    pub(super) zh: Option<(&'static str, &'static str)>,
    pub(super) en: Option<(&'static str, &'static str)>,
}

/// A currency by its sign or code.
pub(super) fn currency(sign: &str) -> Option<&'static Currency> {
    static TABLE: LazyLock<HashMap<&str, Currency>> = LazyLock::new(|| {
        let rows = rows(include_str!("../../data/currencies.tsv"));
        let named = |row: Vec<&'static str>| match row[..] {
            [sign, zh, en_one, en_many] => Some((sign, Currency { zh, en_one, en_many })),
            _ => None,
        };
        rows.filter_map(named).collect()
    });
    TABLE.get(sign)
}

/// A unit as it is written.
pub(super) fn unit(written: &str) -> Option<&'static Unit> {
    static TABLE: LazyLock<HashMap<&str, Unit>> = LazyLock::new(|| {
        let rows = rows(include_str!("../../data/units.tsv"));
        let known = |zh_or_en: (&'static str, &'static str)| (zh_or_en.1 != "-").then_some(zh_or_en);
        let named = |row: Vec<&'static str>| match row[..] {
            [written, zh_before, zh_after, en_one, en_many] => {
                Some((written, Unit { zh: known((zh_before, zh_after)), en: known((en_one, en_many)) }))
            }
            _ => None,
        };
        rows.filter_map(named).collect()
    });
    TABLE.get(written)
}

/// The lines of a table, cut at its tabs.
fn rows(table: &'static str) -> impl Iterator<Item = Vec<&'static str>> {
    lines(table).map(|line| line.split('\t').collect())
}

/// The lines of a list that are no remark.
pub(super) fn lines(table: &'static str) -> impl Iterator<Item = &'static str> {
    table.lines().filter(|line| !line.is_empty() && !line.starts_with('#'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_the_tables_is_read() {
        for table in [include_str!("../../data/currencies.tsv"), include_str!("../../data/units.tsv")] {
            let n_columns = rows(table).next().unwrap().len();
            assert!(rows(table).all(|row| row.len() == n_columns && row.iter().rev().take(2).all(|c| !c.is_empty())));
        }
        assert_eq!(currency("€").unwrap().en_many, "euros");
        assert_eq!(unit("km/h").unwrap().zh, Some(("每小时", "公里")));
        assert!(unit("s").unwrap().en.is_none());
    }
}
