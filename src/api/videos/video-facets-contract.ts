import { z } from "zod";
import { derived, sampleSize, time } from "#api/http/contract-fields.ts";

/* How the videos of a list are shared out. See contract.ts for the conventions. */

const facet = (what: string) =>
  z
    .array(
      z.strictObject({
        value: z.string().nullable().meta({ description: "As the list is filtered by it; `null` = they have none." }),
        label: z.string().nullable().meta({ description: "What people call it; `null` = the value says it." }),
        videos: sampleSize,
      }),
    )
    .meta({ description: what });

export const facetsAnswer = z
  .strictObject({
    counted: sampleSize.meta({ description: "How many videos were counted, a thousand at most." }),
    basis: z.enum(["all", "newestMatches", "newestVideos"]).meta({
      description:
        "Which those are: all that the filter leaves, the newest of them, or, where looking for them would take too long, " +
        "those among the newest 5,000 videos.",
    }),
    categories: facet("By YouTube's number."),
    formats: facet("`long`, `short`, `live` or `unknown`."),
    languages: facet("Without their varieties: pt-BR counts as pt."),
    channels: facet("The 20 with the most."),
    tags: facet("The 20 on the most, as tags are compared; a video counts for each of its tags."),
    derived,
    asOf: time,
  })
  .meta({ id: "VideoFacets" });

export type VideoFacetsAnswer = z.infer<typeof facetsAnswer>;
