import { describe, expect, it } from "vitest";
import { refreshInsights } from "#collector/refresh-insights.ts";
import { toIso } from "#domain/iso-time.ts";
import { hours, type Instant, instant, milliseconds, minutes, plus } from "#domain/time.ts";
import type { Event } from "#events.ts";
import { virtualClock } from "#simulation/virtual-clock.ts";

const FROM = instant(Date.UTC(2026, 9, 24, 22, 30));

/** Runs the schedule for so long under a virtual clock; `refresh` is told when it is called. */
async function run(span: number, refresh: (at: Instant, isOver: () => boolean) => Promise<void>) {
  const clock = virtualClock(FROM, "leaping");
  const over = new AbortController();
  const events: Event[] = [];
  const deps = {
    clock,
    report: (event: Event) => void events.push(event),
    refreshInsights: (isOver: () => boolean) => refresh(clock.now(), isOver),
  };
  const ended = clock.task(() => refreshInsights(deps, { over }));
  await clock.task(async () => {
    await clock.until(plus(FROM, hours(span)));
    over.abort();
  });
  await ended;
  return { events, clock, over };
}

describe("the refresh of insights", () => {
  it("comes a minute after each full hour, whatever clocks on walls are set to", async () => {
    const calls: string[] = [];
    await run(6, async (at) => void calls.push(toIso(at)));
    // The night in which Europe's clocks go back.
    expect(calls).toEqual(
      ["2026-10-24T23", "2026-10-25T00", "2026-10-25T01", "2026-10-25T02", "2026-10-25T03", "2026-10-25T04"].map(
        (hour) => `${hour}:01:00.000Z`,
      ),
    );
  });

  it("that fails is reported, and comes again the next hour", async () => {
    let calls = 0;
    const { events } = await run(3, async () => {
      calls += 1;
      if (calls === 1) throw new Error("the database is away");
    });
    expect(calls).toBe(3);
    expect(events).toEqual([expect.objectContaining({ message: expect.stringContaining("the database is away") })]);
  });

  it("is waited for by nobody when the holding is over, and is told to end", async () => {
    let told = (): boolean => false;
    const clock = virtualClock(FROM, "leaping");
    const over = new AbortController();
    await refreshed({
      clock,
      over,
      refresh: (isOver) => {
        told = isOver;
        over.abort();
        return new Promise(() => undefined);
      },
    });
    expect(told()).toBe(true);
  });

  it("ends itself before the next is due", async () => {
    const said: boolean[] = [];
    const clock = virtualClock(FROM, "leaping");
    const over = new AbortController();
    await refreshed({
      clock,
      over,
      refresh: async (isOver) => {
        said.push(isOver());
        await clock.until(plus(clock.now(), minutes(44)));
        said.push(isOver());
        await clock.until(plus(clock.now(), milliseconds(minutes(1))));
        said.push(isOver());
        over.abort();
      },
    });
    expect(said).toEqual([false, false, true]);
  });
});

const refreshed = ({
  clock,
  over,
  refresh,
}: {
  readonly clock: ReturnType<typeof virtualClock>;
  readonly over: AbortController;
  readonly refresh: (isOver: () => boolean) => Promise<void>;
}): Promise<void> =>
  clock.task(() => refreshInsights({ clock, report: () => undefined, refreshInsights: refresh }, { over }));
