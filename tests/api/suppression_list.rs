//! The suppression list as a file: brought in from another program, taken out, and back in elsewhere.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::house::House;

#[tokio::test]
async fn another_tools_list_only_ever_adds_and_ours_comes_back_as_it_was() {
    let house = House::window().await;
    let older = json!({ "address": "known@exemple.fr", "reason": "complaint", "source": "lettre" });
    let older = house.post("/api/suppressions", older).await.expect(201);
    let file = "EMAIL;UNSUB_TIME\nKnown@exemple.fr;2024-02-03\nnew@exemple.fr;03/02/2024 10:11\n\
                new@exemple.fr;\n=1+1;\nfuture@exemple.fr;2999-01-01\n";
    let upload = house.upload("brevo.csv", file).await;
    let order = json!({ "upload_id": upload });
    let preview = house.post("/api/suppressions/import/preview", order.clone()).await.expect(200);
    let figures = |outcome: &Value| -> Vec<u64> {
        ["new", "known", "repeated", "unreadable"].map(|key| outcome[key].as_u64().unwrap()).to_vec()
    };
    assert_eq!((figures(&preview), &preview["reason"]), (vec![2, 1, 1, 1], &json!("unsubscribed")));
    assert_eq!(house.get("/api/suppressions").await.expect(200)["total"], 1, "nothing was written");
    let wrong =
        house.post("/api/suppressions/import/preview", json!({ "upload_id": upload, "column": 9 })).await;
    assert_eq!(wrong.code(), "unknown_column");
    let added = house.post("/api/suppressions/import", order).await.expect(200);
    assert_eq!(figures(&added), figures(&preview), "what was foretold");
    let list = house.get("/api/suppressions").await.expect(200);
    let of = |address: &str| {
        list["items"].as_array().unwrap().iter().find(|entry| entry["address"] == address).unwrap().clone()
    };
    assert_eq!(of("known@exemple.fr"), older, "the older entry stays as it was");
    let new = of("new@exemple.fr");
    assert_eq!(new["created_at"], 1_706_918_400_000_i64, "since when is part of the proof");
    assert_eq!((&new["source"], &new["legal_basis"]), (&json!("brevo.csv"), &json!("consent_withdrawn")));
    assert!(of("future@exemple.fr")["created_at"].as_i64().unwrap() < 4_000_000_000_000, "not in the future");
    let said = house.get("/api/audit?action=suppression.imported").await.expect(200);
    assert!(!said.to_string().contains("exemple.fr"), "counts, no addresses: {said}");

    let formula = json!({ "address": "0612345678", "channel": "phone", "source": "=HYPERLINK(1)" });
    house.post("/api/suppressions", formula).await.expect(201);
    for language in ["fr", "en"] {
        house.patch("/api/settings", json!({ "language": language })).await.expect(200);
        for format in ["french_excel", "plain"] {
            let path = format!("/api/suppressions/export?format={format}");
            let csv = String::from_utf8(house.get(&path).await.body).unwrap();
            assert!(csv.contains("\"'+33612345678\"") && csv.contains("\"'=HYPERLINK(1)\""), "{csv}");
            let other = House::window().await;
            let upload = other.upload("list.csv", csv).await;
            let back =
                other.post("/api/suppressions/import", json!({ "upload_id": upload })).await.expect(200);
            assert_eq!(
                (figures(&back), &back["own"]),
                (vec![4, 0, 0, 0], &json!(true)),
                "{language} {format}"
            );
            let facts = |list: &Value| -> BTreeMap<String, Value> {
                let entry = |entry: &Value| {
                    let day = entry["created_at"].as_i64().unwrap() / 86_400_000;
                    let facts = json!([
                        entry["channel"],
                        entry["reason"],
                        entry["legal_basis"],
                        entry["source"],
                        day
                    ]);
                    (entry["address"].as_str().unwrap().to_owned(), facts)
                };
                list["items"].as_array().unwrap().iter().map(entry).collect()
            };
            let (ours, theirs) = (house.get("/api/suppressions").await, other.get("/api/suppressions").await);
            assert_eq!(facts(&theirs.expect(200)), facts(&ours.expect(200)), "{language} {format}");
        }
    }
    let narrowed = house.get("/api/suppressions/export?channel=phone").await.body;
    assert_eq!(String::from_utf8(narrowed).unwrap().lines().count(), 2);
}
