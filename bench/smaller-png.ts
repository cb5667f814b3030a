import { crc32, deflateSync, inflateSync } from "node:zlib";

/** The same picture, packed as well as can be: browsers pack screenshots quickly and a fifth larger. */
export function smallerPng(png: Buffer): Buffer {
  const chunks: { readonly type: string; readonly data: Buffer }[] = [];
  for (let at = 8; at < png.length; ) {
    const length = png.readUInt32BE(at);
    chunks.push({ type: png.toString("latin1", at + 4, at + 8), data: png.subarray(at + 8, at + 8 + length) });
    at += 12 + length;
  }
  const packed = Buffer.concat(chunks.filter(({ type }) => type === "IDAT").map(({ data }) => data));
  const points = deflateSync(inflateSync(packed), { level: 9, memLevel: 9 });
  const kept = chunks.filter(({ type }) => !["IDAT", "IEND"].includes(type));
  return Buffer.concat([
    png.subarray(0, 8),
    ...kept.map(chunkOf),
    chunkOf({ type: "IDAT", data: points }),
    chunkOf({ type: "IEND", data: Buffer.alloc(0) }),
  ]);
}

function chunkOf({ type, data }: { readonly type: string; readonly data: Buffer }): Buffer {
  const named = Buffer.concat([Buffer.from(type, "latin1"), data]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  sum.writeUInt32BE(crc32(named));
  return Buffer.concat([length, named, sum]);
}
