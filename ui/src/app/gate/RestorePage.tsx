// The restore wizard before an open vault: reached from the lock screen.
import { RestoreWizard } from "@/features/restore";
import classes from "./RestorePage.module.css";

export function RestorePage({ onBack }: { onBack: () => void }) {
  return (
    <main className={classes.page}>
      <div className={classes.box}>
        <RestoreWizard onBack={onBack} />
      </div>
    </main>
  );
}
