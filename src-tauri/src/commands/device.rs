//! The number of a 2FA device.

use accounts::{Country, draft::DeviceDraft, phone};
use tauri::command;
use zeroize::Zeroizing;

use super::{Answer, Desktop};
use crate::ipc::{CodeSent, DeviceForm, EventName, FormattedPhone, PhoneCountries, TypedPhone, to_domain};

/// Every country that has telephone numbers, and the system's own.
#[command]
pub async fn phone_countries(shell: Desktop<'_>) -> Answer<PhoneCountries> {
    let desk = shell.desk_for_numbers().await?;
    Ok(PhoneCountries::with(own_country(), &desk.sms_route().await?))
}

/// The number as it is written, while it is typed.
#[command]
pub async fn format_phone(shell: Desktop<'_>, typed: TypedPhone) -> Answer<FormattedPhone> {
    shell.desk_for_numbers().await?;
    let country = to_domain::country(typed.country.as_deref())?;
    Ok(phone::format(&typed.in_country(country)).into())
}

/// Sends a code to the draft's number.
#[command]
pub async fn send_code(shell: Desktop<'_>, device: DeviceForm) -> Answer<CodeSent> {
    let (desk, operator) = shell.operator().await?;
    let sent = desk.send_code(&operator, &DeviceDraft::try_from(device)?).await?;
    shell.notify(EventName::OutboxChanged);
    Ok(sent.into())
}

/// Confirms the draft's number by the code.
#[command]
pub async fn confirm_code(shell: Desktop<'_>, device: DeviceForm, code: String) -> Answer<()> {
    let code = Zeroizing::new(code);
    let (desk, operator) = shell.operator().await?;
    let device = DeviceDraft::try_from(device)?;
    Ok(desk.confirm_code(&operator, &device, &code).await?)
}

/// The country of this computer.
pub(super) fn own_country() -> Option<Country> {
    region_of(&sys_locale::get_locale().unwrap_or_default())
}

/// The region of a locale such as `de-DE`, `zh_Hant_TW` or `en_GB.UTF-8`.
fn region_of(locale: &str) -> Option<Country> {
    let tag = locale.split(['.', '@']).next().unwrap_or_default();
    let mut parts = tag.split(['-', '_']).skip(1);
    parts.find_map(|part| part.to_ascii_uppercase().parse().ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_region_of_a_locale_is_found() {
        for (locale, region) in [
            ("de-DE", Some("DE")),
            ("zh_Hant_TW", Some("TW")),
            ("en_GB.UTF-8", Some("GB")),
            ("sr_RS@latin", Some("RS")),
            ("ca-ES-valencia", Some("ES")),
            ("en", None),
            ("C", None),
            ("", None),
        ] {
            let found = region_of(locale);
            assert_eq!(found.as_ref().map(Country::code), region, "{locale}");
        }
    }
}
