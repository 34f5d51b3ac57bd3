import type { ChiSquare } from '../rss/chiSquare.js';
import type { Evenness } from '../rss/judgement.js';
import { formatProcessor } from '../rss/processor.js';
import { judgementText } from '../traffic/judgementText.js';
import type { Measure, TrafficJudgement } from '../traffic/judgeTraffic.js';

/** A judgement as JSON output. Shares are 0..1. */
export interface JudgementOutput {
	readonly measures: readonly (Omit<Evenness, 'busiest'> & {
		readonly measure: Measure;
		readonly busiest: string;
		/** `null`: on no node of the file's host. */
		readonly nodes: readonly { node: number | null; load: number; share: number }[];
		/** On cores of which more than one thread is busy. */
		readonly siblingShare: number;
	})[];
	/** Whether flows arrive in proportion to the entries: a chi-square test. */
	readonly arrival: ChiSquare | null;
	/** Flows above an even share, which no table can split. */
	readonly unsplittable: readonly { flow: string; load: number; share: number; by: Measure }[];
	/** The same for people. */
	readonly sentences: readonly string[];
}

/** A judgement as it is printed. */
export function judgementOutput(judgement: TrafficJudgement): JudgementOutput {
	const { measures, arrival, unsplittable, unsplittableBy: by } = judgement;
	return {
		measures: measures.map(({ busiest, nodes, ...rest }) => ({
			...rest,
			busiest: formatProcessor(busiest),
			nodes: nodes.map(({ node, load, share }) => ({ node: node ?? null, load, share })),
		})),
		arrival: arrival ?? null,
		unsplittable: unsplittable.map(({ flow, load, share }) => ({ flow, load, share, by })),
		sentences: judgementText(judgement),
	};
}

/** The sentences of a judgement as lines below a table. */
export function judgementLines({ judgement }: { readonly judgement: JudgementOutput }): string[] {
	return judgement.sentences.map((sentence) => `  ${sentence}`);
}
