import type { Clock } from "#clock.ts";
import { PICTURE_TYPES, type Picture, pictureAddress, type ReadPicture } from "#domain/picture.ts";
import type { Duration } from "#domain/time.ts";

/** The largest of YouTube's thumbnails has some 300 kB; more than this is an attack or an accident. */
export const PICTURE_BYTES_MAX = 1024 * 1024;

export interface PictureSource {
  /** Where to ask instead of the picture's own server, as the virtual YouTube's pictures want it; `null` = there. */
  readonly servedBy: string | null;
  readonly timeout: Clock["timeout"];
  /** How long a picture may take, from the request to its last byte. */
  readonly patience: Duration;
}

/**
 * Fetches pictures of YouTube's own hosts and no others, following no redirect and sending nothing of whoever wants them.
 * Whatever is no small picture, comes late or does not come is `null`: a page has a place without one.
 */
export const pictureReader =
  ({ servedBy, timeout, patience }: PictureSource): ReadPicture =>
  async (address) => {
    if (pictureAddress(address.href) === null) return null;
    const url = servedBy === null ? address : new URL(servedBy);
    // Read as a reference, a path that begins with // would name another server.
    if (url !== address) url.pathname = address.pathname;
    using limit = timeout(patience);
    try {
      const response = await fetch(url, { redirect: "manual", signal: limit.signal });
      const sent = response.headers.get("content-type")?.split(";")[0]?.trim().toLowerCase();
      const type = PICTURE_TYPES.find((known) => known === sent);
      if (!response.ok || type === undefined) {
        await response.body?.cancel();
        return null;
      }
      const bytes = await readBytes(response);
      return bytes && { type, bytes };
    } catch {
      return null;
    }
  };

async function readBytes(response: Response): Promise<Picture["bytes"] | null> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of response.body ?? []) {
    bytes += chunk.length;
    // The rest of it is not read.
    if (bytes > PICTURE_BYTES_MAX) return null;
    chunks.push(chunk);
  }
  return bytes === 0 ? null : Buffer.concat(chunks);
}
