//! Sellify's window. Starts the program, gives its router to the webview, and nothing else.
#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

mod host;
mod start;
mod transport;
mod window;

use std::error::Error;
use std::sync::Arc;
use tauri::{Builder, RunEvent, generate_context, generate_handler};

fn main() -> Result<(), Box<dyn Error>> {
    start::environment();
    let runtime = Arc::new(tokio::runtime::Builder::new_multi_thread().enable_all().build()?);
    tauri::async_runtime::set(runtime.handle().clone());
    let program = Arc::new(runtime.block_on(start::Program::new())?);

    let (behind, unlocking) = (program.clone(), runtime.clone());
    Builder::default()
        // First, so that a second start ends before it touches the vault.
        .plugin(tauri_plugin_single_instance::init(|app, _, _| window::bring_forward(app)))
        .plugin(tauri_plugin_window_state::Builder::default().build())
        .plugin(tauri_plugin_dialog::init())
        .plugin(tauri_plugin_opener::Builder::new().open_js_links_on_click(false).build())
        .register_asynchronous_uri_scheme_protocol(transport::SCHEME, transport::through(program.router()?))
        .invoke_handler(generate_handler![
            host::notify::notify,
            host::open_external::open_external,
            host::pick_file::pick_file,
            host::save_file::save_file,
        ])
        .setup(move |app| {
            unlocking.block_on(behind.unlock());
            window::open(app)
        })
        .build(generate_context!())?
        .run(move |_, event| {
            if let RunEvent::Exit = event {
                runtime.block_on(program.quit());
            }
        });
    Ok(())
}
