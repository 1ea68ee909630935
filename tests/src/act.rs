//! What hands do: the mouse by role and name, the keyboard as it comes; and what eyes check.

use serde_json::json;
use thirtyfour::{Key, WebElement};

use crate::{
    find::Name,
    trouble::{Outcome, check},
    window::Window,
};

/// Scrolls an element into sight and waits until it has stood in the same place for two frames.
const STAND_STILL: &str = "const [element, done] = arguments;
element.scrollIntoView({ block: 'center', inline: 'nearest', behavior: 'instant' });
let before = '';
const look = () => {
  const { x, y, width, height } = element.getBoundingClientRect();
  const now = `${x} ${y}`;
  if (now === before) return done([Math.round(x + width / 2), Math.round(y + height / 2)]);
  before = now;
  requestAnimationFrame(() => requestAnimationFrame(look));
};
look();";

impl Window {
    /// Clicks on the one element with this role and name, once it can be used.
    pub async fn click(&self, role: &str, name: impl Into<Name<'_>>) -> Outcome {
        let element = self.find(role, name).await?;
        self.wait_for("it to be enabled", async |_| {
            Ok(element.is_enabled().await?.then_some(()))
        })
        .await?;
        self.click_on(&element).await
    }

    /// Clicks in the middle of an element, as a hand with a mouse does: once it stands still, and whatever lies on top
    /// there is hit.
    pub async fn click_on(&self, element: &WebElement) -> Outcome {
        let place = self
            .page()?
            .execute_async(STAND_STILL, vec![element.to_json()?])
            .await?;
        // By its place: the driver finds no middle of a table's row.
        let (x, y): (i64, i64) = place.convert()?;
        Ok(self
            .page()?
            .action_chain()
            .move_to(x, y)
            .click()
            .perform()
            .await?)
    }

    /// Empties a field by keyboard and types into it, and sees that what was typed has arrived.
    pub async fn fill(&self, label: &str, text: &str) -> Outcome {
        self.empty(label).await?;
        self.type_text(text).await?;
        self.expect_value(label, text).await
    }

    /// Fills in a field of several lines, by keyboard.
    pub async fn fill_lines(&self, label: &str, text: &str) -> Outcome {
        self.empty(label).await?;
        for (at, line) in text.trim().lines().enumerate() {
            if at > 0 {
                self.press("Enter").await?;
            }
            self.type_text(line).await?;
        }
        self.expect_value(label, text.trim()).await
    }

    /// Empties a field by keyboard, which stays in it.
    pub async fn empty(&self, label: &str) -> Outcome {
        let field = self.field(label).await?;
        let at_it = "return document.hasFocus() && document.activeElement === arguments[0];";
        let argument = field.to_json()?;
        // Whoever misses because the page moved under the mouse clicks again.
        self.wait_for(&format!("the keyboard to be in {label:?}"), async |window| {
            window.click_on(&field).await?;
            Ok((window.run(at_it, vec![argument.clone()]).await? == json!(true)).then_some(()))
        })
        .await?;
        self.press("Control+a").await?;
        self.press("Delete").await
    }

    /// Waits until a field holds this text.
    pub async fn expect_value(&self, label: &str, text: &str) -> Outcome {
        let field = self.field(label).await?;
        self.wait_for(&format!("{text:?} to stand in {label:?}"), async |_| {
            let seen = field.prop("value").await?.unwrap_or_default();
            check(seen == text, || {
                format!("{label:?} holds {seen:?}, wanted {text:?}")
            })?;
            Ok(Some(()))
        })
        .await
    }

    /// The field with a label, whatever kind it is of.
    pub async fn field(&self, label: &str) -> Outcome<WebElement> {
        self.wait_for(&format!("the field {label:?}"), async |window| {
            for role in ["textbox", "searchbox", "spinbutton", "combobox"] {
                if let Some(found) = window.all(role, Name::Is(label)).await?.pop() {
                    return Ok(Some(found.element));
                }
            }
            Ok(None)
        })
        .await
    }

