//! Portuguese.

use super::Words;

pub(super) const WORDS: Words = Words {
    confirmation: (
        "Confirme o seu endereço de e-mail",
        "\
Olá, {first_name}:

Foi criada uma conta em seu nome. Confirme, por favor, que este endereço de e-mail é seu.

{link}

Para o fazer na janela de início de sessão do Frontdesk, escolha “I have an activation code” e introduza este código, \
juntamente com o seu endereço e a palavra-passe que recebeu:

{code}

Pode fazê-lo até {until}.

Se não esperava esta mensagem, por favor ignore-a.",
    ),
    confirm: "Confirmar o endereço",
    password_reset: (
        "A sua nova palavra-passe",
        "\
Olá, {first_name}:

Já pode escolher uma nova palavra-passe para a sua conta.

{link}

Na janela de início de sessão do Frontdesk, precisa deste código para isso:

{code}

Pode fazê-lo até {until}.

Se não fez este pedido, por favor ignore esta mensagem: a sua palavra-passe continua a mesma.",
    ),
    choose_password: "Escolher uma nova palavra-passe",
    device_changed: (
        "O seu dispositivo de início de sessão foi alterado",
        "\
Olá, {first_name}:

O dispositivo para o segundo passo do seu início de sessão foi registado ou removido.

Se não o fez nem o pediu, por favor avise de imediato o seu administrador.",
    ),
    test: (
        "Teste do Frontdesk",
        "Isto é um teste: os e-mails do Frontdesk chegam.",
    ),
};
