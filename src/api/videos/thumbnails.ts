import { z } from "zod";
import type { Api } from "#api/app-type.ts";
import { date } from "#api/http/params.ts";
import { problem, sendProblem } from "#api/http/problem.ts";
import type { Clock } from "#clock.ts";
import { isChannelId } from "#domain/channel.ts";
import { pictureAddress, type ReadPicture } from "#domain/picture.ts";
import { isVideoId } from "#domain/video.ts";
import type { Db } from "#storage/database.ts";
import { readFormerPictureAddress, readPictureAddress } from "#storage/videos/picture-addresses.ts";
import { keepPictures } from "./picture-cache.ts";

/** How browsers get pictures. Only `proxied` has a way to them here. */
export type Thumbnails = { readonly way: "direct" | "off" } | { readonly way: "proxied"; readonly read: ReadPicture };

/** What the policy lets a page load pictures from, beside this server. */
export const pictureOrigins = ({ way }: Thumbnails): readonly string[] =>
  way === "direct" ? ["https://i.ytimg.com", "https://yt3.ggpht.com"] : [];

const params = z.strictObject({
  id: z.string().refine((id) => isVideoId(id) || isChannelId(id), "must be the id of a video or a channel"),
});
const query = z.strictObject({ before: date.optional() });

const noPicture = problem("not-found", "There is no picture of it, or its server does not give one now.");

/**
 * Pictures of videos and channels, fetched by this server, so that nobody else learns who looks at what. `before` = the
 * video's picture before the revision that was seen then.
 */
export function thumbnailRoutes(
  app: Api,
  { db, clock, thumbnails }: { readonly db: Db; readonly clock: Clock; readonly thumbnails: Thumbnails },
): void {
  if (thumbnails.way !== "proxied") return;
  const read = keepPictures(thumbnails.read, clock);
  app.get("/thumbnails/:id", { schema: { hide: true, params, querystring: query } }, async (request, reply) => {
    const { id } = request.params;
    const { before } = request.query;
    const text = await (before === undefined ? readPictureAddress(db, id) : readFormerPictureAddress(db, id, before));
    const address = pictureAddress(text);
    const picture = address && (await read(address));
    if (!picture) return sendProblem(reply, noPicture);
    reply.type(picture.type).header("cache-control", "private, max-age=3600");
    return reply.serializer((bytes: unknown) => bytes as string).send(Buffer.from(picture.bytes));
  });
}