    /// What stands in the field with a label.
    pub async fn value_of(&self, label: &str) -> Outcome<String> {
        Ok(self.field(label).await?.prop("value").await?.unwrap_or_default())
    }

    /// Chooses an option of a native list by its words.
    pub async fn choose(&self, label: &str, option: &str) -> Outcome {
        let list = self.list(label).await?;
        let script = "const [list, words] = arguments;
            const wanted = [...list.options].find((option) => option.text.trim() === words);
            if (!wanted) return false;
            list.focus(); list.value = wanted.value;
            list.dispatchEvent(new Event('input', { bubbles: true }));
            list.dispatchEvent(new Event('change', { bubbles: true }));
            return true;";
        let chosen = self.run(script, vec![list.to_json()?, json!(option)]).await?;
        check(chosen == json!(true), || {
            format!("{label:?} has no option {option:?}")
        })
    }

    /// The native list with a label. WebKit speaks of a button that pops it up.
    async fn list(&self, label: &str) -> Outcome<WebElement> {
        self.wait_for(&format!("the list {label:?}"), async |window| {
            let found = [
                window.all("combobox", label).await?,
                window.all("button", label).await?,
            ]
            .concat();
            Ok(found.into_iter().next().map(|found| found.element))
        })
        .await
    }

    /// Types wherever the keyboard is.
    pub async fn type_text(&self, text: &str) -> Outcome {
        Ok(self.page()?.action_chain().send_keys(text).perform().await?)
    }

    /// Presses keys at once, as `Tab`, `Control+Enter` or `Shift+Tab`.
    pub async fn press(&self, keys: &str) -> Outcome {
        let keys: Vec<char> = keys.split('+').map(key).collect();
        let mut chain = self.page()?.action_chain();
        for key in &keys {
            chain = chain.key_down(*key);
        }
        for key in keys.iter().rev() {
            chain = chain.key_up(*key);
        }
        Ok(chain.perform().await?)
    }

    /// Presses keys again and again until the keyboard is at the element with this role and name.
    pub async fn press_until_at(&self, keys: &str, role: &str, name: impl Into<Name<'_>>) -> Outcome {
        let name = name.into();
        let mut way = Vec::new();
        for _ in 0..80 {
            let (at_role, at_name) = self.focus().await?;
            if at_role == role && name.fits(&at_name) {
                return Ok(());
            }
            way.push(format!("{at_role} {at_name:?}"));
            self.press(keys).await?;
        }
        let way = way.join(", ");
        check(false, || {
            format!(
                "{keys} never came to the {role} {:?}; the way was {way}",
                name.text()
            )
        })
    }

    /// Role and name of what has the keyboard.
    pub async fn focus(&self) -> Outcome<(String, String)> {
        let element = self
            .page()?
            .execute("return document.activeElement;", vec![])
            .await?
            .element()?;
        self.spoken(&element).await
    }

    /// Waits until the keyboard is at the element with this role and name.
    pub async fn expect_focus(&self, role: &str, name: impl Into<Name<'_>>) -> Outcome {
        let name = name.into();
        self.wait_for(
            &format!("the keyboard to be at the {role} {:?}", name.text()),
            async |window| {
                let (at_role, at_name) = window.focus().await?;
                Ok((at_role == role && name.fits(&at_name)).then_some(()))
            },
        )
        .await
    }

    /// Waits until the keyboard is at the row of a table that holds these words.
    pub async fn expect_focus_on_row(&self, words: &str) -> Outcome {
        self.wait_for(
            &format!("the keyboard to be at the row of {words:?}"),
            async |window| {
                Ok(window
                    .focused_row()
                    .await?
                    .is_some_and(|row| row.contains(words))
                    .then_some(()))
            },
        )
        .await
    }

