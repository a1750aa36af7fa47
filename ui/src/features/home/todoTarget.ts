// Where each thing that waits is mended. The server names it; which screen that is, the screens decide.
import type { Todo } from "@/api/types";

function lastPart(link: string): string {
  return link.split(/[/?]/).filter(Boolean).pop() ?? "";
}

export function todoTarget(todo: Todo): string {
  switch (todo.code) {
    case "rejected_rows":
      return `/contacts/import?import=${encodeURIComponent(lastPart(todo.link))}`;
    case "unknown_recipients":
      return `/campaigns/${encodeURIComponent(lastPart(todo.link))}?state=unknown`;
    case "campaign_paused":
      return `/campaigns/${encodeURIComponent(lastPart(todo.link))}`;
    case "add_connection":
    case "test_connection":
      return "/settings?section=connections";
    case "write_template":
      return "/templates";
    case "import_contacts":
      return "/contacts/import";
    case "license_stopped":
    case "license_ending":
    case "license_clock":
      return "/license";
    case "retention_due":
      return "/settings?section=privacy";
    case "back_up":
      return "/settings?section=backup";
    default:
      return todo.link.startsWith("/") ? todo.link : "/";
  }
}
