import { z } from "zod";
import { typicalBandsOf } from "#analysis/typical-bands.ts";
import type { Clock } from "#clock.ts";
import { toIso } from "#domain/iso-time.ts";
import { inSeconds, instant } from "#domain/time.ts";
import type { Db } from "#storage/database.ts";
import { type Api, problemResponses } from "../app-type.ts";
import { derived, format, sampleSize, time } from "../contract-fields.ts";
import { sendOddWindow } from "./kept-reply.ts";
import {
  refuseOddWindows,
  scopeAnswer,
  scopeAsAnswered,
  scopeOf,
  scopeParams,
  windowAnswer,
  windowAsAnswered,
  windowOf,
  windowParams,
} from "./scope-query.ts";

/** Never taken by itself: where nothing is said, no video is left out for its date. */
const USUAL_WINDOW = "366d";

const typicalBandsQuery = z
  .strictObject({
    ...scopeParams,
    ...windowParams(USUAL_WINDOW),
    window: windowParams(USUAL_WINDOW).window.meta({
      description: "Published within the last so long; whenever, where nothing is said.",
      examples: ["90d"],
    }),
  })
  .superRefine(refuseOddWindows);

const line = z.number().nullable();

export const typicalBandsAnswer = z
  .strictObject({
    scope: scopeAnswer,
    window: windowAnswer.nullable().meta({ description: "When they were published; null = whenever." }),
    items: z.array(
      z.strictObject({
        format,
        videos: sampleSize.meta({ description: "The last videos of the scope, 300 at most of all formats together." }),
        channels: sampleSize,
        bands: z.array(
          z.strictObject({
            ageSeconds: z.int(),
            n: sampleSize.meta({ description: "Videos whose views at this age are known." }),
            p10: line,
            p25: line,
            p50: line,
            p75: line,
            p90: line,
            reason: z.enum(["ageOutOfRange", "tooFewVideos"]).nullable(),
          }),
        ),
      }),
    ),
    reason: z.enum(["noCurves"]).nullable(),
    formula: z.string(),
    derived,
    asOf: time,
  })
  .meta({ id: "TypicalBands" });

export type TypicalBandsAnswer = z.infer<typeof typicalBandsAnswer>;

export function typicalBandRoutes(app: Api, { db, clock }: { db: Db; clock: Clock }): void {
  app.get(
    "/insights/typical",
    {
      schema: {
        operationId: "readTypicalBands",
        summary: "How many views videos usually have at fixed ages: the band of a scope's last videos, by format",
        tags: ["insights"],
        querystring: typicalBandsQuery,
        response: { 200: typicalBandsAnswer, ...problemResponses },
      },
    },
    async (request, reply) => {
      const { query } = request;
      const scope = scopeOf(query);
      const now = clock.now();
      const isWindowed = query.window !== undefined || query.from !== undefined;
      const asked = isWindowed ? windowOf(query, USUAL_WINDOW, now) : { from: instant(0), until: now };
      if (asked === null) return sendOddWindow(reply);
      const formats = await typicalBandsOf(db, scope, asked);
      return {
        scope: scopeAsAnswered(scope),
        window: isWindowed ? windowAsAnswered(asked) : null,
        items: formats.map(({ bands, ...each }) => ({
          ...each,
          bands: bands.map(({ age, ...band }) => ({ ageSeconds: inSeconds(age), ...band })),
        })),
        reason: formats.length === 0 ? ("noCurves" as const) : null,
        formula: "docs/formulas/typical.md",
        derived: true as const,
        asOf: toIso(now),
      };
    },
  );
}
