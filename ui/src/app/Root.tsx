// Who may see what: first the session, then the vault, then the screens.
import { useQueryClient } from "@tanstack/react-query";
import { Outlet } from "@tanstack/react-router";
import { lazy, Suspense, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import { followEvents } from "@/api/events";
import { setLanguage } from "@/i18n";
import { useRecoveryLater } from "@/lib/recoveryLater";
import { listenForShortcuts } from "@/lib/shortcuts";
import { useDelayed } from "@/lib/useDelayed";
import { SignIn } from "./gate/SignIn";
import { Unreachable } from "./gate/Unreachable";
import { Waiting } from "./gate/Waiting";
import { Shell } from "./shell/Shell";
import { useActivity } from "./useActivity";
import { useAppearance } from "./useAppearance";
import { useForgetWhenLocked } from "./useForgetWhenLocked";

const LockScreen = lazy(() => import("@/features/lock/LockScreen").then((m) => ({ default: m.LockScreen })));
const FirstRun = lazy(() => import("@/features/firstRun/FirstRun").then((m) => ({ default: m.FirstRun })));

const RestorePage = lazy(() => import("./gate/RestorePage").then((m) => ({ default: m.RestorePage })));

const LOCKED_LOOK_MS = 5_000;

export function Root() {
  const session = api.useQuery("get", "/api/session");
  const signedIn = session.data?.signed_in === true;
  const vault = api.useQuery(
    "get",
    "/api/vault",
    {},
    {
      enabled: signedIn,
      // Behind a lock no event feed runs: another window may open the vault, and this page should notice.
      refetchInterval: (query) => (query.state.data?.state === "locked" ? LOCKED_LOOK_MS : false),
    },
  );
  useForgetWhenLocked(vault.data?.state === "locked");
  const later = useRecoveryLater();
  const late = useDelayed(session.isPending || (signedIn && vault.isPending));

  useEffect(listenForShortcuts, []);

  const [restoring, setRestoring] = useState(false);
  const known = vault.data !== undefined;
  useEffect(() => {
    // Entering the restored vault asks everything anew: the wizard is over then, and not before.
    if (!known) setRestoring(false);
  }, [known]);

  const failure = session.error ?? vault.error;
  if (failure) {
    return (
      <Unreachable
        error={failure}
        onRetry={() => void (session.error ? session.refetch() : vault.refetch())}
      />
    );
  }
  if (session.data && !signedIn) return <SignIn />;
  if (!vault.data) return late ? <Waiting /> : null;
  if (restoring) {
    return (
      <Suspense fallback={<Waiting />}>
        <RestorePage onBack={() => setRestoring(false)} />
      </Suspense>
    );
  }
  if (vault.data.state === "locked") {
    return (
      <Suspense fallback={<Waiting />}>
        <LockScreen vault={vault.data} onRestore={() => setRestoring(true)} />
      </Suspense>
    );
  }
  const unchecked = vault.data.state === "missing" || !vault.data.recovery_confirmed;
  if (unchecked && !later) {
    return (
      <Suspense fallback={<Waiting />}>
        <FirstRun vault={vault.data} />
      </Suspense>
    );
  }
  return <Inside />;
}

/** Everything behind an open vault. */
function Inside() {
  const queries = useQueryClient();
  const { i18n } = useTranslation();
  const settings = api.useQuery("get", "/api/settings");
  const language = settings.data?.language;
  useAppearance(settings.data?.appearance);
  useActivity();

  useEffect(() => {
    const end = new AbortController();
    void followEvents(queries, end.signal);
    return () => end.abort();
  }, [queries]);
  useEffect(() => {
    if ((language === "fr" || language === "en") && language !== i18n.language) setLanguage(language);
  }, [language, i18n]);

  return (
    <Shell firm={settings.data?.firm_name ?? ""}>
      <Outlet />
    </Shell>
  );
}
