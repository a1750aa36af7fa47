// Above every screen: what the person should know before going on. One line each, nothing that hides the work.
import { LicenseBanner } from "@/features/license/LicenseBanner";
import { OpeningNotices } from "@/features/lock/OpeningNotices";
import { QuarantineBanner } from "@/features/restore";
import classes from "./Banners.module.css";

export function Banners() {
  return (
    <div className={classes.banners}>
      <OpeningNotices />
      <QuarantineBanner />
      <LicenseBanner />
    </div>
  );
}
