//! A feed as a tree, for rules to be tested on.

use quick_xml::events::Event;
use quick_xml::reader::Reader;
use std::collections::BTreeMap;

/// An element with what is in it.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Element {
    pub name: String,
    pub attributes: BTreeMap<String, String>,
    pub text: String,
    pub children: Vec<Element>,
}

impl Element {
    pub fn all<'a, 'n>(&'a self, name: &'n str) -> impl Iterator<Item = &'a Element> + use<'a, 'n> {
        self.children.iter().filter(move |child| child.name == name)
    }

    /// The only child of this name.
    pub fn one(&self, name: &str) -> &Element {
        let found: Vec<&Element> = self.all(name).collect();
        assert_eq!(found.len(), 1, "{} must have exactly one {name}, not {}", self.name, found.len());
        found[0]
    }

    pub fn attribute(&self, name: &str) -> &str {
        self.attributes.get(name).unwrap_or_else(|| panic!("{} must have {name}: {:?}", self.name, self.attributes))
    }

    /// This element and all below it.
    pub fn walk(&self) -> Vec<&Element> {
        let mut all = vec![self];
        all.extend(self.children.iter().flat_map(Element::walk));
        all
    }
}

/// Reads a whole document; anything that is not well-formed ends the test.
pub fn parse(text: &str) -> Element {
    let mut reader = Reader::from_str(text);
    reader.config_mut().check_end_names = true;
    let mut stack = vec![Element::default()];
    loop {
        match reader.read_event().unwrap() {
            Event::Start(start) => stack.push(begin(&start)),
            Event::Empty(start) => {
                let element = begin(&start);
                stack.last_mut().unwrap().children.push(element);
            }
            Event::End(_) => {
                let element = stack.pop().unwrap();
                stack.last_mut().unwrap().children.push(element);
            }
            Event::Text(piece) => {
                stack.last_mut().unwrap().text += &piece.xml10_content();
            }
            Event::GeneralRef(entity) => {
                let name = format!("&{};", &*entity);
                let text = quick_xml::escape::unescape(&name).unwrap().into_owned();
                stack.last_mut().unwrap().text += &text;
            }
            Event::Eof => break,
            Event::Decl(_) => {}
            other => panic!("unexpected in a feed: {other:?}"),
        }
    }
    assert_eq!(stack.len(), 1, "every element is closed");
    stack[0].children[0].clone()
}

fn begin(start: &quick_xml::events::BytesStart<'_>) -> Element {
    let attributes = start.attributes().map(|attribute| {
        let attribute = attribute.unwrap();
        (attribute.key.0.to_owned(), quick_xml::escape::unescape(&attribute.value).unwrap().into_owned())
    });
    Element { name: start.name().0.to_owned(), attributes: attributes.collect(), ..Element::default() }
}
