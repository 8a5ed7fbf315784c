// SPDX-License-Identifier: EUPL-1.2
//! What a call says beside its path: query, form or JSON, which GitLab takes as one.

use std::collections::BTreeMap;

use serde_json::Value;

/// Parameters by name; a list has several values.
#[derive(Clone, Debug, Default)]
pub struct Params {
    values: BTreeMap<String, Vec<String>>,
    json: Value,
}

impl Params {
    /// Reads the query and the body; `None` where a JSON body is broken.
    pub fn read(query: &str, content_type: &str, body: &[u8]) -> Option<Self> {
        let mut params = Self::default();
        params.take_form(query.as_bytes());
        if content_type.starts_with("application/json") {
            if !body.is_empty() {
                params.json = serde_json::from_slice(body).ok()?;
            }
            if let Value::Object(fields) = params.json.clone() {
                for (name, value) in fields {
                    params.take_json(&name, value);
                }
            }
        } else {
            params.take_form(body);
        }
        Some(params)
    }

    fn take_form(&mut self, text: &[u8]) {
        for (name, value) in url::form_urlencoded::parse(text) {
            let name = name.strip_suffix("[]").unwrap_or(&name).to_owned();
            self.values.entry(name).or_default().push(value.into_owned());
        }
    }

    fn take_json(&mut self, name: &str, value: Value) {
        let held = self.values.entry(name.to_owned()).or_default();
        match value {
            Value::Null => {
                self.values.remove(name);
            }
            Value::String(text) => held.push(text),
            Value::Array(list) => {
                let texts = list.into_iter().map(|item| item.as_str().map_or_else(|| item.to_string(), Into::into));
                held.extend(texts);
            }
            other => held.push(other.to_string()),
        }
    }

    /// Writes the parameters as a query again, without those that choose a page; ends in `&` unless empty.
    pub fn query_without_page(&self) -> String {
        let mut query = url::form_urlencoded::Serializer::new(String::new());
        for (name, list) in self.values.iter().filter(|(name, _)| *name != "page" && *name != "per_page") {
            let name = if list.len() > 1 { format!("{name}[]") } else { name.clone() };
            for value in list {
                query.append_pair(&name, value);
            }
        }
        let text = query.finish();
        if text.is_empty() { text } else { text + "&" }
    }

    /// Returns a text, also an empty one.
    pub fn text(&self, name: &str) -> Option<String> {
        self.values.get(name).and_then(|list| list.last()).cloned()
    }

    /// Returns a text that must be there and not be empty.
    pub fn required(&self, name: &str) -> Result<String, super::Fail> {
        match self.text(name) {
            None => Err(super::Fail::parameter(format!("{name} is missing"))),
            Some(text) if text.is_empty() => Err(super::Fail::parameter(format!("{name} is empty"))),
            Some(text) => Ok(text),
        }
    }

    /// Returns a number.
    pub fn number(&self, name: &str) -> Option<u64> {
        self.text(name)?.parse().ok()
    }

    /// Returns a switch.
    pub fn flag(&self, name: &str) -> Option<bool> {
        self.text(name).map(|text| matches!(text.as_str(), "true" | "1" | "yes" | "on"))
    }

    /// Returns a list, whether it came as several values or with commas; `None` where it was not given.
    pub fn list(&self, name: &str) -> Option<Vec<String>> {
        let split = |text: &String| text.split(',').map(|part| part.trim().to_owned()).collect::<Vec<_>>();
        self.values.get(name).map(|list| list.iter().flat_map(split).filter(|part| !part.is_empty()).collect())
    }

    /// Returns the objects of a list, from JSON.
    pub fn objects(&self, name: &str) -> Vec<Value> {
        self.json.get(name).and_then(Value::as_array).cloned().unwrap_or_default()
    }

    /// Returns the links of a release: `assets: { links: [{ name, url }] }`.
    pub fn links(&self) -> Vec<(String, String)> {
        let list = self.json.pointer("/assets/links").and_then(Value::as_array).into_iter().flatten();
        list.filter_map(|link| Some((link["name"].as_str()?.to_owned(), link["url"].as_str()?.to_owned()))).collect()
    }

    /// Returns a number inside a list of objects, from JSON (`name: [{field}]`) or a form (`name[][field]`).
    pub fn inner(&self, name: &str, field: &str) -> Vec<u64> {
        let formed = self.values.get(&format!("{name}[][{field}]")).into_iter().flatten();
        let formed = formed.filter_map(|text| text.parse().ok());
        let items = self.json.get(name).and_then(Value::as_array).into_iter().flatten();
        formed.chain(items.filter_map(|item| item.get(field).and_then(Value::as_u64))).collect()
    }
}
