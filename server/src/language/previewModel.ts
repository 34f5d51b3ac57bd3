import type { Finding, Severity } from '../config/finding.js';
import type { LineIndex } from '../config/lines.js';
import type { Configuration, Located, ScalingEntity } from '../config/model.js';
import type { Span } from '../config/tree.js';
import { queueLimit } from '../emulator/limits.js';
import type {
	AdapterView,
	EntityView,
	FindingView,
	PreviewModel,
	SteeringView,
	TableChange,
} from '../protocol.js';
import { formatProcessor, type Processor } from '../rss/processor.js';
import { activeTable, processorsInUse, sharesOf } from '../rss/spread.js';
import { rejudge } from '../validation/check.js';
import { describeAdapter } from '../validation/compile.js';
import { documentationUrl } from './documentation.js';
import type { Analysis } from './documents.js';
import { KeyViews } from './keyView.js';
import { type Colours, colours, topologyOf } from './topology.js';
import { trafficOffer } from './traffic.js';
import { whatIf } from './whatIf.js';

/** What a picture depends on beside the text. */
export interface PreviewOptions {
	/** Cells that are to be shown, and judged, as if the text said something else; default none. */
	readonly changes?: readonly TableChange[];
	/** The colours of the picture before, which processors keep. */
	readonly known?: Colours;
}

/**
 * What the preview shows of a document: its last readable state, with the findings of the text as it is now; in a
 * what-if, with the refusals and lints that the changed cells would have.
 */
export function previewModelOf(
	analysis: Analysis,
	{ changes = [], known }: PreviewOptions = {},
): PreviewModel {
	const shown = analysis.lastComplete ?? analysis;
	const { configuration: written, lines } = shown.check;
	const supposed = written && whatIf(written, changes);
	const configuration = supposed?.configuration;
	const isWhatIf = supposed !== undefined && supposed.changes > 0;
	// Only a text without errors of its own was judged by the miniport, and is judged again.
	const judgeable = isWhatIf && shown === analysis && shown.check.findings.every(isJudgement);
	const judged = judgeable && configuration ? rejudge(shown.check, configuration) : undefined;
	const findings = judged ?? shown.check.findings;
	const keys = (configuration?.entities ?? []).map((entity) => keyOf(entity, configuration));
	const hashKeys = new KeyViews();
	return {
		uri: analysis.uri,
		version: analysis.version,
		fileName: fileNameOf(analysis.uri),
		stale: shown !== analysis,
		...(isWhatIf && { whatIf: supposed.changes }),
		...(configuration &&
			written && { adapter: adapterView(configuration, colours(configuration, known ?? colours(written))) }),
		entities: (configuration?.entities ?? []).map((entity, i) => {
			const own = findings.filter((finding) => belongsTo(finding, entity, i));
			const was = (entry: number) => supposed?.was(i, entry);
			const hashKey = hashKeys.of(entity);
			return {
				...entityView(entity, unique(keys, i), configuration, own, lines, was),
				...(hashKey && { hashKey }),
			};
		}),
		findings: (judged ?? analysis.check.findings).map((finding) =>
			findingView(finding, keys, analysis.check.lines),
		),
		traffic: trafficOffer({ traffic: configuration?.traffic }),
	};
}

function isJudgement({ kind }: Finding): boolean {
	return kind === 'refusal' || kind === 'lint';
}

/** The last part of a URI, decoded where it can be: a client may send `%` as it is. */
function fileNameOf(uri: string): string {
	// A text without a path has a name alone: `untitled:Untitled-1`.
	const path = uri.replace(/^[a-z]+:(?!\/)/, '');
	const name = path.slice(path.lastIndexOf('/') + 1);
	try {
		return decodeURIComponent(name);
	} catch {
		return name;
	}
}

function keyOf(entity: ScalingEntity, configuration: Configuration | undefined): string {
	return configuration?.adapter.mode.value === 'native' ? 'adapter' : `vport:${entity.vportId.value}`;
}

/** Two VPorts may have one id while the author is typing: the second is told apart by its place. */
function unique(keys: readonly string[], i: number): string {
	const key = keys[i] ?? '';
	return keys.indexOf(key) === i ? key : `${key}#${i}`;
}

function belongsTo({ entity, span }: Finding, { span: whole }: ScalingEntity, index: number): boolean {
	return entity === undefined ? whole.start <= span.start && span.end <= whole.end : entity === index;
}

