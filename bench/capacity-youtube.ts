import type { Call } from "#domain/call.ts";
import type { Exchange } from "#domain/reply.ts";
import { type Duration, type Instant, minus } from "#domain/time.ts";
import { hash } from "#simulation/random.ts";
import { type CapacityWorld, countedAt, isDeleted } from "./capacity-world.ts";
import { type Habits, InMemoryYouTube } from "./in-memory-youtube.ts";
import { numberOf } from "./light-world.ts";

/** Batch statistics leave out one id in so many, though the video is there: they are "intentionally not atomic". */
const LEFT_OUT_ONE_IN = 20_000;

/** The in-memory YouTube, from which videos are taken away, and whose batch statistics leave some out. */
export class CapacityYouTube {
  readonly #youtube: InMemoryYouTube;
  readonly #world: CapacityWorld;
  readonly #countLag: Duration;

  constructor(world: CapacityWorld, habits: Habits) {
    this.#youtube = new InMemoryYouTube(world.light, habits);
    this.#world = world;
    this.#countLag = habits.countLag;
  }

  answer(call: Call, at: Instant): Exchange {
    const exchange = this.#youtube.answer(call, at);
    if (exchange.reply.kind !== "answered") return exchange;
    switch (exchange.kind) {
      case "search":
      case "chart":
      case "explore":
      case "survey":
      case "test":
        return exchange;
      case "sample": {
        const there = exchange.reply.body.filter(({ id }) => this.#shows(id, at) && !isLeftOut(id, at));
        return { ...exchange, reply: { ...exchange.reply, body: there } };
      }
      case "describe": {
        const there = exchange.reply.body.filter(({ id }) => this.#shows(id, at));
        return { ...exchange, reply: { ...exchange.reply, body: there } };
      }
      case "count": {
        const shown = minus(at, this.#countLag);
        const body = exchange.reply.body.map((count) => {
          const index = this.#world.light.indexOf.get(count.id) ?? 0;
          return { ...count, videoCount: countedAt(this.#world, index, shown) };
        });
        return { ...exchange, reply: { ...exchange.reply, body } };
      }
      case "uploads": {
        const { body } = exchange.reply;
        const items = body.items.filter(({ videoId }) => this.#shows(videoId, at));
        return { ...exchange, reply: { ...exchange.reply, body: { ...body, items } } };
      }
      case "feed": {
        const entries = exchange.reply.body.entries.filter(({ videoId }) => this.#shows(videoId, at));
        return { ...exchange, reply: { ...exchange.reply, body: { entries } } };
      }
      case "resolve":
      case "subscribe":
        return exchange;
    }
  }

  #shows(id: Parameters<typeof numberOf>[0], at: Instant): boolean {
    return !isDeleted(this.#world, numberOf(id), at);
  }
}

const isLeftOut = (id: string, at: Instant): boolean => hash("left out", id, at) % LEFT_OUT_ONE_IN === 0;
