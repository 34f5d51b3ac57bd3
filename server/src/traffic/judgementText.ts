import { count, enumerate } from '../plan/words.js';
import type { ChiSquare } from '../rss/chiSquare.js';
import { formatProcessor } from '../rss/processor.js';
import type { MeasureJudgement, TrafficJudgement } from './judgeTraffic.js';

/** Below this chance a deviation is not put down to luck. */
const SIGNIFICANT = 0.001;
/** Expected counts below this make the test worthless. */
const ENOUGH = 5;
/** Flows that are named. */
const NAMED = 3;

/** A judgement in sentences, each with its figures. Empty without any load. */
export function judgementText(judgement: TrafficJudgement): string[] {
	const measures = comparable(judgement);
	const distinct = measures.filter(
		(one, i) => i === 0 || Math.abs(one.jain - (measures[i - 1]?.jain ?? 0)) > 1e-12,
	);
	return [...distinct.map(evennessText), ...furtherText(judgement)];
}

/** Measures under which there is something to compare: two processors or more could take load. */
export function comparable({ measures }: TrafficJudgement): MeasureJudgement[] {
	return measures.filter(({ processors }) => processors > 1);
}

/** What there is to say beside how even each measure is. */
export function furtherText({ measures, arrival, unsplittable, unsplittableBy }: TrafficJudgement): string[] {
	const last = measures.at(-1);
	return [
		...(last?.processors === 1
			? [`Everything goes to one processor, ${formatProcessor(last.busiest)}: nothing is spread.`]
			: []),
		...(arrival && arrival.leastExpected >= ENOUGH ? [arrivalText(arrival)] : []),
		...(last ? [...nodesText(last), ...siblingsText(last)] : []),
		...unsplittableText(unsplittable, unsplittableBy),
	];
}

function evennessText(judged: MeasureJudgement): string {
	const { measure, busiest, busiestShare, maxOverMean, jain, processors } = judged;
	const name = measure.charAt(0).toUpperCase() + measure.slice(1);
	return `${name}: the busiest of ${count(processors, 'processor')}, ${formatProcessor(busiest)}, takes ${percent(busiestShare)}, ${maxOverMean.toFixed(2)} times the mean; Jain's index ${jain.toFixed(3)} (1 is even).`;
}

function arrivalText({ statistic, degreesOfFreedom, p }: ChiSquare): string {
	const figures = `χ² = ${statistic.toFixed(1)}, ${count(degreesOfFreedom, 'degree')} of freedom, p ${p < SIGNIFICANT ? `< ${SIGNIFICANT}` : `= ${p.toFixed(3)}`}`;
	return p < SIGNIFICANT
		? `Flows do not arrive in proportion to the entries (${figures}): these flows and this key are no random match.`
		: `Flows arrive in proportion to the entries, to within chance (${figures}).`;
}

function nodesText({ measure, nodes }: MeasureJudgement): string[] {
	if (nodes.every(({ node }) => node === undefined)) return [];
	const shares = nodes.map(
		({ node, share }) => `${percent(share)} ${node === undefined ? 'on no node' : `on node ${node}`}`,
	);
	return [`NUMA, by ${measure}: ${enumerate(shares)}.`];
}

function siblingsText({ measure, siblingShare }: MeasureJudgement): string[] {
	if (siblingShare === 0) return [];
	return [
		`SMT: ${percent(siblingShare)} of the ${measure} are on cores of which more than one thread is busy.`,
	];
}

function unsplittableText(
	flows: TrafficJudgement['unsplittable'],
	measure: TrafficJudgement['unsplittableBy'],
): string[] {
	if (flows.length === 0) return [];
	const named = flows
		.slice(0, NAMED)
		.map(({ flow, share }) => `${flow} (${percent(share)} of the ${measure})`);
	const more = flows.length - named.length;
	const rest = more > 0 ? [`${more} more`] : [];
	const what = flows.length === 1 ? 'One flow is' : `${flows.length} flows are`;
	return [`${what} above an even share, which no table can split: ${enumerate([...named, ...rest])}.`];
}

function percent(share: number): string {
	return `${(share * 100).toFixed(1)} %`;
}
