/** Under which every resource is. The version changes when an answer changes in a way that its readers must know of. */
export const API_PREFIX = "/api/v1";
