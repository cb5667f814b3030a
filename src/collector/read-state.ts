import { draftVideos, type PlannerState, stateDraft, stateWith } from "#planning/state.ts";
import { readRowsApart } from "#storage/collecting/planner-rows.ts";
import type { Db } from "#storage/database.ts";
import { readVideos } from "#storage/videos/planner-videos.ts";

/**
 * Planning's state as the database holds it. Videos go into it page by page: half a million of them are never all there
 * as objects.
 *
 * @param afterPage is waited for after each page: reading may outlast the term of a lease.
 */
export async function readState(db: Db, afterPage: () => Promise<void>): Promise<PlannerState> {
  const draft = stateDraft();
  await readVideos(db, async (page) => {
    draftVideos(draft, page);
    await afterPage();
  });
  return stateWith(draft, await readRowsApart(db));
}
