//! What axe-core finds wrong with a page.

use std::path::{Path, PathBuf};

use serde_json::Value;
use thirtyfour::WebDriver;

use crate::{
    browser::Browser,
    trouble::{Outcome, Trouble, check},
    window::Window,
};

const RUN: &str = "const done = arguments[arguments.length - 1];
axe.run(document, { resultTypes: ['violations'] }).then(
  (result) => done(result.violations.flatMap((rule) => rule.nodes.map((node) =>
    `${rule.id}: ${node.html} ${node.failureSummary ?? ''}`.replace(/\\s+/g, ' ')))),
  (error) => done([String(error)]));";

impl Window {
    /// Finds nothing wrong on the page, or says which rule which element breaks. `place` names what is shown.
    pub async fn axe(&self, place: &str) -> Outcome {
        self.painted().await?;
        look_through(self.page()?, place).await
    }
}

impl Browser {
    /// The same of a page in the browser of a telephone.
    pub async fn axe(&self, place: &str) -> Outcome {
        look_through(self.page(), place).await
    }
}

async fn look_through(page: &WebDriver, place: &str) -> Outcome {
    let file = script();
    let axe = std::fs::read_to_string(&file).map_err(Trouble::with(file.display().to_string()))?;
    page.execute(&axe, vec![]).await?;
    let found = page.execute_async(RUN, vec![]).await?.json().clone();
    let Value::Array(found) = found else {
        return Err(Trouble::Unlike(format!("axe gave no answer on {place}")));
    };
    let lines: Vec<_> = found.iter().filter_map(Value::as_str).collect();
    check(lines.is_empty(), || {
        format!("axe on {place}:\n  {}", lines.join("\n  "))
    })
}

fn script() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../ui/node_modules/axe-core/axe.min.js")
}
