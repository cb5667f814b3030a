import { z } from "zod";

/* What is answered of the fields of all other answers. See contract.ts for the conventions. */

export const dictionaryAnswer = z
  .strictObject({
    items: z.array(
      z.strictObject({
        entity: z.string().meta({ description: "What has the field." }),
        field: z.string().meta({ description: "Its name in the answer, and of its column in a table." }),
        type: z.enum(["text", "choice", "list", "object", "integer", "number", "boolean", "instant"]),
        unit: z.string().nullable().meta({ description: "What one of it is; null where that makes no sense." }),
        meaning: z.string(),
        nullWhen: z
          .string()
          .nullable()
          .meta({ description: "When it is null, with the reasons that stand beside it then; null = it never is." }),
        formula: z
          .string()
          .nullable()
          .meta({ description: "The page that says how it is computed; null = it is as it was said." }),
      }),
    ),
  })
  .meta({ id: "Dictionary" });

export type Dictionary = z.infer<typeof dictionaryAnswer>;
