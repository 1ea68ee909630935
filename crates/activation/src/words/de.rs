use super::{Notice, Problems, Rules, Words};

pub const WORDS: Words = Words {
    lang: "de",
    right_to_left: false,
    title: "Konto aktivieren",
    error: "Fehler: {title}",
    intro: "Bitte bestätigen Sie, dass dies Ihre E-Mail-Adresse ist. Danach ist Ihr Konto aktiv.",
    intro_password: "Bitte bestätigen Sie, dass dies Ihre E-Mail-Adresse ist, und wählen Sie ein Passwort. Danach ist Ihr Konto aktiv.",
    address: "E-Mail-Adresse",
    needs: "Anforderungen an das Passwort:",
    rules: Rules {
        length: "{min} bis {max} Zeichen",
        uppercase: "Ein Großbuchstabe",
        digit: "Eine Ziffer",
        symbol: "Eines der Zeichen {symbols}",
        not_leaked: "Es darf nicht auf Listen bekannt gewordener Passwörter stehen",
        not_personal: "Es darf weder Ihren Namen noch Ihre E-Mail-Adresse enthalten",
        strength: "Es darf nicht leicht zu erraten sein",
    },
    password: "Neues Passwort",
    again: "Neues Passwort wiederholen",
    submit: "Bestätigen und aktivieren",
    summary: "Bitte korrigieren Sie Folgendes:",
    problems: Problems {
        required: "Geben Sie ein Passwort ein",
        again_required: "Geben Sie das Passwort ein zweites Mal ein",
        too_short: "Verwenden Sie mindestens {min} Zeichen",
        too_long: "Verwenden Sie höchstens {max} Zeichen",
        uppercase: "Fügen Sie einen Großbuchstaben hinzu",
        digit: "Fügen Sie eine Ziffer hinzu",
        symbol: "Fügen Sie eines der Zeichen {symbols} hinzu",
        forbidden: "Entfernen Sie den Tabulator oder das unsichtbare Zeichen aus dem Passwort",
        leaked: "Wählen Sie ein anderes Passwort: Dieses steht auf Listen bekannt gewordener Passwörter",
        contains: "Lassen Sie „{word}“ weg: Es ist leicht zu erraten",
        weak: "Machen Sie das Passwort länger oder weniger vorhersehbar",
        unchanged: "Wählen Sie ein anderes Passwort als das, das Sie erhalten haben",
        mismatch: "Die beiden Passwörter sind verschieden; geben Sie beide noch einmal ein",
        other: "Wählen Sie ein anderes Passwort",
    },
    active: Notice {
        title: "Ihr Konto ist aktiv",
        text: &[
            "Vielen Dank, Ihre E-Mail-Adresse ist bestätigt. Melden Sie sich mit ihr und Ihrem Passwort bei Frontdesk an.",
            "Der Link wird nicht mehr gebraucht und kann nicht noch einmal verwendet werden. Sie können diese Seite schließen.",
        ],
    },
    dead: Notice {
        title: "Dieser Link kann nicht verwendet werden",
        text: &[
            "Er wurde bereits verwendet, ist abgelaufen oder unvollständig.",
            "Wenn Sie Ihr Konto gerade aktiviert haben, ist alles in Ordnung: Melden Sie sich bei Frontdesk an.",
            "Öffnen Sie sonst den Link in der neuesten E-Mail, die Sie erhalten haben, oder bitten Sie die Person, die Ihr Konto angelegt hat, Ihnen einen neuen zu senden.",
        ],
    },
    many: Notice {
        title: "Zu viele Versuche",
        text: &[
            "Aus Ihrem Netz wurden zu viele Links geöffnet, die nicht verwendet werden können. Bitte warten Sie eine Minute.",
        ],
    },
    busy: Notice {
        title: "Bitte versuchen Sie es gleich noch einmal",
        text: &[
            "Frontdesk kann gerade nicht antworten. Bitte öffnen Sie den Link in einem Augenblick noch einmal.",
        ],
    },
    odd: Notice {
        title: "Das hat nicht geklappt",
        text: &[
            "Bitte öffnen Sie den Link in Ihrer E-Mail noch einmal und verwenden Sie die Schaltfläche auf der Seite.",
        ],
    },
};
