//! What people write, and what each recipient gets.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use sellify_domain::{ContactDetails, ContactField, TemplateContent};
use sellify_template::{Part, RenderError, Values, compile, unknown_variables, values_of};

fn content(subject: &str, html: &str, text: Option<&str>) -> TemplateContent {
    TemplateContent { subject: subject.into(), html: html.into(), text: text.map(Into::into) }
}

fn text_only(text: &str) -> TemplateContent {
    content("Objet", "", Some(text))
}

fn rendered(text: &str, values: &[(&str, &str)]) -> Result<String, RenderError> {
    let values = Values::from_pairs(values.iter().copied());
    compile(&text_only(text)).unwrap().render(&values).map(|rendered| rendered.text)
}

#[test]
fn the_products_own_example_is_rendered() {
    let text = rendered(
        "Bonjour {nom}, votre commande {numero} est prête.",
        &[("nom", "Dupont"), ("numero", "A-17")],
    );
    assert_eq!(text.unwrap(), "Bonjour Dupont, votre commande A-17 est prête.");
}

#[test]
fn every_spelling_of_a_name_finds_the_same_value() {
    for source in [
        "{prenom}",
        "{Prénom}",
        "{ PRÉNOM }",
        "{{prenom}}",
        "{{ prénom }}",
        "{first_name}",
        "{\u{a0}prenom\u{200b}}",
    ] {
        assert_eq!(rendered(source, &[("prenom", "Zoé")]).unwrap(), "Zoé", "{source:?}");
    }
}

#[test]
fn an_empty_value_takes_the_default() {
    let source = "Bonjour {prenom|default(\"client\")}";
    assert_eq!(rendered(source, &[("prenom", "")]).unwrap(), "Bonjour client");
    assert_eq!(rendered(source, &[("prenom", "  ")]).unwrap(), "Bonjour client");
    assert_eq!(rendered(source, &[("prenom", "Zoé")]).unwrap(), "Bonjour Zoé");
}

#[test]
fn all_missing_variables_are_reported_at_once() {
    let template =
        compile(&content("{reference}", "<p>{prenom} {ville|default('x')} {montant}</p>", None)).unwrap();
    let missing = |values: &Values<'_>| match template.render(values) {
        Err(RenderError::Missing { variables }) => variables,
        other => panic!("{other:?}"),
    };
    assert_eq!(missing(&Values::default()), ["reference", "prenom", "montant"]);
    assert_eq!(missing(&Values::from_pairs([("prenom", "Zoé")])), ["reference", "montant"]);
    assert_eq!(template.check(&Values::default()), template.render(&Values::default()).map(drop));
}

#[test]
fn all_missing_variables_are_reported_when_expressions_are_computed_too() {
    let template =
        compile(&text_only("{nom|upper} {ville} {% if pays %}{pays}{% endif %} {cp|lower}")).unwrap();
    let Err(RenderError::Missing { variables }) = template.render(&Values::from_pairs([("ville", "Lyon")]))
    else {
        panic!("nom and cp are missing");
    };
    assert_eq!(variables, ["nom", "cp"]);
}

#[test]
fn conditions_see_an_empty_value_as_none() {
    let source = "{% if societe %}Société {societe}{% else %}Particulier{% endif %}{{ nom|upper }}";
    assert_eq!(rendered(source, &[("societe", "ACME"), ("nom", "x")]).unwrap(), "Société ACMEX");
    assert_eq!(rendered(source, &[("societe", ""), ("nom", "é")]).unwrap(), "ParticulierÉ");
}

#[test]
fn plain_and_computed_parts_render_alike() {
    let values = [("prenom", "Zoé"), ("ville", "<L'Haÿ & \"Cie\">")];
    let plain = "<p title=\"{ville}\">{prenom} de {ville}, {pays|default('&lt;France&gt;')} {</p>";
    let computed = format!("{plain}{{% if nom %}}x{{% endif %}}");
    let of = |html: &str| {
        let template = compile(&content("s", html, None)).unwrap();
        template.render(&Values::from_pairs(values)).unwrap()
    };
    assert_eq!(of(plain), of(&computed));
}

#[test]
fn unknown_names_are_told_apart_from_missing_values() {
    let template = compile(&text_only("{prenmo} {nom} {numero} {Téléphone}")).unwrap();
    let unknown = unknown_variables(template.variables(), &["numero".to_owned()]);
    assert_eq!(unknown.len(), 1);
    assert_eq!(unknown[0].name, "prenmo");
    assert_eq!(unknown[0].suggestion.as_deref(), Some("prenom"));
    let phone = template.variables().iter().find(|variable| variable.name == "Téléphone").unwrap();
    assert_eq!(phone.field, ContactField::Phone);
}

