import { Button } from "@mantine/core";
import type { KeyAnswer } from "#api/operations/keys-contract.ts";
import { send, wordsOf } from "../api/ask.ts";
import { useAnswer } from "../api/use-answer.ts";
import { useChange } from "../api/use-change.ts";
import { useNow } from "../clock.ts";
import { ConfirmButton } from "../parts/confirm-button.tsx";
import { Scroll } from "../parts/scroll.tsx";
import { Ago } from "../parts/time-text.tsx";
import { questions } from "../paths.ts";
import { keyWords } from "./key-words.ts";
import { TOUCHED } from "./touched.ts";

/** A test takes the collector a second or two. */
const TEST_LOOK_MS = 1_000;

export function KeyTable({ keys }: { readonly keys: readonly KeyAnswer[] }) {
  return (
    <Scroll label="Its keys">
      <table>
        <caption>Its keys. What is whole of them is sealed, and never shown.</caption>
        <thead>
          <tr>
            <th>Key</th>
            <th>State</th>
            <th>Refused</th>
            <th>Tested</th>
            <th>Added</th>
            <th>
              <span className="hidden-text">Actions</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {keys.map((key) => (
            <KeyRow key={key.fingerprint} listed={key} />
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}

/** While a key is being tried it is looked at each second, by itself. */
function KeyRow({ listed }: { readonly listed: KeyAnswer }) {
  const isTried = listed.state === "testing";
  const looked = useAnswer<KeyAnswer>(questions.key(listed.fingerprint), {
    enabled: isTried,
    every: (found) => (found?.state === "testing" ? TEST_LOOK_MS : false),
  });
  const key = isTried && looked.data ? looked.data : listed;
  // What it tells of may have happened since the page last learned what time it is.
  const now = Math.max(useNow(), Date.parse(key.asOf));
  const { text, tone } = keyWords(key);
  return (
    <tr>
      <td>
        <code>{key.masked}</code>
      </td>
      <td className="wrap">
        <span className={tone} role="status">
          {text}
        </span>
      </td>
      <td>{key.refusedAt ? <Ago at={key.refusedAt} now={now} /> : <span className="quiet">never</span>}</td>
      <td>{key.testedAt ? <Ago at={key.testedAt} now={now} /> : <span className="quiet">never</span>}</td>
      <td>
        <Ago at={key.addedAt} now={now} />
      </td>
      <td>
        <KeyButtons listed={key} />
      </td>
    </tr>
  );
}

function KeyButtons({ listed: { fingerprint, masked, state } }: { readonly listed: KeyAnswer }) {
  const path = questions.key(fingerprint);
  const test = useChange(() => send("POST", `${path}/test`), TOUCHED);
  const pause = useChange((paused: boolean) => send("PATCH", path, { paused }), TOUCHED);
  const remove = useChange(() => send("DELETE", path), TOUCHED);
  const failure = test.error ?? pause.error;
  return (
    <span className="buttons">
      {state === "paused" ? (
        <Button size="compact-xs" loading={pause.isPending} onClick={() => pause.mutate(false)}>
          Resume
        </Button>
      ) : (
        <>
          <Button
            size="compact-xs"
            variant="default"
            disabled={state === "testing"}
            loading={test.isPending}
            onClick={() => test.mutate()}
          >
            Test
          </Button>
          <ConfirmButton isSmall label="Pause" title={`Pause ${masked}?`} run={() => pause.mutateAsync(true)}>
            Nothing is asked with it until it is resumed; the project’s other keys go on. Without any usable key
            collecting stands still, and first hours are missed.
          </ConfirmButton>
        </>
      )}
      <ConfirmButton isSmall label="Remove" title={`Remove ${masked}?`} run={() => remove.mutateAsync()}>
        It is forgotten here; in Google’s console it stays. What it has spent stays in the ledger.
      </ConfirmButton>
      {failure ? (
        <span className="bad" role="alert">
          {wordsOf(failure)}
        </span>
      ) : null}
    </span>
  );
}
