import { resolve } from "node:path";
import { z } from "zod";
import { PICTURE_WAYS } from "#domain/picture.ts";
import { LIMIT_HELP, parseLimit } from "#domain/retention.ts";
import { days, hours, seconds } from "#domain/time.ts";
import { type ConfiguredKey, parseConfiguredKeys } from "./config-keys.ts";
import { nearestName } from "./nearest-name.ts";
import { SecretText } from "./secret-text.ts";

const LOG_LEVELS = ["trace", "debug", "info", "warn", "error", "fatal", "silent"] as const;

/** Long enough that nobody guesses it, short enough that any generator makes it. */
const SECRET_LENGTH_MIN = 16;

const wholeNumber = (min: number, max: number) =>
  z
    .string()
    .regex(/^\d{1,9}$/, `must be a whole number from ${min} to ${max}`)
    .transform(Number)
    .refine((n) => n >= min && n <= max, `must be a whole number from ${min} to ${max}`);

const FEEDS_PER_SECOND = "must be a number from 0 to 10, such as 0.5";

/** Feeds are free, and their server blocks addresses that ask too much: nobody needs more than ten a second. */
const feedsPerSecond = z
  .string()
  .regex(/^\d{1,2}(\.\d{1,6})?$/, FEEDS_PER_SECOND)
  .transform(Number)
  .refine((n) => n <= 10, FEEDS_PER_SECOND);

const httpUrl = z.string().transform((text, context) => {
  const url = URL.parse(text);
  if (!url || !/^https?:$/.test(url.protocol) || url.username || url.password || url.search || url.hash) {
    context.addIssue("must be an address such as https://example.org, without a password, a query or a fragment");
    return z.NEVER;
  }
  // The paths of requests are put behind it as they are.
  return url.href.replace(/\/+$/, "");
});

/** What endpoints want in a header: one word. It may be short, unlike a secret of ours. */
const modelKey = z
  .string()
  .regex(/^[\x21-\x7e]+$/, "must be one word of ASCII characters")
  .transform((text) => new SecretText(text));

const origins = z.string().transform((text, context): readonly string[] => {
  const listed = text
    .split(",")
    .map((one) => one.trim())
    .filter((one) => one !== "");
  for (const one of listed) {
    if (URL.parse(one)?.origin !== one || !/^https?:/.test(one)) {
      context.addIssue("must be origins such as https://tools.example.org, divided by commas, without a path");
    }
  }
  return listed;
});

const secret = z
  .string()
  .regex(/^\S+$/, "must not contain blanks")
  .min(SECRET_LENGTH_MIN, `must have at least ${SECRET_LENGTH_MIN} characters: openssl rand -hex 32 makes a good one`)
  .transform((text) => new SecretText(text));

/** What keeps a text from being a secret, to be put after "it"; `null` when nothing does. */
export const secretProblem = (text: string): string | null => secret.safeParse(text).error?.issues[0]?.message ?? null;

const databaseUrl = z
  .string()
  .refine((text) => /^postgres(?:ql)?:$/.test(URL.parse(text)?.protocol ?? ""), {
    error: "must begin with postgres:// or postgresql://, such as postgres://user:password@host:5432/viewcurve",
  })
  .transform((text) => new SecretText(text));

const apiKeys = z.string().transform((text, context): readonly ConfiguredKey[] => {
  const { keys, problems } = parseConfiguredKeys(text);
  for (const problem of problems) context.addIssue(problem);
  return keys;
});

const retentionLimit = z.string().transform((text, context) => {
  const limit = parseLimit(text);
  if (limit !== null) return limit;
  context.addIssue(LIMIT_HELP);
  return z.NEVER;
});

