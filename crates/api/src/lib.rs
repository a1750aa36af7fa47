//! The HTTP door: axum router, DTOs, OpenAPI, guards. One router for window, server and tests.
