import type { AdapterView, Baseline, EntityView } from '../../../server/src/protocol.js';
import { LoadByProcessor } from './LoadByProcessor.js';
import * as l10n from './l10n.js';
import { loadOfAll } from './load.js';
import { Matrix } from './Matrix.js';
import type { Colours } from './palette.js';
import { figure, processorsInWords, vportsInWords } from './words.js';

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
				<h2 id="entity-heading">{l10n.t('All VPorts')}</h2>
				<p class="facts">
					<strong>
						{vportsInWords(entities.length)} → {processorsInWords(load.shares.size)}
					</strong>
					<span>{sharedInWords(shared.length)}</span>
				</p>
			</section>
			<section aria-labelledby="table-heading">
				<h3 id="table-heading">
					{l10n.t('Indirection tables')}
					<span class="aside">{l10n.t('a row a VPort, a column an entry; pale: RSS off')}</span>
				</h3>
				<Matrix entities={entities} colours={colours} baseline={baseline} onOpen={onOpen} />
			</section>
			<LoadByProcessor load={load} topology={adapter.topology} measures={noMeasures} onMeasure={ignore} />
		</>
	);
}

function sharedInWords(n: number): string {
	if (n === 0) return l10n.t('no processor is shared');
	return l10n.isOne(n)
		? l10n.t('{0} processor shared by two or more', figure(n))
		: l10n.t('{0} processors shared by two or more', figure(n));
}
