import { z } from "zod";
import { limit } from "#api/http/params.ts";
import { foldTag } from "#domain/video.ts";

/* What may be asked of tags, and what is answered. */

const LENGTH_MAX = 500;
const storable = (text: string): boolean => !text.includes("\0");

export const tagsQuery = z.strictObject({
  prefix: z.string().max(LENGTH_MAX).refine(storable, "must not contain NUL").default("").meta({
    default: "",
    description: "How the tags begin; case and width do not matter. Without it the most used of all.",
  }),
  limit,
});

export const tagParams = z.strictObject({
  tag: z
    .string()
    .max(LENGTH_MAX)
    .refine((tag) => storable(tag) && foldTag(tag) !== "", "must not be blank")
    .meta({ description: "A tag, whole; case and width do not matter.", examples: ["Baking"] }),
});

const videos = z.int().min(1).meta({ description: "How many described videos carry it." });
const fields = {
  tag: z.string().meta({ description: "As tags are compared: compatibility-normalised, in lower case." }),
  label: z.string().meta({ description: "One way in which it is written." }),
};
const derived = z.literal(true);

export const tagsAnswer = z
  .strictObject({ items: z.array(z.strictObject({ ...fields, videos })) })
  .meta({ id: "Tags" });

export const tagAnswer = z
  .strictObject({
    ...fields,
    videos,
    basis: z.strictObject({
      videos: z.int().min(0).meta({ description: "What follows is of so many of its videos, the newest." }),
      complete: z.boolean().meta({ description: "Whether these are all of them." }),
    }),
    channels: z.strictObject({
      count: z.int().min(0),
      top: z.array(z.strictObject({ id: z.string(), title: z.string().nullable(), videos: z.int().min(1) })),
    }),
    coTags: z.array(
      z.strictObject({
        ...fields,
        videos: z.int().min(1).meta({ description: "How many of these videos carry it too." }),
        lift: z.number().min(0).meta({
          description: "How much more often it stands beside this tag than on any video; 1 is no more often.",
        }),
        derived,
      }),
    ),
    performance: z.strictObject({
      median: z.number().min(0).nullable(),
      reason: z.enum(["noneScored"]).nullable(),
      n: z.int().min(0),
      derived,
      asOf: z.iso.datetime({ precision: 3 }).nullable(),
    }),
  })
  .meta({ id: "TagDetail" });

export type Tags = z.infer<typeof tagsAnswer>;
