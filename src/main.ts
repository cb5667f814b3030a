import { randomBytes } from "node:crypto";
import { hostname } from "node:os";
import { openInsightDesk } from "#analysis/insight-desk.ts";
import { textPool } from "#analysis/text-pool.ts";
import { buildApi } from "#api/app.ts";
import { openExportDesk } from "#api/files/export-desk.ts";
import { writeInline } from "#api/files/export-work.ts";
import { exportsPool } from "#api/files/exports-pool.ts";
import type { PushSecrets } from "#api/operations/push.ts";
import { planningReader } from "#api/operations/read-planning.ts";
import type { About } from "#api/operations/settings.ts";
import { linesPool } from "#api/videos/lines-pool.ts";
import type { Thumbnails } from "#api/videos/thumbnails.ts";
import { type Clock, systemClock } from "#clock.ts";
import { type Collector, startCollector } from "#collector/collect.ts";
import type { CollectorPace } from "#collector/holding.ts";
import type { PictureWay } from "#domain/picture.ts";
import type { RetentionChoice } from "#domain/retention.ts";
import { type Duration, seconds } from "#domain/time.ts";
import type { Report } from "#events.ts";
import { DEFAULT_POLICY, type Policy, policyUnder } from "#planning/policy.ts";
import type { Db } from "#storage/database.ts";
import type { Vault } from "#storage/keys/vault.ts";
import { type Endpoint, openAiCompatible } from "#text-model/openai-compatible.ts";
import { ApiKey } from "#youtube/api-key.ts";
import { dataApi } from "#youtube/data-api.ts";
import type { Hub } from "#youtube/hub.ts";
import { readPushedNews } from "#youtube/hub-message.ts";
import { pictureReader } from "#youtube/pictures.ts";

/*
 * With main-store.ts the only place that builds things. Commands say what they want; here it is put together.
 */

export interface ServingParts {
  readonly db: Db;
  readonly reads: Db;
  readonly patient: Db;
  /** `Store.address` */
  readonly databaseAddress: () => string;
  /** `Store.revive` */
  readonly reviveDatabase: () => Promise<void>;
  readonly clock: Clock;
  readonly vault: Vault;
  readonly report: Report;
  readonly pace: CollectorPace;
  readonly youtubeUrl: string;
  readonly feedsUrl: string;
  /** The least time between two feeds, `null` = none is read; absent = as the policy says. */
  readonly feedSpacing?: Duration | null;
  readonly samplesPerVideo: number;
  readonly performancePool: number;
  /** `CollectorDeps.retention` */
  readonly retention?: RetentionChoice;
  /** The SHA-256 of a token from the settings, beside those in the database. */
  readonly adminTokenHash: Uint8Array | null;
  /** `ApiDependencies.corsOrigins`; absent = none. */
  readonly corsOrigins?: readonly string[];
  /** The address by which a reverse proxy serves us and the hub reaches us; `null` = none does. */
  readonly publicUrl: string | null;
  /** The text model that writes summaries; absent = the template does. */
  readonly textModel?: Endpoint & { readonly callsPerDay: number };
  /** `ApiDependencies.about`: its version and settings. */
  readonly about?: About;
  /** Where exports are written, how long they are kept, and by which Viewcurve; absent = none are written here. */
  readonly exports?: { readonly directory: string; readonly keep: Duration; readonly version: string };
  /** The hub that pushes news of channels to the public address. */
  readonly hubUrl: string;
  /** Numbers from 0 up to 1, for the jitter of back-offs. */
  readonly random: () => number;
  /** How browsers get pictures; absent = from YouTube's servers. `servedBy` stands for those when we fetch them. */
  readonly thumbnails?: { readonly way: PictureWay; readonly servedBy?: string };
  readonly host: string;
  readonly port: number;
}

export interface Serving {
  readonly url: string;
  stop(): Promise<void>;
}

/**
 * How long an answer of YouTube's may take. Its slowest real ones take a few seconds; a longer wait would cost the
 * next first hour its second.
 */
const ANSWER_MAX = seconds(10);

/** A browser draws a page without a picture that has not come by then. */
const PICTURE_MAX = seconds(5);

