import { once } from "node:events";
import { systemClock } from "#clock.ts";
import type { Instant } from "#domain/time.ts";
import { seconds } from "#domain/time.ts";
import type { Lease } from "#storage/collecting/lease.ts";
import { openDatabase } from "#storage/database.ts";
import { chargeCall } from "#storage/ledger/ledger.ts";
import { ApiKey } from "#youtube/api-key.ts";
import { dataApi } from "#youtube/data-api.ts";

/** What a racing process is told by its parent. */
export interface Race {
  readonly connectionString: string;
  readonly youtubeUrl: string;
  readonly key: string;
  readonly projectId: string;
  readonly fingerprint: string;
  readonly lease: Lease;
  readonly now: Instant;
  /** Its calls have numbers of their own. */
  readonly numberFrom: number;
}

/* A process of its own: charges a call and sends it, again and again, until no unit is left, then says how many left. */

process.send?.("ready");
const [race] = (await once(process, "message")) as [Race];
const db = openDatabase({ connectionString: race.connectionString, connectionsMax: 4 });
const youtube = dataApi({
  youtubeUrl: race.youtubeUrl,
  feedsUrl: race.youtubeUrl,
  hub: null,
  clock: systemClock,
  timeout: seconds(20),
});
const key = ApiKey.parse(race.key);
if (!key) throw new Error("that is no key");
let number = race.numberFrom;
const { projectId, fingerprint } = race;

/** One lane of the process: calls until the bucket is spent. */
async function lane(own: ApiKey): Promise<number> {
  for (let sent = 0; ; sent++) {
    const entry = { number: ++number, call: "describe", purpose: "describe", bucket: "default", ids: 1 } as const;
    const charged = await chargeCall(db, race.lease, { ...entry, why: "a race", projectId, fingerprint }, race.now);
    if (charged.kind !== "charged") return sent;
    await youtube.testKey(own);
  }
}

const sent = await Promise.all([lane(key), lane(key), lane(key)]);
await db.destroy();
process.send?.({ sent: sent.reduce((sum, calls) => sum + calls, 0) });
process.disconnect();
