import { Link } from "wouter";
import type { Quota } from "#api/operations/quota-contract.ts";
import { useAnswer } from "../api/use-answer.ts";
import { burnDown } from "../chart/burn-down.ts";
import { useNow } from "../clock.ts";
import { asCount } from "../format/numbers.ts";
import { asAgo, asTime } from "../format/times.ts";
import { Answered, Notice } from "../parts/notice.tsx";
import { Panel } from "../parts/panel.tsx";
import { Scroll } from "../parts/scroll.tsx";
import { pages, questions, tableOf } from "../paths.ts";
import { QUOTA_ZONE, useReader } from "../reader.tsx";

/** What may still be spent until midnight in Los Angeles. */
export function QuotaPanel() {
  const quota = useAnswer<Quota>(questions.quota);
  return (
    <Panel title="Quota until the reset" api={questions.quota} csv={tableOf(questions.quota)} how="quota">
      <Answered of={quota} lines={6}>
        {(answer) => <Projects quota={answer} />}
      </Answered>
    </Panel>
  );
}

function Projects({ quota: { projects, resetsAt } }: { readonly quota: Quota }) {
  const now = useNow();
  const { zone } = useReader();
  if (projects.length === 0) {
    return (
      <Notice>
        There is no key, so nothing can be asked of YouTube. <Link href={pages.projects}>Add one</Link>
      </Notice>
    );
  }
  return (
    <>
      <p className="small">
        It begins anew {asAgo(resetsAt, now)}, at {asTime(resetsAt, zone)}
        {zone === QUOTA_ZONE ? "" : `, which is midnight in Los Angeles`}.
      </p>
      <Scroll label="Quota of each project and bucket">
        <table>
          <thead>
            <tr>
              <th>Project</th>
              <th>Bucket</th>
              <th className="number">Left</th>
              <th className="number">Of</th>
              <th className="number">Used at the reset</th>
              <th>Burn-down</th>
            </tr>
          </thead>
          <tbody>
            {projects.flatMap(({ id, buckets }) =>
              buckets.map((bucket) => (
                <tr key={`${id} ${bucket.bucket}`}>
                  <td className="name">
                    <bdi>{id}</bdi>
                  </td>
                  <td>{bucket.bucket}</td>
                  <td className="number">{asCount(bucket.left)}</td>
                  <td className="number">{asCount(bucket.limit)}</td>
                  <td className="number">
                    {bucket.spentAt ? (
                      <span className="bad">YouTube says: spent</span>
                    ) : (
                      asCount(bucket.pace.usedAtReset)
                    )}
                  </td>
                  <td>
                    <BurnDownLine {...burnDown(bucket, now, resetsAt)} />
                  </td>
                </tr>
              )),
            )}
          </tbody>
        </table>
      </Scroll>
    </>
  );
}

const [WIDTH, HEIGHT] = [120, 22];

/** The numbers stand beside it. */
function BurnDownLine({ now, left, leftAtReset, emptyAt }: ReturnType<typeof burnDown>) {
  const at = (x: number, y: number): string => `${(x * WIDTH).toFixed(1)},${((1 - y) * (HEIGHT - 2) + 1).toFixed(1)}`;
  const end = emptyAt === null ? at(1, leftAtReset) : at(emptyAt, 0);
  return (
    <svg className="spark" width={WIDTH} height={HEIGHT} aria-hidden="true">
      <polyline points={`${at(0, 1)} ${at(1, 0)}`} fill="none" stroke="var(--line)" />
      <polyline points={`${at(0, 1)} ${at(now, left)}`} fill="none" stroke="var(--accent)" strokeWidth="2" />
      <polyline
        points={`${at(now, left)} ${end}`}
        fill="none"
        stroke={emptyAt === null ? "var(--accent)" : "var(--bad)"}
        strokeDasharray="3 3"
      />
    </svg>
  );
}
