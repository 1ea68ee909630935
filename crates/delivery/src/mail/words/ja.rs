//! Japanese.

use super::Words;

pub(super) const WORDS: Words = Words {
    confirmation: (
        "メールアドレスのご確認をお願いします",
        "\
{last_name} {first_name} 様

アカウントが作成されました。このメールアドレスがご本人のものであることをご確認ください。

{link}

Frontdesk のサインイン画面でご確認いただく場合は、「I have an activation code」を選び、メールアドレスとお受け取りになったパスワード\
とともに、次のコードを入力してください。

{code}

有効期限は {until} です。

お心当たりのない場合は、このメールを無視してください。",
    ),
    confirm: "メールアドレスを確認する",
    password_reset: (
        "新しいパスワードについて",
        "\
{last_name} {first_name} 様

アカウントの新しいパスワードを設定できます。

{link}

Frontdesk のサインイン画面で設定する場合は、次のコードが必要です。

{code}

有効期限は {until} です。

お心当たりのない場合は、このメールを無視してください。パスワードは変更されません。",
    ),
    choose_password: "新しいパスワードを設定する",
    device_changed: (
        "サインイン用のデバイスが変更されました",
        "\
{last_name} {first_name} 様

サインインの第二段階で使うデバイスが登録または削除されました。

ご自身による変更でもご依頼によるものでもない場合は、すぐに管理者にご連絡ください。",
    ),
    test: (
        "Frontdesk のテスト",
        "これはテストです。Frontdesk からのメールは届いています。",
    ),
};
