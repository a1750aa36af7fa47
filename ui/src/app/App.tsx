// What every screen stands on: theme, queries, news, addresses.
import { MantineProvider } from "@mantine/core";
import { Notifications } from "@mantine/notifications";
import { QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { setNonce } from "get-nonce";
import { cssVariablesResolver, theme } from "@/design/theme";
import { ErrorBoundary } from "./ErrorBoundary";
import { queries } from "./queries";
import { router } from "./router";

/** The server gives each page load a nonce; styles without it are refused. */
function styleNonce(): string {
  return document.querySelector('meta[name="csp-nonce"]')?.getAttribute("content") ?? "";
}

// Dialogs hold the page still with a style of their own, which asks this library.
setNonce(styleNonce());

export function App() {
  return (
    <MantineProvider
      theme={theme}
      defaultColorScheme="auto"
      cssVariablesResolver={cssVariablesResolver}
      getStyleNonce={styleNonce}
    >
      <ErrorBoundary>
        <QueryClientProvider client={queries}>
          <Notifications position="bottom-right" limit={3} zIndex={400} />
          <RouterProvider router={router} />
        </QueryClientProvider>
      </ErrorBoundary>
    </MantineProvider>
  );
}
