// All templates as small pictures of what they say.
import { ActionIcon, Button, Menu, Skeleton, Text } from "@mantine/core";
import { IconCopy, IconDots, IconPlus, IconTemplate, IconTrash } from "@tabler/icons-react";
import { useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { api, client } from "@/api/client";
import { errorWords } from "@/api/errors";
import { Failure } from "@/api/Failure";
import type { components } from "@/api/schema";
import { EmptyState } from "@/design/EmptyState";
import { icon } from "@/design/icon";
import { MessageFrame } from "@/design/MessageFrame";
import { Page, PageHeader } from "@/design/Page";
import { toast } from "@/design/toast";
import { useDelayed } from "@/lib/useDelayed";
import { useFormat } from "@/lib/useFormat";
import { withoutFallbacks } from "./editor/variables";
import classes from "./gallery.module.css";
import { usePreview } from "./usePreview";

type Template = components["schemas"]["Template"];

function useCreate() {
  const { t } = useTranslation("templates");
  const navigate = useNavigate();
  return async (from?: Template) => {
    try {
      const body = from
        ? {
            name: t("copyOf", { name: from.name }),
            subject: from.subject,
            html: from.html,
            text: from.text ?? null,
          }
        : { name: t("newName"), subject: "", html: t("newBody") };
      const { data } = await client.POST("/api/templates", { body });
      if (data) void navigate({ to: "/templates/$id", params: { id: data.id } });
    } catch (error) {
      toast.failed(errorWords(error));
    }
  };
}

export function TemplatesPage() {
  const { t } = useTranslation("templates");
  const create = useCreate();
  const templates = api.useQuery("get", "/api/templates");
  const late = useDelayed(templates.isPending);
  const items = templates.data?.items ?? [];
  const button = (
    <Button variant="filled" leftSection={<IconPlus {...icon} />} onClick={() => void create()}>
      {t("new")}
    </Button>
  );

  return (
    <Page>
      <PageHeader title={t("title")} actions={items.length > 0 ? button : null} />
      {templates.error ? <Failure error={templates.error} onRetry={() => void templates.refetch()} /> : null}
      {late ? <Skeleton h={240} /> : null}
      {templates.data && items.length === 0 ? (
        <EmptyState
          icon={<IconTemplate size={32} stroke={1.25} aria-hidden />}
          title={t("empty.title")}
          action={button}
        >
          {t("empty.text")}
        </EmptyState>
      ) : null}
      <ul className={classes.gallery}>
        {items.map((template) => (
          <TemplateCard key={template.id} template={template} onCopy={() => void create(template)} />
        ))}
      </ul>
    </Page>
  );
}

function TemplateCard({ template, onCopy }: { template: Template; onCopy: () => void }) {
  const { t } = useTranslation(["templates", "common"]);
  const format = useFormat();
  const queries = useQueryClient();
  const preview = usePreview(template, null);
  const refresh = () => queries.invalidateQueries({ queryKey: ["get", "/api/templates"] });
  const params = { path: { id: template.id } };

  const remove = async () => {
    try {
      await client.DELETE("/api/templates/{id}", { params });
      await refresh();
      toast.undo({
        message: t("deleted", { name: template.name }),
        undoLabel: t("common:undo"),
        onUndo: async () => {
          await client.POST("/api/templates/{id}/restore", { params });
          await refresh();
        },
      });
    } catch (error) {
      toast.failed(errorWords(error));
    }
  };

  return (
    <li className={classes.card}>
      <div className={classes.thumb} aria-hidden>
        <MessageFrame html={preview.data?.html ?? ""} title={template.name} inert />
      </div>
      <div className={classes.cardText}>
        <div>
          <Link to="/templates/$id" params={{ id: template.id }} className={classes.cardLink}>
            {template.name}
          </Link>
          <div className={classes.subjectLine}>
            {withoutFallbacks(template.subject) || t("preview.noSubject")}
          </div>
          <Text size="sm" c="var(--ink-3)">
            {t("changed", { when: format.moment(template.updated_at) })}
          </Text>
        </div>
        <Menu position="bottom-end">
          <Menu.Target>
            <ActionIcon className={classes.cardMenu} aria-label={t("menu", { name: template.name })}>
              <IconDots {...icon} />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item leftSection={<IconCopy {...icon} />} onClick={onCopy}>
              {t("duplicate")}
            </Menu.Item>
            <Menu.Item color="red" leftSection={<IconTrash {...icon} />} onClick={() => void remove()}>
              {t("delete")}
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
      </div>
    </li>
  );
}
