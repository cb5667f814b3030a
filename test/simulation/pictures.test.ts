import { inflateSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { busiestChannel, serve, visibleIds } from "./virtual-youtube.ts";

const [ONE = "", TWO = ""] = visibleIds(2);
const FACE = `/${busiestChannel().id.slice(2)}=s88-c-k-c0x00ffffff-no-rj`;

async function picture(path: string) {
  const { get } = await serve();
  const answer = await get(path);
  return {
    status: answer.status,
    type: answer.headers.get("content-type"),
    bytes: Buffer.from(await answer.arrayBuffer()),
  };
}

/** Width, height, and whether the colours of all points are there. */
function readPng(bytes: Buffer) {
  const [width, height] = [bytes.readUInt32BE(16), bytes.readUInt32BE(20)];
  const from = bytes.indexOf("IDAT");
  const colours = inflateSync(bytes.subarray(from + 4, from + 4 + bytes.readUInt32BE(from - 4)));
  return { width, height, whole: colours.length === height * (1 + 3 * width) };
}

describe("pictures of the virtual YouTube", () => {
  it.each([
    [`/vi/${ONE}/mqdefault.jpg`, { width: 320, height: 180, whole: true }],
    [FACE, { width: 96, height: 96, whole: true }],
  ])("are small PNGs, the same whenever they are asked for: %s", async (path, shape) => {
    const [first, again] = [await picture(path), await picture(path)];
    expect([first.status, first.type, readPng(first.bytes)]).toEqual([200, "image/png", shape]);
    expect(first.bytes.length).toBeLessThan(20_000);
    expect(again.bytes.equals(first.bytes)).toBe(true);
  });

  it("differ from video to video, and when an owner replaces one", async () => {
    const all = await Promise.all(
      [`${ONE}/mqdefault.jpg`, `${TWO}/mqdefault.jpg`, `${ONE}/mqdefault_custom_1.jpg`].map((path) =>
        picture(`/vi/${path}`),
      ),
    );
    expect(new Set(all.map(({ bytes }) => bytes.toString("base64"))).size).toBe(3);
  });

  it("are of its own videos and channels only", async () => {
    for (const path of ["/vi/nobody_____/mqdefault.jpg", `/${"x".repeat(22)}=s88`, `/vi/${ONE}/../x.jpg`]) {
      expect([path, (await picture(path)).status]).toEqual([path, 404]);
    }
  });
});
