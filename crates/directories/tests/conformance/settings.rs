//! Settings.

use std::sync::Arc;

use accounts::{
    Directory,
    activity::Action,
    sms::{
        Gateway, HttpBody, HttpGateway, HttpMethod, Language, ModemGateway, SmppGateway, SmsSettings,
        TwilioGateway,
    },
};

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
