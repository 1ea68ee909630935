//! Finding things as a screen reader names them: by role and accessible name, never by class or test id.

use http::Method;
use serde_json::json;
use thirtyfour::{RequestData, SessionId, WebDriver, WebElement, common::command::FormatRequestData};

use crate::{
    trouble::{Outcome, Trouble},
    window::Window,
};

/// How an accessible name has to look.
#[derive(Debug, Clone, Copy)]
pub enum Name<'a> {
    /// Like this.
    Is(&'a str),
    /// Like this at its beginning: WebKit reads on into what stands inside of an item of a tree or list.
    Starts(&'a str),
    /// With this in it.
    Has(&'a str),
}

impl Name<'_> {
    pub(crate) fn fits(self, name: &str) -> bool {
        match self {
            Self::Is(wanted) => name == wanted,
            Self::Starts(start) => name.starts_with(start),
            Self::Has(part) => name.contains(part),
        }
    }

    pub(crate) const fn text(&self) -> &str {
        match self {
            Self::Is(text) | Self::Starts(text) | Self::Has(text) => text,
        }
    }
}

impl<'a> From<&'a str> for Name<'a> {
    fn from(text: &'a str) -> Self {
        Self::Is(text)
    }
}

/// An element of the page that a screen reader would speak of.
#[derive(Debug, Clone)]
pub struct Found {
    /// The element.
    pub element: WebElement,
    /// Its name.
    pub name: String,
}

/// Elements that could have the role, visible ones, of the dialog on top where one is open, whose words hold those
/// of the name. It only spares questions: the driver's own computed role and name decide.
const CANDIDATES: &str = r"
const [role, words] = arguments;
const native = {
  alert: [], button: ['button', 'summary', 'select', 'input[type=button]', 'input[type=submit]'],
  cell: ['td'], checkbox: ['input[type=checkbox]'], columnheader: ['th'], combobox: ['select', 'input'],
  dialog: ['dialog'], form: ['form'], group: ['fieldset', 'details'],
  heading: ['h1', 'h2', 'h3', 'h4', 'h5', 'h6'], img: ['img', 'svg'], link: ['a[href]'], list: ['ul', 'ol'],
  listitem: ['li'], navigation: ['nav'], option: ['option'], progressbar: ['progress'], meter: ['meter'],
  radio: ['input[type=radio]'], row: ['tr'], searchbox: ['input[type=search]'], slider: ['input[type=range]'],
  spinbutton: ['input[type=number]'], status: ['output'], table: ['table'], textbox: ['input', 'textarea'],
};
const squash = (text) => (text ?? '').replace(/\s+/g, '').toLowerCase();
const top = [...document.querySelectorAll('dialog:modal')].at(-1) ?? document;
const selector = [`[role=${role}]`, ...(native[role] ?? [])].join(',');
const shown = (element) => element.getClientRects().length > 0 && getComputedStyle(element).visibility !== 'hidden';
const texts = (element) => [
  element.getAttribute('aria-label'), element.textContent, element.title, element.placeholder, element.alt,
  ...[...(element.labels ?? [])].map((label) => label.textContent),
  ...(element.getAttribute('aria-labelledby') ?? '').split(' ').map((id) => document.getElementById(id)?.textContent),
  element.querySelector(':scope > legend, :scope > caption')?.textContent,
];
const fits = (element) => words === '' || texts(element).some((text) => squash(text).includes(squash(words)));
const inside = [...top.querySelectorAll(selector)];
if (top !== document && top.matches(selector)) inside.unshift(top);
return inside.filter((element) => shown(element) && fits(element)).slice(0, 60);";

#[derive(Debug)]
struct Computed {
    element: String,
    what: &'static str,
}

impl FormatRequestData for Computed {
    fn format_request(&self, session: &SessionId) -> RequestData {
        let path = format!("session/{session}/element/{}/{}", self.element, self.what);
        RequestData::new(Method::GET, path)
    }
}

/// The name of an element, as a screen reader speaks it.
pub async fn spoken_name(page: &WebDriver, element: &WebElement) -> Outcome<String> {
    let name = computed(page, element, "computedlabel").await?;
    Ok(name.split_whitespace().collect::<Vec<_>>().join(" "))
}

async fn computed(page: &WebDriver, element: &WebElement, what: &'static str) -> Outcome<String> {
    let command = Computed {
        element: element.element_id().to_string(),
        what,
    };
    let answer = page.handle().cmd(command).await?;
    Ok(answer.value_json()?.as_str().unwrap_or_default().to_owned())
}

impl Window {
    /// All elements with a role and name that can be seen now.
    pub async fn all(&self, role: &str, name: impl Into<Name<'_>>) -> Outcome<Vec<Found>> {
        let name = name.into();
        let arguments = vec![json!(role), json!(name.text())];
        let candidates = self.page()?.execute(CANDIDATES, arguments).await?;
        let mut found = Vec::new();
        for element in candidates.elements()? {
            let (spoken_role, spoken_name) = self.spoken(&element).await?;
            if spoken_role == role && name.fits(&spoken_name) {
                found.push(Found {
                    element,
                    name: spoken_name,
                });
            }
        }
        Ok(found)
    }

    /// Role and name of an element, as a screen reader speaks them.
    pub async fn spoken(&self, element: &WebElement) -> Outcome<(String, String)> {
        let page = self.page()?;
        let role = computed(page, element, "computedrole").await?;
        Ok((role, spoken_name(page, element).await?))
    }

    /// The one element with this role and name, once it is there.
    pub async fn find(&self, role: &str, name: impl Into<Name<'_>>) -> Outcome<WebElement> {
        let name = name.into();
        let what = format!("{role} {:?}", name.text());
        let mut found = self
            .wait_for(&what, async |window| {
                let found = window.all(role, name).await?;
                Ok((!found.is_empty()).then_some(found))
            })
            .await?;
        match (found.pop(), found.len()) {
            (Some(only), 0) => Ok(only.element),
            (_, others) => Err(Trouble::Unlike(format!("{} elements are the {what}", others + 1))),
        }
    }

    /// The first of the elements with this role and name, once there is one.
    pub async fn find_first(&self, role: &str, name: impl Into<Name<'_>>) -> Outcome<WebElement> {
        let name = name.into();
        self.wait_for(&format!("a {role} {:?}", name.text()), async |window| {
            Ok(window
                .all(role, name)
                .await?
                .into_iter()
                .next()
                .map(|found| found.element))
        })
        .await
    }

    /// The row of a table that holds these words, once it is there. Rows have no name of their own: their cells are read.
    pub async fn find_row(&self, words: &str) -> Outcome<WebElement> {
        self.wait_for(&format!("the row of {words:?}"), async |window| {
            for row in window.all("row", "").await? {
                if row.element.text().await?.contains(words) {
                    return Ok(Some(row.element));
                }
            }
            Ok(None)
        })
        .await
    }

    /// Waits until nothing with this role and name can be seen.
    pub async fn expect_none(&self, role: &str, name: impl Into<Name<'_>>) -> Outcome {
        let name = name.into();
        self.wait_for(&format!("no {role} {:?}", name.text()), async |window| {
            Ok(window.all(role, name).await?.is_empty().then_some(()))
        })
        .await
    }
}
