import { type Instant, instant, parseInstant } from "#domain/time.ts";
import { replayWorld } from "#simulation/replay.ts";
import { syntheticWorld } from "#simulation/synthetic.ts";
import type { World } from "#simulation/world.ts";

export interface WorldChoice {
  readonly replay?: string;
  readonly channels: number;
  readonly seed: number;
  readonly from: Instant;
  readonly until: Instant;
}

export type OpenedWorld =
  | { readonly kind: "open"; readonly world: World }
  | { readonly kind: "refused"; readonly message: string };

/** The world a command asked for; refused with a sentence when a replay's file is missing or holds nothing. */
export async function openWorld(choice: WorldChoice): Promise<OpenedWorld> {
  const { replay, seed, from, until, channels } = choice;
  if (replay === undefined) {
    return { kind: "open", world: syntheticWorld({ seed, channels: Math.ceil(channels), from, until }) };
  }
  const world = await replayWorld({ csv: replay, seed, from, until }).catch((error: Error) => error);
  if (world instanceof Error) {
    return { kind: "refused", message: `${replay} cannot be replayed: ${world.message}.` };
  }
  if (world.channels.length === 0) {
    return {
      kind: "refused",
      message: `No video in ${replay} was published in the days asked for: try another --from.`,
    };
  }
  return { kind: "open", world };
}

/** The midnight (UTC) a synthetic demo begins at: a fixed day, so that the same seed gives the same run. */
export const SYNTHETIC_START: Instant = parseInstant("2026-09-01T00:00:00Z") ?? instant(0);
