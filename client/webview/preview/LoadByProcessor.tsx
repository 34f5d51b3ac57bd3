import type { NumaNodeView } from '../../../server/src/protocol.js';
import { CoreBars, type Scale } from './CoreBars.js';
import * as l10n from './l10n.js';
import type { ProcessorLoad } from './load.js';
import type { Measure } from './savedState.js';
import { alignedFigures, measureWord, nodeWord, percent } from './words.js';

/** With more processors than this on the host the bars are lower. */
const many = 48;
const heights = { usual: 116, many: 76, idle: 34 };

interface LoadByProcessorProps {
	load: ProcessorLoad;
	topology: NumaNodeView[];
	/** What can be measured beside entries; empty before any traffic was sent. */
	measures: readonly Measure[];
	onMeasure: (measure: Measure) => void;
}

/** How large a part of a load each processor gets, in the host's order: NUMA node, core, thread. */
export function LoadByProcessor({ load, topology, measures, onMeasure }: LoadByProcessorProps) {
	const { shares, even, unit, measure } = load;
	const processors = topology.flatMap((node) => node.cores.flat());
	const height = processors.length > many ? heights.many : heights.usual;
	const top = topOf(Math.max(even ?? 0, ...shares.values()), height);
	const scale = { shares, even, top, height, figure: alignedFigures(shares.values()) };
	const hostKnown = topology.some((node) => node.node !== undefined);
	return (
		<section aria-labelledby="load-heading">
			<h3 id="load-heading">
				{l10n.t('Load by processor')}
				<span class="aside">{unit}</span>
				{even !== undefined && (
					<span class="aside" data-tip={evenTip(even)}>
						{l10n.t('dashed: even share, {0}', percent(even))}
					</span>
				)}
				{processors.some((p) => !p.inRssSet) && (
					<span
						class="aside"
						data-tip={l10n.t(
							'The adapter may not use these processors: base, max and the number of RSS processors leave them out.',
						)}
					>
						{l10n.t('hatched: outside the RSS set')}
					</span>
				)}
			</h3>
			{measures.length > 0 && (
				<fieldset class="measures">
					<legend class="unseen">{l10n.t('Measured by')}</legend>
					{measures.map((one) => (
						<label key={one}>
							<input type="radio" name="measure" checked={one === measure} onChange={() => onMeasure(one)} />{' '}
							{measureWord(one)}
						</label>
					))}
				</fieldset>
			)}
			<div class="nodes">
				{topology.map((node) => (
					<Node key={node.node ?? 'other'} node={node} scale={scale} hostKnown={hostKnown} />
				))}
			</div>
		</section>
	);
}

function evenTip(even: number): string {
	return l10n.t('If every processor in use got as much as every other, each would have {0}.', percent(even));
}

interface NodeProps {
	node: NumaNodeView;
	scale: Scale;
	/** The file describes the host: a node without a number holds what the host does not have. */
	hostKnown: boolean;
}

function Node({ node, scale, hostKnown }: NodeProps) {
	const processors = node.cores.flat();
	const share = processors.reduce((sum, { id }) => sum + (scale.shares.get(id) ?? 0), 0);
	const outside = processors.every((p) => !p.inRssSet);
	// Nothing to compare where nothing may go: low, for orientation only.
	const idle = outside && !processors.some((p) => scale.shares.has(p.id));
	const own = idle ? { ...scale, height: heights.idle, even: undefined } : scale;
	return (
		<div class="node">
			<h4>
				{nodeHeading(node, hostKnown)}
				<span class="aside share">{percent(share)}</span>
				{node.preferred && <span class="aside">{l10n.t('nearest to the adapter')}</span>}
				{node.node === undefined && hostKnown && (
					<span class="aside">{l10n.t('not on the file’s host')}</span>
				)}
				{outside && <span class="aside">{l10n.t('outside the RSS set')}</span>}
			</h4>
			<div class="cores">
				{node.cores.map((core) => (
					<CoreBars key={core[0]?.id} core={core} scale={own} />
				))}
			</div>
		</div>
	);
}

function nodeHeading({ node }: NumaNodeView, hostKnown: boolean): string {
	if (node !== undefined) return nodeWord(node);
	return hostKnown ? l10n.t('Other processors') : l10n.t('Processors');
}

/** The share at the top of a drawing: 5 %, 10 %, 25 %, 50 % or 100 %, with room for the figure above the largest bar. */
function topOf(largest: number, height: number): number {
	const room = 18 / height;
	return [0.05, 0.1, 0.25, 0.5].find((top) => largest <= top * (1 - room)) ?? 1 / (1 - room);
}
