import { useMemo } from 'preact/hooks';
import type {
	AdapterView,
	Baseline,
	EntityView,
	TrafficOffer,
	TrafficSource,
} from '../../../server/src/protocol.js';
import type { Post } from './host.js';
import { LoadByProcessor } from './LoadByProcessor.js';
import { entryLoads, loadOf, measuresOf } from './load.js';
import { differingCells, otherDifferences, type PlacedProcessor } from './model.js';
import type { Colours } from './palette.js';
import { Summary } from './Summary.js';
import type { Measure } from './savedState.js';
import { TableSection } from './TableSection.js';
import { TrafficPane } from './TrafficPane.js';
import type { TrafficState } from './useTraffic.js';

interface EntityPaneProps {
	entity: EntityView;
	adapter: AdapterView;
	processors: ReadonlyMap<string, PlacedProcessor>;
	colours: Colours;
	/** Index of the table entry that Tab reaches. */
	cell: number;
	onEnter: (cell: number) => void;
	whatIf: boolean;
	onMove: (entries: number[], processor: string) => void;
	baseline: Baseline | undefined;
	measure: Measure;
	onMeasure: (measure: Measure) => void;
	offer: TrafficOffer;
	source: TrafficSource | undefined;
	file: { path: string; name: string } | undefined;
	traffic: TrafficState;
	onSend: (source: TrafficSource) => void;
	post: Post;
}

/** All about the chosen entity. */
export function EntityPane(props: EntityPaneProps) {
	const { entity, adapter, processors, colours, baseline, measure, traffic, post } = props;
	const differing = useMemo(() => differingCells(entity, baseline), [entity, baseline]);
	const load = loadOf(entity, traffic.result, measure);
	return (
		<>
			<Summary
				entity={entity}
				there={otherDifferences(entity, baseline)}
				comparedWith={baseline?.label}
				evenness={traffic.result?.evenness ?? []}
				measure={load.measure}
			/>
			<TableSection
				key={entity.key}
				entity={entity}
				processors={processors}
				colours={colours}
				cell={props.cell}
				onEnter={props.onEnter}
				whatIf={props.whatIf}
				differing={differing}
				comparedWith={baseline?.label}
				loads={entryLoads(traffic.result, load.measure)}
				onMove={props.onMove}
				post={post}
			/>
			<LoadByProcessor
				load={load}
				topology={adapter.topology}
				measures={measuresOf(traffic.result)}
				onMeasure={props.onMeasure}
			/>
			<TrafficPane
				entity={entity}
				offer={props.offer}
				source={props.source}
				file={props.file}
				state={traffic}
				measure={measure}
				colours={colours}
				onSend={props.onSend}
				post={post}
			/>
		</>
	);
}
