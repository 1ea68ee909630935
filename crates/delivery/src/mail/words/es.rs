//! Spanish.

use super::Words;

pub(super) const WORDS: Words = Words {
    confirmation: (
        "Confirme su dirección de correo electrónico",
        "\
Hola, {first_name}:

Se ha creado una cuenta para usted. Confirme, por favor, que esta dirección de correo electrónico es suya.

{link}

Para hacerlo en la ventana de inicio de sesión de Frontdesk, elija «I have an activation code» e introduzca este código, \
junto con su dirección y la contraseña que ha recibido:

{code}

Puede hacerlo hasta el {until}.

Si no esperaba este mensaje, no lo tenga en cuenta.",
    ),
    confirm: "Confirmar la dirección",
    password_reset: (
        "Su nueva contraseña",
        "\
Hola, {first_name}:

Ya puede elegir una nueva contraseña para su cuenta.

{link}

En la ventana de inicio de sesión de Frontdesk necesita para ello este código:

{code}

Puede hacerlo hasta el {until}.

Si no lo ha solicitado, no tenga en cuenta este mensaje: su contraseña sigue siendo la misma.",
    ),
    choose_password: "Elegir una nueva contraseña",
    device_changed: (
        "Ha cambiado su dispositivo de inicio de sesión",
        "\
Hola, {first_name}:

Se ha registrado o eliminado el dispositivo para el segundo paso de su inicio de sesión.

Si no ha sido usted ni lo ha solicitado, avise de inmediato a su administrador.",
    ),
    test: (
        "Prueba de Frontdesk",
        "Esto es una prueba: los correos de Frontdesk llegan.",
    ),
};
