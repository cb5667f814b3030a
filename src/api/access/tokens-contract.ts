import { z } from "zod";
import { SCOPES } from "#domain/scope.ts";

/* The contract of tokens. A token's text is answered once, when it is made, and can never be read again. */

const time = z.iso.datetime({ precision: 3 });

export const tokenParams = z.strictObject({
  id: z
    .string()
    .regex(/^[0-9a-f]{12}$/, "must be a token's id: 12 hexadecimal digits")
    .meta({ description: "A token's id.", examples: ["3f9c2b7a1d04"] }),
});

export const tokenBody = z.strictObject({
  name: z
    .string()
    .regex(/^\P{C}+$/u, "must be a text without control characters")
    .max(100)
    .meta({ description: "For yourself: what uses it.", examples: ["spreadsheet"] }),
  scope: z.enum(SCOPES).meta({ description: "What it may do; each scope includes those before it." }),
  expiresAt: time
    .nullable()
    .default(null)
    .meta({ description: "From when on it is refused; `null` = never.", examples: ["2027-02-18T00:00:00.000Z"] }),
});

const tokenAnswer = z
  .strictObject({
    id: z.string(),
    name: z.string(),
    scope: z.enum(SCOPES),
    kind: z
      .enum(["token", "session"])
      .meta({ description: "A `session` is a browser that was signed in, by a link or a token." }),
    state: z.enum(["valid", "expired", "revoked"]),
    createdAt: time,
    expiresAt: time.nullable(),
    lastUsedAt: time.nullable().meta({ description: "To the hour; `null` = never." }),
    revokedAt: time.nullable(),
    madeBy: z.string().nullable().meta({
      description:
        "The id of the token that a session was begun with, and ends with; `settings` = that of the settings.",
    }),
  })
  .meta({ id: "Token" });

export const tokensAnswer = z.strictObject({ items: z.array(tokenAnswer), asOf: time }).meta({ id: "Tokens" });

export const newTokenAnswer = z
  .strictObject({
    token: z.string().meta({ description: "The token itself. It is told this once." }),
    ...tokenAnswer.shape,
  })
  .meta({ id: "NewToken" });

export const sessionAnswer = z
  .strictObject({
    scope: z
      .enum(SCOPES)
      .nullable()
      .meta({ description: "What the token or session that was sent may do; `null` = none was, or it is over." }),
  })
  .meta({ id: "Session" });

export type NewToken = z.infer<typeof newTokenAnswer>;
export type TokenAnswer = z.infer<typeof tokenAnswer>;
export type Session = z.infer<typeof sessionAnswer>;
