import { z } from "zod";

/* What was brought in from elsewhere. See contract.ts for its conventions. */

const time = z.iso.datetime({ precision: 3 });
const count = z.int().min(0);

export const importPage = z
  .strictObject({
    items: z.array(
      z.strictObject({
        id: z.string(),
        kind: z.enum(["channels", "videos", "snapshots"]),
        name: z.string().meta({ description: "The file's name without its folder; `-` = standard input." }),
        sha256: z.string().meta({ description: "Of the file as it lies there." }),
        state: z.enum(["reading", "deriving", "done", "failed"]).meta({
          description: "`deriving`: all rows are in, and what follows from them is being worked out.",
        }),
        rows: count.meta({ description: "Taken so far: stored + present + refused." }),
        stored: count,
        present: count.meta({ description: "Rows that said what was there already." }),
        refused: count,
        refusals: z
          .array(z.strictObject({ reason: z.string(), rows: count }))
          .meta({ description: "Most rows first." }),
        from: time.nullable().meta({ description: "The oldest sample among its rows; null where it has none." }),
        to: time.nullable().meta({ description: "The newest sample among its rows; null where it has none." }),
        reason: z.string().nullable().meta({ description: "Why it failed; null otherwise." }),
        startedAt: time,
        updatedAt: time.meta({ description: "An import that is not done and has not moved for a while was killed." }),
      }),
    ),
    next: z.string().nullable(),
    asOf: time,
  })
  .meta({ id: "ImportPage" });

export type Imports = z.infer<typeof importPage>;
