import { z } from "zod";
import { isProjectName, LIMIT_MOST, PROJECT_DEFAULT } from "#domain/project.ts";

/* The contract of keys and projects. A key goes in and never comes out: what is shown of it is its mask. */

const time = z.iso.datetime({ precision: 3 });
const units = z.int().min(0);
const limit = z.int().min(0).max(LIMIT_MOST);

const projectName = z
  .string()
  .max(63)
  .refine(isProjectName, "must be letters, digits, dots and dashes, at most 63, the first a letter or a digit");

export const projectParams = z.strictObject({
  id: projectName.meta({ description: "A project's name.", examples: ["default"] }),
});

export const keyParams = z.strictObject({
  id: z
    .string()
    .regex(/^[0-9a-f]{1,64}$/, "must be a key's fingerprint: hexadecimal digits")
    .meta({ description: "A key's fingerprint.", examples: ["1f0a6b0c2d3e4f5061728394a5b6c7d8"] }),
});

const limits = z.strictObject({ default: limit, search: limit, batch: limit }).partial();

const acknowledges = z
  .literal(true)
  .optional()
  .meta({ description: "That docs/policy.md has been read on using more than one project." });

export const projectBody = z.strictObject({
  id: projectName,
  limits: limits.optional().meta({ description: "Units a day where Google granted others than usual." }),
  acknowledgeSeveralProjects: acknowledges,
});

export const projectPatch = z.strictObject({
  limits: limits.refine((given) => Object.keys(given).length > 0, "must have a limit at least"),
});

/** A property's name is not repeated in what is wrong with it: whoever mixed things up may have put the key there. */
export const keyBody = z
  .looseObject({
    key: z.string().max(1000).meta({ description: "The key. It is sealed at once, and never answered." }),
    project: projectName.default(PROJECT_DEFAULT),
    acknowledgeSeveralProjects: acknowledges,
  })
  .superRefine((body, context) => {
    const known = ["key", "project", "acknowledgeSeveralProjects"];
    if (Object.keys(body).some((name) => !known.includes(name))) {
      context.addIssue({ code: "custom", message: `must have nothing beside ${known.join(", ")}` });
    }
  });

export const keyPatch = z.strictObject({ paused: z.boolean() });

export const projectAnswer = z
  .strictObject({
    id: z.string(),
    consumer: z.string().nullable().meta({ description: "Google's own name of it, where an error told." }),
    createdAt: time,
    keys: units.meta({ description: "How many keys it has, whatever their state." }),
    limits: z.strictObject({ default: units, search: units, batch: units }),
    today: z.array(
      z.strictObject({
        bucket: z.enum(["default", "search", "batch"]),
        used: units,
        left: units.meta({ description: "Less than the limit leaves where YouTube called the bucket spent." }),
        spentAt: time.nullable(),
      }),
    ),
    asOf: time,
  })
  .meta({ id: "Project" });

export const projectsAnswer = z.strictObject({ items: z.array(projectAnswer), asOf: time }).meta({ id: "Projects" });

export const keyAnswer = z
  .strictObject({
    fingerprint: z.string(),
    project: z.string(),
    masked: z.string(),
    state: z.enum(["usable", "testing", "refused", "paused"]).meta({
      description:
        "`testing`: one call is to try it at once; `testedAt` tells when it has, and the state what came of it.",
    }),
    reason: z.string().nullable().meta({ description: "Why YouTube refused it, in its own word." }),
    refusedAt: time.nullable(),
    testAt: time.nullable().meta({ description: "When one call tries it: daily while it is refused." }),
    testedAt: time.nullable(),
    testSaid: z.string().nullable().meta({ description: "What the last such call was told against it." }),
    addedAt: time,
    asOf: time,
  })
  .meta({ id: "Key" });

export const keysAnswer = z.strictObject({ items: z.array(keyAnswer), asOf: time }).meta({ id: "Keys" });

export type ProjectAnswer = z.infer<typeof projectAnswer>;
export type KeyAnswer = z.infer<typeof keyAnswer>;
export type Projects = z.infer<typeof projectsAnswer>;
export type Keys = z.infer<typeof keysAnswer>;
