//! Settings of the directory.

use crate::{
    Operator, Permission, Settings,
    activity::Action,
    desk::{Desk, DeskError},
};

impl Desk {
    /// The settings; every operator works under them, so every operator may see them.
    pub async fn settings(&self, _operator: &Operator) -> Result<Settings, DeskError> {
        Ok(self.directory.settings().await?)
    }

    /// Stores settings after checking their ranges.
    pub async fn save_settings(
        &self,
        operator: &Operator,
        settings: Settings,
    ) -> Result<Settings, DeskError> {
        self.require(operator, Permission::EditSettings).await?;
        let settings = settings
            .checked()
            .map_err(|problem| DeskError::Invalid(vec![problem]))?;
        let entry = self.entry_of(operator, Action::SettingsChanged);
        self.directory.save_settings(&settings, &entry).await?;
        Ok(settings)
    }
}
