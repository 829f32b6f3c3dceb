//! What a client calls a model, and which routes that means.

use crate::client::Guest;
use crate::door::Door;
use crate::fault::Fault;
use gateway::Route;
use serde_json::{Map, Value};

/// One name with its routes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Asked {
    /// As it was written, without `zaowan/`.
    pub name: String,
    /// In order of preference.
    pub routes: Vec<Route>,
}

impl Door {
    /// Takes `model` and `models` out of a body: the routes that they mean, in order, none twice.
    ///
    /// Errors: no model, one that nobody here has, or one that this client may not ask.
    pub(crate) fn routes_of(&self, guest: &Guest, body: &mut Map<String, Value>) -> Result<Vec<Route>, Fault> {
        let (model, models) = (body.remove("model"), body.remove("models"));
        let mut routes: Vec<Route> = Vec::new();
        let listed = models.as_ref().and_then(Value::as_array).into_iter().flatten();
        for name in model.iter().chain(listed).filter_map(Value::as_str).flat_map(|names| names.split(',')) {
            let asked = self.meaning_of(name.trim())?;
            if !guest.may_ask(&asked) {
                return Err(Fault::not_allowed(&asked.name));
            }
            for route in asked.routes {
                if !routes.contains(&route) {
                    routes.push(route);
                }
            }
        }
        if routes.is_empty() {
            return Err(Fault::wrong("model", "name a model: vendor/model, or several with commas between them"));
        }
        if !routes.iter().any(|route| self.gateway.vendor(&route.vendor).is_some()) {
            return Err(self.unknown(&routes));
        }
        Ok(routes)
    }

    /// The routes behind one name.
    fn meaning_of(&self, name: &str) -> Result<Asked, Fault> {
        let bare = name.strip_prefix("zaowan/").unwrap_or(name);
        if let Some(routes) = self.aliases.get(bare) {
            return Ok(Asked { name: bare.to_owned(), routes: routes.clone() });
        }
        match bare.parse::<Route>() {
            Ok(route) => Ok(Asked { name: bare.to_owned(), routes: vec![route] }),
            Err(_) => {
                let known: Vec<&str> = self.aliases.keys().map(String::as_str).collect();
                let or = if known.is_empty() { String::new() } else { format!(", or one of {}", known.join(", ")) };
                Err(Fault::unknown_model(&format!("there is no model {name:?} here; write vendor/model{or}")))
            }
        }
    }

    fn unknown(&self, routes: &[Route]) -> Fault {
        let why = |route: &Route| {
            let unusable = self.gateway.unusable().iter().find(|vendor| vendor.name == route.vendor);
            unusable.map_or_else(|| format!("there is no vendor {:?} here", route.vendor), |vendor| vendor.why.clone())
        };
        let whys: Vec<String> = routes.iter().map(|route| format!("{route}: {}", why(route))).collect();
        Fault::unknown_model(&whys.join("; "))
    }
}
