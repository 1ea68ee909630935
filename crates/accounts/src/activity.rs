//! The activity record: append-only and hash-chained, so that an edited, removed or reordered entry is found.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use uuid::Uuid;

/// What was done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Action {
    /// The directory was made.
    DirectoryCreated,
    /// The directory was copied here from another place.
    DirectoryCopied,
    /// A user was created.
    UserCreated,
    /// An operator signed in.
    SignedIn,
    /// A password was wrong, or the account unknown.
    SignInFailed,
    /// A code was sent to a number.
    CodeSent,
    /// A number was confirmed by its code.
    NumberConfirmed,
    /// A message was sent to try the gateway.
    TestMessageSent,
    /// A lost device was removed.
    DeviceRemoved,
    /// A user took ten recovery codes.
    RecoveryCodesMade,
    /// A user signed in by a recovery code.
    RecoveryCodeUsed,
    /// Too many misses locked an account.
    SignInLocked,
    /// An operator lifted that.
    SignInUnlocked,
    /// An operator signed out.
    SignedOut,
    /// A command was refused for want of a permission.
    Refused,
    /// An own role was made.
    RoleCreated,
    /// An own role was changed.
    RoleChanged,
    /// An own role was deleted.
    RoleDeleted,
    /// Settings were changed.
    SettingsChanged,
    /// The record was written to a file.
    ActivityExported,
    /// The text of a message was read.
    MessageRead,
    /// A new confirmation was sent to a user.
    ConfirmationResent,
    /// A user confirmed the address.
    UserActivated,
    /// A code that was to confirm an address was wrong, or the account unknown.
    ActivationFailed,
    /// A user registered a device of their own.
    DeviceRegistered,
    /// An e-mail was to be tried again at once.
    MessageRetried,
    /// An e-mail was to be sent no more.
    MessageCancelled,
}

/// Who or what an entry is about; addresses are masked before they come here.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Party {
    /// The user, where it is one.
    pub id: Option<Uuid>,
    /// A masked address, or the name of a role.
    pub label: String,
}

/// One thing that was done, before it is chained.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// When, UTC.
    pub at: Timestamp,
    /// Who; nobody where Frontdesk itself acted or the actor is not known.
    pub actor: Option<Party>,
    /// What.
    pub action: Action,
    /// To whom or what.
    pub subject: Option<Party>,
    /// Further facts, never a secret, an address or a number in full.
    pub details: BTreeMap<String, String>,
}

/// An entry in its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// From 1, without a gap.
    pub number: u64,
    /// The entry as JSON: exactly these octets are hashed, stored and exported.
    pub content: String,
    /// SHA-256 over the previous hash, the number and the content.
    pub hash: [u8; 32],
}

/// The end of the chain, kept beside it so that removed last entries are found too.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Head {
    /// Entries so far.
    pub number: u64,
    /// Hash of the last one; zeros before the first.
    pub hash: [u8; 32],
}

impl Head {
    /// Before the first entry.
    pub const START: Self = Self {
        number: 0,
        hash: [0; 32],
    };

    /// The link that follows.
    pub fn append(&self, entry: &Entry) -> Link {
        let number = self.number + 1;
        // Serializing a struct of strings to a string has no way to fail.
        let content = serde_json::to_string(entry).unwrap_or_default();
        Link {
            hash: chain(&self.hash, number, &content),
            number,
            content,
        }
    }
}

impl Link {
    /// The head once this link is stored.
    pub const fn head(&self) -> Head {
        Head {
            number: self.number,
            hash: self.hash,
        }
    }

    /// The entry inside.
    pub fn entry(&self) -> Option<Entry> {
        serde_json::from_str(&self.content).ok()
    }
}

fn chain(previous: &[u8; 32], number: u64, content: &str) -> [u8; 32] {
    Sha256::new()
        .chain_update(previous)
        .chain_update(number.to_be_bytes())
        .chain_update(content)
        .finalize()
        .into()
}

/// Walks the chain as it is fed.
#[derive(Debug, Clone)]
pub struct Verifier(Head);

impl Default for Verifier {
    fn default() -> Self {
        Self(Head::START)
    }
}

/// The chain is broken at this number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the activity record is broken at entry {at}")]
pub struct Broken {
    /// The first entry that was changed, removed or put elsewhere.
    pub at: u64,
}

impl Verifier {
    /// Takes the next link in the order of numbers.
    pub fn take(&mut self, link: &Link) -> Result<(), Broken> {
        let at = self.0.number + 1;
        if link.number != at || link.hash != chain(&self.0.hash, at, &link.content) || link.entry().is_none()
        {
            return Err(Broken { at });
        }
        self.0 = link.head();
        Ok(())
    }

    /// After the last link: whether it is the one that the directory's head names.
    pub fn finish(self, head: &Head) -> Result<u64, Broken> {
        if self.0 == *head {
            Ok(self.0.number)
        } else {
            Err(Broken {
                at: self.0.number + 1,
            })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chain_of(count: i64) -> (Vec<Link>, Head) {
        let mut head = Head::START;
        let links = (0..count)
            .map(|n| {
                let link = head.append(&Entry {
                    at: Timestamp::from_second(n).expect("in range"),
                    actor: None,
                    action: Action::UserCreated,
                    subject: Some(Party {
                        id: None,
                        label: format!("u{n}…@example.com"),
                    }),
                    details: BTreeMap::new(),
                });
                head = link.head();
                link
            })
            .collect();
        (links, head)
    }

    fn verify(links: &[Link], head: &Head) -> Result<u64, Broken> {
        let mut verifier = Verifier::default();
        links.iter().try_for_each(|link| verifier.take(link))?;
        verifier.finish(head)
    }

    #[test]
    fn a_whole_chain_verifies() {
        let (links, head) = chain_of(20);
        assert_eq!(verify(&links, &head), Ok(20));
        assert_eq!(verify(&[], &Head::START), Ok(0));
    }

    #[test]
    fn an_edited_removed_or_reordered_entry_is_found_and_named() {
        let (links, head) = chain_of(20);
        for at in 0..20 {
            let number = links[at].number;
            let mut edited = links.clone();
            edited[at].content = edited[at].content.replace('u', "v");
            assert_eq!(verify(&edited, &head), Err(Broken { at: number }));
            let mut removed = links.clone();
            removed.remove(at);
            assert_eq!(verify(&removed, &head), Err(Broken { at: number }));
            if at > 0 {
                let mut reordered = links.clone();
                reordered.swap(at - 1, at);
                assert_eq!(verify(&reordered, &head), Err(Broken { at: number - 1 }));
            }
        }
    }
}
