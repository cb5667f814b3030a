import { inflateSync } from "node:zlib";
import { encodePng } from "#simulation/png.ts";

/** Bytes of a point: screenshots have red, green and blue, of 8 bits each. */
const POINT = 3;

/**
 * The same picture in colours of five bits each, which nobody sees the loss of on a page of text, and packed as flat areas are
 * packed best: half as large as a browser's own.
 *
 * @param png as browsers make them: 8 bits a colour, without transparency (ISO/IEC 15948).
 */
export function smallerPng(png: Buffer): Buffer {
  const [width, height, form] = [png.readUInt32BE(16), png.readUInt32BE(20), png.readUInt16BE(24)];
  if (form !== 0x0802) throw new Error(`a picture of form ${form.toString(16)} is none of a browser's screenshots`);
  const points = unfiltered(inflateSync(dataOf(png)), width * POINT, height);
  const fewer = (place: number): number => {
    const five = (points[place] ?? 0) >> 3;
    return (five << 3) | (five >> 2);
  };
  return encodePng(width, height, (x, y) => {
    const place = (y * width + x) * POINT;
    return [fewer(place), fewer(place + 1), fewer(place + 2)];
  });
}

function dataOf(png: Buffer): Buffer {
  const parts: Buffer[] = [];
  for (let at = 8; at < png.length; at += 12 + png.readUInt32BE(at)) {
    if (png.toString("latin1", at + 4, at + 8) === "IDAT")
      parts.push(png.subarray(at + 8, at + 8 + png.readUInt32BE(at)));
  }
  return Buffer.concat(parts);
}

/** Undoes what makes rows pack better: each byte is told by its neighbours to the left and above (§9). */
function unfiltered(rows: Buffer, bytes: number, height: number): Buffer {
  const points = Buffer.alloc(bytes * height);
  for (let y = 0; y < height; y += 1) {
    const filter = rows[y * (bytes + 1)];
    for (let x = 0; x < bytes; x += 1) {
      const at = y * bytes + x;
      const left = x < POINT ? 0 : (points[at - POINT] ?? 0);
      const above = points[at - bytes] ?? 0;
      const corner = x < POINT ? 0 : (points[at - bytes - POINT] ?? 0);
      points[at] = (rows[y * (bytes + 1) + 1 + x] ?? 0) + guess(filter, left, above, corner);
    }
  }
  return points;
}

function guess(filter: number | undefined, left: number, above: number, corner: number): number {
  switch (filter) {
    case 1:
      return left;
    case 2:
      return above;
    case 3:
      return (left + above) >> 1;
    case 4: {
      const [l, a, c] = [above - corner, left - corner, left + above - 2 * corner].map(Math.abs) as [
        number,
        number,
        number,
      ];
      return l <= a && l <= c ? left : a <= c ? above : corner;
    }
    default:
      return 0;
  }
}
