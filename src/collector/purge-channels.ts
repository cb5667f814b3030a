import type { ChannelId } from "#domain/channel.ts";
import { forgetVideos } from "#planning/forget.ts";
import { deleteSnapshotsOf, listPurges, nextPurged, purgeStep } from "#storage/retention/purge.ts";
import { type Holding, inOrder, refresh } from "./holding.ts";
import { undisturbed } from "./undisturbed.ts";

/** What it takes, besides the lease: what reading changes does. */
type PurgeDeps = Parameters<typeof refresh>[0];

/** Removes all that is known of the channels that somebody wants removed, step by step; a restart goes on with the rest. */
export async function purgeChannels(deps: PurgeDeps, holding: Holding): Promise<void> {
  const channelIds = await listPurges(deps.db);
  if (channelIds.length === 0) return;
  // They are untracked in the rows; planning must know it before anything of them goes.
  await refresh(deps, holding);
  for (const channelId of channelIds) await purge(deps, holding, channelId);
}

async function purge(deps: PurgeDeps, holding: Holding, channelId: ChannelId): Promise<void> {
  const { db, report } = deps;
  holding.state.discoveries.forget(channelId);
  while (!holding.over.signal.aborted) {
    await deleteSnapshotsOf(db, await nextPurged(db, channelId));
    const ids = await undisturbed(holding, () => nextPurged(db, channelId));
    // A watch may follow some of them although nobody tracks their channel.
    forgetVideos(holding.state, ids);
    const step = await inOrder(holding, () => purgeStep(db, holding.lease, channelId, ids));
    switch (step.kind) {
      case "removed":
        continue;
      case "done":
        report({ kind: "note", message: `All that was known of ${channelId} is removed.` });
        return;
      case "trackedAgain":
        report({ kind: "note", message: `${channelId} is tracked again: what is left of it stays.` });
        return;
      case "fenced":
        holding.over.abort();
        return;
    }
  }
}
