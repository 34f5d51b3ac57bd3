/** Pearson's chi-square test of counts against what was expected. */
export interface ChiSquare {
	/** Sum of (observed - expected)² / expected. */
	readonly statistic: number;
	/** Classes less one. */
	readonly degreesOfFreedom: number;
	/** Chance of a statistic this large or larger if the expectation holds, 0..1. */
	readonly p: number;
	/** Least expected count. Below 5 p is not to be trusted. */
	readonly leastExpected: number;
}

/**
 * Tests counts of independent events against weights of the classes they fall into. Undefined where there is nothing to
 * test: fewer than two classes with a weight, or no event.
 * @param observed counts
 * @param weights of the same length, in any unit; what is observed where the weight is 0 makes p 0
 */
export function chiSquareTest(
	observed: readonly number[],
	weights: readonly number[],
): ChiSquare | undefined {
	const events = observed.reduce((sum, count) => sum + count, 0);
	const sum = weights.reduce((total, weight) => total + weight, 0);
	const classes = weights.filter((weight) => weight > 0).length;
	if (!(events > 0) || classes < 2) return undefined;
	let statistic = 0;
	let leastExpected = Number.POSITIVE_INFINITY;
	for (const [i, count] of observed.entries()) {
		const expected = (events * (weights[i] ?? 0)) / sum;
		if (expected > 0) {
			statistic += (count - expected) ** 2 / expected;
			leastExpected = Math.min(leastExpected, expected);
		} else if (count > 0) statistic = Number.POSITIVE_INFINITY;
	}
	const degreesOfFreedom = classes - 1;
	return { statistic, degreesOfFreedom, p: chiSquareTail(statistic, degreesOfFreedom), leastExpected };
}

/** Chance that a chi-square variable with k degrees of freedom is at least x: Q(k/2, x/2). */
export function chiSquareTail(x: number, k: number): number {
	if (!(x > 0)) return 1;
	if (x === Number.POSITIVE_INFINITY) return 0;
	return upperGamma(k / 2, x / 2);
}

/** Relative precision at which series and fraction end. */
const PRECISION = 1e-14;
/** Terms that suffice for a up to 10^6: their number grows with the square root of a. */
const MAX_TERMS = 100_000;

/**
 * The regularized upper incomplete gamma function Q(a, x), a > 0, x ≥ 0: by its power series below a + 1, by its
 * continued fraction (modified Lentz) above. Source: NIST Digital Library of Mathematical Functions 8.7.1, 8.9.2.
 */
function upperGamma(a: number, x: number): number {
	const factor = Math.exp(a * Math.log(x) - x - logGamma(a));
	if (x < a + 1) {
		let term = 1 / a;
		let sum = term;
		for (let n = 1; n < MAX_TERMS && term > sum * PRECISION; n++) {
			term *= x / (a + n);
			sum += term;
		}
		return Math.min(Math.max(1 - factor * sum, 0), 1);
	}
	let b = x + 1 - a;
	let c = Number.MAX_VALUE;
	let d = 1 / b;
	let fraction = d;
	for (let n = 1; n < MAX_TERMS; n++) {
		const numerator = n * (a - n);
		b += 2;
		d = 1 / (numerator * d + b);
		c = b + numerator / c;
		const step = c * d;
		fraction *= step;
		if (Math.abs(step - 1) < PRECISION) break;
	}
	return Math.min(factor * fraction, 1);
}

/** ln Γ(a), a > 0: Stirling's series (DLMF 5.11.1) after shifting a beyond 10, where six terms give full precision. */
function logGamma(a: number): number {
	let shift = 0;
	let z = a;
	for (; z < 10; z++) shift += Math.log(z);
	const coefficients = [1 / 12, -1 / 360, 1 / 1260, -1 / 1680, 1 / 1188, -691 / 360360];
	const series = coefficients.reduce((sum, coefficient, i) => sum + coefficient / z ** (2 * i + 1), 0);
	return (z - 0.5) * Math.log(z) - z + Math.log(2 * Math.PI) / 2 + series - shift;
}
