//! What a server answers (RFC 5321, 4.2).

/// Octets of one answer that are read.
const REPLY_MAX: usize = 64 * 1024;

/// An answer: a code of three digits and lines of words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reply {
    pub code: u16,
    lines: Vec<String>,
}

/// What came is no SMTP.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Garbled;

/// How a server disposes of what it was asked, by the first digit of the code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// 2yz.
    Done,
    /// 3yz: it waits for more.
    Continue,
    /// 4yz.
    NotNow,
    /// 5yz.
    Never,
}

impl Reply {
    /// A server that closes the connection says so in the place of any answer (RFC 5321, 3.8).
    pub const CLOSING: u16 = 421;

    /// Takes an answer off what was heard once it is whole, and leaves what follows.
    pub fn take(heard: &mut Vec<u8>) -> Result<Option<Self>, Garbled> {
        let mut lines = Vec::new();
        let mut code = None;
        let mut rest = heard.as_slice();
        while let Some(end) = rest.iter().position(|octet| *octet == b'\n') {
            let (line, after) = rest.split_at(end + 1);
            let line = String::from_utf8_lossy(line);
            let (seen, last, words) = parse(line.trim_end()).ok_or(Garbled)?;
            if *code.get_or_insert(seen) != seen {
                return Err(Garbled);
            }
            lines.push(words.to_owned());
            rest = after;
            if last {
                let left = rest.len();
                heard.drain(..heard.len() - left);
                return Ok(Some(Self { code: seen, lines }));
            }
        }
        let hopeless = heard.len() > REPLY_MAX || !begins_like_a_reply(rest);
        if hopeless { Err(Garbled) } else { Ok(None) }
    }

    /// What it disposes.
    pub const fn verdict(&self) -> Verdict {
        match self.code / 100 {
            2 => Verdict::Done,
            3 => Verdict::Continue,
            4 => Verdict::NotNow,
            _ => Verdict::Never,
        }
    }

    /// The code and the words.
    pub fn words(&self) -> String {
        format!("{} {}", self.code, self.lines.join(" "))
    }

    /// What an extension that the server offers in its answer to EHLO says behind its name (RFC 5321, 4.1.1.1), where it
    /// offers it.
    pub fn offers(&self, extension: &str) -> Option<&str> {
        self.lines.iter().skip(1).find_map(|line| {
            let (name, rest) = line.split_once([' ', '=']).unwrap_or((line, ""));
            name.eq_ignore_ascii_case(extension).then_some(rest)
        })
    }
}

/// Code, whether it is the last line, and words of a line.
fn parse(line: &str) -> Option<(u16, bool, &str)> {
    let code = line
        .get(..3)
        .filter(|code| code.bytes().all(|b| b.is_ascii_digit()))?;
    let code = code.parse().ok().filter(|code| (200..600).contains(code))?;
    match line.as_bytes().get(3) {
        None => Some((code, true, "")),
        Some(b' ') => Some((code, true, &line[4..])),
        Some(b'-') => Some((code, false, &line[4..])),
        Some(_) => None,
    }
}

/// What never ends its line is known by its beginning.
fn begins_like_a_reply(line: &[u8]) -> bool {
    line.iter().take(3).all(u8::is_ascii_digit)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn taken(heard: &str) -> (Result<Option<Reply>, Garbled>, String) {
        let mut octets = heard.as_bytes().to_vec();
        let reply = Reply::take(&mut octets);
        (reply, String::from_utf8(octets).expect("text"))
    }

    #[test]
    fn an_answer_is_taken_once_it_is_whole() {
        for part in ["", "2", "250", "250-a\r\n", "250-a\r\n250 b"] {
            assert_eq!(taken(part), (Ok(None), part.to_owned()));
        }
        let (reply, rest) = taken("250-a\r\n250 b c\r\n354 go\r\n");
        let reply = reply.expect("SMTP").expect("whole");
        assert_eq!(
            (reply.words().as_str(), rest.as_str()),
            ("250 a b c", "354 go\r\n")
        );
        assert_eq!(taken("250\n").0.expect("SMTP").expect("whole").words(), "250 ");
    }

    #[test]
    fn what_is_no_answer_is_told_apart() {
        for bad in [
            "HTTP/1.1",
            "25x ok\r\n",
            "099 a\r\n",
            "600 a\r\n",
            "250-a\r\n251 b\r\n",
            "250+a\r\n",
            "\r\n",
            "é",
        ] {
            assert_eq!(taken(bad).0, Err(Garbled), "{bad:?}");
        }
        assert_eq!(Reply::take(&mut vec![b'2'; REPLY_MAX + 1]), Err(Garbled));
        assert_eq!(Reply::take(&mut b"250-a\r\n".repeat(REPLY_MAX)), Err(Garbled));
    }

    #[test]
    fn words_in_another_character_set_are_no_fault() {
        let reply = Reply::take(&mut b"550 gel\xF6scht\r\n".to_vec())
            .expect("SMTP")
            .expect("whole");
        assert_eq!(reply.words(), "550 gel\u{FFFD}scht");
    }

    #[test]
    fn extensions_are_found_in_any_case() {
        let (reply, _) =
            taken("250-STARTTLS at your service\r\n250-auth=LOGIN PLAIN\r\n250-SIZE\r\n250 smtputf8\r\n");
        let reply = reply.expect("SMTP").expect("whole");
        assert_eq!(reply.offers("STARTTLS"), None, "the first line is a greeting");
        assert_eq!(reply.offers("AUTH"), Some("LOGIN PLAIN"));
        assert_eq!(reply.offers("SMTPUTF8"), Some(""));
    }
}