#[test]
fn a_contact_fills_the_french_and_the_english_names() {
    let details = ContactDetails {
        first_name: "Zoé".into(),
        last_name: "Noël".into(),
        custom: [("numero".to_owned(), "42".to_owned())].into(),
        ..Default::default()
    };
    let template = compile(&text_only("{prenom} {last_name} {Numéro} {nom complet}")).unwrap();
    assert_eq!(template.render(&values_of(&details)).unwrap().text, "Zoé Noël 42 Zoé Noël");
}

#[test]
fn a_value_stays_a_text_in_every_part() {
    let template = compile(&content("Pour {nom}", "<p>{nom}</p>", Some("{nom}"))).unwrap();
    let rendered =
        template.render(&Values::from_pairs([("nom", "<b>A & {ville}</b>\r\nBcc: x@y.fr")])).unwrap();
    assert_eq!(rendered.subject, "Pour <b>A & {ville}</b> Bcc: x@y.fr");
    assert!(
        rendered.html.contains("<p style=\"margin: 0 0 1em;\">&lt;b&gt;A &amp; {ville}&lt;/b&gt;\nBcc"),
        "{}",
        rendered.html
    );
    assert_eq!(rendered.text, "<b>A & {ville}</b>\nBcc: x@y.fr");
}

#[test]
fn a_link_made_of_a_variable_is_checked_for_each_person() {
    let template = compile(&content("s", "<p><a href=\"{lien}\">ici</a></p>", None)).unwrap();
    let html = |lien: &str| template.render(&Values::from_pairs([("lien", lien)])).map(|r| r.html);
    assert!(html("https://a.fr/?x=1&y=2").unwrap().contains("href=\"https://a.fr/?x=1&amp;y=2\""));
    assert!(html("www.a.fr").unwrap().contains("href=\"https://www.a.fr\""));
    for bad in
        ["javascript:alert(1)", "JavaScript:alert(1)", "java\nscript:alert(1)", "data:text/html,x", "a.fr"]
    {
        assert_eq!(html(bad), Err(RenderError::UnsafeLink { variable: "lien".into() }), "{bad}");
    }
}

#[test]
fn a_link_made_by_an_expression_is_checked_too() {
    let html = "<p><a href=\"{lien|lower}\">ici</a>{% if vip %}!{% endif %}</p>";
    let template = compile(&content("s", html, None)).unwrap();
    let made = template.render(&Values::from_pairs([("lien", "JAVASCRIPT:alert(1)")]));
    assert_eq!(made, Err(RenderError::UnsafeLink { variable: "lien".into() }));
    let made = template.render(&Values::from_pairs([("lien", "HTTPS://A.FR")])).unwrap();
    assert!(made.html.contains("href=\"https://a.fr\""), "{}", made.html);
    assert!(template.preview(&Values::default()).unwrap().rendered.html.contains("href=\"#\""));
}

#[test]
fn a_default_cannot_smuggle_a_link_in() {
    let template =
        compile(&content("s", "<a href=\"{lien|default('javascript:alert(1)')}\">x</a>", None)).unwrap();
    assert!(matches!(template.render(&Values::default()), Err(RenderError::UnsafeLink { .. })));
}

#[test]
fn the_twin_says_what_the_body_says() {
    let html = "<h2>Bonjour {prenom|default(\"cher client fidèle depuis toujours\")},</h2>\
                <p>Votre dossier {reference} vous attend <a href=\"https://a.fr/{reference}\">ici</a>.</p>\
                <ul><li><p>un</p></li><li><p>deux</p></li></ul>";
    let template = compile(&content("s", html, None)).unwrap();
    let text = template.render(&Values::from_pairs([("reference", "R & D")])).unwrap().text;
    assert_eq!(
        text,
        "Bonjour cher client fidèle depuis toujours,\n\n\
         Votre dossier R & D vous attend ici (https://a.fr/R & D).\n- un\n- deux"
    );
}

#[test]
fn a_preview_shows_what_is_missing() {
    let template = compile(&content("Pour {prenom}", "<p>{nom} {ville|upper}</p>", None)).unwrap();
    let preview = template.preview(&Values::from_pairs([("nom", "Dupont")])).unwrap();
    assert_eq!(preview.rendered.subject, "Pour {prenom}");
    assert!(preview.rendered.html.contains(">Dupont {VILLE}<"), "{}", preview.rendered.html);
    assert_eq!(preview.missing, ["prenom", "ville"]);
}

