-- Answers that take their time: made once, kept, and made anew after each hour while somebody asks for them.

create table insight_answer (
  -- Which insight, such as keywords.
  kind        text        not null,
  -- The SHA-256 of the question: a question of a hundred channels is too long for a key.
  digest      text        not null,
  question    jsonb       not null,
  -- Grows when an answer of this kind changes its form or meaning: those of before are made anew.
  shape       integer     not null,
  -- What the answer was made from, in short: while that is the same, so is the answer.
  stamp       text        not null,
  answer      jsonb       not null,
  -- When it was made, and until when it was found to hold.
  made_at     timestamptz not null,
  computed_at timestamptz not null,
  -- When somebody last asked, to the hour or so.
  asked_at    timestamptz not null,
  primary key (kind, digest)
);
