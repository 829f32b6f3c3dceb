//! The official clients for Python and JavaScript, against the door, as programs use them.

use crate::house::{House, KEY, client};
use gateway::Budgets;
use server::Client;
use std::path::{Path, PathBuf};
use tokio::process::Command;

const LIMITED: &str = "zw-once-a-minute";
const DEEDS: &[&str] = &[
    "chat",
    "headers",
    "stream",
    "tools",
    "vision",
    "schema",
    "embeddings",
    "models",
    "responses",
    "responses_stream",
    "errors",
];

#[tokio::test(flavor = "multi_thread")]
async fn the_official_clients_find_everything_where_they_look_for_it() {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let ready = Command::new("sh").arg(here.join("../../scripts/clients.sh")).output().await;
    let ready = ready.map(|output| (String::from_utf8_lossy(&output.stdout).into_owned(), output.stderr));
    let (ready, said) = ready.unwrap_or_else(|error| (String::new(), format!("skipped: {error}\n").into_bytes()));
    eprint!("{}", String::from_utf8_lossy(&said));
    let place = |name: &str| ready.lines().find_map(|line| line.strip_prefix(name)).map(PathBuf::from);
    let folder = here.join("tests/clients");
    if let Some(python) = place("python=") {
        let mut command = Command::new(python);
        command.arg("-B").arg(folder.join("client.py"));
        run(command).await;
    }
    if let Some(node) = place("node=") {
        let mut command = Command::new("node");
        command.arg(folder.join("client.mjs")).env("ZAOWAN_CLIENT", node);
        run(command).await;
    }
}

async fn run(mut command: Command) {
    // Each client has a minute of its own.
    let limited = Client { per_minute: Some(1), ..client("limited", LIMITED) };
    let house = House::open_with(vec![limited], Budgets::default()).await;
    let base_url = format!("http://{}/v1", house.addr);
    command.args([base_url.as_str(), KEY, LIMITED]);
    // A proxy of this machine has no business between the two.
    for name in ["http_proxy", "HTTP_PROXY", "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"] {
        command.env_remove(name);
    }
    let output = command.output().await.unwrap();
    let done = String::from_utf8_lossy(&output.stdout);
    let done: Vec<&str> = done.lines().filter_map(|line| line.rsplit(' ').next()).collect();
    assert_eq!(done, DEEDS, "{}", String::from_utf8_lossy(&output.stderr));
}
