import { isIPv6 } from "node:net";
import type { FastifyReply, FastifyRequest } from "fastify";
import { problem, sendProblem } from "#api/http/problem.ts";

/** How the server is reached. */
export interface Reach {
  /** Whether the server listens on loopback only: then reads need no token. */
  readonly loopback: boolean;
  /** The host (and port) of VIEWCURVE_PUBLIC_URL, by which a reverse proxy may name us; `null` = none. */
  readonly publicHost: string | null;
}

const LOCAL_HOST = /^(?:localhost|127\.0\.0\.1|\[::1\])(?::\d{1,5})?$/i;

const isLocalHost = (request: FastifyRequest): boolean => LOCAL_HOST.test(request.headers.host ?? "");

/** A proxy on this machine makes the whole world look like loopback; its headers give it away. */
const isForwarded = (request: FastifyRequest): boolean =>
  Object.keys(request.headers).some((name) => name === "forwarded" || name.startsWith("x-forwarded-"));

/** Whether a person or program of this very machine asks, straight and by a name of this machine. */
export const isFromHere = (request: FastifyRequest, { loopback }: Reach): boolean =>
  loopback && isLocalHost(request) && !isForwarded(request);

/**
 * Refuses (421) a host that is not ours while we listen on loopback: a page whose name an attacker points at
 * 127.0.0.1 would otherwise read everything through its visitor's browser. Off loopback all needs a token anyway.
 */
export const refuseForeignHost =
  ({ loopback, publicHost }: Reach) =>
  async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply | undefined> => {
    if (!loopback || isLocalHost(request)) return undefined;
    if (publicHost !== null && request.headers.host?.toLowerCase() === publicHost.toLowerCase()) return undefined;
    return sendProblem(
      reply,
      problem("foreign-host", "Ask by localhost, 127.0.0.1 or [::1], or set VIEWCURVE_PUBLIC_URL."),
    );
  };

const LOOPBACK_ADDRESS = /^(?:127\.|::1$|::ffff:127\.)/;

/**
 * The address that rates are counted by. Behind a proxy of this machine it is what that proxy says it was asked by: the
 * last entry of X-Forwarded-For, since those before it are the client's own words. The header is believed only where an
 * operator has said that there is a proxy (VIEWCURVE_PUBLIC_URL) and the peer is on loopback; anybody else could write
 * a new address into each request.
 */
export function addressOf(request: FastifyRequest, { publicHost }: Reach): string {
  const peer = request.socket.remoteAddress ?? "";
  const forwarded = [request.headers["x-forwarded-for"] ?? []].flat().join(",").split(",").at(-1)?.trim();
  const isBelieved = publicHost !== null && LOOPBACK_ADDRESS.test(peer) && forwarded;
  return networkOf(isBelieved ? forwarded : peer);
}

/** Whoever has one IPv6 address has the 2^64 of its network: these count as one. */
function networkOf(address: string): string {
  if (!isIPv6(address) || address.startsWith("::ffff:")) return address;
  const [head = "", tail] = address.toLowerCase().split("::");
  const groupsOf = (text: string): readonly string[] => (text === "" ? [] : text.split(":"));
  const [left, right] = [groupsOf(head), groupsOf(tail ?? "")];
  const whole = [...left, ...Array<string>(Math.max(0, 8 - left.length - right.length)).fill("0"), ...right];
  return `${whole.slice(0, 4).join(":")}::/64`;
}
