use super::{Notice, Problems, Rules, Words};

pub const WORDS: Words = Words {
    lang: "zh-Hans",
    right_to_left: false,
    title: "激活您的账户",
    error: "错误：{title}",
    intro: "请确认这是您的电子邮件地址。确认后，您的账户即可使用。",
    intro_password: "请确认这是您的电子邮件地址，并设置密码。完成后，您的账户即可使用。",
    address: "电子邮件地址",
    needs: "密码要求：",
    rules: Rules {
        length: "{min} 至 {max} 个字符",
        uppercase: "至少一个大写字母",
        digit: "至少一个数字",
        symbol: "至少包含以下一个符号：{symbols}",
        not_leaked: "不在已泄露密码的列表中",
        not_personal: "不包含您的姓名或电子邮件地址",
        strength: "不容易被猜到",
    },
    password: "新密码",
    again: "再次输入新密码",
    submit: "确认并激活",
    summary: "请更正以下问题：",
    problems: Problems {
        required: "请输入密码",
        again_required: "请再次输入密码",
        too_short: "请至少使用 {min} 个字符",
        too_long: "请最多使用 {max} 个字符",
        uppercase: "请加入一个大写字母",
        digit: "请加入一个数字",
        symbol: "请加入以下符号之一：{symbols}",
        forbidden: "请从密码中删除制表符或不可见字符",
        leaked: "请换一个密码：此密码在已泄露密码的列表中",
        contains: "请去掉“{word}”：它容易被猜到",
        weak: "请使用更长或更难猜的密码",
        unchanged: "请使用与您收到的密码不同的密码",
        mismatch: "两次输入的密码不一致，请重新输入",
        other: "请换一个密码",
    },
    active: Notice {
        title: "您的账户已激活",
        text: &[
            "谢谢，您的电子邮件地址已确认。请用该地址和您的密码登录 Frontdesk。",
            "此链接不再需要，也不能再次使用。您可以关闭此页面。",
        ],
    },
    dead: Notice {
        title: "此链接无法使用",
        text: &[
            "它已被使用、已过期或不完整。",
            "如果您刚刚激活了账户，则一切正常：请登录 Frontdesk。",
            "否则，请打开您最近收到的邮件中的链接，或请为您创建账户的人员重新发送。",
        ],
    },
    many: Notice {
        title: "尝试次数过多",
        text: &["您的网络打开了过多无法使用的链接。请等待一分钟。"],
    },
    busy: Notice {
        title: "请稍后再试",
        text: &["Frontdesk 目前无法响应。请稍后重新打开链接。"],
    },
    odd: Notice {
        title: "操作未成功",
        text: &["请重新打开邮件中的链接，并使用页面上的按钮。"],
    },
};
