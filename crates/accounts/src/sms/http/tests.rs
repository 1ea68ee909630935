use proptest::prelude::*;
use serde_json::Value;
use url::form_urlencoded;
use uuid::Uuid;

use super::*;
use crate::{MessageId, MessageText, PhoneNumber};

fn gateway() -> HttpGateway {
    HttpGateway {
        method: HttpMethod::Post,
        url: "https://sms.example/send/{to}?text={text}&key={secret}".to_owned(),
        headers: vec![("X-Text".to_owned(), "it is {text}".to_owned())],
        body_form: HttpBody::Json,
        body: r#"{"to": "{to_digits}", "deep": [{"text": "<{text}>"}]}"#.to_owned(),
        success_status: "200-299, 302".to_owned(),
        success_contains: String::new(),
    }
}

fn form_gateway() -> HttpGateway {
    HttpGateway {
        body_form: HttpBody::Form,
        body: "text={text}&to={to}&key={secret}".to_owned(),
        ..gateway()
    }
}

fn fill(gateway: &HttpGateway, text: &str, secret: &str) -> Result<HttpRequest, NotInAddress> {
    let sms = Sms {
        id: MessageId(Uuid::nil()),
        to: PhoneNumber::stored("+4915112345678").expect("a number"),
        text: MessageText::new(text.to_owned()),
    };
    let template = HttpTemplate::parse(gateway).expect("settings without flaws");
    template.fill(&sms, &ServiceSecret::new(secret.to_owned()))
}

fn pairs(encoded: &str) -> Vec<(String, String)> {
    form_urlencoded::parse(encoded.as_bytes()).into_owned().collect()
}

fn owned(pairs: [(&str, &str); 3]) -> Vec<(String, String)> {
    pairs
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .to_vec()
}

fn flaw_of(change: impl FnOnce(&mut HttpGateway)) -> Vec<HttpFlaw> {
    let mut gateway = gateway();
    change(&mut gateway);
    gateway.flaws()
}

/// Any text, more often than chance would with what means something to one of the parsers.
fn any_text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        any::<String>(),
        prop::sample::select(vec![
            "{secret}",
            "{to}",
            "&to=0",
            "\"",
            "\\",
            "\",\"to\":\"0",
            "\r\nX-Other: 1",
            "%26",
            "+",
            "/",
            "..",
            "?",
            "#",
            "\0",
            "\u{2028}",
            "😀",
            "=",
        ])
        .prop_map(str::to_owned),
    ];
    prop::collection::vec(piece, 0..6).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn any_text_comes_back_from_the_query_and_adds_no_parameter(text in any_text(), secret in any_text()) {
        let request = fill(&gateway(), &text, &secret).expect("a request");
        let seen: Vec<_> = request.url.query_pairs().into_owned().collect();
        prop_assert_eq!(seen, [("text".to_owned(), text), ("key".to_owned(), secret)]);
        prop_assert_eq!(request.url.host_str(), Some("sms.example"));
        prop_assert_eq!(request.url.path(), "/send/%2B4915112345678");
        prop_assert_eq!(request.url.fragment(), None);
    }

    #[test]
    fn any_text_is_one_segment_of_the_path_or_refused(text in any_text()) {
        let mut gateway = gateway();
        gateway.url = "https://sms.example/a/{text}/b".to_owned();
        match fill(&gateway, &text, "") {
            Ok(request) => {
                let segments: Vec<_> = request.url.path_segments().expect("a path").collect();
                prop_assert_eq!(segments.len(), 3);
                let seen = percent_encoding::percent_decode_str(segments[1]).decode_utf8().expect("UTF-8");
                prop_assert_eq!(&*seen, text.as_str());
            }
            Err(NotInAddress) => prop_assert!(text == "." || text == ".." ),
        }
    }

    #[test]
    fn any_text_comes_back_from_a_form_and_adds_no_field(text in any_text(), secret in any_text()) {
        let request = fill(&form_gateway(), &text, &secret).expect("a request");
        let body = request.body.expect("a body");
        prop_assert_eq!(pairs(&body), owned([("text", &text), ("to", "+4915112345678"), ("key", &secret)]));
    }

    #[test]
    fn any_text_comes_back_from_json_and_adds_no_key(text in any_text()) {
        let request = fill(&gateway(), &text, "").expect("a request");
        let seen: Value = serde_json::from_str(&request.body.expect("a body")).expect("JSON");
        let wanted = serde_json::json!({"to": "4915112345678", "deep": [{"text": format!("<{text}>")}]});
        prop_assert_eq!(seen, wanted);
    }

    #[test]
    fn any_text_stays_one_line_of_the_header(text in any_text()) {
        let request = fill(&gateway(), &text, "").expect("a request");
        let wanted = format!("it is {}", text.replace(char::is_control, " "));
        prop_assert_eq!(request.headers.len(), 2);
        prop_assert!(!request.headers[0].1.contains(char::is_control));
        prop_assert_eq!(&*request.headers[0].1, wanted.as_str());
    }

    #[test]
    fn no_settings_stop_the_check(url in any_text(), name in any_text(), value in any_text(), body in any_text(), status in any_text()) {
        flaw_of(|gateway| {
            gateway.url = format!("https://{url}");
            gateway.headers = vec![(name, value)];
            gateway.body = body;
            gateway.success_status = status;
        });
    }

    #[test]
    fn a_secret_said_back_in_any_escaping_is_hidden(secret in "[a-z\"\\\\ &é%]{6,20}") {
        let hidden = ServiceSecret::new(secret.clone());
        let request = fill(&form_gateway(), "", &secret).expect("a request");
        let quoted = Value::from(secret.as_str()).to_string();
        for words in [secret.as_str(), &quoted, request.url.query().expect("a query")] {
            let seen = hidden.hidden_in(words);
            prop_assert!(seen.contains('…') && !seen.contains(&secret), "{}", seen);
        }
    }
}

