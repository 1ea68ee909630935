use super::{Notice, Problems, Rules, Words};

pub const WORDS: Words = Words {
    lang: "es",
    right_to_left: false,
    title: "Active su cuenta",
    error: "Error: {title}",
    intro: "Confirme que esta es su dirección de correo electrónico. Después, su cuenta estará activa.",
    intro_password: "Confirme que esta es su dirección de correo electrónico y elija una contraseña. Después, su cuenta estará activa.",
    address: "Dirección de correo electrónico",
    needs: "Requisitos de la contraseña:",
    rules: Rules {
        length: "De {min} a {max} caracteres",
        uppercase: "Una letra mayúscula",
        digit: "Una cifra",
        symbol: "Uno de los signos {symbols}",
        not_leaked: "No figurar en listas de contraseñas filtradas",
        not_personal: "No contener su nombre ni su dirección de correo electrónico",
        strength: "No ser fácil de adivinar",
    },
    password: "Contraseña nueva",
    again: "Repita la contraseña nueva",
    submit: "Confirmar y activar",
    summary: "Corrija lo siguiente:",
    problems: Problems {
        required: "Introduzca una contraseña",
        again_required: "Introduzca la contraseña otra vez",
        too_short: "Use al menos {min} caracteres",
        too_long: "Use como máximo {max} caracteres",
        uppercase: "Añada una letra mayúscula",
        digit: "Añada una cifra",
        symbol: "Añada uno de los signos {symbols}",
        forbidden: "Quite de la contraseña el tabulador o el carácter invisible",
        leaked: "Elija otra contraseña: esta figura en listas de contraseñas filtradas",
        contains: "Quite «{word}»: es fácil de adivinar",
        weak: "Haga la contraseña más larga o menos previsible",
        unchanged: "Elija una contraseña distinta de la que recibió",
        mismatch: "Las dos contraseñas son distintas; introdúzcalas de nuevo",
        other: "Elija otra contraseña",
    },
    active: Notice {
        title: "Su cuenta está activa",
        text: &[
            "Gracias, su dirección de correo electrónico está confirmada. Inicie sesión en Frontdesk con ella y con su contraseña.",
            "El enlace ya no hace falta y no puede volver a usarse. Puede cerrar esta página.",
        ],
    },
    dead: Notice {
        title: "Este enlace no puede usarse",
        text: &[
            "Ya se ha usado, ha caducado o no está completo.",
            "Si acaba de activar su cuenta, todo está bien: inicie sesión en Frontdesk.",
            "En otro caso, abra el enlace del último correo que recibió o pida otro a quien creó su cuenta.",
        ],
    },
    many: Notice {
        title: "Demasiados intentos",
        text: &[
            "Desde su red se han abierto demasiados enlaces que no pueden usarse. Espere un minuto, por favor.",
        ],
    },
    busy: Notice {
        title: "Inténtelo de nuevo en un momento",
        text: &[
            "Frontdesk no puede responder ahora mismo. Vuelva a abrir el enlace en un momento, por favor.",
        ],
    },
    odd: Notice {
        title: "No ha funcionado",
        text: &["Abra de nuevo el enlace de su correo y use el botón de la página, por favor."],
    },
};