#[test]
fn faults_are_found_where_they_were_written() {
    let fault = |content: &TemplateContent| {
        let error = compile(content).unwrap_err();
        (error.part, error.code(), error.line, error.column)
    };
    assert_eq!(fault(&text_only("Bonjour\nchère {nom")), (Part::Text, "unclosed_brace", 2, 7));
    assert_eq!(fault(&text_only("a {nom|safe}")), (Part::Text, "unknown_filter", 1, 3));
    assert_eq!(fault(&text_only("{nom ++}")), (Part::Text, "syntax", 1, 1));
    assert_eq!(fault(&text_only("x{% if nom %}y")), (Part::Text, "unclosed_block", 1, 2));
    assert_eq!(fault(&text_only("{% include 'x' %}")), (Part::Text, "block_not_allowed", 1, 1));
    assert_eq!(fault(&content("a\nb", "", None)), (Part::Subject, "subject_not_one_line", 1, 2));
    assert_eq!(fault(&content("a\u{1}", "", None)), (Part::Subject, "control_character", 1, 2));
    assert_eq!(fault(&content("s", "<p>é{no<b>m</b>}</p>", None)), (Part::Html, "markup_in_variable", 1, 5));
    assert_eq!(
        fault(&content("s", "<table dir=\"{c}\"></table>", None)),
        (Part::Html, "variable_in_attribute", 1, 13)
    );
    assert_eq!(
        fault(&content("s", "<p style=\"color:{c}\">x</p>", None)),
        (Part::Html, "variable_lost", 1, 17)
    );
    assert_eq!(
        fault(&content("s", "<a href=\"ftp://{h}\">x</a>", None)),
        (Part::Html, "variable_lost", 1, 16)
    );
    assert_eq!(fault(&content("s", &"<div>".repeat(400), None)), (Part::Html, "too_deep", 1, 1));
}

#[test]
fn a_pasted_page_with_a_style_sheet_compiles() {
    let page = "<html><head><title>x</title><style>p{color:red}</style></head>\
                <body><!-- {x --><p>Bonjour {{ prenom }}</p></body></html>";
    let template = compile(&content("s", page, None)).unwrap();
    assert_eq!(template.variables().len(), 1);
    let made = template.render(&Values::from_pairs([("prenom", "Zoé")])).unwrap();
    assert!(
        made.html.replace(": ", ":").contains("color:red") && made.html.contains(">Bonjour Zoé<"),
        "{}",
        made.html
    );
    assert_eq!(made.text, "Bonjour Zoé");
}

#[test]
fn nothing_can_be_computed_without_end() {
    for source in [
        "{nom ~ \"a\" * 1000000000}",
        "{nom * 99999999}",
        "{% for a in b %}{% endfor %}",
        "{% set a = nom %}",
    ] {
        assert!(compile(&text_only(source)).is_err(), "{source}");
    }
}

#[test]
fn variables_say_whether_anybody_is_left_out_for_them() {
    let template =
        compile(&content("{nom|default('x')}", "<p>{prenom} {nom|default('y')}</p>", None)).unwrap();
    let told: Vec<_> =
        template.variables().iter().map(|v| (v.name.as_str(), v.has_default, v.parts.len())).collect();
    assert_eq!(told, [("nom", true, 2), ("prenom", false, 1)]);
    let template = compile(&text_only("{% if vip %}Cher {nom}{% endif %}")).unwrap();
    let told: Vec<_> = template.variables().iter().map(|v| (v.name.as_str(), v.has_default)).collect();
    assert_eq!(told, [("vip", true), ("nom", false)]);
}

proptest::proptest! {
    /// Whatever is typed compiles or is refused with a place inside the source; a message that is made never
    /// lets a value become markup.
    #[test]
    fn any_text_compiles_or_is_refused(source in "[a-zA-Zé{}%|\"'()<>/= \n]{0,80}", value in "[a-z<>\"'&{}%]{0,20}") {
        for content in [content("s", &source, None), text_only(&source)] {
            match compile(&content) {
                Err(error) => proptest::prop_assert!(error.range.end <= source.len().max(content.html.len())),
                Ok(template) => {
                    let values = Values::from_pairs(template.variables().iter().map(|v| (v.name.clone(), value.clone())));
                    if let Ok(made) = template.render(&values) {
                        let empty = Values::from_pairs(template.variables().iter().map(|v| (v.name.clone(), "x")));
                        if let Ok(same) = template.render(&empty) {
                            proptest::prop_assert_eq!(made.html.matches('<').count(), same.html.matches('<').count());
                        }
                    }
                    let _ = template.preview(&Values::default());
                }
            }
        }
    }
}
