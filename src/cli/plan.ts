import { planView } from "#api/operations/plan.ts";
import { planningReader } from "#api/operations/read-planning.ts";
import { systemClock } from "#clock.ts";
import { policyUnder } from "#planning/policy.ts";
import { withInstallation } from "./open-installation.ts";
import { table } from "./table.ts";

/** `viewcurve plan`: what comes next in each lane and what it rests on, from the database, whether or not a collector runs. */
export const plan = (options: { json: boolean }): Promise<void> =>
  withInstallation(async ({ db, config }) => {
    const { samplesPerVideo, feedSpacing } = config;
    const policy = policyUnder({ samplesPerVideo, feedSpacing, reachable: config.publicUrl !== null });
    const view = await planningReader({ db, clock: systemClock, live: () => null })();
    const { lanes, upcoming, sampling, asOf } = planView(view, policy, systemClock.now());
    if (options.json) return void process.stdout.write(`${JSON.stringify({ lanes, upcoming, sampling, asOf })}\n`);
    const ids = ({ ids: many }: { ids: number }) => (many > 0 ? String(many) : "-");
    const next = lanes.map((lane) => [lane.lane, lane.at, lane.call ?? "-", lane.bucket ?? "-", ids(lane), lane.why]);
    const ahead = upcoming.map(({ at, milestones }) => `${at} (${milestones})`).join(", ");
    process.stdout.write(
      [
        table(["lane", "at", "call", "bucket", "ids", "why"], next),
        ...(ahead ? [`Fixed ages force calls at ${ahead}.`] : []),
        ...(sampling.capacityBreach ? [sampling.capacityBreach] : []),
        ...sampling.rungs.map(({ ladder, rung, why }) => `${ladder} ${rung}: ${why}`),
        ...sampling.forecasts.map(({ bucket, why }) => `${bucket}: ${why}`),
        `A video uploaded now can expect about ${Math.round(sampling.samplesExpected)} samples in 30 days.`,
        "",
      ].join("\n"),
    );
  });