/** Every setting under the name it has in the environment. docs/configuration.md has a row for each, and a test compares. */
export const ENVIRONMENT = z.object({
  DATABASE_URL: databaseUrl.optional(),
  YOUTUBE_API_KEYS: apiKeys.prefault(""),
  VIEWCURVE_DATA: z.string().prefault("./data"),
  VIEWCURVE_SECRET: secret.optional(),
  VIEWCURVE_HOST: z
    .string()
    .regex(/^[A-Za-z0-9.:_-]+$/, "must be a host name or an address, without http:// and without a port")
    .prefault("127.0.0.1"),
  VIEWCURVE_PORT: wholeNumber(0, 65_535).prefault("8686"),
  VIEWCURVE_PUBLIC_URL: httpUrl.optional(),
  VIEWCURVE_ADMIN_TOKEN: secret.optional(),
  VIEWCURVE_CORS_ORIGINS: origins.prefault(""),
  VIEWCURVE_LOG_LEVEL: z.enum(LOG_LEVELS, { error: `must be one of ${LOG_LEVELS.join(", ")}` }).prefault("info"),
  VIEWCURVE_YOUTUBE_URL: httpUrl.prefault("https://youtube.googleapis.com"),
  VIEWCURVE_FEEDS_URL: httpUrl.prefault("https://www.youtube.com"),
  VIEWCURVE_HUB_URL: httpUrl.prefault("https://pubsubhubbub.appspot.com"),
  VIEWCURVE_FEEDS_PER_SECOND: feedsPerSecond.prefault("1"),
  VIEWCURVE_SAMPLES_PER_VIDEO: wholeNumber(1, 10_000).prefault("100"),
  VIEWCURVE_PERFORMANCE_POOL: wholeNumber(1, 1_000).prefault("3"),
  VIEWCURVE_THUMBNAILS: z.enum(PICTURE_WAYS, { error: `must be one of ${PICTURE_WAYS.join(", ")}` }).prefault("direct"),
  VIEWCURVE_RETENTION: retentionLimit.optional(),
  VIEWCURVE_TEXT_RETENTION: retentionLimit.optional(),
  VIEWCURVE_LLM_URL: httpUrl.optional(),
  VIEWCURVE_LLM_MODEL: z
    .string()
    .regex(/^\S(?:.{0,198}\S)?$/, "must be a model's name, as its endpoint knows it")
    .optional(),
  VIEWCURVE_LLM_KEY: modelKey.optional(),
  VIEWCURVE_LLM_TIMEOUT: wholeNumber(1, 600).prefault("60"),
  VIEWCURVE_LLM_CALLS_PER_DAY: wholeNumber(1, 100_000).prefault("100"),
  VIEWCURVE_EXPORT_DIR: z.string().optional(),
  VIEWCURVE_EXPORT_DAYS: wholeNumber(1, 3_650).prefault("7"),
  VIEWCURVE_BACKUP_DIR: z.string().optional(),
  VIEWCURVE_BACKUP_EVERY: wholeNumber(1, 8_760).prefault("24"),
  VIEWCURVE_BACKUP_KEEP: wholeNumber(1, 1_000).prefault("7"),
});

const OWN_PREFIX = "VIEWCURVE_";

export type Config = ReturnType<typeof named>;

export type ConfigReading =
  | { readonly kind: "ok"; readonly config: Config }
  /** One sentence a problem, each naming its setting and what to write instead; none shows a value. */
  | { readonly kind: "invalid"; readonly problems: readonly string[] };

/**
 * Reads the settings from an environment (the process's own laid over a `.env` file's). An empty value counts as not
 * set; an unknown `VIEWCURVE_*` is a problem, because a misspelt setting would otherwise do nothing in silence.
 */
export function readConfig(env: Readonly<Record<string, string | undefined>>): ConfigReading {
  const set = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value.trim() !== ""));
  const known = Object.keys(ENVIRONMENT.shape);
  const problems = Object.keys(env)
    .filter((name) => name.startsWith(OWN_PREFIX) && !known.includes(name))
    .map((name) => unknownSetting(name, known));
  const parsed = ENVIRONMENT.safeParse(set);
  if (!parsed.success) {
    problems.push(...parsed.error.issues.map(({ path, message }) => `${path.join(".")} ${message}`));
  }
  problems.push(...halfAModel(set));
  if (!parsed.success || problems.length > 0) return { kind: "invalid", problems };
  return { kind: "ok", config: named(parsed.data) };
}

