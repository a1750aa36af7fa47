//! Groups, segments, own fields, views, tags, and many contacts at once with the way back.

use serde_json::{Value, json};

use crate::house::House;

async fn saved(house: &House, fields: Value) -> String {
    let made = house.post("/api/contacts", fields).await.expect(201);
    made["id"].as_str().unwrap().to_owned()
}

/// Three people: two in Lyon, one of them tagged; one in Paris.
pub(crate) async fn three(house: &House) -> [String; 3] {
    [
        saved(house, json!({ "last_name": "Bon", "city": "Lyon", "email": "a@exemple.fr", "tags": ["VIP"] }))
            .await,
        saved(house, json!({ "last_name": "Cru", "city": "LYON 3e", "custom": { "solde": "12,50" } })).await,
        saved(house, json!({ "last_name": "Dur", "city": "Paris", "custom": { "solde": "1 200" } })).await,
    ]
}

pub(crate) fn rule(field: &str, operator: &str, value: impl Into<Value>) -> Value {
    json!({ "combinator": "and", "rules": [{ "field": field, "operator": operator, "value": value.into() }] })
}

async fn names(house: &House, path: &str) -> Vec<String> {
    let page = house.get(path).await.expect(200);
    let items = page["items"].as_array().unwrap();
    items.iter().map(|item| item["last_name"].as_str().unwrap().to_owned()).collect()
}

pub(crate) fn text(value: &Value) -> &str {
    value.as_str().unwrap()
}

#[tokio::test]
async fn a_segment_is_counted_saved_listed_and_changed() {
    let house = House::window().await;
    three(&house).await;
    let lyon = rule("city", "begins_with", "lyon");
    let counted = house.post("/api/segments/count", json!({ "rule": lyon })).await.expect(200);
    assert_eq!((counted["count"].as_u64(), counted["exact"].as_bool()), (Some(2), Some(true)));
    let made = house.post("/api/segments", json!({ "name": "Lyonnais", "rule": lyon })).await.expect(201);
    assert_eq!(
        made["rule"]["rules"][0],
        json!({ "field": "city", "operator": "begins_with", "value": "lyon" })
    );
    let id = text(&made["id"]).to_owned();
    assert_eq!(names(&house, &format!("/api/contacts?segment={id}")).await, ["Bon", "Cru"]);
    assert_eq!(names(&house, &format!("/api/contacts?segment={id}&q=cru")).await, ["Cru"], "searched within");
    let again = house.post("/api/segments", json!({ "name": "LYONNAIS", "rule": lyon })).await;
    assert_eq!((again.status.as_u16(), again.code().as_str()), (409, "name_taken"));
    let path = format!("/api/segments/{id}");
    house.patch(&path, json!({ "rule": rule("city", "is", "PARIS") })).await.expect(200);
    assert_eq!(names(&house, &format!("/api/contacts?segment={id}")).await, ["Dur"]);
    let gone = house.delete(&path).await.expect(200);
    assert_eq!(house.get(&path).await.status.as_u16(), 404);
    assert_eq!(house.get(&format!("/api/contacts?segment={id}")).await.expect(200)["total"], 0);
    house.post(&format!("/api/bulk-edits/{}/undo", text(&gone["undo_id"])), json!({})).await.expect(200);
    assert_eq!(house.get(&path).await.expect(200)["name"], "Lyonnais");
}

#[tokio::test]
async fn a_rule_that_cannot_be_asked_is_refused_by_place() {
    let house = House::window().await;
    let cases = [
        (rule("shoe_size", "is", "42"), "rule_invalid", "rule.rules.0"),
        (rule("city", "has_any", "x"), "rule_invalid", "rule.rules.0"),
        (rule("city", "contains", " "), "rule_invalid", "rule.rules.0"),
        (rule("birthdate", "before", "hier"), "rule_invalid", "rule.rules.0"),
        (
            json!({ "rules": [{ "combinator": "or", "rules": [{ "field": "x", "operator": "is" }] }] }),
            "rule_invalid",
            "rule.rules.0.rules.0",
        ),
        (json!({ "combinator": "xor", "rules": [] }), "rule_invalid", "rule"),
        (json!({ "rules": [] }), "value_invalid", "rule"),
    ];
    for (rule, code, field) in cases {
        let reply = house.post("/api/segments", json!({ "name": "S", "rule": rule })).await;
        assert_eq!((reply.status.as_u16(), reply.code().as_str()), (422, code), "{rule}");
        assert_eq!(reply.json()["field"], field, "{rule}");
    }
    let deep = (0..6).fold(rule("city", "is", "x"), |inner, _| json!({ "rules": [inner] }));
    assert_eq!(house.post("/api/segments/count", json!({ "rule": deep })).await.code(), "rule_invalid");
    let many: Vec<Value> = (0..51).map(|_| rule("city", "is", "x")["rules"][0].clone()).collect();
    assert_eq!(
        house.post("/api/segments/count", json!({ "rule": { "rules": many } })).await.code(),
        "rule_invalid"
    );
    assert_eq!(house.get("/api/contacts?rule=%7B").await.code(), "rule_invalid", "in an address line too");
    assert!(house.get("/api/segments").await.expect(200).as_array().unwrap().is_empty(), "nothing was kept");
}

