//! A tag that is taken back takes everything along that followed it.

use serde_json::{Value, json};

use crate::house::House;
use crate::organise::{rule, text, three};

#[tokio::test]
async fn a_tag_taken_back_takes_its_followers_along_but_no_later_edit() {
    let house = House::window().await;
    let [a, b, _] = three(&house).await;
    let tag = json!({ "ids": [a, b], "action": "add_tag", "tag": "Argent" });
    house.post("/api/contacts/bulk", tag).await.expect(200);
    let both = json!({ "rules": [{ "field": "tags", "operator": "has_any", "value": ["vip", "Argent"] },
                                 { "field": "city", "operator": "contains", "value": "Lyon" }] });
    let segment = async |name: &str, rule: &Value| {
        let made = house.post("/api/segments", json!({ "name": name, "rule": rule })).await.expect(201);
        format!("/api/segments/{}", text(&made["id"]))
    };
    let (kept, edited) = (segment("Gardé", &both).await, segment("Repris", &both).await);
    let rule_of = async |path: &str| house.get(path).await.expect(200)["rule"].clone();
    let before = rule_of(&kept).await;
    let rename = async |from: &str, to: &str| {
        house.patch("/api/tags", json!({ "name": from, "new_name": to })).await.expect(200)
    };
    let undo = async |done: &Value| {
        house.post(&format!("/api/bulk-edits/{}/undo", text(&done["undo_id"])), json!({})).await.expect(200)
    };
    let merged = rename("vip", "argent").await;
    assert_ne!(rule_of(&kept).await, before, "it follows");
    let later = rule("city", "contains", "gap");
    house.patch(&edited, json!({ "rule": later })).await.expect(200);
    let said_later = rule_of(&edited).await;
    undo(&merged).await;
    assert_eq!(rule_of(&kept).await, before, "each of the two tags in its place");
    assert_eq!(rule_of(&edited).await, said_later, "what somebody wrote since stays");

    let renamed = rename("vip", "Or").await;
    assert_ne!(rule_of(&kept).await, before);
    undo(&renamed).await;
    assert_eq!(rule_of(&kept).await, before);
    let tags = json!([{ "name": "Argent", "count": 2 }, { "name": "VIP", "count": 1 }]);
    assert_eq!(house.get("/api/tags").await.expect(200), tags);

    let gone =
        house.call(http::Method::DELETE, "/api/tags", Some(json!({ "name": "vip" }))).await.expect(200);
    assert_eq!(rule_of(&kept).await, before, "a rule goes on naming a tag that nobody carries");
    undo(&gone).await;
    assert_eq!((rule_of(&kept).await, house.get("/api/tags").await.expect(200)), (before, tags));
}
