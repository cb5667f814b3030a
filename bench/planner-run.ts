import { idsIn } from "#domain/call.ts";
import type { ChannelId } from "#domain/channel.ts";
import { type Budgets, IDS_PER_CALL, quotaDay } from "#domain/quota.ts";
import { between, type Duration, type Instant, instant } from "#domain/time.ts";
import type { VideoId } from "#domain/video.ts";
import { advance } from "#planning/advance.ts";
import { planNext } from "#planning/plan-next.ts";
import { DEFAULT_POLICY } from "#planning/policy.ts";
import { settlementOf } from "#planning/settling/draft.ts";
import { settle } from "#planning/settling/settle.ts";
import { stateOf } from "#planning/state.ts";
import type { Upload } from "./planner-world.ts";

export interface Run {
  /** The ages at which each video was sampled, rising. */
  readonly ages: ReadonlyMap<VideoId, readonly Duration[]>;
  /** Ids sent ÷ Σ min(50, ids known). */
  readonly fill: number;
}

const CHANNEL = `UC${"b".repeat(22)}` as ChannelId;

/**
 * Samples a world with the real planner until `until`: it learns of each upload when that is found, and of its views by
 * its own calls, whose answers it settles.
 */
export function runPlanner(uploads: readonly Upload[], unitsPerDay: number, from: Instant, until: Instant): Run {
  const found = uploads.toSorted((a, b) => a.foundAt - b.foundAt);
  const uploadOf = new Map(uploads.map((upload) => [upload.id, upload]));
  const ages = new Map<VideoId, Duration[]>(uploads.map((upload) => [upload.id, []]));
  let state = stateOf({
    videos: [],
    channels: [],
    requests: [],
    pauses: [],
    learned: [],
    keyTests: [],
    watches: [],
    watchSeen: [],
  });
  let now = from;
  let known = 0;
  let [sent, fillable] = [0, 0];
  let day = quotaDay(now);
  let used = 0;
  while (now < until) {
    if (now >= day.resetsAt) [day, used] = [quotaDay(now), 0];
    const plan = planNext("sampling", state, budgets(unitsPerDay, used), DEFAULT_POLICY, now);
    const next = found[known];
    if (next && next.foundAt <= plan.at) {
      now = instant(Math.max(now, next.foundAt));
      state = advance(state, sighted(next, now));
      known += 1;
      continue;
    }
    now = plan.at;
    if (plan.kind === "idle" || plan.call.kind !== "sample") continue;
    if (now >= day.resetsAt) throw new Error("a call was planned across the end of the quota day");
    used += 1;
    sent += idsIn(plan.call);
    fillable += Math.min(IDS_PER_CALL, known);
    const at = now;
    const body = plan.call.videoIds.map((id) => {
      const upload = uploadOf.get(id);
      if (!upload) throw new Error(`${id} was sampled, but is no upload of this world`);
      const age = between(upload.startAt, at);
      ages.get(id)?.push(age);
      return { id, views: upload.viewsAt(age), likes: null, comments: null };
    });
    const reply = { kind: "answered", body, at } as const;
    state = advance(state, settle({ kind: "sample", call: plan.call, reply }, state, DEFAULT_POLICY, at, 0.5));
  }
  return { ages, fill: sent / fillable };
}

const budgets = (limit: number, used: number): Budgets => ({
  batch: { limit, used },
  default: { limit: 0, used: 0 },
  search: { limit: 0, used: 0 },
});

/** A video found and known in one step: describing it costs nothing here, and brings no counters. */
const sighted = ({ id, startAt, format }: Upload, at: Instant) =>
  settlementOf({
    at,
    outcome: { kind: "answered", detail: null, answered: 1 },
    videos: [
      {
        id,
        channelId: CHANNEL,
        publishedAt: startAt,
        startAt,
        format,
        shortsLink: null,
        weight: 1,
        watched: false,
        searched: false,
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
