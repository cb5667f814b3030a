import { hash } from "./random.ts";

/*
 * Page tokens in the forms decoded from recorded answers (docs/youtube-api.md). They are opaque to clients; ours carry the
 * offset, so a list that shifts between two pages repeats or skips items, as the real one does.
 */

/** `CDIQAA`: protobuf of an offset and 0 (next) or 1 (previous); used by search. */
export const offsetToken = (offset: number, previous: boolean): string =>
  Buffer.from([0x08, ...varint(offset), 0x10, previous ? 1 : 0]).toString("base64url");

/** The offset in a token of `offsetToken`, or `null` when it is none. */
export function offsetIn(token: string): number | null {
  const bytes = Buffer.from(token, "base64url");
  if (bytes[0] !== 0x08 || bytes.at(-2) !== 0x10) return null;
  const offset = readVarint(bytes, 1);
  return offset && offset.next === bytes.length - 2 ? offset.value : null;
}

/** `EAAaHlBUOkNBOG…`: the token of an uploads list, holding the offset and 16 hexadecimal digits of its own. */
export function playlistToken(playlistId: string, offset: number): string {
  const key = keyOf(playlistId);
  const inner = Buffer.from([0x08, ...varint(offset), 0x22, 0x10, ...Buffer.from(key, "latin1")]).toString("base64");
  const text = Buffer.from(`PT:${inner.replaceAll("=", "")}`, "latin1");
  return Buffer.from([0x10, 0x00, 0x1a, text.length, ...text]).toString("base64url");
}

/** The offset in a playlist's token, or `null` when the token is not this playlist's. */
export function playlistOffsetIn(playlistId: string, token: string): number | null {
  const frame = Buffer.from(token, "base64url");
  const text = frame.subarray(4).toString("latin1");
  if (frame[0] !== 0x10 || frame[2] !== 0x1a || !text.startsWith("PT:")) return null;
  const inner = Buffer.from(text.slice(3), "base64");
  const offset = inner[0] === 0x08 ? readVarint(inner, 1) : null;
  if (!offset || inner.subarray(offset.next + 2).toString("latin1") !== keyOf(playlistId)) return null;
  return offset.value;
}

const keyOf = (playlistId: string): string =>
  [1, 2].map((half) => hash("page", playlistId, half).toString(16).toUpperCase().padStart(8, "0")).join("");

function varint(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  while (rest >= 128) {
    bytes.push((rest & 127) | 128);
    rest >>>= 7;
  }
  return [...bytes, rest];
}

function readVarint(bytes: Uint8Array, from: number): { value: number; next: number } | null {
  let value = 0;
  for (let i = from; i < bytes.length && i < from + 5; i++) {
    const byte = bytes[i] ?? 0;
    value += (byte & 127) * 128 ** (i - from);
    if (byte < 128) return { value, next: i + 1 };
  }
  return null;
}
