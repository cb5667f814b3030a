import { z } from "zod";
import { type Api, problemResponses } from "#api/app-type.ts";
import { nothing } from "#api/http/params.ts";
import { problem, sendProblem } from "#api/http/problem.ts";
import { type Duration, inSeconds } from "#domain/time.ts";
import { beginSession, redeemLoginCode, SESSION_VALID } from "#storage/access/login-codes.ts";
import { revokeToken, tokenHash } from "#storage/access/tokens.ts";
import type { AccessDependencies } from "./auth.ts";
import { credentialsIn, SESSION_COOKIE, visitorOf } from "./credentials.ts";
import { addressOf } from "./hosts.ts";
import type { RateLimits } from "./rate-limits.ts";
import { isSameOrigin } from "./same-origin.ts";

export interface LoginDependencies extends AccessDependencies {
  /** Whether browsers reach us by HTTPS, so that the cookie must not travel otherwise. */
  readonly secureCookies: boolean;
}

const loginQuery = z.strictObject({
  code: z
    .string()
    .max(200)
    .meta({
      description: "The one-time code of a link that `start` or `viewcurve login-link` printed.",
      examples: ["vc_printed-once-on-your-terminal"],
    }),
});

const loginRefused = problem(
  "login-refused",
  "This link was used already, or is older than ten minutes: viewcurve login-link prints another.",
);
const loginBody = z.strictObject({
  token: z.string().max(500).meta({ description: "A token of any scope; the session may do what the token may." }),
});

const tokenRefused = problem(
  "token-refused",
  "The token is none of this installation's, was revoked, or has expired: viewcurve tokens add makes another.",
);
const crossSite = problem("cross-site", "Sign in and out from a page of this server.");

/** How a browser gets its session, and gives it back. */
export function loginRoutes(app: Api, deps: LoginDependencies, limits: RateLimits): void {
  const { db, clock, adminTokenHash } = deps;
  const cookie = (maxAge: Duration) => ({
    path: "/",
    httpOnly: true,
    sameSite: "strict" as const,
    secure: deps.secureCookies,
    maxAge: inSeconds(maxAge),
  });

  app.get(
    "/login",
    {
      // Programs that look at a link before people do must not use it up.
      exposeHeadRoute: false,
      schema: {
        operationId: "logIn",
        summary: "Begin a browser's session by a one-time code, and go to the front page",
        tags: ["access"],
        querystring: loginQuery,
        response: {
          303: z.null().meta({ description: "A cookie for 30 days was set; `Location` is the front page." }),
          ...problemResponses,
        },
      },
      config: { problems: ["login-refused"] },
    },
    async (request, reply) => {
      const address = addressOf(request, deps);
      const guesser = await limits.refuseGuesser(request, reply, address);
      if (guesser) return sendProblem(reply, guesser);
      const session = await redeemLoginCode(db, request.query.code, clock.now());
      if (session === null) {
        await limits.noteGuess(request, address);
        return sendProblem(reply, loginRefused);
      }
      reply.setCookie(SESSION_COOKIE, session, cookie(SESSION_VALID));
      // The code must not stand in the Referer of whatever the front page links to.
      reply.header("referrer-policy", "no-referrer").header("cache-control", "no-store");
      return reply.code(303).header("location", "/").send(null);
    },
  );

  app.post(
    "/login",
    {
      schema: {
        operationId: "logInByToken",
        summary: "Begin a browser's session by a token",
        tags: ["access"],
        querystring: nothing,
        body: loginBody,
        response: {
          204: z.null().meta({ description: "A cookie for 30 days was set." }),
          ...problemResponses,
        },
      },
      config: { problems: ["cross-site", "token-refused"] },
    },
    async (request, reply) => {
      // Another site's page must not sign a browser in as somebody else.
      if (!isSameOrigin(request)) return sendProblem(reply, crossSite);
      const address = addressOf(request, deps);
      const guesser = await limits.refuseGuesser(request, reply, address);
      if (guesser) return sendProblem(reply, guesser);
      const sent = { kind: "bearer", token: request.body.token } as const;
      const visitor = await visitorOf(db, sent, adminTokenHash, clock.now());
      if (visitor === null) {
        await limits.noteGuess(request, address);
        return sendProblem(reply, tokenRefused);
      }
      const session = await beginSession(db, visitor.scope, tokenHash(sent.token), clock.now());
      return reply.setCookie(SESSION_COOKIE, session, cookie(SESSION_VALID)).code(204).send(null);
    },
  );

  app.post(
    "/logout",
    {
      schema: {
        operationId: "logOut",
        summary: "End the session of the browser that asks",
        tags: ["access"],
        querystring: nothing,
        response: {
          204: z.null().meta({ description: "There is no session any more; the cookie is taken back." }),
          ...problemResponses,
        },
      },
      config: { problems: ["cross-site"] },
    },
    async (request, reply) => {
      const sent = credentialsIn(request);
      const session = sent.kind === "cookie" ? await visitorOf(db, sent, adminTokenHash, clock.now()) : null;
      if (session) {
        if (!isSameOrigin(request)) return sendProblem(reply, crossSite);
        await revokeToken(db, session.id, clock.now());
      }
      return reply.clearCookie(SESSION_COOKIE, { path: "/" }).code(204).send(null);
    },
  );
}
