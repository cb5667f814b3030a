import { z } from "zod";

export const followAnswer = z.strictObject({
  id: z.string(),
  state: z.enum(["waiting", "followed"]).meta({
    description: "waiting: YouTube is asked for it when a day's default bucket can spare it; followed: it is sampled.",
  }),
});
