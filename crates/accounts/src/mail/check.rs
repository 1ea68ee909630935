//! What Settings → E-mail and Settings → Messages have to fulfil before they are kept.

use url::Url;

use super::{
    MailAuth, MailSecurity, MailServer, MailSettings, MessageSettings, Template, TemplateFlaw, TemplateKind,
};
use crate::{
    EmailAddress, Problem, address,
    problem::{Field, Flaw},
    text,
};

/// Characters of one line.
const LINE_MAX: usize = 200;
/// Characters of an address of the web.
const ADDRESS_MAX: usize = 2_000;
/// Characters of a template's body.
const BODY_MAX: usize = 10_000;
/// Octets of an authority's certificates.
const AUTHORITY_MAX: usize = 100_000;

/// A line, or what is wrong with it.
fn line(problems: &mut Vec<Problem>, field: Field, raw: &str, max: usize) -> String {
    text::line(raw, max).unwrap_or_else(|flaw| {
        problems.push(Problem::new(field, flaw));
        String::new()
    })
}

/// A line that may be empty.
fn optional(problems: &mut Vec<Problem>, field: Field, raw: &str, max: usize) -> String {
    if raw.trim().is_empty() {
        String::new()
    } else {
        line(problems, field, raw, max)
    }
}

fn checked<T>(value: T, problems: Vec<Problem>) -> Result<T, Vec<Problem>> {
    if problems.is_empty() {
        Ok(value)
    } else {
        Err(problems)
    }
}

impl MailSettings {
    /// Trims every text, and tells all that is wrong.
    pub fn checked(self) -> Result<Self, Vec<Problem>> {
        Ok(Self {
            server: self.server.map(MailServer::checked).transpose()?,
        })
    }
}

impl MailServer {
    /// Trims every text, and tells all that is wrong. Whether the authority is one shows when it is used.
    pub fn checked(self) -> Result<Self, Vec<Problem>> {
        let mut problems = Vec::new();
        let host = line(&mut problems, Field::MailHost, &self.host, LINE_MAX);
        if !host.is_empty() && !address::is_host(&host) {
            problems.push(Problem::new(Field::MailHost, Flaw::HostInvalid));
        } else if self.security == MailSecurity::None && !address::is_this_computer(&host) {
            problems.push(Problem::new(Field::MailSecurity, Flaw::AddressNotEncrypted));
        }
        if self.port == 0 {
            let flaw = Flaw::OutOfRange {
                min: 1,
                max: u16::MAX.into(),
            };
            problems.push(Problem::new(Field::MailPort, flaw));
        }
        let account = match self.auth {
            MailAuth::None => String::new(),
            _ => line(&mut problems, Field::MailAccount, &self.account, LINE_MAX),
        };
        let sender = match EmailAddress::parse(&self.sender) {
            Ok(address) => address.as_str().to_owned(),
            Err(flaw) => {
                problems.push(Problem::new(Field::MailSender, flaw));
                String::new()
            }
        };
        let hello = optional(&mut problems, Field::MailHello, &self.hello, LINE_MAX);
        if !hello.is_empty() && !address::is_host(&hello) {
            problems.push(Problem::new(Field::MailHello, Flaw::HostInvalid));
        }
        if self.authority.len() > AUTHORITY_MAX {
            let flaw = Flaw::TooLong { max: AUTHORITY_MAX };
            problems.push(Problem::new(Field::MailAuthority, flaw));
        }
        let server = Self {
            sender_name: optional(&mut problems, Field::MailSenderName, &self.sender_name, LINE_MAX),
            host,
            account,
            sender,
            hello,
            authority: self.authority.trim().to_owned(),
            ..self
        };
        checked(server, problems)
    }
}

impl MessageSettings {
    /// Trims every text, and tells all that is wrong.
    pub fn checked(self) -> Result<Self, Vec<Problem>> {
        let mut problems = Vec::new();
        let link_base = optional(&mut problems, Field::LinkBase, &self.link_base, ADDRESS_MAX);
        if let Some(flaw) = base_flaw(&link_base) {
            problems.push(Problem::new(Field::LinkBase, flaw));
        }
        let hours = 1..=Self::ACTIVATION_HOURS_MAX;
        if !hours.contains(&self.activation_hours) {
            let flaw = Flaw::OutOfRange {
                min: 1,
                max: Self::ACTIVATION_HOURS_MAX,
            };
            problems.push(Problem::new(Field::ActivationHours, flaw));
        }
        let mut templates = std::collections::BTreeMap::new();
        for (kind, template) in self.templates {
            match template.checked(kind) {
                Ok(template) => {
                    templates.insert(kind, template);
                }
                Err(flaws) => problems.extend(flaws),
            }
        }
        let settings = Self {
            link_base: link_base.trim_end_matches('/').to_owned(),
            templates,
            ..self
        };
        checked(settings, problems)
    }
}

impl Template {
    /// Trims it, and tells all that is wrong with it as one of a kind.
    pub fn checked(self, kind: TemplateKind) -> Result<Self, Vec<Problem>> {
        let mut problems = Vec::new();
        let subject = line(&mut problems, Field::TemplateSubject, &self.subject, LINE_MAX);
        let body = self.body.replace("\r\n", "\n").trim().to_owned();
        if body.is_empty() {
            problems.push(Problem::new(Field::TemplateBody, Flaw::Required));
        } else if body.chars().count() > BODY_MAX {
            problems.push(Problem::new(Field::TemplateBody, Flaw::TooLong { max: BODY_MAX }));
        } else if let Some(c) = body.chars().find(|c| *c != '\n' && text::is_forbidden(*c)) {
            problems.push(Problem::new(Field::TemplateBody, Flaw::ForbiddenCharacter(c)));
        }
        let template = Self { subject, body };
        if problems.is_empty() {
            problems = template
                .flaws(kind)
                .into_iter()
                .map(|flaw| template.problem(flaw))
                .collect();
        }
        checked(template, problems)
    }