function adapterView(configuration: Configuration, colour: Colours): AdapterView {
	const { adapter, entities } = configuration;
	const { base, max, processors } = adapter.rssProcessors;
	const native = adapter.mode.value === 'native';
	const { maxNumVPorts, maxNumQueuePairs } = adapter.capabilities.value;
	const used = entities.reduce((sum, entity) => sum + entity.numberOfQueues.value, 0);
	const range = `${formatProcessor(base.value)}–${formatProcessor(max.value)}`;
	return {
		name: adapter.name.value,
		mode: adapter.mode.value,
		rssProcessors: { range, count: processors.length },
		...(!native && { vports: { used: entities.length, limit: maxNumVPorts } }),
		queues: { used, limit: native ? queueLimit(describeAdapter(configuration), 0) : maxNumQueuePairs },
		topology: topologyOf(configuration, colour),
	};
}

function entityView(
	entity: ScalingEntity,
	key: string,
	configuration: Configuration | undefined,
	findings: readonly Finding[],
	lines: LineIndex,
	was: (entry: number) => Processor | undefined,
): EntityView {
	const { indirectionTable, rss, name, vportId, numberOfQueues } = entity;
	const steering = {
		rssEnabled: rss.value,
		primaryProcessor: entity.primaryProcessor.value,
		defaultProcessor: entity.defaultProcessor.value,
		indirectionTable: indirectionTable.entries,
	};
	const shares = sharesOf(activeTable(steering));
	const own = configuration?.adapter.mode.value === 'native' ? 'Adapter' : `VPort ${vportId.value}`;
	const steers = (at: Located<Processor>, active: boolean): SteeringView => ({
		processor: formatProcessor(at.value),
		active,
		range: lines.rangeOf(at.span),
	});
	return {
		key,
		vportId: vportId.value,
		title: name?.value ?? (own === 'Adapter' ? (configuration?.adapter.name.value ?? own) : own),
		subtitle: own,
		rss: rss.value,
		queues: { used: processorsInUse(steering).size, limit: numberOfQueues.value },
		table: indirectionTable.entries.map((p, i) =>
			cellView(p, indirectionTable.cells[i] ?? indirectionTable.span, findings, lines, was(i)),
		),
		defaultProcessor: steers(entity.defaultProcessor, rss.value),
		primaryProcessor: steers(entity.primaryProcessor, !rss.value),
		shares: shares.map(({ processor, entries, share }) => ({
			processor: formatProcessor(processor),
			entries,
			share,
		})),
		numa: numaShares(configuration, shares),
		evenShare: shares.length === 0 ? 0 : 1 / shares.length,
		errors: findings.filter(({ severity }) => severity === 'error').length,
		warnings: findings.filter(({ severity }) => severity === 'warning').length,
		range: lines.rangeOf(
			vportId.assumed ? { start: vportId.span.start, end: vportId.span.end } : entity.span,
		),
	};
}

const order: readonly Severity[] = ['error', 'warning', 'information', 'hint'];

function cellView(
	p: Processor,
	span: Span,
	findings: readonly Finding[],
	lines: LineIndex,
	was: Processor | undefined,
): EntityView['table'][number] {
	const on = findings.filter((finding) => finding.span.start === span.start && finding.span.end === span.end);
	const severity = order.find((one) => on.some((finding) => finding.severity === one));
	return {
		processor: formatProcessor(p),
		range: lines.rangeOf(span),
		...(was !== undefined && { was: formatProcessor(was) }),
		...(severity && { severity }),
	};
}

function numaShares(
	configuration: Configuration | undefined,
	shares: ReturnType<typeof sharesOf>,
): EntityView['numa'] {
	const nodes = configuration?.host?.numaNodes ?? [];
	const sums = new Map<number | undefined, number>();
	for (const { processor, share } of shares) {
		const node = nodes.find(({ processors }) => processors.includes(processor))?.node.value;
		sums.set(node, (sums.get(node) ?? 0) + share);
	}
	return [...sums]
		.sort(([a], [b]) => (a ?? Number.MAX_SAFE_INTEGER) - (b ?? Number.MAX_SAFE_INTEGER))
		.map(([node, share]) => (node === undefined ? { share } : { node, share }));
}

function findingView(
	{ code, severity, kind, message, span, entity }: Finding,
	keys: readonly string[],
	lines: LineIndex,
): FindingView {
	const key = entity === undefined ? undefined : unique(keys, entity);
	return {
		code,
		severity,
		kind,
		message,
		range: lines.rangeOf(span),
		documentation: documentationUrl(code, kind),
		...(key && { entity: key }),
	};
}
