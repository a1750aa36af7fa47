// The rows under review: tabs, filters and the table, with corrections kept beside the file.
import { type ReactNode, useCallback, useId, useMemo } from "react";
import { useTranslation } from "react-i18next";
import { Failure } from "@/api/Failure";
import { EmptyState } from "@/design/EmptyState";
import { iconLarge } from "@/design/icon";
import { StatusIcon } from "@/design/StatusIcon";
import { toast } from "@/design/toast";
import { useFormat } from "@/lib/useFormat";
import type { Import, Inspection, ReviewRow } from "../contract";
import { useFieldLabel } from "../fields";
import { DownloadRejects } from "../RejectsTable";
import type { ImportSearch, KnownPart, ReviewTab } from "../search";
import type { Wizard } from "../useWizard";
import { RowItem, useReviewColumns } from "./columns";
import classes from "./Review.module.css";
import { KeptOnly, PolicySelect, ReviewFilters, SearchWords } from "./ReviewFilters";
import { ReviewTable } from "./ReviewTable";
import { ReviewTabs } from "./ReviewTabs";
import { RowDetail } from "./RowDetail";
import { filtersOf, firstTab, rowsQuery } from "./rules";
import { useFilters, useReview } from "./useReview";

interface ReviewRowsProps {
  session: Import;
  wizard: Wizard;
  inspection: Inspection;
  /** What is to be said above the tabs. */
  children: ReactNode;
}

/** The place in the review, without what narrows it. */
function place({ upload, name, check }: ImportSearch): ImportSearch {
  return { ...(upload ? { upload } : {}), ...(name ? { name } : {}), ...(check ? { check } : {}) };
}

export function ReviewRows({ session, wizard, inspection, children }: ReviewRowsProps) {
  const { t } = useTranslation("imports");
  const format = useFormat();
  const panel = useId();
  const { search } = wizard;
  const tab = search.tab ?? firstTab(session.counts);
  const list = useReview(session.id, rowsQuery(tab, search));
  const label = useFieldLabel(wizard.newFields);
  const { corrections } = wizard.choices;
  const isCorrected = useCallback((line: number) => corrections[line] !== undefined, [corrections]);
  const shared = { tab, mapping: wizard.mapping, policy: wizard.policy, label, isCorrected };
  const columns = useReviewColumns(shared);
  const headers = useMemo(() => inspection.columns.map(({ header }) => header), [inspection]);
  const go = (next: Partial<ImportSearch>) => wizard.go({ ...place(search), tab, ...next }, true);
  const toTab = (next: ReviewTab, part?: KnownPart) => go({ tab: next, ...(part ? { part } : {}) });
  const keep = (line: number, cells: string[]) => {
    const before = corrections;
    wizard.change({ corrections: { ...corrections, [line]: cells } });
    toast.undo({
      message: t("correct.kept", { line: format.number(line) }),
      undoLabel: t("correct.undo"),
      onUndo: () => wizard.change({ corrections: before }),
    });
  };
  const forget = (line: number) => {
    const { [line]: _, ...others } = corrections;
    wizard.change({ corrections: others });
  };
  const narrow = (next: Pick<ImportSearch, "why" | "q">) =>
    go({ ...(search.part ? { part: search.part } : {}), ...next });
  const shown = list.total ?? list.kept;
  const filters = filtersOf(tab, search.part, useFilters(session.id));
  const chosen = filters.find(({ why }) => why === (search.why ?? null));
  return (
    <>
      <div className={classes.top}>
        {children}
        <ReviewTabs counts={session.counts} tab={tab} part={search.part} panel={panel} onTab={toTab}>
          <SearchWords search={search} onSearch={narrow} answer={format.number(shown)} />
        </ReviewTabs>
      </div>
      <div id={panel} role="tabpanel" aria-label={t(`tabs.${tab}`)} className={classes.panel}>
        <div className={classes.bar}>
          <ReviewFilters filters={filters} tab={tab} search={search} onSearch={narrow} />
          <KeptOnly filter={chosen} />
          {tab === "rejected" && session.counts.rejected > 0 ? (
            <DownloadRejects importId={session.id} />
          ) : null}
          {tab === "known" ? <PolicySelect wizard={wizard} /> : null}
        </div>
        {list.error ? (
          <Failure error={list.error} onRetry={list.again} />
        ) : (
          <ReviewTable
            key={`${tab}-${search.part}-${search.why}`}
            label={t(`tabs.${tab}`)}
            rows={list.rows}
            total={list.total}
            columns={columns}
            listItem={(row) => <RowItem row={row} {...shared} />}
            detail={(row: ReviewRow) => (
              <RowDetail
                key={row.line}
                row={row}
                wizard={wizard}
                mapping={wizard.mapping}
                headers={headers}
                label={label}
                corrected={corrections[row.line]}
                onKeep={keep}
                onForget={forget}
              />
            )}
            onEndReached={list.more}
            loading={list.pending}
            empty={<NoRows tab={tab} narrowed={Boolean(search.part || search.why || search.q)} />}
            foot={
              list.ended && chosen && chosen.kept < chosen.count ? (
                <p className={classes.foot}>
                  {t(footOf(tab, search.q), {
                    shown: format.number(chosen.kept),
                    all: format.number(chosen.count),
                  })}
                </p>
              ) : null
            }
          />
        )}
      </div>
    </>
  );
}

/** What is said below the last of the rows that were kept. */
function footOf(tab: ReviewTab, q: string | undefined) {
  if (q) return "review.searchedFirst" as const;
  return tab === "rejected" ? ("review.firstRejected" as const) : ("review.firstRows" as const);
}

function NoRows({ tab, narrowed }: { tab: ReviewTab; narrowed: boolean }) {
  const { t } = useTranslation("imports");
  if (narrowed) return <EmptyState title={t("review.noResult")} />;
  return (
    <EmptyState icon={<StatusIcon status="done" size={iconLarge.size} />} title={t(`review.${tab}None`)}>
      {t(`review.${tab}NoneText`)}
    </EmptyState>
  );
}
