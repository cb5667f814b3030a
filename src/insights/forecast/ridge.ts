/** A linear model over standardised features. */
export interface Ridge {
  readonly means: readonly number[];
  readonly scales: readonly number[];
  readonly weights: readonly number[];
  readonly intercept: number;
}

/**
 * Ridge regression in closed form: minimises the squared error plus `penalty` × the squared weights of the standardised
 * features; the intercept is free. A feature that never varies gets no weight. Throws where there is no row.
 */
export function fitRidge(rows: readonly (readonly number[])[], targets: readonly number[], penalty: number): Ridge {
  const [first] = rows;
  if (!first) throw new Error("a ridge regression wants at least one row");
  const width = first.length;
  const means = columnMeans(rows, width);
  const scales = columnScales(rows, means);
  const intercept = targets.reduce((sum, y) => sum + y, 0) / targets.length;
  const gram = Array.from({ length: width }, () => new Float64Array(width));
  const moments = new Float64Array(width);
  const scaled = new Float64Array(width);
  for (const [i, row] of rows.entries()) {
    const target = (targets[i] ?? 0) - intercept;
    for (let j = 0; j < width; j++) scaled[j] = standardised(row, j, means, scales);
    for (let j = 0; j < width; j++) {
      const own = at(scaled, j);
      if (own === 0) continue;
      moments[j] = at(moments, j) + own * target;
      const line = gram[j] as Float64Array;
      for (let k = 0; k <= j; k++) line[k] = at(line, k) + own * at(scaled, k);
    }
  }
  for (let j = 0; j < width; j++) {
    const line = gram[j] as Float64Array;
    line[j] = at(line, j) + penalty;
  }
  return { means, scales, weights: solve(gram, moments), intercept };
}

export function predictRidge({ means, scales, weights, intercept }: Ridge, row: readonly number[]): number {
  return weights.reduce((sum, weight, j) => sum + weight * standardised(row, j, means, scales), intercept);
}

function standardised(row: readonly number[], j: number, means: readonly number[], scales: readonly number[]): number {
  const scale = scales[j] ?? 0;
  return scale === 0 ? 0 : ((row[j] ?? 0) - (means[j] ?? 0)) / scale;
}

/** How far each column scatters; 0 for one that never varies. */
function columnScales(rows: readonly (readonly number[])[], means: readonly number[]): number[] {
  const sums = new Float64Array(means.length);
  for (const row of rows) {
    for (let j = 0; j < sums.length; j++) sums[j] = at(sums, j) + ((row[j] ?? 0) - (means[j] ?? 0)) ** 2;
  }
  return Array.from(sums, (sum) => (sum / rows.length > 1e-12 ? Math.sqrt(sum / rows.length) : 0));
}

function columnMeans(rows: readonly (readonly number[])[], width: number): number[] {
  const sums = new Float64Array(width);
  for (const row of rows) for (let j = 0; j < width; j++) sums[j] = at(sums, j) + (row[j] ?? 0);
  return Array.from(sums, (sum) => sum / rows.length);
}

/** Solves a symmetric positive definite system, of which the lower triangle is given, by Cholesky's factors. */
function solve(lower: Float64Array[], right: Float64Array): number[] {
  const width = right.length;
  for (let j = 0; j < width; j++) {
    const line = lower[j] as Float64Array;
    for (let k = 0; k < j; k++) {
      const other = lower[k] as Float64Array;
      let sum = at(line, k);
      for (let m = 0; m < k; m++) sum -= at(line, m) * at(other, m);
      line[k] = sum / at(other, k);
    }
    let own = at(line, j);
    for (let m = 0; m < j; m++) own -= at(line, m) ** 2;
    line[j] = Math.sqrt(Math.max(own, 1e-12));
  }
  const solution = Float64Array.from(right);
  for (let j = 0; j < width; j++) {
    const line = lower[j] as Float64Array;
    for (let m = 0; m < j; m++) solution[j] = at(solution, j) - at(line, m) * at(solution, m);
    solution[j] = at(solution, j) / at(line, j);
  }
  for (let j = width - 1; j >= 0; j--) {
    for (let m = j + 1; m < width; m++) {
      solution[j] = at(solution, j) - at(lower[m] as Float64Array, j) * at(solution, m);
    }
    solution[j] = at(solution, j) / at(lower[j] as Float64Array, j);
  }
  return Array.from(solution);
}

const at = (values: Float64Array, index: number): number => values[index] as number;
