//! Generates Tauri's context: the list of our native commands, and which window may call them.

fn main() -> Result<(), Box<dyn std::error::Error>> {
    println!("cargo::rerun-if-changed=src-tauri/capabilities");
    let commands =
        tauri_build::AppManifest::new().commands(&["notify", "open_external", "pick_file", "save_file"]);
    let attributes = tauri_build::Attributes::new()
        .app_manifest(commands)
        .capabilities_path_pattern("./src-tauri/capabilities/*.json")
        .windows_attributes(tauri_build::WindowsAttributes::new().window_icon_path("assets/icons/icon.ico"));
    tauri_build::try_build(attributes)?;
    Ok(())
}
