/** What can be imported of a row; each with the names that collections give it, folded (`foldName`), best first. */
export const FIELDS = {
  videoId: ["videoid", "youtubeid", "ytid", "youtubevideoid", "id", "videourl", "url", "link", "video"],
  capturedAt: [
    ..."capturedat fetchedat collectedat observedat scrapedat retrievedat polledat sampledat crawledat snapshotat".split(
      " ",
    ),
    ..."timestamp datetime time date collectiontime fetchtime querytime snapshottime collectiondate".split(" "),
  ],
  views: ["views", "viewcount", "statisticsviewcount", "videoviews", "videoviewcount", "viewscount"],
  likes: ["likes", "likecount", "statisticslikecount", "videolikes", "videolikecount", "likescount"],
  comments: ["comments", "commentcount", "statisticscommentcount", "commentscount", "numcomments", "videocommentcount"],
  channelId: ["channelid", "snippetchannelid", "ytchannelid", "authorid", "uploaderid"],
  channelTitle: ["channeltitle", "snippetchanneltitle", "channelname", "channel", "uploader", "author"],
  title: ["title", "snippettitle", "videotitle"],
  description: ["description", "snippetdescription", "videodescription"],
  tags: ["tags", "snippettags", "videotags", "keywords"],
  categoryId: ["categoryid", "snippetcategoryid", "videocategoryid", "category"],
  language: [
    ..."defaultaudiolanguage snippetdefaultaudiolanguage audiolanguage defaultlanguage".split(" "),
    ..."snippetdefaultlanguage language".split(" "),
  ],
  publishedAt: [
    ..."publishedat snippetpublishedat publishtime videopublishedat publishdate publicationdate uploaddate".split(" "),
    ..."uploadedat published".split(" "),
  ],
  duration: ["durationseconds", "durationsec", "duration", "contentdetailsduration", "lengthseconds", "videoduration"],
  thumbnailUrl: ["thumbnailurl", "thumbnail", "thumbnaillink", "thumbnailurls"],
  madeForKids: ["madeforkids", "statusmadeforkids"],
  live: ["islive", "live", "livebroadcast"],
} as const satisfies Record<string, readonly string[]>;

export type Field = keyof typeof FIELDS;

export const FIELD_NAMES = Object.keys(FIELDS) as Field[];

/** A column's name without case and without what stands between its words. */
export const foldName = (name: string): string =>
  name
    .normalize("NFKC")
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]/gu, "");
