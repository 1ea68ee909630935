//! What a newcomer, a scanner of mail and somebody who tries find at a link.
#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test says what it expects"
)]

mod fixture;

use std::{collections::BTreeSet, sync::Arc};

use accounts::{
    Language,
    password::{Password, Verified},
};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use fixture::{CHOSEN, FORM, GIVEN, Served};
use sha2::{Digest as _, Sha256};
use tokio::task::JoinSet;

/// A token that nobody was sent.
const INVENTED: &str = "/activate/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

#[tokio::test]
async fn looking_changes_nothing_and_the_button_activates() {
    let served = Served::new().await;
    served.ask_for_password(false).await;
    let (user, link) = served.newcomer("nadia@example.com").await;
    for method in ["GET", "HEAD", "GET", "OPTIONS", "PUT", "DELETE"] {
        served.request(method, &link, &[], None).await;
    }
    assert!(!served.is_active(user).await);
    let shown = served.get(&link).await;
    assert_eq!(shown.status, 200);
    assert!(shown.body.contains("nadia@example.com") && !shown.body.contains("type=\"password\""));
    assert!(!shown.body.contains(link.trim_start_matches("/activate/")));
    let done = served.post(&link, "").await;
    assert_eq!(done.status, 200);
    assert!(done.body.contains("Your account is active"));
    assert!(served.is_active(user).await);
    assert_eq!(served.get(&link).await.status, 404);
    assert_eq!(served.post(&link, "").await.status, 404);
}

#[tokio::test]
async fn a_password_of_ones_own_is_chosen_and_is_the_one_to_sign_in_with() {
    let served = Served::new().await;
    let (user, link) = served.newcomer("nadia@example.com").await;
    let shown = served.get(&link).await;
    assert_eq!(shown.body.matches("type=\"password\"").count(), 2);
    assert!(shown.body.contains("have 8 to 128 characters"));
    let done = served.post(&link, FORM).await;
    assert_eq!(done.status, 200, "{}", done.body);
    assert!(served.is_active(user).await);
    let stored = served.desk.directory.user(user).await.expect("a user").password;
    let hashing = &served.desk.hashing;
    let is = async |password| {
        hashing
            .verify(Password::new(password), Some(stored.clone()))
            .await
    };
    assert_ne!(is(CHOSEN).await, Verified::No);
    assert_eq!(is(GIVEN).await, Verified::No);
}

#[tokio::test]
async fn a_password_with_signs_of_all_kinds_arrives_as_typed() {
    let served = Served::new().await;
    let (user, link) = served.newcomer("nadia@example.com").await;
    let typed = "Gr%C3%B6%C3%9Fe+%F0%9F%A6%80%26und%3D%C3%9Cb3r_mut%25";
    let done = served
        .post(&link, &format!("password={typed}&again={typed}"))
        .await;
    assert_eq!(done.status, 200, "{}", done.body);
    let stored = served.desk.directory.user(user).await.expect("a user").password;
    let password = Password::new("Größe 🦀&und=Üb3r_mut%");
    let verified = served.desk.hashing.verify(password, Some(stored)).await;
    assert_ne!(verified, Verified::No);
}

#[tokio::test]
async fn what_is_wrong_with_a_password_is_told_in_the_readers_language_and_nothing_typed_comes_back() {
    let served = Served::new().await;
    let (user, link) = served.newcomer("nadia@example.com").await;
    let told = [
        (Language::En, "<title>Error: ", "Use at least 8 characters"),
        (Language::Es, "<title>Error: Active", "Use al menos 8 caracteres"),
        (
            Language::Fr,
            "<title>Erreur\u{a0}: ",
            "Utilisez au moins 8 caractères",
        ),
        (
            Language::De,
            "<title>Fehler: ",
            "Verwenden Sie mindestens 8 Zeichen",
        ),
        (Language::Pt, "<title>Erro: ", "Use pelo menos 8 caracteres"),
        (Language::Ar, "<title>خطأ: ", "يجب ألا يقل عدد الأحرف عن 8"),
        (Language::Ja, "<title>エラー：", "8文字以上にしてください"),
        (Language::Zh, "<title>错误：", "请至少使用 8 个字符"),
    ];
    for (language, title, problem) in told {
        let accept = format!("Accept-Language: {}, nl;q=0.5", language.tag());
        let form = "password=xQz7&again=kVw9";
        let answer = served.request("POST", &link, &[&accept], Some(form)).await;
        assert_eq!(answer.status, 422);
        assert!(answer.body.contains(title), "{language:?}");
        assert_eq!(answer.body.matches(problem).count(), 2, "{language:?}");
        assert!(!answer.body.contains("xQz7") && !answer.body.contains("kVw9"));
    }
    assert!(!served.is_active(user).await);
    assert_eq!(served.post(&link, FORM).await.status, 200);
}

