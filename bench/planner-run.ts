import { idsIn } from "#domain/call.ts";
import type { ChannelId } from "#domain/channel.ts";
import { type Budgets, IDS_PER_CALL, quotaDay } from "#domain/quota.ts";
import { type Duration, type Instant, instant } from "#domain/time.ts";
import type { VideoId } from "#domain/video.ts";
import { advance } from "#planning/advance.ts";
import { settlementOf } from "#planning/draft.ts";
import { planNext } from "#planning/plan-next.ts";
import { DEFAULT_POLICY } from "#planning/policy.ts";
import { settle } from "#planning/settle.ts";
import { stateOf } from "#planning/state.ts";
import type { Upload } from "./planner-world.ts";

export interface Run {
  /** The ages at which each video was sampled, rising. */
  readonly ages: ReadonlyMap<VideoId, readonly Duration[]>;
  /** Ids sent ÷ Σ min(50, ids known). */
  readonly fill: number;
}

const CHANNEL = `UC${"b".repeat(22)}` as ChannelId;

/** Samples a world with the real planner, which learns of each upload when it is found, until `until`. */
export function runPlanner(uploads: readonly Upload[], unitsPerDay: number, from: Instant, until: Instant): Run {
  const found = uploads.toSorted((a, b) => a.foundAt - b.foundAt);
  const startOf = new Map(uploads.map((upload) => [upload.id, upload.startAt]));
  const ages = new Map<VideoId, Duration[]>(uploads.map((upload) => [upload.id, []]));
  let state = stateOf({ videos: [], channels: [], requests: [], pauses: [], learned: [] });
  let now = from;
  let next = 0;
  let [sent, fillable] = [0, 0];
  let day = quotaDay(now);
  let used = 0;
  while (now < until) {
    if (now >= day.resetsAt) [day, used] = [quotaDay(now), 0];
    const plan = planNext("sampling", state, budgets(unitsPerDay, used), DEFAULT_POLICY, now);
    const foundNext = found[next];
    if (foundNext && foundNext.foundAt <= plan.at) {
      now = instant(Math.max(now, foundNext.foundAt));
      state = advance(state, sighted(foundNext, now));
      next += 1;
      continue;
    }
    now = plan.at;
    if (plan.kind === "idle" || plan.call.kind !== "sample") continue;
    if (now >= day.resetsAt) throw new Error("a call was planned across the end of the quota day");
    used += 1;
    sent += idsIn(plan.call);
    fillable += Math.min(IDS_PER_CALL, state.videos.slotOf.size);
    for (const id of plan.call.videoIds) ages.get(id)?.push((now - (startOf.get(id) ?? now)) as Duration);
    const body = plan.call.videoIds.map((id) => ({ id, views: 0, likes: 0, comments: 0 }));
    const reply = { kind: "answered", body, at: now } as const;
    state = advance(state, settle({ kind: "sample", call: plan.call, reply }, state, DEFAULT_POLICY, now, 0.5));
  }
  return { ages, fill: sent / fillable };
}

const budgets = (limit: number, used: number): Budgets => ({
  batch: { limit, used },
  default: { limit: 0, used: 0 },
  search: { limit: 0, used: 0 },
});

/** A video found and known in one step: describing it costs nothing here, and brings no counters. */
const sighted = ({ id, startAt }: Upload, at: Instant) =>
  settlementOf({
    at,
    outcome: { kind: "answered", detail: null, answered: 1 },
    videos: [
      {
        id,
        channelId: CHANNEL,
        publishedAt: startAt,
        startAt,
        format: "long",
        shortsLink: null,
        weight: 1,
        watched: false,
        firstSeenAt: at,
        last: null,
        previous: null,
        describeAt: null,
        describeWhy: "refresh",
        missingSince: null,
        goneAt: null,
      },
    ],
  });
