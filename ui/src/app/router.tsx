// Every address of the product, with the search parameters each one understands.
import { createRootRoute, createRoute, createRouter, lazyRouteComponent } from "@tanstack/react-router";
import { readAuditSearch } from "@/features/audit/search";
import { readLedgerSearch } from "@/features/campaigns/search";
import { readContactsSearch } from "@/features/contacts/search";
import { readSuppressionsSearch } from "@/features/contacts/suppressions/channels";
import { readDuplicatesSearch } from "@/features/duplicates/search";
import { readImportSearch, readImportsSearch } from "@/features/imports/search";
import { readSegmentSearch } from "@/features/segments/search";
import { readSettingsSearch } from "@/features/settings/search";
import { strictSearch } from "@/lib/strictSearch";
import { BrokenScreen } from "./ErrorBoundary";
import { NotFound } from "./NotFound";
import { Root } from "./Root";

declare module "@tanstack/react-router" {
  interface StaticDataRouteOption {
    /** A full-page task: the side bar steps back to icons. */
    narrowSide?: boolean;
  }
}

const root = createRootRoute({
  component: Root,
  notFoundComponent: NotFound,
  errorComponent: ({ error, reset }) => <BrokenScreen error={error} onRetry={reset} />,
});

const home = createRoute({
  getParentRoute: () => root,
  path: "/",
  component: lazyRouteComponent(() => import("@/features/home/HomePage"), "HomePage"),
});

const contacts = createRoute({
  getParentRoute: () => root,
  path: "/contacts",
  validateSearch: strictSearch(readContactsSearch),
  component: lazyRouteComponent(() => import("@/features/contacts/ContactsPage"), "ContactsPage"),
});

const suppressions = createRoute({
  getParentRoute: () => root,
  path: "/contacts/suppressions",
  validateSearch: strictSearch(readSuppressionsSearch),
  component: lazyRouteComponent(() => import("@/features/contacts/SuppressionsPage"), "SuppressionsPage"),
});

const segment = createRoute({
  getParentRoute: () => root,
  path: "/contacts/segments/$id",
  validateSearch: strictSearch(readSegmentSearch),
  component: lazyRouteComponent(() => import("@/features/segments/SegmentPage"), "SegmentPage"),
});

const duplicates = createRoute({
  getParentRoute: () => root,
  path: "/contacts/duplicates",
  validateSearch: strictSearch(readDuplicatesSearch),
  component: lazyRouteComponent(() => import("@/features/duplicates/DuplicatesPage"), "DuplicatesPage"),
});

const imports = createRoute({
  getParentRoute: () => root,
  path: "/contacts/import",
  validateSearch: strictSearch(readImportSearch),
  staticData: { narrowSide: true },
  component: lazyRouteComponent(() => import("@/features/imports/ImportPage"), "ImportPage"),
});

const importHistory = createRoute({
  getParentRoute: () => root,
  path: "/contacts/imports",
  validateSearch: strictSearch(readImportsSearch),
  component: lazyRouteComponent(() => import("@/features/imports/history/ImportsPage"), "ImportsPage"),
});

const campaigns = createRoute({
  getParentRoute: () => root,
  path: "/campaigns",
  component: lazyRouteComponent(() => import("@/features/campaigns/CampaignsPage"), "CampaignsPage"),
});

const campaign = createRoute({
  getParentRoute: () => root,
  path: "/campaigns/$id",
  validateSearch: strictSearch(readLedgerSearch),
  component: lazyRouteComponent(() => import("@/features/campaigns/CampaignPage"), "CampaignPage"),
});

const templates = createRoute({
  getParentRoute: () => root,
  path: "/templates",
  component: lazyRouteComponent(() => import("@/features/templates/TemplatesPage"), "TemplatesPage"),
});

const template = createRoute({
  getParentRoute: () => root,
  path: "/templates/$id",
  component: lazyRouteComponent(
    () => import("@/features/templates/TemplateEditorPage"),
    "TemplateEditorPage",
  ),
});

const audit = createRoute({
  getParentRoute: () => root,
  path: "/audit",
  validateSearch: strictSearch(readAuditSearch),
  component: lazyRouteComponent(() => import("@/features/audit/AuditPage"), "AuditPage"),
});

const settings = createRoute({
  getParentRoute: () => root,
  path: "/settings",
  validateSearch: strictSearch(readSettingsSearch),
  component: lazyRouteComponent(() => import("@/features/settings/SettingsPage"), "SettingsPage"),
});

const license = createRoute({
  getParentRoute: () => root,
  path: "/license",
  component: lazyRouteComponent(() => import("@/features/license/LicensePage"), "LicensePage"),
});

/** The one-time link of `sellify serve`; the gate reads its code and goes on to Home. */
const signIn = createRoute({
  getParentRoute: () => root,
  path: "/sign-in",
  validateSearch: (search: Record<string, unknown>): { code?: string } =>
    search.code === undefined ? {} : { code: String(search.code) },
  component: lazyRouteComponent(() => import("@/features/home/HomePage"), "HomePage"),
});

const routes = root.addChildren([
  home,
  contacts,
  suppressions,
  duplicates,
  segment,
  imports,
  importHistory,
  campaigns,
  campaign,
  templates,
  template,
  audit,
  settings,
  license,
  signIn,
]);

export const router = createRouter({
  routeTree: routes,
  defaultPreload: "intent",
  defaultPendingMs: 300,
  scrollRestoration: true,
});

declare module "@tanstack/react-router" {
  interface Register {
    router: typeof router;
  }
}
