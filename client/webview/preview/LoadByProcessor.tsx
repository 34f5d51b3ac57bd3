import type { EntityView, NumaNodeView } from '../../../server/src/protocol.js';
import { CoreBars, type Scale } from './CoreBars.js';
import { percent } from './words.js';

/** With more processors than this on the host the bars are lower. */
const many = 48;
const heights = { usual: 116, many: 76, idle: 34 };

interface LoadByProcessorProps {
	entity: EntityView;
	topology: NumaNodeView[];
}

/** How large a part of the entries each processor gets, in the host's order: NUMA node, core, thread. */
export function LoadByProcessor({ entity, topology }: LoadByProcessorProps) {
	const shares = new Map(entity.shares.map((s) => [s.processor, s.share]));
	const processors = topology.flatMap((node) => node.cores.flat());
	const even = entity.shares.length > 1 ? entity.evenShare : undefined;
	const height = processors.length > many ? heights.many : heights.usual;
	const top = topOf(Math.max(even ?? 0, ...shares.values()), height);
	const scale = { shares, even, top, height };
	const hostKnown = topology.some((node) => node.node !== undefined);
	return (
		<section aria-labelledby="load-heading">
			<h3 id="load-heading">
				Load by processor
				<span class="aside">% of {entity.rss ? 'entries' : 'packets'}</span>
				{even !== undefined && <span class="aside">dashed: even share, {percent(even)}</span>}
				{processors.some((p) => !p.inRssSet) && <span class="aside">hatched: outside the RSS set</span>}
			</h3>
			<div class="nodes">
				{topology.map((node) => (
					<Node key={node.node ?? 'other'} node={node} entity={entity} scale={scale} hostKnown={hostKnown} />
				))}
			</div>
		</section>
	);
}

interface NodeProps {
	node: NumaNodeView;
	entity: EntityView;
	scale: Scale;
	/** The file describes the host: a node without a number holds what the host does not have. */
	hostKnown: boolean;
}

function Node({ node, entity, scale, hostKnown }: NodeProps) {
	const share = entity.numa.find((n) => n.node === node.node)?.share ?? 0;
	const processors = node.cores.flat();
	const outside = processors.every((p) => !p.inRssSet);
	// Nothing to compare where nothing may go: low, for orientation only.
	const idle = outside && !processors.some((p) => scale.shares.has(p.id));
	const own = idle ? { ...scale, height: heights.idle, even: undefined } : scale;
	return (
		<div class="node">
			<h4>
				{node.node === undefined ? (hostKnown ? 'Other processors' : 'Processors') : `NUMA node ${node.node}`}
				<span class="aside share">{percent(share)}</span>
				{node.preferred && <span class="aside">nearest to the adapter</span>}
				{node.node === undefined && hostKnown && <span class="aside">not on the file’s host</span>}
				{outside && <span class="aside">outside the RSS set</span>}
			</h4>
			<div class="cores">
				{node.cores.map((core) => (
					<CoreBars key={core[0]?.id} core={core} scale={own} />
				))}
			</div>
		</div>
	);
}

/** The share at the top of a drawing: 5 %, 10 %, 25 %, 50 % or 100 %, with room for the figure above the largest bar. */
function topOf(largest: number, height: number): number {
	const room = 18 / height;
	return [0.05, 0.1, 0.25, 0.5].find((top) => largest <= top * (1 - room)) ?? 1 / (1 - room);
}
