import { type Api, problemResponses } from "#api/app-type.ts";
import { isoOrNull } from "#api/http/iso.ts";
import { nothing } from "#api/http/params.ts";
import { problem, sendProblem } from "#api/http/problem.ts";
import type { Db } from "#storage/database.ts";
import { countIndexed } from "#storage/sql/indexed-count.ts";
import { readTagCompany, TAG_BASIS_MAX, type TagCompany } from "#storage/tags/tag-company.ts";
import { completeTags, readTag } from "#storage/tags/tags.ts";
import { tagAnswer, tagParams, tagsAnswer, tagsQuery } from "./tags-contract.ts";

const unknownTag = problem(
  "not-found",
  "No described video carries this tag. GET /api/v1/tags?prefix= finds those there are.",
);

export function tagRoutes(app: Api, { db }: { db: Db }): void {
  app.get(
    "/tags",
    {
      schema: {
        operationId: "listTags",
        summary: "Tags that begin so, most used first",
        tags: ["tags"],
        querystring: tagsQuery,
        response: { 200: tagsAnswer, ...problemResponses },
      },
    },
    async (request) => ({ items: [...(await completeTags(db, request.query.prefix, request.query.limit))] }),
  );

  app.get(
    "/tags/:tag",
    {
      schema: {
        operationId: "readTag",
        summary: "A tag with the channels that use it, the tags beside it, and how its videos perform",
        tags: ["tags"],
        params: tagParams,
        querystring: nothing,
        response: { 200: tagAnswer, ...problemResponses },
      },
    },
    async (request, reply) => {
      const found = await readTag(db, request.params.tag);
      if (!found) return sendProblem(reply, unknownTag);
      const company = await readTagCompany(db, found.tag);
      return {
        ...found,
        basis: { videos: company.basis, complete: company.basis < TAG_BASIS_MAX },
        channels: { count: company.channels, top: [...company.topChannels] },
        coTags: coTagsOf(company, await countIndexed(db)),
        performance: performanceOf(company),
      };
    },
  );
}

/** Lift: how often a tag stands beside this one, by how often it stands on any video. */
const coTagsOf = ({ basis, coTags }: TagCompany, indexed: number) =>
  coTags.map(({ tag, label, videos, everywhere }) => ({
    tag,
    label,
    videos,
    lift: videos / basis / (everywhere / Math.max(indexed, everywhere)),
    derived: true as const,
  }));

const performanceOf = ({ performance: { median, n, asOf } }: TagCompany) => ({
  median,
  reason: n === 0 ? ("noneScored" as const) : null,
  n,
  derived: true as const,
  asOf: isoOrNull(asOf),
});
