//! The words of messages to telephones, short and in the language of the settings.

use accounts::{
    Language, MessageText, SmsSettings,
    code::{Code, LIFE_SECONDS},
};
use zeroize::Zeroizing;

/// What brings a one-time code. The code comes first, so that it shows in a notification; the last line binds it to the
/// host of the settings, by which telephones offer it where it belongs and nowhere else (the origin-bound one-time
/// codes of the WICG).
pub fn code(code: &Code, settings: &SmsSettings) -> MessageText {
    let digits = code.expose();
    let minutes = LIFE_SECONDS / 60;
    let sentence = match settings.language {
        Language::En => format!("{digits} is your Frontdesk code. It is valid for {minutes} minutes."),
        Language::Es => format!("{digits} es su código de Frontdesk. Es válido durante {minutes} minutos."),
        Language::Fr => format!("{digits} est votre code Frontdesk. Il est valable {minutes} minutes."),
        Language::De => format!("{digits} ist Ihr Frontdesk-Code. Er gilt {minutes} Minuten."),
        Language::Pt => format!("{digits} é o seu código Frontdesk. É válido durante {minutes} minutos."),
        Language::Ar => format!("{digits} هو رمز Frontdesk الخاص بك. صالح لمدة {minutes} دقائق."),
        Language::Ja => format!("{digits} は Frontdesk の確認コードです。有効期限は{minutes}分です。"),
        Language::Zh => format!("{digits} 是您的 Frontdesk 验证码，{minutes} 分钟内有效。"),
    };
    let sentence = Zeroizing::new(sentence);
    if settings.host.is_empty() {
        return MessageText::new(sentence);
    }
    MessageText::new(Zeroizing::new(format!(
        "{}\n\n@{} #{digits}",
        *sentence, settings.host
    )))
}

/// What shows an operator that messages arrive.
pub fn test(settings: &SmsSettings) -> MessageText {
    let sentence = match settings.language {
        Language::En => "A test from Frontdesk: messages arrive.",
        Language::Es => "Prueba de Frontdesk: los mensajes llegan.",
        Language::Fr => "Essai de Frontdesk : les messages arrivent.",
        Language::De => "Ein Test von Frontdesk: Nachrichten kommen an.",
        Language::Pt => "Teste do Frontdesk: as mensagens chegam.",
        Language::Ar => "اختبار من Frontdesk: الرسائل تصل.",
        Language::Ja => "Frontdesk のテストです。メッセージは届いています。",
        Language::Zh => "Frontdesk 测试：短信可以送达。",
    };
    MessageText::new(sentence.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALL: [Language; 8] = [
        Language::En,
        Language::Es,
        Language::Fr,
        Language::De,
        Language::Pt,
        Language::Ar,
        Language::Ja,
        Language::Zh,
    ];

    fn settings(language: Language, host: &str) -> SmsSettings {
        SmsSettings {
            language,
            host: host.to_owned(),
            ..SmsSettings::default()
        }
    }

    #[test]
    fn in_every_language_the_code_comes_first_and_all_fits_one_message() {
        let typed = Code::parse("042 137").expect("six digits");
        for language in ALL {
            let text = code(&typed, &settings(language, ""));
            let text = text.expose();
            assert!(
                text.starts_with("042137 ") && text.contains("Frontdesk"),
                "{text}"
            );
            assert!(text.contains("10"), "{text}");
            // One message of UCS-2 holds 70 units; the Latin texts are in the GSM alphabet or short enough all the same.
            let one = if text.is_ascii() { 160 } else { 70 };
            assert!(text.encode_utf16().count() <= one, "{text}");
        }
    }

    #[test]
    fn the_last_line_binds_the_code_to_the_host() {
        let typed = Code::parse("042137").expect("six digits");
        for language in ALL {
            let text = code(&typed, &settings(language, "id.example.com"));
            let last = text.expose().lines().last().expect("a line");
            assert_eq!(last, "@id.example.com #042137");
        }
    }

    #[test]
    fn a_test_holds_no_digits() {
        for language in ALL {
            let text = test(&settings(language, ""));
            assert!(text.expose().contains("Frontdesk"));
            assert!(!text.expose().chars().any(|c| c.is_ascii_digit()));
        }
    }
}
