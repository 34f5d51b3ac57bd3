import type { EntityView, NumaNodeView, ProcessorView } from '../../../server/src/protocol.js';
import { CoreBars } from './CoreBars.js';
import type { Colours } from './EntityPane.js';
import { percent } from './words.js';

interface LoadByProcessorProps {
	entity: EntityView;
	topology: NumaNodeView[];
	colours: Colours;
}

/** How large a part of the entries each processor gets, in the host's order: NUMA node, core, thread. */
export function LoadByProcessor({ entity, topology, colours }: LoadByProcessorProps) {
	const shares = new Map(entity.shares.map((s) => [s.processor, s.share]));
	const known = new Set(topology.flatMap((node) => node.cores.flat().map((p) => p.id)));
	const strangers = entity.shares
		.filter((s) => !known.has(s.processor))
		.map((s): ProcessorView[] => {
			const colour = colours.get(s.processor);
			return [{ id: s.processor, inRssSet: false, ...(colour !== undefined && { colour }) }];
		});
	const even = entity.shares.length > 1 ? entity.evenShare : undefined;
	const scale = { shares, even, top: topOf(Math.max(even ?? 0, ...shares.values())) };
	const anyOutside = topology.some((node) => node.cores.flat().some((p) => !p.inRssSet));
	return (
		<section aria-labelledby="load-heading">
			<h3 id="load-heading">
				Load by processor
				<span class="aside">% of {entity.rss ? 'entries' : 'packets'}</span>
				{even !== undefined && <span class="aside">dashed: even share, {percent(even)}</span>}
				{anyOutside && <span class="aside">hatched: outside the RSS set</span>}
			</h3>
			<div class={known.size > 32 ? 'nodes dense' : 'nodes'}>
				{topology.map((node, i) => (
					<div key={node.node ?? `unknown-${i}`} class="node">
						<h4>
							{node.node === undefined ? 'Processors' : `NUMA node ${node.node}`}
							<NodeNote node={node} entity={entity} />
						</h4>
						<div class="cores">
							{node.cores.map((core) => (
								<CoreBars key={core[0]?.id} core={core} {...scale} />
							))}
						</div>
					</div>
				))}
				{strangers.length > 0 && (
					<div class="node">
						<h4>
							Not on this host <span class="aside">the file’s host has no such processor</span>
						</h4>
						<div class="cores">
							{strangers.map((core) => (
								<CoreBars key={core[0]?.id} core={core} {...scale} />
							))}
						</div>
					</div>
				)}
			</div>
		</section>
	);
}

function NodeNote({ node, entity }: { node: NumaNodeView; entity: EntityView }) {
	const share = entity.numa.find((n) => n.node === node.node)?.share ?? 0;
	const outside = node.cores.flat().every((p) => !p.inRssSet);
	return (
		<>
			<span class="aside share">{percent(share)}</span>
			{node.preferred && <span class="aside">nearest to the adapter</span>}
			{outside && <span class="aside">outside the RSS set</span>}
		</>
	);
}

/** The share at the top of the drawing: the next of 10 %, 25 %, 50 %, 100 % with room for the figure above a bar. */
function topOf(largest: number): number {
	return [0.1, 0.25, 0.5].find((top) => largest <= top * 0.85) ?? 1.15;
}
