import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { channelItem } from "#api/channels/channel-contract.ts";
import { videoItem } from "#api/contract.ts";
import { discoveryPage, foundChannelPage } from "#api/discoveries/discoveries-contract.ts";
import { engagingAnswer } from "#api/insights/engaging-contract.ts";
import { accuracyAnswer, forecastAnswer } from "#api/insights/forecast-contract.ts";
import { keywordsAnswer, networkAnswer } from "#api/insights/keywords-contract.ts";
import { outliersAnswer } from "#api/insights/outliers-contract.ts";
import { trendingAnswer } from "#api/insights/trending-contract.ts";
import { typicalBandsAnswer } from "#api/insights/typical-contract.ts";
import { viewTrendsAnswer } from "#api/insights/view-trends-contract.ts";
import { seriesAnswer } from "#api/videos/series-contract.ts";
import { videoDetail } from "#api/videos/video-detail-contract.ts";
import { runsPage, watchPage, watchVideoPage } from "#api/watches/watches-contract.ts";
import { dictionary } from "#domain/dictionary.ts";
import { openTestDatabase } from "../harness/databases.ts";
import { openApi } from "./open-api.ts";

const ROOT = join(import.meta.dirname, "../..");

/** What a contract says of one field. */
interface Wire {
  readonly type: string;
  readonly nullable: boolean;
  /** The values of a choice. */
  readonly values: readonly string[];
}

/** The fields of a contract by their names, those of an object that may be missing being nullable with it. */
function wireOf(schema: z.ZodType, name = "", nullable = false): [string, Wire][] {
  if (schema instanceof z.ZodNullable) return wireOf(schema.unwrap() as z.ZodType, name, true);
  if (schema instanceof z.ZodObject) {
    return Object.entries(schema.shape as Record<string, z.ZodType>).flatMap(([part, inner]) =>
      wireOf(inner, name === "" ? part : `${name}.${part}`, nullable),
    );
  }
  if (schema instanceof z.ZodArray && schema.element instanceof z.ZodObject) {
    return wireOf(schema.element, `${name}[]`, nullable);
  }
  const values = schema instanceof z.ZodEnum ? schema.options.map(String) : [];
  return [[name, { type: typeOf(schema), nullable, values }]];
}

function typeOf(schema: z.ZodType): string {
  if (schema instanceof z.ZodEnum) return "choice";
  if (schema instanceof z.ZodArray) return "list";
  if (schema instanceof z.ZodRecord) return "object";
  if (schema instanceof z.ZodLiteral) return typeof schema.value;
  if (schema instanceof z.ZodBoolean) return "boolean";
  if (schema instanceof z.ZodISODateTime) return "instant";
  if (schema instanceof z.ZodNumberFormat) return "integer";
  if (schema instanceof z.ZodNumber) return "number";
  if (schema instanceof z.ZodString) return "text";
  throw new Error(`a contract has a field of a kind that this test does not know: ${schema.type}`);
}

const [raw, bucketed, byAge] = seriesAnswer.options;
const itemsOf = (page: z.ZodObject): z.ZodObject => (page.shape["items"] as z.ZodArray).element as z.ZodObject;
const without = (schema: z.ZodObject, names: readonly string[]): [string, Wire][] =>
  wireOf(schema).filter(([name]) => !names.some((left) => name === left || name.startsWith(`${left}.`)));

/** What answers say about themselves, whatever they hold. */
const ABOUT = ["scope", "window", "formula", "asOf", "derived", "reason", "step", "sampled", "countingEpochs[]"];

const WIRE: Readonly<Record<string, [string, Wire][]>> = {
  video: wireOf(videoItem),
  videoDetail: without(videoDetail, Object.keys(videoItem.shape)),
  forecast: wireOf(forecastAnswer),
  channel: wireOf(channelItem),
  snapshot: [
    ...wireOf(raw.pick({ videoId: true })),
    ...wireOf(raw.shape.snapshots.element),
    ...without(bucketed.shape.snapshots.element, Object.keys(raw.shape.snapshots.element.shape)),
  ],
  viewsAtAge: wireOf(byAge.shape.ages.element),
  watch: wireOf(itemsOf(watchPage)),
  watchRun: wireOf(itemsOf(runsPage)).map(([name, wire]) => [name.replace("pages[].", ""), wire]),
  watchVideo: wireOf(itemsOf(watchVideoPage)),
  discovery: wireOf(itemsOf(discoveryPage)),
  foundChannel: wireOf(itemsOf(foundChannelPage)),
  trending: without(itemsOf(trendingAnswer), ["video"]),
  outlier: without(itemsOf(outliersAnswer), ["video"]),
  engaging: without(itemsOf(engagingAnswer), ["video"]),
  viewTrends: without(viewTrendsAnswer, ABOUT).filter(([name]) => !name.startsWith("countingEpochs")),
  typicalBand: wireOf(itemsOf(typicalBandsAnswer)),
  keyword: wireOf(itemsOf(keywordsAnswer)),
  keywordEdge: wireOf(networkAnswer.shape.edges.element),
  forecastAccuracy: wireOf(itemsOf(accuracyAnswer)),
};

const known = (entity: string) => dictionary.filter((field) => field.entity === entity);

describe("the data dictionary", () => {
  it.each(Object.entries(WIRE))("tells of each field of a %s, its type, and when it is null", (entity, wire) => {
    const wanted = wire.map(([field, { type, nullable }]) => ({ field, type, isNullable: nullable }));
    const told = known(entity).map(({ field, type, nullWhen }) => ({ field, type, isNullable: nullWhen !== null }));
    const byName = (a: { field: string }, b: { field: string }): number => (a.field < b.field ? -1 : 1);
    expect(told.toSorted(byName)).toEqual(wanted.toSorted(byName));
  });

  it.each(Object.entries(WIRE))(
    "names every value that a choice of a %s can take, reasons among them",
    (entity, wire) => {
      for (const { field, meaning } of known(entity)) {
        const values = new Map(wire).get(field)?.values ?? [];
        expect(
          values.filter((value) => !meaning.includes(`\`${value}\``)),
          `${field} does not tell of`,
        ).toEqual([]);
      }
    },
  );

  it("tells of nothing else, and of nothing twice", () => {
    expect([...new Set(dictionary.map(({ entity }) => entity))].toSorted()).toEqual(Object.keys(WIRE).toSorted());
    const names = dictionary.map(({ entity, field }) => `${entity} ${field}`);
    expect(names.filter((name, i) => names.indexOf(name) !== i)).toEqual([]);
  });

  it("leads to pages that are there", () => {
    const pages = new Set(dictionary.flatMap(({ formula }) => formula ?? []));
    expect(pages.size).toBeGreaterThan(10);
    expect([...pages].filter((page) => !existsSync(join(ROOT, page)))).toEqual([]);
  });

  it("is the same as JSON and as a table", async () => {
    const database = await openTestDatabase("native");
    const { app } = await openApi(database.db);
    expect((await app.inject("/api/v1/dictionary")).json()).toEqual({ items: dictionary });
    const table = (await app.inject("/api/v1/dictionary.csv?entity=keywordEdge")).body.trimEnd().split("\r\n");
    expect(table).toHaveLength(1 + known("keywordEdge").length);
    expect(table[1]).toBe("keywordEdge,from,text,,A tag.,,docs/formulas/keywords.md");
    await database.close();
  });
});
