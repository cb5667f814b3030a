import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readCommentersAnswer, readSectionsAnswer, readSubscriptionsAnswer } from "./wire-linked.ts";

const idOf = (n: number) => `UC${String(n).padStart(22, "0")}`;
const subscription = (n: number) => ({
  snippet: { title: `title ${n}`, description: "text", resourceId: { kind: "youtube#channel", channelId: idOf(n) } },
});
const thread = (n: number) => ({
  snippet: {
    topLevelComment: { snippet: { authorDisplayName: `@author${n}`, authorChannelId: { value: idOf(n) } } },
  },
});
const shelf = (n: number) => ({ id: `section${n}`, contentDetails: { channels: [idOf(n)] } });

interface List {
  readonly name: string;
  readonly read: typeof readSectionsAnswer;
  readonly kind: string;
  readonly item: (n: number) => object;
}

const LISTS: readonly List[] = [
  {
    name: "subscriptions",
    read: readSubscriptionsAnswer,
    kind: "youtube#subscriptionListResponse",
    item: subscription,
  },
  { name: "commenters", read: readCommentersAnswer, kind: "youtube#commentThreadListResponse", item: thread },
  { name: "featured channels", read: readSectionsAnswer, kind: "youtube#channelSectionListResponse", item: shelf },
];

describe.each(LISTS)("a list of $name", ({ read, kind, item }) => {
  const answer = (items: unknown) => JSON.stringify({ kind, items, nextPageToken: "CDIQAA" });

  it("loses one item that cannot be read, and not the others", () => {
    fc.assert(
      fc.property(fc.nat(9), fc.jsonValue(), (at, garbage) => {
        const items: unknown[] = Array.from({ length: 10 }, (_, n) => item(n));
        items[at] = garbage;
        const answered = read(answer(items));
        expect(answered.kind === "parsed" && answered.body.channels.map(({ id }) => id)).toEqual(
          Array.from({ length: 10 }, (_, n) => idOf(n)).filter((_, n) => n !== at),
        );
      }),
    );
  });

  it("names each channel once, and only what has the form of an id, whatever is sent", () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.nat(5).map(item), fc.jsonValue())), (items) => {
        const answered = read(answer(items));
        if (answered.kind === "malformed") return;
        const ids = answered.body.channels.map(({ id }) => id);
        expect(new Set(ids).size).toBe(ids.length);
        for (const id of ids) expect(id).toMatch(/^UC[\w-]{22}$/);
      }),
    );
  });

  it("throws at nothing, and takes no other answer for one of its own", () => {
    fc.assert(fc.property(fc.string(), (text) => ["parsed", "malformed"].includes(read(text).kind)));
    expect(read(JSON.stringify({ kind: "youtube#videoListResponse", items: [] })).kind).toBe("malformed");
    expect(read(JSON.stringify({ kind, items: [] }))).toMatchObject({ kind: "parsed", body: { channels: [] } });
  });
});

it("leaves out a commenter whose account is gone", () => {
  const gone = { snippet: { topLevelComment: { snippet: { authorDisplayName: "somebody" } } } };
  const kind = "youtube#commentThreadListResponse";
  expect(readCommentersAnswer(JSON.stringify({ kind, items: [gone, thread(1)] }))).toMatchObject({
    body: { channels: [{ id: idOf(1), title: "@author1" }] },
  });
});

it("keeps the shelves of a channel apart from the shelf of others", () => {
  const items = [{ id: "uploads" }, { id: "friends", contentDetails: { channels: [idOf(1), 7, "UCshort", idOf(2)] } }];
  expect(readSectionsAnswer(JSON.stringify({ kind: "youtube#channelSectionListResponse", items }))).toMatchObject({
    body: { channels: [{ id: idOf(1) }, { id: idOf(2) }], nextPageToken: null },
  });
});
