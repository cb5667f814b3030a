import { quotaView } from "#api/operations/quota.ts";
import type { Quota } from "#api/operations/quota-contract.ts";
import { systemClock } from "#clock.ts";
import { withInstallation } from "./open-installation.ts";
import { chosenIn } from "./retention-question.ts";
import { table } from "./table.ts";

/** `viewcurve quota`: what each project has spent today and in the last 30 days, and on what. */
export const quota = ({ json }: { json: boolean }): Promise<void> =>
  withInstallation(async ({ db, config }) => {
    const view = await quotaView(db, chosenIn(config), systemClock.now());
    process.stdout.write(json ? `${JSON.stringify(view)}\n` : inWords(view));
  });

function inWords({ day, resetsAt, projects, spending, days, pauses, retention }: Quota): string {
  const buckets = projects.flatMap(({ id, buckets }) =>
    buckets.map(({ bucket, used, left, limit, spentAt, pace }) => [
      id,
      bucket,
      String(used),
      String(left),
      String(limit),
      pace.usedPerHour.toFixed(1),
      pace.leftPerHour.toFixed(1),
      String(Math.round(pace.usedAtReset)),
      spentAt === null ? "" : `YouTube called it spent at ${spentAt}`,
    ]),
  );
  const today = spending.map((row) => [row.project ?? "-", row.bucket ?? "-", ...spent(row)]);
  const month = days.map((row) => [
    row.day,
    row.project ?? "-",
    row.bucket ?? "-",
    String(row.used),
    row.allowance === null ? "-" : String(row.allowance),
    row.purposes.map(({ purpose, calls }) => `${label(purpose)} ${calls}`).join(", "),
  ]);
  return [
    `Quota day ${day} (Pacific), until ${resetsAt}.\n`,
    table(["project", "bucket", "used", "left", "limit", "an hour", "may be", "at reset", ""], buckets),
    today.length === 0 ? "\nNothing was asked today.\n" : "\nToday, by purpose:\n",
    today.length === 0 ? "" : table(["project", "bucket", "purpose", "calls", "units", "ids", "unanswered"], today),
    month.length === 0 ? "" : "\nThe last 30 quota days (calls by purpose):\n",
    month.length === 0 ? "" : table(["day", "project", "bucket", "used", "of", "calls"], month),
    ...pauses.map(({ subject, until, reason }) => `${subject} is paused until ${until}: ${reason}\n`),
    retention.advice === null ? "" : `\nRetention is undecided: ${retention.advice}\n`,
  ].join("");
}

const spent = ({ purpose, calls, units, ids, unanswered }: Quota["spending"][number]): string[] => [
  label(purpose),
  ...[calls, units, ids, unanswered].map(String),
];

/** Purposes that a name alone does not tell. */
const LABELS: Readonly<Record<string, string>> = {
  firstHour: "first hour",
  milestone: "other fixed ages",
  backfill: "back-fill",
  watch: "watches",
  explore: "discoveries",
  survey: "channels they describe",
};

const label = (purpose: string): string => LABELS[purpose] ?? purpose;
