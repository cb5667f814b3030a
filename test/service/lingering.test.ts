import { expect, it } from "vitest";
import { days, hours, type Instant, plus } from "#domain/time.ts";
import type { VideoId } from "#domain/video.ts";
import { syntheticWorld } from "#simulation/synthetic.ts";
import { isLingering, isPublic, type World } from "#simulation/world.ts";
import { FROM, raise } from "./stage.ts";

const SPAN = days(2);
const UNTIL = plus(FROM, SPAN);

it("asks once whether a video is gone, and never again because its channel's list still holds its place", async () => {
  const drawn = syntheticWorld({
    seed: 218,
    channels: 5,
    from: FROM,
    until: UNTIL,
    uploadsPerDay: 40,
    catalogueDays: 25,
  });
  const asked: { readonly id: VideoId; readonly at: Instant }[] = [];
  const listed = new Map<VideoId, number>();
  let now = (): Instant => FROM;
  const world: World = {
    ...drawn,
    // Whatever is asked for by id is looked up here, and every list that is read comes from here.
    video(id) {
      asked.push({ id, at: now() });
      return drawn.video(id);
    },
    playlistOf(id, at) {
      const playlist = drawn.playlistOf(id, at);
      for (const video of playlist) if (isLingering(video, at)) listed.set(video.id, (listed.get(video.id) ?? 0) + 1);
      return playlist;
    },
  };
  await using stage = await raise({ world });
  now = () => stage.clock.now();
  await stage.pass(SPAN);

  const lingering = drawn.videosStartedBetween(plus(FROM, days(-25)), UNTIL).filter(({ id }) => listed.has(id));
  const before = lingering.filter((video) => video.goneAt !== null && video.goneAt <= FROM);
  const known = new Set((await stage.db.selectFrom("video").select("id").execute()).map(({ id }) => id));
  expect(before.length).toBeGreaterThan(0);
  expect(before.filter(({ id }) => known.has(id) || asked.some((one) => one.id === id))).toEqual([]);

  const meanwhile = lingering.filter(
    ({ id, goneAt }) => known.has(id) && goneAt !== null && goneAt < plus(FROM, days(0.6)),
  );
  expect(meanwhile.length).toBeGreaterThan(0);
  for (const video of meanwhile) {
    const at = plus(video.goneAt ?? UNTIL, hours(1));
    const rows = await stage.db
      .selectFrom("video_counter")
      .select("gone_at")
      .where("video_id", "=", video.id)
      .execute();
    expect(isPublic(video, at)).toBe(false);
    expect(rows).toMatchObject([{ gone_at: expect.any(Number) }]);
    const late = asked.filter(
      ({ id, at: then }) => id === video.id && then > plus((rows[0]?.gone_at ?? UNTIL) as Instant, hours(1)),
    );
    expect({ id: video.id, late }).toEqual({ id: video.id, late: [] });
  }
});
