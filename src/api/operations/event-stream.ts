import { Readable, type Writable } from "node:stream";
import { HAPPENING_KINDS, type Happening } from "#domain/happening.ts";
import { toIso } from "#domain/iso-time.ts";
import { type Instant, instant, minus } from "#domain/time.ts";
import type { Db } from "#storage/database.ts";
import { EVENTS_KEPT, type EventPosition, type EventRow, listEventPositions, readEvents } from "#storage/events.ts";
import { type EventFeed, type Listener, LOOK_BACK } from "./event-feed.ts";
import type { StreamedEvent } from "./events-contract.ts";

/** What a listener wants to be told; `null` = everything. */
interface EventFilter {
  readonly kinds: readonly Happening["kind"][] | null;
  readonly channels: readonly string[] | null;
}

/** The last event that a listener has: a call, and which of the things that it brought. */
export interface LastEvent extends EventPosition {
  readonly index: number;
}

const EVENT_ID = /^(\d{1,15})-(\d{1,15})-(\d{1,15})-(\d{1,6})$/;

/** Reads the id of an event; `null` when it is none of ours. */
export function parseEventId(text: string): LastEvent | null {
  const [, at, epoch, number, index] = (EVENT_ID.exec(text) ?? []).map(Number);
  if (at === undefined || epoch === undefined || number === undefined || index === undefined) return null;
  return { at: instant(at), epoch, number, index };
}

/** A listener that does not take what is told is let go when so many rows wait: about a minute's at full pace. */
const WAITING_MAX = 1_000;

/** Rows that are read at a time: what happened in a day is never all in memory. */
const ROWS_A_TIME = 200;

/** What waits for one listener, until its connection takes it. */
export class EventQueue implements Listener {
  readonly #connection: Pick<Writable, "destroy" | "writableNeedDrain">;
  #rows: EventRow[] = [];
  #beats = false;
  #ended = false;
  #wake: () => void = () => undefined;

  constructor(connection: Pick<Writable, "destroy" | "writableNeedDrain">) {
    this.#connection = connection;
  }

  take(rows: readonly EventRow[]): void {
    this.#rows.push(...rows);
    if (this.#rows.length > WAITING_MAX) this.#connection.destroy();
    this.#wake();
  }

  beat(): void {
    this.#beats = true;
    this.#wake();
  }

  /** Ends the stream; what does not take what was written already would never come to the end of it. */
  end(): void {
    if (this.#connection.writableNeedDrain) this.#connection.destroy();
    this.#ended = true;
    this.#rows = [];
    this.#wake();
  }

  /** What has come since the last time, as soon as anything has; `null` at the end. */
  async next(): Promise<readonly EventRow[] | null> {
    while (!this.#ended && this.#rows.length === 0 && !this.#beats) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
    if (this.#ended) return null;
    const rows = this.#rows;
    this.#rows = [];
    this.#beats = false;
    return rows;
  }
}

/** Everything that a stream is made of. */
export interface EventSource {
  readonly db: Db;
  readonly feed: EventFeed;
  readonly filter: EventFilter;
  /** What the listener has already; `null` = it wants to hear what happens from now on. */
  readonly last: LastEvent | null;
  readonly now: Instant;
}

/** Server-sent events as text: first what happened since the last event that the listener has, then what happens. */
export const eventStream = (source: EventSource, queue: EventQueue): Readable =>
  Readable.from(framesOf(source, queue), { objectMode: false });

async function* framesOf(source: EventSource, queue: EventQueue): AsyncGenerator<string> {
  yield ": This is a stream of events.\nretry: 2000\n\n";
  const told = new Set<string>();
  if (source.last) {
    const since = minus(source.now, EVENTS_KEPT);
    if (source.last.at < since) yield `: What happened before ${toIso(since)} is kept no longer.\n\n`;
    for await (const rows of missed(source, source.last)) {
      for (const row of rows) told.add(`${row.epoch}-${row.number}`);
      const text = framed(rows, source.filter, source.last);
      if (text !== "") yield text;
    }
  }
  for (let rows = await queue.next(); rows !== null; rows = await queue.next()) {
    const fresh = rows.filter((row) => !told.delete(`${row.epoch}-${row.number}`));
    const text = framed(fresh, source.filter, null);
    yield text === "" ? ":\n\n" : text;
  }
}

/**
 * The rows that a listener has missed. Those of shortly before its last event are among them unless it is remembered that
 * it was told of them: a call may be stored later than one that was settled after it.
 */
async function* missed({ db, feed }: EventSource, last: LastEvent): AsyncGenerator<readonly EventRow[]> {
  const since = minus(last.at, LOOK_BACK);
  for (let after: EventPosition | null = null; ; ) {
    const found: readonly EventPosition[] = await listEventPositions(db, since, ROWS_A_TIME, after);
    const rows = await readEvents(
      db,
      found.filter((position) => !feed.wasToldBefore(position, last)),
    );
    feed.remember(rows);
    yield rows;
    after = found.at(-1) ?? null;
    if (found.length < ROWS_A_TIME) return;
  }
}

function framed(rows: readonly EventRow[], filter: EventFilter, last: LastEvent | null): string {
  let text = "";
  for (const row of rows) {
    const had = last !== null && row.epoch === last.epoch && row.number === last.number ? last.index : -1;
    for (const [index, happening] of row.happenings.entries()) {
      const wanted = index <= had ? null : filtered(happening, filter);
      if (!wanted) continue;
      const id = `${row.at}-${row.epoch}-${row.number}-${index}`;
      text += `id: ${id}\nevent: ${wanted.kind}\ndata: ${JSON.stringify(answerOf(wanted))}\n\n`;
    }
  }
  return text;
}

/** As much of something that happened as a listener wants to know; `null` = nothing. */
function filtered(happening: Happening, { kinds, channels }: EventFilter): Happening | null {
  if (kinds && !kinds.includes(happening.kind)) return null;
  if (!channels) return happening;
  switch (happening.kind) {
    case "newVideo":
    case "milestone":
    case "outlier":
      return channels.includes(happening.channelId) ? happening : null;
    case "sample": {
      const videos = happening.videos.filter(({ channelId }) => channels.includes(channelId));
      return videos.length === 0 ? null : { ...happening, videos };
    }
    case "quota":
      return null;
  }
}

function answerOf(happening: Happening): StreamedEvent {
  switch (happening.kind) {
    case "newVideo":
    case "quota":
      return happening;
    case "sample":
      return { ...happening, at: toIso(happening.at), videos: [...happening.videos] };
    case "milestone":
      return { ...happening, at: toIso(happening.at), derived: happening.milestone === "60min" };
    case "outlier":
      return { ...happening, derived: true };
  }
}

/** Whether a text names a kind of event. */
export const isHappeningKind = (text: string): text is Happening["kind"] =>
  HAPPENING_KINDS.some((kind) => kind === text);
