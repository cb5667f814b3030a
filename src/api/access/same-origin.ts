import type { FastifyRequest } from "fastify";

/**
 * Whether a browser says that a page of ours made this request. A browser adds its cookie to what any page of the same
 * site sends, and another port of the same machine is the same site; so a cookie alone proves nothing about a write.
 * Sec-Fetch-Site cannot be written by pages, but browsers leave it out on plain HTTP off localhost: there Origin has to
 * name the host that was asked.
 */
export function isSameOrigin(request: FastifyRequest): boolean {
  const site = request.headers["sec-fetch-site"];
  if (site !== undefined) return site === "same-origin";
  const { origin, host } = request.headers;
  return host !== undefined && URL.parse(origin ?? "")?.host === host.toLowerCase();
}
