//! What testkit promises to those who test with it.

#[cfg(test)]
mod client;
#[cfg(test)]
mod days;
#[cfg(test)]
mod sample;
#[cfg(test)]
mod texts;
#[cfg(test)]
mod vendors;
#[cfg(test)]
mod vendors_checks;
#[cfg(test)]
mod vendors_client;
#[cfg(test)]
mod vendors_faults;
#[cfg(test)]
mod vendors_lines;
#[cfg(test)]
mod vendors_load;
#[cfg(test)]
mod vendors_personas;
#[cfg(test)]
mod vendors_role_faults;
#[cfg(test)]
mod vendors_roles;
#[cfg(test)]
mod vendors_schemas;
#[cfg(test)]
mod vendors_table;
#[cfg(test)]
mod web;
