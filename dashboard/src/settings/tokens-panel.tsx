import type { TokenAnswer } from "#api/access/tokens-contract.ts";
import { send } from "../api/ask.ts";
import { useAnswer } from "../api/use-answer.ts";
import { useChange } from "../api/use-change.ts";
import { useNow } from "../clock.ts";
import { ConfirmButton } from "../parts/confirm-button.tsx";
import { Answered, Notice } from "../parts/notice.tsx";
import { Panel } from "../parts/panel.tsx";
import { Scroll } from "../parts/scroll.tsx";
import { Ago } from "../parts/time-text.tsx";
import { questions } from "../paths.ts";
import { AddToken } from "./add-token.tsx";

interface Tokens {
  readonly items: readonly TokenAnswer[];
}

/** Who may ask: tokens of programs, and sessions of browsers. */
export function TokensPanel() {
  const tokens = useAnswer<Tokens>(questions.tokens);
  return (
    <Panel title="Tokens and sessions" api={questions.tokens} wide>
      <AddToken />
      <Answered of={tokens} lines={6}>
        {({ items }) => (
          <>
            <TokenTable title="Tokens" tokens={items.filter(({ kind }) => kind === "token")} all={items} />
            <TokenTable
              title="Signed-in browsers"
              tokens={items.filter(({ kind }) => kind === "session")}
              all={items}
            />
          </>
        )}
      </Answered>
    </Panel>
  );
}

const TONES = { valid: "good", expired: "quiet", revoked: "quiet" } as const;

function TokenTable({ title, tokens, all }: { title: string; tokens: readonly TokenAnswer[]; all: Tokens["items"] }) {
  const now = useNow();
  if (tokens.length === 0) {
    return <Notice>{title === "Tokens" ? "There is no token." : "No browser is signed in."}</Notice>;
  }
  const madeBy = (id: string) => all.find((token) => token.id === id)?.name ?? `the token of the ${id}`;
  return (
    <Scroll label={title}>
      <table>
        <caption>{title}</caption>
        <thead>
          <tr>
            <th>Name</th>
            <th>Scope</th>
            <th>State</th>
            <th>Made</th>
            <th>Expires</th>
            <th>Last used</th>
            <th>
              <span className="hidden-text">Actions</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {tokens.map((token) => (
            <tr key={token.id}>
              <td className="title">
                <bdi>{token.name}</bdi> <span className="quiet">{token.id}</span>
                {token.madeBy ? (
                  <span className="quiet">
                    {" "}
                    by <bdi>{madeBy(token.madeBy)}</bdi>
                  </span>
                ) : null}
              </td>
              <td>{token.scope}</td>
              <td className={TONES[token.state]}>{token.state}</td>
              <td>
                <Ago at={token.createdAt} now={now} />
              </td>
              <td>{token.expiresAt ? <Ago at={token.expiresAt} now={now} /> : "never"}</td>
              <td>
                {token.lastUsedAt ? <Ago at={token.lastUsedAt} now={now} /> : <span className="quiet">never</span>}
              </td>
              <td>{token.state === "valid" ? <Revoke token={token} /> : null}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}

function Revoke({ token: { id, name, kind } }: { readonly token: TokenAnswer }) {
  const revoke = useChange(() => send("DELETE", questions.token(id)), [questions.tokens, questions.session]);
  return (
    <ConfirmButton isSmall label="Revoke" title="Revoke it for good?" run={() => revoke.mutateAsync()}>
      {kind === "token" ? (
        <>
          Whatever sends the token <bdi>{name}</bdi> is refused from its next request on, and browsers that were signed
          in with it are signed out.
        </>
      ) : (
        "That browser is signed out; if it is this one, you sign in again."
      )}
    </ConfirmButton>
  );
}
