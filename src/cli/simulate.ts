import { systemClock } from "#clock.ts";
import { between, days, parseInstant, plus } from "#domain/time.ts";
import { startVirtualYouTube } from "#simulation/server.ts";
import { shiftedWorld } from "#simulation/shifted-world.ts";
import { EXIT, fail } from "./exit.ts";
import { openWorld } from "./open-world.ts";
import { stopSignal } from "./stop-signal.ts";

export interface SimulateOptions {
  readonly port: number;
  readonly channels: number;
  readonly seed: number;
  readonly replay?: string;
  readonly from: string;
}

/** The key and project that `simulate` accepts: anybody may know them, for they open nothing. */
export const VIRTUAL_PROJECT = { consumer: "projects/1000000000001", keys: ["virtual-key-1"] } as const;

/** `viewcurve simulate`: the virtual YouTube alone, in real time, until stopped. */
export async function simulate(options: SimulateOptions): Promise<void> {
  const now = systemClock.now();
  const from = options.replay ? parseInstant(options.from) : now;
  if (from === null) return fail(`--from must be a date, such as 2026-02-01; it was "${options.from}".`, EXIT.usage);
  const opened = await openWorld({ ...options, from, until: plus(from, days(365)) });
  if (opened.kind === "refused") return fail(opened.message);
  const server = await startVirtualYouTube({
    // A replay's days lie in the past: its world is moved to begin now.
    world: from === now ? opened.world : shiftedWorld(opened.world, between(from, now)),
    clock: systemClock,
    host: "127.0.0.1",
    port: options.port,
    projects: [VIRTUAL_PROJECT],
    faults: [],
  }).catch((error: NodeJS.ErrnoException) => {
    fail(`Cannot listen on port ${options.port} (${error.code ?? error.message}). Give a free one by --port.`);
    return null;
  });
  if (!server) return;
  const handles = opened.world.channels.slice(0, 3).map((channel) => channel.handle);
  process.stdout.write(
    [
      `A virtual YouTube of ${opened.world.channels.length} channels listens on ${server.url}`,
      "Collect from it, in another terminal and a directory of its own:",
      `  VIEWCURVE_YOUTUBE_URL=${server.url} VIEWCURVE_FEEDS_URL=${server.url} VIEWCURVE_HUB_URL=${server.url} YOUTUBE_API_KEYS=${VIRTUAL_PROJECT.keys[0]} viewcurve start`,
      `Channels to track: ${handles.join(" ")} …`,
      "",
    ].join("\n"),
  );
  await stopSignal();
  await server.close();
}
