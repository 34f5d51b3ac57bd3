import type { Configuration } from '../config/model.js';
import type { Span } from '../config/tree.js';
import { count, enumerate } from '../plan/words.js';
import { formatProcessor, type Processor } from '../rss/processor.js';
import { exampleText } from './example.js';
import type { HostRule, Neighbour } from './rule.js';
import { usedProcessors } from './usedProcessors.js';

/** More processors of one place than these are counted, not named. */
const MOST_NAMED = 8;

const example = (name: string, host: string, indirectionTable: string) =>
	exampleText({ name, host, vport: `numberOfQueues: 2, indirectionTable: ${indirectionTable}` });

/** Two adapters of one host load the same processors. */
export const sharedProcessors: HostRule = {
	id: 'shared-processors',
	severity: 'information',
	summary: 'Two adapters of one host use the same processors.',
	documentation:
		'Each adapter is spread evenly by itself, but a processor that both use takes the traffic of both. Give each adapter processors of its own, or let this pass where they are not busy at once. It looks at the files of the workspace (on the command line at those that are named) whose `host.name` is the same. Where every RSS processor of the adapter is in use on the host already this is only a hint.',
	examples: {
		bad: example('SLOT 3', 'hv7', '["0:2", "0:4"]'),
		good: example('SLOT 3', 'hv7', '["0:6", "0:8"]'),
		beside: example('SLOT 5', 'HV7', '["0:4", "0:10"]'),
	},
	*checkHost(configuration, neighbours) {
		const used = usersOf(configuration);
		const others = neighbours.map((neighbour) => ({ neighbour, users: usersOf(neighbour.configuration) }));
		const taken = new Set([...used.keys(), ...others.flatMap(({ users }) => [...users.keys()])]);
		const free = configuration.adapter.rssProcessors.processors.filter((p) => !taken.has(p)).length;
		for (const { neighbour, users } of others) {
			for (const { entity, span, processors } of placesOf(used, users)) {
				const there = processors[0] === undefined ? undefined : users.get(processors[0])?.span;
				if (!there) continue;
				yield {
					message: sentence(processors, neighbour, free),
					span,
					entity,
					...(free === 0 && { severity: 'hint' as const }),
					related: [
						{ span: there, message: neighbour.configuration.adapter.name.value, file: neighbour.file },
					],
				};
			}
		}
	},
};

/** Where an adapter first uses a processor. */
interface Use {
	/** Index of the entity. */
	readonly entity: number;
	readonly span: Span;
}

function usersOf({ entities }: Configuration): Map<Processor, Use> {
	const users = new Map<Processor, Use>();
	for (const [entity, one] of entities.entries()) {
		for (const [p, span] of usedProcessors(one)) if (!users.has(p)) users.set(p, { entity, span });
	}
	return users;
}

/** The places of the processors that both use, each once: a range stands for many of them. */
function placesOf(own: ReadonlyMap<Processor, Use>, others: ReadonlyMap<Processor, Use>) {
	const places = new Map<number, Use & { readonly processors: Processor[] }>();
	for (const [p, use] of own) {
		if (!others.has(p)) continue;
		const place = places.get(use.span.start);
		if (place) place.processors.push(p);
		else places.set(use.span.start, { ...use, processors: [p] });
	}
	return places.values();
}

function sentence(
	processors: readonly Processor[],
	{ configuration, label }: Neighbour,
	free: number,
): string {
	const named = processors.slice(0, MOST_NAMED).map(formatProcessor);
	const more = processors.length - named.length;
	const names = enumerate(more > 0 ? [...named, `${more} more`] : named);
	const who = processors.length === 1 ? `Processor ${names} also takes` : `Processors ${names} also take`;
	const room = free === 0 ? 'none of the RSS processors is free' : `${count(free, 'RSS processor')} free`;
	return `${who} the traffic of ${configuration.adapter.name.value} (${label}); ${room}.`;
}
