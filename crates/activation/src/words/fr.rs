use super::{Notice, Problems, Rules, Words};

pub const WORDS: Words = Words {
    lang: "fr",
    right_to_left: false,
    title: "Activez votre compte",
    error: "Erreur\u{a0}: {title}",
    intro: "Veuillez confirmer que cette adresse e-mail est la vôtre. Votre compte sera alors actif.",
    intro_password: "Veuillez confirmer que cette adresse e-mail est la vôtre et choisir un mot de passe. Votre compte sera alors actif.",
    address: "Adresse e-mail",
    needs: "Exigences pour le mot de passe\u{a0}:",
    rules: Rules {
        length: "De {min} à {max} caractères",
        uppercase: "Une lettre majuscule",
        digit: "Un chiffre",
        symbol: "L’un des signes {symbols}",
        not_leaked: "Ne pas figurer dans les listes de mots de passe divulgués",
        not_personal: "Ne contenir ni votre nom ni votre adresse e-mail",
        strength: "Ne pas être facile à deviner",
    },
    password: "Nouveau mot de passe",
    again: "Nouveau mot de passe, une seconde fois",
    submit: "Confirmer et activer",
    summary: "Veuillez corriger ceci\u{a0}:",
    problems: Problems {
        required: "Saisissez un mot de passe",
        again_required: "Saisissez le mot de passe une seconde fois",
        too_short: "Utilisez au moins {min} caractères",
        too_long: "Utilisez au plus {max} caractères",
        uppercase: "Ajoutez une lettre majuscule",
        digit: "Ajoutez un chiffre",
        symbol: "Ajoutez l’un des signes {symbols}",
        forbidden: "Retirez du mot de passe la tabulation ou le caractère invisible",
        leaked: "Choisissez un autre mot de passe\u{a0}: celui-ci figure dans des listes de mots de passe divulgués",
        contains: "Retirez «\u{a0}{word}\u{a0}»\u{a0}: c’est facile à deviner",
        weak: "Choisissez un mot de passe plus long ou moins prévisible",
        unchanged: "Choisissez un autre mot de passe que celui que vous avez reçu",
        mismatch: "Les deux mots de passe sont différents\u{a0}; saisissez-les à nouveau",
        other: "Choisissez un autre mot de passe",
    },
    active: Notice {
        title: "Votre compte est actif",
        text: &[
            "Merci, votre adresse e-mail est confirmée. Connectez-vous à Frontdesk avec elle et votre mot de passe.",
            "Le lien n’est plus nécessaire et ne peut pas servir une seconde fois. Vous pouvez fermer cette page.",
        ],
    },
    dead: Notice {
        title: "Ce lien ne peut pas être utilisé",
        text: &[
            "Il a déjà servi, a expiré ou n’est pas complet.",
            "Si vous venez d’activer votre compte, tout va bien\u{a0}: connectez-vous à Frontdesk.",
            "Sinon, ouvrez le lien du dernier e-mail que vous avez reçu, ou demandez-en un autre à la personne qui a créé votre compte.",
        ],
    },
    many: Notice {
        title: "Trop d’essais",
        text: &[
            "Trop de liens inutilisables ont été ouverts depuis votre réseau. Veuillez patienter une minute.",
        ],
    },
    busy: Notice {
        title: "Veuillez réessayer dans un instant",
        text: &[
            "Frontdesk ne peut pas répondre pour le moment. Veuillez ouvrir à nouveau le lien dans un instant.",
        ],
    },
    odd: Notice {
        title: "Cela n’a pas fonctionné",
        text: &["Veuillez ouvrir à nouveau le lien de votre e-mail et utiliser le bouton de la page."],
    },
};
