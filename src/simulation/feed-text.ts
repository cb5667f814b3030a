import { type Instant, latest, plus, seconds } from "#domain/time.ts";
import { publishedAtAt, type World, type WorldVideo } from "./world.ts";

/** Feeds and pushes write times with an offset, where the API writes `Z`. */
export const feedTime = (at: Instant): string => `${new Date(at).toISOString().slice(0, 19)}+00:00`;

export const escapeXml = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");

/** `updated` of an entry: some seconds after its publication (as recorded), or its last edit of title or description. */
export function updatedAt(world: World, video: WorldVideo, at: Instant): Instant {
  const edited = world.editsOf(video.id).filter((edit) => edit.at <= at && isAnnounced(edit));
  return latest(plus(publishedAtAt(video, at), seconds(4)), ...edited.map((edit) => edit.at));
}

/** Feeds and the hub speak of titles and descriptions only (docs/youtube-api.md). */
export const isAnnounced = ({ change }: ReturnType<World["editsOf"]>[number]): boolean =>
  change.title !== undefined || change.description !== undefined;
