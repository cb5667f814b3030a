import { z } from "zod";
import { retentionState } from "./quota-contract.ts";

/* What an installation is and how it was set up. See contract.ts for its conventions. */

const time = z.iso.datetime({ precision: 3 });
const count = z.int().min(0);

const setting = z.strictObject({
  name: z.string(),
  value: z.string().nullable().meta({ description: "As it was written, else its default; `null` = none, or hidden." }),
  isSet: z.boolean().meta({ description: "Whether somebody wrote it." }),
  isHidden: z.boolean().meta({ description: "Whether it is a secret, of which no more is told." }),
});

export const settingsAnswer = z
  .strictObject({
    version: z.string().nullable().meta({ description: "Of Viewcurve; `null` where whoever started it did not say." }),
    runtime: z.string().nullable().meta({ description: "The Node.js that it runs on." }),
    database: z.string().meta({ description: "The version of its PostgreSQL." }),
    collector: z
      .strictObject({ state: z.enum(["collecting", "nobody"]), holder: z.string().nullable(), until: time.nullable() })
      .meta({ description: "Which process collects; it holds a lease that it renews." }),
    retention: retentionState,
    textModel: z.strictObject({
      writtenBy: z.string().meta({ description: "`template`, or the model that writes summaries." }),
      callsPerDay: count.nullable().meta({ description: "How often it is asked on a UTC day at most." }),
      callsToday: count,
    }),
    settings: z.array(setting).meta({ description: "Every setting of the process that answers." }),
    asOf: time,
  })
  .meta({ id: "Settings" });

export type SettingsAnswer = z.infer<typeof settingsAnswer>;
export type SettingShown = z.infer<typeof setting>;