#[tokio::test]
async fn every_kind_of_flaw_is_told_in_words() {
    let served = Served::new().await;
    let (_, link) = served.newcomer("nadia@example.com").await;
    let given = GIVEN.replace('#', "%23");
    let long = "Ab1_".repeat(33);
    for (password, again, told) in [
        ("", "", "Enter a password"),
        ("", "", "Enter the password again"),
        ("violet-kettle_73", "", "Add an uppercase letter"),
        ("Violet-Kettle_xx", "", "Add a digit"),
        ("Violet-Kettle-73", "", "Add one of the signs"),
        ("P%40ssw0rd", "", "lists of leaked passwords"),
        ("My-Newcomer_73x", "", "Leave out “newcomer”"),
        ("Violet%09Kettle_73", "", "Remove the TAB"),
        (&long, "", "Use 128 characters at most"),
        ("P%40ssw0rd", "", "longer or less predictable"),
        (
            &given,
            &given,
            "Choose another password than the one that you were given",
        ),
        (CHOSEN, "Violet-Kettle_74", "The two passwords differ"),
    ] {
        let answer = served
            .post(&link, &format!("password={password}&again={again}"))
            .await;
        assert_eq!(answer.status, 422, "{told}");
        assert!(answer.body.contains(told), "{told}: {}", answer.body);
    }
}

#[tokio::test]
async fn a_link_that_leads_nowhere_is_answered_alike_whatever_the_reason() {
    let served = Served::new().await;
    let (vera, voided) = served.newcomer("vera@example.com").await;
    let newest = served.link(vera, "vera@example.com").await;
    let (_, used) = served.newcomer("nadia@example.com").await;
    assert_eq!(served.post(&used, FORM).await.status, 200);
    let (_, expired) = served.newcomer("late@example.com").await;
    served.clock.advance(72 * 3_600);
    let invented = served.get(INVENTED).await;
    assert_eq!(invented.status, 404);
    let long = format!("/activate/{}", "A".repeat(8_000));
    let malformed = [
        "/activate/x",
        "/activate/%FF%00",
        "/activate/..",
        "/activate/%22%3E%3Cb%3E",
        &long,
    ];
    for path in [&voided, &newest, &used, &expired]
        .map(String::as_str)
        .iter()
        .chain(&malformed)
    {
        assert_eq!(served.get(path).await, invented, "{path}");
    }
    served.clock.advance(60);
    for path in [&voided, &used, &expired]
        .map(String::as_str)
        .iter()
        .chain(&malformed)
    {
        assert_eq!(served.post(path, FORM).await, invented, "{path}");
        assert_eq!(served.post(path, "password=x").await, invented, "{path}");
    }
    for path in [
        "/",
        "/activate",
        "/activate/",
        "/activate/a/b",
        "/favicon.ico",
        "/healthz/x",
        "/.env",
    ] {
        assert_eq!(served.get(path).await, invented, "{path}");
        assert_eq!(served.post(path, FORM).await, invented, "{path}");
    }
}

