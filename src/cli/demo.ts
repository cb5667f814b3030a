import { systemClock } from "#clock.ts";
import { toIso } from "#domain/iso-time.ts";
import { between, days, hours, inSeconds, parseInstant, plus } from "#domain/time.ts";
import { type DemoReport, measureDemo } from "./demo-report.ts";
import { raiseStage, type Stage } from "./demo-stage.ts";
import { EXIT, fail } from "./exit.ts";
import { openWorld, SYNTHETIC_START } from "./open-world.ts";
import { progressBar } from "./progress-bar.ts";
import { stopSignal } from "./stop-signal.ts";

export interface DemoOptions {
  readonly days: number;
  readonly channels: number;
  readonly seed: number;
  readonly replay?: string;
  readonly from: string;
  readonly port: number;
  readonly exit: boolean;
  readonly json: boolean;
}

/** The world goes on after the fast-forward for as long as anybody is likely to look. */
const AFTERWARDS = days(30);

/** `viewcurve demo`: the virtual YouTube, fast-forwarded through the real collector, HTTP client, SQL and API. */
export async function demo(options: DemoOptions): Promise<void> {
  const startedAt = systemClock.now();
  const from = options.replay ? parseInstant(options.from) : SYNTHETIC_START;
  if (from === null) return fail(`--from must be a date, such as 2026-02-01; it was "${options.from}".`, EXIT.usage);
  const to = plus(from, days(options.days));
  const opened = await openWorld({ ...options, from, until: plus(to, options.exit ? hours(0) : AFTERWARDS) });
  if (opened.kind === "refused") return fail(opened.message);
  const raised = await raiseStage({
    world: opened.world,
    from,
    seed: options.seed,
    port: options.exit ? 0 : options.port,
  });
  if (raised.kind === "refused") return fail(raised.message);
  const stopped = stopSignal();
  try {
    const finished = await fastForward(raised, options.days, stopped);
    if (!finished) return;
    const measured = await measureDemo({ ...raised, from, to, books: raised.youtube.books() });
    const wallSeconds = Math.round(inSeconds(between(startedAt, systemClock.now())));
    if (options.json) process.stdout.write(`${JSON.stringify({ ...measured, wallSeconds })}\n`);
    else process.stdout.write(summary(measured, options.days, wallSeconds));
    if (options.exit) return;
    raised.playVisibly();
    process.stdout.write(invitation(raised));
    await stopped;
  } finally {
    await raised.close();
  }
}

/** How often the bar moves, in virtual time. */
const BAR_STEP = hours(2);

/** Lets the virtual days pass; `false` when the operator stopped it halfway. */
async function fastForward(stage: Stage, count: number, stopped: Promise<void>): Promise<boolean> {
  const { clock } = stage;
  const from = clock.now();
  const to = plus(from, days(count));
  const bar = progressBar(days(count));
  let interrupted = false;
  void stopped.then(() => {
    interrupted = true;
  });
  clock.setPace("leaping");
  await clock.task(async () => {
    while (clock.now() < to && !interrupted) {
      const step = plus(clock.now(), BAR_STEP);
      await clock.until(step < to ? step : to);
      bar.at(between(from, clock.now()), `${toIso(clock.now()).slice(0, 10)} of the virtual YouTube`);
    }
    clock.setPace("standing");
  });
  bar.end();
  return !interrupted;
}

function summary(measured: Omit<DemoReport, "wallSeconds">, virtualDays: number, wallSeconds: number): string {
  const { firstHour, units } = measured;
  const percent = (share: number | null) => (share === null ? "–" : `${(share * 100).toFixed(1)} %`);
  const rows = [
    ["channels, videos, snapshots", `${measured.channels}, ${measured.videos}, ${measured.snapshots}`],
    ["first hours known", `${percent(firstHour.knownShare)} of ${firstHour.eligible}`],
    ["their distance from 60:00", `median ${firstHour.medianAbsSeconds} s, 95 % within ${firstHour.p95AbsSeconds} s`],
    ["seats of sampling calls filled", percent(measured.fill)],
    ["units spent", `${units.default} default, ${units.batch} batch; ${measured.overspentUnits} beyond a limit`],
    ["counters that differ from the truth", String(measured.truthMismatches)],
    ["performance, outlier known", `${percent(measured.performance.known)}, ${percent(measured.outlier.known)}`],
  ] as const;
  const lines = rows.map(([name, value]) => `  ${name.padEnd(38)}${value}`);
  return `${virtualDays} days of a virtual YouTube in ${wallSeconds} s:\n${lines.join("\n")}\n`;
}

const invitation = ({ serving: { url }, token }: Stage): string =>
  [
    "It runs on, a virtual minute a second. Worth opening:",
    `  ${url}/   the dashboard`,
    `  ${url}/api/v1/videos?performanceMin=2&sort=-performance   videos that began unusually well`,
    `  ${url}/api/v1/plan   what is asked next, and why`,
    `  ${url}/docs   the API`,
    `To add a watch or to pause a key there, sign in with the token ${token}`,
    "Ctrl-C ends it, and its database with it.",
    "",
  ].join("\n");
