import { idHash } from "#domain/id-hash.ts";

/** A fixed share from 0 to 1 for an id, so that what is due together can be spread without remembering how. */
export const spreadOf = (id: string): number => idHash(id) / 0x1_0000_0000;
