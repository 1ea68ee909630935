//! Names in braces, in the texts that an administrator writes.

/// What stands before, in and after the first braces that hold a name. All other braces are literal, as those of JSON
/// are: after them come quotes, spaces or further braces.
pub(crate) fn next_name(text: &str) -> Option<(&str, &str, &str)> {
    text.match_indices('{').find_map(|(start, _)| {
        let (name, after) = text[start + 1..].split_once('}')?;
        let is_name = !name.is_empty()
            && name
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || b"_-".contains(&b));
        is_name.then_some((&text[..start], name, after))
    })
}

/// All names in braces, in order.
pub(crate) fn names(text: &str) -> Vec<&str> {
    let mut names = Vec::new();
    let mut rest = text;
    while let Some((_, name, after)) = next_name(rest) {
        names.push(name);
        rest = after;
    }
    names
}
