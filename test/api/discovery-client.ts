import type { Api } from "#api/app-type.ts";
import { ADMIN_TOKEN } from "./open-api.ts";

const headers = { authorization: `Bearer ${ADMIN_TOKEN}` };

/** What can be asked of the discoveries of one API, each as one call. */
export const discoveriesOf = (app: Api) => ({
  get: (path: string) => app.inject(`/api/v1/discoveries${path}`),
  post: (payload: object, query = "") =>
    app.inject({ method: "POST", url: `/api/v1/discoveries${query}`, payload, headers }),
  patch: (id: string, payload: object) =>
    app.inject({ method: "PATCH", url: `/api/v1/discoveries/${id}`, payload, headers }),
  remove: (id: string, query = "") =>
    app.inject({ method: "DELETE", url: `/api/v1/discoveries/${id}${query}`, headers }),
});
