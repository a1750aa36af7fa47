// Above every screen: what the person should know before going on. One line each, nothing that hides the work.
import { LicenseBanner } from "@/features/license/LicenseBanner";
import { OpeningNotices } from "@/features/lock/OpeningNotices";
import classes from "./Banners.module.css";

export function Banners() {
  return (
    <div className={classes.banners}>
      <OpeningNotices />
      <LicenseBanner />
    </div>
  );
}
