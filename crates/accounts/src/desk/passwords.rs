//! Rating and generating passwords under the directory's policy.

use crate::{
    Operator, Permission,
    desk::{Desk, DeskError},
    password::{self, Password, Person, Policy, Rating, Shape, ShapeError},
};

impl Desk {
    /// The policy that holds for new passwords; for who may create users.
    pub async fn password_policy(&self, operator: &Operator) -> Result<Policy, DeskError> {
        self.require(operator, Permission::CreateUsers).await?;
        Ok(self.directory.settings().await?.passwords)
    }

    /// How good a password is for a person.
    pub async fn rate_password(
        &self,
        operator: &Operator,
        password: &Password,
        person: &Person<'_>,
    ) -> Result<Rating, DeskError> {
        Ok(self.password_policy(operator).await?.rate(password, person))
    }

    /// A generated password that the policy accepts for the person.
    pub async fn generate_password(
        &self,
        operator: &Operator,
        shape: Shape,
        person: &Person<'_>,
    ) -> Result<Result<Password, ShapeError>, DeskError> {
        let policy = self.password_policy(operator).await?;
        Ok(password::generate(
            shape,
            &policy,
            person,
            &mut *(self.randomness)(),
        ))
    }
}
