//! Templates: variables, rendering, HTML sanitising, inlined styles, plain-text twin. Pure.
