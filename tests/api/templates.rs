//! Templates: saving while typing, preview, variables.

use serde_json::{Value, json};

use crate::house::House;

async fn saved(house: &House, html: &str) -> Value {
    let body = json!({ "name": "Automne", "subject": "Bonjour {prenom}", "html": html });
    house.post("/api/templates", body).await.expect(201)
}

#[tokio::test]
async fn a_template_says_which_variables_it_uses() {
    let house = House::window().await;
    let made = saved(&house, "<p>Votre commande {commande} pour {societe|default(\"vous\")}</p>").await;
    let variables = made["variables"].as_array().unwrap();
    let of = |name: &str| variables.iter().find(|variable| variable["name"] == name).unwrap();
    assert_eq!(of("prenom")["known"], true);
    assert_eq!(of("commande")["known"], false, "no field of this vault answers to it");
    assert_eq!(of("societe")["has_default"], true);
}

#[tokio::test]
async fn what_could_act_is_taken_out_before_it_is_kept() {
    let house = House::window().await;
    let made = saved(&house, "<p onclick=\"x()\">a</p><script>alert(1)</script>").await;
    let html = made["html"].as_str().unwrap();
    assert!(!html.contains("script") && !html.contains("onclick"), "{html}");
}

#[tokio::test]
async fn a_half_typed_template_is_kept_and_its_preview_says_where_it_breaks() {
    let house = House::window().await;
    let made = saved(&house, "<p>Bonjour {prenom</p>").await;
    assert_eq!(made["version"], 1, "the editor saves while people type");
    let body = json!({ "subject": "x", "html": "<p>a</p>\n<p>Bonjour {prenom</p>" });
    let seen = house.post("/api/templates/preview", body).await.expect(200);
    let error = &seen["error"];
    assert_eq!((&error["part"], &error["line"]), (&json!("html"), &json!(2)));
    assert!(!error["code"].as_str().unwrap().is_empty() && !error["detail"].as_str().unwrap().is_empty());
}

#[tokio::test]
async fn a_preview_shows_the_chosen_contact_and_what_is_missing() {
    let house = House::window().await;
    let contact =
        house.post("/api/contacts", json!({ "first_name": "Karim", "last_name": "B" })).await.expect(201);
    let body =
        json!({ "subject": "{prenom}", "html": "<p>{prenom} de {societe}</p>", "contact_id": contact["id"] });
    let seen = house.post("/api/templates/preview", body).await.expect(200);
    assert_eq!(seen["subject"], "Karim");
    assert_eq!(seen["missing"], json!(["societe"]));
    assert!(seen["html"].as_str().unwrap().contains("{societe}"), "what is missing stays visible");
    assert_eq!(seen["contact_name"], "Karim B");
    let invented =
        house.post("/api/templates/preview", json!({ "subject": "{prenom}", "html": "" })).await.expect(200);
    assert_eq!((&invented["subject"], &invented["missing"]), (&json!("Hélène"), &json!([])));
}

#[tokio::test]
async fn a_change_made_elsewhere_is_not_overwritten() {
    let house = House::window().await;
    let id = saved(&house, "<p>a</p>").await["id"].as_str().unwrap().to_owned();
    let path = format!("/api/templates/{id}");
    let first = house.patch(&path, json!({ "html": "<p>b</p>", "version": 1 })).await.expect(200);
    assert_eq!(first["version"], 2);
    let late = house.patch(&path, json!({ "html": "<p>c</p>", "version": 1 })).await;
    assert_eq!((late.status.as_u16(), late.code().as_str()), (409, "changed_elsewhere"));
    assert_eq!(house.get(&path).await.expect(200)["html"], "<p>b</p>");
}

#[tokio::test]
async fn a_template_goes_into_the_bin_and_comes_back() {
    let house = House::window().await;
    let id = saved(&house, "<p>a</p>").await["id"].as_str().unwrap().to_owned();
    house.delete(&format!("/api/templates/{id}")).await.expect(204);
    assert_eq!(house.get("/api/templates").await.expect(200)["items"], json!([]));
    house.post(&format!("/api/templates/{id}/restore"), json!({})).await.expect(200);
    assert_eq!(house.get("/api/templates").await.expect(200)["total"], 1);
    let nameless = house.post("/api/templates", json!({ "name": "  " })).await;
    assert_eq!((nameless.code().as_str(), &nameless.json()["field"]), ("name_missing", &json!("name")));
}

#[tokio::test]
async fn variables_can_be_typed_in_french_and_english() {
    let house = House::window().await;
    let known = house.get("/api/templates/variables").await.expect(200);
    let first_name = known.as_array().unwrap().iter().find(|one| one["field"] == "first_name").unwrap();
    let names = format!("{} {}", first_name["name"], first_name["aliases"]);
    assert!(names.contains("prenom") && names.contains("first_name"), "{names}");
}
