import type { Api } from "#api/app-type.ts";
import { ADMIN_TOKEN } from "./open-api.ts";

const headers = { authorization: `Bearer ${ADMIN_TOKEN}` };

/** What can be asked of the watches of one API, each as one call. */
export const clientOf = (app: Api) => ({
  get: (path: string) => app.inject(`/api/v1/watches${path}`),
  post: (payload: object, query = "") =>
    app.inject({ method: "POST", url: `/api/v1/watches${query}`, payload, headers }),
  patch: (id: string, payload: object) =>
    app.inject({ method: "PATCH", url: `/api/v1/watches/${id}`, payload, headers }),
  remove: (id: string) => app.inject({ method: "DELETE", url: `/api/v1/watches/${id}`, headers }),
});

export type Client = ReturnType<typeof clientOf>;

export const search = (q: string, over: object = {}) => ({ kind: "search", filters: { q }, ...over });

/** The id of a watch that must be addable. */
export async function add(client: Client, payload: object): Promise<string> {
  const answer = await client.post(payload);
  if (answer.statusCode !== 201) throw new Error(answer.body);
  return answer.json().id;
}

/** Of the form of a watch's id, and nobody's. */
export const UNKNOWN = "AAAAAAAAAAAA";
