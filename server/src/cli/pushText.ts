import type { DescribedPush, PushProgress } from '../devices/push.js';
import { count } from '../plan/words.js';
import type { PushResult } from '../protocol.js';
import type { CliContext } from './context.js';
import { Exit, type ExitCode } from './exit.js';

/** What a plan does and how, for people: entities, flows that may be reordered, steps, moves. */
export function effectLines({ changes, steps, reordered, economy }: DescribedPush): string[] {
	return [
		...changes.flatMap(({ entity, action, details }) => [
			`  ${action} ${entity}`,
			...details.map((detail) => `    ${detail}`),
		]),
		...(reordered.length > 0
			? ['Flows that may be reordered:', ...reordered.map(({ entity, text }) => `  ${entity}: ${text}`)]
			: []),
		'How:',
		...steps.map((step, i) => `${String(i + 1).padStart(4)}. ${step}`),
		...(economy && economy.moves > 0 ? [movesText(economy)] : []),
	];
}

/** What the device cannot be given, and what may undo the rest, for people; empty when there is nothing to say. */
export function noteLines({
	notOnTarget = [],
	warnings = [],
}: Pick<DescribedPush, 'notOnTarget' | 'warnings'>): string[] {
	return [
		...(notOnTarget.length > 0 ? ['Not on this device:', ...notOnTarget.map((line) => `  ${line}`)] : []),
		...(warnings.length > 0 ? ['Mind:', ...warnings.map((line) => `  ${line}`)] : []),
	];
}

/** `12 moves; 10 parameters differ (1.2 moves for each).` */
function movesText({ moves, leastMoves }: NonNullable<DescribedPush['economy']>): string {
	const differ = `${count(leastMoves, 'parameter')} ${leastMoves === 1 ? 'differs' : 'differ'}`;
	const ratio = leastMoves === 0 ? '' : ` (${(moves / leastMoves).toFixed(2)} moves for each)`;
	return `${count(moves, 'move')}; ${differ}${ratio}.`;
}

/** Tells where a push stands, where that gets into nobody's log. */
export function showProgress(
	{ terminal }: CliContext,
	{ phase, done, total, description }: PushProgress,
): void {
	if (terminal.showsProgress)
		terminal.complain(terminal.styled('dim', `${phase} ${done + 1}/${total}: ${description}`));
}

/** Tells what became of a push or rollback: success to standard output, anything else to standard error. */
export function printResult({ terminal }: CliContext, result: PushResult): void {
	const { outcome, message, differences, undone = [] } = result;
	if (outcome === 'applied') {
		terminal.print(terminal.styled('green', message));
		return;
	}
	terminal.complain(`rssv2: ${message}`);
	for (const difference of differences) terminal.complain(`  ${difference}`);
	if (undone.length > 0) terminal.complain('Found otherwise than the push had left it, and undone too:');
	for (const change of undone) terminal.complain(`  ${change}`);
}

/** The exit code of a push or rollback. */
export function exitCodeOf({ outcome }: PushResult): ExitCode {
	if (outcome === 'applied') return Exit.clean;
	return outcome === 'cancelled' ? Exit.cancelled : Exit.findings;
}
