//! Tests of the managing editor.
