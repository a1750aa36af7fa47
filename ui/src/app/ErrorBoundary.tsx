// The last net: a screen that broke says so, and what to do.
import { Button } from "@mantine/core";
import { IconAlertCircle } from "@tabler/icons-react";
import { Component, type ReactNode } from "react";
import { EmptyState } from "@/design/EmptyState";
import { iconLarge } from "@/design/icon";
import { i18n } from "@/i18n";

export function BrokenScreen({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  const detail = error instanceof Error ? error.message : String(error);
  return (
    <EmptyState
      icon={<IconAlertCircle {...iconLarge} />}
      title={i18n.t("broken.title")}
      action={<Button onClick={onRetry}>{i18n.t("broken.retry")}</Button>}
    >
      {i18n.t("broken.text")} <code>{detail}</code>
    </EmptyState>
  );
}

export class ErrorBoundary extends Component<{ children: ReactNode }, { error: unknown }> {
  override state = { error: undefined as unknown };

  static getDerivedStateFromError(error: unknown) {
    return { error };
  }

  override render() {
    if (this.state.error === undefined) return this.props.children;
    return <BrokenScreen error={this.state.error} onRetry={() => window.location.reload()} />;
  }
}
