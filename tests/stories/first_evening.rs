//! A newcomer's first evening: a vault, the list they have, a letter, everybody reached once.