#[tokio::test]
async fn of_twenty_at_the_same_moment_one_uses_a_link() {
    let served = Arc::new(Served::new().await);
    let (user, link) = served.newcomer("nadia@example.com").await;
    let mut posts = JoinSet::new();
    for _ in 0..20 {
        let (served, link) = (Arc::clone(&served), link.clone());
        posts.spawn(async move { served.post(&link, FORM).await.status });
    }
    let mut statuses = posts.join_all().await;
    statuses.sort_unstable();
    assert_eq!(statuses[0], 200, "{statuses:?}");
    assert!(statuses[1..].iter().all(|status| *status == 404), "{statuses:?}");
    assert!(served.is_active(user).await);
}

#[tokio::test]
async fn every_answer_has_every_header_and_tells_nothing_of_the_server() {
    let served = Served::new().await;
    let (_, link) = served.newcomer("nadia@example.com").await;
    let mut answers = Vec::new();
    for path in [link.as_str(), INVENTED, "/", "/healthz", "/robots.txt"] {
        for method in ["GET", "HEAD", "PUT", "OPTIONS"] {
            answers.push(served.request(method, path, &[], None).await);
        }
    }
    answers.push(served.post(&link, "password=x").await);
    answers.push(served.post(&link, &"x".repeat(20_000)).await);
    answers.push(
        served
            .request("POST", &link, &["Sec-Fetch-Site: cross-site"], Some(""))
            .await,
    );
    answers.push(served.post(&link, FORM).await);
    served.desk.directory.close().await;
    answers.push(served.get(INVENTED).await);
    answers.push(served.get("/healthz").await);
    let statuses: BTreeSet<u16> = answers.iter().map(|answer| answer.status).collect();
    assert_eq!(Vec::from_iter(statuses), [200, 403, 404, 405, 413, 422, 503]);
    for answer in &answers {
        let policy = answer.header("content-security-policy").expect("a policy");
        assert!(policy.starts_with("default-src 'none'; style-src 'sha256-"));
        assert!(policy.ends_with("; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"));
        for (name, value) in [
            ("referrer-policy", "no-referrer"),
            ("cache-control", "no-store"),
            ("x-content-type-options", "nosniff"),
            ("x-frame-options", "DENY"),
            ("cross-origin-opener-policy", "same-origin"),
            ("cross-origin-resource-policy", "same-origin"),
            ("x-robots-tag", "noindex, nofollow"),
            ("vary", "Accept-Language"),
        ] {
            assert_eq!(answer.header(name), Some(value), "{name} of {answer:?}");
        }
        assert!(answer.header("permissions-policy").is_some());
        for name in ["server", "set-cookie", "location", "x-powered-by"] {
            assert_eq!(answer.header(name), None);
        }
        let waits = answer.header("retry-after").is_some();
        assert!(!waits || answer.status == 503 || answer.status == 429);
    }
}

#[tokio::test]
async fn the_policy_knows_the_style_of_the_page() {
    let served = Served::new().await;
    let dead = served.get(INVENTED).await;
    let (_, rest) = dead.body.split_once("<style>").expect("a style");
    let (style, _) = rest.split_once("</style>").expect("its end");
    let hash = STANDARD.encode(Sha256::digest(style));
    let policy = dead.header("content-security-policy").expect("a policy");
    assert!(policy.contains(&format!("style-src 'sha256-{hash}'")));
}

#[tokio::test]
async fn other_methods_and_other_sites_are_refused() {
    let served = Served::new().await;
    served.ask_for_password(true).await;
    let (user, link) = served.newcomer("nadia@example.com").await;
    let put = served.request("PUT", &link, &[], Some(FORM)).await;
    assert_eq!((put.status, put.header("allow")), (405, Some("GET,HEAD,POST")));
    for header in [
        "Sec-Fetch-Site: cross-site",
        "Sec-Fetch-Site: same-site",
        "Origin: https://evil.example",
    ] {
        let answer = served.request("POST", &link, &[header], Some(FORM)).await;
        assert_eq!(answer.status, 403, "{header}");
    }
    // No header says where this page is.
    let forged = ["Origin: https://evil.example", "X-Forwarded-Host: evil.example"];
    assert_eq!(
        served.request("POST", &link, &forged, Some(FORM)).await.status,
        403
    );
    let json = served
        .request("POST", &link, &["Content-Type: application/json"], None)
        .await;
    assert_eq!(json.status, 415);
    assert!(!served.is_active(user).await);
    let own = ["Sec-Fetch-Site: same-origin", "Origin: null"];
    assert_eq!(served.request("POST", &link, &own, Some(FORM)).await.status, 200);
}

