//! Chinese.

use super::Words;

pub(super) const WORDS: Words = Words {
    confirmation: (
        "请确认您的电子邮件地址",
        "\
{last_name} {first_name}，您好！

我们已为您创建帐户。请确认此电子邮件地址属于您本人。

{link}

如需在 Frontdesk 的登录窗口中确认，请选择“I have an activation code”，然后输入以下激活码，以及您的电子邮件地址和收到的密码：

{code}

有效期至 {until}。

如果您没有预料到这封邮件，请忽略。",
    ),
    confirm: "确认地址",
    password_reset: (
        "您的新密码",
        "\
{last_name} {first_name}，您好！

您现在可以为您的帐户设置新密码。

{link}

在 Frontdesk 的登录窗口中设置时，需要输入以下代码：

{code}

有效期至 {until}。

如果您没有提出此请求，请忽略这封邮件：您的密码保持不变。",
    ),
    choose_password: "设置新密码",
    device_changed: (
        "您的登录设备已更改",
        "\
{last_name} {first_name}，您好！

用于登录第二步的设备已被注册或移除。

如果这不是您本人的操作，也不是应您的要求，请立即告知管理员。",
    ),
    test: (
        "Frontdesk 测试",
        "这是一封测试邮件：Frontdesk 的邮件可以送达。",
    ),
};
