/** What can be exported. */
export const DATASETS = ["videos", "snapshots", "channels", "watch-runs", "keywords"] as const;
export type Dataset = (typeof DATASETS)[number];

/** What it can be written as. */
export const FORMATS = ["csv", "ndjson", "parquet"] as const;
export type FileFormat = (typeof FORMATS)[number];