#[tokio::test]
async fn every_field_can_be_asked_everything_that_it_says_it_can() {
    let house = House::window().await;
    three(&house).await;
    for kind in ["number", "date", "yes_no"] {
        house.post("/api/fields", json!({ "label": format!("F {kind}"), "kind": kind })).await.expect(201);
    }
    house
        .post("/api/fields", json!({ "label": "Niveau", "kind": "choice", "options": ["Or"] }))
        .await
        .expect(201);
    let fields = house.get("/api/segments/fields").await.expect(200);
    let (id, mut asked) = ("019a0000-0000-7000-8000-000000000001", 0);
    for field in fields.as_array().unwrap() {
        for operator in field["operators"].as_array().unwrap() {
            let value = match text(&operator["value"]) {
                "none" => Value::Null,
                "text" if field["kind"] == "domain" => json!("exemple.fr"),
                "text" => json!("x"),
                "texts" => json!(["x", "y"]),
                "number" => json!("12,5"),
                "numbers" => json!([1, 2]),
                "day" => json!("2026-05-12"),
                "days" => json!(["2026-05-12", "2026-06-12"]),
                "count" => json!(7),
                "month" => json!(5),
                "id" => json!(id),
                "ids" => json!([id]),
                "standing" => json!("refused"),
                other => panic!("{other} is not described"),
            };
            let rule = rule(text(&field["key"]), text(&operator["key"]), value);
            let counted = house.post("/api/segments/count", json!({ "rule": rule })).await;
            assert_eq!(counted.status.as_u16(), 200, "{rule}: {}", counted.code());
            asked += 1;
        }
    }
    assert!(asked > 200, "{asked}");
}

#[tokio::test]
async fn a_group_holds_whom_people_put_in_it() {
    let house = House::window().await;
    let [a, b, _] = three(&house).await;
    let group = house.post("/api/groups", json!({ "name": "Salon" })).await.expect(201);
    let id = text(&group["id"]).to_owned();
    let members = format!("/api/groups/{id}/members");
    let joined = house.post(&members, json!({ "ids": [a, b] })).await.expect(200);
    assert_eq!(joined["changed"], 2);
    assert_eq!(names(&house, &format!("/api/contacts?group={id}")).await, ["Bon", "Cru"]);
    assert_eq!(house.get("/api/groups").await.expect(200)[0]["count"], 2);
    let one = house.get(&format!("/api/contacts/{a}")).await.expect(200);
    assert_eq!(one["groups"], json!([{ "id": id, "name": "Salon" }]));
    let asked = json!({ "query": { "tag": "vip" }, "remove": true });
    assert_eq!(house.post(&members, asked).await.expect(200)["changed"], 1);
    assert_eq!(names(&house, &format!("/api/contacts?group={id}")).await, ["Cru"]);
    let undo = format!("/api/bulk-edits/{}/undo", text(&joined["undo_id"]));
    let undone = house.post(&undo, json!({})).await.expect(200);
    assert_eq!(
        (undone["restored"].as_u64(), undone["kept"].as_u64()),
        (Some(1), Some(1)),
        "one had left since"
    );
    assert_eq!(house.post(&undo, json!({})).await.code(), "bulk_edit_undone");
    let renamed = house.patch(&format!("/api/groups/{id}"), json!({ "name": "Foire" })).await.expect(200);
    assert_eq!(renamed["name"], "Foire");
    house.post(&members, json!({ "ids": [a] })).await.expect(200);
    let gone = house.delete(&format!("/api/groups/{id}")).await.expect(200);
    assert!(house.get("/api/groups").await.expect(200).as_array().unwrap().is_empty());
    house.post(&format!("/api/bulk-edits/{}/undo", text(&gone["undo_id"])), json!({})).await.expect(200);
    assert_eq!(house.get("/api/groups").await.expect(200)[0]["count"], 1, "it came back with its member");
}

