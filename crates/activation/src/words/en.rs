use super::{Notice, Problems, Rules, Words};

pub const WORDS: Words = Words {
    lang: "en",
    right_to_left: false,
    title: "Activate your account",
    error: "Error: {title}",
    intro: "Please confirm that this is your email address. Your account is active then.",
    intro_password: "Please confirm that this is your email address, and choose a password. Your account is active then.",
    address: "Email address",
    needs: "Your password must",
    rules: Rules {
        length: "have {min} to {max} characters",
        uppercase: "have an uppercase letter",
        digit: "have a digit",
        symbol: "have one of the signs {symbols}",
        not_leaked: "not be on lists of leaked passwords",
        not_personal: "not contain your name or email address",
        strength: "not be easy to guess",
    },
    password: "New password",
    again: "New password again",
    submit: "Confirm and activate",
    summary: "Please correct this:",
    problems: Problems {
        required: "Enter a password",
        again_required: "Enter the password again",
        too_short: "Use at least {min} characters",
        too_long: "Use {max} characters at most",
        uppercase: "Add an uppercase letter",
        digit: "Add a digit",
        symbol: "Add one of the signs {symbols}",
        forbidden: "Remove the TAB or invisible character from the password",
        leaked: "Choose another password: this one is on lists of leaked passwords",
        contains: "Leave out “{word}”: it is easy to guess",
        weak: "Make the password longer or less predictable",
        unchanged: "Choose another password than the one that you were given",
        mismatch: "The two passwords differ; enter both again",
        other: "Choose another password",
    },
    active: Notice {
        title: "Your account is active",
        text: &[
            "Thank you, your email address is confirmed. Sign in to Frontdesk with it and your password.",
            "The link is not needed any more and cannot be used again. You may close this page.",
        ],
    },
    dead: Notice {
        title: "This link cannot be used",
        text: &[
            "It has been used already, has expired, or is not complete.",
            "If you have just activated your account, all is well: sign in to Frontdesk.",
            "Otherwise open the link in the latest email that you received, or ask whoever created your account to send another.",
        ],
    },
    many: Notice {
        title: "Too many attempts",
        text: &["Too many links that cannot be used were opened from your network. Please wait a minute."],
    },
    busy: Notice {
        title: "Please try again in a moment",
        text: &["Frontdesk cannot answer right now. Please open the link again in a moment."],
    },
    odd: Notice {
        title: "This did not work",
        text: &["Please open the link in your email again, and use the button on the page."],
    },
};
