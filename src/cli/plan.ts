import { laneView } from "#api/plan.ts";
import { planReader } from "#api/read-plans.ts";
import { systemClock } from "#clock.ts";
import { idsIn } from "#domain/call.ts";
import { toIso } from "#domain/time.ts";
import { DEFAULT_POLICY } from "#planning/policy.ts";
import { withInstallation } from "./open-installation.ts";
import { table } from "./table.ts";

/** `viewcurve plan`: what comes next in each lane, from the database, whether or not a collector runs. */
export const plan = (options: { json: boolean }): Promise<void> =>
  withInstallation(async ({ db, config }) => {
    const sampling = { ...DEFAULT_POLICY.sampling, samplesPerVideo: config.samplesPerVideo };
    const plans = await planReader({ db, clock: systemClock, policy: { ...DEFAULT_POLICY, sampling } })();
    if (options.json) return void process.stdout.write(`${JSON.stringify({ lanes: plans.map(laneView) })}\n`);
    const rows = plans.map(({ lane, plan: next }) =>
      next.kind === "call"
        ? [lane, toIso(next.at), next.call.kind, String(idsIn(next.call)), next.why]
        : [lane, toIso(next.at), "-", "-", next.why],
    );
    process.stdout.write(table(["lane", "at", "call", "ids", "why"], rows));
  });
