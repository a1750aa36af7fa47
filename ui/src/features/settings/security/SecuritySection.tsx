// The vault's keys: what opens it, when it locks, and how its keys are renewed.
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import { Failure } from "@/api/Failure";
import { Skeletons } from "@/design/Skeletons";
import { useDelayed } from "@/lib/useDelayed";
import { LockingCard } from "./LockingCard";
import { RotationCard } from "./RotationCard";
import { SlotCard } from "./SlotCard";
import { VaultFacts } from "./VaultFacts";

export function SecuritySection() {
  const { t } = useTranslation(["security", "common"]);
  const slots = api.useQuery("get", "/api/vault/slots");
  const late = useDelayed(slots.isPending);
  if (slots.error) return <Failure error={slots.error} onRetry={() => void slots.refetch()} />;
  if (!slots.data) return late ? <Skeletons lines={6} label={t("common:loading")} /> : null;
  return (
    <>
      <SlotCard list={slots.data} />
      <LockingCard list={slots.data} />
      <RotationCard list={slots.data} />
      <VaultFacts />
    </>
  );
}
