//! A newcomer activates the account at the window, before anybody is signed in.

use accounts::{
    Desk,
    desk::{Activated, Newcomer, OwnPassword},
    draft::DeviceDraft,
    password::Password,
};

use crate::{
    ipc::{ActivationStep, CommandError, DirectoryInfo, ErrorCode, EventName, StartState},
    shell::Shell,
    stage::Activation,
};

impl Shell {
    /// Begins with address, code and initial password; where no other password is to be chosen, the account is active.
    pub async fn begin_activation(
        &self,
        email: &str,
        code: &str,
        password: Password,
    ) -> Result<StartState, CommandError> {
        let open = self.open_directory().await.map_err(|_| ErrorCode::WrongState)?;
        if open.session().is_some() {
            return Err(ErrorCode::WrongState.into());
        }
        let newcomer = open.desk.begin_activation(email, code, password).await?;
        if newcomer.own_password {
            return self.go_on_with(Activation::OwnPassword(newcomer)).await;
        }
        let activated = open.desk.finish_activation(&newcomer, None).await?;
        self.has_become_active(activated).await
    }

    /// Makes the account active with a password of the newcomer's own.
    pub async fn choose_own_password(&self, own: OwnPassword) -> Result<StartState, CommandError> {
        let (desk, newcomer) = self.newcomer().await?;
        let activated = desk.finish_activation(&newcomer, Some(&own)).await?;
        self.has_become_active(activated).await
    }

    /// Registers the device that was offered.
    pub async fn register_own_device(
        &self,
        device: &DeviceDraft,
        code: &str,
    ) -> Result<StartState, CommandError> {
        let (desk, activated) = self.activated().await?;
        desk.register_own_device(&activated, device, code).await?;
        self.notify(EventName::UsersChanged);
        self.go_on_with(Activation::Done(activated)).await
    }

    /// Goes to the sign-in.
    pub async fn leave_activation(&self) -> Result<StartState, CommandError> {
        let open = self.open_directory().await.map_err(|_| ErrorCode::WrongState)?;
        *open.activation() = None;
        self.notify(EventName::StartChanged);
        self.start_state().await
    }

    /// Who is to choose a password.
    pub async fn newcomer(&self) -> Result<(Desk, Newcomer), CommandError> {
        let (desk, activation) = self.activation().await?;
        match activation {
            Activation::OwnPassword(newcomer) => Ok((desk, newcomer)),
            _ => Err(ErrorCode::WrongState.into()),
        }
    }

    /// Who may register a device.
    pub async fn activated(&self) -> Result<(Desk, Activated), CommandError> {
        let (desk, activation) = self.activation().await?;
        match activation {
            Activation::OfferDevice(activated) => Ok((desk, activated)),
            _ => Err(ErrorCode::WrongState.into()),
        }
    }

    /// For whoever registers a number: an operator, or where nobody is signed in a newcomer to whom that is offered.
    pub async fn desk_for_numbers(&self) -> Result<Desk, CommandError> {
        // Asked at every key stroke of an operator, whom the newcomers' way does not concern.
        if self.open_directory().await?.session().is_some() {
            return Ok(self.operator().await?.0);
        }
        let newcomer = self.activated().await;
        Ok(newcomer.map_err(|_| ErrorCode::NotSignedIn)?.0)
    }

    async fn activation(&self) -> Result<(Desk, Activation), CommandError> {
        let open = self.open_directory().await.map_err(|_| ErrorCode::WrongState)?;
        let activation = open.activation().clone();
        let activation = activation.ok_or_else(|| {
            // The window still shows it.
            self.notify(EventName::StartChanged);
            ErrorCode::ActivationTooLate
        })?;
        Ok((open.desk.clone(), activation))
    }

    async fn has_become_active(&self, activated: Activated) -> Result<StartState, CommandError> {
        self.notify(EventName::UsersChanged);
        self.go_on_with(Activation::active(activated)).await
    }

    async fn go_on_with(&self, activation: Activation) -> Result<StartState, CommandError> {
        *self.open_directory().await?.activation() = Some(activation);
        self.notify(EventName::StartChanged);
        self.start_state().await
    }
}

impl StartState {
    /// How far a newcomer has come.
    pub fn of_activation(directory: DirectoryInfo, activation: &Activation) -> Self {
        let (step, email, names) = match activation {
            Activation::OwnPassword(newcomer) => {
                let names = Some((&newcomer.first_name, &newcomer.last_name));
                (ActivationStep::OwnPassword, &newcomer.email, names)
            }
            Activation::OfferDevice(activated) => (ActivationStep::OfferDevice, &activated.email, None),
            Activation::Done(activated) => (ActivationStep::Done, &activated.email, None),
        };
        Self::Activation {
            directory,
            step,
            email: email.as_str().to_owned(),
            first_name: names
                .map(|(first, _)| first.as_str().to_owned())
                .unwrap_or_default(),
            last_name: names
                .map(|(_, last)| last.as_str().to_owned())
                .unwrap_or_default(),
        }
    }
}
