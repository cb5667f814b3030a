import { once } from "node:events";
import { connect } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { EventQueue } from "#api/operations/event-stream.ts";
import { minutes, plus, seconds } from "#domain/time.ts";
import { virtualClock } from "#simulation/virtual-clock.ts";
import { at } from "#storage/database.ts";
import { openTestDatabase, type TestDatabase } from "../harness/databases.ts";
import { channelId, NOON, videoId } from "../storage/settlements.ts";
import { Listening } from "./listening.ts";
import { openApi } from "./open-api.ts";

const AT = plus(NOON, minutes(60));

describe("listeners", () => {
  let test: TestDatabase;
  beforeAll(async () => {
    test = await openTestDatabase("native");
  });
  afterAll(() => test.close());

  it("beyond a hundred are refused with a problem, until one leaves", async () => {
    const { app } = await openApi(test.db, { clock: virtualClock(AT) });
    await app.listen({ host: "127.0.0.1", port: 0 });
    const { port } = app.server.address() as { port: number };
    const all = Array.from({ length: 100 }, () => new Listening(port));
    expect((await Promise.all(all.map(({ headers }) => headers))).map(({ status }) => status)).toEqual(
      Array(100).fill(200),
    );
    const refused = await new Listening(port).headers;
    expect([refused.status, JSON.parse(refused.body).type]).toEqual([503, "/problems/too-many-listeners"]);
    all[0]?.close();
    await all[0]?.until(() => all[0]?.ended ?? false);
    let again = 503;
    while (again !== 200) ({ status: again } = await new Listening(port).headers);
    await app.close();
  });

  it("that take nothing hold up neither others nor the server's end", async () => {
    const clock = virtualClock(AT);
    const { app } = await openApi(test.db, { clock });
    await app.listen({ host: "127.0.0.1", port: 0 });
    const { port } = app.server.address() as { port: number };
    const stuck = connect(port, "127.0.0.1");
    stuck.write("GET /api/v1/events HTTP/1.1\r\nHost: localhost\r\n\r\n");
    await once(stuck, "readable");
    const other = new Listening(port);
    await other.headers;
    // More than sockets hold for who does not read.
    const events = JSON.stringify([
      { kind: "newVideo", videoId: videoId(1), channelId: channelId(1), title: "x".repeat(3_000_000) },
    ]);
    for (let number = 1; number <= 12; number += 1) {
      await test.db
        .insertInto("event")
        .values({ epoch: 99, number, at: at(AT), events })
        .execute();
    }
    clock.setPace("leaping");
    await clock.task(() => clock.until(plus(AT, seconds(3))));
    clock.setPace("standing");
    await other.until(() => other.frames.length === 12);
    await app.close();
    await other.until(() => other.ended);
    stuck.destroy();
  });

  it("that take nothing for long are let go", () => {
    let destroyed = 0;
    const connection = {
      writableNeedDrain: true,
      destroy: () => {
        destroyed += 1;
      },
    };
    const queue = new EventQueue(connection as never);
    const rows = Array.from({ length: 600 }, (_, number) => ({ epoch: 1, number, at: AT, happenings: [] }));
    queue.take(rows);
    expect(destroyed).toBe(0);
    queue.take(rows);
    expect(destroyed).toBe(1);
  });
});