#[test]
fn a_body_says_its_type_unless_a_header_does() {
    let types = |gateway: &HttpGateway| -> Vec<String> {
        let request = fill(gateway, "", "").expect("a request");
        let named = request.headers.iter();
        let named = named.filter(|(name, _)| name.eq_ignore_ascii_case("content-type"));
        named.map(|(_, value)| value.to_string()).collect()
    };
    assert_eq!(types(&gateway()), ["application/json"]);
    assert_eq!(types(&form_gateway()), ["application/x-www-form-urlencoded"]);
    let mut own = gateway();
    own.headers
        .push(("Content-Type".to_owned(), "application/vnd.api+json".to_owned()));
    assert_eq!(types(&own), ["application/vnd.api+json"]);
}

#[test]
fn the_host_holds_no_placeholder() {
    for url in [
        "https://{to}.example/",
        "https://a:{secret}@b/",
        "{text}://a/",
        "https://a:{id}",
        "https://{phone}?x",
    ] {
        assert_eq!(
            flaw_of(|gateway| gateway.url = url.to_owned()),
            [HttpFlaw::PlaceholderInHost],
            "{url}"
        );
    }
}

#[test]
fn a_path_that_leads_elsewhere_is_no_address() {
    let flaws = flaw_of(|gateway| gateway.url = "https://a/b/../{to}".to_owned());
    assert_eq!(flaws, [HttpFlaw::Address(AddressFlaw::NotAnAddress)]);
}

#[test]
fn an_unknown_placeholder_is_named_with_its_place() {
    let unknown = |place| HttpFlaw::UnknownPlaceholder {
        place,
        name: "phone".to_owned(),
    };
    let flaws = flaw_of(|gateway| {
        gateway.url = "https://a/?to={phone}".to_owned();
        gateway.headers = vec![("X-To".to_owned(), "{phone}".to_owned())];
        gateway.body = r#"{"to": "{phone}"}"#.to_owned();
    });
    assert_eq!(
        flaws,
        [HttpPlace::Address, HttpPlace::Headers, HttpPlace::Body].map(unknown)
    );
}

#[test]
fn a_header_needs_a_name_of_its_own_and_a_value_of_one_line() {
    for name in ["", "X To", "X:", "Host", "content-length", "é"] {
        let flaws = flaw_of(|gateway| gateway.headers = vec![(name.to_owned(), String::new())]);
        assert_eq!(
            flaws,
            [HttpFlaw::HeaderName {
                name: name.to_owned()
            }],
            "{name}"
        );
    }
    let flaws = flaw_of(|gateway| gateway.headers = vec![("X-A".to_owned(), "a\r\nX-B: b".to_owned())]);
    assert_eq!(
        flaws,
        [HttpFlaw::HeaderValue {
            name: "X-A".to_owned()
        }]
    );
}

#[test]
fn a_json_body_is_json_with_placeholders_between_quotes() {
    for body in [
        r#"{"to": {to_digits}}"#,
        r#"{"to": "{to}""#,
        "{text}",
        r#"{"a": "\u{to}"}"#,
        "to={to}",
    ] {
        assert_eq!(
            flaw_of(|gateway| gateway.body = body.to_owned()),
            [HttpFlaw::NotJson],
            "{body}"
        );
    }
    assert_eq!(flaw_of(|gateway| gateway.body = String::new()), []);
}

#[test]
fn get_has_no_body() {
    assert_eq!(
        flaw_of(|gateway| gateway.method = HttpMethod::Get),
        [HttpFlaw::BodyWithGet]
    );
}

#[test]
fn a_list_of_status_codes_is_read() {
    let template = HttpTemplate::parse(&gateway()).map_err(|flaws| format!("{flaws:?}"));
    let template = template.expect("settings without flaws");
    let seen = [200, 204, 299, 300, 302, 404].map(|status| template.succeeds(status));
    assert_eq!(seen, [true, true, true, false, true, false]);
    for bad in ["", "2xx", "299-200", "200,", "20", "600", "100", "-", "200-"] {
        assert_eq!(
            flaw_of(|gateway| gateway.success_status = bad.to_owned()),
            [HttpFlaw::StatusList],
            "{bad}"
        );
    }
}

#[test]
fn the_address_of_a_rest_interface_is_bare() {
    let base = |base_url: &str| {
        let gateway = TwilioGateway {
            base_url: base_url.to_owned(),
            account: String::new(),
            from: String::new(),
        };
        gateway.base().map(String::from)
    };
    assert_eq!(
        base("https://api.twilio.com"),
        Ok("https://api.twilio.com/".to_owned())
    );
    assert_eq!(base("https://a/?b"), Err(AddressFlaw::NotAnAddress));
    assert_eq!(base("http://a/"), Err(AddressFlaw::NeedsTls));
}