#[tokio::test]
async fn a_form_that_is_too_large_is_refused() {
    let served = Served::new().await;
    let (user, link) = served.newcomer("nadia@example.com").await;
    let form = format!("{FORM}&more={}", "x".repeat(16 * 1_024));
    assert_eq!(served.post(&link, &form).await.status, 413);
    let chunks = format!(
        "POST {link} HTTP/1.1\r\nHost: x\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\
         Content-Type: application/x-www-form-urlencoded\r\n\r\n5000\r\n{}\r\n0\r\n\r\n",
        "x".repeat(0x5000)
    );
    assert_eq!(served.send(&chunks).await.status, 413);
    assert!(!served.is_active(user).await);
    let form = format!("{FORM}&more={}", "x".repeat(15 * 1_024));
    assert_eq!(served.post(&link, &form).await.status, 200);
}

#[tokio::test]
async fn too_many_misses_are_told_so_and_a_link_that_can_be_used_still_goes_through() {
    let served = Served::new().await;
    let (_, link) = served.newcomer("nadia@example.com").await;
    for _ in 0..20 {
        assert_eq!(served.get(INVENTED).await.status, 404);
    }
    let refused = served.get(INVENTED).await;
    assert_eq!((refused.status, refused.header("retry-after")), (429, Some("60")));
    assert_eq!(served.post(INVENTED, FORM).await.status, 429);
    assert_eq!(served.get(&link).await.status, 200);
    assert_eq!(served.post(&link, "password=x").await.status, 422);
    assert_eq!(served.post(&link, FORM).await.status, 200);
    served.clock.advance(60);
    assert_eq!(served.get(INVENTED).await.status, 404);
}

#[tokio::test]
async fn what_a_client_says_of_its_address_counts_behind_a_trusted_proxy_only() {
    let misses = async |served: &Served, own: &str, count: usize| {
        let header = format!("X-Forwarded-For: 203.0.113.9, {own}");
        let mut last = 0;
        for _ in 0..count {
            last = served.request("GET", INVENTED, &[&header], None).await.status;
        }
        last
    };
    let direct = Served::new().await;
    assert_eq!(misses(&direct, "192.0.2.1", 20).await, 404);
    assert_eq!(misses(&direct, "192.0.2.2", 1).await, 429);
    let proxied = Served::behind(Some("x-forwarded-for")).await;
    assert_eq!(misses(&proxied, "192.0.2.1", 21).await, 429);
    // Two networks share a slot once in 4,096 times: of three, one has its own.
    let mut others = Vec::new();
    for own in ["192.0.2.2", "192.0.2.3", "192.0.2.4"] {
        others.push(misses(&proxied, own, 1).await);
    }
    assert!(others.contains(&404));
}

#[tokio::test]
async fn whether_the_directory_answers_can_be_asked() {
    let served = Served::new().await;
    let (_, link) = served.newcomer("nadia@example.com").await;
    let well = served.get("/healthz").await;
    assert_eq!((well.status, well.body.as_str()), (200, "ok"));
    served.desk.directory.close().await;
    let ill = served.get("/healthz").await;
    assert_eq!((ill.status, ill.body.as_str()), (503, "unavailable"));
    for answer in [served.get(&link).await, served.post(&link, FORM).await] {
        assert_eq!((answer.status, answer.header("retry-after")), (503, Some("5")));
        assert!(answer.body.contains("Please try again in a moment"));
    }
}

#[tokio::test]
async fn machines_are_told_to_stay_away() {
    let served = Served::new().await;
    let robots = served.get("/robots.txt").await;
    assert_eq!(
        (robots.status, robots.body.as_str()),
        (200, "User-agent: *\nDisallow: /\n")
    );
}
