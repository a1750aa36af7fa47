// The accounts that send. A connection is trusted once a test has passed.
import { Button } from "@mantine/core";
import { IconPlugConnected, IconPlus } from "@tabler/icons-react";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, client } from "@/api/client";
import { errorWords } from "@/api/errors";
import { Failure } from "@/api/Failure";
import type { components } from "@/api/schema";
import { EmptyState } from "@/design/EmptyState";
import { icon } from "@/design/icon";
import { Card, Section } from "@/design/Page";
import { StatusIcon } from "@/design/StatusIcon";
import { toast } from "@/design/toast";
import { useFormat } from "@/lib/useFormat";
import classes from "../settings.module.css";
import { ConnectionForm } from "./ConnectionForm";

type Connection = components["schemas"]["Connection"];

export function ConnectionsSection() {
  const { t } = useTranslation("settings");
  const queries = useQueryClient();
  const connections = api.useQuery("get", "/api/connections");
  const [open, setOpen] = useState<Connection | "new" | null>(null);
  const items = connections.data?.items ?? [];
  const refresh = () => queries.invalidateQueries({ queryKey: ["get", "/api/connections"] });
  const add = (variant: "filled" | "default") => (
    <Button variant={variant} leftSection={<IconPlus {...icon} />} onClick={() => setOpen("new")}>
      {t("connections.new")}
    </Button>
  );

  return (
    <Section title={t("section.connections")} aside={items.length > 0 ? add("default") : null}>
      <Card>
        {connections.error ? (
          <Failure error={connections.error} onRetry={() => void connections.refetch()} />
        ) : null}
        {connections.data && items.length === 0 ? (
          <EmptyState
            icon={<IconPlugConnected size={32} stroke={1.25} aria-hidden />}
            title={t("connections.emptyTitle")}
            action={add("filled")}
          >
            {t("connections.emptyText")}
          </EmptyState>
        ) : null}
        <ul className={classes.rows}>
          {items.map((connection) => (
            <Row
              key={connection.id}
              connection={connection}
              onEdit={() => setOpen(connection)}
              onChanged={() => void refresh()}
            />
          ))}
        </ul>
      </Card>
      {open ? (
        <ConnectionForm
          connection={open === "new" ? null : open}
          onClose={() => setOpen(null)}
          onSaved={() => {
            setOpen(null);
            void refresh();
          }}
        />
      ) : null}
    </Section>
  );
}

type RowProps = { connection: Connection; onEdit: () => void; onChanged: () => void };

function Row({ connection, onEdit, onChanged }: RowProps) {
  const { t } = useTranslation("settings");
  const format = useFormat();
  const [testing, setTesting] = useState(false);
  const params = { path: { id: connection.id } };
  const test = async () => {
    setTesting(true);
    try {
      const { data } = await client.POST("/api/connections/{id}/test", { params });
      toast.done(t("connections.testPassed", { server: data?.server ?? connection.smtp.host }));
      onChanged();
    } catch (error) {
      toast.failed(errorWords(error));
    } finally {
      setTesting(false);
    }
  };
  const { smtp } = connection;
  return (
    <li className={classes.row}>
      <StatusIcon status={connection.tested_at ? "done" : "asks"} size={20} />
      <div className={classes.rowText}>
        <strong>{connection.name}</strong>
        <span>
          {smtp.from_email} · {smtp.host}:{smtp.port} ·{" "}
          {connection.tested_at
            ? t("connections.testedAt", { when: format.moment(connection.tested_at) })
            : t("connections.untested")}
        </span>
      </div>
      <Button size="sm" loading={testing} onClick={() => void test()}>
        {t("connections.test")}
      </Button>
      <Button size="sm" onClick={onEdit}>
        {t("connections.edit")}
      </Button>
    </li>
  );
}
