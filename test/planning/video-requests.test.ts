import { describe, expect, it } from "vitest";
import type { VideoDescription } from "#domain/video.ts";
import { advance, foldChanges } from "#planning/advance.ts";
import { planFinding } from "#planning/finding/plan-finding.ts";
import { DEFAULT_POLICY } from "#planning/policy.ts";
import { settle } from "#planning/settling/settle.ts";
import { stateOf } from "#planning/state.ts";
import { videoOf } from "#planning/videos/video-table.ts";
import { videoDescription } from "../storage/settlements.ts";
import { budgets, NOON, rowsOf, video, videoId } from "./rows.ts";

describe("videos that somebody wants followed", () => {
  const asked = [1, 2, 3].map(videoId);
  const known = video(videoId(3), { startAt: NOON });
  const answer: VideoDescription = { ...videoDescription(1), id: videoId(1), publishedAt: NOON };

  it("are described within what a day can spare, and followed whoever their channel is; one that is not there is refused", () => {
    const state = stateOf(rowsOf({ videos: [known], videoRequests: asked }));
    const plan = planFinding(state, budgets(), DEFAULT_POLICY, NOON);
    if (plan.kind !== "call" || plan.call.kind !== "describe") throw new Error(`it plans ${plan.why}`);
    expect(plan.call.videoIds).toEqual(asked);
    const body = [answer, { ...answer, id: known.id }];
    const exchange = { kind: "describe", call: plan.call, reply: { kind: "answered", at: NOON, body } } as const;
    const settlement = settle(exchange, state, DEFAULT_POLICY, NOON, 0);
    expect(settlement.videoRequests).toEqual([
      { id: videoId(1), kind: "followed" },
      { id: videoId(2), kind: "refused" },
      { id: videoId(3), kind: "followed" },
    ]);
    const after = advance(state, settlement);
    expect(videoOf(after.videos, videoId(1))).toMatchObject({
      searched: true,
      startAt: NOON,
      channelId: answer.channelId,
    });
    expect(videoOf(after.videos, videoId(3))).toMatchObject({ searched: true });
    expect(videoOf(after.videos, videoId(2))).toBeNull();
    expect(after.videoRequests.size).toBe(0);
  });

  it("are asked for and sampled no longer when their request is taken back", () => {
    const followed = { ...known, searched: true };
    const state = stateOf(rowsOf({ videos: [followed], videoRequests: asked }));
    const nothing = { requests: [], channels: [], untracked: [], watches: [], removedWatches: [], keyTests: [] };
    const after = foldChanges(state, { ...nothing, videoRequests: [videoId(1)], unsearched: [known.id] });
    expect([...after.videoRequests]).toEqual([videoId(1)]);
    expect(videoOf(after.videos, known.id)?.searched ?? false).toBe(false);
  });

  it("wait while a day has nothing to spare", () => {
    const state = stateOf(rowsOf({ videos: [known], videoRequests: asked }));
    const spent = { ...budgets(), default: { limit: 10, used: 10 } };
    expect(planFinding(state, spent, DEFAULT_POLICY, NOON)).not.toMatchObject({
      kind: "call",
      call: { kind: "describe" },
    });
  });
});
