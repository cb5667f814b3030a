import type { ChannelDetail } from "#api/channel-detail-contract.ts";
import type { VideoItem } from "#api/contract.ts";
import type { Series } from "#api/series-contract.ts";
import { useAnswer } from "../api/use-answer.ts";
import { sparkOf } from "../chart/spark.ts";
import { questions } from "../paths.ts";

const [WIDTH, HEIGHT] = [96, 22];

type SparkVideo = Pick<VideoItem, "id" | "channel" | "format">;

/** A video's curve by age, on the middle half of its channel's usual ones. */
export function CurveSpark({ video: { id, channel, format } }: { readonly video: SparkVideo }) {
  const { data } = useAnswer<Series>(questions.series(id, "age"));
  const usual = useAnswer<ChannelDetail>(questions.channel(channel.id));
  const ages = data?.bucket === "age" ? data.ages : [];
  const spark = sparkOf(
    ages.flatMap(({ ageSeconds, views }) => (views === null ? [] : [{ x: ageSeconds, y: views }])),
    usual.data?.typical.find((each) => each.format === format)?.bands ?? [],
    WIDTH,
    HEIGHT,
  );
  if (data && spark === null) return <span className="why">youth not sampled</span>;
  return (
    <svg className="spark" width={WIDTH} height={HEIGHT} aria-hidden="true">
      {spark?.band ? <polygon points={spark.band} fill="var(--band)" /> : null}
      {spark ? <polyline points={spark.line} fill="none" stroke="var(--accent)" strokeWidth="1.5" /> : null}
    </svg>
  );
}
