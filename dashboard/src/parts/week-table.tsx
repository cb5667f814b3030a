import type { ReactNode } from "react";
import { shadeOf } from "../chart/shades.ts";
import { Scroll } from "./scroll.tsx";

const DAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
const HOURS = Array.from({ length: 24 }, (_, hour) => hour);

/** The hours of a week, a row a day, each as dark as there is much. */
export function WeekTable({
  label,
  caption,
  shades,
  children,
}: {
  readonly label: string;
  readonly caption: string;
  /** From 0 to 1, of each day from Monday on and hour. */
  readonly shades: readonly (readonly number[])[];
  /** What an hour shows. */
  readonly children: (day: number, hour: number) => ReactNode;
}) {
  return (
    <Scroll label={label}>
      <table className="heat">
        <caption>{caption}</caption>
        <thead>
          <tr>
            <th>
              <span className="hidden-text">Day</span>
            </th>
            {HOURS.map((hour) => (
              <th key={hour}>{hour}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {DAYS.map((name, day) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              {HOURS.map((hour) => (
                <td key={hour} style={{ background: shadeOf(shades[day]?.[hour] ?? 0) }}>
                  {children(day, hour)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}
