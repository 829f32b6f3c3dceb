//! `/v1/models`: names of the house, its routes, and what vendors say they have.

use crate::client::Guest;
use crate::door::Door;
use crate::fault::Fault;
use crate::name::Asked;
use crate::reply::{self, Trace};
use crate::visit::Visit;
use axum::extract::{Path, State};
use axum::response::Response;
use gateway::Route;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// What vendors say they have is believed for so long.
const KEPT_FOR: Duration = Duration::from_secs(600);
/// A vendor that is slow to say it is left out this time.
const PATIENCE: Duration = Duration::from_secs(3);

pub(crate) async fn list(State(door): State<Arc<Door>>, visit: Visit) -> Response {
    let known = known(&door, &visit.guest).await;
    let data: Vec<Value> = known.iter().map(|(id, owner)| model(&door, id, owner)).collect();
    reply::json(json!({"object": "list", "data": data}).to_string(), &Trace::default())
}

pub(crate) async fn one(
    State(door): State<Arc<Door>>,
    visit: Visit,
    Path(id): Path<String>,
) -> Result<Response, Fault> {
    let known = known(&door, &visit.guest).await;
    let owner = known.get(&id).ok_or_else(|| Fault::unknown_model(&format!("there is no model {id:?} here")))?;
    Ok(reply::json(model(&door, &id, owner).to_string(), &Trace::default()))
}

fn model(door: &Door, id: &str, owner: &str) -> Value {
    json!({"id": id, "object": "model", "created": door.began_at, "owned_by": owner})
}

/// All that this client may ask, each with its owner.
async fn known(door: &Door, guest: &Guest) -> BTreeMap<String, String> {
    let mut known = BTreeMap::new();
    let mut add = |name: &str, owner: &str, routes: Vec<Route>| {
        let asked = Asked { name: name.to_owned(), routes };
        if guest.may_ask(&asked) {
            known.insert(asked.name, owner.to_owned());
        }
    };
    for (name, routes) in &door.aliases {
        add(name, "zaowan", routes.clone());
        for route in routes {
            add(&route.to_string(), &route.vendor, vec![route.clone()]);
        }
    }
    for (vendor, models) in listed(door).await {
        for model in models {
            let route = Route::new(&vendor, &model);
            add(&route.to_string(), &vendor, vec![route]);
        }
    }
    known
}

/// What vendors say they have, not asked too often.
async fn listed(door: &Door) -> Vec<(String, Vec<String>)> {
    let mut listed = door.listed.lock().await;
    if listed.as_ref().is_none_or(|(at, _)| at.elapsed() > KEPT_FOR)
        && let Ok(said) = tokio::time::timeout(PATIENCE, door.gateway.list_models()).await
    {
        *listed = Some((Instant::now(), said));
    }
    let said = listed.iter().flat_map(|(_, said)| said);
    said.map(|vendor| (vendor.vendor.clone(), vendor.models.clone())).collect()
}