#[tokio::test]
async fn a_field_set_on_many_is_taken_back_and_later_edits_stay() {
    let house = House::window().await;
    let [a, b, c] = three(&house).await;
    let set = json!({ "ids": [a, b, c], "action": "set_field", "field": "city", "value": " Nantes " });
    let done = house.post("/api/contacts/bulk", set).await.expect(200);
    assert_eq!(done["changed"], 3);
    house.patch(&format!("/api/contacts/{b}"), json!({ "city": "Brest" })).await.expect(200);
    house.patch(&format!("/api/contacts/{c}"), json!({ "notes": "appelé" })).await.expect(200);
    let undone =
        house.post(&format!("/api/bulk-edits/{}/undo", text(&done["undo_id"])), json!({})).await.expect(200);
    assert_eq!((undone["restored"].as_u64(), undone["kept"].as_u64()), (Some(2), Some(1)));
    let city = async |id: &str| house.get(&format!("/api/contacts/{id}")).await.expect(200)["city"].clone();
    assert_eq!([city(&a).await, city(&b).await, city(&c).await], ["Lyon", "Brest", "Paris"]);
    let notes = house.get(&format!("/api/contacts/{c}")).await.expect(200)["notes"].clone();
    assert_eq!(notes, "appelé", "another field of the same contact");
    for (field, code) in
        [("email", "value_invalid"), ("full_name", "value_invalid"), ("custom:nope", "not_found")]
    {
        let set = json!({ "ids": [a], "action": "set_field", "field": field, "value": "x" });
        assert_eq!(house.post("/api/contacts/bulk", set).await.code(), code, "{field}");
    }
    let nobody = json!({ "ids": [], "action": "set_field", "field": "city", "value": "x" });
    assert_eq!(house.post("/api/contacts/bulk", nobody).await.expect(200)["undo_id"], Value::Null);
}

#[tokio::test]
async fn tags_and_the_bin_are_taken_back_too() {
    let house = House::window().await;
    let [a, b, c] = three(&house).await;
    let act = async |action: Value| house.post("/api/contacts/bulk", action).await.expect(200);
    let undo = async |done: &Value| {
        house.post(&format!("/api/bulk-edits/{}/undo", text(&done["undo_id"])), json!({})).await.expect(200)
    };
    let tagged = act(json!({ "ids": [a, b], "action": "add_tag", "tag": "vip" })).await;
    assert_eq!(tagged["changed"], 1, "one had it already");
    assert_eq!(undo(&tagged).await["restored"], 1);
    assert_eq!(house.get("/api/contacts?tag=vip").await.expect(200)["total"], 1);
    let by_rule = json!({ "query": { "rule": rule("custom:solde", ">", 100) }, "action": "delete" });
    let binned = act(by_rule).await;
    assert_eq!(binned["changed"], 1, "1 200 is more than a hundred");
    assert!(house.get(&format!("/api/contacts/{c}")).await.expect(200)["deleted_at"].is_i64());
    assert_eq!(undo(&binned).await["restored"], 1);
    assert_eq!(house.get("/api/contacts").await.expect(200)["total"], 3);
}

