// A contact typed in by hand, in the drawer.
import { Button, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import { errorField, errorWords } from "@/api/errors";
import { Drawer } from "@/design/Drawer";
import { Notice } from "@/design/Notice";
import { toast } from "@/design/toast";
import classes from "./ContactDrawer.module.css";

const FIELDS = [
  ["first_name", "half"],
  ["last_name", "half"],
  ["company", "full"],
  ["email", "full"],
  ["phone", "half"],
  ["reference", "half"],
  ["street", "full"],
  ["postcode", "half"],
  ["city", "half"],
] as const;

interface NewContactProps {
  onClose: () => void;
  onCreated: (id: string) => void;
}

export function NewContact({ onClose, onCreated }: NewContactProps) {
  const { t } = useTranslation("contacts");
  const queries = useQueryClient();
  const form = useForm({
    initialValues: Object.fromEntries(FIELDS.map(([field]) => [field, ""])) as Record<
      (typeof FIELDS)[number][0],
      string
    >,
  });
  const create = api.useMutation("post", "/api/contacts", {
    onSuccess: (contact) => {
      toast.done(t("drawer.created", { name: contact.display_name }));
      void queries.invalidateQueries({ queryKey: ["get", "/api/contacts"] });
      onCreated(contact.id);
    },
    onError: (error) => {
      const field = errorField(error);
      if (field && field in form.values) form.setFieldError(field, errorWords(error));
    },
  });
  const { first_name, last_name, company, email, phone } = form.values;
  const enough = [first_name, last_name, company, email, phone].some((value) => value.trim() !== "");
  const inField = create.error ? errorField(create.error) : null;
  return (
    <Drawer
      label={t("drawer.labelNew")}
      position={t("drawer.labelNew")}
      onClose={onClose}
      words={{ previous: t("drawer.previous"), next: t("drawer.next"), close: t("drawer.close") }}
    >
      <form
        className={classes.form}
        onSubmit={form.onSubmit((values) => {
          const filled = Object.fromEntries(
            Object.entries(values).filter(([, value]) => value.trim() !== ""),
          );
          create.mutate({ body: filled });
        })}
      >
        {create.error && !(inField && inField in form.values) ? (
          <div className={classes.full}>
            <Notice tone="red">{errorWords(create.error)}</Notice>
          </div>
        ) : null}
        {FIELDS.map(([field, width], index) => (
          <TextInput
            key={field}
            className={width === "full" ? classes.full : undefined}
            label={t(`field.${field}`)}
            autoComplete="off"
            {...(index === 0 ? { "data-autofocus": true, autoFocus: true } : {})}
            {...form.getInputProps(field)}
          />
        ))}
        <p className={`${classes.full} ${classes.none}`}>{t("drawer.needsOne")}</p>
        <Button
          type="submit"
          variant="filled"
          className={classes.full}
          loading={create.isPending}
          disabled={!enough}
        >
          {t("drawer.create")}
        </Button>
      </form>
    </Drawer>
  );
}
