//! Tests of the standards editor.
