use super::{Notice, Problems, Rules, Words};

pub const WORDS: Words = Words {
    lang: "pt",
    right_to_left: false,
    title: "Ative a sua conta",
    error: "Erro: {title}",
    intro: "Confirme que este é o seu endereço de e-mail. A sua conta ficará então ativa.",
    intro_password: "Confirme que este é o seu endereço de e-mail e escolha uma senha. A sua conta ficará então ativa.",
    address: "Endereço de e-mail",
    needs: "Requisitos da senha:",
    rules: Rules {
        length: "De {min} a {max} caracteres",
        uppercase: "Uma letra maiúscula",
        digit: "Um algarismo",
        symbol: "Um dos sinais {symbols}",
        not_leaked: "Não constar de listas de senhas divulgadas",
        not_personal: "Não conter o seu nome nem o seu endereço de e-mail",
        strength: "Não ser fácil de adivinhar",
    },
    password: "Nova senha",
    again: "Nova senha, outra vez",
    submit: "Confirmar e ativar",
    summary: "Corrija o seguinte:",
    problems: Problems {
        required: "Introduza uma senha",
        again_required: "Introduza a senha outra vez",
        too_short: "Use pelo menos {min} caracteres",
        too_long: "Use no máximo {max} caracteres",
        uppercase: "Acrescente uma letra maiúscula",
        digit: "Acrescente um algarismo",
        symbol: "Acrescente um dos sinais {symbols}",
        forbidden: "Retire da senha a tabulação ou o caractere invisível",
        leaked: "Escolha outra senha: esta consta de listas de senhas divulgadas",
        contains: "Retire “{word}”: é fácil de adivinhar",
        weak: "Escolha uma senha mais longa ou menos previsível",
        unchanged: "Escolha uma senha diferente da que recebeu",
        mismatch: "As duas senhas são diferentes; introduza ambas de novo",
        other: "Escolha outra senha",
    },
    active: Notice {
        title: "A sua conta está ativa",
        text: &[
            "Obrigado, o seu endereço de e-mail está confirmado. Inicie sessão no Frontdesk com ele e com a sua senha.",
            "O link já não é necessário e não pode ser usado de novo. Pode fechar esta página.",
        ],
    },
    dead: Notice {
        title: "Este link não pode ser usado",
        text: &[
            "Já foi usado, expirou ou não está completo.",
            "Se acabou de ativar a sua conta, está tudo bem: inicie sessão no Frontdesk.",
            "Caso contrário, abra o link do e-mail mais recente que recebeu ou peça outro a quem criou a sua conta.",
        ],
    },
    many: Notice {
        title: "Demasiadas tentativas",
        text: &[
            "A partir da sua rede foram abertos demasiados links que não podem ser usados. Aguarde um minuto, por favor.",
        ],
    },
    busy: Notice {
        title: "Tente de novo dentro de momentos",
        text: &["O Frontdesk não pode responder agora. Abra o link de novo dentro de momentos, por favor."],
    },
    odd: Notice {
        title: "Não funcionou",
        text: &["Abra de novo o link do seu e-mail e use o botão da página, por favor."],
    },
};
