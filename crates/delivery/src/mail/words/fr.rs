//! French.

use super::Words;

pub(super) const WORDS: Words = Words {
    confirmation: (
        "Veuillez confirmer votre adresse e-mail",
        "\
Bonjour {first_name},

Un compte a été créé pour vous. Veuillez confirmer que cette adresse e-mail est bien la vôtre.

{link}

Pour le faire dans la fenêtre de connexion de Frontdesk, choisissez «\u{a0}I have an activation code\u{a0}» et saisissez \
ce code, avec votre adresse et le mot de passe qui vous a été remis\u{a0}:

{code}

Vous pouvez le faire jusqu’au {until}.

Si vous n’attendiez pas ce message, veuillez l’ignorer.",
    ),
    confirm: "Confirmer l’adresse",
    password_reset: (
        "Votre nouveau mot de passe",
        "\
Bonjour {first_name},

Vous pouvez maintenant choisir un nouveau mot de passe pour votre compte.

{link}

Dans la fenêtre de connexion de Frontdesk, il vous faut pour cela ce code\u{a0}:

{code}

Vous pouvez le faire jusqu’au {until}.

Si vous ne l’avez pas demandé, veuillez ignorer ce message\u{a0}: votre mot de passe reste le même.",
    ),
    choose_password: "Choisir un nouveau mot de passe",
    device_changed: (
        "Votre appareil de connexion a changé",
        "\
Bonjour {first_name},

L’appareil qui sert à la seconde étape de votre connexion a été enregistré ou supprimé.

Si ce n’est ni de votre fait ni à votre demande, veuillez prévenir aussitôt votre administrateur.",
    ),
    test: (
        "Essai de Frontdesk",
        "Ceci est un essai\u{a0}: les e-mails de Frontdesk arrivent.",
    ),
};
