import { z } from "zod";
import { type ChannelId, isChannelId } from "#domain/channel.ts";
import { isVideoId, type VideoId } from "#domain/video.ts";

export const videoId = z.custom<VideoId>((value) => typeof value === "string" && isVideoId(value));
export const channelId = z.custom<ChannelId>((value) => typeof value === "string" && isChannelId(value));
