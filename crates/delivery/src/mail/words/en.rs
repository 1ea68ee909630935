//! English.

use super::Words;

pub(super) const WORDS: Words = Words {
    confirmation: (
        "Please confirm your e-mail address",
        "\
Hello {first_name},

An account was made for you. Please confirm that this e-mail address is yours.

{link}

To do so in Frontdesk’s sign-in window, choose “I have an activation code” and enter this code, together with your \
address and the password that you were given:

{code}

You can do so until {until}.

If you did not expect this e-mail, please ignore it.",
    ),
    confirm: "Confirm the address",
    password_reset: (
        "Your new password",
        "\
Hello {first_name},

You can now choose a new password for your account.

{link}

In Frontdesk’s sign-in window you need this code for it:

{code}

You can do so until {until}.

If you did not ask for this, please ignore this e-mail: your password stays as it is.",
    ),
    choose_password: "Choose a new password",
    device_changed: (
        "Your sign-in device was changed",
        "\
Hello {first_name},

The device for the second step of your sign-in was registered or removed.

If you neither did this nor asked for it, please tell your administrator at once.",
    ),
    test: ("A test from Frontdesk", "This is a test: e-mails from Frontdesk arrive."),
};
