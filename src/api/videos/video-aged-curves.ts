import { type Api, problemResponses } from "#api/app-type.ts";
import { nothing } from "#api/http/params.ts";
import type { Clock } from "#clock.ts";
import { inSeconds } from "#domain/time.ts";
import type { VideoId } from "#domain/video.ts";
import { typicalBands } from "#insights/typical.ts";
import type { Db } from "#storage/database.ts";
import { readTypical, type Typical } from "#storage/scores/typical.ts";
import { readVideoSubject } from "#storage/videos/video-subject.ts";
import { ageSeriesOf } from "./series-answer.ts";
import { type AgedCurves, agedCurvesAnswer, agedCurvesBody } from "./video-curves-contract.ts";
import { readAgedRows } from "./video-series.ts";

type AgedCurve = AgedCurves["items"][number];

/** Curves of a few videos by age, each beside what is usual for its channel: what a list of outliers draws. */
export function videoAgedCurveRoutes(app: Api, { db, clock }: { readonly db: Db; readonly clock: Clock }): void {
  app.post(
    "/videos/curves/aged",
    {
      config: { scope: "read" },
      schema: {
        operationId: "readAgedCurves",
        summary: "The views of up to 24 videos at fixed ages, each beside what is usual for its channel and format",
        tags: ["videos"],
        querystring: nothing,
        body: agedCurvesBody,
        response: { 200: agedCurvesAnswer, ...problemResponses },
      },
    },
    async (request) => {
      const now = clock.now();
      const usual = new Map<string, Promise<readonly Typical[]>>();
      const usualOf = (channel: string) => {
        const asked = usual.get(channel) ?? readTypical(db, channel as Parameters<typeof readTypical>[1]);
        usual.set(channel, asked);
        return asked;
      };
      const curveOf = async (id: VideoId): Promise<{ readonly curve: AgedCurve; readonly asOf: string | null }> => {
        const video = await readVideoSubject(db, id);
        if (!video) return { curve: curveWithout(id, "tooFewSamples"), asOf: null };
        if (video.startAt === null) return { curve: curveWithout(id, "notStarted"), asOf: null };
        const [rows, formats] = await Promise.all([readAgedRows(db, video), usualOf(video.channelId)]);
        const series = ageSeriesOf(video, rows, now);
        const points = series.bucket === "age" ? series.ages.flatMap(pointOf) : [];
        const curves = formats.find(({ format }) => format === video.format)?.curves;
        return {
          curve: {
            id,
            points,
            usual: curves ? typicalBands(curves).map(bandOf) : [],
            n: series.bucket === "age" ? series.n : 0,
            reason: points.length < 2 ? "tooFewSamples" : null,
            derived: true,
          },
          asOf: series.asOf,
        };
      };
      const found = await Promise.all([...new Set(request.body.ids)].map(curveOf));
      return {
        items: found.map(({ curve }) => curve),
        formula: "docs/formulas/typical.md",
        asOf: found.map(({ asOf }) => asOf ?? "").reduce((a, b) => (a > b ? a : b)) || null,
      };
    },
  );
}

const pointOf = ({ ageSeconds, views }: { readonly ageSeconds: number; readonly views: number | null }) =>
  views === null ? [] : [[ageSeconds, views] as [number, number]];

const bandOf = ({ age, p25, p75, n }: ReturnType<typeof typicalBands>[number]) => ({
  ...{ ageSeconds: inSeconds(age), p25, p75, n },
});

const curveWithout = (id: string, reason: AgedCurve["reason"]): AgedCurve => ({
  ...{ id, points: [], usual: [], n: 0, reason, derived: true },
});
