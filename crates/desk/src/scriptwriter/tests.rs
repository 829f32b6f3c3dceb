//! Tests of the scriptwriter.