#[tokio::test]
async fn a_tag_is_renamed_everywhere_and_two_become_one() {
    let house = House::window().await;
    let [a, b, _] = three(&house).await;
    let segment = json!({ "name": "S", "rule": rule("tags", "has_any", json!(["vip"])) });
    let segment = house.post("/api/segments", segment).await.expect(201);
    let in_segment = format!("/api/contacts?segment={}", text(&segment["id"]));
    house.post("/api/views", json!({ "name": "V", "view": { "tag": "vip" } })).await.expect(201);
    house.patch("/api/tags", json!({ "name": "vip", "new_name": "Or" })).await.expect(200);
    assert_eq!(house.get("/api/tags").await.expect(200), json!([{ "name": "Or", "count": 1 }]));
    assert_eq!(names(&house, &in_segment).await, ["Bon"], "the rule follows");
    assert_eq!(house.get("/api/views").await.expect(200)[0]["view"]["tag"], "Or");

    house
        .post("/api/contacts/bulk", json!({ "ids": [a, b], "action": "add_tag", "tag": "Argent" }))
        .await
        .expect(200);
    let merged = house.patch("/api/tags", json!({ "name": "or", "new_name": "ARGENT" })).await.expect(200);
    assert_eq!(merged["changed"], 1);
    assert_eq!(house.get("/api/tags").await.expect(200), json!([{ "name": "Argent", "count": 2 }]));
    assert_eq!(names(&house, &in_segment).await, ["Bon", "Cru"]);
    house.post(&format!("/api/bulk-edits/{}/undo", text(&merged["undo_id"])), json!({})).await.expect(200);
    let tags = house.get("/api/tags").await.expect(200);
    assert_eq!(tags, json!([{ "name": "Argent", "count": 2 }, { "name": "Or", "count": 1 }]), "it had both");
    assert_eq!(names(&house, &in_segment).await, ["Bon"], "the rule means the tag that it named");
    assert_eq!(house.get("/api/views").await.expect(200)[0]["view"]["tag"], "Or");

    let gone =
        house.call(http::Method::DELETE, "/api/tags", Some(json!({ "name": "argent" }))).await.expect(200);
    assert_eq!(gone["changed"], 2);
    assert_eq!(
        house.patch("/api/tags", json!({ "name": "Argent", "new_name": " " })).await.code(),
        "name_missing"
    );
    assert_eq!(
        house.patch("/api/tags", json!({ "name": "nope", "new_name": "x" })).await.code(),
        "not_found"
    );
}

#[tokio::test]
async fn a_field_has_a_kind_and_its_values_follow_it() {
    let house = House::window().await;
    let [_, b, _] = three(&house).await;
    let fields = house.get("/api/fields?uses=true").await.expect(200);
    let own: Vec<&Value> =
        fields.as_array().unwrap().iter().filter(|field| field["custom"] == true).collect();
    assert_eq!((text(&own[0]["key"]), own[0]["uses"].as_u64()), ("custom:solde", Some(2)));
    let change = json!({ "label": "Solde dû", "kind": "number" });
    let changed = house.patch("/api/fields/solde", change).await.expect(200);
    assert_eq!(
        (changed["field"]["label"].as_str(), changed["changed"].as_u64()),
        (Some("Solde dû"), Some(2))
    );
    let solde =
        async || house.get(&format!("/api/contacts/{b}")).await.expect(200)["custom"]["solde"].clone();
    assert_eq!(solde().await, "12.5", "in its normal form");
    let counted =
        house.post("/api/segments/count", json!({ "rule": rule("custom:solde", ">=", "12,5") })).await;
    assert_eq!(counted.expect(200)["count"], 2);
    house
        .patch(&format!("/api/contacts/{b}"), json!({ "custom": { "solde": "1 500,00" } }))
        .await
        .expect(200);
    assert_eq!(solde().await, "1500", "typed by a person, kept in its form");
    let wrong = json!({ "ids": [b], "action": "set_field", "field": "custom:solde", "value": "beaucoup" });
    assert_eq!(house.post("/api/contacts/bulk", wrong).await.json()["field"], "value");

    let gone = house.delete("/api/fields/custom:solde").await.expect(200);
    assert_eq!((gone["changed"].as_u64(), solde().await), (Some(2), Value::Null));
    assert_eq!(house.delete("/api/fields/solde").await.status.as_u16(), 404);
    house.post(&format!("/api/bulk-edits/{}/undo", text(&gone["undo_id"])), json!({})).await.expect(200);
    assert_eq!(solde().await, "1500");

    let made = house.post("/api/fields", json!({ "label": "N° de dossier" })).await.expect(201);
    assert_eq!((text(&made["key"]), text(&made["kind"])), ("custom:n_de_dossier", "text"));
    let cases = [
        (json!({ "label": "N° DE DOSSIER" }), "name_taken"),
        (json!({ "label": " " }), "name_missing"),
        (json!({ "label": "X", "key": "Été" }), "value_invalid"),
        (json!({ "label": "X", "kind": "choice" }), "value_invalid"),
    ];
    for (field, code) in cases {
        assert_eq!(house.post("/api/fields", field.clone()).await.code(), code, "{field}");
    }
}

