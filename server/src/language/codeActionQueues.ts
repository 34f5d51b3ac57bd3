import { setProperty } from '../edit/property.js';
import { queueLimit } from '../emulator/limits.js';
import { count } from '../plan/words.js';
import { processorsInUse } from '../rss/spread.js';
import { describeAdapter } from '../validation/compile.js';
import { entityOf, type Fixer, isShared, isTaken } from './codeActionFix.js';

/** Too many queues, or too few: as many as the processors in use, if the adapter takes that. */
export const fixQueues: Fixer = (finding, context) => {
	const found = entityOf(finding, context);
	if (!found) return [];
	const { entity, map, configuration } = found;
	const { numberOfQueues, rss, primaryProcessor, defaultProcessor, indirectionTable } = entity;
	const atQueues = finding.span.start === numberOfQueues.span.start;
	const few = finding.code === 'NDIS_STATUS_NO_QUEUES';
	const none = finding.code === 'NDIS_STATUS_INVALID_PARAMETER' && atQueues;
	if (!few && !none && finding.code !== 'idle-queues') return [];
	if (isShared(numberOfQueues.span, found, (one) => one.numberOfQueues.span)) return [];
	const inUse = processorsInUse({
		rssEnabled: rss.value,
		primaryProcessor: primaryProcessor.value,
		defaultProcessor: defaultProcessor.value,
		indirectionTable: indirectionTable.entries,
	}).size;
	const limit = queueLimit(describeAdapter(configuration), entity.vportId.value);
	const queues = none ? Math.min(inUse, limit) : inUse;
	const change = { numberOfQueues: { ...numberOfQueues, value: queues } };
	if (queues === numberOfQueues.value || !isTaken(found, change, few || none ? 'fewer' : 'same')) return [];
	const edits = [setProperty(context.text, context.syntax, map, 'numberOfQueues', String(queues))];
	const verb = queues > numberOfQueues.value ? 'Raise' : 'Lower';
	const why = queues === inUse ? `${count(inUse, 'processor')} in use` : `the adapter’s most`;
	return [{ title: `${verb} numberOfQueues to ${queues} (${why})`, edits, preferred: true }];
};
