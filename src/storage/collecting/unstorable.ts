import { sql } from "kysely";
import type { Settlement } from "#domain/settlement.ts";
import type { Db } from "#storage/database.ts";

/** Classes of SQLSTATE by which PostgreSQL refuses what a row says: data, constraint and limit errors. */
const REFUSING_A_ROW = /^(?:22|23|54)/;

/**
 * Whether the database refused a row for what is in it, so that the same row will be refused again. A month without a
 * partition is of the same class, and no fault of the row's: upkeep makes it, and the call is asked again.
 */
export const isUnstorable = (error: unknown): boolean =>
  error instanceof Error &&
  "code" in error &&
  REFUSING_A_ROW.test(String(error.code)) &&
  !error.message.startsWith("no partition of relation");

/** What one video, one channel or one watch contributes to a settlement. */
export interface Part {
  readonly subject: string;
  readonly rows: Settlement;
}

/**
 * A settlement cut into what concerns each video, each channel and each watch, so that a row which the database cannot
 * hold costs no other row; `rest` is what concerns none of them. Watches come last: they look at the videos' rows.
 */
export function partsOf(settlement: Settlement): { readonly parts: readonly Part[]; readonly rest: Settlement } {
  const rest: Settlement = {
    ...settlement,
    snapshots: [],
    videos: [],
    descriptions: [],
    firstHourOf: [],
    videoRequests: [],
    channels: [],
    channelDescriptions: [],
    channelSnapshots: [],
    watches: [],
    watchPages: [],
    discoverySteps: [],
    foundChannels: [],
    shownCategories: [],
    trackRequests: [],
    requests: settlement.requests.filter((request) => request.kind === "refused"),
  };
  const none: Settlement = { ...rest, requests: [], pauses: [], pausesOver: [], setAside: [] };
  const videoIds = new Set([
    ...settlement.videos.map(({ id }) => id),
    ...settlement.snapshots.map(({ videoId }) => videoId),
    ...settlement.descriptions.map(({ id }) => id),
    ...settlement.videoRequests.map(({ id }) => id),
  ]);
  const channelIds = new Set([
    ...settlement.channelDescriptions.map(({ id }) => id),
    ...settlement.channels.map(({ id }) => id),
    ...settlement.channelSnapshots.map(({ channelId }) => channelId),
  ]);
  const ofVideos = [...videoIds].map((subject) => ({
    subject,
    rows: {
      ...none,
      snapshots: settlement.snapshots.filter(({ videoId }) => videoId === subject),
      videos: settlement.videos.filter(({ id }) => id === subject),
      descriptions: settlement.descriptions.filter(({ id }) => id === subject),
      firstHourOf: settlement.firstHourOf.filter((id) => id === subject),
      videoRequests: settlement.videoRequests.filter(({ id }) => id === subject),
    },
  }));
  const ofChannels = [...channelIds].map((subject) => ({
    subject,
    rows: {
      ...none,
      channelDescriptions: settlement.channelDescriptions.filter(({ id }) => id === subject),
      channels: settlement.channels.filter(({ id }) => id === subject),
      channelSnapshots: settlement.channelSnapshots.filter(({ channelId }) => channelId === subject),
      requests: settlement.requests.filter((request) => request.kind === "tracked" && request.channelId === subject),
    },
  }));
  const watchIds = new Set([
    ...settlement.watches.map(({ id }) => id),
    ...settlement.watchPages.map(({ watchId }) => watchId),
  ]);
  const ofWatches = [...watchIds].map((subject) => ({
    subject,
    rows: {
      ...none,
      watches: settlement.watches.filter(({ id }) => id === subject),
      watchPages: settlement.watchPages.filter(({ watchId }) => watchId === subject),
    },
  }));
  const ofFound = settlement.foundChannels.map((found) => ({
    subject: found.id,
    rows: { ...none, foundChannels: [found] },
  }));
  const { shownCategories, trackRequests } = settlement;
  const shown = { subject: "discoveries", rows: { ...none, shownCategories, trackRequests } };
  const ofDiscoveries = settlement.discoverySteps.map((step) => ({
    subject: step.discoveryId,
    rows: { ...none, discoverySteps: [step] },
  }));
  return { parts: [...ofChannels, ...ofVideos, ...ofWatches, ...ofFound, shown, ...ofDiscoveries], rest };
}

/** Runs `act` so that what it wrote is undone when it throws, and the transaction around it goes on. */
export async function inSavepoint<T>(trx: Db, act: () => Promise<T>): Promise<T> {
  await sql`savepoint part`.execute(trx);
  try {
    const result = await act();
    await sql`release savepoint part`.execute(trx);
    return result;
  } catch (error) {
    await sql`rollback to savepoint part`.execute(trx);
    throw error;
  }
}
