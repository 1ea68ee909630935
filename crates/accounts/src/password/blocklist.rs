//! The bundled list of leaked passwords (see `data/README.md`).

/// Case-folded, NFC, sorted by byte, one a line.
static COMMON: &str = include_str!("../../data/common-passwords.txt");

/// Whether a case-folded password is in the list.
///
/// A search by halves over the text itself: no set is built, so nothing is paid at start-up.
pub fn contains(folded: &str) -> bool {
    let mut rest = COMMON;
    while !rest.is_empty() {
        let middle = rest.floor_char_boundary(rest.len() / 2);
        let start = rest[..middle].rfind('\n').map_or(0, |at| at + 1);
        let end = rest[start..].find('\n').map_or(rest.len(), |at| start + at);
        match rest[start..end].cmp(folded) {
            std::cmp::Ordering::Equal => return true,
            std::cmp::Ordering::Less => rest = rest.get(end + 1..).unwrap_or_default(),
            std::cmp::Ordering::Greater => rest = &rest[..start],
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_is_long_enough_sorted_and_every_line_of_it_is_found() {
        let lines: Vec<&str> = COMMON.lines().collect();
        assert!(lines.len() >= 50_000, "{}", lines.len());
        assert!(lines.is_sorted());
        assert!(lines.iter().all(|line| contains(line)));
    }

    #[test]
    fn what_is_not_in_the_list_is_not_found() {
        for word in [
            "",
            "\n",
            "passwordx9x",
            "~",
            "!",
            "zzzzzzzzzzzzzzzzzz",
            "violet-kettle_73",
        ] {
            assert!(!contains(word), "{word}");
        }
    }
}
