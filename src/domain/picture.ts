/** From nowhere else are pictures of videos and channels taken, whatever an address in the database says. */
const PICTURE_HOSTS: readonly string[] = ["i.ytimg.com", "yt3.ggpht.com"];

/** The address of a picture of YouTube's; `null` when it is none. */
export function pictureAddress(text: string | null): URL | null {
  const url = text === null ? null : URL.parse(text);
  // A port or a password would be somebody else's idea.
  const isPlain = url?.origin === `https://${url?.hostname}` && url.username === "" && url.password === "";
  return url && isPlain && PICTURE_HOSTS.includes(url.hostname) ? url : null;
}

/** What pictures may be: nothing that a browser would run when it is opened by itself. */
export const PICTURE_TYPES = ["image/jpeg", "image/png", "image/webp", "image/gif", "image/avif"] as const;

export interface Picture {
  readonly type: (typeof PICTURE_TYPES)[number];
  readonly bytes: Uint8Array;
}

/** The port to whoever keeps pictures: one of YouTube's by its address, `null` when there is none to be had now. */
export type ReadPicture = (address: URL) => Promise<Picture | null>;

/**
 * How browsers get pictures: `direct` from YouTube's servers, `proxied` by ours, which asks theirs, `off` not at all.
 */
export const PICTURE_WAYS = ["direct", "proxied", "off"] as const;
export type PictureWay = (typeof PICTURE_WAYS)[number];
