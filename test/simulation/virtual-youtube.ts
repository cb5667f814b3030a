import { onTestFinished } from "vitest";
import { days, type Instant, instant, plus } from "#domain/time.ts";
import type { VirtualProject } from "#simulation/books.ts";
import type { Fault } from "#simulation/faults.ts";
import { startVirtualYouTube } from "#simulation/server.ts";
import { syntheticWorld } from "#simulation/synthetic.ts";
import { type VirtualClock, virtualClock } from "#simulation/virtual-clock.ts";
import type { WorldVideo } from "#simulation/world.ts";

const FROM = instant(Date.UTC(2026, 8, 1));
export const KEY = "virtual-key-1";
export const PROJECT: VirtualProject = { consumer: "projects/368441505633", keys: [KEY] };
export const WORLD = syntheticWorld({ seed: 5, channels: 30, from: FROM, until: plus(FROM, days(30)) });
/** Ten days into the world: enough has been published to ask about. */
export const NOW = plus(FROM, days(10));

/** A virtual YouTube of the test's own, ended with the test. */
export async function serve(
  options: { projects?: readonly VirtualProject[]; faults?: readonly Fault[]; at?: Instant } = {},
) {
  const clock = virtualClock(options.at ?? NOW);
  clock.setPace("leaping");
  const server = await startVirtualYouTube({
    world: WORLD,
    clock,
    projects: options.projects ?? [PROJECT],
    faults: options.faults ?? [],
  });
  onTestFinished(() => server.close());
  const get = (path: string, headers: Record<string, string> = { "x-goog-api-key": KEY }) =>
    fetch(`${server.url}${path}`, { headers });
  const json = async (path: string, headers?: Record<string, string>) => {
    const response = await get(path, headers);
    return { status: response.status, body: JSON.parse(await response.text()) };
  };
  return { ...server, clock, get, json };
}

/** Lets virtual time pass to an instant. */
export const passTo = (clock: VirtualClock, at: Instant): Promise<void> => clock.task(() => clock.until(at));

/** The ids of `n` videos that can be seen now. */
export const visibleIds = (n: number): readonly WorldVideo["id"][] =>
  WORLD.channels
    .flatMap((channel) => WORLD.uploadsOf(channel.id, NOW))
    .slice(0, n)
    .map((video) => video.id);

/** The channel with most uploads, so that its list has pages. */
export const busiestChannel = () => {
  const busiest = WORLD.channels.toSorted(
    (a, b) => WORLD.uploadsOf(b.id, NOW).length - WORLD.uploadsOf(a.id, NOW).length,
  )[0];
  if (!busiest) throw new Error("The world has no channel");
  return busiest;
};