/** Starts the API and the collector on an open database. Throws when the address cannot be listened on. */
export async function startServing(parts: ServingParts): Promise<Serving> {
  const { db, clock, vault, report, pace, random, youtubeUrl, feedsUrl, host, port } = parts;
  const { samplesPerVideo, feedSpacing = DEFAULT_POLICY.discovery.feedSpacing, textModel } = parts;
  const policy = policyUnder({ samplesPerVideo, feedSpacing, reachable: parts.publicUrl !== null });
  // The API is there before the collector is, and asks it from then on.
  let collector: Collector | null = null;
  const holder = `${hostname()} ${process.pid} ${randomBytes(4).toString("hex")}`;
  const { api, desk, closeThreads, exportDesk } = await openApi(parts, policy, () => collector?.look() ?? null, holder);
  const closeApi = async (): Promise<void> => {
    await Promise.all([api.close(), exportDesk?.close()]);
    await closeThreads();
  };
  const url = await api.listen({ host, port }).catch(async (error: unknown) => {
    await closeApi();
    throw error;
  });
  const started = startCollector({
    db,
    clock,
    vault,
    report,
    pace,
    policy,
    performancePool: parts.performancePool,
    ...(parts.retention ? { retention: parts.retention } : {}),
    reviveDatabase: parts.reviveDatabase,
    refreshInsights: desk.refresh,
    ...(textModel ? { summaryModel: { ...textModel, model: openAiCompatible(textModel, clock) } } : {}),
    random,
    youtube: dataApi({ youtubeUrl, feedsUrl, hub: hubOf(parts, pushSecretsOf(vault)), clock, timeout: ANSWER_MAX }),
    readPushedNews,
    holder,
  });
  collector = started;
  return {
    url,
    async stop() {
      // Insights are made anew by the collector, in threads that end with the API.
      await Promise.all([started.stop(), api.close()]);
      await closeApi();
    },
  };
}

/** What the API is built of, whoever asks it. */
export type ApiParts = Omit<
  ServingParts,
  | "db"
  | "reviveDatabase"
  | "pace"
  | "youtubeUrl"
  | "feedsUrl"
  | "feedSpacing"
  | "samplesPerVideo"
  | "hubUrl"
  | "random"
  | "port"
>;

/** Builds the API without listening, with what makes its insights. Close `api`, then its threads. */
export async function openApi(
  parts: ApiParts,
  policy: Policy,
  live: Parameters<typeof planningReader>[0]["live"],
  writer = "",
) {
  const { reads, patient, clock, vault, report, textModel } = parts;
  const texts = textPool(parts.databaseAddress);
  const lines = linesPool(parts.databaseAddress);
  const desk = openInsightDesk({
    reads,
    patient,
    clock,
    timeout: systemClock.timeout,
    texts,
    failed: (message) => report({ kind: "note", message }),
  });
  const failed = (message: string) => report({ kind: "note", message });
  const writing = exportsPool(parts.databaseAddress);
  const exportDesk =
    parts.exports &&
    openExportDesk({
      ...parts.exports,
      db: patient,
      clock,
      write: writing.write,
      // It waits by the machine's clock, as the desk does.
      writeHere: writeInline({
        patient,
        clock: { ...systemClock, now: () => clock.now() },
        desk,
      }),
      performancePool: parts.performancePool,
      pseudonymKey: vault.derive("pseudonyms"),
      writer,
      failed,
    });
  const api = await buildApi({
    ...(exportDesk ? { exportDesk } : {}),
    db: reads,
    patient,
    lines,
    desk,
    clock,
    report,
    loopback: isLoopback(parts.host),
    publicHost: parts.publicUrl === null ? null : new URL(parts.publicUrl).host,
    adminTokenHash: parts.adminTokenHash,
    policy,
    readPlanning: planningReader({ db: patient, clock, live }),
    performancePool: parts.performancePool,
    ...(parts.retention ? { retention: parts.retention } : {}),
    pushSecrets: pushSecretsOf(vault),
    keyIntake: { vault, parse: (text) => ApiKey.parse(text) },
    corsOrigins: parts.corsOrigins ?? [],
    ...(textModel ? { summaryModel: textModel.model, summaryCallsPerDay: textModel.callsPerDay } : {}),
    ...(parts.about ? { about: parts.about } : {}),
    secureCookies: parts.publicUrl?.startsWith("https:") ?? false,
    thumbnails: thumbnailsOf(parts),
  });
  const closeThreads = async (): Promise<void> =>
    void (await Promise.all([texts.close(), lines.close(), writing.close()]));
  return { api, desk, closeThreads, exportDesk };
}

/** Pictures are fetched by the machine's clock: they are no part of what a virtual clock waits for. */
function thumbnailsOf({ thumbnails = { way: "direct" } }: ApiParts): Thumbnails {
  const { way, servedBy = null } = thumbnails;
  if (way !== "proxied") return { way };
  return { way, read: pictureReader({ servedBy, timeout: systemClock.timeout, patience: PICTURE_MAX }) };
}

/** Derived and never stored: what a channel's callback is told by, and what the hub signs its messages with. */
const pushSecretsOf = (vault: Vault): PushSecrets => ({
  tokenOf: (channelId) => vault.derive(`callback:${channelId}`).slice(0, 32),
  secretOf: (channelId) => vault.derive(`push:${channelId}`),
});

function hubOf({ publicUrl, hubUrl }: ServingParts, { tokenOf, secretOf }: PushSecrets): Hub | null {
  if (publicUrl === null) return null;
  return { url: hubUrl, secretOf, callbackOf: (id) => `${publicUrl}/push/${id}/${tokenOf(id)}` };
}

/** Whether only this machine can reach an address we listen on. */
const isLoopback = (host: string): boolean => host === "localhost" || host === "::1" || /^127\./.test(host);
