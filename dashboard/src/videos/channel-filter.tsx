import { ChannelPicker } from "../parts/channel-picker.tsx";
import type { FilterProps } from "./filter-bar.tsx";
import { withAll } from "./video-filters.ts";

/** Channels by a part of their names. */
export const ChannelFilter = ({ params, setParams }: FilterProps) => (
  <ChannelPicker
    width={150}
    chosen={params.getAll("channel")}
    choose={(ids) => setParams(withAll(params, "channel", ids))}
  />
);
