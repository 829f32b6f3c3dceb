//! Goes through a page's tree depth first without recursion, so that no page can exhaust the stack.

use dom_query::NodeRef;

/// What looks at a tree.
pub(super) trait Visit {
    /// Whether to go into the node.
    fn enter(&mut self, node: &NodeRef<'_>) -> bool;
    /// The node and all in it were seen.
    fn leave(&mut self, node: &NodeRef<'_>);
    /// Whether enough was seen; asked after each node that was left.
    fn is_full(&self) -> bool {
        false
    }
}

/// Shows the root and all in it to the visitor, in reading order.
pub(super) fn depth_first(root: &NodeRef<'_>, visit: &mut impl Visit) {
    let mut node = *root;
    loop {
        let child = if visit.enter(&node) { node.first_child() } else { None };
        if let Some(child) = child {
            node = child;
            continue;
        }
        loop {
            visit.leave(&node);
            if node.id == root.id || visit.is_full() {
                return;
            }
            if let Some(next) = node.next_sibling() {
                node = next;
                break;
            }
            match node.parent() {
                Some(parent) => node = parent,
                None => return,
            }
        }
    }
}