    /// What stands in the row that has the keyboard.
    pub async fn focused_row(&self) -> Outcome<Option<String>> {
        let (role, _) = self.focus().await?;
        let text = self
            .run("return document.activeElement.innerText;", vec![])
            .await?;
        Ok((role == "row").then(|| text.as_str().unwrap_or_default().to_owned()))
    }

    /// Waits until words can be seen.
    pub async fn expect_text(&self, words: &str) -> Outcome {
        self.wait_for(&format!("the words {words:?}"), async |window| {
            Ok(window.visible_text().await?.contains(words).then_some(()))
        })
        .await
    }

    /// Waits until words cannot be seen any more.
    pub async fn expect_no_text(&self, words: &str) -> Outcome {
        self.wait_for(&format!("the words {words:?} to be gone"), async |window| {
            Ok((!window.visible_text().await?.contains(words)).then_some(()))
        })
        .await
    }

    /// Waits until what describes a field (its help, its error) has these words in it.
    pub async fn expect_described(&self, label: &str, words: &str) -> Outcome {
        self.wait_for(
            &format!("{label:?} to be described by {words:?}"),
            async |window| Ok(window.description_of(label).await?.contains(words).then_some(())),
        )
        .await
    }

    /// What a screen reader says of a field after its name.
    pub async fn description_of(&self, label: &str) -> Outcome<String> {
        let field = self.field(label).await?;
        self.description(&field).await
    }

    /// Waits until what describes the one element with this role and name has these words in it.
    pub async fn expect_description(&self, role: &str, name: &str, words: &str) -> Outcome {
        self.wait_for(
            &format!("the {role} {name:?} to be described by {words:?}"),
            async |window| {
                let element = window.find(role, name).await?;
                Ok(window.description(&element).await?.contains(words).then_some(()))
            },
        )
        .await
    }

    /// What a screen reader says of an element after its name.
    async fn description(&self, element: &WebElement) -> Outcome<String> {
        let script = "const ids = (arguments[0].getAttribute('aria-describedby') ?? '').split(' ');
            return ids.map((id) => document.getElementById(id)?.innerText ?? '').join(' ').replace(/\\s+/g, ' ');";
        Ok(self
            .run(script, vec![element.to_json()?])
            .await?
            .as_str()
            .unwrap_or_default()
            .to_owned())
    }

    /// Whether the one element with this role and name can be used.
    pub async fn is_enabled(&self, role: &str, name: impl Into<Name<'_>>) -> Outcome<bool> {
        let element = self.find(role, name).await?;
        self.can_be_used(&element).await
    }

    /// An element that keeps its place for the keyboard while it cannot be used says so by `aria-disabled`.
    async fn can_be_used(&self, element: &WebElement) -> Outcome<bool> {
        let script =
            "return !arguments[0].disabled && arguments[0].getAttribute('aria-disabled') !== 'true';";
        Ok(self.run(script, vec![element.to_json()?]).await? == json!(true))
    }

    /// Waits until the element with this role and name can be used, or cannot.
    pub async fn expect_enabled(&self, role: &str, name: &str, enabled: bool) -> Outcome {
        let state = if enabled { "enabled" } else { "disabled" };
        self.wait_for(&format!("{role} {name:?} to be {state}"), async |window| {
            Ok((window.is_enabled(role, name).await? == enabled).then_some(()))
        })
        .await
    }
}

fn key(name: &str) -> char {
    let key = match name {
        "Control" => Key::Control,
        "Shift" => Key::Shift,
        "Alt" => Key::Alt,
        "Enter" => Key::Enter,
        "Tab" => Key::Tab,
        "Escape" => Key::Escape,
        "Delete" => Key::Delete,
        "Backspace" => Key::Backspace,
        "Home" => Key::Home,
        "End" => Key::End,
        "Up" => Key::Up,
        "Down" => Key::Down,
        "Left" => Key::Left,
        "Right" => Key::Right,
        "Space" => return ' ',
        other => return other.chars().next().unwrap_or(' '),
    };
    key.value()
}
