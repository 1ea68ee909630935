//! The heart of Frontdesk: what an account is, the rules it keeps, what can be done with it, and the ports that
//! the rest of the program keeps. It knows no window, no SQL, no network, no file, and has no clock of its own.

pub mod activation;
pub mod activity;
pub mod address;
pub mod clock;
pub mod code;
pub mod desk;
pub mod directory;
pub mod draft;
pub mod email;
pub mod first_run;
pub mod language;
mod letters;
pub mod mail;
pub mod name;
pub mod operator;
pub mod outbox;
pub mod password;
pub mod permission;
pub mod phone;
mod placeholder;
pub mod problem;
pub mod recovery;
pub mod role;
pub mod sample;
pub mod secret;
pub mod settings;
pub mod sign_in;
pub mod sms;
pub mod text;
pub mod user;

pub use clock::Clock;
pub use code::{CodeKey, DraftId};
pub use desk::{Desk, DeskError};
pub use directory::{ActivityPage, Creation, Directory, DirectoryError, Lookalike, Revision};
pub use draft::{Draft, DraftCheck, General, TabState};
pub use email::EmailAddress;
pub use language::Language;
pub use mail::{MailSettings, MessageSettings};
pub use name::PersonName;
pub use operator::{NotPermitted, Operator};
pub use outbox::{
    Delivery, DeliveryFault, Message, MessageId, MessageKind, MessagePage, MessageState, MessageText,
    MessageUser, NewMessage, Recipient,
};
pub use permission::Permission;
pub use phone::{Country, PhoneNumber};
pub use problem::{Field, Flaw, Problem};
pub use role::{Catalogue, Holder, PermissionRow, Role, RoleId, RoleName};
pub use secret::ServiceSecret;
pub use settings::Settings;
pub use sms::{GatewayKind, SmsSettings};
pub use user::{
    Credentials, Cursor, Device, NewAccount, NewDevice, RequestId, StatusFilter, User, UserCounts, UserId,
    UserPage, UserQuery, UserSort,
};
