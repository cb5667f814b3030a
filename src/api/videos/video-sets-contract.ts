import { z } from "zod";
import { videoFields, videoItem } from "#api/contract.ts";
import { derived, sampleSize, time } from "#api/http/contract-fields.ts";

/* Videos by their ids, and those like another. See contract.ts for the conventions. */

export const lookupAnswer = z
  .strictObject({
    items: z.array(videoItem).meta({ description: "Those that are described, in the order of the ids." }),
    missing: z.array(z.string()).meta({ description: "The ids that are not known here, or not described yet." }),
    asOf: time.nullable(),
  })
  .meta({ id: "VideoLookup" });

const tag = z.strictObject({ tag: z.string(), videos: sampleSize.meta({ description: "How many videos carry it." }) });

export const similarAnswer = z
  .strictObject({
    videoId: z.string(),
    items: z.array(
      z.strictObject({
        ...videoFields,
        likeness: z
          .number()
          .min(0)
          .max(1)
          .meta({ description: "The part of the video's tags that they share, rare tags weighing more." }),
        sharedTags: z.array(tag).meta({ description: "The rarest first." }),
      }),
    ),
    basis: z.strictObject({
      tags: z.array(tag).meta({ description: "The video's rarest tags, whose newest videos were compared." }),
      compared: sampleSize,
    }),
    derived,
    asOf: time.nullable(),
  })
  .meta({ id: "SimilarVideos" });

export type SimilarVideos = z.infer<typeof similarAnswer>;
