// Before sending: message, people, connection and the checks on the left; the arithmetic on the right.
import { useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api, client } from "@/api/client";
import { errorWords } from "@/api/errors";
import { Failure } from "@/api/Failure";
import type { components } from "@/api/schema";
import { Card, Section } from "@/design/Page";
import { Skeletons } from "@/design/Skeletons";
import { toast } from "@/design/toast";
import { useDelayed } from "@/lib/useDelayed";
import shared from "../campaigns.module.css";
import type { Campaign } from "../states";
import { Checks, CheckTotals } from "./Checks";
import { Choices } from "./Choices";
import classes from "./draft.module.css";
import { SendCard } from "./SendCard";

type Patch = components["schemas"]["CampaignPatch"];

export function DraftView({ campaign }: { campaign: Campaign }) {
  const { t } = useTranslation("campaigns");
  const queries = useQueryClient();
  const path = { id: campaign.id };
  const preflight = api.useQuery("get", "/api/campaigns/{id}/preflight", { params: { path } });
  const late = useDelayed(preflight.isPending);

  const change = async (body: Patch) => {
    try {
      const { data } = await client.PATCH("/api/campaigns/{id}", { params: { path }, body });
      queries.setQueryData(["get", "/api/campaigns/{id}", { params: { path } }], data);
      await queries.invalidateQueries({ queryKey: ["get", "/api/campaigns/{id}/preflight"] });
    } catch (error) {
      toast.failed(errorWords(error));
    }
  };

  return (
    <div className={classes.scroll}>
      <div className={classes.draft}>
        <div>
          <Choices campaign={campaign} onChange={(patch) => void change(patch)} />
          <Section
            title={t("checks.title")}
            aside={preflight.data ? <CheckTotals checks={preflight.data.checks} /> : null}
          >
            <Card>
              {preflight.error ? (
                <Failure error={preflight.error} onRetry={() => void preflight.refetch()} />
              ) : null}
              {late ? <Skeletons label={t("checks.running")} lines={5} /> : null}
              {preflight.data ? <Checks preflight={preflight.data} campaign={campaign} /> : null}
            </Card>
            {preflight.data ? (
              <p className={shared.quiet}>
                {preflight.data.ready ? t("checks.nothingBlocks") : t("checks.somethingBlocks")}
              </p>
            ) : null}
          </Section>
        </div>
        <aside aria-label={t("send.title")}>
          {preflight.data ? <SendCard campaign={campaign} preflight={preflight.data} /> : null}
        </aside>
      </div>
    </div>
  );
}
