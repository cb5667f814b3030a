import type { SettingShown } from "#api/operations/settings-contract.ts";
import { Notice } from "../parts/notice.tsx";
import { Panel } from "../parts/panel.tsx";
import { Scroll } from "../parts/scroll.tsx";

/** Every setting in force; of secrets only whether there is one. */
export function SettingTable({ settings }: { readonly settings: readonly SettingShown[] }) {
  return (
    <Panel title="Settings in force" wide>
      {settings.length === 0 ? (
        <Notice>This process was not started by settings: the demo and tests bring their own.</Notice>
      ) : (
        <Scroll label="Settings in force">
          <table>
            <caption>
              Of the process that answers. They stand in its environment or its .env file, and are changed there
              (docs/configuration.md).
            </caption>
            <thead>
              <tr>
                <th>Setting</th>
                <th>Value</th>
                <th>From</th>
              </tr>
            </thead>
            <tbody>
              {settings.map(({ name, value, isSet, isHidden }) => (
                <tr key={name}>
                  <td>
                    <code>{name}</code>
                  </td>
                  <td className="wrap">
                    {value !== null ? (
                      <bdi>{value}</bdi>
                    ) : (
                      <span className="why">{isHidden ? "set, and never shown" : "not set"}</span>
                    )}
                  </td>
                  <td className={isSet ? "" : "quiet"}>{isSet ? "set" : "default"}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </Scroll>
      )}
    </Panel>
  );
}
