import type { ReactNode } from "react";
import { useState } from "react";
import { Link } from "wouter";
import type { Quota } from "#api/operations/quota-contract.ts";
import type { Stats } from "#api/operations/stats-contract.ts";
import { Permitted } from "../access/permitted.tsx";
import { AddChannels } from "../channels/add-channels.tsx";
import { CopyButton } from "../parts/copy-button.tsx";
import { pages } from "../paths.ts";
import { AddKey } from "../projects/add-key.tsx";

/** Beside a service that has the usual port. */
const DEMO = "npx viewcurve demo --port 8687";
const DEMO_ADDRESS = "http://localhost:8687/";

type Keys = Quota["projects"][number]["keys"];

/** What is yet to be done before there is anything to look at, and what came of doing it here. */
export function FirstRun({ projects, channels }: Pick<Quota, "projects"> & Pick<Stats, "channels">) {
  const keys = projects.flatMap((project) => project.keys);
  const hasKey = keys.some(({ state }) => state === "usable");
  const hasChannels = channels.known > 0;
  // What is told of a key that was added here goes on being told when it is there.
  const [beganWithout] = useState(!hasKey);
  return (
    <section className="panel first-run" aria-labelledby="first-run">
      <h2 id="first-run">
        {hasChannels ? (hasKey ? "All is there" : "Nothing can be asked of YouTube") : "Three steps to the first curve"}
      </h2>
      <ol>
        <Step title="Add a key and test it" isDone={hasKey}>
          {hasKey && !beganWithout ? (
            <p>
              There is one that YouTube takes. <Link href={pages.projects}>Projects and keys</Link>
            </p>
          ) : (
            <KeyStep keys={keys} hasKey={hasKey} projects={projects.map(({ id }) => id)} />
          )}
        </Step>
        <Step title="Add channels" isDone={hasChannels}>
          {hasKey ? null : <p>They are looked up as soon as there is a key.</p>}
          <AddChannels />
        </Step>
        <Step title="What happens next" isDone={false}>
          <p>
            Each channel’s whole catalogue is read, newest first: minutes for most. From then on its new videos are
            found within minutes, and each is sampled at 60 minutes, 24 hours, 7 and 30 days, and in between when it
            tells most. After three videos a channel has its usual curve, and what does unusually well shows here.
          </p>
        </Step>
      </ol>
      <h3>Or open the demo</h3>
      <p>
        It fills a dashboard like this one from a virtual YouTube in some seconds, without a key, and leaves nothing
        behind. It is a process of its own, with a database of its own: what is virtual never meets what you collect, so
        that this page cannot start it. Run this beside the service:
      </p>
      <p>
        <code>{DEMO}</code> <CopyButton text={DEMO} />
      </p>
      <p>
        Then <a href={DEMO_ADDRESS}>open it</a>, on the machine that it runs on.
      </p>
    </section>
  );
}

function Step({ title, isDone, children }: { title: string; isDone: boolean; children: ReactNode }) {
  return (
    <li className={isDone ? "done" : ""}>
      <h3>
        {title} {isDone ? <span className="good">done</span> : null}
      </h3>
      {children}
    </li>
  );
}

/** A key that there is and that nothing can be asked with wants another step than none. */
function KeyStep({ keys, hasKey, projects }: { keys: Keys; hasKey: boolean; projects: readonly string[] }) {
  return (
    <>
      {hasKey ? null : keys.length > 0 ? (
        <p className="bad">
          {keys.every(({ state }) => state === "paused")
            ? "All keys are paused: resume one."
            : "YouTube takes none of the keys there are."}{" "}
          <Link href={pages.projects}>See why, and what to do.</Link>
        </p>
      ) : (
        <p>
          In Google’s Cloud console make a project, enable “YouTube Data API v3” in it, and create an API key under
          Credentials: a few minutes, and free. It brings 10,000 units a day, enough for hundreds of channels.
        </p>
      )}
      <Permitted scope="admin" why="A key is sealed and never shown again, so that only an administrator adds one.">
        <AddKey projects={projects} />
      </Permitted>
    </>
  );
}
