// An SMTP account: typed once, tested before it is trusted. The password goes in and never comes out again.
import { Button, Group, NumberInput, PasswordInput, Select, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { client } from "@/api/client";
import { errorWords } from "@/api/errors";
import type { components } from "@/api/schema";
import { Dialog } from "@/design/Dialog";
import { Notice } from "@/design/Notice";
import { toast } from "@/design/toast";
import classes from "../settings.module.css";
import { fieldOf } from "./faults";
import { PRESETS, presetFor } from "./presets";
import { RemoveConnection } from "./RemoveConnection";

type Connection = components["schemas"]["Connection"];
type Smtp = components["schemas"]["Smtp"];
type TlsMode = Smtp["tls"];

type Values = {
  name: string;
  from_email: string;
  from_name: string;
  reply_to: string;
  host: string;
  port: number;
  tls: TlsMode;
  username: string;
  password: string;
  max_per_hour: number | "";
};

const TLS: TlsMode[] = ["implicit", "start_tls", "none"];
const DEFAULT_CONNECTIONS = 4;

function valuesOf(connection: Connection | null): Values {
  const smtp = connection?.smtp;
  return {
    name: connection?.name ?? "",
    from_email: smtp?.from_email ?? "",
    from_name: smtp?.from_name ?? "",
    reply_to: smtp?.reply_to ?? "",
    host: smtp?.host ?? "",
    port: smtp?.port ?? 465,
    tls: smtp?.tls ?? "implicit",
    username: smtp?.username ?? "",
    password: "",
    max_per_hour: smtp?.max_per_hour ?? "",
  };
}

function smtpOf(values: Values, connection: Connection | null): Smtp {
  return {
    host: values.host.trim(),
    port: values.port,
    tls: values.tls,
    username: values.username.trim(),
    from_email: values.from_email.trim(),
    from_name: values.from_name.trim(),
    reply_to: values.reply_to.trim() || null,
    max_per_hour: values.max_per_hour === "" ? null : values.max_per_hour,
    max_connections: connection?.smtp.max_connections ?? DEFAULT_CONNECTIONS,
  };
}

type Props = { connection: Connection | null; onClose: () => void; onSaved: () => void };

export function ConnectionForm({ connection, onClose, onSaved }: Props) {
  const { t } = useTranslation("settings");
  const form = useForm<Values>({ initialValues: valuesOf(connection) });
  const [busy, setBusy] = useState<"test" | "save" | null>(null);
  const [result, setResult] = useState<{ server: string } | { error: unknown } | null>(null);

  const applyPreset = (key: string | null) => {
    const preset = PRESETS.find((known) => known.key === key);
    if (preset) form.setValues({ host: preset.host, port: preset.port, tls: preset.tls });
  };
  const addressLeft = () => {
    const { from_email: email, host, username } = form.values;
    if (!host) applyPreset(presetFor(email)?.key ?? null);
    if (!username) form.setFieldValue("username", email.trim());
  };
  const run = async (kind: "test" | "save", call: () => Promise<void>) => {
    setBusy(kind);
    setResult(null);
    form.clearErrors();
    try {
      await call();
    } catch (error) {
      const field = fieldOf(error);
      if (field) form.setFieldError(field, errorWords(error));
      else setResult({ error });
    } finally {
      setBusy(null);
    }
  };
  const password = form.values.password || null;
  const smtp = () => smtpOf(form.values, connection);

  const test = () =>
    run("test", async () => {
      const { data } = await client.POST("/api/connections/test", {
        body: { smtp: smtp(), password, connection_id: connection?.id ?? null },
      });
      setResult({ server: data?.server ?? form.values.host });
    });
  const save = () =>
    run("save", async () => {
      const name = form.values.name.trim() || form.values.from_email.trim();
      if (connection) {
        const params = { path: { id: connection.id } };
        await client.PATCH("/api/connections/{id}", { params, body: { name, smtp: smtp(), password } });
      } else {
        await client.POST("/api/connections", { body: { name, smtp: smtp(), password } });
      }
      toast.done(t("connections.saved", { name }));
      onSaved();
    });
  const complete = form.values.from_email.includes("@") && form.values.host.trim() !== "";

  return (
    <Dialog opened onClose={onClose} size="lg" title={connection ? connection.name : t("connections.new")}>
      <form
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        <SenderFields form={form} onAddressLeft={addressLeft} />
        <ServerFields form={form} onPreset={applyPreset} hasPassword={connection?.has_password ?? false} />
        {result && "server" in result ? (
          <Notice tone="green">{t("connections.testPassed", { server: result.server })}</Notice>
        ) : null}
        {result && "error" in result ? <Notice tone="red">{errorWords(result.error)}</Notice> : null}
        <Group justify="space-between">
          {connection ? <RemoveConnection connection={connection} onRemoved={onSaved} /> : <span />}
          <Group gap={8}>
            <Button
              onClick={() => void test()}
              loading={busy === "test"}
              disabled={!complete || busy === "save"}
            >
              {t("connections.test")}
            </Button>
            <Button
              type="submit"
              variant="filled"
              loading={busy === "save"}
              disabled={!complete || busy === "test"}
            >
              {t("connections.save")}
            </Button>
          </Group>
        </Group>
      </form>
    </Dialog>
  );
}

type Form = ReturnType<typeof useForm<Values>>;

function SenderFields({ form, onAddressLeft }: { form: Form; onAddressLeft: () => void }) {
  const { t } = useTranslation("settings");
  return (
    <>
      <div className={classes.pair}>
        <TextInput
          label={t("connections.fromEmail")}
          type="email"
          required
          data-autofocus
          {...form.getInputProps("from_email")}
          onBlur={onAddressLeft}
        />
        <TextInput label={t("connections.fromName")} {...form.getInputProps("from_name")} />
      </div>
      <div className={classes.pair}>
        <TextInput
          label={t("connections.name")}
          placeholder={form.values.from_email}
          {...form.getInputProps("name")}
        />
        <TextInput
          label={t("connections.replyTo")}
          placeholder={form.values.from_email}
          type="email"
          {...form.getInputProps("reply_to")}
        />
      </div>
    </>
  );
}

type ServerProps = { form: Form; onPreset: (key: string | null) => void; hasPassword: boolean };

function ServerFields({ form, onPreset, hasPassword }: ServerProps) {
  const { t } = useTranslation("settings");
  const preset = PRESETS.find(({ host, port }) => host === form.values.host && port === form.values.port);
  return (
    <>
      <Select
        label={t("connections.preset")}
        placeholder={t("connections.presetOther")}
        data={PRESETS.map(({ key, name }) => ({ value: key, label: name }))}
        value={preset?.key ?? null}
        onChange={onPreset}
        searchable
      />
      <div className={classes.server}>
        <TextInput label={t("connections.host")} required {...form.getInputProps("host")} />
        <NumberInput label={t("connections.port")} min={1} max={65535} {...form.getInputProps("port")} />
        <Select
          label={t("connections.tls")}
          data={TLS.map((value) => ({ value, label: t(`tls.${value}`) }))}
          {...form.getInputProps("tls")}
        />
      </div>
      {form.values.tls === "none" ? <Notice tone="amber">{t("connections.noTls")}</Notice> : null}
      <div className={classes.pair}>
        <TextInput label={t("connections.username")} autoComplete="off" {...form.getInputProps("username")} />
        <PasswordInput
          label={t("connections.password")}
          placeholder={hasPassword ? t("connections.passwordKept") : ""}
          autoComplete="off"
          {...form.getInputProps("password")}
        />
      </div>
      <NumberInput
        label={t("connections.maxPerHour")}
        description={t("connections.maxPerHourHelp")}
        placeholder={t("connections.noLimit")}
        min={1}
        {...form.getInputProps("max_per_hour")}
      />
    </>
  );
}
