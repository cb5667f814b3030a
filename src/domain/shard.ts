import { idHash } from "./id-hash.ts";

/** Shards of the work. A power of two well above any number of collectors; changing it would move every row. */
const SHARDS = 64;

/** The shard of an id, 0 to 63. */
export const shardOf = (id: string): number => idHash(id) % SHARDS;
