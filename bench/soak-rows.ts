import { refKey } from "#domain/channel.ts";
import type { Settlement } from "#domain/settlement.ts";
import type { TrackedRows } from "#domain/tracked.ts";

/** The rows as a database would keep them: a plain second account of what settlements say, apart from planning's own. */
export class KeptRows {
  readonly #videos = new Map<string, TrackedRows["videos"][number]>();
  readonly #channels = new Map<string, TrackedRows["channels"][number]>();
  readonly #requests: Map<string, TrackedRows["requests"][number]>;
  readonly #pauses = new Map<string, TrackedRows["pauses"][number]>();
  readonly #learned = new Map<string, TrackedRows["learned"][number]>();
  readonly #watches: Map<string, TrackedRows["watches"][number]>;
  readonly #watchSeen = new Map<string, TrackedRows["watchSeen"][number]>();

  constructor(requests: TrackedRows["requests"], watches: TrackedRows["watches"] = []) {
    this.#requests = new Map(requests.map((request) => [refKey(request.ref), request]));
    this.#watches = new Map(watches.map((watch) => [watch.id, watch]));
  }

  record(settlement: Settlement): void {
    for (const video of settlement.videos) {
      if (video.goneAt === null) this.#videos.set(video.id, video);
      else this.#videos.delete(video.id);
    }
    for (const channel of settlement.channels) this.#channels.set(channel.id, channel);
    for (const { ref } of settlement.requests) this.#requests.delete(refKey(ref));
    for (const pause of settlement.pauses) this.#pauses.set(pause.subject, pause);
    for (const subject of settlement.pausesOver) this.#pauses.delete(subject);
    for (const learned of settlement.learned) this.#learned.set(learned.subject, learned);
    for (const watch of settlement.watches) this.#watches.set(watch.id, watch);
    for (const { watchId, hits } of settlement.watchPages)
      for (const hit of hits) this.#watchSeen.set(`${watchId} ${hit.videoId}`, { watchId, ...hit });
  }

  /** All rows, the newest first: no reader may rely on an order. */
  read(): TrackedRows {
    const backwards = <Row>(rows: ReadonlyMap<string, Row>): Row[] => [...rows.values()].reverse();
    return {
      videos: backwards(this.#videos),
      channels: backwards(this.#channels),
      requests: backwards(this.#requests),
      pauses: backwards(this.#pauses),
      learned: backwards(this.#learned),
      keyTests: [],
      watches: backwards(this.#watches),
      watchSeen: backwards(this.#watchSeen),
    };
  }
}
