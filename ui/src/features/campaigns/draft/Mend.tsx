// The one way to mend what a check found, in place where that is possible.
import { Button } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { client } from "@/api/client";
import { errorWords } from "@/api/errors";
import type { components } from "@/api/schema";
import { ButtonLink } from "@/design/ButtonLink";
import { toast } from "@/design/toast";
import type { Campaign } from "../states";

type Check = components["schemas"]["Check"];

const IN_TEMPLATE = ["template_error", "subject_missing", "unknown_variable", "variable_missing"];
const IN_CONNECTION = ["free_mail_from", "connection_unprotected"];
const IN_CONTACTS = ["audience_empty", "nobody_left", "address_invalid", "duplicate"];

export function Mend({ check, campaign }: { check: Check; campaign: Campaign }) {
  const { t } = useTranslation("campaigns");
  if (check.level === "ok") return null;
  if (check.code === "connection_untested" && campaign.connection_id) {
    return <TestConnection id={campaign.connection_id} />;
  }
  if (IN_TEMPLATE.includes(check.code) && campaign.template_id) {
    return (
      <ButtonLink to="/templates/$id" params={{ id: campaign.template_id }} size="sm">
        {t("mend.template")}
      </ButtonLink>
    );
  }
  if (IN_CONNECTION.includes(check.code)) {
    return (
      <ButtonLink to="/settings" search={{ section: "connections" }} size="sm">
        {t("mend.connection")}
      </ButtonLink>
    );
  }
  if (check.code === "license_inactive") {
    return (
      <ButtonLink to="/license" size="sm">
        {t("mend.license")}
      </ButtonLink>
    );
  }
  if (IN_CONTACTS.includes(check.code)) {
    return (
      <ButtonLink to="/contacts" size="sm">
        {t("mend.contacts")}
      </ButtonLink>
    );
  }
  return null;
}

function TestConnection({ id }: { id: string }) {
  const { t } = useTranslation("campaigns");
  const queries = useQueryClient();
  const [busy, setBusy] = useState(false);
  const test = async () => {
    setBusy(true);
    try {
      await client.POST("/api/connections/{id}/test", { params: { path: { id } } });
      await queries.invalidateQueries({ queryKey: ["get", "/api/campaigns/{id}/preflight"] });
    } catch (error) {
      toast.failed(errorWords(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <Button size="sm" loading={busy} onClick={() => void test()}>
      {t("mend.test")}
    </Button>
  );
}
