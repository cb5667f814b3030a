import { type Revision, revisionChanges } from "../chart/revision-changes.ts";
import { ChangeText } from "./change-text.tsx";
import { Panel } from "./panel.tsx";
import { Scroll } from "./scroll.tsx";
import { TimeText } from "./time-text.tsx";

interface RevisionsProps {
  readonly revisions: readonly Revision[];
  /** What the fields say now, by the names that revisions have for them. */
  readonly now?: Readonly<Record<string, unknown>>;
  readonly videoId?: string;
}

/** What texts and pictures were before they were changed, and what they became. */
export function RevisionsPanel({ revisions, now = {}, videoId }: RevisionsProps) {
  return (
    <Panel title="Revisions">
      {revisions.length === 0 ? (
        <p className="quiet">Its texts have not changed since it was described first.</p>
      ) : (
        <Scroll label="Revisions">
          <table>
            <thead>
              <tr>
                <th>Seen</th>
                <th>What</th>
                <th>Before and after</th>
              </tr>
            </thead>
            <tbody>
              {revisionChanges(revisions, now).map((change) => (
                <tr key={`${change.seenAt} ${change.field}`}>
                  <td>
                    <TimeText at={change.seenAt} />
                  </td>
                  <td className="wrap">
                    <bdi>{change.field}</bdi>
                  </td>
                  <td className="wrap">
                    <ChangeText change={change} {...(videoId === undefined ? {} : { videoId })} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </Scroll>
      )}
    </Panel>
  );
}
