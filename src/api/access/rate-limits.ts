import rateLimit from "@fastify/rate-limit";
import type { FastifyReply, FastifyRequest } from "fastify";
import type { Api } from "#api/app-type.ts";
import { type Problem, problem, sendProblem } from "#api/http/problem.ts";
import { inSeconds, minutes } from "#domain/time.ts";
import { addressOf, isFromHere, type Reach } from "./hosts.ts";

declare module "fastify" {
  interface FastifyRequest {
    /** By whom this request is counted: a token, or an address. */
    rateKey: string;
  }
}

const WINDOW = minutes(1);

/**
 * A hundred requests a second, for a minute on end, of one token or address. The server answers some six times as many,
 * so one client cannot keep the others out; a script that reads pages of 200 rows gets 1,200,000 rows a minute, and
 * forty open dashboards ask less.
 */
const REQUESTS_MAX = 6_000;

/**
 * Guesses of a token, by one address in a minute. Our own tokens have 256 bits and cannot be guessed; the token of the
 * settings may be as short as 16 characters of somebody's choice. Ten a minute are five million a year, and a person
 * who mistypes needs two.
 */
const GUESSES_MAX = 10;

/** Counters in memory: a process each, forgotten when it ends. */
export interface RateLimits {
  /** Counts a request by a token or an address. The problem to answer with when there were too many; else `null`. */
  count(request: FastifyRequest, reply: FastifyReply, key: string): Promise<Problem | null>;
  /** The problem for an address that has guessed too often to be believed at all now; else `null`. */
  refuseGuesser(request: FastifyRequest, reply: FastifyReply, address: string): Promise<Problem | null>;
  /** Counts a wrong token, code or cookie. */
  noteGuess(request: FastifyRequest, address: string): Promise<void>;
}

/** Counts requests to what is open to everybody by their address; what this machine itself asks is not counted. */
export const countAddresses =
  (limits: RateLimits, reach: Reach) =>
  async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply | undefined> => {
    if (isFromHere(request, reach)) return undefined;
    const tooMany = await limits.count(request, reply, addressOf(request, reach));
    return tooMany ? sendProblem(reply, tooMany) : undefined;
  };

/** Prepares the limits. Nothing is limited until a hook asks. */
export async function openRateLimits(app: Api): Promise<RateLimits> {
  app.decorateRequest("rateKey", "");
  await app.register(rateLimit, { global: false });
  const keyGenerator = (request: FastifyRequest): string => request.rateKey;
  const requests = app.createRateLimit({ max: REQUESTS_MAX, timeWindow: WINDOW, keyGenerator });
  const guesses = app.createRateLimit({ max: GUESSES_MAX, timeWindow: WINDOW, keyGenerator });
  return {
    async count(request, reply, key) {
      request.rateKey = key;
      const counted = await requests(request);
      if (counted.isAllowed) return null;
      reply.header("ratelimit-policy", `"requests";q=${REQUESTS_MAX};w=${inSeconds(WINDOW)}`);
      reply.header("ratelimit", `"requests";r=${counted.remaining};t=${counted.ttlInSeconds}`);
      if (!counted.isExceeded) return null;
      reply.header("retry-after", counted.ttlInSeconds);
      return problem(
        "too-many-requests",
        `At most ${REQUESTS_MAX} requests a minute: wait ${counted.ttlInSeconds} s, or ask for more rows at once.`,
      );
    },
    async refuseGuesser(request, reply, address) {
      request.rateKey = address;
      const guessed = await guesses(request, { increment: false });
      if (guessed.isAllowed || guessed.remaining > 0 || guessed.ttlInSeconds === 0) return null;
      reply.header("retry-after", guessed.ttlInSeconds);
      return problem(
        "too-many-requests",
        `Your address has sent ${GUESSES_MAX} wrong tokens in a minute: no token is taken from it for ${guessed.ttlInSeconds} s.`,
      );
    },
    async noteGuess(request, address) {
      request.rateKey = address;
      await guesses(request);
    },
  };
}
