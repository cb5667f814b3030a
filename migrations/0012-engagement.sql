-- What rates are drawn towards: of likes, of comments and of both together, by format and category, by format, and of all
-- videos. What stands in the table was fitted by format alone and is fitted anew within the hour; until then what ships
-- with the product holds.
drop table engagement_prior;
create table engagement_prior (
  kind        text             not null check (kind in ('engagement', 'likes', 'comments')),
  -- '' = all formats.
  format      text             not null,
  -- '' = all categories of the format.
  category_id text             not null,
  alpha       double precision not null,
  beta        double precision not null,
  n           integer          not null,
  computed_at timestamptz      not null,
  primary key (kind, format, category_id)
);

-- The highest plain rates, for the most liked and the most discussed videos: only of those that may be ranked
-- (src/domain/engagement.ts has the same bounds), so that it holds no rate that is mere chance.
create index video_counter_like_rate
  on video_counter ((likes::double precision / views) desc, video_id desc, published_at)
  where views >= 100 and likes <= views and published_at is not null and gone_at is null;
create index video_counter_comment_rate
  on video_counter ((comments::double precision / views) desc, video_id desc, published_at)
  where views >= 100 and comments <= views and published_at is not null and gone_at is null;
