import type { Configuration, NumaNode, ScalingEntity } from '../../config/model.js';
import { count } from '../../plan/words.js';
import { compareProcessors, formatProcessor, type Processor } from '../../rss/processor.js';
import { activeTable, processorsInUse } from '../../rss/spread.js';
import { percent } from '../percent.js';
import type { HoverPlace } from './place.js';

/** More users than this are counted, not named. */
const MOST_USERS = 8;

/** A processor in Markdown: node, core and sibling, whether the adapter may use it, its share here, and who else uses it. */
export function describeProcessor(p: Processor, { configuration, entity, path }: HoverPlace): string {
	const { host, adapter, entities } = configuration;
	const node = host?.numaNodes.find(({ processors }) => processors.includes(p));
	const facts = [
		host && (node ? `NUMA node ${node.node.value}, ${coreText(p, node)}` : 'in no NUMA node of the host'),
		adapter.rssProcessors.processors.includes(p)
			? "in the adapter's RSS set"
			: "**not in the adapter's RSS set**",
		entity && path.includes('indirectionTable') ? shareText(p, entity) : undefined,
		usersText(p, entity, entities, configuration),
	];
	return [`**Processor ${formatProcessor(p)}**`, ...facts.filter(Boolean).map((fact) => `- ${fact}`)].join(
		'\n',
	);
}

function coreText(p: Processor, { processors, threadsPerCore }: NumaNode): string {
	const sorted = [...processors].sort(compareProcessors);
	const at = sorted.indexOf(p);
	const core = Math.floor(at / threadsPerCore);
	const siblings = sorted
		.slice(core * threadsPerCore, (core + 1) * threadsPerCore)
		.filter((other) => other !== p);
	if (siblings.length === 0) return `core ${core}`;
	const names = siblings.map(formatProcessor).join(', ');
	return `core ${core}, thread ${at % threadsPerCore}; shares it with ${names}`;
}

function shareText(p: Processor, entity: ScalingEntity): string {
	const { entries } = entity.indirectionTable;
	const own = entries.filter((entry) => entry === p).length;
	const share = percent(own / Math.max(entries.length, 1));
	const off = entity.rss.value ? '' : ', once RSS is on';
	return `${own} of ${count(entries.length, 'entry', 'entries')} of this table: ${share} of the flows' hashes${off}`;
}

function usersText(
	p: Processor,
	own: ScalingEntity | undefined,
	entities: readonly ScalingEntity[],
	{ adapter }: Configuration,
): string {
	if (adapter.mode.value === 'native' && own) return '';
	const users = entities.filter((entity) => entity !== own && uses(entity, p));
	const who = own ? 'also used by' : 'used by';
	if (users.length === 0) return own ? 'used by no other VPort' : 'used by nothing';
	if (adapter.mode.value === 'native') return `${who} \`scaling\``;
	const names = users.slice(0, MOST_USERS).map((entity) => userText(entity, p));
	const more = users.length > names.length ? ` and ${users.length - names.length} more` : '';
	return `${who} ${names.join(', ')}${more}`;
}

function userText(entity: ScalingEntity, p: Processor): string {
	const { vportId, name } = entity;
	const label = name ? `VPort ${vportId.value} (${name.value})` : `VPort ${vportId.value}`;
	const table = activeTable(steeringOf(entity));
	const share = table.filter((entry) => entry === p).length / Math.max(table.length, 1);
	return share === 0 ? `${label} as default processor` : `${label} ${percent(share)}`;
}

function uses(entity: ScalingEntity, p: Processor): boolean {
	return processorsInUse(steeringOf(entity)).has(p);
}

function steeringOf(entity: ScalingEntity) {
	return {
		rssEnabled: entity.rss.value,
		primaryProcessor: entity.primaryProcessor.value,
		defaultProcessor: entity.defaultProcessor.value,
		indirectionTable: entity.indirectionTable.entries,
	};
}
