//! German.

use super::Words;

pub(super) const WORDS: Words = Words {
    confirmation: (
        "Bitte bestätigen Sie Ihre E-Mail-Adresse",
        "\
Guten Tag {first_name} {last_name},

für Sie wurde ein Konto angelegt. Bitte bestätigen Sie, dass diese E-Mail-Adresse Ihnen gehört.

{link}

Im Anmeldefenster von Frontdesk wählen Sie dazu „I have an activation code“ und geben diesen Code ein, zusammen mit \
Ihrer Adresse und dem Passwort, das Sie erhalten haben:

{code}

Das ist möglich bis {until}.

Falls Sie diese E-Mail nicht erwartet haben, können Sie sie ignorieren.",
    ),
    confirm: "Adresse bestätigen",
    password_reset: (
        "Ihr neues Passwort",
        "\
Guten Tag {first_name} {last_name},

Sie können nun ein neues Passwort für Ihr Konto wählen.

{link}

Im Anmeldefenster von Frontdesk brauchen Sie dafür diesen Code:

{code}

Das ist möglich bis {until}.

Falls Sie nicht darum gebeten haben, können Sie diese E-Mail ignorieren: Ihr Passwort bleibt, wie es ist.",
    ),
    choose_password: "Neues Passwort wählen",
    device_changed: (
        "Ihr Gerät für die Anmeldung hat sich geändert",
        "\
Guten Tag {first_name} {last_name},

das Gerät für den zweiten Schritt Ihrer Anmeldung wurde registriert oder entfernt.

Falls das weder von Ihnen noch auf Ihre Bitte hin geschah, sagen Sie es bitte sofort Ihrer Administration.",
    ),
    test: (
        "Ein Test von Frontdesk",
        "Dies ist ein Test: E-Mails von Frontdesk kommen an.",
    ),
};
