import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { between, instant } from "#domain/time.ts";
import { KeptConnection } from "../../bench/api-client.ts";
import { agesFor, lastSamples, visitSamples } from "../../bench/api-samples.ts";
import { mediansOf, scoresOf } from "../../bench/api-scores.ts";
import { apiSet, PRESENT } from "../../bench/api-set.ts";
import { monthsOf } from "../../bench/api-snapshots.ts";
import { tagAt, tagsFor } from "../../bench/api-words.ts";

const set = apiSet(6000);
const ages = agesFor(20);

describe("the benchmark's made-up set", () => {
  it("holds each video's samples once, whichever months they are written in", () => {
    const whole: string[] = [];
    visitSamples(set, ages, { from: instant(0), to: instant(PRESENT + 1) }, (n, at) => whole.push(`${n} ${at}`));
    const months = monthsOf(set);
    const byMonth = months.flatMap((from, i) => {
      const some: string[] = [];
      const to = months[i + 1] ?? instant(PRESENT + 1);
      visitSamples(set, ages, { from, to }, (n, at) => some.push(`${n} ${at}`));
      return some;
    });
    expect(byMonth.toSorted()).toEqual(whole.toSorted());
    expect(new Set(whole).size).toBe(whole.length);
    expect(whole.length / set.videos).toBeGreaterThan(19);
    expect(whole.length / set.videos).toBeLessThan(22);
    const known = new Set(whole);
    for (let n = 0; n < set.videos; n++) {
      for (const at of lastSamples(set, n, ages))
        if (!known.has(`${n} ${at}`)) throw new Error(`video ${n} was not sampled at ${at}`);
    }
  });

  it("is in the order of publication, and ends at its present", () => {
    for (let n = 1; n < set.videos; n++) {
      expect(between(set.publishedAt(n - 1), set.publishedAt(n))).toBeGreaterThanOrEqual(0);
    }
    expect(set.publishedAt(set.videos - 1)).toBeLessThan(PRESENT);
  });

  it("has a median performance of one in every channel", () => {
    const values = Array.from({ length: set.channels }, (): number[] => []);
    const medians = mediansOf(set);
    for (let n = 0; n < set.videos; n++) {
      const channel = set.channelOf[n] ?? 0;
      const own = medians[channel];
      const performance = own ? scoresOf(set, n, own).performance : null;
      if (performance !== null) values[channel]?.push(performance);
    }
    for (const some of values) {
      const sorted = some.toSorted((a, b) => a - b);
      const middle = sorted.slice(Math.floor((sorted.length - 1) / 2), Math.floor(sorted.length / 2) + 1);
      expect(middle.reduce((sum, value) => sum + value, 0) / middle.length).toBeCloseTo(1, 9);
    }
  });

  it("has no tag twice", () => {
    const count = tagsFor(1_000_000);
    const tags = new Set(Array.from({ length: count }, (_, rank) => tagAt(rank).toLowerCase()));
    expect(tags.size).toBe(count);
  });
});

/** Answers one request with these bytes, in pieces of these lengths. */
async function answering(bytes: Buffer, lengths: readonly number[]) {
  const server = createServer((socket) => {
    socket.setNoDelay(true);
    socket.on("data", () => {
      let from = 0;
      const send = (): void => {
        const length = lengths[Math.min(lengths.length - 1, from)] ?? 1;
        const piece = bytes.subarray(from, from + length);
        from += length;
        if (piece.length > 0) socket.write(piece, send);
      };
      send();
    });
    socket.on("error", () => undefined);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, close: () => server.close() };
}

describe("the benchmark's client", () => {
  it("reads an answer by its length or in chunks, however the network cuts it", () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(fc.string({ minLength: 1, maxLength: 40 }), { maxLength: 6 }),
        fc.boolean(),
        fc.integer({ min: 1, max: 60 }),
        async (parts, chunked, length) => {
          const body = Buffer.from(parts.join(""));
          const wire = chunked
            ? Buffer.concat([
                Buffer.from("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"),
                ...parts.map((part) => Buffer.from(`${Buffer.byteLength(part).toString(16)}\r\n${part}\r\n`)),
                Buffer.from("0\r\n\r\n"),
              ])
            : Buffer.concat([Buffer.from(`HTTP/1.1 200 OK\r\nContent-Length: ${body.length}\r\n\r\n`), body]);
          const server = await answering(wire, [length]);
          const client = await KeptConnection.open(server.url);
          try {
            for (let i = 0; i < 2; i++) {
              const answer = await client.get("/");
              expect(answer).toEqual({ status: 200, body: body.toString(), bytes: body.length });
            }
          } finally {
            client.close();
            server.close();
          }
        },
      ),
      { numRuns: 60 },
    ));
});