    fn problem(&self, flaw: TemplateFlaw) -> Problem {
        match flaw {
            TemplateFlaw::Unknown(name) => {
                let in_subject = self.subject.contains(&format!("{{{name}}}"));
                let field = if in_subject {
                    Field::TemplateSubject
                } else {
                    Field::TemplateBody
                };
                Problem::new(field, Flaw::PlaceholderInvalid(name))
            }
            TemplateFlaw::InSubject(name) => {
                Problem::new(Field::TemplateSubject, Flaw::PlaceholderInvalid(name.to_owned()))
            }
            TemplateFlaw::Missing(name) => {
                Problem::new(Field::TemplateBody, Flaw::PlaceholderMissing(name.to_owned()))
            }
        }
    }
}

/// Links are opened on telephones, over networks of others: the page is reached by `https:`, or is on this computer.
fn base_flaw(base: &str) -> Option<Flaw> {
    if base.is_empty() {
        return None;
    }
    match address::parse(base) {
        Err(flaw) => Some(flaw.into()),
        Ok(url) if !is_plain(&url) => Some(Flaw::AddressInvalid),
        Ok(_) => None,
    }
}

/// Nothing may stand behind the path, and nobody signs in.
fn is_plain(url: &Url) -> bool {
    url.query().is_none() && url.fragment().is_none() && url.username().is_empty() && url.password().is_none()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn server() -> MailServer {
        MailServer {
            host: " smtp.example.com ".to_owned(),
            port: 587,
            security: MailSecurity::StartTls,
            auth: MailAuth::Password,
            account: "app".to_owned(),
            sender: "desk@example.com".to_owned(),
            sender_name: String::new(),
            hello: String::new(),
            authority: String::new(),
        }
    }

    fn fields(problems: &[Problem]) -> Vec<Field> {
        problems.iter().map(|problem| problem.field).collect()
    }

    #[test]
    fn a_server_is_trimmed_and_its_flaws_are_told_by_field() {
        let good = server().checked().expect("good");
        assert_eq!(
            (good.host.as_str(), good.hello()),
            ("smtp.example.com", "example.com")
        );
        let bad = MailServer {
            host: "no host".to_owned(),
            port: 0,
            account: " ".to_owned(),
            sender: "desk".to_owned(),
            sender_name: "a\r\nBcc: all@example.com".to_owned(),
            hello: "a b".to_owned(),
            ..server()
        };
        let problems = bad.checked().expect_err("bad");
        let expected = [
            Field::MailHost,
            Field::MailPort,
            Field::MailAccount,
            Field::MailSender,
            Field::MailHello,
            Field::MailSenderName,
        ];
        assert_eq!(fields(&problems), expected);
    }

    #[test]
    fn only_this_computer_is_reached_without_tls() {
        for (host, good) in [
            ("127.0.0.1", true),
            ("localhost", true),
            ("::1", true),
            ("10.0.0.1", false),
        ] {
            let open = MailServer {
                host: host.to_owned(),
                security: MailSecurity::None,
                ..server()
            };
            assert_eq!(open.checked().is_ok(), good, "{host}");
        }
    }

    #[test]
    fn links_lead_to_https_and_nothing_stands_behind_them() {
        for (base, good) in [
            ("", true),
            ("https://id.example.com", true),
            ("https://id.example.com/desk/", true),
            ("http://127.0.0.1:8080", true),
            ("http://id.example.com", false),
            ("https://id.example.com/?a", false),
            ("https://a@id.example.com", false),
            ("id.example.com", false),
        ] {
            let settings = MessageSettings {
                link_base: base.to_owned(),
                ..MessageSettings::default()
            };
            assert_eq!(settings.checked().is_ok(), good, "{base}");
        }
    }

    #[test]
    fn a_template_needs_what_activates_and_keeps_it_out_of_its_subject() {
        let flaws = |subject: &str, body: &str| {
            let template = Template {
                subject: subject.to_owned(),
                body: body.to_owned(),
            };
            template
                .checked(TemplateKind::Confirmation)
                .err()
                .unwrap_or_default()
        };
        assert_eq!(
            flaws("Hello {first_name}", "{link}\r\n\r\n{code} until {until}"),
            []
        );
        let missing = flaws("Hello", "{code}");
        assert_eq!(fields(&missing), [Field::TemplateBody, Field::TemplateBody]);
        assert_eq!(missing[0].flaw, Flaw::PlaceholderMissing("link".to_owned()));
        let unknown = flaws("{nick}", "{link} {code} {until} {phone}");
        assert_eq!(fields(&unknown), [Field::TemplateSubject, Field::TemplateBody]);
        assert_eq!(
            fields(&flaws("{code}", "{link} {code} {until}")),
            [Field::TemplateSubject]
        );
        assert_eq!(
            fields(&flaws("a\nb", "")),
            [Field::TemplateSubject, Field::TemplateBody]
        );
    }
}
