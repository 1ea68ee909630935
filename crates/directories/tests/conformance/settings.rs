//! Settings.

use std::sync::Arc;

use accounts::{
    Directory, Language, MailSettings, MessageSettings,
    activity::Action,
    mail::{MailAuth, MailSecurity, MailServer, Template, TemplateKind},
    sms::{
        Gateway, HttpBody, HttpGateway, HttpMethod, ModemGateway, SmppGateway, SmsSettings, TwilioGateway,
    },
};
use naughty_strings::BLNS;

use crate::fixture::entry;

pub async fn sms_settings_come_back_as_they_were_saved(directory: Arc<dyn Directory>) {
    let before = directory.sms_settings().await.expect("they are there");
    assert_eq!(before, SmsSettings::default());
    let changed = entry(Action::SettingsChanged, None);
    for gateway in [
        Gateway::Http(HttpGateway {
            method: HttpMethod::Post,
            url: "https://sms.example.com/send?to={to}".to_owned(),
            headers: vec![("X-Key".to_owned(), "{secret}".to_owned())],
            body_form: HttpBody::Json,
            body: r#"{"text":"{text}"}"#.to_owned(),
            success_status: "200-299".to_owned(),
            success_contains: "ok".to_owned(),
        }),
        Gateway::Twilio(TwilioGateway {
            base_url: "https://api.example.com".to_owned(),
            account: "AC1".to_owned(),
            from: "+4915112345678".to_owned(),
        }),
        Gateway::Smpp(SmppGateway {
            host: "smsc.example.com".to_owned(),
            port: 2775,
            tls: true,
            system_id: "app".to_owned(),
            system_type: String::new(),
            from: "Frontdesk".to_owned(),
        }),
        Gateway::Modem(ModemGateway {
            port: "/dev/ttyUSB0".to_owned(),
            baud: 115_200,
        }),
        Gateway::Outbox,
    ] {
        let settings = SmsSettings {
            gateway,
            countries: ["DE", "FR"]
                .map(|letters| letters.parse().expect("a country"))
                .into(),
            language: Language::Ar,
            host: "example.com".to_owned(),
        };
        let saved = directory.save_sms_settings(&settings, &changed).await;
        saved.expect("they are saved");
        assert_eq!(directory.sms_settings().await.expect("they are there"), settings);
    }
}

pub async fn mail_settings_come_back_as_they_were_saved(directory: Arc<dyn Directory>) {
    let before = directory.mail_settings().await.expect("they are there");
    assert_eq!(before, MailSettings::default());
    let changed = entry(Action::SettingsChanged, None);
    for (security, auth) in [
        (MailSecurity::StartTls, MailAuth::Password),
        (MailSecurity::Tls, MailAuth::AccessToken),
        (MailSecurity::None, MailAuth::None),
    ] {
        let settings = MailSettings {
            server: Some(MailServer {
                host: "smtp.example.com".to_owned(),
                port: 587,
                security,
                auth,
                account: "frontdesk".to_owned(),
                sender: "desk@example.com".to_owned(),
                sender_name: "Ærø & Söhne".to_owned(),
                hello: "desk.example.com".to_owned(),
                authority: "-----BEGIN CERTIFICATE-----\n".to_owned(),
            }),
        };
        let saved = directory.save_mail_settings(&settings, &changed).await;
        saved.expect("they are saved");
        assert_eq!(directory.mail_settings().await.expect("they are there"), settings);
    }
    let none = MailSettings::default();
    let saved = directory.save_mail_settings(&none, &changed).await;
    saved.expect("they are saved");
    assert_eq!(directory.mail_settings().await.expect("they are there"), none);
    let others = directory.sms_settings().await.expect("they are there");
    assert_eq!(others, SmsSettings::default());
}

pub async fn message_settings_come_back_to_the_byte(directory: Arc<dyn Directory>) {
    let before = directory.message_settings().await.expect("they are there");
    assert_eq!(before, MessageSettings::default());
    let changed = entry(Action::SettingsChanged, None);
    for naughty in BLNS {
        let template = Template {
            subject: (*naughty).to_owned(),
            body: format!("{naughty}\n\n{{link}} {{code}} {{until}}"),
        };
        let settings = MessageSettings {
            language: Language::Ja,
            templates: TemplateKind::ALL
                .iter()
                .map(|kind| (*kind, template.clone()))
                .collect(),
            link_base: "https://id.example.com".to_owned(),
            activation_hours: 168,
            own_password: false,
        };
        let saved = directory.save_message_settings(&settings, &changed).await;
        saved.expect("they are saved");
        let stored = directory.message_settings().await.expect("they are there");
        assert_eq!(stored, settings);
    }
}
