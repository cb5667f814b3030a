/** What a text file is encoded in, as `TextDecoder` calls it. */
export type Encoding = "utf-8" | "utf-16le" | "utf-16be" | "windows-1252";

/**
 * What the beginning of a file looks to be encoded in: what its byte order mark says; UTF-16 where every second byte is
 * empty; UTF-8 where most that is not ASCII reads as such (a few stray bytes are somebody's copy and paste); else Windows-1252,
 * which older spreadsheets write.
 */
export function guessEncoding(start: Uint8Array): Encoding {
  const [a, b] = start;
  if (a === 0xff && b === 0xfe) return "utf-16le";
  if (a === 0xfe && b === 0xff) return "utf-16be";
  const nuls = [0, 0];
  for (let i = 0; i < start.length; i++) if (start[i] === 0) nuls[i % 2] = (nuls[i % 2] ?? 0) + 1;
  const [even = 0, odd = 0] = nuls;
  const many = start.length / 8;
  if (odd > many && even < odd / 8) return "utf-16le";
  if (even > many && odd < even / 8) return "utf-16be";
  const text = new TextDecoder("utf-8").decode(start, { stream: true });
  let strays = 0;
  let others = 0;
  for (const character of text) {
    if (character === "\ufffd") strays += 1;
    else if (character > "\u007f") others += 1;
  }
  return strays === 0 || others > strays ? "utf-8" : "windows-1252";
}

/** Bytes as text, piece by piece. What cannot be decoded becomes U+FFFD; a byte order mark is left out. */
export async function* decoded(bytes: AsyncIterable<Uint8Array>, encoding: Encoding): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding);
  for await (const chunk of bytes) yield decoder.decode(chunk, { stream: true });
  yield decoder.decode();
}