#[tokio::test]
async fn a_view_is_kept_changed_and_removed() {
    let house = House::window().await;
    let view = json!({ "q": "ana", "sort": "updated", "columns": ["city", "custom:solde"] });
    let made = house.post("/api/views", json!({ "name": "Mes clients", "view": view })).await.expect(201);
    assert_eq!(made["view"], view);
    let path = format!("/api/views/{}", text(&made["id"]));
    house.patch(&path, json!({ "name": "Clients" })).await.expect(200);
    let listed = house.get("/api/views").await.expect(200);
    assert_eq!((text(&listed[0]["name"]), &listed[0]["view"]), ("Clients", &view));
    assert_eq!(house.patch(&path, json!({ "view": { "sort": "shoe" } })).await.json()["field"], "view.sort");
    let gone = house.delete(&path).await.expect(200);
    assert!(house.get("/api/views").await.expect(200).as_array().unwrap().is_empty());
    house.post(&format!("/api/bulk-edits/{}/undo", text(&gone["undo_id"])), json!({})).await.expect(200);
    assert_eq!(house.get("/api/views").await.expect(200)[0]["id"], made["id"]);
}

#[tokio::test]
async fn what_is_narrowed_by_import_or_date_says_so() {
    let house = House::window().await;
    let [a, ..] = three(&house).await;
    let at = house.get(&format!("/api/contacts/{a}")).await.expect(200)["created_at"].as_i64().unwrap();
    assert_eq!(house.get(&format!("/api/contacts?created_after={at}")).await.expect(200)["total"], 3);
    let later = at + 86_400_000;
    assert_eq!(house.get(&format!("/api/contacts?created_after={later}")).await.expect(200)["total"], 0);
    let import = "019a0000-0000-7000-8000-000000000001";
    assert_eq!(house.get(&format!("/api/contacts?import={import}")).await.expect(200)["total"], 0);
}

#[tokio::test]
async fn the_log_names_lists_and_counts_and_holds_no_values() {
    let house = House::window().await;
    let [a, ..] = three(&house).await;
    let set = json!({ "ids": [a], "action": "set_field", "field": "notes", "value": "secret-value" });
    let done = house.post("/api/contacts/bulk", set).await.expect(200);
    house.post(&format!("/api/bulk-edits/{}/undo", text(&done["undo_id"])), json!({})).await.expect(200);
    let log = house.get("/api/audit").await.expect(200).to_string();
    assert!(log.contains("contacts.changed") && log.contains("bulk_edit.undone"), "{log}");
    assert!(!log.contains("secret-value"));
}

/// The names in a file for other programs.
async fn exported(house: &House, whom: &str) -> Vec<String> {
    let reply = house.get(&format!("/api/contacts/export?format=plain&columns=last_name&{whom}")).await;
    assert_eq!(reply.status, 200, "{whom}");
    let text = String::from_utf8(reply.body).unwrap();
    let name = |line: &str| line.split(',').next().unwrap().trim_matches('"').to_owned();
    text.lines().skip(1).map(name).collect()
}

#[tokio::test]
async fn a_file_holds_exactly_those_whom_it_was_asked_for() {
    let house = House::window().await;
    let [a, b, _] = three(&house).await;
    let group = house.post("/api/groups", json!({ "name": "Clients" })).await.expect(201);
    let group = text(&group["id"]);
    house.post(&format!("/api/groups/{group}/members"), json!({ "ids": [b] })).await.expect(200);
    let segment = json!({ "name": "Lyon", "rule": rule("city", "contains", "lyon") });
    let segment = house.post("/api/segments", segment).await.expect(201);
    assert_eq!(exported(&house, "").await, ["Bon", "Cru", "Dur"]);
    assert_eq!(exported(&house, &format!("group={group}")).await, ["Cru"]);
    assert_eq!(exported(&house, &format!("segment={}", text(&segment["id"]))).await, ["Bon", "Cru"]);
    assert_eq!(exported(&house, &format!("ids={a}")).await, ["Bon"]);
    assert_eq!(exported(&house, &format!("ids={a},{b}&group={group}")).await, ["Cru"], "both at once");
    for bad in ["", "x", &vec![a; 1_001].join(",")] {
        let refused = house.get(&format!("/api/contacts?ids={bad}")).await;
        assert_eq!((refused.status.as_u16(), refused.code().as_str()), (422, "value_invalid"));
    }
}
