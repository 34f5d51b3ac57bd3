import type { AdapterView, Baseline, EntityView } from '../../../server/src/protocol.js';
import { LoadByProcessor } from './LoadByProcessor.js';
import { loadOfAll } from './load.js';
import { Matrix } from './Matrix.js';
import type { Colours } from './palette.js';
import { count } from './words.js';

interface MatrixPaneProps {
	entities: EntityView[];
	adapter: AdapterView;
	colours: Colours;
	baseline: Baseline | undefined;
	onOpen: (entity: string, entry: number) => void;
}

const noMeasures: never[] = [];
const ignore = () => {};

/** All entities at once. */
export function MatrixPane({ entities, adapter, colours, baseline, onOpen }: MatrixPaneProps) {
	const load = loadOfAll(entities);
	const shared = [...load.shares.keys()].filter(
		(id) => entities.filter(({ shares }) => shares.some(({ processor }) => processor === id)).length > 1,
	);
	return (
		<>
			<section class="summary" aria-labelledby="entity-heading">
				<h2 id="entity-heading">All VPorts</h2>
				<p class="facts">
					<strong>
						{count(entities.length, 'VPort')} → {count(load.shares.size, 'processor')}
					</strong>
					<span>
						{shared.length === 0
							? 'no processor is shared'
							: `${count(shared.length, 'processor')} shared by two or more`}
					</span>
				</p>
			</section>
			<section aria-labelledby="table-heading">
				<h3 id="table-heading">
					Indirection tables
					<span class="aside">a row a VPort, a column an entry; pale: RSS off</span>
				</h3>
				<Matrix entities={entities} colours={colours} baseline={baseline} onOpen={onOpen} />
			</section>
			<LoadByProcessor load={load} topology={adapter.topology} measures={noMeasures} onMeasure={ignore} />
		</>
	);
}