/** A model is asked only where its address and its name are known: half of it would do nothing in silence. */
function halfAModel(set: Readonly<Record<string, unknown>>): readonly string[] {
  const { VIEWCURVE_LLM_URL: url, VIEWCURVE_LLM_MODEL: model, VIEWCURVE_LLM_KEY: key } = set;
  if (url !== undefined && model === undefined) {
    return ["VIEWCURVE_LLM_URL needs VIEWCURVE_LLM_MODEL beside it: the name of the model that is asked there."];
  }
  if (url !== undefined) return [];
  const lonely = [model === undefined ? [] : ["VIEWCURVE_LLM_MODEL"], key === undefined ? [] : ["VIEWCURVE_LLM_KEY"]];
  return lonely
    .flat()
    .map((name) => `${name} needs VIEWCURVE_LLM_URL beside it: the address of the endpoint, up to and including /v1.`);
}

function unknownSetting(name: string, known: readonly string[]): string {
  // What all of them begin with tells nothing, and would make every short name look alike.
  const own = known.filter((one) => one.startsWith(OWN_PREFIX)).map((one) => one.slice(OWN_PREFIX.length));
  const near = nearestName(name.slice(OWN_PREFIX.length), own);
  return near
    ? `${name} is no setting: did you mean ${OWN_PREFIX}${near}?`
    : `${name} is no setting: docs/configuration.md lists them all.`;
}

/** The settings under the names the code uses; `null` = not set. */
function named(set: z.output<typeof ENVIRONMENT>) {
  return Object.freeze({
    databaseUrl: set.DATABASE_URL ?? null,
    apiKeys: set.YOUTUBE_API_KEYS,
    dataDirectory: resolve(set.VIEWCURVE_DATA),
    secret: set.VIEWCURVE_SECRET ?? null,
    host: set.VIEWCURVE_HOST,
    port: set.VIEWCURVE_PORT,
    publicUrl: set.VIEWCURVE_PUBLIC_URL ?? null,
    adminToken: set.VIEWCURVE_ADMIN_TOKEN ?? null,
    /** Whose pages may read answers in a browser. */
    corsOrigins: set.VIEWCURVE_CORS_ORIGINS,
    logLevel: set.VIEWCURVE_LOG_LEVEL,
    youtubeUrl: set.VIEWCURVE_YOUTUBE_URL,
    feedsUrl: set.VIEWCURVE_FEEDS_URL,
    hubUrl: set.VIEWCURVE_HUB_URL,
    /** The least time between two feeds; `null` = none is read. */
    feedSpacing: set.VIEWCURVE_FEEDS_PER_SECOND === 0 ? null : seconds(1 / set.VIEWCURVE_FEEDS_PER_SECOND),
    /** How many samples a video's first 30 days are worth; below that value a call without a milestone does not leave. */
    samplesPerVideo: set.VIEWCURVE_SAMPLES_PER_VIDEO,
    /** Performance is null until so many videos of a channel have first-hour views. */
    performancePool: set.VIEWCURVE_PERFORMANCE_POOL,
    /** How browsers get pictures of videos and channels. */
    thumbnails: set.VIEWCURVE_THUMBNAILS,
    /** How long statistics and former texts are kept, where the settings say so and not the installation. */
    retention: set.VIEWCURVE_RETENTION ?? null,
    textRetention: set.VIEWCURVE_TEXT_RETENTION ?? null,
    /** The endpoint of a text model, and what it is asked for; `null` = none is asked. */
    llmUrl: set.VIEWCURVE_LLM_URL ?? null,
    llmModel: set.VIEWCURVE_LLM_MODEL ?? null,
    llmKey: set.VIEWCURVE_LLM_KEY ?? null,
    /** The longest wait for one answer of it, and how often it is asked on a UTC day. */
    llmTimeout: seconds(set.VIEWCURVE_LLM_TIMEOUT),
    llmCallsPerDay: set.VIEWCURVE_LLM_CALLS_PER_DAY,
    exportDirectory: set.VIEWCURVE_EXPORT_DIR === undefined ? null : resolve(set.VIEWCURVE_EXPORT_DIR),
    /** How long the files of exports are kept. */
    exportKeep: days(set.VIEWCURVE_EXPORT_DAYS),
    backupDirectory: set.VIEWCURVE_BACKUP_DIR === undefined ? null : resolve(set.VIEWCURVE_BACKUP_DIR),
    backupEvery: hours(set.VIEWCURVE_BACKUP_EVERY),
    backupKeep: set.VIEWCURVE_BACKUP_KEEP,
  });
}
