/** How densely a channel can be sampled beside others, in steps that make a difference. */
export const WEIGHTS = [
  { value: "0.25", label: "a quarter as densely" },
  { value: "0.5", label: "half as densely" },
  { value: "1", label: "as usual" },
  { value: "2", label: "twice as densely" },
  { value: "4", label: "four times as densely" },
];
